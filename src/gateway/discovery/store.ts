import * as z from 'zod'
import type { DiscoveredDevice } from '../../home/discovery.ts'
import type { Spec } from '../../home/spec.ts'
import { openStore, type StoreOptions } from '../../storage/jsonStore.ts'
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
type Kept = z.infer<typeof storeSchema>

/** What connections came upon before, kept so that the house is the same when it starts before its brokers and bridges. */
export interface DiscoveryStore {
  of(driver: string): readonly DiscoveredDevice[]
  /** What it was that the user meant by a name, when it was last there. */
  lastSeen(driver: string, name: string): Pick<DiscoveredDevice, 'spec' | 'deviceInfo'> | undefined
  /**
   * Keeps what are appliances, or should be; what is gone is kept for as long as somebody means it.
   * @param isMeant true if an appliance is described by this name
   */
  save(driver: string, found: readonly MatchedDevice[], isMeant: (name: string) => boolean): void
  flush(): Promise<void>
}

/** Opens `devices.json`. */
export function createDiscoveryStore(options: Pick<StoreOptions<Kept>, 'file' | 'warn'>): DiscoveryStore {
  const file = openStore<Kept>({ ...options, schema: storeSchema, empty: Object.create(null) })
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
      const found = entries(driver).find((one) => namesOf(one).includes(name))
      return found && { spec: found.spec as Spec, deviceInfo: found.about }
    },
    save(driver, found, isMeant) {
      const wanted = found
        .filter(({ found: { exposed }, appliance }) => exposed || appliance !== undefined)
        .map(
          ({ reference: way, found: { key, name, type, deviceInfo: about, area, via, exposed, spec, options } }) => ({
            ...{
              key,
              name,
              type,
              about,
              ...(area !== undefined && { area }),
              ...(way !== undefined && { refs: [way] }),
              via,
              exposed,
              spec,
              options,
            },
          }),
        )
      const named = new Set(wanted.flatMap(namesOf))
      const gone = entries(driver).filter((one) => {
        const names = namesOf(one)
        return !names.some((name) => named.has(name)) && names.some(isMeant)
      })
      // As it will be read again, so that what is the same is not written again.
      const text = JSON.stringify([...wanted, ...gone])
      if (JSON.stringify(entries(driver)) === text) return
      file.value[driver] = JSON.parse(text) as Kept[string]
      file.markChanged()
    },
    flush: file.flush,
  }
}

const namesOf = ({ key, name, refs = [] }: { key: string; name: string; refs?: readonly string[] | undefined }) => [
  key,
  name,
  ...refs,
]
