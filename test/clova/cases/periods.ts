import type { ClovaCase } from '../case.ts'
import {
  applianceResponseTimestamp,
  period,
  type QueryCase,
  readOnly,
  reportedAt,
  unansweredPeriodCase,
} from '../caseBuilders.ts'
import { type CaseOfAnyEdition, kr } from '../editions.ts'

const measures = [{ name: 'today', value: 3.4, unit: 'KW' }]
const won = { value: 41200, currency: 'KRW' }

/** Every query with a period, of a device that only knows its present values. */
const questions = [
  { action: 'GetConsumption', type: 'SMARTMETER', state: { consumption: measures } },
  { action: 'GetCurrentBill', type: 'SMARTMETER', state: { bill: won } },
  { action: 'GetEstimateBill', type: 'SMARTPLUG', state: { estimatedBill: won } },
  { action: 'GetUsageTime', type: 'SMARTCHAIR', state: { usageTime: 'PT3H' } },
  { action: 'GetRightPostureRatio', type: 'SMARTCHAIR', state: { posture: 61 } },
  { action: 'GetCurrentSittingState', type: 'SMARTCHAIR', state: { sitting: true } },
  { action: 'GetAsleepDuration', type: 'SLEEPINGMONITOR', state: { asleep: 'PT7H' } },
  { action: 'GetAwakeDuration', type: 'SLEEPINGMONITOR', state: { awake: 'PT30M' } },
  { action: 'GetSleepScore', type: 'SLEEPINGMONITOR', state: { sleepScore: 82 } },
  { action: 'GetSleepStartTime', type: 'SLEEPINGMONITOR', state: { sleepStarts: [reportedAt] } },
] satisfies readonly Omit<QueryCase, 'answer'>[]

const backwards = { start: period.end, end: period.start }

/** Queries about a period: the answer is of that period or there is none. */
export const periods: readonly ClovaCase[] = [
  ...kr(
    ...questions.map((given): CaseOfAnyEdition => unansweredPeriodCase({ ...given, answer: {} })),
    {
      name: 'leaves out what depends on the period when only the present value is known',
      action: 'GetDeviceState',
      it: {
        type: 'SMARTPLUG',
        spec: readOnly('power', 'consumption', 'estimatedBill'),
        state: { power: true, consumption: measures, estimatedBill: won },
        reportedAt,
      },
      payload: { period },
      asked: period,
      answer: ['GetDeviceStateResponse', { states: [{ name: '전원', value: '켜짐' }], applianceResponseTimestamp }],
    },
    {
      name: 'knows nothing of the period when everything depends on it',
      action: 'GetDeviceState',
      it: { type: 'SMARTMETER', spec: readOnly('consumption'), state: { consumption: measures } },
      payload: { period },
      asked: period,
      answer: ['ValueNotFoundError', {}],
    },
    {
      name: 'takes no period that ends before it starts',
      action: 'GetConsumption',
      it: { type: 'SMARTMETER', spec: readOnly('consumption'), state: { consumption: measures }, answersPeriods: true },
      payload: { period: backwards },
      answer: ['ValueNotSupportedError', {}],
    },
    {
      name: 'answers for the very moment when the period starts and ends at once',
      action: 'GetSleepScore',
      it: { type: 'SLEEPINGMONITOR', spec: readOnly('sleepScore'), state: { sleepScore: 82 }, answersPeriods: true },
      payload: { period: { start: period.start, end: period.start } },
      asked: { start: period.start, end: period.start },
      answer: ['GetSleepScoreResponse', { sleepScore: { value: 82 } }],
    },
  ),
]
