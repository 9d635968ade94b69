import fc from 'fast-check'
import type { State, Trait, Traits } from '../../src/home/traits.ts'

/** Without -0, which JSON cannot represent. */
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0)
const tenths = fc.integer({ min: -500, max: 500 }).map((n) => n / 10)
const percent = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.double({ min: 0, max: 100, noNaN: true }))
const positive = fc.oneof(
  fc.integer({ min: 1, max: 10_000 }),
  fc.double({ min: Number.MIN_VALUE, max: 1e6, noNaN: true }),
)
const count = fc.nat()
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('거', '실', '電', '"', '\\', '$', '{', '\u{1F4A1}'),
    fc.string({ minLength: 1, maxLength: 1 }),
  ),
  maxLength: 40,
})
const word = text.filter((word) => word.length > 0)
const duration = fc
  .record({ hours: fc.nat({ max: 40 }), minutes: fc.nat({ max: 59 }) })
  .map(({ hours, minutes }) => `PT${hours}H${minutes}M`)
const instant = fc
  .date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2090-01-01T00:00:00Z'), noInvalidDate: true })
  .chain((at) =>
    fc.constantFrom(at.toISOString(), at.toISOString().replace('Z', '+09:00'), at.toISOString().replace('.000Z', 'Z')),
  )
const level = fc.constantFrom('good', 'normal', 'bad', 'verybad')
const dust = fc.record({ value: fc.nat({ max: 999 }), index: level }, { requiredKeys: ['index'] })
const measures = fc.array(fc.record({ name: text, value: number, unit: text }), { maxLength: 3 })
const money = fc.record({ value: number, currency: text })
const texts = fc.array(text, { maxLength: 3 })
const boolean = fc.boolean()

/** The type of an optional key in a schema includes `undefined`; generated values leave the key out instead. */
type AllowUndefined<V> = V extends readonly (infer I)[]
  ? readonly AllowUndefined<I>[]
  : V extends object
    ? { readonly [K in keyof V]: AllowUndefined<V[K]> }
    : V

/** For each trait, an arbitrary of all its valid values. */
export const traitArbitraries: { readonly [T in Trait]: fc.Arbitrary<AllowUndefined<Traits[T]>> } = {
  power: boolean,
  brightness: percent,
  color: fc.record(
    { hue: fc.integer({ min: 0, max: 360 }), saturation: percent, brightness: percent },
    { requiredKeys: ['hue', 'saturation'] },
  ),
  colorTemperature: positive,
  targetTemperature: tenths,
  freezerTemperature: tenths,
  fridgeTemperature: tenths,
  hotwaterTemperature: tenths,
  coldwaterTemperature: number,
  fanSpeed: number,
  mode: word,
  volume: number,
  muted: boolean,
  channel: count,
  subChannel: count,
  channelName: text,
  inputSource: text,
  intensity: number,
  open: boolean,
  locked: boolean,
  oscillation: fc.constantFrom('off', 'horizontal', 'vertical'),
  recording: boolean,
  airQuality: level,
  fineDust: dust,
  ultraFineDust: dust,
  humidity: percent,
  currentTemperature: tenths,
  battery: percent,
  phase: text,
  remainingTime: duration,
  keepWarmTime: duration,
  cleaningCycle: duration,
  openedAt: instant,
  closedAt: instant,
  detectedAt: instant,
  detected: boolean,
  detections: fc.record({ today: count, yesterday: count }, { requiredKeys: ['today'] }),
  parts: fc.array(fc.record({ name: text, remainingTime: duration, used: percent }, { requiredKeys: ['name'] }), {
    maxLength: 3,
  }),
  consumption: measures,
  estimatedConsumption: measures,
  bill: money,
  estimatedBill: money,
  taxBracket: count,
  usageTime: duration,
  posture: percent,
  sitting: boolean,
  sittingPeriod: fc.record({ start: instant, end: instant }),
  asleep: duration,
  awake: duration,
  sleepScore: number,
  sleepStarts: fc.array(instant, { maxLength: 3 }),
  bmi: number,
  bodyFat: percent,
  muscle: percent,
  weight: positive,
  healthScore: number,
  notices: texts,
  packages: texts,
  vehicles: fc.array(fc.record({ name: text, place: text }), { maxLength: 3 }),
  readings: fc.array(
    fc.record(
      { name: text, value: fc.oneof(number, text), unit: fc.constantFrom('celsius', 'percentage') },
      { requiredKeys: ['name', 'value'] },
    ),
    { maxLength: 3 },
  ),
}

/** An arbitrary of all states, as they are after JSON. */
export const stateArbitrary: fc.Arbitrary<State> = fc
  .record(traitArbitraries, { requiredKeys: [] })
  .map((state) => JSON.parse(JSON.stringify(state)) as State)
