import { Failure } from '../../../src/home/failure.ts'
import { errorText, type LocalizedText, localizedError, type Text } from '../../../src/util/translate.ts'
import {
  type ClimateState,
  defaultCelsius,
  keyOfMode,
  type ModeKey,
  modeOfKey,
  type Swing,
} from '../climate/protocol.ts'
import { recogniseClimate } from '../climate/protocols/index.ts'
import { type Code, isSameCode } from '../codes/index.ts'
import { isReceived, recogniseReceived, signatureOf } from '../following.ts'
import { say as irSay } from '../messages.ts'
import { climateSchema, decodeLeaf, parseFile, parseJson } from './file.ts'
import {
  collectLeaves,
  coolingPresetsOfFile,
  inCelsius,
  type Leaf,
  missingLeaves,
  modesOfFile,
  readVocabulary,
  splitByPreset,
  temperaturesOf,
  unknownPresets,
  unknownSwings,
} from './leaves.ts'
import { say } from './messages.ts'
import { commonState, type ReceivedState, type SignedState } from './received.ts'
import { mapSwings, rankFans } from './words.ts'

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
  readonly modes: { readonly [K in ModeKey]?: ModeCapabilities }
  /** the file's own words for the levels of the fan, the slowest first */
  readonly fanNames: readonly string[]
  readonly canTurnOff: boolean
  /** on and off are one code, which changes between the two */
  readonly isToggle: boolean
  /** what is broken in the file, in plain words that name it and the path there, one line each */
  readonly problems: readonly LocalizedText[]
  /**
   * The codes of a state. What was asked for is kept; everything else is the nearest that the file has.
   * @param before what is known of it now: a code for on is left out where it is on
   * @throws Failure `badValue` if the file has no code for what was asked for
   */
  resolve(state: ClimateState, requestedTraits: ReadonlySet<string>, before?: ClimateState): ResolvedState
  /** What a code that was received says; nothing if the file has it not, or in several modes. */
  readCode(code: Code): ReceivedState | undefined
}

