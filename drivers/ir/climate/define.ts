import type { Code } from '../codes/code.ts'
import { type Bits, read, type Wire, write } from './frames.ts'
import type { ClimateMode, ClimateProtocol, ClimateState } from './protocol.ts'

/** What a frame says, as far as it says it. */
export interface Told {
  readonly power: boolean
  /** absent: its code is none that we know, and the frame is none of this protocol */
  readonly mode: ClimateMode | undefined
  /** °C */
  readonly targetTemperature?: number | undefined
  readonly fanSpeed?: number | undefined
  readonly oscillation?: ClimateState['oscillation']
}

/** A protocol as its file writes it down: what it can say, how it shines, and its bits both ways. */
export interface Definition extends Omit<ClimateProtocol, 'encode' | 'decode'> {
  readonly wire: Wire
  /** the sections that are sent for a state */
  pack(state: ClimateState, before?: ClimateState): readonly Bits[]
  /** what sections say; nothing if they are none of this protocol, or a sum is wrong */
  unpack(sections: readonly Bits[]): Told | undefined
}

/** The protocol of a definition. */
export function define({ wire, pack, unpack, ...can }: Definition): ClimateProtocol {
  return {
    ...can,
    encode: (state: ClimateState, before?: ClimateState): Code => write(wire, pack(state, before)),
    decode(pulses) {
      const sections = read(wire, pulses)
      const told = sections.length > 0 ? unpack(sections) : undefined
      return told && stateOf(can, told)
    },
  }
}

/** The state that was told: nothing that is unknown, and no temperature where the mode has none. */
function stateOf(can: Pick<ClimateProtocol, 'modes' | 'temperature'>, told: Told): ClimateState | undefined {
  const { power, mode, targetTemperature, fanSpeed, oscillation } = told
  const known = mode && can.modes[mode]
  if (!mode || !known) return undefined
  const warm = known.hasTemperature ? targetTemperature : undefined
  if (warm !== undefined && (warm < can.temperature.min || warm > can.temperature.max)) return undefined
  return {
    power,
    mode,
    ...(warm === undefined ? {} : { targetTemperature: warm }),
    ...(fanSpeed === undefined ? {} : { fanSpeed }),
    ...(oscillation === undefined ? {} : { oscillation }),
  }
}

/** Codes of modes, as a maker numbers them. */
export type ModeCodes = { readonly [M in ClimateMode]?: number }

/** The code of a mode that the protocol has. @throws Error if it has none: the caller asks for what it offers only */
export function codeOf(codes: ModeCodes, mode: ClimateMode): number {
  const found = codes[mode]
  if (found === undefined) throw new Error(`it has no mode ${mode}`)
  return found
}

/** The mode of a code. */
export const modeOf = (codes: ModeCodes, found: number): ClimateMode | undefined =>
  (Object.keys(codes) as ClimateMode[]).find((mode) => codes[mode] === found)

/** The word of a code, in a table of codes by words. */
export const keyOf = <K extends string>(codes: Readonly<Record<K, number>>, found: number): K | undefined =>
  (Object.keys(codes) as K[]).find((key) => codes[key] === found)

/** The code of a level of fan, or that of its own choice. */
export const fanCode = (levels: readonly number[], auto: number, speed: number | undefined): number =>
  (speed === undefined ? undefined : levels[speed - 1]) ?? auto

/** The level of a code, the slowest 1; nothing for its own choice, and for codes that we do not know. */
export function fanLevel(levels: readonly number[], found: number): number | undefined {
  const at = levels.indexOf(found)
  return at < 0 ? undefined : at + 1
}

/** Whether it begins with these bytes. */
export const beginsWith = (bytes: readonly number[], start: readonly number[]): boolean =>
  start.every((byte, i) => bytes[i] === byte)

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
