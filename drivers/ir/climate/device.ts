import type { Command, Device } from '../../../src/home/device.ts'
import { Failure } from '../../../src/home/failure.ts'
import type { Limit, Spec } from '../../../src/home/spec.ts'
import type { State } from '../../../src/home/traits.ts'
import type { AssumedState } from '../assumedState.ts'
import type { Code } from '../codes/index.ts'
import type { FileClimate } from '../smartir/climate.ts'
import { assertReachable, reachability, type Transmitter } from '../transmitter.ts'
import { type ClimateMode, type ClimateProtocol, type ClimateState, climateModes } from './protocol.ts'
import { fitToProtocol } from './protocols/index.ts'

/** An air conditioner, whether a protocol or a file speaks for it. */
export interface Climate {
  readonly modes: readonly ClimateMode[]
  /** °C; the modes that have one */
  readonly temperature?: {
    readonly min: number
    readonly max: number
    readonly step: number
    readonly modes: readonly ClimateMode[]
  }
  readonly fanSpeeds: number
  readonly swings: readonly NonNullable<ClimateState['oscillation']>[]
  readonly problems: readonly string[]
  /** The state as it can be said: some modes have no levels of fan, or no temperature. */
  fit(state: ClimateState): ClimateState
  /** What is sent, one behind the other. @throws Failure `badValue` for what cannot be said */
  codes(state: ClimateState, knownBefore: ClimateState | undefined): readonly Code[]
}

const presentModes = (modes: object) => climateModes.filter((mode) => Object.hasOwn(modes, mode))

/** One that a built-in protocol speaks for. */
export function climateFromProtocol(protocol: ClimateProtocol): Climate {
  const { modes, temperature, fanSpeeds, swings, encode } = protocol
  const warm = presentModes(modes).filter((mode) => modes[mode]?.hasTemperature)
  return {
    modes: presentModes(modes),
    ...(warm.length > 0 && { temperature: { ...temperature, modes: warm } }),
    fanSpeeds,
    swings,
    problems: [],
    fit: (state) => fitToProtocol(protocol, state),
    codes: (state, before) => [encode(state, before)],
  }
}

/** One that a file of SmartIR speaks for. */
export function climateFromFile({ modes, fanSpeeds, swings, problems, fit, codesFor }: FileClimate): Climate {
  const warm = presentModes(modes).flatMap((mode) => {
    const range = modes[mode]?.temperature
    return range ? [{ mode, ...range }] : []
  })
  const temperature = warm.length > 0 && {
    min: Math.min(...warm.map(({ min }) => min)),
    max: Math.max(...warm.map(({ max }) => max)),
    step: Math.min(...warm.map(({ step }) => step)),
    modes: warm.map(({ mode }) => mode),
  }
  return {
    modes: presentModes(modes),
    ...(temperature && { temperature }),
    fanSpeeds,
    swings,
    problems,
    fit,
    codes: codesFor,
  }
}

/** One of which nothing can be sent. @param why in plain words */
export const withoutCapabilities = (climate: Climate, why: string): Climate => ({
  ...climate,
  modes: [],
  fanSpeeds: 0,
  swings: [],
  problems: [...climate.problems, why],
})

/** What an air conditioner can do. */
export function describeClimate({ modes, temperature, fanSpeeds, swings }: Climate): Spec {
  const can = ['read', 'set'] as const
  const speeds: Limit<'fanSpeed'> = { can, min: 1, max: fanSpeeds, step: 1 }
  if (modes.length === 0) return { assumed: true, traits: {}, verbs: [] }
  return {
    assumed: true,
    traits: {
      power: { can },
      mode: { can, values: modes },
      ...(temperature && { targetTemperature: { can, ...temperature } }),
      ...(fanSpeeds > 0 && { fanSpeed: speeds }),
      // Without another it cannot be changed.
      ...(swings.length > 1 && { oscillation: { can, values: swings } }),
    },
    verbs: [],
  }
}

/** The temperature that is sent where none was ever wished for, °C. */
const defaultCelsius = 24

/** The device: its whole state is sent with each command, for that is what its remote does. */
export function climateDevice(climate: Climate, spec: Spec, state: AssumedState, transmitter: Transmitter): Device {
  return {
    spec,
    async read({ signal }) {
      return { ...(await reachability(transmitter, signal)), state: await state.read(signal) }
    },
    async apply(command, signal) {
      assertReachable(transmitter)
      const patch = patchOf(command)
      const now = await state.read(signal)
      // While it is off its remote only shows what it will begin with.
      const staysOff = now.power === false && patch.power === undefined && patch.mode === undefined
      const wanted = wantedState({ ...now, power: true, ...patch }, patch)
      const codes = climate.codes(wanted, before(now, patch))
      // What cannot be said once it is on is refused now.
      if (staysOff) return state.commanded(patch)
      for (const code of codes) await transmitter.send(code, 0, signal)
      await transmitter.confirm?.(signal)
      return state.commanded(wanted.power ? wanted : { ...patch, power: false })
    },
    assume: state.assume,
  }

  /** What can be said of a wish. @throws Failure `badValue` if that is not what was asked for by name */
  function wantedState(state: State, patch: State): ClimateState {
    const wanted = climate.fit(completeState(state))
    for (const [trait, value] of Object.entries(patch) as [keyof ClimateState, unknown][])
      if (wanted[trait] !== value)
        throw new Failure('badValue', `${trait} cannot be ${value} in the mode ${wanted.mode}`)
    return wanted
  }

  /**
   * The state that it has, where a code says only what differs; nothing if that may be wrong, so that all is said. What is asked
   * for by name is said in any case: who asks sees that it is not so.
   */
  function before(now: State, patch: State): ClimateState | undefined {
    if (now.power === undefined || patch.power !== undefined) return undefined
    const { oscillation, ...others } = completeState(now)
    return patch.oscillation !== undefined || oscillation === undefined ? others : { ...others, oscillation }
  }

  /** All that is sent: where nothing is known, what does least harm. */
  function completeState(state: State): ClimateState {
    const { temperature, modes, fanSpeeds, swings } = climate
    const mode = modes.find((one) => one === state.mode) ?? modes[0] ?? 'auto'
    const { targetTemperature = defaultCelsius, fanSpeed, oscillation } = state
    const inRange = temperature && Math.min(temperature.max, Math.max(temperature.min, targetTemperature))
    return {
      power: state.power ?? true,
      mode,
      ...(temperature?.modes.includes(mode) && inRange !== undefined && { targetTemperature: inRange }),
      ...(fanSpeed !== undefined && fanSpeed <= fanSpeeds && { fanSpeed }),
      ...(oscillation !== undefined && swings.includes(oscillation) && { oscillation }),
    }
  }
}

function patchOf(command: Command): State {
  if (command.kind !== 'set') throw new Failure('unsupported', 'it can only be set')
  return command.patch
}
