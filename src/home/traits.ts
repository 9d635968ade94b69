import * as z from 'zod'

/** The grades of air quality, in CLOVA's words (`index` of the guide's air quality and dust objects). */
export const airQualityLevels = ['good', 'normal', 'bad', 'verybad'] as const

export type AirQualityLevel = (typeof airQualityLevels)[number]

/** Measured pollutants: particles and organic compounds in µg/m³, carbon dioxide in ppm. */
export const pollutants = ['pm10', 'pm25', 'co2', 'voc'] as const

export type Pollutant = (typeof pollutants)[number]

const number = z.number()
const count = z.number().int().nonnegative()
const percent = z.number().min(0).max(100)
const text = z.string().max(500)
/** ISO 8601 duration such as `PT8H40M`. */
const duration = z.string().regex(/^P[^\s]+$/, 'not an ISO 8601 duration such as PT8H40M')
/** ISO 8601 point in time with its offset from UTC. */
const instant = z.iso.datetime({ offset: true })
const level = z.enum(airQualityLevels)
const dust = z.strictObject({ value: number.nonnegative().optional(), index: level })
const measure = z.strictObject({ name: text, value: number, unit: text })
const money = z.strictObject({ value: number, currency: text })

/** Traits that can be set on some device. */
const settableTraits = {
  power: z.boolean(),
  /** percent */
  brightness: percent,
  /** hue in degrees 0–360, saturation and brightness in percent */
  color: z.strictObject({ hue: number.min(0).max(360), saturation: percent, brightness: percent.optional() }),
  /** kelvin */
  colorTemperature: number.positive(),
  /** target in °C, like the next four, which are parts of an appliance with a temperature of their own */
  targetTemperature: number,
  freezerTemperature: number,
  fridgeTemperature: number,
  hotwaterTemperature: number,
  coldwaterTemperature: number,
  /** the device's own levels, the slowest first */
  fanSpeed: number,
  /** the gateway's word for a mode, see `clova/modes.ts` */
  mode: text.min(1),
  /** the device's own scale */
  volume: number,
  muted: z.boolean(),
  channel: count,
  subChannel: count,
  channelName: text,
  inputSource: text,
  /** the device's own levels of massage, the weakest first */
  intensity: number,
  open: z.boolean(),
  locked: z.boolean(),
  oscillation: z.enum(['off', 'horizontal', 'vertical', 'both']),
  recording: z.boolean(),
} as const satisfies Record<string, z.ZodType>

/** Traits that a device can only report. */
const measuredTraits = {
  airQuality: level,
  /** PM10, µg/m³ */
  fineDust: dust,
  /** PM2.5, µg/m³ */
  ultraFineDust: dust,
  /** percent */
  humidity: percent,
  /** °C */
  currentTemperature: number,
  /** percent */
  battery: percent,
  /** what it is doing, in words that are read aloud: wash, rinse, 세탁 */
  phase: text,
  remainingTime: duration,
  keepWarmTime: duration,
  cleaningCycle: duration,
  openedAt: instant,
  closedAt: instant,
  detectedAt: instant,
  /** whether the sensor detects smoke, motion, water or whatever it is for right now */
  detected: z.boolean(),
  detections: z.strictObject({ today: count, yesterday: count.optional() }),
  /** filters and other wearing parts; `used` in percent */
  parts: z.array(z.strictObject({ name: text, remainingTime: duration.optional(), used: percent.optional() })),
  consumption: z.array(measure),
  estimatedConsumption: z.array(measure),
  bill: money,
  estimatedBill: money,
  taxBracket: count,
  usageTime: duration,
  /** percent of the time in the right posture */
  posture: percent,
  sitting: z.boolean(),
  sittingPeriod: z.strictObject({ start: instant, end: instant }),
  asleep: duration,
  awake: duration,
  sleepScore: number,
  sleepStarts: z.array(instant),
  bmi: number,
  /** percent */
  bodyFat: percent,
  /** percent */
  muscle: percent,
  /** kg */
  weight: number.positive(),
  healthScore: number,
  notices: z.array(text),
  packages: z.array(text),
  /** parked cars: `name` is the number plate, `place` where the car stands */
  vehicles: z.array(z.strictObject({ name: text, place: text })),
  /** measurements without a trait of their own, by the name that is read aloud */
  readings: z.array(
    z.strictObject({
      name: text,
      value: z.union([number, text]),
      unit: z.enum(['celsius', 'percentage']).optional(),
    }),
  ),
} as const satisfies Record<string, z.ZodType>

/**
 * All traits, each with the schema of its values.
 * A new trait is one key above; the compiler then asks for its rows in `clova/traitCodecs.ts` and `clova/spoken/state.ts`.
 */
export const traits = { ...settableTraits, ...measuredTraits }

export type Trait = keyof typeof traits
export type Traits = { readonly [T in Trait]: z.infer<(typeof traits)[T]> }
type TraitsOfType<V> = { [T in Trait]: Traits[T] extends V ? T : never }[Trait]
/** Traits that are a number, and can be stepped. */
export type NumberTrait = TraitsOfType<number>

/** The known state. An absent key means "not known": never null, never a guess. */
export type State = Readonly<Partial<Traits>>

/** Measured traits whose value is of a period, such as what was used today (the guide's queries with a `period`). */
export const periodTraits: readonly Trait[] = [
  'consumption',
  'bill',
  'estimatedBill',
  'usageTime',
  'posture',
  'sitting',
  'sittingPeriod',
  'asleep',
  'awake',
  'sleepScore',
  'sleepStarts',
]

/** All traits, in the order in which they are spoken. */
export const traitNames = Object.keys(traits) as Trait[]

/** Whether a trait can be set on some device; otherwise it is only measured. */
export const isSettable = (trait: Trait): boolean => Object.hasOwn(settableTraits, trait)

/** The kind of a trait's values; `structured` for objects and lists. */
export function valueKind(trait: Trait): 'boolean' | 'number' | 'string' | 'structured' {
  const schema: z.ZodType = traits[trait]
  if (schema instanceof z.ZodBoolean) return 'boolean'
  if (schema instanceof z.ZodNumber) return 'number'
  return schema instanceof z.ZodString || schema instanceof z.ZodEnum ? 'string' : 'structured'
}

/** The value if the trait can have it, else undefined (not known). */
export function parseTrait<T extends Trait>(trait: T, value: unknown): Traits[T] | undefined {
  const parsed = traits[trait].safeParse(value)
  return parsed.success ? (parsed.data as Traits[T]) : undefined
}

/** The valid traits of an object from outside; everything else in it is left out. */
export function parseState(value: unknown): State {
  if (typeof value !== 'object' || value === null) return {}
  const known = traitNames.map((trait) => [
    trait,
    Object.hasOwn(value, trait) ? parseTrait(trait, Reflect.get(value, trait)) : undefined,
  ])
  return Object.fromEntries(known.filter(([, v]) => v !== undefined))
}
