import * as z from 'zod'
import { type Store, type StoreOptions, store } from '../storage/jsonStore.ts'
import { believeState, type State, type Trait } from './traits.ts'

/** The state of one appliance whose device cannot be read: what it was last told, kept over restarts. */
export interface Memory {
  get(): State
  /** Adds what is now known, forgets what is known no longer, and gives all that is. */
  merge(patch: State, unknown?: readonly Trait[]): State
}

/** The memories of the whole house, in one file. */
export interface Memories {
  of(applianceId: string): Memory
  /** An appliance has just left the house: its 30 days begin. */
  left(applianceId: string): void
  /** Forgets appliances that are not in the house and were not for 30 days. */
  prune(present: (applianceId: string) => boolean): void
  flush(): Promise<void>
  problem(): string | undefined
}

const kept = z.record(z.string(), z.object({ state: z.unknown().transform(believeState), seen: z.number() }))
type Kept = z.infer<typeof kept>

const day = 24 * 60 * 60 * 1000
const keepRemoved = 30 * day

/** Opens `memory.json`; values that no trait can have are left out, as unknown. */
export function memories(options: Pick<StoreOptions<Kept>, 'file' | 'warn'>): Memories {
  const file: Store<Kept> = store({ ...options, schema: kept, empty: Object.create(null) })
  return {
    of: (id) => ({
      get: () => own(file.value, id)?.state ?? {},
      merge(patch, unknown = []) {
        const state = { ...own(file.value, id)?.state, ...patch }
        for (const trait of unknown) delete state[trait]
        file.value[id] = { state, seen: today() }
        file.touch()
        return state
      },
    }),
    left(id) {
      const entry = own(file.value, id)
      if (!entry) return
      entry.seen = today()
      file.touch()
    },
    prune(present) {
      const now = today()
      for (const [id, entry] of Object.entries(file.value)) {
        if (present(id)) entry.seen = now
        else if (now - entry.seen >= keepRemoved) delete file.value[id]
      }
      file.touch()
    },
    flush: file.flush,
    problem: file.problem,
  }
}

const own = (data: Kept, id: string) => (Object.hasOwn(data, id) ? data[id] : undefined)
/** Whole days, so that being seen again does not by itself change the file. */
const today = () => Math.floor(Date.now() / day) * day
