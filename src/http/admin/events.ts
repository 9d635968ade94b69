import type { Context } from 'koa'
import type * as z from 'zod'
import type { EventName, events } from '../../control/api.ts'

type EventData<N extends EventName> = Omit<z.output<(typeof events)[N]>, 'at'>

/** How many clients may listen at once, and how many bytes may wait for one of them. */
const maxClients = 16
const maxQueuedBytes = 256 * 1024

/** How often a comment is sent, so that a connection that is gone is noticed, in milliseconds. */
const heartbeatIntervalMs = 15_000

/** How long a client that is disconnected may take to read what is left, in milliseconds. */
const lingerMs = 5000

/** Tells clients what happens, as server-sent events. What waits for a client that does not read is bounded. */
export class EventStream {
  private readonly clients = new Set<Context>()
  private heartbeat: NodeJS.Timeout | undefined
  private readonly onListening: (isListening: boolean) => void

  /** @param onListening is told when the first client comes and when the last one goes */
  constructor(onListening: (isListening: boolean) => void = () => {}) {
    this.onListening = onListening
  }

  /** Sends an event to every client. One that reads too slowly is told so and disconnected. */
  publish<N extends EventName>(name: N, data: EventData<N>): void {
    if (this.clients.size === 0) return
    const text = encode(name, data)
    for (const client of this.clients) {
      if (client.res.writableLength + text.length <= maxQueuedBytes) client.res.write(text)
      else this.disconnect(client, encode('overflow', {}))
    }
  }

  /** Answers a request for events. @returns false if there are too many clients */
  add(client: Context): boolean {
    if (this.clients.size >= maxClients) return false
    client.respond = false
    client.res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
    client.res.write(': listening\n\n')
    this.clients.add(client)
    client.res.once('close', () => this.remove(client))
    if (this.clients.size === 1) {
      this.heartbeat = setInterval(() => this.beat(), heartbeatIntervalMs).unref()
      this.onListening(true)
    }
    return true
  }

  /** Ends every connection. */
  close(): void {
    for (const client of [...this.clients]) this.disconnect(client, '')
  }

  private beat(): void {
    for (const { res } of this.clients) if (res.writableLength === 0) res.write(': \n\n')
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
