import type { Device } from '../../home/device.ts'
import type { DiscoveredDevice } from '../../home/discovery.ts'
import type { Connection } from '../../home/driver.ts'
import { isKnown } from '../../home/spec.ts'
import { type ConfiguredDevices, isReferencedBy, type MatchedDevice, matchDevices } from './match.ts'
import { createDiscoveryStore } from './store.ts'

/** What the connections of a house come upon, kept for the next start. */
export interface DiscoveryRegistry {
  /** what that is now */
  devices(): readonly MatchedDevice[]
  /** Looks again at what they come upon. */
  update(described: ConfiguredDevices, living: ReadonlyMap<string, Connection>): readonly MatchedDevice[]
  /** A device that is found by a name is what it was found to be, also while it is not there to say so. */
  withLastKnownSpec(device: Device, id: string, driver: string, name: string): Device
  flush(): Promise<void>
  close(): Promise<void>
}

/** How long nothing new must have been found before it is kept, in milliseconds. */
const persistDelayMs = 5000

/** @param visiting somebody only looks in: nothing is kept */
export function createDiscoveryRegistry(
  file: string,
  warn: (fields: object, message: string) => void,
  visiting: boolean,
): DiscoveryRegistry {
  const devices = createDiscoveryStore({ file, warn })
  let found: readonly MatchedDevice[] = []
  let last: Parameters<DiscoveryRegistry['update']> | undefined
  let timer: NodeJS.Timeout | undefined
  return {
    devices: () => found,
    update(described, living) {
      last = [described, living]
      const before = found.length
      found = matchDevices(described, living, found, devices)
      clearTimeout(timer)
      // A removed device must not come back after a restart, so a removal is stored at once.
      if (!visiting && found.length < before) persist()
      else if (!visiting) timer = setTimeout(persist, persistDelayMs).unref()
      return found
    },
    withLastKnownSpec(device, id, driver, name) {
      const was = (): Pick<DiscoveredDevice, 'spec' | 'deviceInfo'> | undefined =>
        found.find(({ appliance }) => appliance === id)?.found ?? devices.lastSeen(driver, name)
      // Each member by name: a device may be a class with private fields, which an object made from it does not have.
      return {
        get spec() {
          return isKnown(device.spec) ? device.spec : (was()?.spec ?? device.spec)
        },
        get deviceInfo() {
          return device.deviceInfo ?? was()?.deviceInfo
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
    flush: devices.flush,
    async close() {
      if (timer) persist()
      await devices.flush()
    },
  }

  /** Stores what was found; called once no more devices have announced themselves for a while. */
  function persist(): void {
    clearTimeout(timer)
    timer = undefined
    if (!last) return
    const [{ references: meant }, living] = last
    for (const [name, { discovery: finder }] of living) {
      const seen = finder?.devices() ?? []
      const all = found.filter(({ driver }) => driver === name)
      if (seen.length > 0 || finder?.isComplete) devices.save(name, all, isReferencedBy(meant, name))
    }
  }
}
