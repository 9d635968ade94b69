import { createCancellableSleep, createDeadline } from '../../../src/home/deadline.ts'
import type { DriverContext } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import { Backoff, withJitter } from '../../../src/util/backoff.ts'
import { errorText, type LocalizedText } from '../../../src/util/translate.ts'
import type { HueConfig } from '../config.ts'
import { say } from '../messages.ts'
import type { Search } from '../network/mdns.ts'
import type { Bridge, BridgeState } from './bridge.ts'
import { createClient, type ResourceRequest } from './client.ts'
import { isClockWrong, isUntrusted, timeoutFailure } from './errors.ts'
import { openStream, type Stream } from './eventStream.ts'
import { ResourceStore, subscribe } from './resourceStore.ts'
import { createStreamWatchdog, type StreamWatchdog, type WatchdogTimings } from './streamWatchdog.ts'
import { createTransport } from './transport.ts'

export interface ConnectionTimings extends WatchdogTimings {
  /** the backoff before connecting again: the first, the longest, and that after a refused key or certificate */
  readonly firstBackoffMs: number
  readonly maxBackoffMs: number
  readonly refusedBackoffMs: number
  /** the timeout of a connection, of a response and of reading all resources */
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
  connectTimeoutMs: 8000,
  slowAnswerMs: 1000,
  probeTimeoutMs: 1500,
  heartbeatMs: 10_000,
  maxSilenceMs: 60_000,
  eventTimeoutMs: 2500,
}

/** When to connect again after a session: at once, after the backoff, after the long backoff, or soon, because the clock of this machine was wrong. */
type Outcome = 'now' | 'later' | 'unrecoverable' | 'clock'

/**
 * Begins to connect to a bridge of CLIP v2 and returns at once; it reconnects for ever.
 *
 * Three things watch for silence. The heartbeat watches the bridge: after `heartbeatMs` without any response or event it
 * starts a probe. The probe asks whether the bridge responds at all; a slow or missing response starts one too. If it is
 * not answered within `probeTimeoutMs`, the bridge is offline. The watchdog watches only the event stream of a bridge that
 * responds: a stream that delivers no event after a change is closed and opened again.
 */
