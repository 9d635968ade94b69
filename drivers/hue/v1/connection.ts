import { createCancellableSleep, createDeadline } from '../../../src/home/deadline.ts'
import type { DriverContext, Log } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import { Backoff, withJitter } from '../../../src/util/backoff.ts'
import { runInSlices } from '../../../src/util/slices.ts'
import { errorText, type LocalizedText } from '../../../src/util/translate.ts'
import type { Bridge, BridgeState } from '../bridge/bridge.ts'
import { commandRates, type ResourceRequest } from '../bridge/client.ts'
import { BridgeRateLimiter } from '../bridge/rateLimiter.ts'
import { type ChangeListener, subscribe, wrongBridge } from '../bridge/resourceStore.ts'
import { ResourceMap } from '../bridge/resources.ts'
import { SharedReads } from '../bridge/sharedReads.ts'
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

/** So many readings may be under way: a command does not wait for one that is not answered. */
const maxReads = 3

/** After a reading the bridge is left alone for so many times as long as that took, so that a large one does not take all time. */
const pauseFactor = 4

/** Begins to connect to a bridge of CLIP v1 and returns at once. */
export const connectV1Bridge = (
  config: HueConfig,
  context: DriverContext,
  timings: V1Timings = defaultTimings,
): Bridge => new V1BridgeConnection(config, context, timings)

