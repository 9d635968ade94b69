import * as z from 'zod'
import type { Command, Period, Reading } from '../../home/device.ts'
import { Failure } from '../../home/failure.ts'
import { type Spec, supports, type TraitAccess, type Verb } from '../../home/spec.ts'
import { type NumberTrait, periodTraits, type State, type Trait, type Traits } from '../../home/traits.ts'
import { type Edition, editions, type SpeechContext } from '../edition.ts'
import type { JsonObject } from '../envelope.ts'
import { say } from '../messages.ts'
import { timestamp } from '../spoken/time.ts'
import { composePayload, decodeTrait, encodeTraits, requestSchema } from '../traitCodecs.ts'

/** What an action does, for a page that offers it. */
export interface ActionEffect {
  readonly effect: 'set' | 'step' | 'cycle' | 'perform' | 'read'
  /** what it sets, steps, moves on or reads first */
  readonly trait?: Trait
  /** the value that the name of the action implies */
  readonly implied?: unknown
  /** false: the value may be left out */
  readonly isValueNeeded?: boolean
}

/** Whether a device with this spec can do it in this edition. */
type IsOffered = (spec: Spec, edition: Edition) => boolean

interface Row {
  /** The editions that have this action. */
  readonly editions: readonly Edition[]
  /** The schema of the payload, without access token and appliance. */
  readonly request: z.ZodType
  /** The payload for a value as a scene or a user writes it; absent where the action takes no value. */
  readonly composePayload?: ((value: unknown) => JsonObject) | undefined
  /** The traits that it depends on: while one is not known, a device that can be asked for it is asked. */
  readonly needed?: readonly Trait[]
  /** The traits whose allowed values discovery reports (`actionDetails`). */
  readonly detailTraits?: readonly Trait[]
}

/** An action that changes the appliance. */
export interface Control extends Row {
  readonly kind: 'control'
  readonly does: ActionEffect
  readonly isOffered: IsOffered
  buildCommand(payload: any, spec: Spec, now: State, context: SpeechContext): Command
  /** The traits whose values the confirmation has. */
  reportedTraits(command: Command, context: SpeechContext): readonly Trait[]
  /** Whether the guide's table has `previousState` for it. */
  readonly hasPreviousState?: boolean
  /** Further fields of the confirmation. */
  extraFields?(payload: any, before: State, after: State, context: SpeechContext): JsonObject
}

/** An action that reads the appliance. */
export interface Query extends Row {
  readonly kind: 'query'
  readonly does: ActionEffect
  readonly isOffered: IsOffered
  reply(reading: Reading, context: SpeechContext, spec: Spec): JsonObject
}

/** An action on the whole home: discovery and scenes, answered in `handler.ts`. */
export interface WholeHomeAction extends Row {
  readonly kind: 'wholeHome'
}
export type Action = Control | Query | WholeHomeAction

const emptyPayload = z.object({})
export const noTraits = () => [] as const

/** Makes a row exist in one edition only. */
export const onlyIn = <A extends Action>(edition: Edition, row: A): A => ({ ...row, editions: [edition] })

/** A control row that the factories below do not fit. */
export const control = (row: Omit<Control, 'kind' | 'editions'>): Control => ({ kind: 'control', editions, ...row })
/** A query row. Every request may name a period; only where the value is one of a period is it offered to who asks by hand. */
export const query = (row: Omit<Query, 'kind' | 'editions' | 'request'>): Query => ({
  kind: 'query',
  editions,
  request: periodPayload,
  ...(row.needed?.some((trait) => periodTraits.includes(trait)) && { composePayload: composePeriod }),
  ...row,
})
export const wholeHomeAction = (schema: z.ZodType = emptyPayload): WholeHomeAction => ({
  kind: 'wholeHome',
  editions,
  request: schema,
})

/** Sets a trait to the payload's value. */
export const set = (trait: Trait): Control =>
  control({
    does: { effect: 'set', trait },
    isOffered: (spec) => supports(spec, 'set', trait),
    request: requestSchema(trait),
    composePayload: (value) => composePayload(trait, value),
    buildCommand: (payload, _spec, _now, context) => ({ kind: 'set', patch: decodeTrait(trait, payload, context) }),
    reportedTraits: () => [trait],
    detailTraits: [trait],
  })

/** Sets a trait to the value that the action's name implies. */
export const setTo = <T extends Trait>(trait: T, value: Traits[T]): Control =>
  control({
    does: { effect: 'set', trait, implied: value },
    isOffered: (spec) => supports(spec, 'set', trait),
    request: emptyPayload,
    buildCommand: () => ({ kind: 'set', patch: { [trait]: value } }),
    reportedTraits: noTraits,
  })

