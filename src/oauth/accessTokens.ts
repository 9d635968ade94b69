import { hash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as z from 'zod'

/** An access token that was made by hand, as it is stored: only its hash. Times are in milliseconds since 1970. */
const storedToken = z.strictObject({
  name: z.string().min(1).max(100),
  /** SHA-256 of the token, hexadecimal */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  created: z.number(),
  expires: z.number(),
})
export type StoredToken = z.infer<typeof storedToken>

/** What `tokens.json` holds. */
export const tokensSchema = z.array(storedToken)
const tokensFile = z.strictObject({ version: z.literal(1), data: tokensSchema })

/** SHA-256, hexadecimal: the form in which tokens are stored and compared. */
export function hashToken(token: string): string {
  // A request asks several times for the hash of its token.
  if (lastHashed?.token !== token) lastHashed = { token, hash: hash('sha256', token) }
  return lastHashed.hash
}
let lastHashed: { readonly token: string; readonly hash: string } | undefined

/** A new token of 256 random bits, and what is stored of it. */
export function createToken(
  name: string,
  lifetimeMs: number,
  now = Date.now(),
  prefix = '',
): { readonly token: string; readonly entry: StoredToken } {
  const token = prefix + randomBytes(32).toString('base64url')
  return { token, entry: { name, hash: hashToken(token), created: now, expires: now + lifetimeMs } }
}

type TokenState = 'good' | 'unknown' | 'expired'

/** The access tokens that were made by hand. A check costs one hash and no access to the disk. */
export class AccessTokens {
  readonly #file: string
  readonly #warn: (fields: object, message: string) => void
  #expiryByHash: ReadonlyMap<string, number> = new Map()

  constructor(file: string, warn: (fields: object, message: string) => void) {
    this.#file = file
    this.#warn = warn
    this.reload()
  }

  check(token: string): TokenState {
    return this.checkHash(hashToken(token))
  }

  checkHash(tokenHash: string): TokenState {
    const expires = this.#expiryByHash.get(tokenHash)
    if (expires === undefined) return 'unknown'
    return expires > Date.now() ? 'good' : 'expired'
  }

  /** The hashes of all tokens, also of expired ones: the clock may be wrong now. */
  hashes(): Iterable<string> {
    return this.#expiryByHash.keys()
  }

  /** Reads the file again. If it cannot be read, the tokens that are known stay in force. */
  reload(): void {
    try {
      const { data } = tokensFile.parse(JSON.parse(readFileSync(this.#file, 'utf8')))
      this.#expiryByHash = new Map(data.map((token) => [token.hash, token.expires]))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') this.#expiryByHash = new Map()
      else this.#warn({ file: this.#file }, 'the access tokens cannot be read; those known so far stay in force')
    }
  }
}
