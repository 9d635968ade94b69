import * as z from 'zod'
import { Failure } from '../../home/failure.ts'
import { allowedWords, type Spec, supports } from '../../home/spec.ts'
import type { State, Trait } from '../../home/traits.ts'
import { reportedByTurnOn } from '../applianceTypes.ts'
import type { JsonObject } from '../envelope.ts'
import { cycleFanSpeed, fanLevels, stepFanSpeed } from '../fanSpeed.ts'
import { say } from '../messages.ts'
import { composePayload, decodeTrait, encodeTraits, requestSchema } from '../traitCodecs.ts'
import { type Control, control, cycle, noTraits, onlyIn, perform, set, setTo, step } from './factories.ts'

const wrapped = <T extends z.ZodType>(schema: T) => z.object({ value: schema })

/** The parts of an appliance that have a temperature of their own, by CLOVA's word for them. */
const endpoints = {
  freezer: 'freezerTemperature',
  fridge: 'fridgeTemperature',
  hotwater: 'hotwaterTemperature',
  coldwater: 'coldwaterTemperature',
} as const satisfies Record<string, Trait>
const temperatures: readonly Trait[] = ['targetTemperature', ...Object.values(endpoints)]
const settableTemperatures = (spec: Spec) => temperatures.filter((trait) => supports(spec, 'set', trait))

/** The trait to set: that of the endpoint, else the only temperature that the device has. */
function targetTrait(endpoint: keyof typeof endpoints | undefined, spec: Spec): Trait {
  if (endpoint) return endpoints[endpoint]
  const [first, ...others] = settableTemperatures(spec)
  if (first === 'targetTemperature' || (first && others.length === 0)) return first
  throw new Failure('unsupported', say('severalTemperatures'))
}

export const setTargetTemperature: Control = control({
  ...set('targetTemperature'),
  // Only `kr` has a field that says which of several temperatures is meant.
  isOffered: (spec, edition) =>
    edition === 'kr' ? settableTemperatures(spec).length > 0 : supports(spec, 'set', 'targetTemperature'),
  request: z.object({
    targetTemperature: wrapped(z.number()),
    endpoint: wrapped(z.enum(Object.keys(endpoints) as [keyof typeof endpoints])).optional(),
  }),
  buildCommand: ({ targetTemperature, endpoint }, spec) => ({
    kind: 'set',
    patch: { [targetTrait(endpoint?.value, spec)]: targetTemperature.value },
  }),
  reportedTraits: (command) => (command.kind === 'set' ? (Object.keys(command.patch) as Trait[]) : []),
  extraFields: ({ endpoint }) => (endpoint ? { endpoint } : {}),
  detailTraits: temperatures,
})

export const setChannel: Control = control({
  ...set('channel'),
  request: z.object({ channel: wrapped(z.number()), subChannel: wrapped(z.number()).optional() }),
  buildCommand: (payload, spec, _now, context) => ({
    kind: 'set',
    patch: {
      ...decodeTrait('channel', payload, context),
      ...(payload.subChannel && supports(spec, 'set', 'subChannel') && decodeTrait('subChannel', payload, context)),
    },
  }),
  reportedTraits: () => ['channel', 'subChannel'],
})

export const setFanSpeed: Control = control({
  ...set('fanSpeed'),
  isOffered: (spec) => supports(spec, 'set', 'fanSpeed') && fanLevels(spec).length > 0,
})

/** Moves the fan by speeds of CLOVA, not by steps of the device. */
export function moveFanSpeed(sign: 1 | -1): Control {
  const row = step('fanSpeed', sign, 'deltaFanSpeed')
  return control({
    ...row,
    isOffered: (spec, edition) => row.isOffered(spec, edition) && fanLevels(spec).length > 0,
    buildCommand: ({ value }, spec, now) => stepFanSpeed(sign * value, now, spec),
  })
}

