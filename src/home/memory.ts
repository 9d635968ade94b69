import * as z from 'zod'
import { JsonStore, type StoreOptions } from '../storage/jsonStore.ts'
import { parseState, type State, type Trait } from './traits.ts'

/** The last commanded state of one appliance whose device cannot report its own; it survives restarts. */
export interface Memory {
  get(): State
  /** Adds the patch, removes the traits of `unknown`, and returns the new state. */
  merge(patch: State, unknown?: readonly Trait[]): State
}

/** The memories of all appliances, in one file. */
export interface StateMemories {
  of(applianceId: string): Memory
  /** When the memory of an appliance last changed, in milliseconds since 1970; undefined if that is not known. */
  changedAt(applianceId: string): number | undefined
  /** An appliance was just removed from the home: its memory is kept for 30 days from now. */
  markRemoved(applianceId: string): void
  /** Deletes the memory of appliances that have been absent for 30 days. */
  prune(present: (applianceId: string) => boolean): void
  flush(): Promise<void>
  /** Writes what has changed, and nothing any more after that: a driver may go on when its connection was closed. */
  close(): Promise<void>
  problem(): string | undefined
}

const memoryFile = z.record(
  z.string(),
  z.object({
    state: z.unknown().transform(parseState),
    seen: z.number(),
    /** when something was last sent or corrected; versions before 0.3 did not store it */
    at: z.number().optional(),
  }),
)
type MemoryFile = z.infer<typeof memoryFile>

const dayMs = 24 * 60 * 60 * 1000
const removedRetentionMs = 30 * dayMs

/** Opens `memory.json`. Values that a trait cannot have are dropped, so the trait is not known. */
export function openMemories({
  onChange = () => {},
  ...options
}: Pick<StoreOptions<MemoryFile>, 'file' | 'warn'> & {
  /** is called with the id of each appliance whose memory changed */
  readonly onChange?: (applianceId: string) => void
}): StateMemories {
  const file = new JsonStore<MemoryFile>({ ...options, schema: memoryFile, empty: Object.create(null) })
  return {
    of: (id) => ({
      get: () => getOwn(file.value, id)?.state ?? {},
      merge(patch, unknown = []) {
        const state = { ...getOwn(file.value, id)?.state, ...patch }
        for (const trait of unknown) delete state[trait]
        file.value[id] = { state, seen: startOfDayMs(), at: Date.now() }
        file.markChanged()
        onChange(id)
        return state
      },
    }),
    changedAt: (id) => getOwn(file.value, id)?.at,
    markRemoved(id) {
      const entry = getOwn(file.value, id)
      if (!entry) return
      entry.seen = startOfDayMs()
      file.markChanged()
    },
    prune(present) {
      const now = startOfDayMs()
      for (const [id, entry] of Object.entries(file.value)) {
        if (present(id)) entry.seen = now
        else if (now - entry.seen >= removedRetentionMs) delete file.value[id]
      }
      file.markChanged()
    },
    flush: () => file.flush(),
    close: () => file.close(),
    problem: () => file.problem(),
  }
}

const getOwn = (data: MemoryFile, id: string) => (Object.hasOwn(data, id) ? data[id] : undefined)
/** Rounded to days, so that the file does not change every time an appliance is present. */
const startOfDayMs = () => Math.floor(Date.now() / dayMs) * dayMs
