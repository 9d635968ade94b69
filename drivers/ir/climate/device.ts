import { assertValue } from '../../../src/home/allowedValues.ts'
import type { Command, Device } from '../../../src/home/device.ts'
import { Failure } from '../../../src/home/failure.ts'
import type { Memory } from '../../../src/home/memory.ts'
import type { NumberDomain, Spec } from '../../../src/home/spec.ts'
import type { State, Trait } from '../../../src/home/traits.ts'
import type { LocalizedText, Text } from '../../../src/util/translate.ts'
import { createAssumedState } from '../assumedState.ts'
import type { ReadingSource } from '../borrowedReadings.ts'
import type { Code } from '../codes/index.ts'
import type { PressMatcher } from '../following.ts'
import { say } from '../messages.ts'
import type { FileClimate, ModeCapabilities, ResolvedState } from '../smartir/climate.ts'
import type { ReceivedState } from '../smartir/received.ts'
import { assertReachable, isRefused, reachability, sendCodes, type Transmitter } from '../transmitter.ts'
import {
  type ClimateProtocol,
  type ClimateState,
  defaultCelsius,
  keyOfMode,
  type ModeKey,
  modeKeys,
  modeOfKey,
  wordOfKey,
} from './protocol.ts'
import { fitToProtocol } from './protocols/index.ts'

/** An air conditioner, described by a protocol or by a file. */
export interface Climate {
  /** what can be set in a mode, and in a mode with a preset */
  readonly modes: { readonly [K in ModeKey]?: ModeCapabilities }
  readonly canTurnOff: boolean
  /** one code turns it on and off, so that it must be known which of them it is */
  readonly isToggle: boolean
  readonly problems: readonly Text[]
  /**
   * The codes of a state: it has every requested trait, and of the others the nearest that can be sent.
   * @throws Failure `badValue` if a requested trait cannot be sent
   */
  resolve(state: ClimateState, requestedTraits: ReadonlySet<string>, before: ClimateState | undefined): ResolvedState
  /** The traits that a received code sets for certain; undefined if it is no code of this air conditioner. */
  readCode(code: Code): ReceivedState | undefined
}

const presentKeys = (modes: object) => modeKeys.filter((key) => Object.hasOwn(modes, key))

/** What people call the modes that there are. */
const wordsOf = (modes: object) => [...new Set(presentKeys(modes).map(wordOfKey))]

/**
 * The mode that a word means. A preset belongs to the mode that it is in, where that has it: in winter, `sleep` does not cool.
 * @param now the mode that it is in, if that is known
 */
function keyOfWord(modes: object, word: string, now?: ModeKey): ModeKey | undefined {
  const keys = presentKeys(modes).filter((key) => wordOfKey(key) === word)
  const base = now && modeOfKey(now).mode
  return keys.find((key) => modeOfKey(key).mode === base) ?? keys[0]
}

/** An air conditioner of a built-in protocol. */
export function climateFromProtocol(protocol: ClimateProtocol): Climate {
  const { modes, temperature, fanSpeeds, swings, presets, encode } = protocol
  const fits = (state: ClimateState, trait: 'fanSpeed' | 'oscillation') =>
    fitToProtocol(protocol, state)[trait] === state[trait]
  const capabilitiesOf = (mode: Pick<ClimateState, 'mode' | 'preset'>): ModeCapabilities => ({
    temperatures: modes[mode.mode]?.hasTemperature ? gridOf(temperature) : [],
    fanSpeeds: gridOf({ min: 1, max: fanSpeeds, step: 1 }).filter((fanSpeed) =>
      fits({ power: true, ...mode, fanSpeed }, 'fanSpeed'),
    ),
    swings: swings.filter((oscillation) => fits({ power: true, ...mode, oscillation }, 'oscillation')),
  })
  const keys = modeKeys.filter((key) => {
    const { mode, preset } = modeOfKey(key)
    return modes[mode] && (preset === undefined || presets[preset]?.includes(mode))
  })
  return {
    modes: Object.fromEntries(keys.map((key) => [key, capabilitiesOf(modeOfKey(key))])),
    canTurnOff: true,
    isToggle: false,
    problems: [],
    resolve(wanted, requestedTraits, before) {
      const state = fitToProtocol(protocol, wanted)
      for (const trait of requestedTraits as ReadonlySet<keyof ClimateState>)
        if (state[trait] !== wanted[trait]) throw notInMode(trait, wanted[trait], wanted.preset ?? wanted.mode)
      return { state, codes: [encode(state, before)] }
    },
    readCode(code) {
      const state = protocol.decode(code.pulses)
      // A frame for off does not tell its mode.
      return state?.power === false ? { power: false } : state
    },
  }
}

