import { hash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as z from 'zod'

/** An access token as it is kept: only its hash. Times are in milliseconds since 1970. */
const entry = z.strictObject({
  name: z.string().min(1).max(100),
  /** SHA-256 of the token, hexadecimal */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  created: z.number(),
  expires: z.number(),
})
export type Entry = z.infer<typeof entry>

/** What `tokens.json` holds. */
export const tokensSchema = z.array(entry)

/** SHA-256, hexadecimal: the form in which tokens are kept and compared. */
export const hashToken = (token: string): string => hash('sha256', token)

/** A new token of 256 random bits, and how it is kept. The token itself is nowhere but in the answer. */
export function createToken(
  name: string,
  lifetime: number,
  now = Date.now(),
): { readonly token: string; readonly entry: Entry } {
  const token = randomBytes(32).toString('base64url')
  return { token, entry: { name, hash: hashToken(token), created: now, expires: now + lifetime } }
}

/** The tokens that are in force. A check costs one hash and no look at the disk. */
export interface Tokens {
  check(token: string): 'good' | 'unknown' | 'expired'
  /** The same of a token whose hash is there already. */
  checkHash(hash: string): 'good' | 'unknown' | 'expired'
  /** Takes the tokens of the file as they are now; those in force stay so if it cannot be read. */
  reload(): void
}

/** @param always hashes that are good for ever: the local key's own */
export function tokens(
  file: string,
  always: () => string | undefined,
  warn: (fields: object, message: string) => void,
): Tokens {
  let expiries: ReadonlyMap<string, number> = new Map()
  const self: Tokens = {
    check: (token) => (token === '' ? 'unknown' : self.checkHash(hashToken(token))),
    checkHash(hashed) {
      if (hashed === always()) return 'good'
      const expires = expiries.get(hashed)
      if (expires === undefined) return 'unknown'
      return expires > Date.now() ? 'good' : 'expired'
    },
    reload() {
      try {
        const { data } = z
          .strictObject({ version: z.literal(1), data: tokensSchema })
          .parse(JSON.parse(readFileSync(file, 'utf8')))
        expiries = new Map(data.map(({ hash, expires }) => [hash, expires]))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') expiries = new Map()
        else warn({ file }, 'the access tokens cannot be read; those known so far stay in force')
      }
    },
  }
  self.reload()
  return self
}
