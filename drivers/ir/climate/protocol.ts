import type { Traits } from '../../../src/home/traits.ts'
import type { Bits } from '../codes/bits.ts'
import type { RemoteCode } from '../codes/code.ts'
import { irError } from '../messages.ts'
import { decodeSections, encodeSections, type FrameTiming } from './frames.ts'

/** The modes of the house that air conditioners have. */
export const climateModes = ['auto', 'cool', 'heat', 'dehumidify', 'fan'] as const
export type ClimateMode = (typeof climateModes)[number]

/**
 * What air conditioners add to a mode, in the words that CLOVA has for it (operation modes of AIRCONDITIONER; LINE's edition has `sleep`
 * alone): turbo or powerful, which CLOVA knows of cooling only, economy, and sleep.
 */
export const climatePresets = ['powercool', 'powersaving', 'sleep'] as const
export type ClimatePreset = (typeof climatePresets)[number]
/** The modes that have a preset, for each preset that there is. */
export type PresetModes = { readonly [P in ClimatePreset]?: readonly ClimateMode[] }

/** The modes that presets are offered in, unless an air conditioner has fewer. */
export const usualPresetModes: Required<PresetModes> = {
  powercool: ['cool'],
  powersaving: ['cool', 'heat'],
  sleep: ['cool', 'heat'],
}

/** A mode with what a preset adds to it, as it is remembered: `heat+sleep`. CLOVA and the user know it as `sleep`. */
export type ModeKey = ClimateMode | `${ClimateMode}+${ClimatePreset}`

/** The key of a mode, with its preset. */
export const keyOfMode = (mode: ClimateMode, preset?: ClimatePreset): ModeKey =>
  preset === undefined ? mode : `${mode}+${preset}`

/** The mode of a key, and its preset. */
export function modeOfKey(key: ModeKey): Pick<ClimateState, 'mode' | 'preset'> {
  const [mode, preset] = key.split('+') as [ClimateMode, ClimatePreset?]
  return { mode, ...(preset !== undefined && { preset }) }
}

/** What CLOVA and the user call the mode of a key. */
export function wordOfKey(key: ModeKey): ClimateMode | ClimatePreset {
  const { mode, preset } = modeOfKey(key)
  return preset ?? mode
}

/** The keys of all modes and presets, in the order in which they are offered. */
export const modeKeys: readonly ModeKey[] = [
  ...climateModes,
  ...climatePresets.flatMap((preset) => usualPresetModes[preset].map((mode) => keyOfMode(mode, preset))),
]

/** °C that is sent where a mode has a temperature and none was ever requested. */
export const defaultCelsius = 24

export type Swing = Traits['oscillation']

/** The whole of what an air conditioner is told each time. */
export interface ClimateState {
  readonly power: boolean
  readonly mode: ClimateMode
  /** absent: none */
  readonly preset?: ClimatePreset
  /** °C; absent in modes that have none */
  readonly targetTemperature?: number
  /** its own levels, the slowest 1; absent: it chooses by itself */
  readonly fanSpeed?: number
  /** absent: as its flaps are */
  readonly oscillation?: Swing
}

/** A state as it is encoded: with a temperature in any case. */
export type EncodedState = ClimateState & { readonly targetTemperature: number }

/** What a protocol can say. */
export interface ClimateProtocol {
  /** as the user writes it: lg-ac */
  readonly name: string
  /** °C */
  readonly temperature: { readonly min: number; readonly max: number; readonly step: number }
  /** the modes that it has, and whether they have a temperature */
  readonly modes: { readonly [M in ClimateMode]?: { readonly hasTemperature: boolean } }
  /** how many levels of fan, besides its own choice */
  readonly fanSpeeds: number
  readonly swings: readonly Swing[]
  readonly presets: PresetModes
  /** The frame of a state, all values within what it can say; `before` where it sends only what differs (a power toggle). */
  encode(state: ClimateState, before?: ClimateState): RemoteCode
  /** The state of a frame; nothing if it is none of this protocol, or its sum is wrong. */
  decode(pulses: readonly number[]): ClimateState | undefined
}

/** What a frame says, as far as it says it. */
interface DecodedState {
  readonly power: boolean
  /** absent: its code is none that we know, and the frame is none of this protocol */
  readonly mode: ClimateMode | undefined
  /** °C */
  readonly targetTemperature?: number | undefined
  readonly fanSpeed?: number | undefined
  readonly oscillation?: Swing | undefined
  readonly preset?: ClimatePreset | undefined
}

/** A protocol as its file writes it down: what it can say, how it shines, and its bits both ways. */
export interface ClimateProtocolDefinition extends Omit<ClimateProtocol, 'encode' | 'decode' | 'presets'> {
  readonly presets?: PresetModes
  /** °C that modes without a temperature send */
  readonly celsiusInstead?: { readonly [M in ClimateMode]?: number }
  readonly timing: FrameTiming
  /** the sections that are sent for a state */
  encodeState(state: EncodedState, before?: ClimateState): readonly Bits[]
  /** what sections say; nothing if they are none of this protocol, or a sum is wrong */
  decodeState(sections: readonly Bits[]): DecodedState | undefined
}

