import { createDeadline } from '../../../src/home/deadline.ts'
import type { Context } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import { nap } from '../../../src/home/sleep.ts'
import type { Bridge } from '../bridge/bridge.ts'
import { rates } from '../bridge/client.ts'
import { stranger } from '../bridge/clipErrors.ts'
import { lane } from '../bridge/rateLimiter.ts'
import { type Changed, joined } from '../bridge/resourceStore.ts'
import { resources } from '../bridge/resources.ts'
import type { Config } from '../config.ts'
import { type Speaker, speak } from './api.ts'
import { orderOf } from './command.ts'
import { prefixed, prefixOf } from './ids.ts'
import type { Datastore } from './schema.ts'
import { translate } from './translate.ts'

/** In milliseconds: between two readings; before another try to connect, at first and at most; for one answer. */
export interface Timings {
  readonly poll: number
  readonly first: number
  readonly most: number
  readonly refused: number
  readonly answer: number
}
const usualTimings: Timings = { poll: 2000, first: 500, most: 30_000, refused: 60_000, answer: 4000 }

/** One bridge of CLIP v1, kept current by reading it again and again: all else sees what it would see of CLIP v2. */
export function connectOld(config: Config, { log }: Context, timings: Timings = usualTimings): Bridge {
  const known = resources()
  const listeners = new Set<(changed: Changed) => void>()
  const lost = new Set<() => void>()
  const lanes = {
    light: lane(rates.light),
    group: lane(rates.group),
  }
  const recalled = new Set<string>()
  /** the lamps as they were after a scene; nothing until they were read then */
  let scenery: string | undefined
  let state: Bridge['state'] = 'away'
  let speaker: Speaker | undefined
  let at: string | undefined
  let complaint: string | undefined
  let moved = false
  const sleep = nap()
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
    onChange: (listener) => joined(listeners, listener),
    onLost: (listener) => joined(lost, listener),
    refresh(_type, _id, signal) {
      // Whoever asks for several things at once asks once.
      asked ??= readAll(signal)
      queueMicrotask(() => {
        asked = undefined
      })
      return asked
    },
    async put(type, id, body, name, signal, begun) {
      const order = orderOf(type, id, body)
      await lanes[name](async () => {
        begun?.()
        if (!speaker) throw new Failure('offline', 'the bridge is away')
        try {
          if (order.light !== undefined) await speaker.setLight(order.light, order.state, signal)
          else await speaker.setGroup(order.group, order.state, signal)
        } catch (error) {
          // One that left an order without an answer may hang: it is looked at now.
          if (signal.aborted) sleep.wake()
          throw error
        }
      }, signal)
      recalled.clear()
      if (order.scene !== undefined) recalled.add(order.scene)
      scenery = undefined
      await readAll(signal)
      // An old bridge says that it was done of what it cannot reach, too.
      const radio = known.get(`${id.replace('lights-', 'devices-')}-radio`)
      if (radio?.status === 'disconnected') throw new Failure('offline', 'the bridge cannot reach it')
    },
    suspect: () => sleep.wake(),
    problem: () => complaint,
    notice: () =>
      state === 'away' || at === undefined || config.host === undefined || at === config.host
        ? undefined
        : `the bridge ${config.bridgeId} has moved from ${config.host} to ${at}; write host: ${at} under drivers`,
    async close() {
      closed = true
      for (const one of Object.values(lanes)) one.close()
      become('away')
      sleep.wake()
      await over
    },
  }

  async function run(): Promise<void> {
    let delay = timings.first
    while (!closed) {
      const limit = createDeadline(timings.answer)
      let rest = timings.poll
      try {
        at ??= await host(limit.signal)
        speaker ??= await speak(at, config.port ?? 80, config.applicationKey, limit.signal)
        await readAll(limit.signal)
        if (state !== 'live') log.info({ resources: known.size }, 'connected to the bridge')
        become('live')
        complaint = undefined
        delay = timings.first
      } catch (error) {
        rest = failed(error as Error, delay)
        delay = Math.min(delay * 2, timings.most)
      } finally {
        limit.end()
      }
      first()
      if (!closed) await sleep.rest(rest)
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
    speaker = undefined
    at = undefined
    moved = !moved
    become('away')
    return (error.status === 403 ? timings.refused : delay) * (0.5 + Math.random() / 2)
  }

  async function readAll(signal: AbortSignal): Promise<void> {
    if (!speaker) throw new Failure('offline', 'the bridge is away')
    const store = await speaker.read(signal)
    if (closed) throw new Failure('offline', 'the connection is closed')
    remember(store)
    const before = JSON.stringify([...known.all()])
    const fresh = resources()
    const data = prefixed(translate(store, recalled), prefixOf(store.config.bridgeid))
    fresh.replace(data)
    const reason = stranger(config.bridgeId, fresh)
    if (reason) throw reason
    known.replace(data)
    if (JSON.stringify([...known.all()]) !== before) for (const listener of [...listeners]) listener('all')
  }

  /** A scene is there until its lamps are something else. */
  function remember({ lights }: Datastore): void {
    if (recalled.size === 0) return
    const now = JSON.stringify(lights.map(([, { state }]) => state))
    if (scenery !== undefined && scenery !== now) recalled.clear()
    scenery = now
  }

  function become(next: Bridge['state']): void {
    const before = state
    state = next
    if (next === 'away' && before !== 'away') for (const listener of [...lost]) listener()
  }
}
