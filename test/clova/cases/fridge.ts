import type { ClovaCase } from '../case.ts'
import { range, settable, spec } from '../caseBuilders.ts'
import { jp, kr } from '../editions.ts'

const fridgeFreezer = spec({ freezerTemperature: range(-24, -14), fridgeTemperature: range(1, 7) })
const dispenser = spec({ hotwaterTemperature: range(40, 95, 5), coldwaterTemperature: range(4, 12) })
const cellar = spec({ targetTemperature: range(6, 18) })
const oven = spec({
  targetTemperature: range(50, 250, 10),
  mode: { can: ['read', 'set'], values: ['bake', 'grill', 'preheat'] },
})
/** An oven that can be heated up, but to no temperature of one's choice. */
const plainOven = spec({ mode: { can: ['read', 'set'], values: ['bake', 'preheat'] }, power: settable })

export const fridge: readonly ClovaCase[] = [
  ...kr(
    {
      name: 'sets the part of a fridge that is meant, and repeats which',
      action: 'SetTargetTemperature',
      it: { type: 'REFRIGERATOR', spec: fridgeFreezer, state: { freezerTemperature: -18, fridgeTemperature: 4 } },
      payload: { targetTemperature: { value: -20 }, endpoint: { value: 'freezer' } },
      answer: [
        'SetTargetTemperatureConfirmation',
        {
          targetTemperature: { value: -20 },
          endpoint: { value: 'freezer' },
          previousState: { targetTemperature: { value: -18 } },
        },
      ],
      commands: [{ kind: 'set', patch: { freezerTemperature: -20 } }],
    },
    {
      name: 'sets neither of two parts if the request does not say which',
      action: 'SetTargetTemperature',
      it: { type: 'REFRIGERATOR', spec: fridgeFreezer },
      payload: { targetTemperature: { value: 2 } },
      answer: ['UnsupportedOperationError', {}],
    },
    {
      name: 'sets the only part that it has',
      action: 'SetTargetTemperature',
      it: { type: 'REFRIGERATOR', spec: spec({ fridgeTemperature: range(1, 7) }) },
      payload: { targetTemperature: { value: 2 } },
      answer: ['SetTargetTemperatureConfirmation', { targetTemperature: { value: 2 } }],
      commands: [{ kind: 'set', patch: { fridgeTemperature: 2 } }],
    },
    {
      name: 'sets the other part of it',
      action: 'SetTargetTemperature',
      it: { type: 'REFRIGERATOR', spec: fridgeFreezer, state: { freezerTemperature: -18, fridgeTemperature: 4 } },
      payload: { targetTemperature: { value: 2 }, endpoint: { value: 'fridge' } },
      answer: [
        'SetTargetTemperatureConfirmation',
        {
          targetTemperature: { value: 2 },
          endpoint: { value: 'fridge' },
          previousState: { targetTemperature: { value: 4 } },
        },
      ],
      commands: [{ kind: 'set', patch: { fridgeTemperature: 2 } }],
    },
    {
      name: 'keeps each part within its own range',
      action: 'SetTargetTemperature',
      it: { type: 'REFRIGERATOR', spec: fridgeFreezer },
      payload: { targetTemperature: { value: 2 }, endpoint: { value: 'freezer' } },
      answer: ['ValueOutOfRangeError', { minimumValue: -24, maximumValue: -14 }],
    },
    {
      name: 'sets the hot water',
      action: 'SetTargetTemperature',
      it: { type: 'PURIFIER', spec: dispenser, state: { hotwaterTemperature: 85 } },
      payload: { targetTemperature: { value: 70 }, endpoint: { value: 'hotwater' } },
      answer: [
        'SetTargetTemperatureConfirmation',
        {
          targetTemperature: { value: 70 },
          endpoint: { value: 'hotwater' },
          previousState: { targetTemperature: { value: 85 } },
        },
      ],
      commands: [{ kind: 'set', patch: { hotwaterTemperature: 70 } }],
    },
    {
      name: 'sets the cold water',
      action: 'SetTargetTemperature',
      it: { type: 'PURIFIER', spec: dispenser },
      payload: { targetTemperature: { value: 5 }, endpoint: { value: 'coldwater' } },
      answer: [
        'SetTargetTemperatureConfirmation',
        { targetTemperature: { value: 5 }, endpoint: { value: 'coldwater' } },
      ],
      commands: [{ kind: 'set', patch: { coldwaterTemperature: 5 } }],
    },
    {
      name: 'has no part that it has not',
      action: 'SetTargetTemperature',
      it: { type: 'WINECELLAR', spec: cellar },
      payload: { targetTemperature: { value: 12 }, endpoint: { value: 'freezer' } },
      answer: ['UnsupportedOperationError', {}],
    },
    {
      name: 'needs no part where there is only one',
      action: 'SetTargetTemperature',
      it: { type: 'WINECELLAR', spec: cellar, state: { targetTemperature: 14 } },
      payload: { targetTemperature: { value: 12 } },
      answer: [
        'SetTargetTemperatureConfirmation',
        { targetTemperature: { value: 12 }, previousState: { targetTemperature: { value: 14 } } },
      ],
      commands: [{ kind: 'set', patch: { targetTemperature: 12 } }],
    },
    {
      name: 'heats up to a temperature',
      action: 'Preheat',
      it: { type: 'OVEN', spec: oven, state: { mode: 'bake', targetTemperature: 160 } },
      payload: { targetTemperature: { value: 200 } },
      answer: [
        'PreheatConfirmation',
        { targetTemperature: { value: 200 }, previousState: { targetTemperature: { value: 160 } } },
      ],
      commands: [{ kind: 'set', patch: { mode: 'preheat', targetTemperature: 200 } }],
    },
    {
      name: 'heats up as it sees fit',
      action: 'Preheat',
      it: { type: 'OVEN', spec: plainOven },
      answer: ['PreheatConfirmation', {}],
      commands: [{ kind: 'set', patch: { mode: 'preheat' } }],
    },
    {
      name: 'heats up to no temperature that it has not',
      action: 'Preheat',
      it: { type: 'OVEN', spec: oven },
      payload: { targetTemperature: { value: 260 } },
      answer: ['ValueOutOfRangeError', { minimumValue: 50, maximumValue: 250 }],
    },
  ),
  ...jp(
    {
      name: 'sets the freezer, under the name of any temperature',
      action: 'SetFreezerTargetTemperature',
      it: { type: 'REFRIGERATOR', spec: fridgeFreezer, state: { freezerTemperature: -18 } },
      payload: { targetTemperature: { value: -16 } },
      answer: [
        'SetFreezerTargetTemperatureConfirmation',
        { targetTemperature: { value: -16 }, previousState: { targetTemperature: { value: -18 } } },
      ],
      commands: [{ kind: 'set', patch: { freezerTemperature: -16 } }],
    },
    {
      name: 'sets the fridge, under the name of any temperature',
      action: 'SetFridgeTargetTemperature',
      it: { type: 'REFRIGERATOR', spec: fridgeFreezer, state: { fridgeTemperature: 6 } },
      payload: { targetTemperature: { value: 3 } },
      answer: [
        'SetFridgeTargetTemperatureConfirmation',
        { targetTemperature: { value: 3 }, previousState: { targetTemperature: { value: 6 } } },
      ],
      commands: [{ kind: 'set', patch: { fridgeTemperature: 3 } }],
    },
    {
      name: 'keeps the fridge within its own range',
      action: 'SetFridgeTargetTemperature',
      it: { type: 'REFRIGERATOR', spec: fridgeFreezer },
      payload: { targetTemperature: { value: 9 } },
      answer: ['ValueOutOfRangeError', { minimumValue: 1, maximumValue: 7 }],
    },
  ),
]
