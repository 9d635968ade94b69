import { randomBytes, timingSafeEqual } from 'node:crypto'
import { hashToken } from './accessTokens.ts'
import { type Grant, limits } from './grantSchema.ts'
import type { TokenAges } from './tokenAges.ts'

/**
 * A code and all refresh tokens that follow from it are one family: they begin with the same 120 random bits, in this many
 * characters. Only who once held a token of a family knows how it begins. So a token that begins like a family and is not
 * valid was valid once, or was made up by a thief; no list of old tokens is needed to detect that.
 */
const familyLength = 20

/** How long a used refresh token may be used again, because its answer may have been lost; in milliseconds. */
const reuseGraceMs = 60_000

/**
 * Behind a hub everything that a home issues begins with the id of the home and a dot (`src/hub/homeId.ts`). No other token has
 * a dot, since base64url has none.
 */
const prefixOf = (token: string): string => token.slice(0, token.indexOf('.') + 1)
const familyOf = (token: string): string => token.slice(prefixOf(token).length).slice(0, familyLength)

/** A new family. */
export const newFamily = (): string => randomBytes(15).toString('base64url')

/** A code or a refresh token: its family, and 264 random bits of its own. @param prefix of the home, behind a hub */
export const newTokenOf = (family: string, prefix = ''): string =>
  prefix + family + randomBytes(33).toString('base64url')

/** The next token of the family that a code or a refresh token is of. */
export const nextTokenOf = (token: string): string => newTokenOf(familyOf(token), prefixOf(token))

/** A secret of 256 random bits that belongs to no family. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** The hash of the family that a code or a refresh token is of. */
export const familyHash = (token: string): string => hashToken(familyOf(token))

/** Compares two texts in a time that does not depend on how much of them is equal. */
export const timingSafeEqualText = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(hashToken(a), 'hex'), Buffer.from(hashToken(b), 'hex'))

/** True for a refresh token that may be used: it is in force, or it was used less than a minute ago. */
export const isRefreshable = (grant: Grant, hash: string, ages: TokenAges): boolean =>
  grant.refresh.includes(hash) || recentlyUsed(grant, ages).some((used) => used.hash === hash)

/**
 * Replaces a refresh token that may be used by the next one; both are given by their hashes.
 * If the token was used before, its answer was lost or is on its way: then both of the tokens that were given stay in force
 * until one of them is used.
 * @param usedAt the time by the wall clock, in milliseconds since 1970
 * @returns what undoes this replacement and no other, since another may have been made and answered meanwhile
 */
export function replaceRefreshToken(
  grant: Grant,
  usedHash: string,
  nextHash: string,
  ages: TokenAges,
  usedAt: number,
): () => void {
  if (grant.refresh.includes(usedHash)) {
    // The used one comes last, because the schema keeps the last ones.
    markUsed([...grant.refresh.filter((hash) => hash !== usedHash), usedHash])
    grant.refresh = [nextHash]
  } else add(nextHash)
  return () => {
    grant.refresh = grant.refresh.filter((hash) => hash !== nextHash)
    if (grant.refresh.includes(usedHash)) return
    grant.spent = grant.spent.filter(({ hash }) => hash !== usedHash)
    add(usedHash)
  }

  function add(hash: string): void {
    const all = [...grant.refresh, hash]
    grant.refresh = all.slice(-limits.refresh)
    // A token that no longer fits was given to a client, so for the grace time its use is no theft.
    markUsed(all.slice(0, -limits.refresh))
  }

  function markUsed(hashes: readonly string[]): void {
    if (hashes.length === 0) return
    const used = hashes.map((hash) => ages.stamp({ hash, at: usedAt }))
    grant.spent = [...recentlyUsed(grant, ages), ...used].slice(-limits.spent)
  }
}

const recentlyUsed = ({ spent }: Grant, ages: TokenAges) =>
  spent.filter((used) => ages.ageMs(used, used.at) <= reuseGraceMs)
