import { isUtf8 } from 'node:buffer'
import type { Log } from '../../../src/home/driver.ts'
/** @param retained the broker kept it for us: the device said it some time before */
export type MessageListener = (payload: Buffer, retained: boolean, topic: string) => void

/** The most that a message of a device may hold, in bytes; a list of all devices of a house may hold more. */
const maxMessageBytes = 256 * 1024

/** What came and was not taken: counted, since whoever sends it sends it again. */
export interface IgnoredMessages {
  tooLarge: number
  notText: number
  /** taken, but whoever took it stumbled */
  failed: number
}

/** Who listens to what. */
export interface Subscriptions {
  readonly ignored: Readonly<IgnoredMessages>
  add(topic: string, listener: MessageListener, limit?: number): void
  /** @returns true if nobody listens to the topic any more */
  remove(topic: string, listener: MessageListener): boolean
  topics(): readonly string[]
  deliver(topic: string, payload: Buffer, retained: boolean): void
}

interface Subscription {
  readonly listener: MessageListener
  readonly limit: number
}

/** Nobody listens yet. */
export function createSubscriptions(log: Log): Subscriptions {
  const exact = new Map<string, readonly Subscription[]>()
  const wild = new Map<string, readonly Subscription[]>()
  const ignored: IgnoredMessages = { tooLarge: 0, notText: 0, failed: 0 }
  const of = (topic: string) => (/[+#]/.test(topic) ? wild : exact)

  return {
    ignored,
    add(topic, listener, limit = maxMessageBytes) {
      // Not spread: a list so made has room for sixteen more, and there are ten thousand.
      of(topic).set(topic, (of(topic).get(topic) ?? []).concat({ listener, limit }))
    },
    remove(topic, listener) {
      const left = (of(topic).get(topic) ?? []).filter((ear) => ear.listener !== listener)
      if (left.length > 0) of(topic).set(topic, left)
      else of(topic).delete(topic)
      return left.length === 0
    },
    topics: () => [...exact.keys(), ...wild.keys()],
    deliver(topic, payload, retained) {
      const ears = exact.get(topic)
      if (ears) take(ears, topic, payload, retained)
      for (const [pattern, ears] of [...wild]) if (topicMatches(pattern, topic)) take(ears, topic, payload, retained)
    },
  }

  function take(ears: readonly Subscription[], topic: string, payload: Buffer, retained: boolean): void {
    for (const { listener, limit } of ears) {
      const why = payload.length > limit ? 'tooLarge' : isUtf8(payload) ? undefined : 'notText'
      if (why) {
        ignore(why, topic)
        continue
      }
      try {
        listener(payload, retained, topic)
      } catch (err) {
        // What a device says must never end us.
        ignore('failed', topic, err)
      }
    }
  }

  /** The first of a kind is told; what a device says for ever is not told for ever. */
  function ignore(why: keyof IgnoredMessages, topic: string, err?: unknown): void {
    ignored[why] += 1
    if (ignored[why] > 1) return
    if (err) log.error({ err, topic }, 'a message could not be taken; further ones are only counted')
    else log.warn({ topic, why: words[why] }, 'a message was ignored; further ones are only counted')
  }
}

const words: Readonly<Record<keyof IgnoredMessages, string>> = {
  tooLarge: 'larger than a device has reason to send',
  notText: 'no UTF-8',
  failed: 'could not be taken',
}

/** What was ignored, in plain words; nothing if nothing was. */
export const describeIgnored = (ignored: IgnoredMessages): string | undefined => {
  const parts = (Object.keys(words) as (keyof IgnoredMessages)[]).filter((why) => ignored[why] > 0)
  return parts.length === 0
    ? undefined
    : `messages were ignored: ${parts.map((why) => `${ignored[why]} ${words[why]}`).join(', ')}`
}

/** True if a topic is one of those that a subscription with wildcards means (MQTT 3.1.1, 4.7). */
export function topicMatches(pattern: string, topic: string): boolean {
  const wanted = pattern.split('/')
  const levels = topic.split('/')
  const last = wanted.at(-1) === '#'
  if (last ? levels.length < wanted.length - 1 : levels.length !== wanted.length) return false
  return wanted.every((level, i) => level === '#' || level === '+' || level === levels[i])
}
