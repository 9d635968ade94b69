import { both } from '../both.ts'
import type { Case } from '../case.ts'
import { question } from '../parts.ts'

/** What cookers, washers and purifiers tell. */
export const kitchen: readonly Case[] = [
  ...both(
    question({
      action: 'GetPhase',
      of: 'CLOTHESWASHER',
      knows: { phase: 'spin' },
      says: { phase: { value: 'spin' } },
    }),
    question({
      action: 'GetRemainingTime',
      of: 'DISHWASHER',
      knows: { remainingTime: 'PT1H15M' },
      says: { remainingTime: 'PT1H15M' },
    }),
    question({
      action: 'GetKeepWarmTime',
      of: 'RICECOOKER',
      knows: { keepWarmTime: 'PT3H30M' },
      says: { keepWarmTime: 'PT3H30M' },
    }),
    question({
      name: 'tells how long until it is to be cleaned, under the name of any remaining time',
      action: 'GetCleaningCycle',
      of: 'RICECOOKER',
      knows: { cleaningCycle: 'P14D', remainingTime: 'PT20M' },
      says: { remainingTime: 'P14D' },
    }),
    question({
      name: 'tells of each part how long it lasts, or how far it is used up',
      action: 'GetExpendableState',
      of: 'PURIFIER',
      knows: {
        parts: [
          { name: 'carbon filter', remainingTime: 'P60D' },
          { name: 'membrane', used: 45 },
        ],
      },
      says: {
        expendableInfo: [
          { name: 'carbon filter', remainingTime: 'P60D' },
          { name: 'membrane', usage: { name: 'membrane', value: 45, unit: 'percentage' } },
        ],
      },
    }),
    question({
      name: 'tells of no parts if there are none',
      action: 'GetExpendableState',
      of: 'BIDET',
      knows: { parts: [] },
      says: { expendableInfo: [] },
    }),
  ),
]