/** An air conditioner that a file of SmartIR describes. @param seesPower another device reports whether it is on */
export function climateFromFile(file: FileClimate, seesPower: boolean): Climate {
  const { modes, canTurnOff, isToggle, problems } = file
  return {
    modes,
    canTurnOff: canTurnOff && (!isToggle || seesPower),
    isToggle,
    problems: isToggle && !seesPower ? [...problems, say('powerUnseen')] : problems,
    resolve: (state, requestedTraits, before) => file.resolve(state, requestedTraits, before),
    readCode: (code) => file.readCode(code),
  }
}

/** An air conditioner to which nothing can be sent. */
export const withoutCapabilities = (climate: Climate, why: LocalizedText): Climate => ({
  ...climate,
  modes: {},
  problems: [...climate.problems, why],
})

/** Which values of a trait are promised: those of one mode, those of the main modes in common, or of any mode. */
export type PromisedFor = ModeKey | 'common' | 'any'

/**
 * What an air conditioner can do. A trait can be set in the modes that have all of its promised values.
 * @param promised `common` while the mode is not known, as in discovery
 */
export function describeClimate(climate: Climate, promised: PromisedFor = 'common'): Spec {
  const can = ['read', 'set'] as const
  const modes = wordsOf(climate.modes)
  if (modes.length === 0) return { assumed: true, traits: {}, verbs: [] }
  const now = promised === 'common' || promised === 'any' ? undefined : promised
  const { mode: rest, preset } = now ? modeOfKey(now) : {}
  const temperature = promisedValues(climate, promised, ({ temperatures }) => temperatures)
  const fan = promisedValues(climate, promised, ({ fanSpeeds }) => fanSpeeds)
  const swing = promisedValues(climate, promised, ({ swings }) => swings)
  return {
    assumed: true,
    traits: {
      ...(climate.canTurnOff && { power: { can } }),
      // Who releases a preset wants the mode that it is in.
      mode: { can, values: modes, ...(preset !== undefined && rest !== undefined && { rest }) },
      ...(temperature && { targetTemperature: { can, ...domainOf(temperature.values), modes: temperature.modes } }),
      ...(fan && { fanSpeed: { can, ...domainOf(fan.values), ...restrictedTo(fan.modes, modes) } }),
      // Without another it cannot be changed.
      ...(swing &&
        swing.values.length > 1 && {
          oscillation: { can, values: swing.values, ...restrictedTo(swing.modes, modes) },
        }),
    },
    verbs: [],
  }
}

const restrictedTo = (modes: readonly string[], all: readonly string[]) =>
  modes.length === all.length ? {} : { modes }

/** The values that a trait has in the modes that count, and the modes that have all of these. */
function promisedValues<V>(
  { modes }: Climate,
  promised: PromisedFor,
  valuesOf: (capabilities: ModeCapabilities) => readonly V[],
): { readonly values: readonly V[]; readonly modes: readonly string[] } | undefined {
  const now = promised === 'common' || promised === 'any' ? undefined : promised
  const keys = promised === 'any' ? presentKeys(modes) : wordsOf(modes).map((word) => keyOfWord(modes, word, now))
  const having = keys.flatMap((key) => {
    const capabilities = key && modes[key]
    const values = capabilities ? valuesOf(capabilities) : []
    return key && values.length > 0 ? [{ key, mode: wordOfKey(key), values }] : []
  })
  const [first] = having
  if (!first) return undefined
  if (promised === 'any') {
    const all = [...new Set(having.flatMap(({ values }) => values))]
    return { values: sorted(all), modes: [...new Set(having.map(({ mode }) => mode))] }
  }
  const main = having.filter(({ mode }) => mode === 'cool' || mode === 'heat')
  const counted = having.find(({ key }) => key === promised)
  const bases = counted ? [counted] : main.length > 0 ? main : [first]
  const base = bases[0] ?? first
  const common = base.values.filter((value) => bases.every(({ values }) => values.includes(value)))
  const values = common.length > 0 ? common : base.values
  return {
    values: sorted(values),
    modes: having.filter((one) => values.every((value) => one.values.includes(value))).map(({ mode }) => mode),
  }
}

