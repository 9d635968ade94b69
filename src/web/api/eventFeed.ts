import { createParser } from 'eventsource-parser'

/** How long to wait before the first, second … new attempt to connect, in milliseconds; the last holds for all further ones. */
const retryDelaysMs = [1000, 2000, 4000, 8000, 15_000]
/** The gateway sends something every 15 s. After this silence, in milliseconds, the connection counts as broken. */
const silenceMs = 40_000

/** An event as it came: its name and its data. */
export type RawEvent = readonly [name: string, data: unknown]

/** What the feed tells: of its connection, and events in their order. */
export type FeedMessage =
  | { readonly kind: 'open' }
  | { readonly kind: 'events'; readonly events: readonly RawEvent[] }
  /** `asOf`: when something last came; `retryAt`: when it tries again */
  | { readonly kind: 'lost'; readonly asOf: number; readonly retryAt: number }
  /** nobody is logged in any more; the feed has ended */
  | { readonly kind: 'unauthorized' }

/** What a page asks of the feed. `restart` connects anew at once; `check` does so after a silence; `leave` is the page's end. */
export type FeedRequest = 'join' | 'restart' | 'check' | 'leave'

/** The connection by which the gateway tells what happens. It connects again by itself. It runs in a page or in a worker. */
export class EventFeed {
  readonly #url: string
  readonly #send: (message: FeedMessage) => void
  #request: AbortController | undefined
  #retryTimer: ReturnType<typeof setTimeout> | undefined
  #silenceTimer: ReturnType<typeof setTimeout> | undefined
  #attempts = 0
  #lastByteAt = Date.now()
  #isOpen = false
  /** false before `start` and after `stop` */
  #isWanted = false

  /** @param url of the events @param send receives what the feed tells */
  constructor(url: string, send: (message: FeedMessage) => void) {
    this.#url = url
    this.#send = send
    addEventListener('online', () => this.#isWanted && this.restart())
  }

  /** True while events come. */
  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Connects, if it does not already. */
  start(): void {
    if (!this.#isWanted) this.restart()
  }

  /** Connects anew without waiting. */
  restart(): void {
    this.stop()
    this.#isWanted = true
    void this.#run()
  }

  /** Connects anew if nothing came for long: after a telephone slept, whether the connection lives is not known. */
  check(): void {
    if (this.#isWanted && Date.now() - this.#lastByteAt > silenceMs) this.restart()
  }

  /** Ends the connection and tries no more. */
  stop(): void {
    this.#isWanted = false
    this.#close()
  }

  #close(): void {
    this.#request?.abort()
    this.#request = undefined
    this.#isOpen = false
    clearTimeout(this.#retryTimer)
    clearTimeout(this.#silenceTimer)
  }

  async #run(): Promise<void> {
    const request = new AbortController()
    this.#request = request
    try {
      this.#watchSilence(request)
      const response = await fetch(this.#url, {
        credentials: 'same-origin',
        headers: { accept: 'text/event-stream' },
        cache: 'no-store',
        signal: request.signal,
      })
      if (response.status === 401) {
        this.stop()
        return this.#send({ kind: 'unauthorized' })
      }
      if (!response.ok || !response.body) throw new Error(response.statusText)
      this.#isOpen = true
      this.#send({ kind: 'open' })
      await this.#read(response.body, request)
    } catch {
      // The reason does not matter: whatever it was, it is not connected and connects again.
    }
    if (this.#request === request) this.#lose()
  }

  async #read(body: ReadableStream<Uint8Array>, request: AbortController): Promise<void> {
    let events: RawEvent[] = []
    const parser = createParser({
      onEvent: ({ event, data }) => {
        if (event === 'overflow') request.abort()
        else if (event) events.push([event, JSON.parse(data)])
      },
    })
    const decoder = new TextDecoder()
    const reader = body.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      this.#attempts = 0
      this.#watchSilence(request)
      parser.feed(decoder.decode(value, { stream: true }))
      if (events.length > 0) this.#send({ kind: 'events', events })
      events = []
    }
  }

  #watchSilence(request: AbortController): void {
    this.#lastByteAt = Date.now()
    clearTimeout(this.#silenceTimer)
    this.#silenceTimer = setTimeout(() => request.abort(), silenceMs)
  }

  #lose(): void {
    this.#close()
    const delayMs = retryDelaysMs[Math.min(this.#attempts, retryDelaysMs.length - 1)] ?? 0
    this.#attempts += 1
    this.#send({ kind: 'lost', asOf: this.#lastByteAt, retryAt: Date.now() + delayMs })
    this.#retryTimer = setTimeout(() => void this.#run(), delayMs)
  }
}
