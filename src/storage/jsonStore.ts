import { existsSync, readFileSync, renameSync } from 'node:fs'
import * as z from 'zod'
import { writeAtomically } from './replaceFile.ts'

/** The time between two writes: an SD card wears out with each. */
const minWriteIntervalMs = 2000

/** The longest time between two attempts to write to a disk that fails. */
const maxRetryIntervalMs = 60_000

/** A JSON file whose value is held in memory and written to disk after changes. */
export interface JsonStore<T> {
  /** The owner changes it in place and then calls `markChanged`. */
  readonly value: T
  /** Schedules a write within 2 s. Nothing is written if the value is the same as on disk. */
  markChanged(): void
  /** Writes pending changes now. Never throws: see `problem`. A failed write is repeated, also without another call. */
  flush(): Promise<void>
  /** Writes pending changes now, and nothing any more after that, whoever still changes the value. Never throws. */
  close(): Promise<void>
  /** Why the last write failed, in words for the user; undefined if it succeeded. */
  problem(): string | undefined
}

export interface StoreOptions<T> {
  readonly file: string
  /** The schema of the value. A file that does not match it is renamed, and the store starts empty. */
  readonly schema: z.ZodType<T>
  readonly empty: T
  readonly warn: (fields: object, message: string) => void
}

/** The version of the file format; a file of a newer version is renamed like a damaged one. */
const version = 1
const envelope = z.strictObject({ version: z.literal(version), data: z.unknown() })

/** The value of a file, or why there is none: `damaged` (also: of a newer version), or the code of the system error. */
export type StoreContent<T> = { readonly value: T } | { readonly problem: string }

/**
 * Reads a file of `openStore` without changing anything.
 * @returns the value `empty` if there is no file
 */
export function readStoreFile<T>({
  file,
  schema,
  empty,
}: Pick<StoreOptions<T>, 'file' | 'schema' | 'empty'>): StoreContent<T> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? { value: empty } : { problem: errorCode(error) }
  }
  try {
    return { value: schema.parse(envelope.parse(JSON.parse(text)).data) }
  } catch {
    return { problem: 'damaged' }
  }
}

/**
 * Opens a file that survives power cuts. Opening never fails: a damaged or newer file is renamed and logged by `warn`;
 * a disk that cannot be written is logged once, and again when it can be written.
 */
export function openStore<T>({ file, schema, empty, warn }: StoreOptions<T>): JsonStore<T> {
  const value = load()
  let written: string | undefined = JSON.stringify(value)
  let isDirty = false
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> | undefined
  let queuedWrite: Promise<void> | undefined
  let lastWriteMs = Number.NEGATIVE_INFINITY
  let problem: string | undefined
  let isClosed = false

  return {
    value,
    markChanged() {
      isDirty = true
      if (failures > 0) {
        // After failures the retry may be a minute away; a new change is tried at the normal interval.
        clearTimeout(timer)
        timer = undefined
      }
      schedule(minWriteIntervalMs)
    },
    flush,
    async close() {
      await flush()
      isClosed = true
      clearTimeout(timer)
    },
    problem: () => problem,
  }

  function flush(): Promise<void> {
    if (queuedWrite) return queuedWrite
    if (!writing) return isDirty && !isClosed ? write() : Promise.resolve()
    // The running write may lack the latest change. All callers meanwhile share one further write, so no two run at once.
    queuedWrite = writing.then(() => {
      queuedWrite = undefined
      return isDirty ? write() : undefined
    })
    return queuedWrite
  }

  function load(): T {
    const found = readStoreFile({ file, schema, empty })
    if ('value' in found) return found.value
    if (found.problem === 'damaged') return setDamagedAside()
    warn({ file, reason: found.problem }, 'a state file cannot be read; going on without it')
    return empty
  }

  function setDamagedAside(): T {
    const first = `${file}.damaged`
    const aside = existsSync(first) ? `${first}-${Date.now()}` : first
    try {
      renameSync(file, aside)
      warn({ file, aside }, 'a state file is damaged or of a newer version; it was set aside and a new one is begun')
    } catch (error) {
      warn({ file, reason: errorCode(error) }, 'a state file is damaged and cannot be set aside; going on without it')
    }
    return empty
  }

  function schedule(intervalMs: number): void {
    if (timer || writing || !isDirty || isClosed) return
    timer = setTimeout(() => void write(), Math.max(0, lastWriteMs + intervalMs - performance.now()))
    timer.unref()
  }

  function write(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    // Serialised here and not at each change: a hundred changes may come between two writes.
    const text = JSON.stringify(value)
    isDirty = false
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
          const reason = `${file} cannot be written (${errorCode(error)}): the state is kept in memory only`
          if (reason !== problem)
            warn({ file, reason: errorCode(error) }, 'the state cannot be written; it is kept in memory only')
          problem = reason
          isDirty = true
          failures += 1
          // The failure may have come after the rename, so what the disk has is not known.
          written = undefined
        },
      )
      .finally(() => {
        // A monotonic clock: the time of day may be set back.
        lastWriteMs = performance.now()
        writing = undefined
        schedule(Math.min(maxRetryIntervalMs, minWriteIntervalMs * 2 ** Math.max(0, failures - 1)))
      })
    return writing
  }
}

const errorCode = (error: unknown): string => String((error as NodeJS.ErrnoException).code ?? error)
