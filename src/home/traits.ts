import * as z from 'zod'
import { levels } from './airQuality.ts'

const number = z.number()
const count = z.number().int().nonnegative()
const percent = z.number().min(0).max(100)
const text = z.string().max(500)
/** ISO 8601 duration such as `PT8H40M`. */
const duration = z.string().regex(/^P[^\s]+$/, 'not an ISO 8601 duration such as PT8H40M')
/** ISO 8601 point in time with its offset from UTC. */
const instant = z.iso.datetime({ offset: true })
const level = z.enum(levels)
const dust = z.strictObject({ value: number.nonnegative().optional(), index: level })
const measure = z.strictObject({ name: text, value: number, unit: text })
const money = z.strictObject({ value: number, currency: text })

/** Traits that a device may be told to have. */
const settable = {
  power: z.boolean(),
  /** percent */
  brightness: percent,
  /** hue in degrees 0–360, saturation and brightness in percent */
  color: z.strictObject({ hue: number.min(0).max(360), saturation: percent, brightness: percent.optional() }),
  /** kelvin */
  colorTemperature: number.positive(),
  /** °C wished for, as are the next four: the parts of one appliance that have a temperature of their own */
  targetTemperature: number,
  freezerTemperature: number,
  fridgeTemperature: number,
  hotwaterTemperature: number,
  coldwaterTemperature: number,
  /** the device's own levels, the slowest first */
  fanSpeed: number,
  /** a word of the house, see `clova/modes.ts` */
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
  oscillation: z.enum(['off', 'horizontal', 'vertical']),
  recording: z.boolean(),
} as const satisfies Record<string, z.ZodType>

/** Traits that a device can only tell. */
const measured = {
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
  /** what it is doing, in words the user hears: wash, rinse, 세탁 */
  phase: text,
  remainingTime: duration,
  keepWarmTime: duration,
  cleaningCycle: duration,
  openedAt: instant,
  closedAt: instant,
  detectedAt: instant,
  /** smoke, motion, water or whatever the sensor is for is there right now */
  detected: z.boolean(),
  detections: z.strictObject({ today: count, yesterday: count.optional() }),
  /** filters and other parts that wear; `used` in percent */
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
  /** what has no trait of its own, by the name the user hears */
  readings: z.array(
    z.strictObject({
      name: text,
      value: z.union([number, text]),
      unit: z.enum(['celsius', 'percentage']).optional(),
    }),
  ),
} as const satisfies Record<string, z.ZodType>

/**
 * All the house can know of an appliance: one key a trait, with the schema its values are believed by.
 * A new trait is one key above; the compiler then asks for its row in `clova/codec.ts` and `clova/words.ts`.
 */
export const traits = { ...settable, ...measured }

export type Trait = keyof typeof traits
export type Traits = { readonly [T in Trait]: z.infer<(typeof traits)[T]> }
type Having<V> = { [T in Trait]: Traits[T] extends V ? T : never }[Trait]
/** Traits that are a number, and can be stepped. */
export type NumberTrait = Having<number>

/** What is known now. An absent key means "not known": never null, never a guess. */
export type State = Readonly<Partial<Traits>>

/** Every trait, in the order a person would tell them. */
export const traitNames = Object.keys(traits) as Trait[]

/** True if some device may be told to have it; else it is only ever measured. */
export const isSettable = (trait: Trait): boolean => Object.hasOwn(settable, trait)

/** What a value of the trait is made of. */
export function kindOf(trait: Trait): 'boolean' | 'number' | 'word' | 'thing' {
  const schema: z.ZodType = traits[trait]
  if (schema instanceof z.ZodBoolean) return 'boolean'
  if (schema instanceof z.ZodNumber) return 'number'
  return schema instanceof z.ZodString || schema instanceof z.ZodEnum ? 'word' : 'thing'
}

/** The value if it is one that the trait can have, else nothing: absent is unknown. */
export function believe<T extends Trait>(trait: T, value: unknown): Traits[T] | undefined {
  const parsed = traits[trait].safeParse(value)
  return parsed.success ? (parsed.data as Traits[T]) : undefined
}

/** The known, believable traits of an object from outside; whatever else it holds is left out. */
export function believeState(value: unknown): State {
  if (typeof value !== 'object' || value === null) return {}
  const known = traitNames.map((trait) => [
    trait,
    Object.hasOwn(value, trait) ? believe(trait, Reflect.get(value, trait)) : undefined,
  ])
  return Object.fromEntries(known.filter(([, v]) => v !== undefined))
}
