import { isUtf8 } from 'node:buffer'
import type { Log } from '../../../src/home/driver.ts'
import { type LocalizedText, listed, type Text } from '../../../src/util/translate.ts'
import { say } from '../messages.ts'
import { topicMatches } from './topics.ts'

/** @param retained the broker kept it: the device said it some time before */
export type MessageListener = (payload: Buffer, retained: boolean, topic: string) => void

/** The most that a message of a device may hold, in bytes; a list of all devices of a house may hold more. */
export const maxMessageBytes = 256 * 1024

/** Topics whose messages meant nothing are counted one by one, up to so many. */
const maxCountedTopics = 200

/** Messages that came and were not used: counted, since whoever sends one sends it again. */
interface IgnoredMessages {
  tooLarge: number
  notText: number
  /** taken, but a listener threw */
  failed: number
}

interface Subscription {
  readonly listener: MessageListener
  readonly maxBytes: number
}

/** Who listens to which topics of a connection, and what of their messages could not be used. */
export class Subscriptions {
  readonly ignored: IgnoredMessages = { tooLarge: 0, notText: 0, failed: 0 }
  readonly #log: Log
  readonly #byTopic = new Map<string, readonly Subscription[]>()
  readonly #byWildcard = new Map<string, readonly Subscription[]>()
  /** by topic: how many messages meant nothing, and what was wrong with the last */
  readonly #unparsed = new Map<string, { count: number; reason: Text }>()

  constructor(log: Log) {
    this.#log = log
  }

  /** @param maxBytes larger messages are ignored for this listener */
  add(topic: string, listener: MessageListener, maxBytes = maxMessageBytes): void {
    // Not spread: a list so made has room for sixteen more, and there are ten thousand.
    const map = this.#mapOf(topic)
    map.set(topic, (map.get(topic) ?? []).concat({ listener, maxBytes }))
  }

  /** @returns true if nobody listens to the topic any more */
  remove(topic: string, listener: MessageListener): boolean {
    const map = this.#mapOf(topic)
    const left = (map.get(topic) ?? []).filter((subscription) => subscription.listener !== listener)
    if (left.length > 0) map.set(topic, left)
    else map.delete(topic)
    if (left.length === 0) this.#unparsed.delete(topic)
    return left.length === 0
  }

  topics(): readonly string[] {
    return [...this.#byTopic.keys(), ...this.#byWildcard.keys()]
  }

  /** The largest message that a listener of the topic takes, in bytes. */
  maxBytesOf(topic: string): number {
    return this.#of(topic).reduce((max, { maxBytes }) => Math.max(max, maxBytes), 0)
  }

  deliver(topic: string, payload: Buffer, retained: boolean): void {
    for (const { listener, maxBytes } of this.#of(topic)) {
      const reason = payload.length > maxBytes ? 'tooLarge' : isUtf8(payload) ? undefined : 'notText'
      if (reason) {
        this.countIgnored(reason, topic)
        continue
      }
      try {
        listener(payload, retained, topic)
      } catch (err) {
        // A message must never end the process.
        this.countIgnored('failed', topic, err)
      }
    }
  }

  /** The first of a kind is logged; what a device says over and over is only counted. */
  countIgnored(reason: keyof IgnoredMessages, topic: string, err?: unknown): void {
    this.ignored[reason] += 1
    if (this.ignored[reason] > 1) return
    if (err) this.#log.error({ err, topic }, 'a message could not be taken; further ones are only counted')
    else this.#log.warn({ topic, why: reason }, 'a message was ignored; further ones are only counted')
  }

  /** A message came whose content means nothing to the device that it is of. */
  countUnparsed(topic: string, reason: Text): void {
    const known = this.#unparsed.get(topic)
    if (known) {
      known.count += 1
      known.reason = reason
    } else if (this.#unparsed.size < maxCountedTopics) this.#unparsed.set(topic, { count: 1, reason })
  }

  /** What was not used; empty if all was. */
  problems(): readonly LocalizedText[] {
    const parts = (Object.entries(this.ignored) as [keyof IgnoredMessages, number][])
      .filter(([, count]) => count > 0)
      .map(([reason, count]) => say(reason, { count }))
    const worst = [...this.#unparsed].sort(([, a], [, b]) => b.count - a.count).slice(0, 5)
    return [
      ...(parts.length > 0 ? [say('ignored', { parts: listed(parts) })] : []),
      ...worst.map(([topic, { count, reason }]) =>
        say(count === 1 ? 'unparsedOnce' : 'unparsed', { count, topic: JSON.stringify(topic), why: reason }),
      ),
    ]
  }

  #mapOf(topic: string): Map<string, readonly Subscription[]> {
    return /[+#]/.test(topic) ? this.#byWildcard : this.#byTopic
  }

  #of(topic: string): readonly Subscription[] {
    const exact = this.#byTopic.get(topic) ?? []
    if (this.#byWildcard.size === 0) return exact
    const wild = [...this.#byWildcard].flatMap(([filter, all]) => (topicMatches(filter, topic) ? all : []))
    return wild.length > 0 ? [...exact, ...wild] : exact
  }
}
