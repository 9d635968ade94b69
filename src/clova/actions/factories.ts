import * as z from 'zod'
import type { Command, Period, Reading } from '../../home/device.ts'
import { Failure } from '../../home/failure.ts'
import { type Access, can, type Spec, type Verb } from '../../home/spec.ts'
import type { NumberTrait, State, Trait } from '../../home/traits.ts'
import { type Edition, editions, type Voice } from '../edition.ts'
import type { Json } from '../envelope.ts'
import { timestamp } from '../spoken/time.ts'
import { carried, compose, decode, encode, request } from '../traitCodecs.ts'

interface Row {
  /** The editions that have this action. */
  readonly editions: readonly Edition[]
  /** True if this very device can do it, as the edition asks for it. */
  offered(spec: Spec, edition: Edition): boolean
  /** What the payload must hold beyond token and appliance. */
  readonly request: z.ZodType
  /** The payload for a value as a person or a scene writes it; nothing where the action takes no value. */
  readonly compose?: ((value: unknown) => Json) | undefined
}

/** An action that changes something. */
export interface Control extends Row {
  readonly kind: 'control'
  wish(payload: any, spec: Spec, now: State, voice: Voice): Command
  /** The traits whose value the answer carries. */
  carries(command: Command, edition: Edition): readonly Trait[]
  /** True if the tables of the guide have `previousState` for it. */
  readonly previous?: boolean
  /** What the answer holds besides. */
  extra?(payload: any, before: State, after: State, voice: Voice): Json
  /** The traits whose values discovery tells as allowed (`actionDetails`). */
  readonly allows?: readonly Trait[]
}

/** An action that asks. */
export interface Query extends Row {
  readonly kind: 'query'
  reply(reading: Reading, voice: Voice, spec: Spec): Json
}

/** An action on the whole house, answered in `answer.ts`. */
export interface House extends Row {
  readonly kind: 'house'
}
export type Action = Control | Query | House

const nothing = z.object({})
const never = () => [] as const

/** Narrows a row to the editions that have it. */
export const only = <A extends Action>(edition: Edition, row: A): A => ({ ...row, editions: [edition] })

/** Types a row written by hand. */
export const control = (row: Omit<Control, 'kind' | 'editions'>): Control => ({ kind: 'control', editions, ...row })
export const query = (row: Omit<Query, 'kind' | 'editions' | 'request'>): Query => ({
  kind: 'query',
  editions,
  request: period,
  compose: composePeriod,
  ...row,
})
export const house = (schema: z.ZodType = nothing): House => ({
  kind: 'house',
  editions,
  offered: () => true,
  request: schema,
})

/** Sets a trait to the payload's value. */
export const set = (trait: Trait): Control =>
  control({
    offered: (spec) => can(spec, 'set', trait),
    request: request(trait),
    compose: (value) => compose(trait, value),
    wish: (payload, _spec, _now, voice) => ({ kind: 'set', patch: decode(trait, payload, voice) }),
    carries: () => [trait],
    allows: [trait],
  })

/** Sets a trait to the value that the action's name says. */
export const put = (patch: State): Control =>
  control({
    offered: (spec) => Object.keys(patch).every((trait) => can(spec, 'set', trait as Trait)),
    request: nothing,
    wish: () => ({ kind: 'set', patch }),
    carries: never,
  })

/** Moves a number by the payload's value, up or down. `also`: another name that an example of the guide gives the field. */
export const step = (trait: NumberTrait, sign: 1 | -1, delta: string, also?: string): Control => {
  const amount = z.object({ value: z.number().positive() })
  return control({
    offered: either(trait, 'set', 'step'),
    request: z
      .object({ [delta]: amount.optional(), ...(also && { [also]: amount.optional() }) })
      .transform((p: any) => p[delta] ?? (also && p[also]))
      .pipe(amount),
    compose: (value) => ({ [delta]: { value } }),
    wish: ({ value }) => ({ kind: 'step', trait, by: sign * value }),
    carries: () => (trait === 'channel' ? ['channel', 'subChannel'] : [trait]),
    previous: true,
  })
}

/** Moves a trait to its next value. */
export const cycle = (trait: Trait, carries: readonly Trait[] = [trait]): Control =>
  control({
    offered: either(trait, 'set', 'cycle'),
    request: nothing,
    wish: () => ({ kind: 'cycle', trait }),
    carries: () => carries,
  })

/** Does what no trait tells. */
export const perform = (verb: Verb): Control =>
  control({
    offered: (spec) => spec.verbs.includes(verb),
    request: nothing,
    wish: () => ({ kind: 'perform', verb }),
    carries: never,
  })

/** Tells the first trait, which must be known, and the others where they are. */
export const read = (trait: Trait, ...others: readonly Trait[]): Query =>
  query({
    offered: (spec) => can(spec, 'read', trait),
    reply(reading, voice) {
      if (reading.state[trait] === undefined) throw new Failure('unknownValue', `${trait} was never measured`)
      return { ...encode([trait, ...others], reading.state, voice), ...measuredAt(reading) }
    },
  })

const either =
  (trait: Trait, ...ways: readonly Access[]) =>
  (spec: Spec) =>
    ways.some((way) => can(spec, way, trait))

/** When the device said it, where that is known. */
export const measuredAt = ({ at }: Reading): Json => (at ? { applianceResponseTimestamp: timestamp(at) } : {})

const moment = z.iso.datetime({ offset: true, local: true }).transform((text) => new Date(text))
const period = z.object({ period: z.object({ start: moment, end: moment }).optional() })

/** `2026-11-01T00:00:00+09:00/2026-11-02T00:00:00+09:00`, as ISO 8601 writes a period. */
function composePeriod(value: unknown): Json {
  const [start, end] = String(value).split('/')
  return { period: { start, end } }
}

/** The period that a payload of a query asks for. */
export const periodOf = (payload: any): Period | undefined => payload.period

/** The answer to a control: the values it carries, and those before. */
export function confirmation(
  row: Control,
  payload: unknown,
  command: Command,
  { before, after }: { readonly before: State; readonly after: State },
  voice: Voice,
): Json {
  const traits = row.carries(command, voice.edition).filter((trait) => carried.includes(trait))
  // Not spread: V8 defines each field of such a copy the slow way.
  const values: Record<string, unknown> = Object.assign(
    encode(traits, after, voice),
    row.extra?.(payload, before, after, voice),
  )
  if (!row.previous && voice.previousState !== 'always') return values
  const earlier = encode(traits, before, voice)
  // The value before belongs to a value now: alone it would tell of something that is not known.
  for (const field of Object.keys(earlier)) if (!(field in values)) delete earlier[field]
  if (Object.keys(earlier).length > 0) values.previousState = earlier
  return values
}
