import { connect, isIP, type Socket } from 'node:net'
import { MqttClient } from 'mqtt'
import { raceAbort } from '../../../src/home/deadline.ts'
import type { DriverContext, Log } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import { Backoff } from '../../../src/util/backoff.ts'
import { ListenerList } from '../../../src/util/listenerList.ts'
import { connectResettableTls } from '../../../src/util/resetSocket.ts'
import { inEnglish, isSameText, type LocalizedText, type Text } from '../../../src/util/translate.ts'
import type { MqttConfig } from '../config.ts'
import { say } from '../messages.ts'
import { BrokerStream } from './brokerStream.ts'
import { type BrokerAddress, brokerAddress, clientOptions, describeConnectError } from './clientOptions.ts'
import { type MessageListener, maxMessageBytes, Subscriptions } from './subscriptions.ts'
import { TopicSubscriber } from './topicSubscriber.ts'
import { topicProblem } from './topics.ts'

/** Delays between attempts to connect, and the one after credentials were refused, in milliseconds. */
const reconnectBackoff = { initialMs: 500, maxMs: 30_000 }
const refusedBackoffMs = 60_000

/** How long the broker may take to acknowledge a goodbye, in milliseconds. */
const closeTimeoutMs = 500

/** A message that was handed to the broker without a word of it that it has it (QoS 0). */
export interface Delivery {
  /**
   * Must be called before its sender answers that the command was not done: unless the broker has read the message by the
   * time the signal aborts, it never will, since the connection is reset.
   */
  release(signal: AbortSignal): Promise<void>
}

/** A connection over which something can be sent. */
interface Sendable {
  readonly client: MqttClient
  readonly stream: BrokerStream
}

