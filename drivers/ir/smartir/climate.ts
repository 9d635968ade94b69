import { Failure } from '../../../src/home/failure.ts'
import { type ClimateMode, type ClimateState, climateModes } from '../climate/protocol.ts'
import { type Code, isSameCode } from '../codes/index.ts'
import { describeReceived, isReceived, signatureOf } from '../following.ts'
import { type ClimateFile, climateSchema, decodeLeaf, entriesOf, isLevel, parseFile, parseJson } from './file.ts'
import { commonState, type ReceivedState, type SignedState } from './received.ts'
import { isFanWord, isSwingWord, mapSwings, modeWords, normalizeWord, rankFans } from './words.ts'

type Swing = NonNullable<ClimateState['oscillation']>

/** What can be set in a mode. */
export interface ModeCapabilities {
  /** °C, ascending; empty in modes that have none, or whose codes are the same whatever it is */
  readonly temperatures: readonly number[]
  /** levels of the fan, the slowest 1 */
  readonly fanSpeeds: readonly number[]
  readonly swings: readonly Swing[]
}

/** What is sent for a state, and the state that this is. */
export interface ResolvedState {
  readonly state: ClimateState
  /** in the order in which they are sent, half a second apart */
  readonly codes: readonly Code[]
}

/** An air conditioner as a file of SmartIR describes it. */
export interface FileClimate {
  readonly modes: { readonly [M in ClimateMode]?: ModeCapabilities }
  /** the file's own words for the levels of the fan, the slowest first */
  readonly fanNames: readonly string[]
  readonly canTurnOff: boolean
  /** on and off are one code, which changes between the two */
  readonly isToggle: boolean
  /** what is broken in the file, in plain words that name it and the path there, one line each */
  readonly problems: readonly string[]
  /**
   * The codes of a state. What was asked for is kept; everything else is the nearest that the file has.
   * @param before what is known of it now: a code for on is left out where it is on
   * @throws Failure `badValue` if the file has no code for what was asked for
   */
  resolve(state: ClimateState, asked: ReadonlySet<string>, before?: ClimateState): ResolvedState
  /** What a code that was received says; nothing if the file has it not, or in several modes. */
  readCode(code: Code): ReceivedState | undefined
}

