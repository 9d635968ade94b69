import { both, jp, kr } from '../both.ts'
import type { Case } from '../case.ts'
import { question, questionOfDay } from '../parts.ts'

const won = { value: 41200, currency: 'KRW' }
const yen = { value: 5320, currency: 'JPY' }
const used = [
  { name: 'today', value: 3.4, unit: 'KW' },
  { name: 'peak', value: 850, unit: 'W' },
]

/** Consumption and what it costs. */
export const meters: readonly Case[] = [
  ...both(
    question({
      action: 'GetConsumption',
      of: 'SMARTPLUG',
      knows: { consumption: used },
      says: { consumption: used },
    }),
    question({
      action: 'GetProgressiveTaxBracket',
      of: 'POWERSTRIP',
      knows: { taxBracket: 2 },
      says: { progressiveTaxBracket: { value: 2 } },
    }),
  ),
  ...kr(
    questionOfDay({
      action: 'GetConsumption',
      of: 'SMARTMETER',
      knows: { consumption: used },
      says: { consumption: used },
    }),
    questionOfDay({ action: 'GetCurrentBill', of: 'SMARTMETER', knows: { bill: won }, says: { currentBill: won } }),
    questionOfDay({
      action: 'GetEstimateBill',
      of: 'SMARTPLUG',
      knows: { estimatedBill: won },
      says: { estimateBill: won },
    }),
    question({
      name: 'tells what will be used, under the name of what was',
      action: 'GetEstimateConsumption',
      of: 'THERMOSTAT',
      knows: { estimatedConsumption: [{ name: 'this month', value: 120, unit: 'KW' }], consumption: used },
      says: { consumption: [{ name: 'this month', value: 120, unit: 'KW' }] },
    }),
  ),
  ...jp(
    question({ action: 'GetCurrentBill', of: 'SMARTMETER', knows: { bill: yen }, says: { currentBill: yen } }),
    question({
      action: 'GetEstimateBill',
      of: 'POWERSTRIP',
      knows: { estimatedBill: yen },
      says: { estimateBill: yen },
    }),
  ),
]
