import { createHash } from 'node:crypto'
import { typesOf } from '../../clova/applianceTypes.ts'
import type { Edition } from '../../clova/edition.ts'
import { locationNamed } from '../../clova/edition.ts'
import type { ApplianceEntry } from '../../config/load.ts'
import { localize } from '../../config/messages.ts'
import type { DiscoveredDevice } from '../../home/discovery.ts'
import type { Connection } from '../../home/driver.ts'
import type { Steps } from '../../util/slices.ts'
import type { Text } from '../../util/translate.ts'

/** An appliance of the configuration that refers to a discovered device. */
export interface DeviceReference {
  readonly id: string
  readonly driver: string
  /** the name or key of the device */
  readonly device: string
}

/** What the configuration says of discovered devices. */
export interface ConfiguredDevices {
  readonly edition: Edition
  readonly references: readonly DeviceReference[]
  isConfigured(id: string): boolean
}

/** A discovered device, with the appliance that it belongs to. */
export interface MatchedDevice {
  readonly driver: string
  readonly device: DiscoveredDevice
  /** the name or key by which the configuration refers to it; it stays when the device is renamed */
  readonly reference?: string
  /** the id of its appliance; absent if it has none */
  readonly appliance?: string
  /** why an exposed device could not become an appliance */
  readonly reason?: Text
}

/** The devices that each connection discovered before, as `store.ts` stores them. */
export interface StoredDevices {
  of(driver: string): readonly DiscoveredDevice[]
}

/** The id of an exposed device: valid for CLOVA and the configuration, and always the same for the same key. */
export function applianceIdFor(key: string): string {
  const clean = key.replace(/[^A-Za-z0-9._:-]/g, '-')
  const isWhole = clean === key && /^[A-Za-z0-9]/.test(key) && key.length <= 100
  if (isWhole) return key
  const hash = createHash('sha1').update(key).digest('hex').slice(0, 8)
  return `${clean.replace(/^[^A-Za-z0-9]+/, '').slice(0, 90) || 'device'}-${hash}`
}

/**
 * All that the connections came upon, each with the appliance that it is: described, exposed or none.
 * @param previous what this gave the last time: a device that was renamed stays the appliance that it was
 */
export function* matchDevices(
  { edition, references, isConfigured }: ConfiguredDevices,
  connections: ReadonlyMap<string, Connection>,
  previous: readonly MatchedDevice[],
  lastSeen: StoredDevices,
): Steps<readonly MatchedDevice[]> {
  const applianceByReference = new Map(references.map(({ id, driver, device }) => [`${driver}\0${device}`, id]))
  const ids = new Set<string>()
  const previousReferences = new Map(
    previous.map(({ driver, device: { key }, reference }) => [`${driver}\0${key}`, reference]),
  )
  const types = new Set(typesOf(edition))
  const matched: MatchedDevice[] = []
  for (const [driver, { discovery }] of connections)
    for (const device of devicesOf(driver, discovery, lastSeen)) {
      matched.push(match(driver, device))
      yield
    }
  return matched

  function match(driver: string, device: DiscoveredDevice): MatchedDevice {
    const { key, name, type, exposed, refs = [] } = device
    const reference = [key, name, ...refs, previousReferences.get(`${driver}\0${key}`)].find((one) =>
      applianceByReference.has(`${driver}\0${one}`),
    )
    const appliance = applianceByReference.get(`${driver}\0${reference}`)
    if (appliance !== undefined && reference !== undefined) return { driver, device, reference, appliance }
    if (!exposed || type === undefined) return { driver, device }
    const id = applianceIdFor(key)
    if (!types.has(type)) return { driver, device, reason: localize('typeNotInEdition', { edition, type }) }
    if (ids.has(id) || isConfigured(id)) return { driver, device, reason: localize('idTaken', { id }) }
    ids.add(id)
    return { driver, device, appliance: id }
  }
}

/** A function that returns true if an appliance of this connection refers to a device by the given name or key. */
export function isReferencedBy(references: readonly DeviceReference[], connection: string): (name: string) => boolean {
  const own = references.filter(({ driver }) => driver === connection)
  const names = new Set(own.map(({ device }) => device))
  return (name) => names.has(name)
}

/** The devices of a connection; until its discovery is complete and while it has none, the stored ones. */
function devicesOf(
  driver: string,
  discovery: Connection['discovery'],
  { of }: StoredDevices,
): readonly DiscoveredDevice[] {
  const current = discovery?.devices() ?? []
  return discovery && current.length === 0 && !discovery.isComplete ? of(driver) : current
}

/** The entry of an exposed device; undefined if it is not exposed or is configured already. */
export function toApplianceEntry(
  { driver, device: found, appliance }: MatchedDevice,
  isConfigured: (id: string) => boolean,
  edition: Edition,
): ApplianceEntry | undefined {
  const { name, type, options, area } = found
  if (appliance === undefined || type === undefined || isConfigured(appliance)) return undefined
  const location = area === undefined ? undefined : locationNamed(edition, area)
  const description = {
    ...{ id: appliance, name: name.slice(0, 100), type, driver, tags: [], confirm: [] },
    ...(location !== undefined && { location }),
  }
  return { description, options }
}