const sorted = <V>(values: readonly V[]): readonly V[] =>
  values.every((value) => typeof value === 'number') ? values.toSorted((a, b) => Number(a) - Number(b)) : values

const gridOf = ({ min, max, step }: { readonly min: number; readonly max: number; readonly step: number }) =>
  Array.from({ length: Math.floor((max - min) / step + 1e-6) + 1 }, (_, i) => Math.round((min + i * step) * 100) / 100)

/** The domain of these values: a grid where they are one of at most a degree, else each of them. */
function domainOf(values: readonly number[]): NumberDomain {
  const [min = 0, second = min + 1] = values
  const max = values.at(-1) ?? min
  const step = Math.round((second - min) * 100) / 100
  const isGrid = step <= 1 && gridOf({ min, max, step }).join() === values.join()
  return { min, max, step: isGrid ? step : 1, ...(!isGrid && { values }) }
}

/** What a device remembers, and who sees more of it. */
export interface ClimateMemory {
  readonly memory: Memory
  readonly source: ReadingSource
  /** what is taken for true where nothing is remembered */
  readonly initial: State
}

/**
 * The device: its whole state is sent with each command, for that is what its remote does. Its mode is remembered by its key, so that a
 * preset stays in the mode that it was begun in.
 * @param specFor what it can do in a mode, or while that is not known
 */
