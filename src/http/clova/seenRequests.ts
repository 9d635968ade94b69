import { readFileSync, statSync } from 'node:fs'
import { appendFile, rename } from 'node:fs/promises'

/** How many bytes of a signature identify a request. */
const digestBytes = 16

/** How many requests one file holds, and the delay before they are written together, in milliseconds. */
const maxPerFile = 32_768
const writeDelayMs = 1000

interface Options {
  /** the absolute path; the previous file has the suffix `.old` */
  readonly file: string
  readonly warn: (fields: object, message: string) => void
}

/**
 * The last 32,768 to 65,536 executed requests, also those before the last start, with 16 bytes of each. Messages of the
 * protocol contain no time, so a recorded request could be repeated for as long as its access token is valid. A power cut
 * loses the last second of them.
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

  /** Records the signature of a request. @returns true if it was recorded before */
  checkAndAdd(signature: Buffer): boolean {
    const digest = signature.toString('latin1', 0, digestBytes)
    if (this.#current.has(digest) || this.#previous.has(digest)) return true
    this.#current.add(digest)
    this.#unwritten.push(digest)
    this.#timer ??= setTimeout(() => void this.flush(), writeDelayMs).unref()
    return false
  }

  /** Writes all pending requests. Never throws: a failure is logged once. */
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
      // They stay in memory, where their number is limited too.
      if (this.#current.size < maxPerFile) return
      this.#previous = this.#current
      this.#current = new Set()
    }
  }

  #load(file: string): Set<string> {
    try {
      // Reads no more than this class writes, whatever the file contains.
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
