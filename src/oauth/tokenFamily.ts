import { randomBytes, timingSafeEqual } from 'node:crypto'
import { hashToken } from './accessTokens.ts'

/** How many characters of a code or of a refresh token tell which family it is of: 120 random bits. */
const familyLength = 20

/** A new family: what a code, and all refresh tokens that follow from it, begin with. */
export const newFamily = (): string => randomBytes(15).toString('base64url')

/** A code or a refresh token: its family, and 264 random bits of its own. */
export const ofFamily = (family: string): string => family + randomBytes(33).toString('base64url')

/** The next token of the family that a code or a refresh token is of. */
export const nextOf = (token: string): string => ofFamily(token.slice(0, familyLength))

/** A secret of 256 random bits that stands for nothing but itself. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/**
 * The hash of the family that a code or a refresh token is of. Only who once held one of a family knows how they begin,
 * so whatever begins so and is not in force was, or was made up by a thief: no list of old ones need be kept.
 */
export const familyHash = (token: string): string => hashToken(token.slice(0, familyLength))

/** True if both are the same, in a time that does not tell how much of them is. */
export const same = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(hashToken(a), 'hex'), Buffer.from(hashToken(b), 'hex'))