/** A code of a mode, and what it sets: words of the file, absent where the file has no level for them. */
interface Leaf {
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
interface Vocabulary {
  readonly preset: readonly string[]
  readonly fan: readonly string[]
  readonly swing: readonly string[]
}
type Kind = keyof Vocabulary | 'temperature'

/** Why a code cannot be sent, in plain words; nothing if it can. */
type Refusal = (code: Code) => string | undefined

/** In the place of a word or a temperature: the code is the same for all of them. Source: litinoveweedle/SmartIR, docs/CODES_SYNTAX.md. */
const anyValue = '-'

/**
 * Reads a file of SmartIR, of smartHomeHub/SmartIR or litinoveweedle/SmartIR.
 * @param value what the JSON holds
 * @param file its path, for messages
 * @param refusal why a code cannot be sent, if it cannot
 * @param toggle its owner says that the code for off also turns it on
 * @throws Error in plain words if it is no such file at all; a broken code is only reported, in `problems`
 */
export function readClimate(
  value: unknown,
  file: string,
  refusal: Refusal = () => undefined,
  toggle = false,
): FileClimate {
  const head = parseFile(climateSchema, value, file)
  const { commands } = head
  const vocabulary = readVocabulary(head)
  const [fans, swings] = [rankFans(vocabulary.fan), mapSwings(vocabulary.swing)]
  const problems = unknownSwings(vocabulary.swing, swings).map((problem) => `${file}: ${problem}`)
  const decode = (leaf: unknown) => decodeLeaf(leaf, head)
  const isUsable = (path: readonly string[], leaf: unknown): boolean => {
    const wrong = problemOf(leaf, decode, refusal)
    if (wrong !== undefined) problems.push(`${file}: commands.${path.join('.')}: ${wrong}; it is not offered`)
    return wrong === undefined
  }
  const leaves = new Map<ClimateMode, readonly Leaf[]>()
  const words = new Map(modesOfFile(head))
  for (const [mode, word] of words) {
    const found = firstPreset(collectLeaves(commands[word], [word], vocabulary), vocabulary.preset)
    for (const missing of missingLeaves(word, found, vocabulary.fan))
      problems.push(`${file}: commands.${missing}; it is not offered`)
    const usable = inCelsius(
      found.filter(({ path, value }) => isUsable(path, value)),
      head,
    )
    if (usable.length > 0) leaves.set(mode, usable)
  }
  if (leaves.size === 0) throw new Error(`${file} has no code that can be sent in any mode`)
  const offs = new Map(
    [undefined, ...words.keys()].flatMap((mode) => {
      const name = mode === undefined ? 'off' : `off_${words.get(mode)}`
      return commands[name] !== undefined && isUsable([name], commands[name]) ? [[mode, commands[name]]] : []
    }),
  )
  const hasOff = Object.keys(commands).some((name) => name === 'off' || name.startsWith('off_'))
  if (!hasOff) isUsable(['off'], undefined)
  const [anyOff] = offs.values()
  const givenOn = commands.on ?? commands.on_once
  const on = givenOn !== undefined && isUsable(['on'], givenOn) ? givenOn : toggle ? anyOff : undefined
  const isToggle = toggle || (on !== undefined && anyOff !== undefined && areSameCodes(decode(on), decode(anyOff)))
  /** made when something is first received */
  let signatures: readonly SignedState[] | undefined
  const capabilities = new Map([...leaves].map(([mode, all]) => [mode, capabilitiesOf(mode, all)]))
  return {
    modes: Object.fromEntries(capabilities),
    fanNames: fans.levels,
    canTurnOff: offs.size > 0,
    isToggle,
    problems,
    resolve(state, asked, before) {
      if (!state.power) {
        const off = offs.get(state.mode) ?? offs.get(undefined) ?? anyOff
        if (off === undefined) throw new Failure('badValue', `${file} has no code for off that can be sent`)
        return { state, codes: decode(off) }
      }
      const leaf = nearest(state, asked)
      if (!leaf) throw new Failure('badValue', `${file} has no code for ${describeWanted(state, asked)}`)
      const begin = on !== undefined && before?.power !== true ? decode(on) : []
      return { state: stateOf(leaf, state), codes: [...begin, ...decode(leaf.value)] }
    },
    readCode(code) {
      const received = describeReceived(code)
      signatures ??= allSignatures()
      const states = signatures.flatMap(({ state, signature }) => (isReceived(received, signature) ? [state] : []))
      return states.length === 0 ? undefined : commonState(states)
    },
  }

  /** All codes of the file, for comparing; lists of several are left out, since each of them is received by itself. */
  function allSignatures(): readonly SignedState[] {
    const signed = (value: unknown, state: ReceivedState): readonly SignedState[] => {
      const [only, ...more] = decode(value)
      return only && more.length === 0 ? [{ state, signature: signatureOf(only) }] : []
    }
    const off: ReceivedState = isToggle ? 'toggle' : { power: false }
    return [
      ...[...offs.values()].flatMap((value) => signed(value, off)),
      ...(on !== undefined && !isToggle ? signed(on, { power: true }) : []),
      ...[...leaves].flatMap(([mode, all]) =>
        all.flatMap((leaf) => signed(leaf.value, stateOf(leaf, { power: true, mode }))),
      ),
    ]
  }

  function capabilitiesOf(mode: ClimateMode, all: readonly Leaf[]): ModeCapabilities {
    const fanSpeeds = fans.levels.flatMap((word, i) => (all.some(({ fan }) => fan === word) ? [i + 1] : []))
    const own = (Object.keys(swings) as Swing[]).filter((swing) => all.some((leaf) => leaf.swing === swings[swing]))
    return { temperatures: temperaturesOf(mode, all, head), fanSpeeds, swings: own }
  }

  /** The code that has all that was asked for, and is the nearest in everything else. */
  function nearest(state: ClimateState, asked: ReadonlySet<string>): Leaf | undefined {
    // A code that stands for every value fits, but one for the very value is better.
    const limitOf = (trait: string) => (asked.has(trait) ? anyValueDistance * 2 : Number.POSITIVE_INFINITY)
    const [maxTemperature, maxFan, maxSwing] = [
      limitOf('targetTemperature'),
      limitOf('fanSpeed'),
      limitOf('oscillation'),
    ]
    let best: Leaf | undefined
    let bestDistance = Number.POSITIVE_INFINITY
    for (const leaf of leaves.get(state.mode) ?? []) {
      const temperature = temperatureDistance(leaf, state)
      if (temperature >= maxTemperature || temperature * 100 >= bestDistance) continue
      const [fan, swing] = [fanDistance(leaf, state), swingDistance(leaf, state)]
      const distance = temperature * 100 + fan * 4 + swing
      if (fan >= maxFan || swing >= maxSwing || distance >= bestDistance) continue
      best = leaf
      bestDistance = distance
    }
    return best
  }

  function temperatureDistance({ celsius }: Leaf, { targetTemperature, mode }: ClimateState): number {
    const hasMeaning = (capabilities.get(mode)?.temperatures.length ?? 0) > 0
    if (targetTemperature === undefined || !hasMeaning)
      return celsius === undefined ? 0 : Math.abs(celsius - defaultCelsius) / 1e6
    return celsius === undefined ? anyValueDistance : Math.abs(celsius - targetTemperature)
  }

  function fanDistance({ fan }: Leaf, { fanSpeed }: ClimateState): number {
    if (fan === undefined) return anyValueDistance
    const level = fans.levels.indexOf(fan) + 1
    if (fanSpeed !== undefined) return fan === fans.auto ? 0.5 : Math.abs(level - fanSpeed)
    const middle = Math.floor((fans.levels.length + 1) / 2)
    return fan === fans.auto ? 0 : 0.5 + Math.abs(level - middle)
  }

  function swingDistance({ swing }: Leaf, { oscillation }: ClimateState): number {
    if (swing === undefined) return anyValueDistance
    if (oscillation !== undefined && swing === swings[oscillation]) return 0
    const isStill = swing === (swings.off ?? vocabulary.swing[0])
    return isStill ? (oscillation === undefined ? 0 : 0.5) : 1
  }

  /** The state that a code says; what it does not say stays as it was. */
  function stateOf({ fan, swing, celsius }: Leaf, state: ClimateState): ClimateState {
    const { targetTemperature, fanSpeed, oscillation, ...others } = state
    const hasTemperature = (capabilities.get(state.mode)?.temperatures.length ?? 0) > 0
    const told = {
      targetTemperature: hasTemperature ? (celsius ?? targetTemperature) : undefined,
      fanSpeed: fan === undefined ? undefined : fans.levels.indexOf(fan) + 1 || undefined,
      oscillation:
        swing === undefined ? oscillation : (Object.keys(swings) as Swing[]).find((one) => swings[one] === swing),
    }
    return { ...others, ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) }
  }
}

