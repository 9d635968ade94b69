import type { Context } from 'koa'
import type * as z from 'zod'
import type { EventName, events } from '../../control/api.ts'

type EventData<N extends EventName> = Omit<z.output<(typeof events)[N]>, 'at'>

/** The greatest number of clients, and of unsent bytes for each. */
const maxClients = 16
const maxQueuedBytes = 256 * 1024

/** The interval of events by which both sides notice a broken connection, in milliseconds. */
const heartbeatIntervalMs = 15_000

/** How long a client that is being disconnected may take to read the rest, in milliseconds. */
const lingerMs = 5000

/** What of the events a client gets. */
export interface EventSubscription {
  accepts(name: EventName, data: object): boolean
  /** true once the client may not listen any more; then it is disconnected */
  isOver(): boolean
}

/** Gets all events, for ever. */
const everything: EventSubscription = { accepts: () => true, isOver: () => false }

/** Sends server-sent events to clients. The unsent bytes of a client that does not read are limited. */
export class EventStream {
  private readonly clients = new Map<Context, EventSubscription>()
  private heartbeat: NodeJS.Timeout | undefined
  private readonly onListening: (isListening: boolean) => void

  /** @param onListening is called when the first client connects and when the last one disconnects */
  constructor(onListening: (isListening: boolean) => void = () => {}) {
    this.onListening = onListening
  }

  /** Sends an event to every client. A client that reads too slowly gets a final event and is disconnected. */
  publish<N extends EventName>(name: N, data: EventData<N>): void {
    if (this.clients.size === 0) return
    const text = encode(name, data)
    for (const [client, subscription] of this.clients) {
      if (subscription.isOver()) this.disconnect(client, '')
      else if (!subscription.accepts(name, data)) continue
      else if (client.res.writableLength + text.length <= maxQueuedBytes) client.res.write(text)
      else this.disconnect(client, encode('overflow', {}))
    }
  }

  /**
   * Answers a request for events.
   * @param subscription which events; without it all
   * @returns false if there are too many clients
   */
  add(client: Context, subscription = everything): boolean {
    if (this.clients.size >= maxClients) return false
    client.respond = false
    client.res.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    })
    client.res.write(': listening\n\n')
    this.clients.set(client, subscription)
    client.res.once('close', () => this.remove(client))
    if (this.clients.size === 1) {
      this.heartbeat = setInterval(() => this.beat(), heartbeatIntervalMs).unref()
      this.onListening(true)
    }
    return true
  }

  /** How many clients listen. */
  clientCount(): number {
    return this.clients.size
  }

  /** Closes every connection. */
  close(): void {
    for (const client of [...this.clients.keys()]) this.disconnect(client, '')
  }

  private beat(): void {
    for (const [client, subscription] of this.clients) {
      if (subscription.isOver()) this.disconnect(client, '')
      else if (client.res.writableLength === 0) client.res.write(encode('heartbeat', {}))
    }
  }

  private disconnect(client: Context, lastWords: string): void {
    this.remove(client)
    client.res.end(lastWords)
    const timer = setTimeout(() => client.res.destroy(), lingerMs).unref()
    client.res.once('close', () => clearTimeout(timer))
  }

  private remove(client: Context): void {
    if (!this.clients.delete(client) || this.clients.size > 0) return
    clearInterval(this.heartbeat)
    this.onListening(false)
  }
}

const encode = (name: EventName, data: object): string =>
  `event: ${name}\ndata: ${JSON.stringify({ at: Date.now(), ...data })}\n\n`
