import { Socket } from 'node:net'
import mqtt from 'mqtt'
import { writeToStream } from 'mqtt-packet'
import { raceAbort } from '../../../src/home/deadline.ts'
import type { Context } from '../../../src/home/driver.ts'
import type { MqttConfig } from '../config.ts'
import { clientOptions } from './clientOptions.ts'
import { publish } from './publish.ts'
import { createSubscriptions, describeIgnored, type MessageListener } from './subscriptions.ts'

// A buffer for every number there is (65,536 of them, 8 MiB) would be kept to spare each packet one of two bytes.
writeToStream.cacheNumbers = false

/**
 * How long to wait before connecting again, in milliseconds: at first, at most, and after credentials were refused;
 * and how long a connection must have held to begin anew.
 */
const backoff = { first: 500, most: 30_000, refused: 60_000, steady: 10_000 }

/** A connection that is there or not. It never keeps a message for later. */
export interface Broker {
  readonly connected: boolean
  /** Resolves once the first try to connect is over, whichever way. */
  readonly ready: Promise<void>
  /** Hears a topic from now on, over reconnects too; also one with wildcards. @param limit bytes; what is larger is ignored @returns what ends that */
  subscribe(topic: string, listener: MessageListener, limit?: number): () => void
  /** Tells whoever waits that the connection is there. */
  onConnect(listener: () => void): () => void
  /** Tells whoever waits that the connection is gone. */
  onDisconnect(listener: () => void): () => void
  /** What is wrong with it, or with what comes, in plain words. */
  problems(): readonly string[]
  /**
   * Sends now or not at all.
   * @param confirmed wait until the broker says that it has it (for devices that never answer)
   * @throws Failure `offline` at once if the broker is away, or as soon as it goes
   */
  publish(topic: string, payload: string, confirmed: boolean, signal: AbortSignal): Promise<void>
  /** Resolves once what the broker kept for us has arrived; at once while it is away. */
  retainedReceived(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** Begins to connect and is back at once. */
export function connectToBroker(config: MqttConfig, { log, file, name, visiting = false }: Context): Broker {
  const heard = createSubscriptions(log)
  const found = new Set<() => void>()
  const lost = new Set<() => void>()
  const status = `clova-home/${config.name ?? name}/status`
  const client = mqtt.connect({
    ...clientOptions(config, file),
    ...(!visiting && { will: { topic: status, payload: Buffer.from('offline'), qos: 1, retain: true } }),
  })
  const where = config.url
  let timer: NodeJS.Timeout | undefined
  let delay = backoff.first
  let fresh = new Set<string>()
  let settling: Promise<void> = Promise.resolve()
  let complaint = ''
  let denied: readonly string[] = []
  let closed = false
  let since = Number.POSITIVE_INFINITY

  client.on('connect', () => {
    since = performance.now()
    complaint = ''
    denied = []
    // Two small messages in a row must not wait 40 ms for each other.
    if (client.stream instanceof Socket) client.stream.setNoDelay(true)
    log.info({ broker: where }, 'connected to the broker')
    say('online')
    fresh = new Set(heard.topics())
    subscribeFresh()
    for (const listener of [...found]) listener()
  })
  client.on('message', (topic, payload, { retain }) => heard.deliver(topic, payload, retain))
  client.on('error', (error) => complain(error))
  client.on('close', () => {
    for (const listener of [...lost]) listener()
    if (closed || timer) return
    // A broker that lets us in and throws us out again is not one that is back.
    if (performance.now() - since > backoff.steady) delay = backoff.first
    since = Number.POSITIVE_INFINITY
    complain()
    // Jitter, so that a house full of clients does not come back all at once.
    timer = setTimeout(reconnect, delay * (0.5 + Math.random() / 2))
    timer.unref()
    delay = Math.min(delay * 2, backoff.most)
  })

  const ready = new Promise<void>((resolve) => {
    client.once('connect', () => resolve())
    client.once('close', () => resolve())
  })

  return {
    ready,
    get connected() {
      return client.connected
    },
    subscribe(topic, listener, limit) {
      // To a second listener the broker sends again what it kept, as to the first.
      heard.add(topic, listener, limit)
      if (fresh.size === 0) queueMicrotask(subscribeFresh)
      fresh.add(topic)
      return () => unsubscribe(topic, listener)
    },
    onConnect(listener) {
      found.add(listener)
      return () => found.delete(listener)
    },
    onDisconnect(listener) {
      lost.add(listener)
      return () => lost.delete(listener)
    },
    problems() {
      const away =
        client.connected || complaint === '' ? undefined : `the broker ${where} cannot be reached: ${complaint}`
      const mute = denied.length > 0 ? `the broker does not let us hear ${denied.slice(0, 5).join(', ')}` : undefined
      return [away, mute, describeIgnored(heard.ignored)].filter((problem) => problem !== undefined)
    },
    publish: (topic, payload, sure, signal) => publish(client, lost, topic, payload, sure, signal),
    async retainedReceived(signal) {
      if (!client.connected) return
      subscribeFresh()
      await raceAbort(settling, signal)
    },
    async close() {
      closed = true
      clearTimeout(timer)
      for (const listener of [...lost]) listener()
      say('offline')
      await new Promise<void>((resolve) => {
        // A broker that does not answer the goodbye does not hold us up.
        const giveUp = setTimeout(() => {
          client.stream.destroy()
          resolve()
        }, 500)
        client.end(!client.connected, () => {
          clearTimeout(giveUp)
          resolve()
        })
      })
      client.removeAllListeners('message')
    },
  }

  /** Tells everybody whether the gateway is there; the broker does, if it goes without a word. */
  function say(word: 'online' | 'offline'): void {
    if (!visiting && client.connected) client.publish(status, word, { qos: 1, retain: true })
  }

  function reconnect(): void {
    timer = undefined
    // With new stores each time: nothing of before is sent again.
    if (!closed) client.reconnect()
  }

  function subscribeFresh(): void {
    if (!client.connected || fresh.size === 0) return
    const topics = [...fresh]
    fresh = new Set()
    settling = subscribe(topics)
      // The broker answers in order: when it answers a second subscription, what it kept for the first is here.
      .then(() => subscribe(topics.slice(0, 1)))
      .catch((error: Error) => {
        // Whoever closes it takes back what is not answered yet.
        if (!closed) log.warn({ broker: where, reason: error.message }, 'the broker refused a subscription')
      })
  }

  function unsubscribe(topic: string, listener: MessageListener): void {
    if (!heard.remove(topic, listener)) return
    fresh.delete(topic)
    if (client.connected) client.unsubscribe(topic, () => {})
  }

  function subscribe(topics: string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      client.subscribe(topics, { qos: 0 }, (error, granted) => {
        if (error) reject(error)
        else resolve()
        const refused = granted?.filter(({ qos }) => qos === 128).map(({ topic }) => topic)
        if (!refused?.length) return
        denied = [...new Set([...denied, ...refused])].slice(0, 100)
        log.warn({ broker: where, topics: refused }, 'the broker does not let us hear these topics')
      })
    })
  }

  /** Says once what is wrong, not at each try. */
  function complain(error?: Error & { code?: unknown }): void {
    const refused = error?.code === 4 || error?.code === 5
    if (refused) delay = backoff.refused
    const reason = refused
      ? 'it refuses the username or password'
      : String(error?.code || error?.message || 'the connection was closed')
    if (complaint !== '' && (!error || reason === complaint)) return
    complaint = reason
    log.warn(
      { broker: where, reason },
      'the broker cannot be reached; trying again, and its devices are offline until then',
    )
  }
}