export function connectBridge(
  config: HueConfig,
  { log, resolveFile }: DriverContext,
  timings: ConnectionTimings = defaultTimings,
  search?: Search,
): Bridge {
  const lostListeners = new Set<() => void>()
  const transport = createTransport(config, resolveFile, search)
  const sleep = createCancellableSleep()
  const backoff = new Backoff({ initialMs: timings.firstBackoffMs, maxMs: timings.maxBackoffMs })
  const closing = new AbortController()
  let state: BridgeState = 'offline'
  let stream: Stream | undefined
  let watchdog: StreamWatchdog | undefined
  let problem: LocalizedText | undefined
  let isProbing = false
  let lastSignOfLife = 0
  /** the failure of a probe that ended the session: the bridge hangs */
  let hangFailure: Failure | undefined
  let droppedBatches = 0
  let closed = false
  let setReady: () => void = () => {}
  const ready = new Promise<void>((resolve) => {
    setReady = resolve
  })
  const requests = createClient({
    connection: () => transport.connection,
    timeoutMs: timings.connectTimeoutMs,
    slowAnswerMs: timings.slowAnswerMs,
    onActivity(what) {
      if (what === 'slow' || what === 'timeout') return void probe()
      lastSignOfLife = performance.now()
      if (what === 'refused') stream?.close()
    },
  })
  const store = new ResourceStore(requests.get, config.bridgeId)
  const heartbeat = setInterval(() => {
    if (performance.now() - lastSignOfLife >= timings.heartbeatMs) void probe()
  }, timings.heartbeatMs)
  heartbeat.unref()
  const runEnded = run()

  return {
    ready,
    get state() {
      return state
    },
    resources: store.resources,
    onChange: store.onChange,
    refresh: store.refresh,
    put,
    onLost: (listener) => subscribe(lostListeners, listener),
    expectEvent: () => watchdog?.expectEvent(),
    problem: () => problem,
    notice: transport.movedNotice,
    async close() {
      closed = true
      clearInterval(heartbeat)
      closing.abort(new Failure('offline', say('closed')))
      requests.close()
      setState('offline')
      stream?.close()
      watchdog?.end()
      sleep.cancel()
      transport.close()
      await runEnded
    },
  }

  async function put(request: ResourceRequest, signal: AbortSignal, onSent?: () => void): Promise<string | undefined> {
    try {
      return await requests.put(request, signal, onSent)
    } catch (error) {
      // A resource with status 404 is deleted, even before its delete event arrives.
      if ((error as { readonly status?: number }).status === 404)
        store.applyEvents([{ type: 'delete', data: [{ id: request.id }] }])
      throw hangFailure ?? error
    }
  }

  /** Connects until closed. A stream that lasted is opened again at once: bridges end each stream after some minutes. */
  async function run(): Promise<void> {
    while (!closed) {
      const outcome = await session().catch(failed)
      setReady()
      if (outcome === 'now') backoff.reset()
      else if (!closed) await sleep.wait(delayAfter(outcome))
    }
  }

  /** The delay before the next session, in milliseconds. */
  function delayAfter(outcome: Exclude<Outcome, 'now'>): number {
    if (outcome === 'unrecoverable') return withJitter(timings.refusedBackoffMs)
    if (outcome === 'clock') return withJitter(4 * timings.firstBackoffMs)
    return backoff.next()
  }

  async function session(): Promise<Outcome> {
    const deadline = createDeadline(timings.connectTimeoutMs, closing.signal)
    hangFailure = undefined
    try {
      const connection = await transport.connect(deadline.signal)
      const listener = { onEvents, onDropped }
      // Both run at once: events that arrive before all resources are read are applied over them.
      const [opened, read] = await Promise.allSettled([
        openStream(connection.trust.stream, connection.address, listener, deadline.signal),
        store.readAll(deadline.signal),
      ])
      if (opened.status === 'fulfilled') stream = opened.value
      if (read.status === 'rejected' || closed) {
        stream?.close()
        throw read.status === 'rejected' ? read.reason : new Error('closed')
      }
      if (opened.status === 'rejected') return pollInstead(opened.reason)
      watchdog = createStreamWatchdog(opened.value, timings, () => store.isCurrent(timings.connectTimeoutMs))
    } catch (error) {
      throw deadline.signal.aborted && !closed ? timeoutFailure(transport.lastAddress, timings.connectTimeoutMs) : error
    } finally {
      deadline.end()
    }
    setState('streaming')
    problem = undefined
    const moved = transport.movedNotice()
    if (moved !== undefined) log.warn({}, moved.en)
    log.info({ resources: store.resources.size }, 'connected to the bridge')
    setReady()
    const since = performance.now()
    await stream?.ended
    watchdog?.end()
    watchdog = undefined
    stream = undefined
    if (hangFailure) throw hangFailure
    if (!closed) setState('polling')
    // A bridge that ends each stream as soon as it is open is not connected again at once.
    return performance.now() - since > timings.firstBackoffMs ? 'now' : 'later'
  }

  function onEvents(batch: Parameters<typeof store.applyEvents>[0]): void {
    lastSignOfLife = performance.now()
    watchdog?.onEvent()
    store.applyEvents(batch)
  }

  /** Events were dropped; their changes are found when all resources are read next. */
  function onDropped(reason: string): void {
    lastSignOfLife = performance.now()
    droppedBatches += 1
    if (droppedBatches === 1) log.warn({ reason }, 'events of the bridge cannot be understood and are dropped')
    else log.debug({ reason, droppedBatches }, 'events of the bridge are dropped')
    watchdog?.expectEvent()
  }

  /** The bridge responds but the event stream cannot be opened: states are polled until it can. */
  function pollInstead(reason: Error): Outcome {
    setState('polling')
    setReady()
    report(reason, 'the bridge tells no events; it is asked each time until it does')
    return 'later'
  }

  async function failed(reason: Error & { readonly status?: number }): Promise<Outcome> {
    stream = undefined
    setState('offline')
    transport.disconnect()
    const deadline = createDeadline(timings.connectTimeoutMs, closing.signal)
    const { error, soon } = await transport.explain(reason, deadline.signal)
    deadline.end()
    report(error, 'the bridge cannot be used; trying again, and its appliances are offline until then')
    if (isClockWrong(reason)) return 'clock'
    const isUnrecoverable = isUntrusted(reason) || reason.status === 401 || reason.status === 403
    return isUnrecoverable && !soon ? 'unrecoverable' : 'later'
  }

  /** Asks whether the bridge responds at all; if not, it is offline until it does. */
  async function probe(): Promise<void> {
    if (isProbing || closed || state === 'offline') return
    isProbing = true
    const since = performance.now()
    const deadline = createDeadline(timings.probeTimeoutMs, closing.signal)
    await requests.probe(deadline.signal).catch(() => {})
    const isSilent = deadline.signal.aborted && lastSignOfLife < since
    deadline.end()
    isProbing = false
    if (closed || !isSilent) return
    hangFailure = timeoutFailure(transport.lastAddress, timings.probeTimeoutMs)
    report(hangFailure, 'the bridge hangs; its appliances are offline until it answers')
    setState('offline')
    if (stream) stream.close()
    else transport.disconnect()
  }

  function setState(next: BridgeState): void {
    const before = state
    state = next
    if (next === 'offline' && before !== 'offline') for (const listener of [...lostListeners]) listener()
  }

  /** Logs a problem only when it differs from the last one, not at each attempt. */
  function report(error: Error, what: string): void {
    if (error.message !== problem?.en && !closed) log.warn({ reason: error.message }, what)
    problem = errorText(error)
  }
}
