import { createCancellableSleep, createDeadline } from '../../../src/home/deadline.ts'
import type { DriverContext } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import type { Bridge } from '../bridge/bridge.ts'
import { commandRates } from '../bridge/client.ts'
import { wrongBridge } from '../bridge/clipErrors.ts'
import { createRateLimiter } from '../bridge/rateLimiter.ts'
import { type Changed, subscribe } from '../bridge/resourceStore.ts'
import { resources } from '../bridge/resources.ts'
import type { Config } from '../config.ts'
import { createV1Api, type V1Api } from './api.ts'
import type { Datastore } from './schema.ts'
import { prefixed, prefixOf, translate, v1CommandFor } from './translate.ts'

/** In milliseconds: between two readings; before another try to connect, at first and at most; for one answer. */
export interface V1Timings {
  readonly pollIntervalMs: number
  readonly firstBackoffMs: number
  readonly maxBackoffMs: number
  readonly refusedBackoffMs: number
  readonly answerTimeoutMs: number
}
const defaultTimings: V1Timings = {
  pollIntervalMs: 2000,
  firstBackoffMs: 500,
  maxBackoffMs: 30_000,
  refusedBackoffMs: 60_000,
  answerTimeoutMs: 4000,
}

/** One bridge of CLIP v1, kept current by reading it again and again: all else sees what it would see of CLIP v2. */
export function connectV1Bridge(config: Config, { log }: DriverContext, timings: V1Timings = defaultTimings): Bridge {
  const known = resources()
  const listeners = new Set<(changed: Changed) => void>()
  const lost = new Set<() => void>()
  const lanes = {
    light: createRateLimiter(commandRates.light),
    group: createRateLimiter(commandRates.group),
  }
  const recalled = new Set<string>()
  /** the lamps as they were after a scene; nothing until they were read then */
  let sceneSnapshot: string | undefined
  let state: Bridge['state'] = 'away'
  let api: V1Api | undefined
  let at: string | undefined
  let complaint: string | undefined
  let moved = false
  const sleep = createCancellableSleep()
  let asked: Promise<void> | undefined
  let closed = false
  let first: () => void = () => {}
  const ready = new Promise<void>((resolve) => {
    first = resolve
  })
  const over = run()

  return {
    ready,
    get state() {
      return state
    },
    resources: known,
    onChange: (listener) => subscribe(listeners, listener),
    onLost: (listener) => subscribe(lost, listener),
    refresh(_type, _id, signal) {
      // Whoever asks for several things at once asks once.
      asked ??= readAll(signal)
      queueMicrotask(() => {
        asked = undefined
      })
      return asked
    },
    async put(type, id, body, name, signal, begun) {
      const order = v1CommandFor(type, id, body)
      await lanes[name](async () => {
        begun?.()
        if (!api) throw new Failure('offline', 'the bridge is away')
        try {
          if (order.light !== undefined) await api.setLight(order.light, order.state, signal)
          else await api.setGroup(order.group, order.state, signal)
        } catch (error) {
          // One that left an order without an answer may hang: it is looked at now.
          if (signal.aborted) sleep.cancel()
          throw error
        }
      }, signal)
      recalled.clear()
      if (order.scene !== undefined) recalled.add(order.scene)
      sceneSnapshot = undefined
      await readAll(signal)
      // An old bridge says that it was done of what it cannot reach, too.
      const radio = known.get(`${id.replace('lights-', 'devices-')}-radio`)
      if (radio?.status === 'disconnected') throw new Failure('offline', 'the bridge cannot reach it')
    },
    expectEvent: () => sleep.cancel(),
    problem: () => complaint,
    notice: () =>
      state === 'away' || at === undefined || config.host === undefined || at === config.host
        ? undefined
        : `the bridge ${config.bridgeId} has moved from ${config.host} to ${at}; write host: ${at} under drivers`,
    async close() {
      closed = true
      for (const one of Object.values(lanes)) one.close()
      api?.close()
      become('away')
      sleep.cancel()
      await over
    },
  }

  async function run(): Promise<void> {
    let delay = timings.firstBackoffMs
    while (!closed) {
      const limit = createDeadline(timings.answerTimeoutMs)
      let rest = timings.pollIntervalMs
      try {
        at ??= await host(limit.signal)
        api ??= await createV1Api(at, config.port ?? 80, config.applicationKey, limit.signal)
        await readAll(limit.signal)
        if (state !== 'live') log.info({ resources: known.size }, 'connected to the bridge')
        become('live')
        complaint = undefined
        delay = timings.firstBackoffMs
      } catch (error) {
        rest = failed(error as Error, delay)
        delay = Math.min(delay * 2, timings.maxBackoffMs)
      } finally {
        limit.end()
      }
      first()
      if (!closed) await sleep.wait(rest)
    }
  }

  /** Where it is: at its host, or, if it was not there just now, where the one of this id says that it is. */
  async function host(signal: AbortSignal): Promise<string> {
    const { host, bridgeId } = config
    if (host !== undefined && !(moved && bridgeId !== undefined)) return host
    const { whereIs } = await import('../network/mdns.ts')
    const address = (await whereIs(bridgeId ?? '', signal))?.address ?? host
    if (address === undefined) throw new Failure('offline', `no bridge of the id ${bridgeId} answers on the network`)
    return address
  }

  /** @returns after how many milliseconds to try again */
  function failed(error: Error & { readonly status?: number }, delay: number): number {
    if (error.message !== complaint && !closed)
      log.warn(
        { reason: error.message },
        'the bridge cannot be used; trying again, and its appliances are offline until then',
      )
    complaint = error.message
    api?.close()
    api = undefined
    at = undefined
    moved = !moved
    become('away')
    return (error.status === 403 ? timings.refusedBackoffMs : delay) * (0.5 + Math.random() / 2)
  }

  async function readAll(signal: AbortSignal): Promise<void> {
    if (!api) throw new Failure('offline', 'the bridge is away')
    const store = await api.read(signal)
    if (closed) throw new Failure('offline', 'the connection is closed')
    remember(store)
    const before = JSON.stringify([...known.all()])
    const fresh = resources()
    const data = prefixed(translate(store, recalled), prefixOf(store.config.bridgeid))
    fresh.replace(data)
    const reason = wrongBridge(config.bridgeId, fresh)
    if (reason) throw reason
    known.replace(data)
    if (JSON.stringify([...known.all()]) !== before) for (const listener of [...listeners]) listener('all')
  }

  /** A scene is there until its lamps are something else. */
  function remember({ lights }: Datastore): void {
    if (recalled.size === 0) return
    const now = JSON.stringify(lights.map(([, { state }]) => state))
    if (sceneSnapshot !== undefined && sceneSnapshot !== now) recalled.clear()
    sceneSnapshot = now
  }

  function become(next: Bridge['state']): void {
    const before = state
    state = next
    if (next === 'away' && before !== 'away') for (const listener of [...lost]) listener()
  }
}
