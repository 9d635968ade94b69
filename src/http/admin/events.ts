import type { Context } from 'koa'
import type * as z from 'zod'
import type { EventName, events } from '../../control/api.ts'

type EventData<N extends EventName> = Omit<z.output<(typeof events)[N]>, 'at'>

/** The greatest number of clients, of clients of one session, and of unsent bytes for each client. */
const maxClients = 16
const maxClientsOfSession = 4
const maxQueuedBytes = 256 * 1024

/** The interval of events by which both sides notice a broken connection, in milliseconds. */
const heartbeatIntervalMs = 15_000
/** A client that has read nothing for so many heartbeats, while something waited for it, is disconnected. */
const maxMissedHeartbeats = 4

/** How long a client that is being disconnected may take to read the rest, in milliseconds. */
const lingerMs = 5000

/** What of the events a client gets. */
export interface EventSubscription {
  /** the session or API token of the client, to limit how many streams it has; absent: no such limit */
  readonly session?: string | undefined
  accepts(name: EventName, data: object): boolean
  /** true once the client may not listen any more; then it is disconnected */
  isOver(): boolean
}

/** A connected client. */
interface Client {
  readonly context: Context
  readonly subscription: EventSubscription
  /** the latest states, by appliance, that wait until a slow reader has read the rest */
  readonly waiting: Map<string, string>
  missedHeartbeats: number
}

/** Gets all events, for ever. */
const everything: EventSubscription = { accepts: () => true, isOver: () => false }

/** Sends server-sent events to clients. What waits for a client that does not read is limited. */
export class EventStream {
  readonly #clients = new Set<Client>()
  #heartbeat: NodeJS.Timeout | undefined
  readonly #onListening: (isListening: boolean) => void

  /** @param onListening is called when the first client connects and when the last one disconnects */
  constructor(onListening: (isListening: boolean) => void = () => {}) {
    this.#onListening = onListening
  }

  /**
   * Sends an event to every client. Of each appliance a client whose buffer is full gets only the latest state, once it has
   * read the rest; if that is not enough, it gets a final event and is disconnected.
   */
  publish<N extends EventName>(name: N, data: EventData<N>): void {
    if (this.#clients.size === 0) return
    const text = encode(name, data)
    const appliance = name === 'state' ? (data as EventData<'state'>).appliance : undefined
    for (const client of this.#clients) {
      const { subscription, waiting, context } = client
      if (subscription.isOver()) this.#disconnect(client, '')
      else if (!subscription.accepts(name, data)) continue
      else if (appliance !== undefined && (waiting.size > 0 || context.res.writableNeedDrain))
        this.#postpone(client, appliance, text)
      else if (context.res.writableLength + text.length <= maxQueuedBytes) context.res.write(text)
      else this.#disconnect(client, encode('overflow', {}))
    }
  }

  /**
   * Answers a request for events.
   * @param subscription which events; without it all
   * @returns false if there are too many clients, or too many of its session
   */
  add(context: Context, subscription = everything): boolean {
    const { session } = subscription
    const ofSession = [...this.#clients].filter((one) => one.subscription.session === session)
    if (session !== undefined && ofSession.length >= maxClientsOfSession) return false
    if (this.#clients.size >= maxClients) return false
    context.respond = false
    context.res.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    })
    context.res.write(': listening\n\n')
    const client: Client = { context, subscription, waiting: new Map(), missedHeartbeats: 0 }
    this.#clients.add(client)
    context.res.once('close', () => this.#remove(client))
    if (this.#clients.size === 1) {
      this.#heartbeat = setInterval(() => this.#beat(), heartbeatIntervalMs).unref()
      this.#onListening(true)
    }
    return true
  }

  /** How many clients listen. */
  clientCount(): number {
    return this.#clients.size
  }

  /** Closes every connection. */
  close(): void {
    for (const client of [...this.#clients]) this.#disconnect(client, '')
  }

  /** The home has a limited number of appliances, so the map of a client that never reads is limited, too. */
  #postpone({ context, waiting }: Client, appliance: string, text: string): void {
    if (waiting.size === 0) context.res.once('drain', () => this.#sendWaiting(context, waiting))
    waiting.set(appliance, text)
  }

  #sendWaiting(context: Context, waiting: Map<string, string>): void {
    for (const [appliance, text] of waiting) {
      if (context.res.writableNeedDrain) break
      waiting.delete(appliance)
      context.res.write(text)
    }
    if (waiting.size > 0) context.res.once('drain', () => this.#sendWaiting(context, waiting))
  }

  #beat(): void {
    for (const client of this.#clients) {
      const { subscription, context } = client
      if (subscription.isOver()) this.#disconnect(client, '')
      else if (context.res.writableLength === 0) {
        client.missedHeartbeats = 0
        context.res.write(encode('heartbeat', {}))
      } else {
        client.missedHeartbeats += 1
        if (client.missedHeartbeats >= maxMissedHeartbeats) this.#disconnect(client, encode('overflow', {}))
      }
    }
  }

  #disconnect(client: Client, lastWords: string): void {
    this.#remove(client)
    const { res } = client.context
    res.end(lastWords)
    const timer = setTimeout(() => res.destroy(), lingerMs).unref()
    res.once('close', () => clearTimeout(timer))
  }

  #remove(client: Client): void {
    client.waiting.clear()
    if (!this.#clients.delete(client) || this.#clients.size > 0) return
    clearInterval(this.#heartbeat)
    this.#onListening(false)
  }
}

const encode = (name: EventName, data: object): string =>
  `event: ${name}\ndata: ${JSON.stringify({ at: Date.now(), ...data })}\n\n`
