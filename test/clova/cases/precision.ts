import type { ClovaCase } from '../case.ts'
import { queryCase, range, readOnly, spec } from '../caseBuilders.ts'
import { both, type CaseOfAnyEdition, kr } from '../editions.ts'

/** Units as meters report them, and as the guide knows them: KW, W, KL, L and cc (ConsumptionInfoObject). */
const units = [
  [3.4, 'kWh', 3.4, 'KW'],
  [850, 'Wh', 0.85, 'KW'],
  [1.2, 'MWh', 1200, 'KW'],
  [2.5, 'kW', 2.5, 'KW'],
  [2.5, 'KW', 2.5, 'KW'],
  [850, 'W', 850, 'W'],
  [12.5, 'm³', 12.5, 'KL'],
  [12.5, 'm3', 12.5, 'KL'],
  [7, 'L', 7, 'L'],
  [310, 'l', 310, 'l'],
  [7, 'kl', 7, 'kl'],
  [7, 'KL', 7, 'KL'],
  [2.5, 'kw', 2.5, 'kw'],
  [250, 'mL', 250, 'cc'],
  [250, 'cm³', 250, 'cc'],
  [250, 'cm3', 250, 'cc'],
  [250, 'cc', 250, 'cc'],
] as const

export const precision: readonly ClovaCase[] = [
  ...both(
    ...units.map(
      ([value, unit, toldValue, toldUnit]): CaseOfAnyEdition =>
        queryCase({
          name: `tells ${value} ${unit} as ${toldValue} ${toldUnit}`,
          action: 'GetConsumption',
          type: 'SMARTPLUG',
          state: { consumption: [{ name: 'peak', value, unit }] },
          answer: { consumption: [{ name: 'peak', value: toldValue, unit: toldUnit }] },
        }),
    ),
    {
      name: 'leaves out a measure in a unit that the guide does not know',
      action: 'GetConsumption',
      it: {
        type: 'SMARTPLUG',
        spec: readOnly('consumption'),
        state: {
          consumption: [
            { name: 'steam', value: 3, unit: 'kg' },
            { name: 'peak', value: 1, unit: 'W' },
          ],
        },
      },
      answer: ['GetConsumptionResponse', { consumption: [{ name: 'peak', value: 1, unit: 'W' }] }],
    },
    {
      name: 'cannot tell a measure whose only unit the guide does not know',
      action: 'GetConsumption',
      it: {
        type: 'SMARTPLUG',
        spec: readOnly('consumption'),
        state: { consumption: [{ name: 'steam', value: 3, unit: 'kg' }] },
      },
      answer: ['ValueNotFoundError', {}],
    },
    queryCase({
      name: 'tells temperatures with one decimal',
      action: 'GetCurrentTemperature',
      type: 'AIRSENSOR',
      state: { currentTemperature: 22.5678 },
      answer: { currentTemperature: { value: 22.6 } },
    }),
    queryCase({
      name: 'tells humidity in whole percent',
      action: 'GetHumidity',
      type: 'AIRSENSOR',
      state: { humidity: 44.6 },
      answer: { humidity: { value: 45 } },
    }),
    queryCase({
      name: 'tells the battery in whole percent',
      action: 'GetBatteryInfo',
      type: 'ROBOTVACUUM',
      state: { battery: 55.5 },
      answer: { batteryInfo: { value: 56 } },
    }),
    {
      name: 'tells the temperature that was set with one decimal, and the one before',
      action: 'SetTargetTemperature',
      it: {
        type: 'HEATER',
        spec: spec({ targetTemperature: range(5, 30, 0.5) }),
        state: { targetTemperature: 19.98765 },
        stateAfterCommand: { targetTemperature: 22.4999 },
      },
      payload: { targetTemperature: { value: 22.5 } },
      answer: [
        'SetTargetTemperatureConfirmation',
        { targetTemperature: { value: 22.5 }, previousState: { targetTemperature: { value: 20 } } },
      ],
      commands: [{ kind: 'set', patch: { targetTemperature: 22.5 } }],
    },
    {
      name: 'tells brightness in whole percent',
      action: 'SetBrightness',
      it: { type: 'LIGHT', spec: spec({ brightness: range(0, 100) }), stateAfterCommand: { brightness: 39.76 } },
      payload: { brightness: { value: 40 } },
      answer: ['SetBrightnessConfirmation', { brightness: { value: 40 } }],
      commands: [{ kind: 'set', patch: { brightness: 40 } }],
    },
    {
      name: 'speaks temperatures with one decimal and percentages without',
      language: 'en',
      action: 'GetDeviceState',
      it: {
        type: 'SMARTHUB',
        spec: readOnly('currentTemperature', 'humidity', 'readings'),
        state: {
          currentTemperature: 21.04,
          humidity: 48.2,
          readings: [
            { name: 'floor', value: 25.678, unit: 'celsius' },
            { name: 'tank', value: 70.5, unit: 'percentage' },
          ],
        },
      },
      answer: [
        'GetDeviceStateResponse',
        {
          states: [
            { name: 'humidity', value: 48, unit: 'percentage' },
            { name: 'current temperature', value: 21, unit: 'celsius' },
            { name: 'floor', value: 25.7, unit: 'celsius' },
            { name: 'tank', value: 71, unit: 'percentage' },
          ],
        },
      ],
    },
  ),
  ...kr(
    queryCase({
      name: 'keeps the decimals of a body measurement',
      action: 'GetBodyFat',
      type: 'BODYWEIGHTSCALE',
      state: { bodyFat: 18.5 },
      answer: { bodyFatPercentage: { value: 18.5 } },
    }),
  ),
]
