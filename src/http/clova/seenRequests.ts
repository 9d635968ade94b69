import { readFileSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { withHandle, writeAtomically } from '../../storage/replaceFile.ts'

/** A record on the disk: the first bytes of the signature of a request, and of the hash of its access token. */
const digestBytes = 6
const recordBytes = 2 * digestBytes

/** The digest of a record that ends an access token: that of no request. */
const endDigest = 0

/** How many requests are kept at most, and from how many on those of forgotten access tokens are dropped. */
const limits = { records: 524_288, cleanUp: 65_536 }

/** The shortest time between two writes, in milliseconds. */
const writeIntervalMs = 1000

interface Options {
  /** the absolute path */
  readonly file: string
  /** the SHA-256 hashes, hexadecimal, of all access tokens that are good or may become good again */
  readonly tokenHashes: () => Iterable<string>
  readonly warn: (fields: object, message: string) => void
  /** replaced in tests */
  readonly maxRecords?: number
}

/** What a record holds of a SHA-256 hash, hexadecimal. */
const tokenIdOf = (hash: string): number => Number.parseInt(hash.slice(0, 2 * digestBytes), 16)

/**
 * Every request that came with a good access token, for as long as that token may be good, also over restarts. Messages of the
 * protocol contain no time, so a recorded request could be repeated until its access token expires. If there are too many, the
 * oldest are dropped and the access tokens that they came with are ended: CLOVA refreshes its own, and one that was made by hand
 * must be made anew. A power cut loses the last second.
 */
export class SeenRequests {
  /** the id of the access token by the digest of the signature, oldest first: 48 bits each, which a double holds exactly */
  #tokenByDigest = new Map<number, number>()
  #endedTokens = new Set<number>()
  #unwritten: [digest: number, tokenId: number][] = []
  /** the file must be written anew: it is none to append to, or records were dropped */
  #isRewriteNeeded = false
  #cleanUpAt = limits.cleanUp
  #lastWriteMs = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()
  #hasWarned = false
  readonly #maxRecords: number
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
    this.#maxRecords = options.maxRecords ?? limits.records
    this.#load()
  }

  /**
   * Records a request.
   * @param tokenHash the SHA-256 of its access token, hexadecimal
   * @returns true if it was recorded before
   */
  checkAndAdd(signature: Buffer, tokenHash: string): boolean {
    const digest = signature.readUIntBE(0, digestBytes)
    if (this.#tokenByDigest.has(digest)) return true
    this.#add(digest, tokenIdOf(tokenHash))
    if (this.#tokenByDigest.size >= Math.min(this.#cleanUpAt, this.#maxRecords)) this.#cleanUp()
    return false
  }

  /** True for an access token whose requests are no longer recorded. */
  isEnded(tokenHash: string): boolean {
    return this.#endedTokens.size > 0 && this.#endedTokens.has(tokenIdOf(tokenHash))
  }

  /** Writes all pending requests. Never throws: a failure is logged once. */
  flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#lastWriteMs = performance.now()
    this.#writing = this.#writing.then(() => this.#write())
    return this.#writing
  }

  #add(digest: number, tokenId: number): void {
    this.#tokenByDigest.set(digest, tokenId)
    this.#unwritten.push([digest, tokenId])
    const delayMs = Math.max(0, this.#lastWriteMs + writeIntervalMs - performance.now())
    this.#timer ??= setTimeout(() => void this.flush(), delayMs).unref()
  }

  /** Drops the requests of access tokens that are gone; if that does not help, the older half and their access tokens too. */
  #cleanUp(): void {
    const known = new Set(Array.from(this.#options.tokenHashes(), tokenIdOf))
    for (const [digest, tokenId] of this.#tokenByDigest) if (!known.has(tokenId)) this.#tokenByDigest.delete(digest)
    for (const tokenId of this.#endedTokens) if (!known.has(tokenId)) this.#endedTokens.delete(tokenId)
    if (this.#tokenByDigest.size >= this.#maxRecords) this.#dropOlderHalf()
    this.#cleanUpAt = Math.max(limits.cleanUp, 2 * this.#tokenByDigest.size)
    this.#isRewriteNeeded = true
  }

  #dropOlderHalf(): void {
    let surplus = Math.ceil(this.#maxRecords / 2)
    const before = this.#endedTokens.size
    for (const [digest, tokenId] of this.#tokenByDigest) {
      if (surplus === 0) break
      surplus -= 1
      this.#tokenByDigest.delete(digest)
      this.#endedTokens.add(tokenId)
    }
    this.#options.warn(
      { requests: this.#maxRecords, tokens: this.#endedTokens.size - before },
      'so many requests came that the oldest can no longer be recognized if they are repeated; their access tokens are ended. One made by hand must be made anew: clova-home token create NAME',
    )
  }

  async #write(): Promise<void> {
    const added = this.#unwritten.splice(0)
    const { file, warn } = this.#options
    try {
      if (this.#isRewriteNeeded) {
        this.#isRewriteNeeded = false
        const ends = Array.from(this.#endedTokens, (tokenId) => [endDigest, tokenId] as const)
        await writeAtomically(file, toBytes([...ends, ...this.#tokenByDigest]))
      } else if (added.length > 0) await append(file, toBytes(added))
    } catch (error) {
      // They stay in memory, and with the next one the file is written anew.
      this.#isRewriteNeeded = true
      if (!this.#hasWarned)
        warn(
          { file, reason: (error as NodeJS.ErrnoException).code },
          'the requests that came cannot be kept: after a restart they could be repeated',
        )
      this.#hasWarned = true
    }
  }

  #load(): void {
    const { file, warn } = this.#options
    try {
      // Reads no more than this class writes, whatever the file contains.
      this.#isRewriteNeeded = statSync(file).size > 4 * limits.records * recordBytes
      if (this.#isRewriteNeeded) throw new Error('it is too large')
      const bytes = readFileSync(file)
      // A power cut may leave a part of a record.
      this.#isRewriteNeeded = bytes.length % recordBytes !== 0
      for (let at = 0; at + recordBytes <= bytes.length; at += recordBytes) {
        const digest = bytes.readUIntBE(at, digestBytes)
        const tokenId = bytes.readUIntBE(at + digestBytes, digestBytes)
        if (digest === endDigest) this.#endedTokens.add(tokenId)
        else this.#tokenByDigest.set(digest, tokenId)
      }
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code !== 'ENOENT') warn({ file, reason: code ?? message }, 'the requests that came before cannot be read')
    }
  }
}

function toBytes(records: readonly (readonly [digest: number, tokenId: number])[]): Buffer {
  const bytes = Buffer.allocUnsafe(records.length * recordBytes)
  let at = 0
  for (const [digest, tokenId] of records) {
    at = bytes.writeUIntBE(digest, at, digestBytes)
    at = bytes.writeUIntBE(tokenId, at, digestBytes)
  }
  return bytes
}

/** Resolves when the disk has the bytes. */
async function append(file: string, bytes: Buffer): Promise<void> {
  await withHandle(await open(file, 'a', 0o600), async (handle) => {
    await handle.appendFile(bytes)
    await handle.datasync()
  })
}
