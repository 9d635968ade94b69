import * as z from 'zod'
import { type StoreOptions, store } from '../disk/store.ts'
import type { Found } from '../home/device.ts'
import type { Spec } from '../home/spec.ts'

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
  via: z.string(),
  exposed: z.boolean(),
  spec,
  options: z.unknown(),
})
const kept = z.record(z.string(), z.array(device))
type Kept = z.infer<typeof kept>

/** What connections came upon before, kept so that the house is the same when it starts before its brokers and bridges. */
export interface Remembered {
  of(driver: string): readonly Found[]
  keep(driver: string, found: readonly Found[]): void
  flush(): Promise<void>
}

/** Opens `devices.json`. */
export function remembered(options: Pick<StoreOptions<Kept>, 'file' | 'warn'>): Remembered {
  const file = store<Kept>({ ...options, schema: kept, empty: Object.create(null) })
  return {
    of: (driver) =>
      (Object.hasOwn(file.value, driver) ? (file.value[driver] ?? []) : []).map(({ type, spec, ...rest }) => ({
        ...rest,
        ...(type !== undefined && { type }),
        spec: spec as Spec,
        problems: [],
      })),
    keep(driver, found) {
      const wanted = found
        .filter(({ exposed }) => exposed)
        .map(({ key, name, type, about, via, exposed, spec, options }) => ({
          ...{ key, name, type, about, via, exposed, spec, options },
        }))
      // As it will be read again, so that what is the same is not written again.
      const text = JSON.stringify(wanted)
      if (JSON.stringify(file.value[driver] ?? []) === text) return
      file.value[driver] = JSON.parse(text) as Kept[string]
      file.touch()
    },
    flush: file.flush,
  }
}