export function climateDevice(
  climate: Climate,
  specFor: (promised: PromisedFor) => Spec,
  { memory, source, initial }: ClimateMemory,
  transmitter: Transmitter,
): Device & { readonly matchPress: PressMatcher } {
  const keys = presentKeys(climate.modes)
  const any = specFor('any')
  const remembered = {
    ...any,
    traits: { ...any.traits, ...(any.traits.mode && { mode: { ...any.traits.mode, values: keys } }) },
  }
  const state = createAssumedState(memory, source, remembered, toRemember(initial, {}))
  return {
    get spec() {
      return specFor(keyOf(state.current()) ?? 'common')
    },
    async read({ signal, needed }) {
      return { ...(await reachability(transmitter, signal)), state: toReport(await state.read(signal, needed)) }
    },
    async apply(command, signal) {
      assertReachable(transmitter)
      const now = await state.read(signal)
      const patch = toRemember(patchOf(command), now)
      if (climate.isToggle && patch.power !== undefined) {
        if (now.power === undefined) throw new Failure('unknownValue', say('powerUnknown'))
        // The code would turn it the other way.
        if (now.power === patch.power && Object.keys(patch).length === 1) return toReport(now)
      }
      // While it is off its remote only shows what it will begin with.
      const staysOff = now.power === false && patch.power === undefined && patch.mode === undefined
      const requestedTraits = new Set(Object.keys(patch).filter((trait) => trait !== 'power'))
      const off = patch.power === false ? turnedOff(now) : {}
      const complete = completeState({ ...state.lastKnown(), ...now, power: true, ...patch, ...off })
      const traits = traitsOf(complete)
      for (const trait of requestedTraits as ReadonlySet<Trait>)
        if (traits[trait] !== patch[trait]) throw notInMode(trait, patch[trait], toReport(traits).mode)
      if (patch.mode !== undefined) requestedTraits.add('preset')
      const { state: wanted, codes } = climate.resolve(complete, requestedTraits, knownBefore(now, patch))
      // What cannot be sent once it is on is refused now.
      if (staysOff) return toReport(state.commanded(patch))
      const after = wanted.power ? traitsOf(wanted) : { ...patch, ...off }
      try {
        await sendCodes(transmitter, codes, signal)
        await transmitter.confirm?.(signal)
      } catch (error) {
        if (!isRefused(error) || codes.length > 1) state.unconfirmed(after)
        throw error
      }
      return toReport(state.commanded(after))
    },
    assume(patch, unknown) {
      if (patch.mode !== undefined) assertValue(any, 'mode', patch.mode)
      return toReport(state.assume(toRemember(patch, state.current()), unknown))
    },
    matchPress(press) {
      const received = 'code' in press ? climate.readCode(press.code) : undefined
      if (!received) return undefined
      return {
        apply() {
          const now = state.current()
          // One code for on and off turns it the other way, if it is known which way it was.
          if (received === 'toggle')
            return toReport(
              now.power === undefined ? state.commanded({}, ['power']) : state.commanded({ power: !now.power }),
            )
          const traits = received.power === false ? turnedOff(now) : traitsOf(received)
          // Who does not say how strong the fan is lets the appliance choose.
          return toReport(
            state.commanded(traits, received.power && received.fanSpeed === undefined ? ['fanSpeed'] : []),
          )
        },
      }
    },
  }

  /** The mode that it is in, as far as it is known and one of its own. */
  function keyOf({ mode }: State): ModeKey | undefined {
    return keys.find((key) => key === mode)
  }

  /** The same in the words of CLOVA and the user. */
  function toReport(known: State): State {
    const key = keyOf(known)
    return key === undefined ? known : { ...known, mode: wordOfKey(key) }
  }

  /** The same with its mode as it is remembered. */
  function toRemember(requested: State, now: State): State {
    const key = requested.mode === undefined ? undefined : keyOfWord(climate.modes, requested.mode, keyOf(now))
    return key === undefined ? requested : { ...requested, mode: key }
  }

  /** A state, or what is known of one, as it is remembered. */
  function traitsOf({ mode, preset, ...others }: Partial<ClimateState>): State {
    return { ...others, ...(mode !== undefined && { mode: keyOf({ mode: keyOfMode(mode, preset) }) ?? mode }) }
  }

  /** Turning it off ends a preset, as its remote does; the mode stays. */
  function turnedOff(now: State): State {
    const key = keyOf(now)
    return {
      power: false,
      ...(key !== undefined && modeOfKey(key).preset !== undefined && { mode: modeOfKey(key).mode }),
    }
  }

  /**
   * The state that it has, where a code says only what differs; nothing if that may be wrong, so that all is said. What is asked
   * for by name is said in any case: who asks sees that it is not so.
   */
  function knownBefore(now: State, patch: State): ClimateState | undefined {
    // A code that only toggles is not sent on a guess.
    if (climate.isToggle) return completeState({ ...now, power: now.power ?? true })
    if (now.power === undefined || patch.power !== undefined || Object.keys(state.lastKnown()).length > 0)
      return undefined
    const { oscillation, ...others } = completeState(now)
    return patch.oscillation !== undefined || oscillation === undefined ? others : { ...others, oscillation }
  }

  /** The whole state: where nothing is known, what does least harm. */
  function completeState(known: State): ClimateState {
    const key = keyOf(known) ?? keys[0] ?? 'auto'
    const { temperatures = [] } = climate.modes[key] ?? {}
    const { targetTemperature = defaultCelsius, fanSpeed, oscillation } = known
    const nearest = temperatures.toSorted(
      (a, b) => Math.abs(a - targetTemperature) - Math.abs(b - targetTemperature) || a - b,
    )[0]
    return {
      power: known.power ?? true,
      ...modeOfKey(key),
      ...(nearest !== undefined && { targetTemperature: nearest }),
      ...(fanSpeed !== undefined && { fanSpeed }),
      ...(oscillation !== undefined && { oscillation }),
    }
  }
}

const notInMode = (trait: string, value: unknown, mode: string | undefined): Failure =>
  new Failure('badValue', say('notInMode', { trait, value: String(value), mode: mode ?? '' }))

function patchOf(command: Command): State {
  if (command.kind !== 'set') throw new Failure('unsupported', say('onlySet'))
  return command.patch
}
