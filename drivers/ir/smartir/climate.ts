import { Failure } from '../../../src/home/failure.ts'
import { type ClimateMode, type ClimateState, climateModes } from '../climate/protocol.ts'
import type { Code } from '../codes/index.ts'
import { type ClimateFile, climateSchema, decodeLeaf, entriesOf, isLevel, parseFile, parseJson } from './file.ts'
import { isFanWord, isSwingWord, mapSwings, modeWords, normalizeWord, rankFans } from './words.ts'

type Swing = NonNullable<ClimateState['oscillation']>

/** What a file says of a mode. */
export interface FileMode {
  /** °C; absent in modes that have none, or whose codes are the same whatever it is */
  readonly temperature?: { readonly min: number; readonly max: number; readonly step: number }
}

/** An air conditioner as a file of SmartIR knows it. */
export interface FileClimate {
  readonly modes: { readonly [M in ClimateMode]?: FileMode }
  readonly fanSpeeds: number
  /** its own words for them, the slowest first */
  readonly fanNames: readonly string[]
  /** whether it can choose its fan by itself; if not, an absent `fanSpeed` is the middle one */
  readonly hasAutoFan: boolean
  readonly swings: readonly Swing[]
  /**
   * The state as its mode can have it: another fan where the mode lacks that one altogether, none where it has no levels.
   * What is asked for by name and comes back otherwise is to be refused; what was only kept from another mode is not.
   */
  fit(state: ClimateState): ClimateState
  /** what is broken in the file, in plain words that name it and the path there, one line each */
  readonly problems: readonly string[]
  /**
   * What is sent for a state, one behind the other: a command for on, if the file has one and it was not on `before`, and the state.
   * @throws Failure `badValue` for a combination that the file does not have, or whose code is broken
   */
  codesFor(state: ClimateState, before?: ClimateState): readonly Code[]
}

/**
 * Reads a file of SmartIR. Each of its codes is looked at once, and kept as text until it is sent.
 * @param value what the JSON holds
 * @param file its path, for what is told
 * @param refusal why a code cannot be sent, if it cannot
 * @throws Error in plain words if it is no such file at all; a broken code is only told, in `problems`
 */
export function readClimate(value: unknown, file: string, refusal: Refusal = () => undefined): FileClimate {
  const head = parseFile(climateSchema, value, file)
  const vocabulary = readVocabulary(head)
  const [fans, swings] = [rankFans(vocabulary.fans), mapSwings(vocabulary.swings)]
  const table = new Map<string, Leaf & { readonly mode: ClimateMode }>()
  const problems: string[] = []
  const check = (path: readonly string[], leaf: unknown): boolean => {
    const wrong = problemOf(leaf, head, refusal)
    if (wrong !== undefined) problems.push(`${file}: commands.${path.join('.')}: ${wrong}; it is not offered`)
    return wrong === undefined
  }
  const modes: { [M in ClimateMode]?: FileMode } = {}
  for (const [mode, word] of modesOfFile(head)) {
    const found = collectLeaves(head.commands[word], [word], vocabulary)
    for (const one of missingLeaves(word, found, vocabulary))
      problems.push(`${file}: commands.${one}; it is not offered`)
    const whole = found.filter(({ path, leaf }) => check(path, leaf))
    for (const one of whole) table.set(keyOf(mode, one), { ...one, mode })
    if (whole.length > 0) modes[mode] = describeMode(mode, found, whole, head)
  }
  const off = check(['off'], head.commands.off) ? head.commands.off : undefined
  const on = head.commands.on ?? head.commands.on_once
  if (Object.keys(modes).length === 0) throw new Error(`${file} has no code that can be sent in any mode`)
  const codeOf = (leaf: unknown) => decodeLeaf(leaf, head)
  const begin = on !== undefined && check(['on'], on) ? [on] : []
  const middle = fans.levels[Math.floor((fans.levels.length - 1) / 2)]
  const wordOf = (speed: number | undefined) => (speed === undefined ? (fans.auto ?? middle) : fans.levels[speed - 1])
  return {
    modes,
    fanSpeeds: fans.levels.length,
    fanNames: fans.levels,
    hasAutoFan: fans.auto !== undefined || fans.levels.length === 0,
    swings: Object.keys(swings) as Swing[],
    problems,
    fit({ fanSpeed, ...state }) {
      const own = [...table.values()].flatMap(({ mode, fan }) =>
        mode === state.mode && fan !== undefined ? [fan] : [],
      )
      const word = wordOf(fanSpeed)
      const has = new Set(own)
      const fan = word === undefined || has.has(word) ? word : nearestFan(fans, has, fanSpeed ?? 1)
      const level = has.size === 0 || fan === undefined ? -1 : fans.levels.indexOf(fan)
      return level < 0 ? state : { ...state, fanSpeed: level + 1 }
    },
    codesFor(state, before) {
      if (!state.power) {
        if (off === undefined) throw new Failure('badValue', `${file} has no code for off that can be sent`)
        return [codeOf(off)]
      }
      const fan = wordOf(state.fanSpeed)
      const swing =
        state.oscillation === undefined ? (swings.off ?? Object.values(swings)[0]) : swings[state.oscillation]
      const warm = state.targetTemperature
      const targetTemperature = warm !== undefined && isFahrenheit(head) ? Math.round(warm * 1.8 + 32) : warm
      const wanted = { ...state, fan, swing, targetTemperature }
      const one = lookUp(table, wanted, modes[state.mode]?.temperature === undefined)
      if (!one) throw new Failure('badValue', `${file} has no code for ${describeWanted(wanted)}`)
      return [...(before?.power === true ? [] : begin), one.leaf].map(codeOf)
    },
  }
}

