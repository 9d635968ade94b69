import { createHash } from 'node:crypto'
import { typesOf } from '../../clova/applianceTypes.ts'
import type { Edition } from '../../clova/edition.ts'
import { locationNamed } from '../../clova/edition.ts'
import type { ApplianceEntry } from '../../config/load.ts'
import type { DiscoveredDevice } from '../../home/discovery.ts'
import type { Connection } from '../../home/driver.ts'

/** An appliance that the user described as one of those that a connection comes upon. */
export interface DeviceReference {
  readonly id: string
  readonly driver: string
  /** the name or key of the device that it is */
  readonly device: string
}

/** What the user described. */
export interface ConfiguredDevices {
  readonly edition: Edition
  readonly references: readonly DeviceReference[]
  isConfigured(id: string): boolean
}

/** A device that a connection came upon, and what became of it. */
export interface MatchedDevice {
  readonly driver: string
  readonly found: DiscoveredDevice
  /** the name or key by which the user describes it, whatever it is called meanwhile */
  readonly reference?: string
  /** the appliance that it is, if it is one */
  readonly appliance?: string
  /** why it is none though the user wants it, in plain words */
  readonly reason?: string
}

/** What each connection found the last time, as `store.ts` keeps it. */
export interface LastSeenDevices {
  of(driver: string): readonly DiscoveredDevice[]
}

/** An id that CLOVA and the configuration take, always the same for the same key. */
export function applianceIdFor(key: string): string {
  const clean = key.replace(/[^A-Za-z0-9._:-]/g, '-')
  const isWhole = clean === key && /^[A-Za-z0-9]/.test(key) && key.length <= 100
  if (isWhole) return key
  const hash = createHash('sha1').update(key).digest('hex').slice(0, 8)
  return `${clean.replace(/^[^A-Za-z0-9]+/, '').slice(0, 90) || 'device'}-${hash}`
}

/**
 * All that the connections came upon, each with the appliance that it is: described, exposed or none.
 * @param before what this gave the last time: a device that was renamed stays the appliance that it was
 */
export function matchDevices(
  { edition, references, isConfigured }: ConfiguredDevices,
  connections: ReadonlyMap<string, Connection>,
  before: readonly MatchedDevice[],
  remembered: LastSeenDevices,
): readonly MatchedDevice[] {
  const described = new Map(references.map(({ id, driver, device }) => [`${driver}\0${device}`, id]))
  const ids = new Set<string>()
  const ways = new Map(before.map(({ driver, found: { key }, reference: way }) => [`${driver}\0${key}`, way]))
  const types = new Set(typesOf(edition))
  return [...connections].flatMap(([driver, { discovery: finder }]) =>
    devicesOf(driver, finder, remembered).map((found): MatchedDevice => {
      const { key, name, type, exposed, refs = [] } = found
      const way = [key, name, ...refs, ways.get(`${driver}\0${key}`)].find((one) => described.has(`${driver}\0${one}`))
      const appliance = described.get(`${driver}\0${way}`)
      if (appliance !== undefined && way !== undefined) return { driver, found, reference: way, appliance }
      if (!exposed || type === undefined) return { driver, found }
      const id = applianceIdFor(key)
      if (!types.has(type)) return { driver, found, reason: `the edition ${edition} has no type ${type}` }
      if (ids.has(id) || isConfigured(id))
        return { driver, found, reason: `another appliance has the id ${id} already` }
      ids.add(id)
      return { driver, found, appliance: id }
    }),
  )
}

/** Whether an appliance of a connection is described by some name or key. */
export function isReferencedBy(meant: readonly DeviceReference[], connection: string): (name: string) => boolean {
  const mine = meant.filter(({ driver }) => driver === connection)
  const names = new Set(mine.map(({ device }) => device))
  return (name) => names.has(name)
}

/** The devices that a connection discovers; until it knows them, those that it discovered before. */
function devicesOf(
  driver: string,
  finder: Connection['discovery'],
  { of }: LastSeenDevices,
): readonly DiscoveredDevice[] {
  const now = finder?.devices() ?? []
  return finder && now.length === 0 && !finder.isComplete ? of(driver) : now
}

/** The entry of an appliance that nobody described; nothing if it is none, or is described. */
export function toApplianceEntry(
  { driver, found, appliance }: MatchedDevice,
  isDescribed: (id: string) => boolean,
  edition: Edition,
): ApplianceEntry | undefined {
  const { name, type, options, area } = found
  if (appliance === undefined || type === undefined || isDescribed(appliance)) return undefined
  const location = area === undefined ? undefined : locationNamed(edition, area)
  const description = {
    ...{ id: appliance, name: name.slice(0, 100), type, driver, tags: [], confirm: [] },
    ...(location !== undefined && { location }),
  }
  return { description, options }
}