/** Why a code cannot be sent, in plain words; nothing if it can. */
type Refusal = (code: Code) => Text | undefined

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
  const problems = [...unknownSwings(vocabulary.swing, swings), ...unknownPresets(vocabulary.preset)].map((what) =>
    say('inFile', { file, what }),
  )
  const decode = (leaf: unknown) => decodeLeaf(leaf, head)
  const isUsable = (path: readonly string[], leaf: unknown, why = refusal): boolean => {
    const wrong = problemOf(leaf, decode, why)
    if (wrong !== undefined) problems.push(say('notOffered', { file, path: path.join('.'), why: wrong }))
    return wrong === undefined
  }
  const turnsOff = offDetector(commands.off, decode)
  const leaves = new Map<ModeKey, readonly Leaf[]>()
  const words = new Map(modesOfFile(head))
  for (const [mode, word] of [...words, ...coolingPresetsOfFile(head)])
    for (const { key, preset, found } of splitByPreset(mode, collectLeaves(commands[word], [word], vocabulary))) {
      for (const missing of missingLeaves(preset === undefined ? word : `${word}.${preset}`, found, vocabulary.fan))
        problems.push(say('missing', { file, ...missing }))
      const usable = inCelsius(
        found.filter(({ path, value }) => isUsable(path, value, (code) => refusal(code) ?? turnsOff(code))),
        head,
      )
      if (usable.length > 0 && !leaves.has(key)) leaves.set(key, usable)
    }
  if (leaves.size === 0) throw localizedError(say('nothingUsable', { file }))
  const offCodes = new Map(
    [undefined, ...words.keys()].flatMap((mode) => {
      const name = mode === undefined ? 'off' : `off_${words.get(mode)}`
      return commands[name] !== undefined && isUsable([name], commands[name]) ? [[mode, commands[name]]] : []
    }),
  )
  const hasOff = Object.keys(commands).some((name) => name === 'off' || name.startsWith('off_'))
  if (!hasOff) isUsable(['off'], undefined)
  const [anyOff] = offCodes.values()
  const onOfFile = commands.on ?? commands.on_once
  const on = onOfFile !== undefined && isUsable(['on'], onOfFile) ? onOfFile : toggle ? anyOff : undefined
  const isToggle = toggle || (on !== undefined && anyOff !== undefined && areSameCodes(decode(on), decode(anyOff)))
  /** made when something is first received */
  let signatures: readonly SignedState[] | undefined
  const capabilities = new Map([...leaves].map(([key, all]) => [key, capabilitiesOf(key, all)]))
  return {
    modes: Object.fromEntries(capabilities),
    fanNames: fans.levels,
    canTurnOff: offCodes.size > 0,
    isToggle,
    problems,
    resolve(state, requestedTraits, before) {
      if (!state.power) {
        const off = offCodes.get(state.mode) ?? offCodes.get(undefined) ?? anyOff
        if (off === undefined) throw new Failure('badValue', irSay('noOffCode', { file }))
        return { state, codes: decode(off) }
      }
      const leaf = nearest(state, requestedTraits)
      if (!leaf)
        throw new Failure('badValue', irSay('noCodeFor', { file, wanted: describeWanted(state, requestedTraits) }))
      const begin = on !== undefined && before?.power !== true ? decode(on) : []
      return { state: stateOf(leaf, state), codes: [...begin, ...decode(leaf.value)] }
    },
    readCode(code) {
      const received = recogniseReceived(code)
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
      ...[...offCodes.values()].flatMap((value) => signed(value, off)),
      ...(on !== undefined && !isToggle ? signed(on, { power: true }) : []),
      ...[...leaves].flatMap(([key, all]) =>
        all.flatMap((leaf) => signed(leaf.value, stateOf(leaf, { power: true, ...modeOfKey(key) }))),
      ),
    ]
  }

  function capabilitiesOf(key: ModeKey, all: readonly Leaf[]): ModeCapabilities {
    const fanSpeeds = fans.levels.flatMap((word, i) => (all.some(({ fan }) => fan === word) ? [i + 1] : []))
    const own = (Object.keys(swings) as Swing[]).filter((swing) => all.some((leaf) => leaf.swing === swings[swing]))
    return { temperatures: temperaturesOf(key, all, head), fanSpeeds, swings: own }
  }

  /** The code that has all that was asked for, and is the nearest in everything else. */
  function nearest(state: ClimateState, requestedTraits: ReadonlySet<string>): Leaf | undefined {
    // A code that stands for every value fits, but one for the very value is better.
    const limitOf = (trait: string) => (requestedTraits.has(trait) ? anyValueDistance * 2 : Number.POSITIVE_INFINITY)
    const [maxTemperature, maxFan, maxSwing] = [
      limitOf('targetTemperature'),
      limitOf('fanSpeed'),
      limitOf('oscillation'),
    ]
    let best: Leaf | undefined
    let bestDistance = Number.POSITIVE_INFINITY
    for (const leaf of leaves.get(keyOfMode(state.mode, state.preset)) ?? []) {
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

  function temperatureDistance({ celsius }: Leaf, state: ClimateState): number {
    const { targetTemperature } = state
    const hasMeaning = (capabilities.get(keyOfMode(state.mode, state.preset))?.temperatures.length ?? 0) > 0
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
    const hasTemperature = (capabilities.get(keyOfMode(state.mode, state.preset))?.temperatures.length ?? 0) > 0
    const traitsOfCode = {
      targetTemperature: hasTemperature ? (celsius ?? targetTemperature) : undefined,
      fanSpeed: fan === undefined ? undefined : fans.levels.indexOf(fan) + 1 || undefined,
      oscillation:
        swing === undefined ? oscillation : (Object.keys(swings) as Swing[]).find((one) => swings[one] === swing),
    }
    return { ...others, ...Object.fromEntries(Object.entries(traitsOfCode).filter(([, value]) => value !== undefined)) }
  }
}

/** As `readClimate`, of the text of a file. */
export const parseClimate = (text: string, file: string, refusal?: Refusal, toggle?: boolean): FileClimate =>
  readClimate(parseJson(text, file), file, refusal, toggle)

/** How far a code that stands for every value is from any of them. */
const anyValueDistance = 0.001

/** How many codes one leaf may hold: half a second lies between two, and a command is answered within five. */
const maxCodesInLeaf = 6

/** What is wrong with a leaf, in plain words. */
function problemOf(leaf: unknown, decode: (leaf: unknown) => readonly Code[], refusal: Refusal): Text | undefined {
  if (leaf === undefined) return say('noCode')
  try {
    const codes = decode(leaf)
    if (codes.length > maxCodesInLeaf) return say('tooManyCodes', { count: codes.length, max: maxCodesInLeaf })
    return codes.map(refusal).find((reason) => reason !== undefined)
  } catch (error) {
    return errorText(error)
  }
}

/**
 * Finds codes of a mode that turn it off by the protocol that the code for off is of: files hold such codes where the remote was off when
 * they were recorded (1104 and 1114 of smartHomeHub/SmartIR in the modes dry and fan_only).
 */
function offDetector(off: unknown, decode: (leaf: unknown) => readonly Code[]): Refusal {
  if (problemOf(off, decode, () => undefined) !== undefined) return () => undefined
  const [code] = decode(off)
  const known = code && recogniseClimate(code)
  if (!known || known.state.power) return () => undefined
  const { name, decode: stateOf } = known.protocol
  return ({ pulses }) => (stateOf(pulses)?.power === false ? say('turnsOff', { name }) : undefined)
}

const areSameCodes = (one: readonly Code[], other: readonly Code[]): boolean =>
  one.length === other.length && one.every((code, i) => isSameCode(code, other[i] ?? code))

function describeWanted(state: ClimateState, requestedTraits: ReadonlySet<string>): string {
  const { mode, targetTemperature, fanSpeed, oscillation } = state
  return [
    mode,
    requestedTraits.has('targetTemperature') && `${targetTemperature} °C`,
    requestedTraits.has('fanSpeed') && `fan ${fanSpeed}`,
    requestedTraits.has('oscillation') && `flaps ${oscillation}`,
  ]
    .filter((part) => part !== false)
    .join(', ')
}
