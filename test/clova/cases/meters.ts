import type { ClovaCase } from '../case.ts'
import { periodQueryCase, queryCase } from '../caseBuilders.ts'
import { both, jp, kr } from '../editions.ts'

const won = { value: 41200, currency: 'KRW' }
const yen = { value: 5320, currency: 'JPY' }
const used = [
  { name: 'today', value: 3.4, unit: 'KW' },
  { name: 'peak', value: 850, unit: 'W' },
]

/** Consumption and what it costs. */
export const meters: readonly ClovaCase[] = [
  ...both(
    queryCase({
      action: 'GetConsumption',
      type: 'SMARTPLUG',
      state: { consumption: used },
      answer: { consumption: used },
    }),
    queryCase({
      action: 'GetProgressiveTaxBracket',
      type: 'POWERSTRIP',
      state: { taxBracket: 2 },
      answer: { progressiveTaxBracket: { value: 2 } },
    }),
  ),
  ...kr(
    periodQueryCase({
      action: 'GetConsumption',
      type: 'SMARTMETER',
      state: { consumption: used },
      answer: { consumption: used },
    }),
    periodQueryCase({
      action: 'GetCurrentBill',
      type: 'SMARTMETER',
      state: { bill: won },
      answer: { currentBill: won },
    }),
    periodQueryCase({
      action: 'GetEstimateBill',
      type: 'SMARTPLUG',
      state: { estimatedBill: won },
      answer: { estimateBill: won },
    }),
    queryCase({
      name: 'tells what will be used, under the name of what was',
      action: 'GetEstimateConsumption',
      type: 'THERMOSTAT',
      state: { estimatedConsumption: [{ name: 'this month', value: 120, unit: 'KW' }], consumption: used },
      answer: { consumption: [{ name: 'this month', value: 120, unit: 'KW' }] },
    }),
  ),
  ...jp(
    queryCase({ action: 'GetCurrentBill', type: 'SMARTMETER', state: { bill: yen }, answer: { currentBill: yen } }),
    queryCase({
      action: 'GetEstimateBill',
      type: 'POWERSTRIP',
      state: { estimatedBill: yen },
      answer: { estimateBill: yen },
    }),
  ),
]
