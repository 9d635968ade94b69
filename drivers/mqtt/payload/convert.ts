import type { AirQualityGrader } from '../../../src/home/driver.ts'
import { type Limit, numberDomainOf, roundFloat } from '../../../src/home/spec.ts'
import type { Pollutant } from '../../../src/home/traits.ts'
import { parseTrait, type Trait, type Traits, valueKind } from '../../../src/home/traits.ts'
import { parseBoundedJson } from '../../../src/util/boundedJson.ts'
import { type ColorForm, readColor } from './colorFormats.ts'

/** A trait's value in the device's own words, both ways. */
export interface Converter {
  toDevice(value: unknown): unknown
  /** The trait's value, unknown if the device's word means nothing. */
  fromDevice(raw: unknown): unknown
  /** How far the device's value may lie from the requested one and still confirm it, in the unit of the trait. */
  readonly tolerance: number
}

export const units = ['kelvin', 'mirek', 'celsius', 'fahrenheit'] as const
export type ValueUnit = (typeof units)[number]

/** What a user says of a trait's values. */
export interface ValueOptions {
  readonly on?: string | undefined
  readonly off?: string | undefined
  /** the house's value → the device's word */
  readonly values?: Readonly<Record<string, string | number>> | undefined
  /** the device's words in commands, where they are not those of its state */
  readonly send?: Readonly<Record<string, string | number>> | undefined
  readonly range?: readonly [number, number] | undefined
  readonly unit?: ValueUnit | undefined
  readonly tolerance?: number | undefined
  readonly form?: ColorForm | undefined
  readonly position?: readonly [closed: number, open: number] | undefined
  readonly moving?:
    | {
        readonly state?: unknown
        readonly path?: unknown
        readonly on: readonly string[]
        readonly off: readonly string[]
        readonly stopped?: readonly string[]
      }
    | undefined
  readonly resume?: boolean | undefined
  readonly level?: Pollutant | undefined
}

/** Between the units that devices use and the house's: kelvin (told in tens, since mirek are that coarse) and °C. */
const inUnit: {
  readonly [U in ValueUnit]?: {
    to(value: number): number
    from(raw: number): number
    readonly tolerance: number
    /** what a limit is rounded to, so that whole values lie on the grid */
    readonly roundTo: number
  }
} = {
  mirek: { to: (k) => Math.round(1e6 / k), from: (m) => Math.round(1e5 / m) * 10, tolerance: 50, roundTo: 10 },
  fahrenheit: {
    to: (c) => Math.round(c * 18 + 320) / 10,
    from: (f) => Math.round((f - 32) / 0.18) / 10,
    tolerance: 0.5,
    roundTo: 1,
  },
}

/** The limits of a trait whose device has this range in this unit: never wider than the range, and on whole values. */
export function limitsIn(unit: ValueUnit | undefined, range: readonly [number, number], step: number | undefined) {
  const conversion = unit && inUnit[unit]
  const ends = range.map((end) => (conversion ? conversion.from(end) : end))
  const [min, max] = [Math.min(...ends), Math.max(...ends)]
  if (!conversion) return { min, max }
  const roundTo = unit === 'mirek' ? conversion.roundTo : (step ?? conversion.roundTo)
  const device = (value: number) => conversion.to(value)
  const [low, high] = [Math.min(...range), Math.max(...range)]
  const fits = (value: number) => device(value) >= low && device(value) <= high
  const inward = { min: Math.ceil(min / roundTo) * roundTo, max: Math.floor(max / roundTo) * roundTo }
  return {
    min: fits(inward.min) ? inward.min : inward.min + roundTo,
    max: fits(inward.max) ? inward.max : inward.max - roundTo,
  }
}

