import { type BitOrder, type Bits, bitsOfBytes, bytesOf, inverse } from '../codes/bits.ts'
import { type FrameTiming, sum } from './frames.ts'
import {
  type ClimateMode,
  type ClimatePreset,
  type ClimateProtocol,
  type ClimateState,
  climateModes,
  climatePresets,
  defineClimateProtocol,
  type EncodedState,
  fanTable,
  isSwinging,
  modeTable,
  swingOf,
  swingsOf,
  usualPresetModes,
} from './protocol.ts'

/** Some bits of one byte: its place, counted from 0 over all sections; the lowest of the bits; how many there are. */
type Field = readonly [place: number, lowestBit: number, bits: number]

/** A field with two values. */
interface Flag {
  readonly at: Field
  readonly on: number
  readonly off: number
}

/** How the bytes of a frame are sent. */
interface Sections {
  write(bytes: readonly number[]): readonly Bits[]
  /** nothing if these sections are no such frame */
  read(sections: readonly Bits[]): readonly number[] | undefined
}

/** A protocol whose frame is a row of bytes with the state in fields: everything about it as data. */
export interface FrameLayout {
  readonly name: string
  readonly timing: FrameTiming
  readonly sections: Sections
  /** the bytes of a frame in hex, before the fields and the sum are put in */
  readonly blank: string
  /** places whose bytes are those of the blank in each frame of this protocol */
  readonly fixed: readonly number[]
  readonly power: Flag
  readonly mode: { readonly at: Field; readonly codes: { readonly [M in ClimateMode]?: number } }
  /** °C */
  readonly temperature: {
    readonly min: number
    readonly max: number
    readonly step: number
    readonly at: Field
    /** the code of whole degrees, or of what is there if `half` is absent */
    codeOf(celsius: number): number
    /** a bit that adds half a degree */
    readonly half?: Field
    /** a bit that says that the remote shows Fahrenheit, and what a frame with it means; without this bit set none is sent */
    readonly fahrenheit?: { readonly at: Field; of(bytes: readonly number[]): number }
    /** what modes that have no temperature send instead */
    readonly instead: { readonly [M in ClimateMode]?: number }
  }
  /** the codes of the levels, the slowest first, and that of its own choice; `only`: modes that have no other than this */
  readonly fan: {
    readonly at: Field
    readonly codes: readonly number[]
    readonly auto: number
    readonly only?: { readonly [M in ClimateMode]?: number }
  }
  readonly flaps?: { readonly vertical?: Flag; readonly horizontal?: Flag }
  /** the bits that presets have; `modes`: those that have it, if fewer than usual; `sets`: what else a preset sets */
  readonly presets?: {
    readonly [P in ClimatePreset]?: Flag & {
      readonly modes?: readonly ClimateMode[]
      readonly sets?: readonly (readonly [Field, code: number])[]
    }
  }
  /** what else a frame of this protocol must have, besides its fixed bytes and its sums */
  readonly accepts?: (bytes: readonly number[], isOn: boolean) => boolean
  /** other fields that follow from the state */
  readonly others?: (state: ClimateState, before?: ClimateState) => readonly (readonly [Field, code: number])[]
  /** The bytes with their sums in place. A frame whose sums are others is not understood. */
  complete(bytes: readonly number[]): readonly number[]
}

const maskOf = ([, lowestBit, bits]: Field) => ((1 << bits) - 1) << lowestBit
const read = (bytes: readonly number[], at: Field) => ((bytes[at[0]] ?? 0) & maskOf(at)) >> at[1]
const put = (bytes: readonly number[], at: Field, value: number) =>
  bytes.map((byte, place) => (place === at[0] ? (byte & ~maskOf(at)) | ((value << at[1]) & maskOf(at)) : byte))

/** The bytes with the sum of some of them in the last of these. @param start what the sum begins with */
export const withSum = (bytes: readonly number[], from = 0, end = bytes.length, start = 0): readonly number[] =>
  bytes.with(end - 1, sum(bytes.slice(from, end - 1), start))

/** Sections of so many bytes, all of them sent `times` times. */
export const sectionsOf = (lengths: readonly number[], order: BitOrder = 'lsb', times = 1): Sections => ({
  write(bytes) {
    const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((total, length) => total + length, 0))
    const once = starts.map((start, i) => bitsOfBytes(bytes.slice(start, start + (lengths[i] ?? 0)), order))
    return Array.from({ length: times }, () => once).flat()
  },
  read(all) {
    const sections = all.slice(0, lengths.length).map((bits) => bytesOf(bits, order))
    return sections.map(({ length }) => length).join() === lengths.join() ? sections.flat() : undefined
  },
})

