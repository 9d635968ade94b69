import type { Device } from '../../home/device.ts'
import type { DiscoveredDevice } from '../../home/discovery.ts'
import type { Connection } from '../../home/driver.ts'
import { isKnown } from '../../home/spec.ts'
import { runInSlices, runSteps, type Steps } from '../../util/slices.ts'
import { type ConfiguredDevices, isReferencedBy, type MatchedDevice, matchDevices } from './match.ts'
import { createDiscoveryStore } from './store.ts'

/** The devices that the connections of a home discovered, stored for the next start. */
export interface DiscoveryRegistry {
  /** the result of the last update */
  devices(): readonly MatchedDevice[]
  /** Matches the devices of all connections with the configuration again. */
  update(configured: ConfiguredDevices, connections: ReadonlyMap<string, Connection>): Steps<readonly MatchedDevice[]>
  /** Wraps a device that is referred to by name: while its spec is not known, the stored one is used. */
  withLastKnownSpec(device: Device, id: string, driver: string, name: string): Device
  flush(): Promise<void>
  close(): Promise<void>
}

/** How long no update may have come before the devices are stored, in milliseconds. */
const persistDelayMs = 5000

/** @param readOnly somebody only looks in: nothing is kept */
export function createDiscoveryRegistry(
  file: string,
  warn: (fields: object, message: string) => void,
  readOnly: boolean,
): DiscoveryRegistry {
  const store = createDiscoveryStore({ file, warn })
  let matched: readonly MatchedDevice[] = []
  /** the same by the ids of their appliances; made when it is first needed */
  let byAppliance: ReadonlyMap<string | undefined, MatchedDevice> | undefined
  let lastUpdate: Parameters<DiscoveryRegistry['update']> | undefined
  let timer: NodeJS.Timeout | undefined
  /** aborts when there are newer devices to store */
  let persisting: AbortController | undefined
  return {
    devices: () => matched,
    *update(configured, connections) {
      const previousCount = matched.length
      matched = yield* matchDevices(configured, connections, matched, store)
      byAppliance = undefined
      lastUpdate = [configured, connections]
      clearTimeout(timer)
      persisting?.abort()
      // A removed device must not come back after a restart, so a removal is stored at once.
      if (readOnly) return matched
      timer = setTimeout(persist, matched.length < previousCount ? 0 : persistDelayMs).unref()
      return matched
    },
    withLastKnownSpec(device, id, driver, name) {
      const lastKnown = (): Pick<DiscoveredDevice, 'spec' | 'deviceInfo'> | undefined => {
        byAppliance ??= new Map(matched.toReversed().map((one) => [one.appliance, one]))
        return byAppliance.get(id)?.device ?? store.lastSeen(driver, name)
      }
      // Each member by name: a device may be a class with private fields, which an object made from it does not have.
      return {
        get spec() {
          return isKnown(device.spec) ? device.spec : (lastKnown()?.spec ?? device.spec)
        },
        get deviceInfo() {
          return device.deviceInfo ?? lastKnown()?.deviceInfo
        },
        get assume() {
          const { assume } = device
          return assume && ((...corrections: Parameters<typeof assume>) => assume.apply(device, corrections))
        },
        read: (query) => device.read(query),
        apply: (command, signal) => device.apply(command, signal),
        close: () => device.close?.(),
      }
    },
    flush: store.flush,
    async close() {
      clearTimeout(timer)
      persisting?.abort()
      // The connections are closed next, so it is done at once.
      if (timer || persisting) runSteps(storeDevices())
      timer = undefined
      persisting = undefined
      await store.flush()
    },
  }

  /** Called once no more devices have announced themselves for a while. */
  function persist(): void {
    timer = undefined
    const current = new AbortController()
    persisting = current
    runInSlices(storeDevices(), current.signal)
      .catch((err: unknown) => {
        if (!current.signal.aborted) warn({ err }, 'the discovered devices cannot be stored')
      })
      .finally(() => {
        if (persisting === current) persisting = undefined
      })
  }

  function* storeDevices(): Steps<void> {
    if (!lastUpdate) return
    const [{ references }, connections] = lastUpdate
    for (const [name, { discovery }] of connections) {
      const devices = discovery?.devices() ?? []
      const ofConnection = matched.filter(({ driver }) => driver === name)
      if (devices.length > 0 || discovery?.isComplete)
        yield* store.save(name, ofConnection, isReferencedBy(references, name))
    }
  }
}
