import { kr, type Shared } from '../both.ts'
import type { Case } from '../case.ts'
import { applianceResponseTimestamp, at, period, type Question, telling, unansweredPeriod } from '../parts.ts'

const measures = [{ name: 'today', value: 3.4, unit: 'KW' }]
const won = { value: 41200, currency: 'KRW' }

/** Every query with a period, of a device that only knows its present values. */
const questions = [
  { action: 'GetConsumption', of: 'SMARTMETER', knows: { consumption: measures } },
  { action: 'GetCurrentBill', of: 'SMARTMETER', knows: { bill: won } },
  { action: 'GetEstimateBill', of: 'SMARTPLUG', knows: { estimatedBill: won } },
  { action: 'GetUsageTime', of: 'SMARTCHAIR', knows: { usageTime: 'PT3H' } },
  { action: 'GetRightPostureRatio', of: 'SMARTCHAIR', knows: { posture: 61 } },
  { action: 'GetCurrentSittingState', of: 'SMARTCHAIR', knows: { sitting: true } },
  { action: 'GetAsleepDuration', of: 'SLEEPINGMONITOR', knows: { asleep: 'PT7H' } },
  { action: 'GetAwakeDuration', of: 'SLEEPINGMONITOR', knows: { awake: 'PT30M' } },
  { action: 'GetSleepScore', of: 'SLEEPINGMONITOR', knows: { sleepScore: 82 } },
  { action: 'GetSleepStartTime', of: 'SLEEPINGMONITOR', knows: { sleepStarts: [at] } },
] satisfies readonly Omit<Question, 'says'>[]

const backwards = { start: period.end, end: period.start }

/** Queries about a period: the answer is of that period or there is none. */
export const periods: readonly Case[] = [
  ...kr(
    ...questions.map((given): Shared => unansweredPeriod({ ...given, says: {} })),
    {
      name: 'leaves out what depends on the period when only the present value is known',
      action: 'GetDeviceState',
      it: {
        type: 'SMARTPLUG',
        spec: telling('power', 'consumption', 'estimatedBill'),
        state: { power: true, consumption: measures, estimatedBill: won },
        at,
      },
      payload: { period },
      asked: period,
      answer: ['GetDeviceStateResponse', { states: [{ name: '전원', value: '켜짐' }], applianceResponseTimestamp }],
    },
    {
      name: 'knows nothing of the period when everything depends on it',
      action: 'GetDeviceState',
      it: { type: 'SMARTMETER', spec: telling('consumption'), state: { consumption: measures } },
      payload: { period },
      asked: period,
      answer: ['ValueNotFoundError', {}],
    },
    {
      name: 'takes no period that ends before it starts',
      action: 'GetConsumption',
      it: { type: 'SMARTMETER', spec: telling('consumption'), state: { consumption: measures }, answersPeriods: true },
      payload: { period: backwards },
      answer: ['ValueNotSupportedError', {}],
    },
    {
      name: 'answers for the very moment when the period starts and ends at once',
      action: 'GetSleepScore',
      it: { type: 'SLEEPINGMONITOR', spec: telling('sleepScore'), state: { sleepScore: 82 }, answersPeriods: true },
      payload: { period: { start: period.start, end: period.start } },
      asked: { start: period.start, end: period.start },
      answer: ['GetSleepScoreResponse', { sleepScore: { value: 82 } }],
    },
  ),
]
