import type { MqttClient } from 'mqtt'
import type { Log } from '../../../src/home/driver.ts'
import type { LocalizedText } from '../../../src/util/translate.ts'
import { say } from '../messages.ts'

/** After so many connections that ended while one topic alone was subscribed to, that topic is left out. */
const maxStrikes = 2

/** Into how many parts the topics are cut among which one that ends the connection is looked for. */
const searchParts = 8

/**
 * Tells the broker what is to be heard. A broker may end the connection at a topic that it does not take; since all
 * topics are subscribed to at each connection, one such topic would keep the whole house offline. It is looked for in
 * smaller and smaller parts of those that were not answered, and left out alone.
 */
export class TopicSubscriber {
  readonly #log: Log
  #client: MqttClient | undefined
  /** topics that the broker is to be told of */
  #pending = new Set<string>()
  /** topics that it was told of and has not answered */
  #inFlight: readonly string[] = []
  #running: Promise<void> | undefined
  /** topics for one of which the broker may have ended the connection, and how many of them are tried at once */
  #suspects = new Set<string>()
  #suspectBatchSize = Number.POSITIVE_INFINITY
  /** how often the connection ended while a topic alone was subscribed to */
  readonly #strikes = new Map<string, number>()
  /** topics that are left out, with the reason */
  readonly #unusable = new Map<string, LocalizedText>()
  /** topics that the broker does not let this user hear */
  #refused: readonly string[] = []

  constructor(log: Log) {
    this.#log = log
  }

  /** A connection was made. */
  begin(client: MqttClient, topics: readonly string[]): void {
    this.#client = client
    this.#refused = []
    this.#pending = new Set(topics)
    this.#start()
  }

  /**
   * The connection was lost.
   * @returns true if a topic is looked for that may have ended it, so that the next attempt need not wait long
   */
  end(): boolean {
    this.#client = undefined
    this.#running = undefined
    return this.#suspectTopicsInFlight()
  }

  add(topic: string): void {
    if (this.#pending.size === 0) queueMicrotask(() => this.#start())
    this.#pending.add(topic)
  }

  remove(topic: string): void {
    this.#pending.delete(topic)
    this.#suspects.delete(topic)
    if (this.#client?.connected && !this.#client.disconnecting) this.#client.unsubscribe(topic, () => {})
  }

  /** A topic is never subscribed to. */
  leaveOut(topic: string, reason: LocalizedText): void {
    this.#suspects.delete(topic)
    this.#strikes.delete(topic)
    if (this.#unusable.has(topic) || this.#unusable.size >= 1000) return
    this.#unusable.set(topic, reason)
    this.#log.warn({ topic: topic.slice(0, 200), reason: reason.en }, 'a topic cannot be subscribed to and is left out')
  }

  /** Resolves once what the broker retained for all topics has arrived. */
  async retainedReceived(): Promise<void> {
    this.#start()
    await this.#running
  }

  problems(): readonly LocalizedText[] {
    const topics = this.#refused.slice(0, 5).join(', ')
    const refused = this.#refused.length > 0 ? [say('topicRefused', { topics })] : []
    const unusable = [...this.#unusable].slice(0, 5).map(([topic, reason]) => {
      const shown = topic.length > 100 ? `${topic.slice(0, 100)}…` : topic
      return say('topicUnused', { topic: JSON.stringify(shown), why: reason })
    })
    return [...refused, ...unusable]
  }

  #start(): void {
    const client = this.#client
    if (!client?.connected || this.#running || this.#pending.size === 0) return
    const running = this.#subscribeAll(client)
      .catch((error: Error) => {
        // Closing a connection takes back what is not answered yet.
        if (this.#client === client) this.#log.warn({ reason: error.message }, 'the broker refused a subscription')
      })
      .finally(() => {
        if (this.#running === running) this.#running = undefined
      })
    this.#running = running
  }

  /** Batch after batch, each when the one before is answered. */
  async #subscribeAll(client: MqttClient): Promise<void> {
    while (this.#client === client && this.#pending.size > 0) {
      const batch = this.#nextBatch()
      if (batch.length === 0) return
      this.#inFlight = batch
      await this.#subscribe(client, batch)
      // The broker answers in order: when it answers a second subscription, what it retained for the first is here.
      await this.#subscribe(client, batch.slice(0, 1))
      if (this.#client !== client) return
      this.#inFlight = []
      for (const topic of batch) this.#suspects.delete(topic)
      if (this.#suspects.size === 0) this.#suspectBatchSize = Number.POSITIVE_INFINITY
    }
  }

  /** All topics that are above suspicion; when those are subscribed to, some of the others. */
  #nextBatch(): readonly string[] {
    const usable = [...this.#pending].filter((topic) => !this.#unusable.has(topic))
    const trusted = usable.filter((topic) => !this.#suspects.has(topic))
    const batch = trusted.length > 0 ? trusted : usable.slice(0, this.#suspectBatchSize)
    if (batch.length === 0) this.#pending.clear()
    for (const topic of batch) this.#pending.delete(topic)
    return batch
  }

  #subscribe(client: MqttClient, topics: readonly string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      client.subscribe([...topics], { qos: 0 }, (error, granted) => {
        if (error) reject(error)
        else resolve()
        const refused = granted?.filter(({ qos }) => qos === 128).map(({ topic }) => topic)
        if (!refused?.length) return
        this.#refused = [...new Set([...this.#refused, ...refused])].slice(0, 100)
        this.#log.warn({ topics: refused }, 'the broker does not let us hear these topics')
      })
    })
  }

  #suspectTopicsInFlight(): boolean {
    const topics = this.#inFlight
    this.#inFlight = []
    const [only] = topics
    if (only === undefined) return false
    for (const topic of topics) this.#suspects.add(topic)
    this.#suspectBatchSize = Math.max(1, Math.ceil(topics.length / searchParts))
    if (topics.length > 1) return true
    const strikes = (this.#strikes.get(only) ?? 0) + 1
    this.#strikes.set(only, strikes)
    if (strikes < maxStrikes) return true
    this.leaveOut(only, say('topicEndsConnection'))
    return false
  }
}