/** As `readClimate`, of the text of a file. */
export const parseClimate = (text: string, file: string, refusal?: Refusal, toggle?: boolean): FileClimate =>
  readClimate(parseJson(text, file), file, refusal, toggle)

/** How far a code that stands for every value is from any of them. */
const anyValueDistance = 0.001

/** The temperature of codes for modes that have none: the one that most files carry there. */
const defaultCelsius = 24

/** How many codes one leaf may hold: half a second lies between two, and a command is answered within five. */
const maxCodesInLeaf = 6

/** What is wrong with a leaf, in plain words. */
function problemOf(leaf: unknown, decode: (leaf: unknown) => readonly Code[], refusal: Refusal): string | undefined {
  if (leaf === undefined) return 'there is no code'
  try {
    const codes = decode(leaf)
    if (codes.length > maxCodesInLeaf) return `it holds ${codes.length} codes; at most ${maxCodesInLeaf} can be sent`
    return codes.map(refusal).find((reason) => reason !== undefined)
  } catch (error) {
    return (error as Error).message
  }
}

const areSameCodes = (one: readonly Code[], other: readonly Code[]): boolean =>
  one.length === other.length && one.every((code, i) => isSameCode(code, other[i] ?? code))

/** The words for presets, fan and flaps; a few files have the last two the wrong way round. */
function readVocabulary({ presetModes, fanModes, swingModes }: ClimateFile): Vocabulary {
  const isSwapped =
    swingModes.length > 0 && swingModes.every(isFanWord) && fanModes.every(isSwingWord) && !fanModes.every(isFanWord)
  const [fan, swing] = isSwapped ? [swingModes, fanModes] : [fanModes, swingModes]
  return { preset: presetModes, fan, swing }
}