/** The protocol of a definition. */
export function defineClimateProtocol({
  timing,
  encodeState,
  decodeState,
  celsiusInstead = {},
  presets = {},
  ...others
}: ClimateProtocolDefinition): ClimateProtocol {
  const capabilities = { ...others, presets }
  const celsiusOf = ({ mode, targetTemperature }: ClimateState) =>
    (capabilities.modes[mode]?.hasTemperature ? targetTemperature : celsiusInstead[mode]) ?? defaultCelsius
  return {
    ...capabilities,
    encode: (state: ClimateState, before?: ClimateState): RemoteCode =>
      encodeSections(timing, encodeState({ ...state, targetTemperature: celsiusOf(state) }, before)),
    decode(pulses) {
      const sections = decodeSections(timing, pulses)
      const decoded = sections.length > 0 ? decodeState(sections) : undefined
      return decoded && stateOf(capabilities, decoded)
    },
  }
}

/** The state that was told: nothing that is unknown, and no temperature where the mode has none. */
function stateOf(
  capabilities: Pick<ClimateProtocol, 'modes' | 'temperature' | 'presets'>,
  decoded: DecodedState,
): ClimateState | undefined {
  const { power, mode, preset, targetTemperature, fanSpeed, oscillation } = decoded
  const known = mode && capabilities.modes[mode]
  if (!mode || !known) return undefined
  const warm = known.hasTemperature ? targetTemperature : undefined
  if (warm !== undefined && (warm < capabilities.temperature.min || warm > capabilities.temperature.max))
    return undefined
  return {
    power,
    mode,
    ...(preset !== undefined && capabilities.presets[preset]?.includes(mode) ? { preset } : {}),
    ...(warm === undefined ? {} : { targetTemperature: warm }),
    ...(fanSpeed === undefined ? {} : { fanSpeed }),
    ...(oscillation === undefined ? {} : { oscillation }),
  }
}

/** The codes of the modes in one protocol. */
interface ModeTable {
  /** The code of a mode. @throws Error if the protocol does not have it: only modes of its spec are asked for */
  codeOf(mode: ClimateMode): number
  /** The mode of a code; `undefined` if the code is unknown. */
  modeOf(code: number): ClimateMode | undefined
}

/** @param codes the codes of the modes that the protocol has */
export const modeTable = (codes: { readonly [M in ClimateMode]?: number }): ModeTable => ({
  codeOf(mode) {
    const code = codes[mode]
    if (code === undefined) throw irError('noMode', { mode })
    return code
  },
  modeOf: (code) => (Object.keys(codes) as ClimateMode[]).find((mode) => codes[mode] === code),
})

/** The word of a code, in a table of codes by words. */
export const keyFromCode = <K extends string>(codes: Readonly<Record<K, number>>, found: number): K | undefined =>
  (Object.keys(codes) as K[]).find((key) => codes[key] === found)

/** The codes of the fan speeds in one protocol. Speed 1 is the slowest; `undefined` means that the appliance chooses. */
export interface FanTable {
  /** how many speeds there are */
  readonly speeds: number
  codeOf(speed: number | undefined): number
  /** The speed of a code; `undefined` for automatic and for unknown codes. */
  speedOf(code: number): number | undefined
}

/** @param codes the codes of the speeds, the slowest first @param autoCode the code for automatic */
export const fanTable = (codes: readonly number[], autoCode: number): FanTable => ({
  speeds: codes.length,
  codeOf: (speed) => (speed === undefined ? undefined : codes[speed - 1]) ?? autoCode,
  speedOf(code) {
    const index = codes.indexOf(code)
    return index < 0 ? undefined : index + 1
  },
})

/** Whether it begins with these bytes. */
export const beginsWith = (bytes: readonly number[], start: readonly number[]): boolean =>
  start.every((byteAt, i) => bytes[i] === byteAt)

/** Modes that have a temperature, and those that have none. */
export const modesOf = (
  warm: readonly ClimateMode[],
  without: readonly ClimateMode[],
): { readonly [M in ClimateMode]?: { readonly hasTemperature: boolean } } =>
  Object.fromEntries([
    ...warm.map((mode) => [mode, { hasTemperature: true }] as const),
    ...without.map((mode) => [mode, { hasTemperature: false }] as const),
  ])

/** One byte of a frame. */
export const byte = (bytes: readonly number[], at: number): number => bytes[at] ?? 0

/** Whether the flaps of a direction are to move. */
export const isSwinging = ({ oscillation }: ClimateState, direction: 'vertical' | 'horizontal'): boolean =>
  oscillation === direction || oscillation === 'both'

/** What the flaps do, by the two directions. */
export const swingOf = (isVertical: boolean, isHorizontal: boolean): Swing =>
  isVertical ? (isHorizontal ? 'both' : 'vertical') : isHorizontal ? 'horizontal' : 'off'

/** What flaps can do, by the directions that there are. */
export const swingsOf = (hasVertical: boolean, hasHorizontal: boolean): readonly Swing[] => [
  ...(hasVertical || hasHorizontal ? (['off'] as const) : []),
  ...(hasVertical ? (['vertical'] as const) : []),
  ...(hasHorizontal ? (['horizontal'] as const) : []),
  ...(hasVertical && hasHorizontal ? (['both'] as const) : []),
]
