import type { Spec, Verb } from '../../src/home/spec.ts'
import type { State, Trait } from '../../src/home/traits.ts'
import type { Shared } from './both.ts'
import type { Payload } from './case.ts'

/** Something that can be set and seen. */
export const settable = { can: ['read', 'set'] } as const

/** A number that can be set and seen. */
export const range = (min: number, max: number, step = 1) => ({ can: ['read', 'set'], min, max, step }) as const

/** What a device can do. */
export const spec = (traits: Spec['traits'], ...verbs: Verb[]): Spec => ({ traits, verbs })

/** A device that can do nothing but tell these. */
export const telling = (...traits: readonly Trait[]): Spec =>
  spec(
    Object.fromEntries(
      traits.map((trait) => [trait, { can: ['read'], ...(trait === 'fanSpeed' && { min: 1, max: 3, step: 1 }) }]),
    ) as Spec['traits'],
  )

/** One moment, as a device says it and as CLOVA is told it (in Seoul and Tokyo). */
export const at = '2024-02-03T09:05:30Z'
export const applianceResponseTimestamp = '2024-02-03T18:05:30+09:00'

/** A day, as CLOVA asks about it. */
export const period = { start: '2024-02-01T00:00:00+09:00', end: '2024-02-01T23:59:59+09:00' } as const

export interface Question {
  readonly action: string
  /** the type of the appliance that is asked */
  readonly of: string
  /** what the device can tell, and does */
  readonly knows: State
  /** the answer's payload, but the timestamp */
  readonly says: Payload
  readonly name?: string
}

/** A question to a device that knows the answer and since when. */
export const question = ({ action, of: type, knows, says, name = 'tells what the device said' }: Question): Shared => ({
  name,
  action,
  it: { type, spec: telling(...(Object.keys(knows) as Trait[])), state: knows, at },
  answer: [`${action}Response`, { ...says, applianceResponseTimestamp }],
})

/** The same for what is asked about a period. */
export const questionOfDay = (given: Question): Shared => {
  const asked = question({ name: 'tells it of the day that is meant', ...given })
  return {
    ...asked,
    ...(asked.it && { it: { ...asked.it, answersPeriods: true } }),
    payload: { period },
    asked: period,
  }
}

/** The same of a device that only knows its present values: those of another time are not known. */
export const unansweredPeriod = (given: Question): Shared => ({
  ...question({ ...given, name: 'does not answer for a period with the present value' }),
  payload: { period },
  asked: period,
  answer: ['ValueNotFoundError', {}],
})