export const changeFanSpeed: Control = control({
  ...cycle('fanSpeed'),
  isOffered: (spec) =>
    supports(spec, 'cycle', 'fanSpeed') || (supports(spec, 'set', 'fanSpeed') && fanLevels(spec).length > 0),
  buildCommand: (_payload, spec, now) => cycleFanSpeed(now, spec),
})

/** The direction where the request names none: the first that the device has. */
const defaultDirection = (spec: Spec) => allowedWords(spec, 'oscillation')?.find((direction) => direction !== 'off')
export const startOscillation: Control = control({
  does: { effect: 'set', trait: 'oscillation', isValueNeeded: false },
  isOffered: (spec) => supports(spec, 'set', 'oscillation') && defaultDirection(spec) !== undefined,
  request: z.object({ direction: wrapped(z.enum(['horizontal', 'vertical'])).optional() }),
  composePayload: (direction) => ({ direction: { value: direction } }),
  needed: ['oscillation'],
  buildCommand({ direction }, spec, now) {
    const wanted = direction?.value ?? defaultDirection(spec)
    const other = wanted === 'vertical' ? 'horizontal' : 'vertical'
    // Flaps that move apart from each other: those of the other direction go on.
    const isBoth = now.oscillation === other || now.oscillation === 'both'
    const oscillation = isBoth && allowedWords(spec, 'oscillation')?.includes('both') ? 'both' : wanted
    return { kind: 'set', patch: { oscillation } as State }
  },
  reportedTraits: noTraits,
})

export const preheat: Control = control({
  ...set('targetTemperature'),
  does: { effect: 'set', trait: 'targetTemperature', isValueNeeded: false },
  isOffered: (spec) => supports(spec, 'set', 'mode') && allowedWords(spec, 'mode')?.includes('preheat') === true,
  request: z.object({ targetTemperature: wrapped(z.number()).optional() }),
  buildCommand: (payload, _spec, _now, context) => ({
    kind: 'set',
    patch: { mode: 'preheat', ...(payload.targetTemperature && decodeTrait('targetTemperature', payload, context)) },
  }),
})

/** The mode that a device goes to when another is released: that of its spec, else `auto`. */
const defaultMode = (spec: Spec) =>
  spec.traits.mode?.rest ?? allowedWords(spec, 'mode')?.find((mode) => mode === 'auto')
export const releaseMode: Control = control({
  ...set('mode'),
  isOffered: (spec) => supports(spec, 'set', 'mode') && defaultMode(spec) !== undefined,
  needed: ['mode'],
  buildCommand(payload, spec, now, context) {
    const { mode: released } = decodeTrait('mode', payload, context)
    if (released === undefined || !allowedWords(spec, 'mode')?.includes(released))
      throw new Failure('unsupported', say('noSuchMode'))
    const other = now.mode !== undefined && now.mode !== released ? now.mode : defaultMode(spec)
    return { kind: 'set', patch: { mode: other } as State }
  },
  hasPreviousState: true,
  detailTraits: [],
})

export const turnOn: Control = control({
  ...setTo('power', true),
  reportedTraits: (_command, { edition, type }) => reportedByTurnOn(edition, type),
})

export const stop: Control = control({
  ...perform('stop'),
  extraFields: (_payload, before, _after, context): JsonObject => encodeTraits(['phase'], before, context),
})

export const changeInputSource: Control = control({
  ...cycle('inputSource', []),
  does: { effect: 'cycle', trait: 'inputSource', isValueNeeded: false },
  // The guide's table says number, its example has it as text.
  request: z.object({ count: wrapped(z.coerce.number().int().min(1).max(100)).optional() }),
  composePayload: (count) => ({ count: { value: count } }),
  buildCommand: ({ count }) => ({ kind: 'cycle', trait: 'inputSource', times: count?.value ?? 1 }),
})

export const endpointTemperature = (trait: Trait): Control =>
  onlyIn(
    'jp',
    control({
      ...set(trait),
      request: requestSchema('targetTemperature'),
      composePayload: (v) => composePayload('targetTemperature', v),
    }),
  )