/** A connection that is there or not. It never keeps a message for later. */
export interface Broker {
  readonly connected: boolean
  /** Resolves once the first attempt to connect is over, whichever way. */
  readonly ready: Promise<void>
  /**
   * Hears a topic from now on, over reconnects too; also one with wildcards.
   * @param maxBytes larger messages are ignored @returns what ends that
   */
  subscribe(topic: string, listener: MessageListener, maxBytes?: number): () => void
  /** Calls the listener whenever the connection is made. @returns what ends that */
  onConnect(listener: () => void): () => void
  /** Calls the listener whenever the connection is lost. @returns what ends that */
  onDisconnect(listener: () => void): () => void
  /** Why it cannot be reached, in words for the user; undefined while it is connected, and before that is known. */
  unreachable(): LocalizedText | undefined
  /** What is wrong with the connection or with what comes over it, in plain words. */
  problems(): readonly LocalizedText[]
  /** A message on this topic meant nothing to its device. @param reason for `problems` */
  countUnparsed(topic: string, reason: Text): void
  /**
   * Sends now or not at all, to a device that answers by itself.
   * @throws Failure `offline` if the broker is away, `unsupported` for a topic that MQTT forbids; the signal's reason
   */
  send(topic: string, payload: string, signal: AbortSignal): Promise<Delivery>
  /**
   * Sends now or not at all. When the signal aborts before the broker has read the message, it never will.
   * @param confirmed wait until the broker says that it has it (for devices that never answer)
   * @throws Failure `offline` at once if the broker is away, or as soon as it goes; `unsupported` for a topic that MQTT forbids
   */
  publish(topic: string, payload: string, confirmed: boolean, signal: AbortSignal): Promise<void>
  /** A command may follow: unless the broker is known to be reading, it is asked whether it is. */
  expectCommand(): void
  /** Resolves once the retained messages of all subscriptions have arrived; at once while the broker is away. */
  retainedReceived(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** Begins to connect and is back at once. */
export const connectToBroker = (config: MqttConfig, context: DriverContext): Broker =>
  new BrokerConnection(config, context)

class BrokerConnection implements Broker {
  readonly ready: Promise<void>
  readonly #config: MqttConfig
  readonly #resolveFile: DriverContext['resolveFile']
  readonly #log: Log
  /** where others learn whether the gateway is there; absent if they are not to */
  readonly #statusTopic: string | undefined
  readonly #subscriptions: Subscriptions
  readonly #subscriber: TopicSubscriber
  readonly #connectListeners = new Set<() => void>()
  /** Each command adds and removes one. See `ListenerList`. */
  readonly #disconnectListeners = new ListenerList<[]>()
  readonly #backoff = new Backoff(reconnectBackoff)
  #client: MqttClient | undefined
  #stream: BrokerStream | undefined
  #reconnectTimer: NodeJS.Timeout | undefined
  #connectedAtMs = Number.POSITIVE_INFINITY
  #unreachableReason: Text | undefined
  #isClosed = false
  #firstAttemptOver: () => void = () => {}

  constructor(config: MqttConfig, { log, resolveFile, name, readOnly = false }: DriverContext) {
    this.#config = config
    this.#resolveFile = resolveFile
    this.#log = log
    const statusTopic = `clova-home/${config.name ?? name}/status`
    // The broker would end the connection for a will on a topic that MQTT forbids.
    this.#statusTopic = readOnly || topicProblem(statusTopic, 'name') !== undefined ? undefined : statusTopic
    this.#subscriptions = new Subscriptions(log)
    this.#subscriber = new TopicSubscriber(log)
    this.ready = new Promise((resolve) => {
      this.#firstAttemptOver = resolve
    })
    this.#open()
  }

  get connected(): boolean {
    // A connection that was reset is gone before the library tells.
    return this.#client?.connected === true && !this.#client.disconnecting && this.#stream?.destroyed === false
  }

  subscribe(topic: string, listener: MessageListener, maxBytes?: number): () => void {
    const problem = topicProblem(topic, 'filter')
    if (problem !== undefined) {
      this.#subscriber.leaveOut(topic, problem)
      return () => {}
    }
    this.#subscriptions.add(topic, listener, maxBytes)
    // To a second listener the broker sends again what it retained, as to the first.
    this.#subscriber.add(topic)
    return () => {
      if (this.#subscriptions.remove(topic, listener)) this.#subscriber.remove(topic)
    }
  }

  onConnect(listener: () => void): () => void {
    this.#connectListeners.add(listener)
    return () => this.#connectListeners.delete(listener)
  }

  onDisconnect = (listener: () => void): (() => void) => this.#disconnectListeners.add(listener)

  unreachable(): LocalizedText | undefined {
    const why = this.#unreachableReason
    return why === undefined || this.connected ? undefined : say('unreachable', { url: this.#config.url, why })
  }

  problems(): readonly LocalizedText[] {
    const all = [this.unreachable(), ...this.#subscriber.problems(), ...this.#subscriptions.problems()]
    return all.filter((problem) => problem !== undefined)
  }

  countUnparsed = (topic: string, reason: Text): void => this.#subscriptions.countUnparsed(topic, reason)

  expectCommand = (): void => {
    const stream = this.#stream
    if (stream && this.connected && !stream.isReading) stream.ping()
  }

  async send(topic: string, payload: string, signal: AbortSignal): Promise<Delivery> {
    signal.throwIfAborted()
    const { stream } = this.#mustBeSendable(topic)
    if (!stream.isReading) await this.#pingAndWait(stream, signal)
    const message = stream.publish(topic, payload)
    return {
      release: async (until) => {
        // What was in a connection that has ended went with it.
        if (stream.destroyed || stream.hasRead(message)) return
        try {
          await this.#pingAndWait(stream, until)
        } catch {
          this.#reset(stream, topic)
        }
      },
    }
  }

  async publish(topic: string, payload: string, confirmed: boolean, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (!confirmed) {
      const delivery = await this.send(topic, payload, signal)
      signal.addEventListener('abort', () => void delivery.release(signal), { once: true })
      return
    }
    const { client, stream } = this.#mustBeSendable(topic)
    if (!stream.isReading) await this.#pingAndWait(stream, signal)
    let forget = () => {}
    const acknowledged = new Promise<void>((resolve, reject) => {
      forget = this.onDisconnect(() => reject(new Failure('offline', say('brokerWent'))))
      client.publish(topic, payload, { qos: 1 }, (error) =>
        error ? reject(new Failure('offline', say('notTaken'), { cause: error })) : resolve(),
      )
    })
    try {
      await raceAbort(acknowledged, signal)
    } catch (error) {
      this.#reset(stream, topic)
      throw error
    } finally {
      forget()
    }
  }

  async retainedReceived(signal: AbortSignal): Promise<void> {
    if (this.connected) await raceAbort(this.#subscriber.retainedReceived(), signal)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#reconnectTimer)
    this.#notifyLost()
    this.#publishStatus('offline')
    const client = this.#client
    if (client)
      await new Promise<void>((resolve) => {
        // A broker that does not answer the goodbye does not hold us up.
        const timeout = setTimeout(() => {
          this.#stream?.destroy()
          resolve()
        }, closeTimeoutMs)
        client.end(!client.connected, () => {
          clearTimeout(timeout)
          resolve()
        })
      })
    client?.removeAllListeners('message')
    this.#firstAttemptOver()
  }

  /** One attempt to connect, with a client of its own: nothing of a connection before is sent again. */
  #open(): void {
    this.#reconnectTimer = undefined
    if (this.#isClosed) return
    let client: MqttClient
    try {
      client = this.#createClient()
    } catch (error) {
      // A file that cannot be read or is no certificate: it is read again at each attempt.
      this.#warnUnreachable((error as Error).message)
      this.#reconnectLater()
      return
    }
    this.#client = client
    client.on('connect', () => this.#connected(client))
    client.on('message', (topic, payload, { retain }) => this.#subscriptions.deliver(topic, payload, retain))
    client.on('error', (error) => this.#failed(error))
    client.on('packetsend', ({ cmd }) => {
      if (cmd === 'pingreq') this.#stream?.pingedByLibrary()
    })
    client.once('close', () => this.#disconnected(client))
  }

  /** @throws Error in plain words if a certificate cannot be used */
  #createClient(): MqttClient {
    const address = brokerAddress(this.#config, this.#resolveFile)
    const topic = this.#statusTopic
    const will = topic && { topic, payload: Buffer.from('offline'), qos: 1 as const, retain: true }
    return new MqttClient(() => this.#openStream(address), { ...clientOptions(this.#config), ...(will && { will }) })
  }

  #openStream({ host, port, tls }: BrokerAddress): BrokerStream {
    const socket: Socket = tls
      ? connectResettableTls({ host, port, ...tls, ...(isIP(host) === 0 && { servername: host }) })
      : connect({ host, port })
    // Two small messages in a row must not wait 40 ms for each other.
    socket.setNoDelay(true)
    this.#stream = new BrokerStream(socket, {
      anyTopicBytes: maxMessageBytes,
      maxPayloadBytes: (topic) => this.#subscriptions.maxBytesOf(topic),
      onTooLarge: (topic) => this.#subscriptions.countIgnored('tooLarge', topic),
      onMessage: ({ topic, payload, isRetained }) => this.#subscriptions.deliver(topic, payload, isRetained),
    })
    return this.#stream
  }

  #connected(client: MqttClient): void {
    this.#connectedAtMs = performance.now()
    this.#unreachableReason = undefined
    this.#firstAttemptOver()
    this.#log.info({ broker: this.#config.url }, 'connected to the broker')
    this.#publishStatus('online')
    this.#subscriber.begin(client, this.#subscriptions.topics())
    for (const listener of [...this.#connectListeners]) listener()
  }

  #disconnected(client: MqttClient): void {
    client.removeAllListeners('message')
    const isSearchingTopic = this.#subscriber.end()
    this.#firstAttemptOver()
    if (this.#isClosed) return
    this.#notifyLost()
    if (isSearchingTopic) this.#backoff.reset()
    this.#backoff.resetIfLasted(performance.now() - this.#connectedAtMs)
    this.#connectedAtMs = Number.POSITIVE_INFINITY
    this.#warnUnreachable()
    this.#reconnectLater()
  }

  #notifyLost(): void {
    this.#disconnectListeners.call()
  }

  #reconnectLater(): void {
    this.#firstAttemptOver()
    this.#reconnectTimer = setTimeout(() => this.#open(), this.#backoff.next()).unref()
  }

  #failed(error: Error & { code?: unknown }): void {
    const isRefused = error.code === 4 || error.code === 5
    if (isRefused) this.#backoff.waitAtLeast(refusedBackoffMs)
    this.#warnUnreachable(isRefused ? say('refusesLogin') : describeConnectError(error))
  }

  /** Tells others whether the gateway is there; if it goes without a word, the broker does. */
  #publishStatus(status: 'online' | 'offline'): void {
    if (this.#statusTopic !== undefined && this.#client?.connected)
      this.#client.publish(this.#statusTopic, status, { qos: 1, retain: true })
  }

  #warnUnreachable(reason?: Text): void {
    // A reason is logged once, and not at each attempt.
    const why = reason ?? this.#unreachableReason ?? say('connectionClosed')
    if (this.#unreachableReason !== undefined && isSameText(why, this.#unreachableReason)) return
    this.#unreachableReason = why
    const fields = { broker: this.#config.url, reason: inEnglish(why) }
    this.#log.warn(fields, 'the broker cannot be reached; trying again, and its devices are offline until then')
  }

  /** Waits until the broker has read all that was sent so far. @throws Failure `offline` if it goes away; the signal's reason */
  async #pingAndWait(stream: BrokerStream, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    let forget = () => {}
    const answered = new Promise<void>((resolve, reject) => {
      forget = this.onDisconnect(() => reject(new Failure('offline', say('brokerWent'))))
      stream.ping(resolve)
    })
    try {
      await raceAbort(answered, signal)
    } finally {
      forget()
    }
  }

  /** What can be sent to now. @throws Failure `offline`, `unsupported` */
  #mustBeSendable(topic: string): Sendable {
    const problem = topicProblem(topic, 'name')
    if (problem !== undefined) throw new Failure('unsupported', problem)
    if (!this.#client || !this.#stream || !this.connected) throw new Failure('offline', say('brokerAway'))
    return { client: this.#client, stream: this.#stream }
  }

  /** Ends a connection together with what the broker has not read: it would arrive after its sender gave it up. */
  #reset(stream: BrokerStream, topic: string): void {
    if (stream.destroyed) return
    this.#log.warn(
      { broker: this.#config.url, topic },
      'the broker did not take a command in time; the connection is reset so that it never gets it',
    )
    stream.destroy()
  }
}
