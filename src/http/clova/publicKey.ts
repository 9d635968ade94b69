import { createHash, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { writeAtomically } from '../../storage/replaceFile.ts'
import { downloadText } from '../../util/download.ts'
import { isSignedBy, readPublicKey } from './signature.ts'

/** How long a download of the key may take, and how long none is tried after one, in milliseconds. */
const fetchTimeoutMs = 3000
const cooldownMs = 60_000

interface Options {
  /** a URL, or the full name of a PEM file */
  readonly source: string
  /** where a downloaded key is kept, so that a restart without internet works */
  readonly cacheFile: string
  readonly warn: (fields: object, message: string) => void
  /** milliseconds by a clock that never jumps */
  readonly now?: () => number
}

interface Key {
  readonly pem: string
  readonly object: KeyObject
}

/** The name of the cache of a key: one for each address, since the key of one must not pass for that of another. */
export const cacheFileName = (source: string): string =>
  `public-key-${createHash('sha1').update(source).digest('hex').slice(0, 12)}.pem`

/**
 * CLOVA's public key, from its file, or from its cache on disk and its URL. A key that is published later waits beside the
 * one in force until a request verifies with it: whoever signs wrongly can neither bring it into force nor keep it out.
 */
export class SignatureKey {
  private key: Key | undefined
  private candidate: Key | undefined
  private reason: string | undefined
  private lastFetch = Number.NEGATIVE_INFINITY
  private fetching: Promise<void> | undefined
  private readonly isUrl: boolean
  private readonly options: Options

  constructor(options: Options) {
    this.options = options
    this.isUrl = /^https?:/.test(options.source)
    this.key = this.load(this.isUrl ? options.cacheFile : options.source)
    if (this.isUrl && !this.key) void this.fetch()
  }

  /** True if the key in force signed these bytes. */
  verify(body: Uint8Array, signature: Uint8Array): boolean {
    return this.key !== undefined && isSignedBy(body, signature, this.key.object)
  }

  /**
   * For when it did not: a key that comes from a URL may have changed. The one that was published last is tried, after it
   * was downloaded anew, at most once a minute. A key that verifies is in force from then on.
   */
  async verifyWithRefreshedKey(body: Uint8Array, signature: Uint8Array): Promise<boolean> {
    if (!this.isUrl) return false
    if (this.acceptCandidate(body, signature)) return true
    await this.fetch()
    return this.verify(body, signature) || this.acceptCandidate(body, signature)
  }

  /** Why nothing can be verified, in plain words; nothing if there is a key. */
  problem(): string | undefined {
    return this.key ? undefined : this.reason
  }

  private acceptCandidate(body: Uint8Array, signature: Uint8Array): boolean {
    const { candidate } = this
    if (!candidate || !isSignedBy(body, signature, candidate.object)) return false
    this.useKey(candidate)
    return true
  }

  private load(file: string): Key | undefined {
    try {
      const pem = readFileSync(file, 'utf8')
      return { pem, object: readPublicKey(pem) }
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (this.isUrl && code === 'ENOENT') return undefined
      this.reason = `the public key ${file} cannot be used: ${code ?? message}`
      this.options.warn({ file, reason: code ?? message }, 'the public key cannot be used; no request is accepted')
      return undefined
    }
  }

  /** Downloads the key that is published now, unless that was tried a moment ago. Never rejects. */
  private fetch(): Promise<void> {
    if (this.fetching) return this.fetching
    const { source, warn, now = () => performance.now() } = this.options
    if (now() - this.lastFetch < cooldownMs) return Promise.resolve()
    this.lastFetch = now()
    this.fetching = downloadText(source, fetchTimeoutMs)
      .then((pem) => {
        const found = { pem, object: readPublicKey(pem) }
        if (!this.key) this.useKey(found)
        else this.candidate = found.pem === this.key.pem ? undefined : found
      })
      .catch((error: Error) => {
        this.reason = `the public key cannot be had from ${source}: ${error.message}`
        warn({ url: source, reason: error.message }, 'the public key cannot be had')
      })
      .finally(() => {
        this.fetching = undefined
      })
    return this.fetching
  }

  private useKey(key: Key): void {
    this.key = key
    this.candidate = undefined
    const { cacheFile, warn } = this.options
    writeAtomically(cacheFile, key.pem).catch((error: NodeJS.ErrnoException) =>
      warn({ file: cacheFile, reason: error.code }, 'the public key cannot be kept on disk'),
    )
  }
}