/** Makes the converter of one trait from what its user says of it. */
export function converter(trait: Trait, words: ValueOptions, limit: Limit, gradeOf: AirQualityGrader): Converter {
  const { tolerance } = words
  if (words.level)
    return { toDevice: (value) => value, fromDevice: airQualityGrade(trait, words.level, gradeOf), tolerance: 0 }
  if (trait === 'color')
    return { toDevice: (value) => value, fromDevice: (raw) => readColor(raw, words.form), tolerance: tolerance ?? 2 }
  switch (valueKind(trait)) {
    case 'boolean':
      return { ...booleanWords(words), tolerance: 0 }
    case 'number':
      return { ...number(words, limit), ...(tolerance !== undefined && { tolerance }) }
    default:
      return { ...named(words), tolerance: tolerance ?? 0 }
  }
}

/** A measurement with its grade, or the grade alone. */
function airQualityGrade(trait: Trait, pollutant: Pollutant, gradeOf: AirQualityGrader) {
  return (raw: unknown) => {
    const value = numeric(raw)
    if (value === undefined || value < 0) return undefined
    const index = gradeOf(pollutant, value)
    return trait === 'airQuality' ? index : { value, index }
  }
}

/** How far open something is, in percent of its way; nothing if it does not tell. */
export function openness(raw: unknown, [closed, open]: readonly [number, number]): number | undefined {
  const position = numeric(raw)
  return position === undefined ? undefined : ((position - closed) / (open - closed)) * 100
}

/**
 * A word of a device, so that it can be compared with one that a user wrote: without white space around it, Unicode
 * composed, and JSON and Python's True in one spelling (1.0 is 1, {"a": 1} is {"a":1}). Nothing for null and undefined.
 */
export function asWord(raw: unknown): string | undefined {
  if (raw === undefined || raw === null) return undefined
  if (typeof raw === 'object') return JSON.stringify(sorted(raw))
  if (typeof raw !== 'string') return String(raw)
  const text = raw.trim().normalize('NFC')
  if (text === 'True' || text === 'False') return text.toLowerCase()
  if (!/^([-\d].*\d|\d|[[{].*[\]}])$/s.test(text)) return text
  try {
    return JSON.stringify(sorted(parseBoundedJson(text)))
  } catch {
    return text
  }
}

/** JSON with the keys of its objects in one order. */
function sorted(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(sorted)
  if (typeof json !== 'object' || json === null) return json
  return Object.fromEntries(
    Object.entries(json)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, sorted(value)]),
  )
}

function booleanWords({ on, off, send, position, moving, resume }: ValueOptions): Omit<Converter, 'tolerance'> {
  const keys = (words: readonly (string | undefined)[]) => words.map((word) => asWord(word)?.toLowerCase() ?? '')
  // What nobody spelt out is taken in any of the usual spellings.
  const yes = on === undefined ? ['true', 'on', '1'] : keys([on])
  const no = off === undefined ? ['false', 'off', '0'] : keys([off])
  // What is on its way is not closed.
  const between =
    moving?.path === undefined && moving?.state === undefined
      ? keys([...(moving?.on ?? []), ...(moving?.off ?? [])])
      : []
  return {
    toDevice: (value) => (value ? (send?.on ?? on ?? 'ON') : (send?.off ?? off ?? 'OFF')),
    fromDevice(raw) {
      const percent = position && openness(raw, position)
      // One percent off the end is the end: motors count badly.
      if (percent !== undefined) return percent > 1
      const word = asWord(raw)?.toLowerCase() ?? ''
      if (no.includes(word)) return false
      return yes.includes(word) || between.includes(word) || (resume && word !== '') ? true : undefined
    },
  }
}

const own = (words: ValueOptions['values'], value: unknown) =>
  words && Object.hasOwn(words, String(value)) ? words[String(value)] : undefined

function named({ values, send }: ValueOptions): Omit<Converter, 'tolerance'> {
  if (!values) return { toDevice: (value) => value, fromDevice: (raw) => raw }
  const valueOfWord = new Map(Object.entries(values).map(([value, word]) => [asWord(word), value]))
  return {
    toDevice: (value) => own(send, value) ?? own(values, value) ?? value,
    fromDevice: (raw) => valueOfWord.get(asWord(raw)),
  }
}

