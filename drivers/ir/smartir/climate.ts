import { Failure } from '../../../src/home/failure.ts'
import type { LocalizedText } from '../../../src/util/translate.ts'
import {
  type ClimateState,
  defaultCelsius,
  keyOfMode,
  type ModeKey,
  modeOfKey,
  type Swing,
} from '../climate/protocol.ts'
import type { Code } from '../codes/index.ts'
import { isReceived, recogniseReceived, signatureOf } from '../following.ts'
import { say as irSay } from '../messages.ts'
import { type ClimateFile, climateSchema, decodeLeaf, parseFile, parseJson } from './file.ts'
import { type Leaf, readVocabulary, temperaturesOf, unknownPresets, unknownSwings } from './leaves.ts'
import { say } from './messages.ts'
import { commonState, type ReceivedState, type SignedState } from './received.ts'
import { findUsableCodes, type Refusal, type UsableCodes } from './usableCodes.ts'
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
   * The codes of a state. It has every requested trait; of the others it has the nearest that the file has.
   * @param before what is known of it now: a code for on is left out where it is on
   * @throws Failure `badValue` if the file has no code for what is requested
   */
  resolve(state: ClimateState, requestedTraits: ReadonlySet<string>, before?: ClimateState): ResolvedState
  /** The state that a received code sets; undefined if the file does not have the code, or has it in several modes. */
  readCode(code: Code): ReceivedState | undefined
}

/**
 * Reads a file of SmartIR, of smartHomeHub/SmartIR or litinoveweedle/SmartIR.
 * @param value what the JSON holds
 * @param file its path, for messages
 * @param refusal why a code cannot be sent, if it cannot
 * @param toggle its owner says that the code for off also turns it on
 * @throws Error in plain words if it is no such file at all; a broken code is only reported, in `problems`
 */
export const readClimate = (
  value: unknown,
  file: string,
  refusal: Refusal = () => undefined,
  toggle = false,
): FileClimate => new SmartirClimate(parseFile(climateSchema, value, file), file, refusal, toggle)

/** As `readClimate`, of the text of a file. */
export const parseClimate = (text: string, file: string, refusal?: Refusal, toggle?: boolean): FileClimate =>
  readClimate(parseJson(text, file), file, refusal, toggle)

/** The distance of a code that stands for every value from any of them. */
const anyValueDistance = 0.001

class SmartirClimate implements FileClimate {
  readonly modes: FileClimate['modes']
  readonly fanNames: readonly string[]
  readonly canTurnOff: boolean
  readonly isToggle: boolean
  readonly problems: readonly LocalizedText[]
  readonly #head: ClimateFile
  readonly #file: string
  readonly #codes: UsableCodes
  /** the words of the file for levels of the fan and for positions of the flaps */
  readonly #fans: ReturnType<typeof rankFans>
  readonly #swings: ReturnType<typeof mapSwings>
  /** the position of the flaps where none is requested */
  readonly #stillSwing: string | undefined
  /** made when something is first received */
  #signatures: readonly SignedState[] | undefined

