import { entriesOf, isLevel } from './file.ts'
import { plain } from './words.ts'

/** A leaf of a mode, and what is set when it is sent: words of the file, absent where it has no level for them. */
export interface Found {
  readonly path: readonly string[]
  readonly leaf: unknown
  readonly fan?: string
  readonly swing?: string
  /** °C */
  readonly temperature?: number
}

/** The words of a file for its fan and its flaps. */
export interface Vocabulary {
  readonly fans: readonly string[]
  readonly swings: readonly string[]
}

type Kind = 'fan' | 'swing' | 'temperature'

const isNumber = (word: string) => /^\s*-?\d+(\.\d+)?\s*(°?C)?\s*$/i.test(word)

/** What the names on a level are; files differ in the order of their levels, and leave some out. */
function kindOf(
  names: readonly string[],
  known: Omit<Found, 'path' | 'leaf'>,
  vocabulary: Vocabulary,
): Kind | undefined {
  const has = (words: readonly string[]) => names.some((name) => words.some((word) => plain(word) === plain(name)))
  if (known.fan === undefined && has(vocabulary.fans)) return 'fan'
  if (known.swing === undefined && has(vocabulary.swings)) return 'swing'
  return known.temperature === undefined && names.some(isNumber) ? 'temperature' : undefined
}

/** All leaves below a level. Names that the file does not announce are left out, as SmartIR does. */
export function leavesOf(
  value: unknown,
  path: readonly string[],
  vocabulary: Vocabulary,
  known: Omit<Found, 'path' | 'leaf'> = {},
): Found[] {
  if (!isLevel(value)) return [{ ...known, path, leaf: value }]
  const entries = entriesOf(value)
  const names = entries.map(([name]) => name)
  const kind = kindOf(names, known, vocabulary)
  if (!kind) return entries.length === 0 ? [] : [{ ...known, path, leaf: undefined }]
  return entries.flatMap(([name, below]) => {
    const set = told(kind, name, vocabulary)
    return set ? leavesOf(below, [...path, name], vocabulary, { ...known, ...set }) : []
  })
}

/** What a name on a level of this kind sets, in the words that the file announces. */
function told(kind: Kind, name: string, { fans, swings }: Vocabulary): Omit<Found, 'path' | 'leaf'> | undefined {
  if (kind === 'temperature') return isNumber(name) ? { temperature: Number.parseFloat(name) } : undefined
  const word = (kind === 'fan' ? fans : swings).find((one) => plain(one) === plain(name))
  return word === undefined ? undefined : kind === 'fan' ? { fan: word } : { swing: word }
}

/**
 * What a mode should have and has not: fans that the file announces, and temperatures that other levels of it have. One line
 * for each level, in plain words that begin with the path.
 */
export function missingIn(mode: string, found: readonly Found[], { fans }: Vocabulary): string[] {
  const had = new Set(found.map(({ fan }) => fan))
  const noFans = had.has(undefined) ? [] : fans.filter((fan) => !had.has(fan))
  const all = [...new Set(found.flatMap(({ temperature }) => temperature ?? []))]
  const levels = new Map<string, Found[]>()
  for (const one of found) {
    const level = one.path.slice(0, -1).join('.')
    levels.set(level, [...(levels.get(level) ?? []), one])
  }
  const fewer = [...levels].flatMap(([level, some]) => {
    const own = new Set(some.map(({ temperature }) => temperature))
    const missing = own.has(undefined) ? [] : all.filter((temperature) => !own.has(temperature))
    return missing.length === 0 ? [] : [`${level} has no ${missing.sort((one, other) => one - other).join(', ')}`]
  })
  return [...(noFans.length === 0 ? [] : [`${mode} has no ${noFans.join(', ')}`]), ...fewer]
}