function number(words: ValueOptions, limit: Limit): Converter {
  if (words.values) {
    const { toDevice, fromDevice } = named(words)
    return { toDevice, fromDevice: (raw) => numeric(fromDevice(raw)), tolerance: 0 }
  }
  const unit = words.unit && inUnit[words.unit]
  if (unit) {
    const [low, high] = [...(words.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])].sort((a, b) => a - b)
    return {
      toDevice: (v) => Math.min(high ?? 0, Math.max(low ?? 0, unit.to(Number(v)))),
      fromDevice: (raw) => map(numeric(raw), unit.from),
      tolerance: unit.tolerance,
    }
  }
  return (words.range && scaled(words.range, limit)) ?? { toDevice: (v) => v, fromDevice: numeric, tolerance: 1e-6 }
}

/**
 * Between the device's range and the trait's own, where they differ. More than nothing is never nothing: what is above
 * the lower end on one scale is above it on the other.
 */
function scaled([low, high]: readonly [number, number], limit: Limit): Converter | undefined {
  const domain = numberDomainOf(limit)
  if (!domain || (domain.min === low && domain.max === high)) return undefined
  const { min, max, step } = domain
  const within = (n: number) => Math.min(max, Math.max(min, n))
  const device = high - low
  const roundTo = Math.abs(device) > 1 ? 1 : 0.001
  const round = (n: number) => Math.round(n / roundTo) * roundTo
  const isFromZero = min === 0
  const toDevice = (value: unknown) => {
    const exact = low + ((Number(value) - min) * device) / (max - min)
    const rounded = roundFloat(round(exact))
    return isFromZero && Number(value) > min && rounded === low
      ? roundFloat(low + Math.sign(device) * roundTo)
      : rounded
  }
  const fromDevice = (raw: number) => {
    const steps = Math.round(((raw - low) * (max - min)) / device / step)
    const isMore = isFromZero && (raw - low) / device > 0
    return within(roundFloat(min + Math.max(steps, isMore ? 1 : 0) * step))
  }
  return {
    toDevice,
    fromDevice: (raw) => map(numeric(raw), fromDevice),
    // Half a step of the coarser of the two, and half of the finer for the rounding.
    tolerance: (Math.abs(device) > 1 ? (max - min) / Math.abs(device) / 2 : 0) + step / 2,
  }
}

const map = (value: number | undefined, f: (n: number) => number) => (value === undefined ? undefined : f(value))

function numeric(raw: unknown): number | undefined {
  const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** The value of a trait in a device's message; nothing if it is none that the trait can have. */
export const traitValue = <T extends Trait>(
  trait: T,
  { fromDevice }: Converter,
  raw: unknown,
): Traits[T] | undefined => {
  const value = raw === undefined || raw === null ? undefined : fromDevice(raw)
  return value === undefined ? undefined : parseTrait(trait, value)
}

/** True if the device's value is the requested one. */
export function isSameValue(requested: unknown, now: unknown, tolerance: number): boolean {
  if (typeof requested === 'number' && typeof now === 'number') return Math.abs(requested - now) <= tolerance
  if (typeof requested === 'object' && requested !== null && typeof now === 'object' && now !== null) {
    // Only what was requested: a lamp may report more of its colour than was asked for.
    // Without saturation no hue can be seen.
    const grey = Number(Reflect.get(requested, 'saturation')) < 5
    return Object.entries(requested).every(([key, value]) => {
      if (key === 'hue' && grey) return true
      const there: unknown = Reflect.get(now, key)
      // 359° and 1° are neighbours.
      const turned = key === 'hue' && [-360, 360].some((turn) => isSameValue(Number(value) + turn, there, tolerance))
      return turned || isSameValue(value, there, tolerance)
    })
  }
  return requested === now
}
