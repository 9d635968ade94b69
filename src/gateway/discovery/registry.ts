import type { Device } from '../../home/device.ts'
import type { Found } from '../../home/discovery.ts'
import type { Connection } from '../../home/driver.ts'
import { isKnown } from '../../home/spec.ts'
import { type Described, type Discovered, discovered, meantBy } from './match.ts'
import { remembered } from './store.ts'

/** What the connections of a house come upon, kept for the next start. */
export interface Finding {
  /** what that is now */
  found(): readonly Discovered[]
  /** Looks again at what they come upon. */
  look(described: Described, living: ReadonlyMap<string, Connection>): readonly Discovered[]
  /** A device that is found by a name is what it was found to be, also while it is not there to say so. */
  standing(device: Device, id: string, driver: string, name: string): Device
  flush(): Promise<void>
  close(): Promise<void>
}

/** How long nothing new must have been found before it is kept, in milliseconds. */
const calm = 5000

/** @param visiting somebody only looks in: nothing is kept */
export function finding(file: string, warn: (fields: object, message: string) => void, visiting: boolean): Finding {
  const devices = remembered({ file, warn })
  let found: readonly Discovered[] = []
  let last: Parameters<Finding['look']> | undefined
  let timer: NodeJS.Timeout | undefined
  return {
    found: () => found,
    look(described, living) {
      last = [described, living]
      found = discovered(described, living, found, devices)
      clearTimeout(timer)
      if (!visiting) timer = setTimeout(remember, calm).unref()
      return found
    },
    standing(device, id, driver, name) {
      const was = (): Pick<Found, 'spec' | 'about'> | undefined =>
        found.find(({ appliance }) => appliance === id)?.found ?? devices.last(driver, name)
      return Object.create(device, {
        spec: { get: () => (isKnown(device.spec) ? device.spec : (was()?.spec ?? device.spec)) },
        about: { get: () => device.about ?? was()?.about },
      })
    },
    flush: devices.flush,
    async close() {
      if (timer) remember()
      await devices.flush()
    },
  }

  /** Not while crowds announce themselves. */
  function remember(): void {
    clearTimeout(timer)
    timer = undefined
    if (!last) return
    const [{ meant }, living] = last
    for (const [name, { finder }] of living) {
      const seen = finder?.found() ?? []
      const all = found.filter(({ driver }) => driver === name)
      if (seen.length > 0) devices.keep(name, all, meantBy(meant, name))
    }
  }
}