/** Moves a number up or down by the payload's value. `alias`: another name of the field in an example of the guide. */
export const step = (trait: NumberTrait, sign: 1 | -1, delta: string, alias?: string): Control => {
  const amount = z.object({ value: z.number().positive() })
  return control({
    does: { effect: 'step', trait },
    isOffered: hasAnyAccess(trait, 'set', 'step'),
    request: z
      .object({ [delta]: amount.optional(), ...(alias && { [alias]: amount.optional() }) })
      .transform((p: any) => p[delta] ?? (alias && p[alias]))
      .pipe(amount),
    composePayload: (value) => ({ [delta]: { value } }),
    needed: [trait],
    buildCommand: ({ value }) => ({ kind: 'step', trait, by: sign * value }),
    reportedTraits: () => (trait === 'channel' ? ['channel', 'subChannel'] : [trait]),
    hasPreviousState: true,
  })
}

/** Moves a trait to its next value. */
export const cycle = (trait: Trait, reportedTraits: readonly Trait[] = [trait]): Control =>
  control({
    does: { effect: 'cycle', trait },
    isOffered: hasAnyAccess(trait, 'set', 'cycle'),
    request: emptyPayload,
    needed: [trait],
    buildCommand: () => ({ kind: 'cycle', trait }),
    reportedTraits: () => reportedTraits,
  })

/** Performs a verb, which changes no trait. */
export const perform = (verb: Verb): Control =>
  control({
    does: { effect: 'perform' },
    isOffered: (spec) => spec.verbs.includes(verb),
    request: emptyPayload,
    buildCommand: () => ({ kind: 'perform', verb }),
    reportedTraits: noTraits,
  })

/** Answers the first trait, which must be known, and the others if they are known. */
export const read = (trait: Trait, ...others: readonly Trait[]): Query =>
  query({
    does: { effect: 'read', trait },
    needed: [trait],
    isOffered: (spec) => supports(spec, 'read', trait),
    reply(reading, context) {
      if (reading.state[trait] === undefined) throw new Failure('unknownValue', say('neverMeasured', { trait }))
      const fields = encodeTraits([trait, ...others], reading.state, context)
      if (Object.keys(fields).length === 0) throw new Failure('unknownValue', say('notTellable', { trait }))
      return { ...fields, ...measuredAt(reading, context) }
    },
  })

const hasAnyAccess =
  (trait: Trait, ...accesses: readonly TraitAccess[]) =>
  (spec: Spec) =>
    accesses.some((access) => supports(spec, access, trait))

/** `applianceResponseTimestamp`: when the device reported its state, if known. */
export const measuredAt = ({ reportedAt }: Reading, { timeZone }: SpeechContext): JsonObject =>
  reportedAt ? { applianceResponseTimestamp: timestamp(reportedAt, timeZone) } : {}

const instant = z.iso.datetime({ offset: true, local: true }).transform((text) => new Date(text))
const periodPayload = z.object({
  period: z
    .object({ start: instant, end: instant })
    .refine(({ start, end }) => start <= end, 'the period ends before it starts')
    .optional(),
})

/** `2026-11-01T00:00:00+09:00/2026-11-02T00:00:00+09:00`, as ISO 8601 writes a period. */
function composePeriod(value: unknown): JsonObject {
  const [start, end] = String(value).split('/')
  return { period: { start, end } }
}

/** The period that a payload of a query asks for. */
export const periodOf = (payload: any): Period | undefined => payload.period

/** The payload of a confirmation: the values it reports and, in `previousState`, those before. */
export function confirmation(
  row: Control,
  payload: unknown,
  command: Command,
  { before, after }: { readonly before: State; readonly after: State },
  context: SpeechContext,
): JsonObject {
  const traits = row.reportedTraits(command, context)
  // Object.assign instead of spreading: V8 copies a spread object field by field, slowly.
  const values: Record<string, unknown> = Object.assign(
    encodeTraits(traits, after, context),
    row.extraFields?.(payload, before, after, context),
  )
  if (!row.hasPreviousState && context.previousState !== 'always') return values
  const earlier = encodeTraits(traits, before, context)
  // A previous value without a present one would suggest that the present one is known.
  for (const field of Object.keys(earlier)) if (!(field in values)) delete earlier[field]
  if (Object.keys(earlier).length > 0) values.previousState = earlier
  return values
}
