import { createCancellableSleep, createDeadline } from '../../../src/home/deadline.ts'
import type { DriverContext, Log } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import { Backoff, withJitter } from '../../../src/util/backoff.ts'
import { OncePerTurn } from '../../../src/util/slices.ts'
import { errorText, type LocalizedText } from '../../../src/util/translate.ts'
import type { HueConfig } from '../config.ts'
import { say } from '../messages.ts'
import type { Search } from '../network/mdns.ts'
import type { Bridge, BridgeState } from './bridge.ts'
import { type BridgeClient, createClient, type ResourceRequest } from './client.ts'
import { isClockWrong, isUntrusted, timeoutFailure } from './errors.ts'
import { openStream, type Stream } from './eventStream.ts'
import { type ChangeListener, ResourceStore, subscribe } from './resourceStore.ts'
import type { Event } from './resources.ts'
import { createStreamWatchdog, type StreamWatchdog, type WatchdogTimings } from './streamWatchdog.ts'
import { createTransport } from './transport.ts'

export interface ConnectionTimings extends WatchdogTimings {
  /** the backoff before connecting again: the first, the longest, and that after a refused key or certificate */
  readonly firstBackoffMs: number
  readonly maxBackoffMs: number
  readonly refusedBackoffMs: number
  /** a stream that ends later than this after it was opened is opened again at once */
  readonly lastingStreamMs: number
  /** the timeout of a connection, of a response and of reading all resources; a stream has half of it to begin */
  readonly connectTimeoutMs: number
  /** when a response takes longer, the bridge is probed */
  readonly slowAnswerMs: number
  /** the timeout of a probe, after which the bridge is offline */
  readonly probeTimeoutMs: number
  /** after this time without a response or an event the bridge is probed: a bridge that lost its power closes no connection */
  readonly heartbeatMs: number
}

export const defaultTimings: ConnectionTimings = {
  firstBackoffMs: 500,
  maxBackoffMs: 30_000,
  refusedBackoffMs: 60_000,
  lastingStreamMs: 10_000,
  connectTimeoutMs: 8000,
  slowAnswerMs: 1000,
  probeTimeoutMs: 1500,
  heartbeatMs: 10_000,
  maxSilenceMs: 60_000,
  eventTimeoutMs: 2500,
}

/** A bridge whose events cannot be understood is read at most so often because of that. */
const rereadPauseMs = 10_000

/** A stream also has to last so many times as long as connecting and reading took. */
const lastingFactor = 20

/** When to connect again after a session: at once, after the backoff, after the long backoff, or soon, because the clock of this machine was wrong. */
type Outcome = 'now' | 'later' | 'unrecoverable' | 'clock'

/** Begins to connect to a bridge of CLIP v2 and returns at once. */
export const connectBridge = (
  config: HueConfig,
  context: DriverContext,
  timings: ConnectionTimings = defaultTimings,
  search?: Search,
): Bridge => new BridgeConnection(config, context, timings, search)

/**
 * A connection to a bridge of CLIP v2, which reconnects until it is closed.
 *
 * Three things watch for silence. The heartbeat watches the bridge: after `heartbeatMs` without any response or event it
 * starts a probe. The probe asks whether the bridge responds at all; a slow or missing response starts one too. If it is
 * not answered within `probeTimeoutMs`, the bridge is offline. The watchdog watches only the event stream of a bridge that
 * responds: a stream that delivers no event after a change is closed and opened again.
 */
class BridgeConnection implements Bridge {
  readonly ready: Promise<void>
  readonly #log: Log
  readonly #timings: ConnectionTimings
  readonly #transport: ReturnType<typeof createTransport>
  readonly #requests: BridgeClient
  readonly #store: ResourceStore
  readonly #rereading: OncePerTurn
  readonly #lostListeners = new Set<() => void>()
  readonly #sleep = createCancellableSleep()
  readonly #backoff: Backoff
  readonly #closing = new AbortController()
  readonly #heartbeat: NodeJS.Timeout
  readonly #runEnded: Promise<void>
  #setReady: () => void = () => {}
  #state: BridgeState = 'offline'
  #stream: Stream | undefined
  #watchdog: StreamWatchdog | undefined
  #problem: LocalizedText | undefined
  #isProbing = false
  #lastSignOfLife = 0
  /** the failure of a probe that ended the session: the bridge hangs */
  #hangFailure: Failure | undefined
  #droppedBatches = 0
  #isClosed = false