/** As `readClimate`, of the text of a file. */
export const parseClimate = (text: string, file: string, refusal?: Refusal): FileClimate =>
  readClimate(parseJson(text, file), file, refusal)

/** Why a code cannot be sent, in plain words; nothing if it can. */
type Refusal = (code: Code) => string | undefined

/** What is wrong with a code, in plain words. */
function problemOf(leaf: unknown, head: ClimateFile, refusal: Refusal): string | undefined {
  if (leaf === undefined) return 'there is no code'
  try {
    return refusal(decodeLeaf(leaf, head))
  } catch (error) {
    return (error as Error).message
  }
}

/** The words for fan and flaps; a few files have them the wrong way round. */
function readVocabulary({ fanModes, swingModes }: ClimateFile): Vocabulary {
  const isSwapped =
    swingModes.length > 0 && swingModes.every(isFanWord) && fanModes.every(isSwingWord) && !fanModes.every(isFanWord)
  return isSwapped ? { fans: swingModes, swings: fanModes } : { fans: fanModes, swings: swingModes }
}

/** The modes of the house that a file has, and its words for them. */
function modesOfFile({ operationModes, commands }: ClimateFile): [ClimateMode, string][] {
  return climateModes.flatMap((mode) => {
    const announced = modeWords[mode].flatMap((meant) => operationModes.filter((word) => normalizeWord(word) === meant))
    const word = announced.find((one) => isLevel(commands[one])) ?? announced[0]
    return word === undefined ? [] : [[mode, word] as [ClimateMode, string]]
  })
}

/** The fan of those that a mode has which is the most like a level: its own choice, or the level next to it. */
const nearestFan = (fans: ReturnType<typeof rankFans>, has: ReadonlySet<string>, level: number): string | undefined =>
  fans.auto !== undefined && has.has(fans.auto)
    ? fans.auto
    : fans.levels
        .map((word, i) => ({ word, off: Math.abs(i + 1 - level) }))
        .filter(({ word }) => has.has(word))
        .sort((one, other) => one.off - other.off)[0]?.word

/** Temperatures mean something where codes differ by them; to a fan they never do. */
function describeMode(mode: ClimateMode, found: readonly Leaf[], whole: readonly Leaf[], head: ClimateFile): FileMode {
  const all = [...new Set(found.flatMap(({ temperature = Number.NaN }) => temperature))].filter(Number.isFinite)
  const byLevel = new Map(whole.map((one) => [`${one.fan}/${one.swing}`, one.leaf]))
  const differs = whole.some((one) => byLevel.get(`${one.fan}/${one.swing}`) !== one.leaf)
  if (mode === 'fan' || all.length < 2 || !differs) return {}
  const [min, max] = [Math.max(Math.min(...all), head.minTemperature), Math.min(Math.max(...all), head.maxTemperature)]
  if (min > max) return {}
  if (!isFahrenheit(head)) return { temperature: { min, max, step: head.precision } }
  return { temperature: { min: Math.ceil(celsius(min)), max: Math.floor(celsius(max)), step: 1 } }
}

/** Some files are for remotes that count in °F, and do not say so: nobody cools to 60 °C. */
const isFahrenheit = ({ maxTemperature }: ClimateFile) => maxTemperature > 45
const celsius = (fahrenheit: number) => ((fahrenheit - 32) * 5) / 9

