import type { Spec, Verb } from '../../src/home/spec.ts'
import type { State, Trait } from '../../src/home/traits.ts'
import type { Payload } from './case.ts'
import type { CaseOfAnyEdition } from './editions.ts'

/** A trait that can be read and set. */
export const settable = { can: ['read', 'set'] } as const

/** A number trait that can be read and set. */
export const range = (min: number, max: number, step = 1) => ({ can: ['read', 'set'], min, max, step }) as const

/** The spec of a device with these traits and verbs. */
export const spec = (traits: Spec['traits'], ...verbs: Verb[]): Spec => ({ traits, verbs })

/** The spec of a device that only reports these traits. */
export const readOnly = (...traits: readonly Trait[]): Spec =>
  spec(
    Object.fromEntries(
      traits.map((trait) => [trait, { can: ['read'], ...(trait === 'fanSpeed' && { min: 1, max: 3, step: 1 }) }]),
    ) as Spec['traits'],
  )

/** One instant, as a device reports it and as it is written in an answer to CLOVA (the time zones of Seoul and Tokyo). */
export const reportedAt = '2024-02-03T09:05:30Z'
export const applianceResponseTimestamp = '2024-02-03T18:05:30+09:00'

/** A day, as CLOVA's requests contain it. */
export const period = { start: '2024-02-01T00:00:00+09:00', end: '2024-02-01T23:59:59+09:00' } as const

export interface QueryCase {
  readonly action: string
  /** the type of the appliance that is asked */
  readonly type: string
  /** the traits and values that the device reports */
  readonly state: State
  /** the payload of the answer without the timestamp */
  readonly answer: Payload
  readonly name?: string
}

/** A query of a device that reports the value and the time of the value. */
export const queryCase = ({
  action,
  type,
  state,
  answer,
  name = 'answers with the value that the device reported',
}: QueryCase): CaseOfAnyEdition => ({
  name,
  action,
  it: { type, spec: readOnly(...(Object.keys(state) as Trait[])), state, reportedAt },
  answer: [`${action}Response`, { ...answer, applianceResponseTimestamp }],
})

/** The same query for a period. */
export const periodQueryCase = (given: QueryCase): CaseOfAnyEdition => {
  const asked = queryCase({ name: 'answers with the value of the requested period', ...given })
  return {
    ...asked,
    ...(asked.it && { it: { ...asked.it, answersPeriods: true } }),
    payload: { period },
    asked: period,
  }
}

/** The same query of a device that reports only its present values: the answer is that the value is not known. */
export const unansweredPeriodCase = (given: QueryCase): CaseOfAnyEdition => ({
  ...queryCase({
    ...given,
    name: 'answers a request for a period with ValueNotFoundError when only the present value is known',
  }),
  payload: { period },
  asked: period,
  answer: ['ValueNotFoundError', {}],
})