/** One section of so many bytes, and a second with all of its bits inverted; a receiver may have heard the first only. */
export const thenInverted = (length: number, order: BitOrder): Sections => ({
  write: (bytes) => [bitsOfBytes(bytes, order), bitsOfBytes(bytes.map(inverse), order)],
  read([first = [], second]) {
    const bytes = bytesOf(first, order)
    const isEqual = !second || bytesOf(second, order).join() === bytes.map(inverse).join()
    return bytes.length === length && isEqual ? bytes : undefined
  },
})

/** The protocol of a layout. */
export function protocolFromLayout(layout: FrameLayout): ClimateProtocol {
  const { name, timing, sections, fixed, power, mode, temperature, fan, others, complete } = layout
  const { flaps = {}, presets = {} } = layout
  const ownPresets = climatePresets.flatMap((preset) => {
    const flag = presets[preset]
    return flag ? [{ preset, ...flag }] : []
  })
  const blank = [...Buffer.from(layout.blank.replace(/\s/g, ''), 'hex')]
  const [modeCodes, fanCodes] = [modeTable(mode.codes), fanTable(fan.codes, fan.auto)]
  const { min, max, step, half } = temperature
  const codeOf = (celsius: number) => temperature.codeOf(half ? Math.floor(celsius) : celsius)
  const codes = new Map(
    Array.from({ length: (max - min) / step + 1 }, (_, i) => min + i * step).map((celsius) => [
      codeOf(celsius) * 2 + (half && celsius % 1 !== 0 ? 1 : 0),
      celsius,
    ]),
  )
  const degreeFields = ({ mode, targetTemperature: celsius }: EncodedState): readonly (readonly [Field, number])[] => {
    const code = temperature.instead[mode] ?? codeOf(celsius)
    return [[temperature.at, code], ...(half ? [[half, celsius % 1 === 0 ? 0 : 1] as const] : [])]
  }
  const flagField = ({ on, off, at }: Flag, isOn: boolean) => [at, isOn ? on : off] as const
  return defineClimateProtocol({
    name,
    timing,
    temperature: { min, max, step },
    modes: Object.fromEntries(
      climateModes
        .filter((one) => mode.codes[one] !== undefined)
        .map((one) => [one, { hasTemperature: temperature.instead[one] === undefined }]),
    ),
    fanSpeeds: fanCodes.speeds,
    swings: swingsOf(flaps.vertical !== undefined, flaps.horizontal !== undefined),
    presets: Object.fromEntries(
      ownPresets.map(({ preset, modes = usualPresetModes[preset] }) => [
        preset,
        modes.filter((one) => mode.codes[one] !== undefined),
      ]),
    ),
    encodeState(state, before) {
      const fields: readonly (readonly [Field, number])[] = [
        [power.at, state.power ? power.on : power.off],
        [mode.at, modeCodes.codeOf(state.mode)],
        ...degreeFields(state),
        [fan.at, fan.only?.[state.mode] ?? fanCodes.codeOf(state.fanSpeed)],
        ...(flaps.vertical ? [flagField(flaps.vertical, isSwinging(state, 'vertical'))] : []),
        ...(flaps.horizontal ? [flagField(flaps.horizontal, isSwinging(state, 'horizontal'))] : []),
        ...(others?.(state, before) ?? []),
        ...ownPresets.map((flag) => flagField(flag, false)),
        ...ownPresets.flatMap(({ preset, sets = [], ...flag }) =>
          preset === state.preset ? [flagField(flag, true), ...sets] : [],
        ),
      ]
      return sections.write(complete(fields.reduce((bytes, [at, value]) => put(bytes, at, value), blank)))
    },
    decodeState(all) {
      const bytes = sections.read(all)
      if (!bytes || fixed.some((place) => bytes[place] !== blank[place])) return undefined
      if (complete(bytes).some((byte, place) => byte !== bytes[place])) return undefined
      const isOn = (flag: Flag | undefined) => flag !== undefined && read(bytes, flag.at) === flag.on
      const found = modeCodes.modeOf(read(bytes, mode.at))
      const { fahrenheit } = temperature
      const celsius =
        fahrenheit && read(bytes, fahrenheit.at) === 1
          ? Math.round(((fahrenheit.of(bytes) - 32) * 5) / 9)
          : codes.get(read(bytes, temperature.at) * 2 + (half ? read(bytes, half) : 0))
      if (!found || (temperature.instead[found] === undefined && celsius === undefined)) return undefined
      const isPowered = read(bytes, power.at) !== power.off
      if (layout.accepts?.(bytes, isPowered) === false) return undefined
      return {
        power: isPowered,
        mode: found,
        targetTemperature: celsius,
        fanSpeed: fanCodes.speedOf(read(bytes, fan.at)),
        oscillation:
          flaps.vertical || flaps.horizontal ? swingOf(isOn(flaps.vertical), isOn(flaps.horizontal)) : undefined,
        preset: ownPresets.find(isOn)?.preset,
      }
    },
  })
}