  constructor(config: HueConfig, { log, resolveFile }: DriverContext, timings: ConnectionTimings, search?: Search) {
    this.#log = log
    this.#timings = timings
    this.#transport = createTransport(config, resolveFile, search)
    this.#backoff = new Backoff({ initialMs: timings.firstBackoffMs, maxMs: timings.maxBackoffMs })
    this.ready = new Promise((resolve) => {
      this.#setReady = resolve
    })
    this.#requests = createClient({
      connection: () => this.#transport.connection,
      timeoutMs: timings.connectTimeoutMs,
      slowAnswerMs: timings.slowAnswerMs,
      onActivity: (what) => {
        if (what === 'slow' || what === 'timeout') return void this.#probe()
        this.#lastSignOfLife = performance.now()
        if (what === 'refused') this.#stream?.close()
      },
    })
    this.#store = new ResourceStore(this.#requests.get, config.bridgeId)
    this.#rereading = new OncePerTurn(() => void this.#store.isCurrent(timings.connectTimeoutMs), rereadPauseMs)
    this.#heartbeat = setInterval(() => {
      if (performance.now() - this.#lastSignOfLife >= timings.heartbeatMs) void this.#probe()
    }, timings.heartbeatMs).unref()
    this.#runEnded = this.#run()
  }

  get state(): BridgeState {
    return this.#state
  }

  get resources(): Bridge['resources'] {
    return this.#store.resources
  }

  onChange = (listener: ChangeListener): (() => void) => this.#store.onChange(listener)

  refresh = (type: string, id: string | undefined, signal: AbortSignal): Promise<void> =>
    this.#store.refresh(type, id, signal)

  onLost(listener: () => void): () => void {
    return subscribe(this.#lostListeners, listener)
  }

  expectEvent(): void {
    this.#watchdog?.expectEvent()
  }

  problem(): LocalizedText | undefined {
    return this.#problem
  }

  notice(): LocalizedText | undefined {
    return this.#transport.movedNotice()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#heartbeat)
    this.#rereading.cancel()
    this.#closing.abort(new Failure('offline', say('closed')))
    this.#requests.close()
    this.#setState('offline')
    this.#stream?.close()
    this.#watchdog?.end()
    this.#sleep.cancel()
    this.#transport.close()
    await this.#runEnded
  }

  async put(request: ResourceRequest, signal: AbortSignal, onSent?: () => void): Promise<string | undefined> {
    try {
      return await this.#requests.put(request, signal, onSent)
    } catch (error) {
      // A resource with status 404 is deleted, even before its delete event arrives.
      if ((error as { readonly status?: number }).status === 404)
        this.#store.applyEvents([{ type: 'delete', data: [{ id: request.id }] }])
      throw this.#hangFailure ?? error
    }
  }

  /** Connects until closed. A stream that lasted is opened again at once: bridges end each stream after some minutes. */
  async #run(): Promise<void> {
    while (!this.#isClosed) {
      const outcome = await this.#session().catch((error) => this.#failed(error))
      this.#setReady()
      if (outcome === 'now') this.#backoff.reset()
      else if (!this.#isClosed) await this.#sleep.wait(this.#delayAfter(outcome))
    }
  }

  /** The delay before the next session, in milliseconds. */
  #delayAfter(outcome: Exclude<Outcome, 'now'>): number {
    if (outcome === 'unrecoverable') return withJitter(this.#timings.refusedBackoffMs)
    if (outcome === 'clock') return withJitter(4 * this.#timings.firstBackoffMs)
    return this.#backoff.next()
  }

  async #session(): Promise<Outcome> {
    const { connectTimeoutMs } = this.#timings
    let deadline = createDeadline(connectTimeoutMs, this.#closing.signal)
    const beginStep = (ms: number) => {
      deadline.end()
      deadline = createDeadline(ms, this.#closing.signal)
    }
    this.#hangFailure = undefined
    const begunMs = performance.now()
    try {
      const connection = await this.#transport.connect(deadline.signal)
      const listener = {
        onEvents: (batch: readonly Event[]) => this.#onEvents(batch),
        onDropped: (reason: string) => this.#onDropped(reason),
      }
      // One after the other: what changes once the stream is open an event tells, and what changed before is in the answer.
      beginStep(connectTimeoutMs / 2)
      const [opened] = await Promise.allSettled([
        openStream(connection.trust.stream, connection.address, listener, deadline.signal),
      ])
      beginStep(connectTimeoutMs)
      const [read] = await Promise.allSettled([this.#store.readAll(deadline.signal)])
      if (opened.status === 'fulfilled') this.#stream = opened.value
      if (read.status === 'rejected' || this.#isClosed) {
        this.#stream?.close()
        throw read.status === 'rejected' ? read.reason : new Error('closed')
      }
      if (opened.status === 'rejected') return this.#pollInstead(opened.reason)
      this.#watchdog = createStreamWatchdog(opened.value, this.#timings, () => this.#store.isCurrent(connectTimeoutMs))
    } catch (error) {
      throw deadline.signal.aborted && !this.#isClosed
        ? timeoutFailure(this.#transport.lastAddress, connectTimeoutMs)
        : error
    } finally {
      deadline.end()
    }
    this.#setState('streaming')
    this.#problem = undefined
    const moved = this.#transport.movedNotice()
    if (moved !== undefined) this.#log.warn({}, moved.en)
    this.#log.info({ resources: this.#store.resources.size }, 'connected to the bridge')
    this.#setReady()
    const openedMs = performance.now()
    await this.#stream?.ended
    this.#watchdog?.end()
    this.#watchdog = undefined
    this.#stream = undefined
    if (this.#hangFailure) throw this.#hangFailure
    if (!this.#isClosed) this.#setState('polling')
    // With each stream all resources are read: that must not take all time if the bridge ends each stream soon.
    const lastingMs = Math.max(this.#timings.lastingStreamMs, lastingFactor * (openedMs - begunMs))
    return performance.now() - openedMs > lastingMs ? 'now' : 'later'
  }

  #onEvents(batch: readonly Event[]): void {
    this.#lastSignOfLife = performance.now()
    this.#watchdog?.onEvent()
    this.#store.applyEvents(batch)
  }

  /** Events were dropped: their changes are found by reading all resources. */
  #onDropped(reason: string): void {
    this.#lastSignOfLife = performance.now()
    this.#droppedBatches += 1
    if (this.#droppedBatches === 1)
      this.#log.warn({ reason }, 'events of the bridge cannot be understood and are dropped')
    else this.#log.debug({ reason, droppedBatches: this.#droppedBatches }, 'events of the bridge are dropped')
    this.#rereading.request()
  }

  /** The bridge responds but the event stream cannot be opened: states are polled until it can. */
  #pollInstead(reason: Error): Outcome {
    this.#setState('polling')
    this.#setReady()
    this.#report(reason, 'the bridge opens no event stream; until it does, it is read whenever an appliance is')
    return 'later'
  }

  async #failed(reason: Error & { readonly status?: number }): Promise<Outcome> {
    this.#stream = undefined
    this.#setState('offline')
    this.#transport.disconnect()
    const deadline = createDeadline(this.#timings.connectTimeoutMs, this.#closing.signal)
    const { error, soon } = await this.#transport.explain(reason, deadline.signal)
    deadline.end()
    this.#report(error, 'the bridge cannot be used; trying again, and its appliances are offline until then')
    if (isClockWrong(reason)) return 'clock'
    const isUnrecoverable = isUntrusted(reason) || reason.status === 401 || reason.status === 403
    return isUnrecoverable && !soon ? 'unrecoverable' : 'later'
  }

  /** Asks whether the bridge responds at all; if not, it is offline until it does. */
  async #probe(): Promise<void> {
    if (this.#isProbing || this.#isClosed || this.#state === 'offline') return
    this.#isProbing = true
    const since = performance.now()
    const deadline = createDeadline(this.#timings.probeTimeoutMs, this.#closing.signal)
    await this.#requests.probe(deadline.signal).catch(() => {})
    const isSilent = deadline.signal.aborted && this.#lastSignOfLife < since
    deadline.end()
    this.#isProbing = false
    if (this.#isClosed || !isSilent) return
    this.#hangFailure = timeoutFailure(this.#transport.lastAddress, this.#timings.probeTimeoutMs)
    this.#report(this.#hangFailure, 'the bridge hangs; its appliances are offline until it answers')
    this.#setState('offline')
    if (this.#stream) this.#stream.close()
    else this.#transport.disconnect()
  }

  #setState(next: BridgeState): void {
    const before = this.#state
    this.#state = next
    if (next === 'offline' && before !== 'offline') for (const listener of [...this.#lostListeners]) listener()
  }

  /** Logs a problem only when it differs from the last one, not at each attempt. */
  #report(error: Error, what: string): void {
    if (error.message !== this.#problem?.en && !this.#isClosed) this.#log.warn({ reason: error.message }, what)
    this.#problem = errorText(error)
  }
}
