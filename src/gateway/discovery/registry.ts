import type { Device } from '../../home/device.ts'
import type { DiscoveredDevice } from '../../home/discovery.ts'
import type { Connection } from '../../home/driver.ts'
import { isKnown } from '../../home/spec.ts'
import { type ConfiguredDevices, isReferencedBy, type MatchedDevice, matchDevices } from './match.ts'
import { createDiscoveryStore } from './store.ts'

/** What the connections of a house come upon, kept for the next start. */
export interface DiscoveryRegistry {
  /** what that is now */
  found(): readonly MatchedDevice[]
  /** Looks again at what they come upon. */
  look(described: ConfiguredDevices, living: ReadonlyMap<string, Connection>): readonly MatchedDevice[]
  /** A device that is found by a name is what it was found to be, also while it is not there to say so. */
  standing(device: Device, id: string, driver: string, name: string): Device
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
  let last: Parameters<DiscoveryRegistry['look']> | undefined
  let timer: NodeJS.Timeout | undefined
  return {
    found: () => found,
    look(described, living) {
      last = [described, living]
      const before = found.length
      found = matchDevices(described, living, found, devices)
      clearTimeout(timer)
      // A removed device must not come back after a restart, so a removal is stored at once.
      if (!visiting && found.length < before) persist()
      else if (!visiting) timer = setTimeout(persist, persistDelayMs).unref()
      return found
    },
    standing(device, id, driver, name) {
      const was = (): Pick<DiscoveredDevice, 'spec' | 'deviceInfo'> | undefined =>
        found.find(({ appliance }) => appliance === id)?.found ?? devices.last(driver, name)
      return Object.create(device, {
        spec: { get: () => (isKnown(device.spec) ? device.spec : (was()?.spec ?? device.spec)) },
        deviceInfo: { get: () => device.deviceInfo ?? was()?.deviceInfo },
      })
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
    const [{ meant }, living] = last
    for (const [name, { discovery: finder }] of living) {
      const seen = finder?.devices() ?? []
      const all = found.filter(({ driver }) => driver === name)
      if (seen.length > 0 || finder?.isComplete) devices.keep(name, all, isReferencedBy(meant, name))
    }
  }
}
