import type { DriverEntry } from '../config/parse.ts'
import type { Device } from '../home/device.ts'
import type { DeviceDiscovery } from '../home/discovery.ts'
import type { Connection, DriverContext } from '../home/driver.ts'
import { Failure } from '../home/failure.ts'
import type { Spec } from '../home/spec.ts'
import { DeferredDevice } from './deferredDevice.ts'

/** How long to wait before a driver that failed to start is tried again, in milliseconds: at first, and at most. */
const backoff = { first: 1000, most: 60_000 }

/**
 * Starts a driver without waiting for it. A driver that fails is tried again for ever, with backoff;
 * until it has started its devices are there, and offline.
 */
export function superviseConnection(
  { driver, options: config, type }: DriverEntry,
  context: DriverContext,
): Connection {
  let connection: Connection | undefined
  let timer: NodeJS.Timeout | undefined
  let delay = backoff.first
  let closed = false
  const listeners = new Set<() => void>()
  const started = new Set<(connection: Connection) => unknown>()
  const ready = start()
  const finder: DeviceDiscovery = {
    devices: () => connection?.discovery?.devices() ?? [],
    get isComplete() {
      return connection?.discovery?.isComplete ?? false
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }

  return {
    ready,
    // One that has started and does not look around finds nothing for ever.
    get discovery() {
      return connection && !connection.discovery ? undefined : finder
    },
    problems: () => connection?.problems?.() ?? [],
    get bus() {
      return connection?.bus
    },
    async learn(lesson, dialogue) {
      if (!connection) throw new Error(`${context.name} could not be started`)
      if (!connection.learn)
        throw new Error(`${context.name} is a connection of the type ${type}, which learns nothing`)
      return connection.learn(lesson, dialogue)
    },
    device(applianceId, options) {
      if (connection) return connection.device(applianceId, options)
      // Until then one that is offline; then what it can do is the real one's, whatever that is made of.
      const device = new DeferredDevice({
        ...offlineDevice,
        spec: described(options),
        close: () => started.delete(become),
      })
      const become = (connection: Connection) => device.become(connection.device(applianceId, options))
      started.add(become)
      return device
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await connection?.close()
    },
  }

  /** A file that was right when it was read may be gone since. */
  function described(options: unknown): Spec {
    try {
      return driver.describe(options, context.resolveFile, () => {}, config) ?? nothing
    } catch {
      return nothing
    }
  }

  function tellFound(): void {
    for (const listener of listeners) listener()
  }

  async function start(): Promise<void> {
    try {
      const made = await driver.connect(config, context)
      if (closed) return await made.close()
      connection = made
      for (const tell of started) {
        try {
          tell(made)
        } catch (error) {
          context.log.error({ err: error, driver: type }, 'a device could not be made; it stays offline')
        }
      }
      started.clear()
      made.discovery?.onChange(tellFound)
      await made.ready
      tellFound()
    } catch (error) {
      context.log.error({ err: error, driver: type, again: delay }, 'a driver could not start; its devices are offline')
      if (closed) return
      timer = setTimeout(() => void start(), delay)
      timer.unref()
      delay = Math.min(delay * 2, backoff.most)
    }
  }
}

const nothing: Spec = { traits: {}, verbs: [] }

/** A device whose driver has not started, but for its spec. */
export const offlineDevice: Omit<Device, 'spec'> = {
  read: async () => ({ online: false, state: {} }),
  apply: async () => {
    throw new Failure('offline', 'the driver has not started')
  },
}
