import { existsSync, readFileSync, renameSync } from 'node:fs'
import * as z from 'zod'
import { writeAtomically } from './writeAtomically.ts'

/** The least time between two writes, in milliseconds: an SD card has only so many. */
const pause = 2000

/** The longest time between two tries of a disk that cannot be written, in milliseconds. */
const longestPause = 60_000

/** One JSON file that is kept in memory and follows on disk. */
export interface Store<T> {
  /** The owner changes it in place, and says so by `touch`. */
  readonly value: T
  /** The value was changed: the disk follows within 2 s. Nothing is written if it is as it was. */
  touch(): void
  /** Writes what is not written yet. Never throws: see `problem`. What cannot be written is tried again, also without this. */
  flush(): Promise<void>
  /** What is wrong with the disk, in plain words; nothing when the last write went well. */
  problem(): string | undefined
}

export interface StoreOptions<T> {
  readonly file: string
  /** What the file may hold. Anything else is set aside, and the store begins empty. */
  readonly schema: z.ZodType<T>
  readonly empty: T
  readonly warn: (fields: object, message: string) => void
}

/** The format of all our files; a file of a newer one is set aside. */
const version = 1
const envelope = z.strictObject({ version: z.literal(version), data: z.unknown() })

/** What a file holds; or that it is `damaged` (or of a newer version), or the system's code of why it cannot be read. */
export type Look<T> = { readonly value: T } | { readonly problem: string }

/**
 * Looks at a file of `store`, and leaves it as it is.
 * @returns `empty` if there is none
 */
export function look<T>({ file, schema, empty }: Pick<StoreOptions<T>, 'file' | 'schema' | 'empty'>): Look<T> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return code(error) === 'ENOENT' ? { value: empty } : { problem: code(error) }
  }
  try {
    return { value: schema.parse(envelope.parse(JSON.parse(text)).data) }
  } catch {
    return { problem: 'damaged' }
  }
}

/**
 * Opens a file that survives power cuts. It always opens: what is damaged, foreign or newer is renamed and told by `warn`,
 * and a disk that cannot be written is told once, and again when it mends.
 */
export function store<T>({ file, schema, empty, warn }: StoreOptions<T>): Store<T> {
  const value = load()
  let written: string | undefined = JSON.stringify(value)
  let touched = false
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> | undefined
  let next: Promise<void> | undefined
  let last = Number.NEGATIVE_INFINITY
  let problem: string | undefined

  return {
    value,
    touch() {
      touched = true
      if (failures > 0) {
        // A change does not wait as long as a try of its own does.
        clearTimeout(timer)
        timer = undefined
      }
      schedule(pause)
    },
    flush() {
      if (next) return next
      if (!writing) return touched ? write() : Promise.resolve()
      // What is being written began before: all who ask meanwhile share the next one, so that no two write at once.
      next = writing.then(() => {
        next = undefined
        return touched ? write() : undefined
      })
      return next
    },
    problem: () => problem,
  }

  function load(): T {
    const found = look({ file, schema, empty })
    if ('value' in found) return found.value
    if (found.problem === 'damaged') return setAside()
    warn({ file, reason: found.problem }, 'a state file cannot be read; going on without it')
    return empty
  }

  function setAside(): T {
    const first = `${file}.damaged`
    const aside = existsSync(first) ? `${first}-${Date.now()}` : first
    try {
      renameSync(file, aside)
      warn({ file, aside }, 'a state file is damaged or of a newer version; it was set aside and a new one is begun')
    } catch (error) {
      warn({ file, reason: code(error) }, 'a state file is damaged and cannot be set aside; going on without it')
    }
    return empty
  }

  function schedule(wait: number): void {
    if (timer || writing || !touched) return
    timer = setTimeout(() => void write(), Math.max(0, last + wait - performance.now()))
    timer.unref()
  }

  function write(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    // Made into text here and not at each touch, which may come a hundred times between two writes.
    const text = JSON.stringify(value)
    touched = false
    if (text === written) return Promise.resolve()
    writing = writeAtomically(file, `{"version":${version},"data":${text}}\n`)
      .then(
        () => {
          written = text
          failures = 0
          if (problem) warn({ file }, 'the state can be written again')
          problem = undefined
        },
        (error) => {
          const reason = `${file} cannot be written (${code(error)}): the state is kept in memory only`
          if (reason !== problem)
            warn({ file, reason: code(error) }, 'the state cannot be written; it is kept in memory only')
          problem = reason
          touched = true
          failures += 1
          // It may have failed after the file was in its place: what the disk has is not known any more.
          written = undefined
        },
      )
      .finally(() => {
        // Not the time of day, which may be set back by years.
        last = performance.now()
        writing = undefined
        schedule(Math.min(longestPause, pause * 2 ** Math.max(0, failures - 1)))
      })
    return writing
  }
}

const code = (error: unknown): string => String((error as NodeJS.ErrnoException).code ?? error)
