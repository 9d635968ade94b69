import type { ClovaCase } from '../case.ts'
import { queryCase } from '../caseBuilders.ts'
import { both } from '../editions.ts'

/** What cookers, washers and purifiers report. */
export const kitchen: readonly ClovaCase[] = [
  ...both(
    queryCase({
      action: 'GetPhase',
      type: 'CLOTHESWASHER',
      state: { phase: 'spin' },
      answer: { phase: { value: 'spin' } },
    }),
    queryCase({
      action: 'GetRemainingTime',
      type: 'DISHWASHER',
      state: { remainingTime: 'PT1H15M' },
      answer: { remainingTime: 'PT1H15M' },
    }),
    queryCase({
      action: 'GetKeepWarmTime',
      type: 'RICECOOKER',
      state: { keepWarmTime: 'PT3H30M' },
      answer: { keepWarmTime: 'PT3H30M' },
    }),
    queryCase({
      name: 'tells how long until it is to be cleaned, under the name of any remaining time',
      action: 'GetCleaningCycle',
      type: 'RICECOOKER',
      state: { cleaningCycle: 'P14D', remainingTime: 'PT20M' },
      answer: { remainingTime: 'P14D' },
    }),
    queryCase({
      name: 'tells of each part how long it lasts, or how far it is used up',
      action: 'GetExpendableState',
      type: 'PURIFIER',
      state: {
        parts: [
          { name: 'carbon filter', remainingTime: 'P60D' },
          { name: 'membrane', used: 45 },
        ],
      },
      answer: {
        expendableInfo: [
          { name: 'carbon filter', remainingTime: 'P60D' },
          { name: 'membrane', usage: { name: 'membrane', value: 45, unit: 'percentage' } },
        ],
      },
    }),
    queryCase({
      name: 'tells of no parts if there are none',
      action: 'GetExpendableState',
      type: 'BIDET',
      state: { parts: [] },
      answer: { expendableInfo: [] },
    }),
  ),
]
