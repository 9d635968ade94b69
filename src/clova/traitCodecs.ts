import * as z from 'zod'
import { Failure } from '../home/failure.ts'
import type { State, Trait, Traits } from '../home/traits.ts'
import { isObject } from '../util/parse.ts'
import type { SpeechContext } from './edition.ts'
import type { JsonObject } from './envelope.ts'
import { fromClovaFanSpeed, toClovaFanSpeed } from './fanSpeed.ts'
import { say } from './messages.ts'
import { fromClovaMode, toClovaMode } from './modes.ts'
import { measureName } from './spoken/names.ts'
import { yesNo } from './spoken/state.ts'
import { spokenCount, spokenTime, timestamp } from './spoken/time.ts'
import { toGuideUnit, toOneDecimal } from './units.ts'

/** How a trait is written in payloads. */
interface Codec<V> {
  /** the payload field; empty if no message has one */
  readonly field: string
  encode(value: V, context: SpeechContext): unknown
  /** how a request sets it; absent where no request can. `alias`: another field name that an example of the guide uses */
  readonly request?: {
    readonly schema: z.ZodType
    readonly alias?: string | undefined
    decode(value: any, context: SpeechContext): V
  }
}

const wrap = (value: unknown) => ({ value })
const wrapped = <T extends z.ZodType>(schema: T) => z.object({ value: schema })

/** `{ field: { value } }`, read only. */
const readOnlyWrapped = <V>(
  field: string,
  encode: (value: V, context: SpeechContext) => unknown = (v) => v,
): Codec<V> => ({
  field,
  encode: (value, context) => {
    const out = encode(value, context)
    return out === undefined ? undefined : wrap(out)
  },
})
/** `{ field: value }`, read only. */
const readOnlyBare = <V>(
  field: string,
  encode: (value: V, context: SpeechContext) => unknown = (v) => v,
): Codec<V> => ({
  field,
  encode,
})
/** `{ field: { value } }` in answers and requests. */
const readWrite = <V>(
  field: string,
  schema: z.ZodType<V>,
  { encode, alias }: { readonly encode?: (value: V) => V; readonly alias?: string } = {},
): Codec<V> => ({
  ...readOnlyWrapped<V>(field, encode),
  request: { schema: wrapped(schema), alias, decode: (v) => v.value },
})
const number = (field: string, encode?: (value: number) => number) =>
  readWrite(field, z.number(), { ...(encode && { encode }) })
const text = (field: string, alias?: string) => readWrite(field, z.string().max(500), { ...(alias && { alias }) })
/** For traits without a field in any message: only the name of an action expresses the value. */
const notCarried = <V>(): Codec<V> => ({ field: '', encode: () => undefined })

const instant = (at: string, { timeZone }: SpeechContext) => timestamp(new Date(at), timeZone)
const list = <V>(field: string, encodeItem: (item: V, context: SpeechContext) => unknown) =>
  readOnlyBare<V[]>(field, (items, context) => items.map((item) => encodeItem(item, context)))

/** Temperatures have at most one decimal, percentages none (TemperatureInfoObject, BatteryInfoObject). */
const temperature = number('targetTemperature', toOneDecimal)

/** Consumption in the guide's units; undefined if no measure has one, so that there is no field. */
function encodeMeasures(measures: Traits['consumption'], { language }: SpeechContext) {
  const known = measures.flatMap(({ name, value, unit }) => {
    const converted = toGuideUnit(value, unit)
    return converted ? [{ name: measureName(name, language), ...converted }] : []
  })
  return known.length > 0 || measures.length === 0 ? known : undefined
}

