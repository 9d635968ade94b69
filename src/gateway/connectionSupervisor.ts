import type { DriverEntry } from '../config/parse.ts'
import type { Device } from '../home/device.ts'
import type { DeviceDiscovery } from '../home/discovery.ts'
import type { Connection, DriverContext, Log } from '../home/driver.ts'
import { Failure } from '../home/failure.ts'
import type { Dialogue, LearningRequest } from '../home/learning.ts'
import type { ProblemRow } from '../home/offlineCause.ts'
import type { Spec } from '../home/spec.ts'
import { Backoff } from '../util/backoff.ts'
import { errorText, type LocalizedText, localizedError, sentences, type Text } from '../util/translate.ts'
import { DeferredDevice } from './deferredDevice.ts'

/** What a connection or a device is that its driver did not make. */
const messages = {
  starting: { ko: '{name} 연결을 시작하는 중입니다', ja: '{name}を始めています', en: '{name} is starting' },
  notStarted: {
    ko: '연결이 시작하지 못했습니다: {why}',
    ja: '接続を始められませんでした: {why}',
    en: 'it could not start: {why}',
    cause: 'driverFailed',
  },
  couldNotStart: {
    ko: '{name} 연결이 시작하지 못했습니다: {why}',
    ja: '{name}を始められませんでした: {why}',
    en: '{name} could not start: {why}',
    cause: 'driverFailed',
  },
  learnsNothing: {
    ko: '{name} 은(는) {type} 연결이라 배울 것이 없습니다',
    ja: '{name}は{type}の接続で、学習するものがありません',
    en: '{name} is a connection of the type {type}, which learns nothing',
  },
  deviceNotMade: {
    ko: '드라이버가 기기를 만들지 못했습니다: {why}',
    ja: 'ドライバーが機器を作れませんでした: {why}',
    en: 'the driver could not make the device: {why}',
    cause: 'driverFailed',
  },
} as const satisfies Readonly<Record<string, ProblemRow>>
const say = sentences(messages)

/** How long to wait before a driver that failed to start is started again, in milliseconds. */
const startBackoff = { initialMs: 1000, maxMs: 60_000 }

/**
 * Starts a driver without waiting for it. A driver that fails to start is started again, with backoff, until it is closed.
 * Until it has started, its devices exist and are offline with the reason.
 */
export class SupervisedConnection implements Connection {
  readonly ready: Promise<void>
  readonly #entry: DriverEntry
  readonly #context: DriverContext
  readonly #backoff = new Backoff(startBackoff)
  readonly #discoveryListeners = new Set<() => void>()
  /** takes the place of each device that was made before the driver had started */
  readonly #deferred = new Set<(connection: Connection) => unknown>()
  readonly #discovery: DeviceDiscovery
  #connection: Connection | undefined
  #startError: LocalizedText | undefined
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(entry: DriverEntry, context: DriverContext) {
    this.#entry = entry
    this.#context = context
    const connection = () => this.#connection
    this.#discovery = {
      devices: () => connection()?.discovery?.devices() ?? [],
      get isComplete() {
        return connection()?.discovery?.isComplete ?? false
      },
      onChange: (listener) => {
        this.#discoveryListeners.add(listener)
        return () => this.#discoveryListeners.delete(listener)
      },
    }
    this.ready = this.#start()
  }

  // Once the driver has started without discovery, there is none.
  get discovery(): DeviceDiscovery | undefined {
    return this.#connection && !this.#connection.discovery ? undefined : this.#discovery
  }

  problems(): readonly Text[] {
    return this.#startError === undefined
      ? (this.#connection?.problems?.() ?? [])
      : [say('notStarted', { why: this.#startError })]
  }

  expectCommand(): void {
    this.#connection?.expectCommand?.()
  }

  get bus(): Connection['bus'] {
    return this.#connection?.bus
  }

  get codes(): Connection['codes'] {
    return this.#connection?.codes
  }

  async learn(request: LearningRequest, dialogue: Dialogue): Promise<void> {
    if (!this.#connection) throw localizedError(this.#whyOffline())
    if (!this.#connection.learn)
      throw localizedError(say('learnsNothing', { name: this.#context.name, type: this.#entry.type }))
    return this.#connection.learn(request, dialogue)
  }

  device(applianceId: string, options: unknown): Device {
    if (this.#connection) return this.#connection.device(applianceId, options)
    // The device is offline until the driver has started; then the real device takes its place.
    const device = new DeferredDevice({
      ...offlineDevice(this.#describeDevice(options), () => this.#whyOffline()),
      close: () => this.#deferred.delete(resolve),
    })
    const resolve = (connection: Connection) =>
      device.resolve(makeDevice(connection, applianceId, options, this.#context.log))
    this.#deferred.add(resolve)
    return device
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#connection?.close()
  }

  #whyOffline(): LocalizedText {
    const { name } = this.#context
    return this.#startError === undefined
      ? say('starting', { name })
      : say('couldNotStart', { name, why: this.#startError })
  }

  /** The spec by the options; unknown if a file that they name was removed since the configuration was read. */
  #describeDevice(options: unknown): Spec {
    try {
      return (
        this.#entry.driver.describe(options, this.#context.resolveFile, () => {}, this.#entry.options) ?? unknownSpec
      )
    } catch {
      return unknownSpec
    }
  }

  #notifyDiscovery(): void {
    for (const listener of this.#discoveryListeners) listener()
  }

  async #start(): Promise<void> {
    try {
      const made = await this.#entry.driver.connect(this.#entry.options, this.#context)
      if (this.#isClosed) return await made.close()
      this.#connection = made
      this.#startError = undefined
      for (const resolve of this.#deferred) resolve(made)
      this.#deferred.clear()
      this.#context.reportChange?.()
      made.discovery?.onChange(() => this.#notifyDiscovery())
      await made.ready
      this.#notifyDiscovery()
    } catch (error) {
      if (!this.#connection) this.#startError = errorText(error)
      const delayMs = this.#backoff.next()
      this.#context.log.error(
        { err: error, driver: this.#entry.type, again: Math.round(delayMs) },
        'a driver could not start; its devices are offline',
      )
      this.#context.reportChange?.()
      if (this.#isClosed || this.#connection) return
      this.#timer = setTimeout(() => void this.#start(), delayMs)
      this.#timer.unref()
    }
  }
}

/** The device of an appliance. If the driver cannot create it, a device that is offline with the reason takes its place. */
export function makeDevice(
  connection: Connection,
  applianceId: string,
  options: unknown,
  log: Pick<Log, 'error'>,
): Device {
  try {
    return connection.device(applianceId, options)
  } catch (error) {
    log.error({ err: error, appliance: applianceId }, 'a device could not be made; it stays offline')
    const reason = say('deviceNotMade', { why: errorText(error) })
    return offlineDevice(unknownSpec, () => reason)
  }
}

/** The spec of a device of which nothing is known yet. */
const unknownSpec: Spec = { traits: {}, verbs: [] }

/** A device that cannot be reached, since its driver has not started or could not make it. */
const offlineDevice = (spec: Spec, reason: () => LocalizedText): Device => ({
  spec,
  read: async () => ({ online: false, offlineReason: reason(), state: {} }),
  apply: async () => {
    throw new Failure('offline', reason())
  },
})
