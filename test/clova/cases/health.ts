import { both, kr } from '../both.ts'
import type { Case } from '../case.ts'
import { question, questionOfDay, telling } from '../parts.ts'

/** What chairs, beds and scales tell of who uses them. */
export const health: readonly Case[] = [
  ...both(
    questionOfDay({
      action: 'GetAsleepDuration',
      of: 'SLEEPINGMONITOR',
      knows: { asleep: 'PT6H55M' },
      says: { asleepDuration: 'PT6H55M' },
    }),
    questionOfDay({
      action: 'GetAwakeDuration',
      of: 'SLEEPINGMONITOR',
      knows: { awake: 'PT35M' },
      says: { awakeDuration: 'PT35M' },
    }),
    questionOfDay({
      action: 'GetSleepScore',
      of: 'SLEEPINGMONITOR',
      knows: { sleepScore: 91 },
      says: { sleepScore: { value: 91 } },
    }),
    questionOfDay({
      action: 'GetSleepStartTime',
      of: 'SLEEPINGMONITOR',
      knows: { sleepStarts: ['2024-01-31T14:02:00Z', '2024-02-01T23:31:09+09:00'] },
      says: { startTimestampList: ['2024-01-31T23:02:00+09:00', '2024-02-01T23:31:09+09:00'] },
    }),
    question({
      name: 'needs no period',
      action: 'GetSleepScore',
      of: 'SLEEPINGMONITOR',
      knows: { sleepScore: 64 },
      says: { sleepScore: { value: 64 } },
    }),
    questionOfDay({
      action: 'GetUsageTime',
      of: 'SMARTCHAIR',
      knows: { usageTime: 'PT5H10M' },
      says: { usageTime: 'PT5H10M' },
    }),
    questionOfDay({
      action: 'GetRightPostureRatio',
      of: 'SMARTCHAIR',
      knows: { posture: 58 },
      says: { rightPostureRatio: { value: 58 } },
    }),
    question({
      name: 'tells that somebody sits, and since when',
      action: 'GetCurrentSittingState',
      of: 'SMARTCHAIR',
      knows: {
        sitting: true,
        sittingPeriod: { start: '2024-02-03T07:40:00Z', end: '2024-02-03T09:05:00Z' },
      },
      says: {
        sittingState: { value: true },
        recentlySittingPeriod: { start: '2024-02-03T16:40:00+09:00', end: '2024-02-03T18:05:00+09:00' },
      },
    }),
    {
      name: 'is asked by the spelling of the shared objects, and answers by that of all messages',
      action: 'GetCurrtentSittingState',
      it: { type: 'SMARTCHAIR', spec: telling('sitting'), state: { sitting: true } },
      answer: ['GetCurrentSittingStateResponse', { sittingState: { value: true } }],
    },
    question({
      name: 'tells that nobody sits, and no more than that',
      action: 'GetCurrentSittingState',
      of: 'SMARTCHAIR',
      knows: { sitting: false },
      says: { sittingState: { value: false } },
    }),
  ),
  ...kr(
    question({ action: 'GetBMI', of: 'BODYWEIGHTSCALE', knows: { bmi: 22.4 }, says: { bmi: { value: 22.4 } } }),
    question({
      action: 'GetBodyFat',
      of: 'BODYWEIGHTSCALE',
      knows: { bodyFat: 18.5 },
      says: { bodyFatPercentage: { value: 18.5 } },
    }),
    question({
      action: 'GetMuscle',
      of: 'BODYWEIGHTSCALE',
      knows: { muscle: 41 },
      says: { musclePercentage: { value: 41 } },
    }),
    question({
      action: 'GetWeight',
      of: 'BODYWEIGHTSCALE',
      knows: { weight: 62.3 },
      says: { weight: { value: 62.3 } },
    }),
    question({
      action: 'GetHealthScore',
      of: 'BODYWEIGHTSCALE',
      knows: { healthScore: 77 },
      says: { healthScore: { value: 77 } },
    }),
    question({
      name: 'tells that of a scale too',
      action: 'GetBatteryInfo',
      of: 'BODYWEIGHTSCALE',
      knows: { battery: 15 },
      says: { batteryInfo: { value: 15 } },
    }),
  ),
]
