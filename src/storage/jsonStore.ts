import { existsSync, readFileSync, renameSync } from 'node:fs'
import * as z from 'zod'
import { writeAtomically } from './replaceFile.ts'

/** The time between two writes: an SD card wears out with each. */
const minWriteIntervalMs = 2000

/** The longest time between two attempts to write to a disk that fails. */
const maxRetryIntervalMs = 60_000

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
 * Reads the file of a store without changing anything.
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
    return codeOf(error) === 'ENOENT' ? { value: empty } : { problem: codeOf(error) }
  }
  try {
    return { value: schema.parse(envelope.parse(JSON.parse(text)).data) }
  } catch {
    return { problem: 'damaged' }
  }
}

/**
 * Reads the file of a store before it is written. A damaged file, or one of a newer version, is renamed, so that the next write does
 * not replace it. What is wrong is given to `warn`.
 * @returns the value `empty` if there is no file or it cannot be used, then with the code of the system error, if it was one
 */
export function loadStoreFile<T>({ file, schema, empty, warn }: StoreOptions<T>): {
  readonly value: T
  readonly errorCode?: string
} {
  const found = readStoreFile({ file, schema, empty })
  if ('value' in found) return found
  if (found.problem !== 'damaged') {
    warn({ file, reason: found.problem }, 'a state file cannot be read; going on without it')
    return { value: empty, errorCode: found.problem }
  }
  const first = `${file}.damaged`
  const aside = existsSync(first) ? `${first}-${Date.now()}` : first
  try {
    renameSync(file, aside)
    warn({ file, aside }, 'a state file is damaged or of a newer version; it was set aside and a new one is begun')
    return { value: empty }
  } catch (error) {
    warn({ file, reason: codeOf(error) }, 'a state file is damaged and cannot be set aside; going on without it')
    return { value: empty, errorCode: codeOf(error) }
  }
}

/** Writes the file of a store once, for those who have no store open. @throws Error of the system, which names the file */
export const writeStoreFile = (file: string, value: unknown): Promise<void> => writeText(file, JSON.stringify(value))

const writeText = (file: string, json: string) => writeAtomically(file, `{"version":${version},"data":${json}}\n`)

/**
 * A JSON file that survives power cuts. Its value is held in memory and written to disk after changes. Opening it never fails:
 * see `loadStoreFile`. A disk that cannot be written is logged once, and again when it can be written.
 */
export class JsonStore<T> {
  /** The owner changes it in place and then calls `markChanged`. */
  readonly value: T
  readonly #file: string
  readonly #warn: StoreOptions<T>['warn']
  /** the JSON that the disk has; undefined after a failed write, when that is not known */
  #written: string | undefined
  #isDirty = false
  #isClosed = false
  #problem: string | undefined
  /** failed writes since the last good one */
  #failures = 0
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> | undefined
  #queuedWrite: Promise<void> | undefined
  #lastWriteMs = Number.NEGATIVE_INFINITY

  constructor(options: StoreOptions<T>) {
    this.value = loadStoreFile(options).value
    this.#file = options.file
    this.#warn = options.warn
    this.#written = JSON.stringify(this.value)
  }

  /** Schedules a write within 2 s. Nothing is written if the value is the same as on disk. */
  markChanged(): void {
    this.#isDirty = true
    if (this.#failures > 0) {
      // After failures the retry may be a minute away; a new change is tried at the normal interval.
      clearTimeout(this.#timer)
      this.#timer = undefined
    }
    this.#schedule(minWriteIntervalMs)
  }

  /** Writes pending changes now. Never throws: see `problem`. A failed write is repeated, also without another call. */
  flush(): Promise<void> {
    if (this.#queuedWrite) return this.#queuedWrite
    if (!this.#writing) return this.#isDirty && !this.#isClosed ? this.#write() : Promise.resolve()
    // The running write may lack the latest change. All callers meanwhile share one further write, so no two run at once.
    this.#queuedWrite = this.#writing.then(() => {
      this.#queuedWrite = undefined
      return this.#isDirty ? this.#write() : undefined
    })
    return this.#queuedWrite
  }

  /** Writes pending changes now, and nothing any more after that, whoever still changes the value. Never throws. */
  async close(): Promise<void> {
    await this.flush()
    this.#isClosed = true
    clearTimeout(this.#timer)
  }

  /** Why the last write failed, in words for the user; undefined if it succeeded. */
  problem(): string | undefined {
    return this.#problem
  }

  #schedule(intervalMs: number): void {
    if (this.#timer || this.#writing || !this.#isDirty || this.#isClosed) return
    const delayMs = Math.max(0, this.#lastWriteMs + intervalMs - performance.now())
    this.#timer = setTimeout(() => void this.#write(), delayMs)
    this.#timer.unref()
  }

  #write(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    // Serialised here and not at each change: a hundred changes may come between two writes.
    const json = JSON.stringify(this.value)
    this.#isDirty = false
    if (json === this.#written) return Promise.resolve()
    this.#writing = writeText(this.#file, json)
      .then(
        () => this.#onWritten(json),
        (error) => this.#onFailed(codeOf(error)),
      )
      .finally(() => {
        // A monotonic clock: the time of day may be set back.
        this.#lastWriteMs = performance.now()
        this.#writing = undefined
        this.#schedule(Math.min(maxRetryIntervalMs, minWriteIntervalMs * 2 ** Math.max(0, this.#failures - 1)))
      })
    return this.#writing
  }

  #onWritten(json: string): void {
    this.#written = json
    this.#failures = 0
    if (this.#problem) this.#warn({ file: this.#file }, 'the state can be written again')
    this.#problem = undefined
  }

  #onFailed(reason: string): void {
    const problem = `${this.#file} cannot be written (${reason}): the state is kept in memory only`
    if (problem !== this.#problem)
      this.#warn({ file: this.#file, reason }, 'the state cannot be written; it is kept in memory only')
    this.#problem = problem
    this.#isDirty = true
    this.#failures += 1
    // The failure may have come after the rename, so what the disk has is not known.
    this.#written = undefined
  }
}

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code ?? error)