/** A file whose words for the flaps all mean nothing to us offers no flaps. */
function unknownSwings(words: readonly string[], swings: object): readonly string[] {
  const unknown = words.filter((word) => !Object.values(swings).includes(word) && !isSwingWord(word))
  return unknown.length === 0 ? [] : [`swingModes: ${unknown.join(', ')}: it is not known what the flaps do then`]
}

/** The modes of ours that a file has, and its words for them. */
function modesOfFile({ operationModes, commands }: ClimateFile): [ClimateMode, string][] {
  return climateModes.flatMap((mode) => {
    const announced = modeWords[mode].flatMap((meant) => operationModes.filter((word) => normalizeWord(word) === meant))
    const word = announced.find((one) => isLevel(commands[one])) ?? announced[0]
    return word === undefined ? [] : [[mode, word] as [ClimateMode, string]]
  })
}

/** The codes of the first preset that a mode has, in the order in which the file announces them. */
function firstPreset(leaves: readonly Leaf[], presets: readonly string[]): readonly Leaf[] {
  const first = presets.find((word) => leaves.some(({ preset }) => preset === word))
  return leaves.filter(({ preset }) => preset === undefined || preset === first)
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
function collectLeaves(
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
function inCelsius(leaves: readonly Leaf[], head: ClimateFile): readonly Leaf[] {
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
function temperaturesOf(mode: ClimateMode, leaves: readonly Leaf[], head: ClimateFile): readonly number[] {
  const levelOf = ({ fan, swing }: Leaf) => `${fan}/${swing}`
  const first = new Map([...leaves].reverse().map((leaf) => [levelOf(leaf), leaf.value]))
  const differs = leaves.some((leaf) => first.get(levelOf(leaf)) !== leaf.value)
  const inRange = leaves.filter(
    ({ temperature }) =>
      temperature !== undefined && temperature >= head.minTemperature && temperature <= head.maxTemperature,
  )
  const all = [...new Set(inRange.flatMap(({ celsius }) => celsius ?? []))].sort((a, b) => a - b)
  return mode === 'fan' || all.length < 2 || !differs ? [] : all
}

/**
 * What a mode should have and has not: fans that the file announces, and temperatures that other fans and flaps of it have. One
 * line for each, in plain words that begin with the path.
 */
function missingLeaves(mode: string, leaves: readonly Leaf[], fans: readonly string[]): readonly string[] {
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
    return missing.length === 0 ? [] : [`${level} has no ${missing.join(', ')}`]
  })
  return [...(noFans.length === 0 ? [] : [`${mode} has no ${noFans.join(', ')}`]), ...fewer]
}

function describeWanted(state: ClimateState, asked: ReadonlySet<string>): string {
  const { mode, targetTemperature, fanSpeed, oscillation } = state
  return [
    mode,
    asked.has('targetTemperature') && `${targetTemperature} °C`,
    asked.has('fanSpeed') && `fan ${fanSpeed}`,
    asked.has('oscillation') && `flaps ${oscillation}`,
  ]
    .filter((part) => part !== false)
    .join(', ')
}