const codecs: { readonly [T in Trait]: Codec<Traits[T]> } = {
  power: readOnlyWrapped('powerState', (on, { language }) => yesNo('power', on, language)),
  brightness: number('brightness', Math.round),
  color: {
    ...readOnlyBare('color', ({ hue, saturation, brightness }) => ({
      hue: Math.round(hue),
      saturation: Math.round(saturation),
      ...(brightness !== undefined && { brightness: Math.round(brightness) }),
    })),
    request: {
      schema: z.object({ hue: z.number(), saturation: z.number(), brightness: z.number().optional() }),
      decode: (color) => color,
    },
  },
  colorTemperature: number('colorTemperature'),
  targetTemperature: temperature,
  freezerTemperature: temperature,
  fridgeTemperature: temperature,
  hotwaterTemperature: temperature,
  coldwaterTemperature: temperature,
  fanSpeed: {
    ...readOnlyWrapped('fanSpeed', (speed, { spec }) => toClovaFanSpeed(speed, spec)),
    request: { schema: wrapped(z.number()), decode: ({ value }, { spec }) => fromClovaFanSpeed(value, spec) },
  },
  mode: {
    ...readOnlyWrapped('mode', (mode: string, { edition, type }) => toClovaMode(edition, type, mode)),
    request: {
      // The guides' example of ReleaseModeRequest has the bare word, their tables the object.
      schema: z.union([wrapped(z.string().max(100)), z.string().max(100).transform(wrap)]),
      decode(mode, { edition, type }) {
        const found = fromClovaMode(edition, type, mode.value)
        if (found === undefined)
          throw new Failure('unsupported', say('noModeOfType', { type, mode: String(mode.value) }))
        return found
      },
    },
  },
  volume: number('targetVolume'),
  muted: notCarried(),
  channel: number('channel'),
  subChannel: number('subChannel'),
  // The example of `jp` calls it channel.
  channelName: text('channelName', 'channel'),
  inputSource: text('sourceName'),
  intensity: number('intensityLevel'),
  open: readOnlyBare('openState', (open) => (open ? 'OPENED' : 'CLOSED')),
  locked: {
    ...readOnlyBare('lockState', (locked) => (locked ? 'LOCKED' : 'UNLOCKED')),
    request: { schema: z.enum(['LOCKED', 'UNLOCKED']), decode: (state) => state === 'LOCKED' },
  },
  oscillation: notCarried(),
  recording: notCarried(),

  airQuality: readOnlyBare('airQuality', (index) => ({ index })),
  fineDust: readOnlyBare('fineDust'),
  ultraFineDust: readOnlyBare('ultraFineDust'),
  humidity: readOnlyWrapped('humidity', Math.round),
  currentTemperature: readOnlyWrapped('currentTemperature', toOneDecimal),
  battery: readOnlyWrapped('batteryInfo', Math.round),
  phase: readOnlyWrapped('phase'),
  remainingTime: readOnlyBare('remainingTime'),
  keepWarmTime: readOnlyBare('keepWarmTime'),
  cleaningCycle: readOnlyBare('remainingTime'),
  openedAt: readOnlyBare('openTimestamp', instant),
  closedAt: readOnlyBare('closeTimestamp', instant),
  // The table says string, the example nests the text as value; answered as the example.
  detectedAt: readOnlyWrapped('detectedTime', (at, { language, timeZone }) =>
    spokenTime(new Date(at), language, timeZone),
  ),
  detected: notCarried(),
  detections: readOnlyWrapped('detectionCount', (count, { language }) => spokenCount(count, language)),
  parts: list('expendableInfo', ({ name, remainingTime, used }) => ({
    name,
    ...(remainingTime !== undefined && { remainingTime }),
    ...(used !== undefined && { usage: { name, value: Math.round(used), unit: 'percentage' } }),
  })),
  consumption: readOnlyBare<Traits['consumption']>('consumption', encodeMeasures),
  estimatedConsumption: readOnlyBare<Traits['consumption']>('consumption', encodeMeasures),
  bill: readOnlyBare('currentBill'),
  estimatedBill: readOnlyBare('estimateBill'),
  taxBracket: readOnlyWrapped('progressiveTaxBracket'),
  usageTime: readOnlyBare('usageTime'),
  posture: readOnlyWrapped('rightPostureRatio', Math.round),
  sitting: readOnlyWrapped('sittingState'),
  sittingPeriod: readOnlyBare('recentlySittingPeriod', ({ start, end }, context) => ({
    start: instant(start, context),
    end: instant(end, context),
  })),
  asleep: readOnlyBare('asleepDuration'),
  awake: readOnlyBare('awakeDuration'),
  sleepScore: readOnlyWrapped('sleepScore'),
  sleepStarts: list('startTimestampList', instant),
  bmi: readOnlyWrapped('bmi'),
  bodyFat: readOnlyWrapped('bodyFatPercentage'),
  muscle: readOnlyWrapped('musclePercentage'),
  weight: readOnlyWrapped('weight'),
  healthScore: readOnlyWrapped('healthScore'),
  notices: readOnlyBare('notice'),
  packages: readOnlyBare('package'),
  vehicles: list('vehicleLocationList', ({ name, place }) => ({ name, value: place })),
  readings: notCarried(),
}

const codecOf = (trait: Trait): Codec<any> => codecs[trait]

/** The payload fields of those traits that the state has. */
export function encodeTraits(traits: readonly Trait[], state: State, context: SpeechContext): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const trait of traits) {
    const { field, encode } = codecOf(trait)
    const value: unknown = state[trait] === undefined ? undefined : encode(state[trait], context)
    if (value !== undefined) fields[field] = value
  }
  return fields
}

function requestOf(trait: Trait) {
  const { field, request } = codecOf(trait)
  if (!request) throw new TypeError(`${trait} cannot be asked for`)
  return { field, ...request }
}

/** The schema of the payload of a request that sets the trait. */
export function requestSchema(trait: Trait): z.ZodType {
  const { field, schema, alias } = requestOf(trait)
  return withAlias(z.object({ [field]: schema }), field, alias)
}

/** Accepts the field under another name too, as an example of the guide has it. */
export const withAlias = (schema: z.ZodObject, field: string, also: string | undefined): z.ZodType =>
  also === undefined
    ? schema
    : z.preprocess((p) => (isObject(p) && !(field in p) ? { ...p, [field]: p[also] } : p), schema)

/** The state that a payload of the schema `request` asks for. */
export function decodeTrait(trait: Trait, payload: any, context: SpeechContext): State {
  const { field, decode } = requestOf(trait)
  return { [trait]: decode(payload[field], context) }
}

/** The payload that asks for a value as a scene or a user writes it; the value is not checked here. */
export function composePayload(trait: Trait, value: unknown): JsonObject {
  const { field, schema } = requestOf(trait)
  const isWrapped = schema instanceof z.ZodObject ? 'value' in schema.shape : trait === 'mode'
  return { [field]: isWrapped ? wrap(value) : value }
}
