import type { LocalizedText } from '../../../src/util/translate.ts'
import { type ClimateMode, climateModes, keyOfMode, type ModeKey, modeKeys, modeOfKey } from '../climate/protocol.ts'
import { type ClimateFile, entriesOf, isLevel } from './file.ts'
import { say } from './messages.ts'
import { isFanWord, isSwingWord, modeWords, normalizeWord, presetOf, presetOfMode } from './words.ts'

/** A code of a mode, and what it sets: words of the file, absent where the file has no level for them. */
export interface Leaf {
  readonly path: readonly string[]
  readonly value: unknown
  readonly preset?: string
  readonly fan?: string
  readonly swing?: string
  /** as the file counts, and in °C */
  readonly temperature?: number
  readonly celsius?: number
}

/** The words that a file announces for each kind of level. */
export interface Vocabulary {
  readonly preset: readonly string[]
  readonly fan: readonly string[]
  readonly swing: readonly string[]
}
type Kind = keyof Vocabulary | 'temperature'

/** In the place of a word or a temperature: the code is the same for all of them. Source: litinoveweedle/SmartIR, docs/CODES_SYNTAX.md. */
const anyValue = '-'

/** The words for presets, fan and flaps; a few files have the last two the wrong way round. */
export function readVocabulary({ presetModes, fanModes, swingModes }: ClimateFile): Vocabulary {
  const isSwapped =
    swingModes.length > 0 && swingModes.every(isFanWord) && fanModes.every(isSwingWord) && !fanModes.every(isFanWord)
  const [fan, swing] = isSwapped ? [swingModes, fanModes] : [fanModes, swingModes]
  return { preset: presetModes, fan, swing }
}

/** A file whose words for the flaps all mean nothing to us offers no flaps. */
export function unknownSwings(words: readonly string[], swings: object): readonly LocalizedText[] {
  const unknown = words.filter((word) => !Object.values(swings).includes(word) && !isSwingWord(word))
  return unknown.length === 0 ? [] : [say('unknownSwings', { words: unknown.join(', ') })]
}

/** The modes of ours that a file has, and its words for them. */
export function modesOfFile({ operationModes, commands }: ClimateFile): [ClimateMode, string][] {
  return climateModes.flatMap((mode) => {
    const announced = modeWords[mode].flatMap((meant) => operationModes.filter((word) => normalizeWord(word) === meant))
    const word = announced.find((one) => isLevel(commands[one])) ?? announced[0]
    return word === undefined ? [] : [[mode, word] as [ClimateMode, string]]
  })
}

/** Modes of a file that are presets of cooling. */
export function coolingPresetsOfFile({ operationModes, commands }: ClimateFile): [ModeKey, string][] {
  return operationModes.flatMap((word) => {
    const preset = presetOfMode(word)
    return preset === undefined || !isLevel(commands[word]) ? [] : [[keyOfMode('cool', preset), word]]
  })
}

/** The codes of a mode, and those of each preset of it that CLOVA has a word for. The mode itself is without a preset, else with the first one. */
export function splitByPreset(
  key: ModeKey,
  leaves: readonly Leaf[],
): readonly { readonly key: ModeKey; readonly preset?: string; readonly found: readonly Leaf[] }[] {
  const presets = [...new Set(leaves.flatMap(({ preset }) => preset ?? []))]
  const plain = presets.find((word) => presetOf(word) === 'none') ?? presets[0]
  const of = (word: string | undefined) => leaves.filter(({ preset }) => preset === undefined || preset === word)
  const { mode } = modeOfKey(key)
  const others = presets.flatMap((word) => {
    const preset = presetOf(word)
    const own = preset === undefined || preset === 'none' ? undefined : keyOfMode(mode, preset)
    return word === plain || own === undefined || !modeKeys.includes(own)
      ? []
      : [{ key: own, preset: word, found: of(word) }]
  })
  return [{ key, found: of(plain) }, ...others]
}

/** What a file has for which CLOVA has no word. */
export function unknownPresets(words: readonly string[]): readonly LocalizedText[] {
  const unknown = words.filter((word) => presetOf(word) === undefined)
  return unknown.length === 0 ? [] : [say('unknownPresets', { words: unknown.join(', ') })]
}

/** A temperature as a file writes it: `18`, `18.5`, `18 °C`. */
const isNumber = (word: string) => /^\s*-?\d+(\.\d+)?\s*(°?C)?\s*$/i.test(word)

/** What the names on a level set; files differ in the order of their levels, and leave some out. */
function kindOf(names: readonly string[], known: Omit<Leaf, 'path' | 'value'>, words: Vocabulary): Kind | undefined {
  const has = (some: readonly string[]) =>
    names.some((name) => some.some((word) => normalizeWord(word) === normalizeWord(name)))
  const kinds = ['preset', 'fan', 'swing'] as const
  const found = kinds.find((kind) => known[kind] === undefined && has(words[kind]))
  if (found) return found
  return known.temperature === undefined && names.some(isNumber) ? 'temperature' : undefined
}

