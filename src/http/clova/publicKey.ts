import { createHash, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describeNetworkError } from '../../home/networkErrors.ts'
import { writeAtomically } from '../../storage/replaceFile.ts'
import { downloadText } from '../../util/download.ts'
import { type LocalizedText, sentences } from '../../util/translate.ts'
import { isSignedBy, readPublicKey } from './signature.ts'

/** The timeout of a download of the key, and the shortest time between two downloads, in milliseconds. */
const fetchTimeoutMs = 3000
const cooldownMs = 60_000

interface Options {
  /** a URL, or the full name of a PEM file */
  readonly source: string
  /** where a downloaded key is stored, for a restart without internet */
  readonly cacheFile: string
  readonly warn: (fields: object, message: string) => void
  /** milliseconds by a clock that never jumps */
  readonly now?: () => number
}

const say = sentences({
  unusable: {
    ko: '공개 키 {file} 을(를) 쓸 수 없습니다: {why}',
    ja: '公開鍵 {file} を使えません: {why}',
    en: 'the public key {file} cannot be used: {why}',
  },
  notHad: {
    ko: '{source} 에서 공개 키를 받을 수 없습니다: {why}',
    ja: '{source} から公開鍵を取得できません: {why}',
    en: 'the public key cannot be had from {source}: {why}',
  },
} as const)

interface Key {
  readonly pem: string
  readonly object: KeyObject
}

/** The name of the cache file: one for each URL, so that the key of one is never used for another. */
export const cacheFileName = (source: string): string =>
  `public-key-${createHash('sha1').update(source).digest('hex').slice(0, 12)}.pem`

/**
 * CLOVA's public key, from its file, or from its cache on disk and its URL. A newly published key is a
 * candidate until a request verifies with it, so a wrongly signed request can neither activate nor block it.
 */
export class SignatureKey {
  private key: Key | undefined
  private candidate: Key | undefined
  private reason: LocalizedText | undefined
  private lastFetch = Number.NEGATIVE_INFINITY
  private fetching: Promise<void> | undefined
  /** whether the key comes from CLOVA's site, and not from a file of the user */
  readonly isUrl: boolean
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
   * Verifies with the newest published key, for bytes that the key in force does not verify. The key is downloaded at most
   * once a minute. If it verifies the bytes, it is in force from then on.
   */
  async verifyWithRefreshedKey(body: Uint8Array, signature: Uint8Array): Promise<boolean> {
    if (!this.isUrl) return false
    if (this.acceptCandidate(body, signature)) return true
    await this.fetch()
    return this.verify(body, signature) || this.acceptCandidate(body, signature)
  }

  /** Why no signature can be verified, in words for the user; undefined if there is a key. */
  problem(): LocalizedText | undefined {
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
      this.reason = say('unusable', { file, why: code ?? message })
      this.options.warn({ file, reason: code ?? message }, 'the public key cannot be used; no request is accepted')
      return undefined
    }
  }

  /** Downloads the published key, unless that was tried within the last minute. Never rejects. */
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
        this.reason = say('notHad', { source, why: describeNetworkError(error) })
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
