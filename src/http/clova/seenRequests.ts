import { readFileSync, statSync } from 'node:fs'
import { appendFile, rename } from 'node:fs/promises'

/** How many bytes of a signature tell a request from any other. */
const digestBytes = 16

/** How many requests one file holds, and how long they wait to be written together, in milliseconds. */
const maxPerFile = 32_768
const writeDelayMs = 1000

interface Options {
  /** full name; the file before it is beside it, with `.old` */
  readonly file: string
  readonly warn: (fields: object, message: string) => void
}

/**
 * The requests that were executed, also those before the last start: between 32,768 and 65,536, and 16 bytes of each. The
 * protocol has no time in its messages, so a request that somebody recorded would be good as long as its access token.
 * A power cut loses the last second of them.
 */
export class SeenRequests {
  #current: Set<string>
  #previous: Set<string>
  #unwritten: string[] = []
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()
  #hasWarned = false
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
    this.#previous = this.#load(`${options.file}.old`)
    this.#current = this.#load(options.file)
  }

  /** True if a request with this signature was seen before; it is from now on. */
  checkAndAdd(signature: Buffer): boolean {
    const digest = signature.toString('latin1', 0, digestBytes)
    if (this.#current.has(digest) || this.#previous.has(digest)) return true
    this.#current.add(digest)
    this.#unwritten.push(digest)
    this.#timer ??= setTimeout(() => void this.flush(), writeDelayMs).unref()
    return false
  }

  /** Writes what is not written yet. Never throws: what cannot be written is logged once. */
  flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#writing = this.#writing.then(() => this.#write())
    return this.#writing
  }

  async #write(): Promise<void> {
    const digests = this.#unwritten.splice(0)
    if (digests.length === 0) return
    const { file, warn } = this.#options
    try {
      await appendFile(file, Buffer.from(digests.join(''), 'latin1'), { mode: 0o600 })
      if (this.#current.size < maxPerFile) return
      await rename(file, `${file}.old`)
      this.#previous = this.#current
      this.#current = new Set()
    } catch (error) {
      if (!this.#hasWarned)
        warn(
          { file, reason: (error as NodeJS.ErrnoException).code },
          'the requests that were executed cannot be kept: after a restart they could be repeated',
        )
      this.#hasWarned = true
      // In memory they stay known; the set is bounded all the same.
      if (this.#current.size < maxPerFile) return
      this.#previous = this.#current
      this.#current = new Set()
    }
  }

  #load(file: string): Set<string> {
    try {
      // Whatever lies there: what was written by this class is not larger.
      if (statSync(file).size > 2 * maxPerFile * digestBytes) throw new Error('it is too large')
      const text = readFileSync(file).toString('latin1')
      const digests = Array.from({ length: Math.floor(text.length / digestBytes) }, (_, i) =>
        text.slice(i * digestBytes, (i + 1) * digestBytes),
      )
      return new Set(digests)
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code !== 'ENOENT')
        this.#options.warn({ file, reason: code ?? message }, 'the requests that were executed cannot be read')
      return new Set()
    }
  }
}