/** One bridge of CLIP v1, which is read at intervals; its resources are those of CLIP v2. */
class V1BridgeConnection implements Bridge {
  readonly ready: Promise<void>
  readonly resources = new ResourceMap()
  readonly #config: HueConfig
  readonly #log: Log
  readonly #timings: V1Timings
  readonly #listeners = new Set<ChangeListener>()
  readonly #lostListeners = new Set<() => void>()
  readonly #limiters = {
    light: new BridgeRateLimiter(commandRates.light),
    group: new BridgeRateLimiter(commandRates.group),
  }
  readonly #sleep = createCancellableSleep()
  readonly #backoff: Backoff
  readonly #reads = new SharedReads<'all'>((_parts, signal) => this.#readOnce(signal), maxReads)
  /** reads are numbered in the order in which they begin */
  #lastBegunRead = 0
  #lastTakenRead = 0
  readonly #runEnded: Promise<void>
  #setReady: () => void = () => {}
  /** the scenes that were recalled last, and what scenes do with their lamps, where that was read */
  readonly #recalled = new Set<string>()
  readonly #sceneStates = new Map<string, SceneStates>()
  /** the lamps as they were after a scene was recalled; absent until they were read then */
  #sceneSnapshot: string | undefined
  #state: BridgeState = 'offline'
  #api: V1Api | undefined
  #host: string | undefined
  #problem: LocalizedText | undefined
  #isMoved = false
  #isClosed = false

  constructor(config: HueConfig, { log }: DriverContext, timings: V1Timings) {
    this.#config = config
    this.#log = log
    this.#timings = timings
    this.#backoff = new Backoff({ initialMs: timings.firstBackoffMs, maxMs: timings.maxBackoffMs })
    this.ready = new Promise((resolve) => {
      this.#setReady = resolve
    })
    this.#runEnded = this.#run()
  }

  get state(): BridgeState {
    return this.#state
  }

  onChange = (listener: ChangeListener): (() => void) => subscribe(this.#listeners, listener)

  refresh = (_type: string, _id: string | undefined, signal: AbortSignal): Promise<void> => {
    return this.#readAll(signal)
  }

  onLost(listener: () => void): () => void {
    return subscribe(this.#lostListeners, listener)
  }

  expectEvent(): void {
    this.#sleep.cancel()
  }

  problem(): LocalizedText | undefined {
    return this.#problem
  }

  notice(): LocalizedText | undefined {
    const { host } = this.#config
    return this.#state === 'offline' || this.#host === undefined || host === undefined || this.#host === host
      ? undefined
      : moved(this.#config, this.#host, this.#host)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const limiter of Object.values(this.#limiters)) limiter.close()
    this.#api?.close()
    this.#setState('offline')
    this.#sleep.cancel()
    await this.#runEnded
  }

  async put(request: ResourceRequest, signal: AbortSignal, onSent?: () => void): Promise<undefined> {
    const command = v1CommandFor(request.type, request.id, request.body)
    await this.#limiters[request.rate].run(async () => {
      if (!this.#api) throw new Failure('offline', say('bridgeAway'))
      try {
        if (command.scene !== undefined) await this.#readScene(this.#api, command.scene, signal)
        onSent?.()
        if (command.light !== undefined) await this.#api.setLight(command.light, command.state, signal)
        else await this.#api.setGroup(command.group, command.state, signal)
      } catch (error) {
        // A bridge that left a command without an answer may hang: it is read now.
        if (signal.aborted) this.#sleep.cancel()
        throw error
      }
    }, signal)
    this.#recalled.clear()
    if (command.scene !== undefined) this.#recalled.add(command.scene)
    this.#sceneSnapshot = undefined
    await this.#readAll(signal)
    // A bridge of v1 takes commands also for lamps that it does not reach.
    const radio = this.resources.get(`${request.id.replace('lights-', 'devices-')}-radio`)
    if (radio?.status === 'disconnected') throw new Failure('offline', say('cannotReach'))
  }

  /** The bridge reports what a scene does with its lamps only for one scene at a time, and some emulations not at all. */
  async #readScene(current: V1Api, id: string, signal: AbortSignal): Promise<void> {
    const states = await current.readScene(id, signal)
    if (states) this.#sceneStates.set(id, states)
    else this.#sceneStates.delete(id)
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      const deadline = createDeadline(this.#timings.answerTimeoutMs)
      let waitMs = this.#timings.pollIntervalMs
      try {
        this.#host ??= await this.#resolveHost(deadline.signal)
        this.#api ??= await createV1Api(
          this.#host,
          this.#config.port ?? 80,
          this.#config.applicationKey,
          deadline.signal,
        )
        const begunMs = performance.now()
        await this.#readAll(deadline.signal)
        waitMs = Math.max(waitMs, pauseFactor * (performance.now() - begunMs))
        if (this.#state !== 'streaming') this.#log.info({ resources: this.resources.size }, 'connected to the bridge')
        this.#setState('streaming')
        this.#problem = undefined
        this.#backoff.reset()
      } catch (error) {
        waitMs = this.#failed(error as Error)
      } finally {
        deadline.end()
      }
      this.#setReady()
      if (!this.#isClosed) await this.#sleep.wait(waitMs)
    }
  }

  /** The configured host, or, if the bridge was not there just now, where the bridge of this id says that it is. */
  async #resolveHost(signal: AbortSignal): Promise<string> {
    const { host: configured, bridgeId } = this.#config
    if (configured !== undefined && !(this.#isMoved && bridgeId !== undefined)) return configured
    const { whereIs } = await import('../network/mdns.ts')
    const address = (await whereIs(bridgeId ?? '', signal))?.address ?? configured
    if (address === undefined) throw new Failure('offline', say('notFound', { id: bridgeId ?? '' }))
    return address
  }

  /** @returns after how many milliseconds to try again */
  #failed(error: Error & { readonly status?: number }): number {
    if (error.message !== this.#problem?.en && !this.#isClosed)
      this.#log.warn(
        { reason: error.message },
        'the bridge cannot be used; trying again, and its appliances are offline until then',
      )
    this.#problem = errorText(error)
    this.#api?.close()
    this.#api = undefined
    this.#host = undefined
    this.#isMoved = !this.#isMoved
    this.#setState('offline')
    return error.status === 403 ? withJitter(this.#timings.refusedBackoffMs) : this.#backoff.next()
  }

  /** Reads everything by a request that is sent after this is called. */
  #readAll(signal: AbortSignal): Promise<void> {
    return this.#reads.request('all', signal)
  }

  async #readOnce(signal: AbortSignal): Promise<void> {
    if (!this.#api) throw new Failure('offline', say('bridgeAway'))
    this.#lastBegunRead += 1
    const number = this.#lastBegunRead
    const datastore = await this.#api.read(signal)
    if (this.#isClosed) throw new Failure('offline', say('closed'))
    // An answer that arrives after that to a later request is older than what is known.
    if (number < this.#lastTakenRead) return
    this.#lastTakenRead = number
    this.#forgetScenes(datastore)
    const fresh = new ResourceMap()
    const translated = await runInSlices(translate(datastore, this.#recalled, this.#sceneStates), signal)
    await runInSlices(fresh.replace(translated, datastore.leftOut), signal)
    const failure = wrongBridge(this.#config.bridgeId, fresh)
    if (failure) throw failure
    const isSame = await runInSlices(fresh.isSame(this.resources), signal)
    if (isSame || number < this.#lastTakenRead || this.#isClosed) return
    this.resources.adopt(fresh)
    for (const listener of [...this.#listeners]) listener('all', 'answer')
  }

  /** A scene is active until its lamps are changed. */
  #forgetScenes({ lights }: Datastore): void {
    if (this.#recalled.size === 0) return
    const snapshot = JSON.stringify(lights.map(([, { state: lamp }]) => lamp))
    if (this.#sceneSnapshot !== undefined && this.#sceneSnapshot !== snapshot) this.#recalled.clear()
    this.#sceneSnapshot = snapshot
  }

  #setState(next: BridgeState): void {
    const before = this.#state
    this.#state = next
    if (next === 'offline' && before !== 'offline') for (const listener of [...this.#lostListeners]) listener()
  }
}