/** All codes below a level. Names that the file does not announce are left out, as SmartIR does. */
export function collectLeaves(
  value: unknown,
  path: readonly string[],
  words: Vocabulary,
  known: Omit<Leaf, 'path' | 'value'> = {},
): readonly Leaf[] {
  if (!isLevel(value)) return [{ ...known, path, value }]
  const entries = entriesOf(value)
  const names = entries.map(([name]) => name).filter((name) => name !== anyValue)
  const kind = kindOf(names, known, words)
  if (!kind && names.length > 0) return [{ ...known, path, value: undefined }]
  return entries.flatMap(([name, below]) => {
    if (name === anyValue) return collectLeaves(below, [...path, name], words, known)
    const set = kind && valueOfName(kind, name, words)
    return set ? collectLeaves(below, [...path, name], words, { ...known, ...set }) : []
  })
}

/** What a name on a level of this kind sets, in the words that the file announces. */
function valueOfName(kind: Kind, name: string, words: Vocabulary): Omit<Leaf, 'path' | 'value'> | undefined {
  if (kind === 'temperature') return isNumber(name) ? { temperature: Number.parseFloat(name) } : undefined
  const word = words[kind].find((one) => normalizeWord(one) === normalizeWord(name))
  return word === undefined ? undefined : { [kind]: word }
}

/** Some files are for remotes that count in °F, and do not say so: nobody cools to 60 °C. */
const unitOf = ({ temperatureUnit, maxTemperature }: ClimateFile): 'C' | 'F' | 'K' =>
  temperatureUnit ?? (maxTemperature > 200 ? 'K' : maxTemperature > 45 ? 'F' : 'C')

/**
 * The codes with their temperatures in °C. Of °F only those are used that are the nearest to a whole degree Celsius, which is
 * how people speak here.
 */
export function inCelsius(leaves: readonly Leaf[], head: ClimateFile): readonly Leaf[] {
  const unit = unitOf(head)
  const celsiusOf = (temperature: number): number | undefined => {
    if (unit === 'C') return temperature
    if (unit === 'K') return Math.round((temperature - 273.15) * 2) / 2
    const whole = Math.round(((temperature - 32) * 5) / 9)
    return Math.round(whole * 1.8 + 32) === temperature ? whole : undefined
  }
  const converted = leaves.flatMap((leaf): Leaf[] => {
    if (leaf.temperature === undefined) return [leaf]
    const celsius = celsiusOf(leaf.temperature)
    return celsius === undefined ? [] : [{ ...leaf, celsius }]
  })
  return converted.length > 0 ? converted : leaves
}

/** Temperatures mean something where codes differ by them; to a fan they never do. */
export function temperaturesOf(key: ModeKey, leaves: readonly Leaf[], head: ClimateFile): readonly number[] {
  const levelOf = ({ fan, swing }: Leaf) => `${fan}/${swing}`
  const first = new Map([...leaves].reverse().map((leaf) => [levelOf(leaf), leaf.value]))
  const differs = leaves.some((leaf) => first.get(levelOf(leaf)) !== leaf.value)
  const inRange = leaves.filter(
    ({ temperature }) =>
      temperature !== undefined && temperature >= head.minTemperature && temperature <= head.maxTemperature,
  )
  const all = [...new Set(inRange.flatMap(({ celsius }) => celsius ?? []))].sort((a, b) => a - b)
  return key === 'fan' || all.length < 2 || !differs ? [] : all
}

/**
 * What a mode should have and has not: fans that the file announces, and temperatures that other fans and flaps of it have. One
 * line for each, in plain words that begin with the path.
 */
export function missingLeaves(
  mode: string,
  leaves: readonly Leaf[],
  fans: readonly string[],
): readonly { readonly path: string; readonly names: string }[] {
  const had = new Set(leaves.map(({ fan }) => fan))
  const noFans = had.has(undefined) ? [] : fans.filter((fan) => !had.has(fan))
  const all = [...new Set(leaves.flatMap(({ temperature }) => temperature ?? []))].sort((a, b) => a - b)
  const levels = new Map<string, Set<number | undefined>>()
  for (const { fan, swing, temperature } of leaves) {
    const level = [mode, fan, swing].filter((word) => word !== undefined).join('.')
    levels.set(level, (levels.get(level) ?? new Set()).add(temperature))
  }
  const fewer = [...levels].flatMap(([level, own]) => {
    const missing = own.has(undefined) ? [] : all.filter((temperature) => !own.has(temperature))
    return missing.length === 0 ? [] : [{ path: level, names: missing.join(', ') }]
  })
  return [...(noFans.length === 0 ? [] : [{ path: mode, names: noFans.join(', ') }]), ...fewer]
}
