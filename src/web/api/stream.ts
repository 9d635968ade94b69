import { computed, signal } from '@preact/signals'
import type { EventName, events } from '../../control/api.ts'
import { urlOf } from './client.ts'
import type { FeedMessage, FeedRequest, RawEvent } from './eventFeed.ts'

type EventData<N extends EventName> = (typeof events)[N]['_output']

/** Events are handed on together, at most this often, in milliseconds: 50 messages a second then cost little. */
const batchMs = 50
/** How long to wait before the state is read again after that has failed, in milliseconds. */
const refreshRetryMs = 2000

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

/** What this page sees of the events: it is live once the stream is open and the state was read after that. */
export class EventConnection {
  readonly #options: StreamOptions
  #ask: ((request: FeedRequest) => void) | undefined
  #batchTimer: ReturnType<typeof setTimeout> | undefined
  #refreshTimer: ReturnType<typeof setTimeout> | undefined
  #queue: RawEvent[] = []
  /** counts the times that the stream opened or was lost: what belongs to an earlier time is dropped */
  #epoch = 0
  /** false while `refresh` is under way: events wait */
  #isDelivering = false
  /** false while nobody is logged in */
  #isWanted = false
  #lastEventAt = Date.now()

  constructor(options: StreamOptions) {
    this.#options = options
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden && this.#isWanted) this.#ask?.('check')
    })
    addEventListener('pagehide', () => this.#ask?.('leave'))
    addEventListener('pageshow', ({ persisted }) => persisted && this.#isWanted && this.connectNow())
  }

  /** Connects, or connects anew without waiting. */
  connectNow(): void {
    this.#isWanted = true
    // The stream of another tab may be there already; after that, whoever calls this wants a new one.
    const request = this.#ask ? 'restart' : 'join'
    this.#ask ??= openFeed((message) => this.#isWanted && this.#take(message))
    this.#ask(request)
  }

  /** Ends the connection and tries no more. */
  disconnect(): void {
    this.#isWanted = false
    this.#endEpoch()
    this.#ask?.('leave')
  }

  #take(message: FeedMessage): void {
    if (message.kind === 'events') {
      this.#lastEventAt = Date.now()
      this.#queue.push(...message.events)
      this.#deliverSoon()
      return
    }
    this.#endEpoch()
    if (message.kind === 'open') void this.#refresh()
    else if (message.kind === 'lost') this.#lose(message)
    else {
      this.#isWanted = false
      this.#options.onUnauthorized()
    }
  }

  #endEpoch(): void {
    this.#epoch += 1
    clearTimeout(this.#batchTimer)
    clearTimeout(this.#refreshTimer)
    this.#batchTimer = undefined
    this.#queue = []
    this.#isDelivering = false
  }

  async #refresh(): Promise<void> {
    const epoch = this.#epoch
    try {
      await this.#options.refresh()
    } catch {
      if (epoch !== this.#epoch) return
      this.#lose({ asOf: this.#lastEventAt, retryAt: Date.now() + refreshRetryMs })
      this.#refreshTimer = setTimeout(() => void this.#refresh(), refreshRetryMs)
      return
    }
    if (epoch !== this.#epoch) return
    this.#isDelivering = true
    liveness.value = { state: 'live' }
    this.#deliverSoon()
  }

  #lose({ asOf, retryAt }: { readonly asOf: number; readonly retryAt: number }): void {
    const before = liveness.value
    liveness.value = { state: 'lost', asOf: before.state === 'lost' ? before.asOf : asOf, retryAt }
  }

  #deliverSoon(): void {
    if (!this.#isDelivering || this.#queue.length === 0) return
    this.#batchTimer ??= setTimeout(() => {
      this.#batchTimer = undefined
      const queue = this.#queue
      this.#queue = []
      for (const [name, data] of queue)
        for (const handler of handlers.get(name as EventName) ?? []) handler(data as never)
    }, batchMs)
  }
}

/** The file of the shared worker, which the build fills in. */
declare const eventWorkerFile: string

/**
 * Opens the feed: the one that all tabs of this browser share, or one of this page alone where the browser has no shared
 * workers.
 * @returns what asks it
 */
function openFeed(receive: (message: FeedMessage) => void): (request: FeedRequest) => void {
  const url = urlOf('api/events')
  let ask = (request: FeedRequest): void => void local().then((own) => own(request))
  if ('SharedWorker' in globalThis) {
    const worker = new SharedWorker(trustedUrl(urlOf(eventWorkerFile)), { name: url })
    worker.port.onmessage = ({ data }: MessageEvent<FeedMessage>) => receive(data)
    const askLocal = ask
    ask = (request) => worker.port.postMessage(request)
    worker.onerror = () => {
      ask = askLocal
      ask('join')
    }
  }
  return (request) => ask(request)

  async function local(): Promise<(request: FeedRequest) => void> {
    localFeed ??= import('./eventFeed.ts').then(({ EventFeed }) => {
      const feed = new EventFeed(url, receive)
      return (request) => (request === 'join' ? feed.start() : request === 'leave' ? feed.stop() : feed[request]())
    })
    return localFeed
  }
}

let localFeed: Promise<(request: FeedRequest) => void> | undefined

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string }
}

/** The address of a script of our own, as the browser's Content-Security-Policy wants it. */
function trustedUrl(url: string): string {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes }
  return trustedTypes?.createPolicy('clova-home-worker', { createScriptURL: (own) => own }).createScriptURL(url) ?? url
}
