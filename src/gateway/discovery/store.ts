import * as z from 'zod'
import type { DiscoveredDevice } from '../../home/discovery.ts'
import type { Spec } from '../../home/spec.ts'
import { JsonStore, type StoreOptions } from '../../storage/jsonStore.ts'
import type { Steps } from '../../util/slices.ts'
import type { MatchedDevice } from './match.ts'

const spec = z.object({
  assumed: z.literal(true).optional(),
  traits: z.record(z.string(), z.looseObject({ can: z.array(z.string()) })),
  verbs: z.array(z.string()),
})
const device = z.object({
  key: z.string(),
  name: z.string(),
  type: z.string().optional(),
  about: z.record(z.string(), z.string()),
  area: z.string().optional(),
  refs: z.array(z.string()).optional(),
  via: z.string(),
  exposed: z.boolean(),
  spec,
  options: z.unknown(),
})
const storeSchema = z.record(z.string(), z.array(device))
type StoreContent = z.infer<typeof storeSchema>
type StoredDevice = Omit<z.infer<typeof device>, 'spec'> & { readonly spec: Spec }

/** Discovered devices, stored so that the home has the same appliances when it starts before its brokers and bridges. */
export interface DiscoveryStore {
  of(driver: string): readonly DiscoveredDevice[]
  /** Spec and information of the device with this name, key or reference, as it was last seen. */
  lastSeen(driver: string, name: string): Pick<DiscoveredDevice, 'spec' | 'deviceInfo'> | undefined
  /**
   * Stores the devices that are appliances or exposed. An absent device stays stored while the configuration refers to it.
   * @param isReferenced true if an appliance refers to a device by this name
   */
  save(driver: string, found: readonly MatchedDevice[], isReferenced: (name: string) => boolean): Steps<void>
  flush(): Promise<void>
}

type StoredDevices = StoreContent[string]

/** The devices by each of their names. A list is replaced and never changed. */
const namesOfLists = new WeakMap<StoredDevices, ReadonlyMap<string, StoredDevices[number]>>()
function byName(devices: StoredDevices): ReadonlyMap<string, StoredDevices[number]> {
  const known = namesOfLists.get(devices)
  if (known) return known
  // The first of two devices of one name counts.
  const named = new Map(devices.toReversed().flatMap((one) => namesOf(one).map((name) => [name, one] as const)))
  namesOfLists.set(devices, named)
  return named
}

/** Opens `devices.json`. */
export function createDiscoveryStore(options: Pick<StoreOptions<StoreContent>, 'file' | 'warn'>): DiscoveryStore {
  const file = new JsonStore<StoreContent>({ ...options, schema: storeSchema, empty: Object.create(null) })
  const entries = (driver: string) => (Object.hasOwn(file.value, driver) ? (file.value[driver] ?? []) : [])
  return {
    of: (driver) =>
      entries(driver).map(({ type, spec, refs, about, area, ...rest }) => ({
        ...rest,
        deviceInfo: about,
        ...(area !== undefined && { area }),
        ...(type !== undefined && { type }),
        ...(refs !== undefined && { refs }),
        spec: spec as Spec,
        problems: [],
      })),
    lastSeen(driver, name) {
      const entry = byName(entries(driver)).get(name)
      return entry && { spec: entry.spec as Spec, deviceInfo: entry.about }
    },
    *save(driver, found, isReferenced) {
      const present: StoreContent[string] = []
      for (const { reference, device, appliance } of found) {
        if (!device.exposed && appliance === undefined) continue
        // As it will be read again, so that it can be compared with what was.
        present.push(JSON.parse(JSON.stringify(toStored(device, reference))) as StoreContent[string][number])
        yield
      }
      const presentNames = new Set(present.flatMap(namesOf))
      const absent = entries(driver).filter((one) => {
        const names = namesOf(one)
        return !names.some((name) => presentNames.has(name)) && names.some(isReferenced)
      })
      const before = entries(driver)
      const now = [...present, ...absent]
      let isSame = before.length === now.length
      for (let i = 0; isSame && i < now.length; i += 1) {
        isSame = JSON.stringify(before[i]) === JSON.stringify(now[i])
        yield
      }
      // An unchanged list is not written.
      if (isSame) return
      file.value[driver] = now
      file.markChanged()
    },
    flush: () => file.flush(),
  }
}

const toStored = (
  { key, name, type, deviceInfo: about, area, via, exposed, spec, options }: DiscoveredDevice,
  reference: string | undefined,
): StoredDevice => ({
  key,
  name,
  ...(type !== undefined && { type }),
  about: { ...about },
  ...(area !== undefined && { area }),
  ...(reference !== undefined && { refs: [reference] }),
  via,
  exposed,
  spec,
  options,
})

const namesOf = ({ key, name, refs = [] }: { key: string; name: string; refs?: readonly string[] | undefined }) => [
  key,
  name,
  ...refs,
]
