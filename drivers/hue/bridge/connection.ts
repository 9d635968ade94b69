import { createCancellableSleep, createDeadline } from '../../../src/home/deadline.ts'
import type { DriverContext } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import type { Config } from '../config.ts'
import type { Search } from '../network/mdns.ts'
import type { Bridge } from './bridge.ts'
import { type BridgeClient, createClient } from './client.ts'
import { isClockWrong, isUntrusted, timeoutFailure } from './errors.ts'
import { openStream, type Stream } from './eventStream.ts'
import { createResourceStore, subscribe } from './resourceStore.ts'
import type { Event } from './resources.ts'
import { createStreamWatchdog, defaultTimings, type StreamWatchdog, type Timings } from './streamWatchdog.ts'
import { createTransport } from './transport.ts'

/** What a session comes to: the next may begin now, or after a pause. */
type Outcome = 'now' | 'later' | 'hopeless' | 'clock'

/** Begins to connect and is back at once. */
export function connectBridge(
  config: Config,
  { log, resolveFile: file }: DriverContext,
  timings: Timings = defaultTimings,
  search?: Search,
): Bridge {
  const lost = new Set<() => void>()
  let state: Bridge['state'] = 'away'
  const path = createTransport(config, file, search)
  let stream: Stream | undefined
  let complaint: string | undefined
  let watch: StreamWatchdog | undefined
  let probing = false
  let answered = 0
  let dead: Failure | undefined
  const sleep = createCancellableSleep()
  let closed = false
  const closing = new AbortController()
  let first: () => void = () => {}
  const requests = createClient(
    () => path.connection,
    timings.connectTimeoutMs,
    (what) => {
      if (what === 'nothing') return void probe()
      answered = performance.now()
      if (what === 'refused') stream?.close()
    },
  )
  const known = createResourceStore(requests.get, config.bridgeId)
  const ready = new Promise<void>((resolve) => {
    first = resolve
  })
  const over = run()

  return {
    ready,
    get state() {
      return state
    },
    resources: known.resources,
    onChange: known.onChange,
    refresh: known.refresh,
    put,
    onLost: (listener) => subscribe(lost, listener),
    expectEvent: () => watch?.expectEvent(),
    problem: () => complaint,
    notice: path.movedNotice,
    async close() {
      closed = true
      closing.abort(new Failure('offline', 'the connection is closed'))
      requests.close()
      become('away')
      stream?.close()
      watch?.end()
      sleep.cancel()
      path.close()
      await over
    },
  }

  /** What it says that it does not have is gone, before its event tells so. */
  async function put(...[type, id, ...order]: Parameters<BridgeClient['put']>): Promise<void> {
    try {
      await requests.put(type, id, ...order)
    } catch (error) {
      if ((error as { readonly status?: number }).status === 404)
        known.applyEvents([{ type: 'delete', data: [{ id }] }])
      throw dead ?? error
    }
  }

  /** Connects for ever. A stream that held is opened again at once: bridges end theirs every few minutes. */
  async function run(): Promise<void> {
    let delay = timings.firstBackoffMs
    while (!closed) {
      const outcome = await session().catch(failed)
      first()
      if (outcome === 'now') delay = timings.firstBackoffMs
      else if (!closed) {
        // Jitter, so that all who lost the bridge do not come back at once.
        const rest = { hopeless: timings.refusedBackoffMs, clock: 4 * timings.firstBackoffMs, later: delay }[outcome]
        await sleep.wait(rest * (0.5 + Math.random() / 2))
        if (outcome !== 'clock') delay = Math.min(delay * 2, timings.maxBackoffMs)
      }
    }
  }

  async function session(): Promise<Outcome> {
    const limit = createDeadline(timings.connectTimeoutMs, closing.signal)
    dead = undefined
    const early: Event[] = []
    let heard = (batch: readonly Event[]): void => void (early.length < 10_000 && early.push(...batch))
    try {
      const line = await path.connect(limit.signal)
      // Neither waits for the other: what happens meanwhile is told by the stream.
      const [opened, read] = await Promise.allSettled([
        openStream(line.trust.stream, line.address, (batch) => heard(batch), limit.signal),
        known.readAll(limit.signal),
      ])
      if (opened.status === 'fulfilled') stream = opened.value
      if (read.status === 'rejected' || closed) {
        stream?.close()
        throw read.status === 'rejected' ? read.reason : new Error('closed')
      }
      if (opened.status === 'rejected') return mute(opened.reason)
      known.applyEvents(early)
      watch = createStreamWatchdog(opened.value, timings, () => known.isCurrent(timings.connectTimeoutMs))
      heard = (batch) => {
        watch?.onEvent()
        known.applyEvents(batch)
      }
    } catch (error) {
      throw limit.signal.aborted && !closed ? timeoutFailure(path.lastAddress, timings.connectTimeoutMs) : error
    } finally {
      limit.end()
    }
    become('live')
    complaint = undefined
    const moved = path.movedNotice()
    if (moved !== undefined) log.warn({}, moved)
    log.info({ resources: known.resources.size }, 'connected to the bridge')
    first()
    const since = performance.now()
    await stream?.ended
    watch?.end()
    watch = undefined
    stream = undefined
    if (dead) throw dead
    if (!closed) become('mute')
    // One that ends each stream as soon as it is open is not asked again at once.
    return performance.now() - since > timings.firstBackoffMs ? 'now' : 'later'
  }

  /** Everything can be asked for and nothing is told. */
  function mute(reason: Error): Outcome {
    become('mute')
    first()
    complain(reason, 'the bridge tells no events; it is asked each time until it does')
    return 'later'
  }

  async function failed(reason: Error & { readonly status?: number }): Promise<Outcome> {
    stream = undefined
    become('away')
    path.disconnect()
    const limit = createDeadline(timings.connectTimeoutMs, closing.signal)
    const { error, soon } = await path.explain(reason, limit.signal)
    limit.end()
    complain(error, 'the bridge cannot be used; trying again, and its appliances are offline until then')
    if (isClockWrong(reason)) return 'clock'
    const isHopeless = isUntrusted(reason) || reason.status === 401 || reason.status === 403
    return isHopeless && !soon ? 'hopeless' : 'later'
  }

  /** A bridge that left a request without an answer may hang: then it is away until it answers. */
  async function probe(): Promise<void> {
    if (probing || closed || state === 'away') return
    probing = true
    const since = performance.now()
    const limit = createDeadline(timings.probeTimeoutMs, closing.signal)
    await requests.get('/clip/v2/resource/bridge', limit.signal).catch(() => {})
    const isSilent = limit.signal.aborted && answered < since
    limit.end()
    probing = false
    if (closed || !isSilent) return
    dead = timeoutFailure(path.lastAddress, timings.probeTimeoutMs)
    complain(dead, 'the bridge hangs; its appliances are offline until it answers')
    become('away')
    stream?.close()
  }

  function become(next: Bridge['state']): void {
    const before = state
    state = next
    if (next === 'away' && before !== 'away') for (const listener of [...lost]) listener()
  }

  /** Says once what is wrong, not at each try. */
  function complain({ message }: Error, what: string): void {
    if (message !== complaint && !closed) log.warn({ reason: message }, what)
    complaint = message
  }
}
