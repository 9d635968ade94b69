import { randomInt } from 'node:crypto'

/**
 * The id of a home behind a hub: 12 characters of Crockford's base32 alphabet, which has no letters that look like digits.
 * It is the first part of everything that the home issues (`<homeId>.<random>`), so that the hub keeps no table of tokens.
 */
export type HomeId = string

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const length = 12
export const homeIdPattern = new RegExp(`^[${alphabet}]{${length}}$`)

/** 60 random bits, so that a home cannot be found by guessing. */
export const createHomeId = (): HomeId => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')

export const isHomeId = (text: string): boolean => homeIdPattern.test(text)

/** The id as somebody typed it: capital letters, spaces, hyphens and the letters o, i and l for 0 and 1 are understood. */
export function parseHomeId(typed: string): HomeId | undefined {
  const id = typed.toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0').replace(/[il]/g, '1')
  return isHomeId(id) ? id : undefined
}

/** The id as people read it: in three groups of four. */
export const groupedHomeId = (home: HomeId): string => home.replace(/(.{4})(?=.)/g, '$1-')

/** The home that issued a token or a code; nothing if it has no such prefix. */
export function homeOf(token: string): HomeId | undefined {
  const prefix = token.slice(0, length)
  return token[length] === '.' && isHomeId(prefix) ? prefix : undefined
}
