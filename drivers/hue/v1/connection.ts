import { createCancellableSleep, createDeadline } from '../../../src/home/deadline.ts'
import type { DriverContext } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import { Backoff, withJitter } from '../../../src/util/backoff.ts'
import { runInSlices } from '../../../src/util/slices.ts'
import { errorText, type LocalizedText } from '../../../src/util/translate.ts'
import type { Bridge, BridgeState } from '../bridge/bridge.ts'
import { commandRates, type ResourceRequest } from '../bridge/client.ts'
import { createRateLimiter } from '../bridge/rateLimiter.ts'
import { type ChangeListener, subscribe, wrongBridge } from '../bridge/resourceStore.ts'
import { ResourceMap } from '../bridge/resources.ts'
import { moved } from '../bridge/transport.ts'
import type { HueConfig } from '../config.ts'
import { say } from '../messages.ts'
import { createV1Api, type V1Api } from './api.ts'
import type { Datastore, SceneStates } from './schema.ts'
import { translate, v1CommandFor } from './translate.ts'

interface V1Timings {
  /** between two readings of everything */
  readonly pollIntervalMs: number
  /** before connecting again: at first, at most, and when the key is refused */
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

/** One bridge of CLIP v1, kept current by reading it again and again, in the words of CLIP v2. */
export function connectV1Bridge(
  config: HueConfig,
  { log }: DriverContext,
  timings: V1Timings = defaultTimings,
): Bridge {
  const known = new ResourceMap()
  const listeners = new Set<ChangeListener>()
  const lostListeners = new Set<() => void>()
  const limiters = {
    light: createRateLimiter(commandRates.light),
    group: createRateLimiter(commandRates.group),
  }
  const sleep = createCancellableSleep()
  const backoff = new Backoff({ initialMs: timings.firstBackoffMs, maxMs: timings.maxBackoffMs })
  /** the scenes that were recalled last, and what scenes do with their lamps, where that was read */
  const recalled = new Set<string>()
  const sceneStates = new Map<string, SceneStates>()
  /** the lamps as they were after a scene was recalled; absent until they were read then */
  let sceneSnapshot: string | undefined
  let state: BridgeState = 'offline'
  let api: V1Api | undefined
  let host: string | undefined
  let problem: LocalizedText | undefined
  let isMoved = false
  let pendingRead: Promise<void> | undefined
  /** readings are numbered in the order in which they begin */
  let lastBegunRead = 0
  let lastTakenRead = 0
  let closed = false
  let setReady: () => void = () => {}
  const ready = new Promise<void>((resolve) => {
    setReady = resolve
  })
  const over = run()

  return {
    ready,
    get state() {
      return state
    },
    resources: known,
    onChange: (listener) => subscribe(listeners, listener),
    onLost: (listener) => subscribe(lostListeners, listener),
    refresh(_type, _id, signal) {
      // All that is asked for in the same moment is one request.
      pendingRead ??= readAll(signal)
      queueMicrotask(() => {
        pendingRead = undefined
      })
      return pendingRead
    },
    put,
    expectEvent: () => sleep.cancel(),
    problem: () => problem,
    notice: () =>
      state === 'offline' || host === undefined || config.host === undefined || host === config.host
        ? undefined
        : moved(config, host, host),
    async close() {
      closed = true
      for (const limiter of Object.values(limiters)) limiter.close()
      api?.close()
      setState('offline')
      sleep.cancel()
      await over
    },
  }

  async function put(request: ResourceRequest, signal: AbortSignal, onSent?: () => void): Promise<undefined> {
    const command = v1CommandFor(request.type, request.id, request.body)
    await limiters[request.rate](async () => {
      if (!api) throw new Failure('offline', say('bridgeAway'))
      try {
        if (command.scene !== undefined) await readScene(api, command.scene, signal)
        onSent?.()
        if (command.light !== undefined) await api.setLight(command.light, command.state, signal)
        else await api.setGroup(command.group, command.state, signal)
      } catch (error) {
        // A bridge that left a command without an answer may hang: it is read now.
        if (signal.aborted) sleep.cancel()
        throw error
      }
    }, signal)
    recalled.clear()
    if (command.scene !== undefined) recalled.add(command.scene)
    sceneSnapshot = undefined
    await readAll(signal)
    // A bridge of v1 takes commands also for lamps that it does not reach.
    const radio = known.get(`${request.id.replace('lights-', 'devices-')}-radio`)
    if (radio?.status === 'disconnected') throw new Failure('offline', say('cannotReach'))
  }

  /** What a scene does with its lamps is told only of one scene at a time. Emulations do not all tell it. */
  async function readScene(current: V1Api, id: string, signal: AbortSignal): Promise<void> {
    const states = await current.readScene(id, signal)
    if (states) sceneStates.set(id, states)
    else sceneStates.delete(id)
  }

  async function run(): Promise<void> {
    while (!closed) {
      const deadline = createDeadline(timings.answerTimeoutMs)
      let waitMs = timings.pollIntervalMs
      try {
        host ??= await resolveHost(deadline.signal)
        api ??= await createV1Api(host, config.port ?? 80, config.applicationKey, deadline.signal)
        await readAll(deadline.signal)
        if (state !== 'streaming') log.info({ resources: known.size }, 'connected to the bridge')
        setState('streaming')
        problem = undefined
        backoff.reset()
      } catch (error) {
        waitMs = failed(error as Error)
      } finally {
        deadline.end()
      }
      setReady()
      if (!closed) await sleep.wait(waitMs)
    }
  }

  /** The configured host, or, if the bridge was not there just now, where the bridge of this id says that it is. */
  async function resolveHost(signal: AbortSignal): Promise<string> {
    const { host: configured, bridgeId } = config
    if (configured !== undefined && !(isMoved && bridgeId !== undefined)) return configured
    const { whereIs } = await import('../network/mdns.ts')
    const address = (await whereIs(bridgeId ?? '', signal))?.address ?? configured
    if (address === undefined) throw new Failure('offline', say('notFound', { id: bridgeId ?? '' }))
    return address
  }

  /** @returns after how many milliseconds to try again */
  function failed(error: Error & { readonly status?: number }): number {
    if (error.message !== problem?.en && !closed)
      log.warn(
        { reason: error.message },
        'the bridge cannot be used; trying again, and its appliances are offline until then',
      )
    problem = errorText(error)
    api?.close()
    api = undefined
    host = undefined
    isMoved = !isMoved
    setState('offline')
    return error.status === 403 ? withJitter(timings.refusedBackoffMs) : backoff.next()
  }

  async function readAll(signal: AbortSignal): Promise<void> {
    if (!api) throw new Failure('offline', say('bridgeAway'))
    lastBegunRead += 1
    const number = lastBegunRead
    const datastore = await api.read(signal)
    if (closed) throw new Failure('offline', say('closed'))
    // An answer that was overtaken by one that was asked for later would bring back what was so before.
    if (number < lastTakenRead) return
    lastTakenRead = number
    forgetScenes(datastore)
    const fresh = new ResourceMap()
    const translated = await runInSlices(translate(datastore, recalled, sceneStates), signal)
    await runInSlices(fresh.replace(translated, datastore.leftOut), signal)
    const failure = wrongBridge(config.bridgeId, fresh)
    if (failure) throw failure
    const isSame = await runInSlices(fresh.isSame(known), signal)
    if (isSame || number < lastTakenRead || closed) return
    known.adopt(fresh)
    for (const listener of [...listeners]) listener('all', 'answer')
  }

  /** A scene is active until its lamps are changed. */
  function forgetScenes({ lights }: Datastore): void {
    if (recalled.size === 0) return
    const snapshot = JSON.stringify(lights.map(([, { state: lamp }]) => lamp))
    if (sceneSnapshot !== undefined && sceneSnapshot !== snapshot) recalled.clear()
    sceneSnapshot = snapshot
  }

  function setState(next: BridgeState): void {
    const before = state
    state = next
    if (next === 'offline' && before !== 'offline') for (const listener of [...lostListeners]) listener()
  }
}
