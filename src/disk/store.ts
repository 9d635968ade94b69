import { existsSync, readFileSync, renameSync } from 'node:fs'
import * as z from 'zod'
import { writeAtomically } from './atomic.ts'

/** The least time between two writes, in milliseconds: an SD card has only so many. */
const pause = 2000

/** One JSON file that is kept in memory and follows on disk. */
export interface Store<T> {
  /** The owner changes it in place, and says so by `touch`. */
  readonly value: T
  /** The value was changed: the disk follows within 2 s. Nothing is written if it is as it was. */
  touch(): void
  /** Writes what is not written yet. Never throws: see `problem`. */
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

/**
 * Opens a file that survives power cuts. It always opens: what is damaged, foreign or newer is renamed and told by `warn`,
 * and a disk that cannot be written is told once, and again when it mends.
 */
export function store<T>({ file, schema, empty, warn }: StoreOptions<T>): Store<T> {
  const value = load()
  let written = JSON.stringify(value)
  let touched = false
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> | undefined
  let last = 0
  let problem: string | undefined

  return {
    value,
    touch() {
      touched = true
      schedule()
    },
    async flush() {
      clearTimeout(timer)
      timer = undefined
      await writing
      await (touched ? write() : writing)
    },
    problem: () => problem,
  }

  function load(): T {
    let text: string
    try {
      text = readFileSync(file, 'utf8')
    } catch (error) {
      if (code(error) !== 'ENOENT')
        warn({ file, reason: code(error) }, 'a state file cannot be read; going on without it')
      return empty
    }
    try {
      return schema.parse(envelope.parse(JSON.parse(text)).data)
    } catch {
      return setAside()
    }
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

  function schedule(): void {
    if (timer || writing || !touched) return
    timer = setTimeout(
      () => {
        timer = undefined
        void write()
      },
      Math.max(0, last + pause - Date.now()),
    )
    timer.unref()
  }

  function write(): Promise<void> {
    // Made into text here and not at each touch, which may come a hundred times between two writes.
    const text = touched ? JSON.stringify(value) : written
    touched = false
    if (text === written) return Promise.resolve()
    writing = writeAtomically(file, `{"version":${version},"data":${text}}\n`)
      .then(
        () => {
          written = text
          if (problem) warn({ file }, 'the state can be written again')
          problem = undefined
        },
        (error) => {
          const reason = `${file} cannot be written (${code(error)}): the state is kept in memory only`
          if (reason !== problem)
            warn({ file, reason: code(error) }, 'the state cannot be written; it is kept in memory only')
          problem = reason
          touched = true
        },
      )
      .finally(() => {
        last = Date.now()
        writing = undefined
        // After a failed write the next change tries again, not a timer of its own.
        if (!problem) schedule()
      })
    return writing
  }
}

const code = (error: unknown): string => String((error as NodeJS.ErrnoException).code ?? error)
