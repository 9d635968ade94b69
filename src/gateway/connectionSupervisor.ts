import type { DriverEntry } from '../config/parse.ts'
import type { Device } from '../home/device.ts'
import type { DeviceDiscovery } from '../home/discovery.ts'
import type { Connection, DriverContext, Log } from '../home/driver.ts'
import { Failure } from '../home/failure.ts'
import type { Spec } from '../home/spec.ts'
import { Backoff } from '../util/backoff.ts'
import { errorText, type LocalizedText, localizedError, sentences } from '../util/translate.ts'
import { DeferredDevice } from './deferredDevice.ts'

/** What a connection or a device is that its driver did not make. */
const messages = {
  starting: { ko: '{name} 연결을 시작하는 중입니다', ja: '{name}を始めています', en: '{name} is starting' },
  notStarted: {
    ko: '연결이 시작하지 못했습니다: {why}',
    ja: '接続を始められませんでした: {why}',
    en: 'it could not start: {why}',
  },
  couldNotStart: {
    ko: '{name} 연결이 시작하지 못했습니다: {why}',
    ja: '{name}を始められませんでした: {why}',
    en: '{name} could not start: {why}',
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
  },
} as const satisfies Readonly<Record<string, LocalizedText>>
const say = sentences(messages)

/** How long to wait before a driver that failed to start is started again, in milliseconds. */
const startBackoff = { initialMs: 1000, maxMs: 60_000 }

/**
 * Starts a driver without waiting for it. A driver that fails to start is started again, with backoff, until it is closed.
 * Until it has started, its devices exist and are offline with the reason.
 */
export function superviseConnection(
  { driver, options: config, type }: DriverEntry,
  context: DriverContext,
): Connection {
  let connection: Connection | undefined
  let startError: LocalizedText | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false
  const backoff = new Backoff(startBackoff)
  const discoveryListeners = new Set<() => void>()
  const deferred = new Set<(connection: Connection) => unknown>()
  const ready = start()
  const discovery: DeviceDiscovery = {
    devices: () => connection?.discovery?.devices() ?? [],
    get isComplete() {
      return connection?.discovery?.isComplete ?? false
    },
    onChange(listener) {
      discoveryListeners.add(listener)
      return () => discoveryListeners.delete(listener)
    },
  }

  return {
    ready,
    // Once the driver has started without discovery, there is none.
    get discovery() {
      return connection && !connection.discovery ? undefined : discovery
    },
    problems: () =>
      startError === undefined ? (connection?.problems?.() ?? []) : [say('notStarted', { why: startError })],
    get bus() {
      return connection?.bus
    },
    get codes() {
      return connection?.codes
    },
    async learn(request, dialogue) {
      if (!connection) throw localizedError(whyOffline())
      if (!connection.learn) throw localizedError(say('learnsNothing', { name: context.name, type }))
      return connection.learn(request, dialogue)
    },
    device(applianceId, options) {
      if (connection) return connection.device(applianceId, options)
      // The device is offline until the driver has started; then the real device takes its place.
      const device = new DeferredDevice({
        ...offlineDevice(describeDevice(options), whyOffline),
        close: () => deferred.delete(resolve),
      })
      const resolve = (connection: Connection) =>
        device.resolve(makeDevice(connection, applianceId, options, context.log))
      deferred.add(resolve)
      return device
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await connection?.close()
    },
  }

  function whyOffline(): LocalizedText {
    const { name } = context
    return startError === undefined ? say('starting', { name }) : say('couldNotStart', { name, why: startError })
  }

  /** The spec by the options; unknown if a file that they name was removed since the configuration was read. */
  function describeDevice(options: unknown): Spec {
    try {
      return driver.describe(options, context.resolveFile, () => {}, config) ?? unknownSpec
    } catch {
      return unknownSpec
    }
  }

  function notifyDiscovery(): void {
    for (const listener of discoveryListeners) listener()
  }

  async function start(): Promise<void> {
    try {
      const made = await driver.connect(config, context)
      if (closed) return await made.close()
      connection = made
      startError = undefined
      for (const resolve of deferred) resolve(made)
      deferred.clear()
      context.reportChange?.()
      made.discovery?.onChange(notifyDiscovery)
      await made.ready
      notifyDiscovery()
    } catch (error) {
      if (!connection) startError = errorText(error)
      const delayMs = backoff.next()
      context.log.error(
        { err: error, driver: type, again: Math.round(delayMs) },
        'a driver could not start; its devices are offline',
      )
      context.reportChange?.()
      if (closed || connection) return
      timer = setTimeout(() => void start(), delayMs)
      timer.unref()
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
