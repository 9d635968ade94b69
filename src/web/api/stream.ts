import { computed, signal } from '@preact/signals'
import { createParser } from 'eventsource-parser'
import type { EventName, events } from '../../control/api.ts'
import { urlOf } from './client.ts'

type EventData<N extends EventName> = (typeof events)[N]['_output']

/** How long to wait before the first, second … new attempt to connect, in milliseconds; the last holds for all further ones. */
const retryDelaysMs = [1000, 2000, 4000, 8000, 15_000]
/** The gateway sends something every 15 s. After this silence, in milliseconds, the connection counts as broken. */
const silenceMs = 40_000
/** Events are handed on together, at most this often, in milliseconds: 50 messages a second then cost little. */
const batchMs = 50

/** Whether what the page shows is live. `lost`: since when it is not, and when it tries again. */
export type Liveness =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  | { readonly state: 'lost'; readonly asOf: number; readonly retryAt: number }

/** Whether the page is live. */
export const liveness = signal<Liveness>({ state: 'connecting' })
/** True while what is shown is the present state; otherwise every control is disabled. */
export const isLive = computed(() => liveness.value.state === 'live')

type Handler = (data: never) => void
const handlers = new Map<EventName, Set<Handler>>()

/** Calls a function for each event of a name. @returns a function that ends it */
export function onEvent<N extends EventName>(name: N, handler: (data: EventData<N>) => void): () => void {
  const set = handlers.get(name) ?? new Set<Handler>()
  handlers.set(name, set)
  set.add(handler as Handler)
  return () => set.delete(handler as Handler)
}

/** What a stream is told about its surroundings. */
interface StreamOptions {
  /** reads everything anew: called after each connecting, before the events that came meanwhile are handed on */
  readonly refresh: () => Promise<void>
  /** nobody is logged in any more */
  readonly onUnauthorized: () => void
}

/** The one connection by which the gateway tells what happens. It connects again by itself. */
export class EventConnection {
  private readonly options: StreamOptions
  private request: AbortController | undefined
  private retryTimer: ReturnType<typeof setTimeout> | undefined
  private silenceTimer: ReturnType<typeof setTimeout> | undefined
  private batchTimer: ReturnType<typeof setTimeout> | undefined
  private queue: (readonly [EventName, unknown])[] = []
  /** false while `refresh` is under way: events wait */
  private isDelivering = false
  private attempts = 0
  /** false while nobody is logged in */
  private isWanted = false
  private lastByteAt = Date.now()

  constructor(options: StreamOptions) {
    this.options = options
    const connectIfWanted = () => {
      if (this.isWanted) this.connectNow()
    }
    addEventListener('online', connectIfWanted)
    document.addEventListener('visibilitychange', () => {
      // A telephone that slept: whether the connection lives is not known until the next comment.
      if (!document.hidden && Date.now() - this.lastByteAt > silenceMs) connectIfWanted()
    })
  }

  /** Connects, or connects anew without waiting. */
  connectNow(): void {
    this.isWanted = true
    this.close()
    void this.run()
  }

  /** Ends the connection and tries no more. */
  disconnect(): void {
    this.isWanted = false
    this.close()
  }

  private close(): void {
    this.request?.abort()
    this.request = undefined
    clearTimeout(this.retryTimer)
    clearTimeout(this.silenceTimer)
    clearTimeout(this.batchTimer)
    this.batchTimer = undefined
    this.queue = []
    this.isDelivering = false
  }

  private async run(): Promise<void> {
    const request = new AbortController()
    this.request = request
    try {
      this.watchSilence(request)
      const response = await fetch(urlOf('api/events'), {
        credentials: 'same-origin',
        headers: { accept: 'text/event-stream' },
        cache: 'no-store',
        signal: request.signal,
      })
      if (response.status === 401) {
        this.disconnect()
        this.options.onUnauthorized()
        return
      }
      if (!response.ok || !response.body) throw new Error(response.statusText)
      const reading = this.read(response.body, request)
      // It may end while the page reads its state: its error is handled by the `await` at the end, or not needed.
      reading.catch(() => {})
      await this.options.refresh()
      if (request.signal.aborted) return
      this.attempts = 0
      this.isDelivering = true
      liveness.value = { state: 'live' }
      this.deliverSoon()
      await reading
    } catch {
      // The reason does not matter: whatever it was, the page is not live and connects again.
    }
    if (this.request === request) this.lose()
  }

  private async read(body: ReadableStream<Uint8Array>, request: AbortController): Promise<void> {
    const parser = createParser({
      onEvent: ({ event, data }) => {
        if (event === 'overflow') request.abort()
        else if (event) this.queue.push([event as EventName, JSON.parse(data)])
        this.deliverSoon()
      },
    })
    const decoder = new TextDecoder()
    const reader = body.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      this.watchSilence(request)
      parser.feed(decoder.decode(value, { stream: true }))
    }
  }

  private deliverSoon(): void {
    if (!this.isDelivering || this.queue.length === 0) return
    this.batchTimer ??= setTimeout(() => {
      this.batchTimer = undefined
      const queue = this.queue
      this.queue = []
      for (const [name, data] of queue) for (const handler of handlers.get(name) ?? []) handler(data as never)
    }, batchMs)
  }

  private watchSilence(request: AbortController): void {
    this.lastByteAt = Date.now()
    clearTimeout(this.silenceTimer)
    this.silenceTimer = setTimeout(() => request.abort(), silenceMs)
  }

  private lose(): void {
    const before = liveness.value
    this.close()
    const delayMs = retryDelaysMs[Math.min(this.attempts, retryDelaysMs.length - 1)] ?? 0
    this.attempts += 1
    const asOf = before.state === 'lost' ? before.asOf : this.lastByteAt
    liveness.value = { state: 'lost', asOf, retryAt: Date.now() + delayMs }
    this.retryTimer = setTimeout(() => void this.run(), delayMs)
  }
}