  constructor(head: ClimateFile, file: string, refusal: Refusal, toggle: boolean) {
    const vocabulary = readVocabulary(head)
    this.#head = head
    this.#file = file
    this.#fans = rankFans(vocabulary.fan)
    this.#swings = mapSwings(vocabulary.swing)
    this.#stillSwing = this.#swings.off ?? vocabulary.swing[0]
    const unknownWords = [...unknownSwings(vocabulary.swing, this.#swings), ...unknownPresets(vocabulary.preset)]
    this.#codes = findUsableCodes(head, vocabulary, file, refusal, toggle)
    this.modes = Object.fromEntries(
      [...this.#codes.byMode].map(([key, leaves]) => [key, this.#capabilitiesOf(key, leaves)]),
    )
    this.fanNames = this.#fans.levels
    this.canTurnOff = this.#codes.off.size > 0
    this.isToggle = this.#codes.isToggle
    this.problems = [...unknownWords.map((what) => say('inFile', { file, what })), ...this.#codes.problems]
  }

  resolve(state: ClimateState, requestedTraits: ReadonlySet<string>, before?: ClimateState): ResolvedState {
    const { off, on } = this.#codes
    if (!state.power) {
      const [anyOff] = off.values()
      const code = off.get(state.mode) ?? off.get(undefined) ?? anyOff
      if (code === undefined) throw new Failure('badValue', irSay('noOffCode', { file: this.#file }))
      return { state, codes: this.#decode(code) }
    }
    const leaf = this.#nearest(state, requestedTraits)
    if (!leaf) {
      const wanted = describeWanted(state, requestedTraits)
      throw new Failure('badValue', irSay('noCodeFor', { file: this.#file, wanted }))
    }
    const first = on !== undefined && before?.power !== true ? this.#decode(on) : []
    return { state: this.#stateOf(leaf, state), codes: [...first, ...this.#decode(leaf.value)] }
  }

  readCode(code: Code): ReceivedState | undefined {
    const received = recogniseReceived(code)
    this.#signatures ??= this.#allSignatures()
    const states = this.#signatures.flatMap(({ state, signature }) => (isReceived(received, signature) ? [state] : []))
    return states.length === 0 ? undefined : commonState(states)
  }

  #decode(leaf: unknown): readonly Code[] {
    return decodeLeaf(leaf, this.#head)
  }

  /** All codes of the file, for comparing; lists of several are left out, since each of them is received by itself. */
  #allSignatures(): readonly SignedState[] {
    const signed = (leaf: unknown, state: ReceivedState): readonly SignedState[] => {
      const [only, ...more] = this.#decode(leaf)
      return only && more.length === 0 ? [{ state, signature: signatureOf(only) }] : []
    }
    const { off, on, byMode, isToggle } = this.#codes
    const stateOfOff: ReceivedState = isToggle ? 'toggle' : { power: false }
    return [
      ...[...off.values()].flatMap((leaf) => signed(leaf, stateOfOff)),
      ...(on !== undefined && !isToggle ? signed(on, { power: true }) : []),
      ...[...byMode].flatMap(([key, leaves]) =>
        leaves.flatMap((leaf) => signed(leaf.value, this.#stateOf(leaf, { power: true, ...modeOfKey(key) }))),
      ),
    ]
  }

  #capabilitiesOf(key: ModeKey, leaves: readonly Leaf[]): ModeCapabilities {
    const fanSpeeds = this.#fans.levels.flatMap((word, i) => (leaves.some(({ fan }) => fan === word) ? [i + 1] : []))
    const swings = (Object.keys(this.#swings) as Swing[]).filter((swing) =>
      leaves.some((leaf) => leaf.swing === this.#swings[swing]),
    )
    return { temperatures: temperaturesOf(key, leaves, this.#head), fanSpeeds, swings }
  }

  /** The code that has all that was requested, and is the nearest in everything else. */
  #nearest(state: ClimateState, requestedTraits: ReadonlySet<string>): Leaf | undefined {
    // A code that stands for every value fits, but one for the very value is better.
    const limitOf = (trait: string) => (requestedTraits.has(trait) ? anyValueDistance * 2 : Number.POSITIVE_INFINITY)
    const [maxTemperature, maxFan, maxSwing] = [
      limitOf('targetTemperature'),
      limitOf('fanSpeed'),
      limitOf('oscillation'),
    ]
    let best: Leaf | undefined
    let bestDistance = Number.POSITIVE_INFINITY
    for (const leaf of this.#codes.byMode.get(keyOfMode(state.mode, state.preset)) ?? []) {
      const temperature = this.#temperatureDistance(leaf, state)
      if (temperature >= maxTemperature || temperature * 100 >= bestDistance) continue
      const [fan, swing] = [this.#fanDistance(leaf, state), this.#swingDistance(leaf, state)]
      const distance = temperature * 100 + fan * 4 + swing
      if (fan >= maxFan || swing >= maxSwing || distance >= bestDistance) continue
      best = leaf
      bestDistance = distance
    }
    return best
  }

  #temperatureDistance({ celsius }: Leaf, state: ClimateState): number {
    const { targetTemperature } = state
    if (targetTemperature === undefined || !this.#hasTemperature(state))
      return celsius === undefined ? 0 : Math.abs(celsius - defaultCelsius) / 1e6
    return celsius === undefined ? anyValueDistance : Math.abs(celsius - targetTemperature)
  }

  #fanDistance({ fan }: Leaf, { fanSpeed }: ClimateState): number {
    if (fan === undefined) return anyValueDistance
    const { levels, auto } = this.#fans
    const level = levels.indexOf(fan) + 1
    if (fanSpeed !== undefined) return fan === auto ? 0.5 : Math.abs(level - fanSpeed)
    const middle = Math.floor((levels.length + 1) / 2)
    return fan === auto ? 0 : 0.5 + Math.abs(level - middle)
  }

  #swingDistance({ swing }: Leaf, { oscillation }: ClimateState): number {
    if (swing === undefined) return anyValueDistance
    if (oscillation !== undefined && swing === this.#swings[oscillation]) return 0
    return swing === this.#stillSwing ? (oscillation === undefined ? 0 : 0.5) : 1
  }

  #hasTemperature({ mode, preset }: ClimateState): boolean {
    return (this.modes[keyOfMode(mode, preset)]?.temperatures.length ?? 0) > 0
  }

  /** The state that a code sets; what it does not set stays as it was. */
  #stateOf({ fan, swing, celsius }: Leaf, state: ClimateState): ClimateState {
    const { targetTemperature, fanSpeed, oscillation, ...others } = state
    const traitsOfCode = {
      targetTemperature: this.#hasTemperature(state) ? (celsius ?? targetTemperature) : undefined,
      fanSpeed: fan === undefined ? undefined : this.#fans.levels.indexOf(fan) + 1 || undefined,
      oscillation:
        swing === undefined
          ? oscillation
          : (Object.keys(this.#swings) as Swing[]).find((name) => this.#swings[name] === swing),
    }
    return { ...others, ...Object.fromEntries(Object.entries(traitsOfCode).filter(([, value]) => value !== undefined)) }
  }
}

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