const keyOf = (mode: ClimateMode, { fan = '', swing = '', temperature }: Omit<Leaf, 'path' | 'leaf'>) =>
  `${mode}/${fan}/${swing}/${temperature ?? ''}`

interface Wanted {
  readonly mode: ClimateMode
  /** as the file counts */
  readonly targetTemperature: number | undefined
  readonly fan: string | undefined
  readonly swing: string | undefined
}

/** The leaf for a state. Levels that a mode does not have are left out; in a mode without temperature any will do. */
function lookUp(table: ReadonlyMap<string, Leaf>, wanted: Wanted, isAnyTemperature: boolean): Leaf | undefined {
  const { mode, fan, swing, targetTemperature } = wanted
  const temperatures = isAnyTemperature ? anyTemperature : [targetTemperature, undefined]
  for (const temperature of temperatures)
    for (const someFan of [fan, undefined])
      for (const someSwing of [swing, undefined]) {
        const set = {
          ...(someFan === undefined ? {} : { fan: someFan }),
          ...(someSwing === undefined ? {} : { swing: someSwing }),
          ...(temperature === undefined ? {} : { temperature }),
        }
        const found = table.get(keyOf(mode, set))
        if (found) return found
      }
  return undefined
}

/** What a frame carries in modes that have no temperature: from 24 °C outwards, then from 75 °F. */
const fromMiddle = (from: number, step: number) =>
  Array.from({ length: 81 }, (_, i) => from + (i % 2 === 0 ? i / 2 : -(i + 1) / 2) * step)
const anyTemperature = [undefined, ...fromMiddle(24, 0.5), ...fromMiddle(75, 1)]

const describeWanted = ({ mode, targetTemperature, fan, swing }: Wanted) =>
  [
    mode,
    targetTemperature === undefined ? '' : `${targetTemperature} °C`,
    fan && `fan ${fan}`,
    swing && `flaps ${swing}`,
  ]
    .filter((part) => part)
    .join(', ')

/** A leaf of a mode, and what is set when it is sent: words of the file, absent where it has no level for them. */
export interface Leaf {
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
  known: Omit<Leaf, 'path' | 'leaf'>,
  vocabulary: Vocabulary,
): Kind | undefined {
  const has = (words: readonly string[]) =>
    names.some((name) => words.some((word) => normalizeWord(word) === normalizeWord(name)))
  if (known.fan === undefined && has(vocabulary.fans)) return 'fan'
  if (known.swing === undefined && has(vocabulary.swings)) return 'swing'
  return known.temperature === undefined && names.some(isNumber) ? 'temperature' : undefined
}

/** All leaves below a level. Names that the file does not announce are left out, as SmartIR does. */
export function collectLeaves(
  value: unknown,
  path: readonly string[],
  vocabulary: Vocabulary,
  known: Omit<Leaf, 'path' | 'leaf'> = {},
): Leaf[] {
  if (!isLevel(value)) return [{ ...known, path, leaf: value }]
  const entries = entriesOf(value)
  const names = entries.map(([name]) => name)
  const kind = kindOf(names, known, vocabulary)
  if (!kind) return entries.length === 0 ? [] : [{ ...known, path, leaf: undefined }]
  return entries.flatMap(([name, below]) => {
    const set = levelOf(kind, name, vocabulary)
    return set ? collectLeaves(below, [...path, name], vocabulary, { ...known, ...set }) : []
  })
}

/** What a name on a level of this kind sets, in the words that the file announces. */
function levelOf(kind: Kind, name: string, { fans, swings }: Vocabulary): Omit<Leaf, 'path' | 'leaf'> | undefined {
  if (kind === 'temperature') return isNumber(name) ? { temperature: Number.parseFloat(name) } : undefined
  const word = (kind === 'fan' ? fans : swings).find((one) => normalizeWord(one) === normalizeWord(name))
  return word === undefined ? undefined : kind === 'fan' ? { fan: word } : { swing: word }
}

/**
 * What a mode should have and has not: fans that the file announces, and temperatures that other levels of it have. One line
 * for each level, in plain words that begin with the path.
 */
export function missingLeaves(mode: string, found: readonly Leaf[], { fans }: Vocabulary): string[] {
  const had = new Set(found.map(({ fan }) => fan))
  const noFans = had.has(undefined) ? [] : fans.filter((fan) => !had.has(fan))
  const all = [...new Set(found.flatMap(({ temperature }) => temperature ?? []))]
  const levels = new Map<string, Leaf[]>()
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
