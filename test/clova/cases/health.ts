import type { ClovaCase } from '../case.ts'
import { periodQueryCase, queryCase, readOnly } from '../caseBuilders.ts'
import { both, kr } from '../editions.ts'

/** What chairs, beds and scales report of their users. */
export const health: readonly ClovaCase[] = [
  ...both(
    periodQueryCase({
      action: 'GetAsleepDuration',
      type: 'SLEEPINGMONITOR',
      state: { asleep: 'PT6H55M' },
      answer: { asleepDuration: 'PT6H55M' },
    }),
    periodQueryCase({
      action: 'GetAwakeDuration',
      type: 'SLEEPINGMONITOR',
      state: { awake: 'PT35M' },
      answer: { awakeDuration: 'PT35M' },
    }),
    periodQueryCase({
      action: 'GetSleepScore',
      type: 'SLEEPINGMONITOR',
      state: { sleepScore: 91 },
      answer: { sleepScore: { value: 91 } },
    }),
    periodQueryCase({
      action: 'GetSleepStartTime',
      type: 'SLEEPINGMONITOR',
      state: { sleepStarts: ['2024-01-31T14:02:00Z', '2024-02-01T23:31:09+09:00'] },
      answer: { startTimestampList: ['2024-01-31T23:02:00+09:00', '2024-02-01T23:31:09+09:00'] },
    }),
    queryCase({
      name: 'needs no period',
      action: 'GetSleepScore',
      type: 'SLEEPINGMONITOR',
      state: { sleepScore: 64 },
      answer: { sleepScore: { value: 64 } },
    }),
    periodQueryCase({
      action: 'GetUsageTime',
      type: 'SMARTCHAIR',
      state: { usageTime: 'PT5H10M' },
      answer: { usageTime: 'PT5H10M' },
    }),
    periodQueryCase({
      action: 'GetRightPostureRatio',
      type: 'SMARTCHAIR',
      state: { posture: 58 },
      answer: { rightPostureRatio: { value: 58 } },
    }),
    queryCase({
      name: 'tells that somebody sits, and since when',
      action: 'GetCurrentSittingState',
      type: 'SMARTCHAIR',
      state: {
        sitting: true,
        sittingPeriod: { start: '2024-02-03T07:40:00Z', end: '2024-02-03T09:05:00Z' },
      },
      answer: {
        sittingState: { value: true },
        recentlySittingPeriod: { start: '2024-02-03T16:40:00+09:00', end: '2024-02-03T18:05:00+09:00' },
      },
    }),
    {
      name: 'is asked by the spelling of the shared objects, and answers by that of all messages',
      action: 'GetCurrtentSittingState',
      it: { type: 'SMARTCHAIR', spec: readOnly('sitting'), state: { sitting: true } },
      answer: ['GetCurrentSittingStateResponse', { sittingState: { value: true } }],
    },
    queryCase({
      name: 'tells that nobody sits, and no more than that',
      action: 'GetCurrentSittingState',
      type: 'SMARTCHAIR',
      state: { sitting: false },
      answer: { sittingState: { value: false } },
    }),
  ),
  ...kr(
    queryCase({ action: 'GetBMI', type: 'BODYWEIGHTSCALE', state: { bmi: 22.4 }, answer: { bmi: { value: 22.4 } } }),
    queryCase({
      action: 'GetBodyFat',
      type: 'BODYWEIGHTSCALE',
      state: { bodyFat: 18.5 },
      answer: { bodyFatPercentage: { value: 18.5 } },
    }),
    queryCase({
      action: 'GetMuscle',
      type: 'BODYWEIGHTSCALE',
      state: { muscle: 41 },
      answer: { musclePercentage: { value: 41 } },
    }),
    queryCase({
      action: 'GetWeight',
      type: 'BODYWEIGHTSCALE',
      state: { weight: 62.3 },
      answer: { weight: { value: 62.3 } },
    }),
    queryCase({
      action: 'GetHealthScore',
      type: 'BODYWEIGHTSCALE',
      state: { healthScore: 77 },
      answer: { healthScore: { value: 77 } },
    }),
    queryCase({
      name: 'tells that of a scale too',
      action: 'GetBatteryInfo',
      type: 'BODYWEIGHTSCALE',
      state: { battery: 15 },
      answer: { batteryInfo: { value: 15 } },
    }),
  ),
]
