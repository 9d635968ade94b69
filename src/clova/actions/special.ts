import * as z from 'zod'
import { Failure } from '../../home/failure.ts'
import { can, type Spec, words } from '../../home/spec.ts'
import type { State, Trait } from '../../home/traits.ts'
import type { Json } from '../envelope.ts'
import { compose, decode, encode, request } from '../traitCodecs.ts'
import { type Control, control, cycle, only, perform, put, set } from './factories.ts'

const value = <T extends z.ZodType>(schema: T) => z.object({ value: schema })

/** The parts of an appliance that have a temperature of their own, by CLOVA's word for them. */
const endpoints = {
  freezer: 'freezerTemperature',
  fridge: 'fridgeTemperature',
  hotwater: 'hotwaterTemperature',
  coldwater: 'coldwaterTemperature',
} as const satisfies Record<string, Trait>
const temperatures: readonly Trait[] = ['targetTemperature', ...Object.values(endpoints)]
const settable = (spec: Spec) => temperatures.filter((trait) => can(spec, 'set', trait))

/** The temperature that is meant: the endpoint's, or the only one there is. */
function temperature(endpoint: keyof typeof endpoints | undefined, spec: Spec): Trait {
  if (endpoint) return endpoints[endpoint]
  const [first, ...others] = settable(spec)
  if (first === 'targetTemperature' || (first && others.length === 0)) return first
  throw new Failure('unsupported', 'it has several temperatures, and the request does not say which')
}

export const setTargetTemperature: Control = control({
  ...set('targetTemperature'),
  // Only the edition of NAVER can say which of several is meant.
  offered: (spec, edition) => (edition === 'kr' ? settable(spec).length > 0 : can(spec, 'set', 'targetTemperature')),
  request: z.object({
    targetTemperature: value(z.number()),
    endpoint: value(z.enum(Object.keys(endpoints) as [keyof typeof endpoints])).optional(),
  }),
  wish: ({ targetTemperature, endpoint }, spec) => ({
    kind: 'set',
    patch: { [temperature(endpoint?.value, spec)]: targetTemperature.value },
  }),
  carries: (command) => (command.kind === 'set' ? (Object.keys(command.patch) as Trait[]) : []),
  extra: ({ endpoint }) => (endpoint ? { endpoint } : {}),
  allows: temperatures,
})

export const setChannel: Control = control({
  ...set('channel'),
  request: z.object({ channel: value(z.number()), subChannel: value(z.number()).optional() }),
  wish: (payload, spec, _now, voice) => ({
    kind: 'set',
    patch: {
      ...decode('channel', payload, voice),
      ...(payload.subChannel && can(spec, 'set', 'subChannel') && decode('subChannel', payload, voice)),
    },
  }),
  carries: () => ['channel', 'subChannel'],
})

/** The direction that is meant when none is said: the first that the device knows. */
const swing = (spec: Spec) => words(spec, 'oscillation')?.find((direction) => direction !== 'off')
export const startOscillation: Control = control({
  ...put({ oscillation: 'horizontal' }),
  offered: (spec) => can(spec, 'set', 'oscillation') && swing(spec) !== undefined,
  request: z.object({ direction: value(z.enum(['horizontal', 'vertical'])).optional() }),
  compose: (direction) => ({ direction: { value: direction } }),
  wish: ({ direction }, spec) => ({
    kind: 'set',
    patch: { oscillation: direction?.value ?? swing(spec) } as State,
  }),
})

export const preheat: Control = control({
  ...set('targetTemperature'),
  offered: (spec) => can(spec, 'set', 'mode') && (words(spec, 'mode')?.includes('preheat') ?? false),
  request: z.object({ targetTemperature: value(z.number()).optional() }),
  wish: (payload, _spec, _now, voice) => ({
    kind: 'set',
    patch: { mode: 'preheat', ...(payload.targetTemperature && decode('targetTemperature', payload, voice)) },
  }),
})

/** The mode that is left when another is released: what the spec says, else the automatic one. */
const rest = (spec: Spec) => spec.traits.mode?.rest ?? words(spec, 'mode')?.find((mode) => mode === 'auto')
export const releaseMode: Control = control({
  ...set('mode'),
  offered: (spec) => can(spec, 'set', 'mode') && rest(spec) !== undefined,
  wish(payload, spec, now, voice) {
    const { mode: released } = decode('mode', payload, voice)
    if (released === undefined || !words(spec, 'mode')?.includes(released))
      throw new Failure('unsupported', 'it has no such mode')
    const other = now.mode !== undefined && now.mode !== released ? now.mode : rest(spec)
    return { kind: 'set', patch: { mode: other } as State }
  },
  previous: true,
  allows: [],
})

export const turnOn: Control = control({
  ...put({ power: true }),
  carries: (_command, edition) => (edition === 'jp' ? ['targetTemperature', 'fanSpeed', 'mode'] : []),
})

export const stop: Control = control({
  ...perform('stop'),
  extra: (_payload, before, _after, voice): Json => encode(['phase'], before, voice),
})

export const changeInputSource: Control = control({
  ...cycle('inputSource', []),
  // The guide's table says number, its example has it as text.
  request: z.object({ count: value(z.coerce.number().int().min(1).max(100)).optional() }),
  compose: (count) => ({ count: { value: count } }),
  wish: ({ count }) => ({ kind: 'cycle', trait: 'inputSource', times: count?.value ?? 1 }),
})

export const endpointTemperature = (trait: Trait): Control =>
  only(
    'jp',
    control({ ...set(trait), request: request('targetTemperature'), compose: (v) => compose('targetTemperature', v) }),
  )
