import type { ClovaCase } from '../case.ts'
import { queryCase, range, settable, spec } from '../caseBuilders.ts'
import { both, jp } from '../editions.ts'

/** Whole degrees, and none to choose while it only blows or dries. */
const aircon = spec({
  power: settable,
  targetTemperature: { ...range(18, 30), modes: ['auto', 'cool', 'heat'] },
  mode: { can: ['read', 'set'], values: ['auto', 'cool', 'heat', 'dehumidify'] },
})
const radiator = spec({ targetTemperature: range(5, 30, 0.5) })
/** A remote with a key for warmer and one for cooler. */
const keys = spec({ targetTemperature: { can: ['step'], min: 5, max: 30, step: 1 } })

export const climate: readonly ClovaCase[] = [
  ...both(
    {
      name: 'sets the temperature, and tells the one before',
      action: 'SetTargetTemperature',
      it: { type: 'AIRCONDITIONER', spec: aircon, state: { mode: 'cool', targetTemperature: 27 } },
      payload: { targetTemperature: { value: 24 } },
      answer: [
        'SetTargetTemperatureConfirmation',
        { targetTemperature: { value: 24 }, previousState: { targetTemperature: { value: 27 } } },
      ],
      commands: [{ kind: 'set', patch: { targetTemperature: 24 } }],
    },
    {
      name: 'reports the temperature that the device took, not the one requested',
      action: 'SetTargetTemperature',
      it: {
        type: 'HEATER',
        spec: radiator,
        state: { targetTemperature: 19 },
        stateAfterCommand: { targetTemperature: 21.5 },
      },
      payload: { targetTemperature: { value: 22 } },
      answer: [
        'SetTargetTemperatureConfirmation',
        { targetTemperature: { value: 21.5 }, previousState: { targetTemperature: { value: 19 } } },
      ],
      commands: [{ kind: 'set', patch: { targetTemperature: 22 } }],
    },
    {
      name: 'takes the lowest there is',
      action: 'SetTargetTemperature',
      it: { type: 'AIRCONDITIONER', spec: aircon },
      payload: { targetTemperature: { value: 18 } },
      answer: ['SetTargetTemperatureConfirmation', { targetTemperature: { value: 18 } }],
      commands: [{ kind: 'set', patch: { targetTemperature: 18 } }],
    },
    {
      name: 'is out of range below',
      action: 'SetTargetTemperature',
      it: { type: 'AIRCONDITIONER', spec: aircon },
      payload: { targetTemperature: { value: 17 } },
      answer: ['ValueOutOfRangeError', { minimumValue: 18, maximumValue: 30 }],
    },
    {
      name: 'is out of range above',
      action: 'SetTargetTemperature',
      it: { type: 'AIRCONDITIONER', spec: aircon },
      payload: { targetTemperature: { value: 31 } },
      answer: ['ValueOutOfRangeError', { minimumValue: 18, maximumValue: 30 }],
    },
    {
      name: 'has no half degree if the device has none',
      action: 'SetTargetTemperature',
      it: { type: 'AIRCONDITIONER', spec: aircon },
      payload: { targetTemperature: { value: 26.5 } },
      answer: ['ValueNotSupportedError', {}],
    },
    {
      name: 'has half a degree if the device has it',
      action: 'SetTargetTemperature',
      it: { type: 'HEATER', spec: radiator },
      payload: { targetTemperature: { value: 26.5 } },
      answer: ['SetTargetTemperatureConfirmation', { targetTemperature: { value: 26.5 } }],
      commands: [{ kind: 'set', patch: { targetTemperature: 26.5 } }],
    },
    {
      name: 'has no temperature while it dries the air',
      action: 'SetTargetTemperature',
      it: { type: 'AIRCONDITIONER', spec: aircon, state: { mode: 'dehumidify' } },
      payload: { targetTemperature: { value: 24 } },
      answer: ['NotSupportedInCurrentModeError', {}],
    },
    {
      name: 'cannot be warmer while it dries the air',
      action: 'IncrementTargetTemperature',
      it: { type: 'AIRCONDITIONER', spec: aircon, state: { mode: 'dehumidify', targetTemperature: 24 } },
      payload: { deltaTemperature: { value: 1 } },
      answer: ['NotSupportedInCurrentModeError', {}],
    },
    {
      name: 'gets warmer by so much',
      action: 'IncrementTargetTemperature',
      it: { type: 'THERMOSTAT', spec: radiator, state: { targetTemperature: 20.5 } },
      payload: { deltaTemperature: { value: 2 } },
      answer: [
        'IncrementTargetTemperatureConfirmation',
        { targetTemperature: { value: 22.5 }, previousState: { targetTemperature: { value: 20.5 } } },
      ],
      commands: [{ kind: 'set', patch: { targetTemperature: 22.5 } }],
    },
    {
      name: 'cannot be half a degree warmer if the device has none',
      action: 'IncrementTargetTemperature',
      it: { type: 'AIRCONDITIONER', spec: aircon, state: { mode: 'cool', targetTemperature: 24 } },
      payload: { deltaTemperature: { value: 0.5 } },
      answer: ['ValueNotSupportedError', {}],
    },
    {
      name: 'a remote with keys alone presses them, whatever the temperature is',
      action: 'IncrementTargetTemperature',
      it: { type: 'HEATER', spec: keys },
      payload: { deltaTemperature: { value: 2 } },
      answer: ['IncrementTargetTemperatureConfirmation', {}],
      commands: [{ kind: 'step', trait: 'targetTemperature', by: 2 }],
    },
    {
      name: 'gets cooler by so much',
      action: 'DecrementTargetTemperature',
      it: { type: 'AIRCONDITIONER', spec: aircon, state: { mode: 'auto', targetTemperature: 26 } },
      payload: { deltaTemperature: { value: 3 } },
      answer: [
        'DecrementTargetTemperatureConfirmation',
        { targetTemperature: { value: 23 }, previousState: { targetTemperature: { value: 26 } } },
      ],
      commands: [{ kind: 'set', patch: { targetTemperature: 23 } }],
    },
    {
      name: 'stops at the coolest, and says how far it came',
      action: 'DecrementTargetTemperature',
      it: { type: 'AIRCONDITIONER', spec: aircon, state: { mode: 'cool', targetTemperature: 19 } },
      payload: { deltaTemperature: { value: 3 } },
      answer: [
        'DecrementTargetTemperatureConfirmation',
        { targetTemperature: { value: 18 }, previousState: { targetTemperature: { value: 19 } } },
      ],
      commands: [{ kind: 'set', patch: { targetTemperature: 18 } }],
    },
    {
      name: 'is out of range once it is at the coolest',
      action: 'DecrementTargetTemperature',
      it: { type: 'AIRCONDITIONER', spec: aircon, state: { mode: 'cool', targetTemperature: 18 } },
      payload: { deltaTemperature: { value: 1 } },
      answer: ['ValueOutOfRangeError', { minimumValue: 18, maximumValue: 30 }],
    },
    queryCase({
      action: 'GetTargetTemperature',
      type: 'THERMOSTAT',
      state: { targetTemperature: 21.5 },
      answer: { targetTemperature: { value: 21.5 } },
    }),
    queryCase({
      action: 'GetCurrentTemperature',
      type: 'ELECTRICKETTLE',
      state: { currentTemperature: 87 },
      answer: { currentTemperature: { value: 87 } },
    }),
  ),
  ...jp(
    queryCase({
      name: 'tells that of a purifier too',
      action: 'GetTargetTemperature',
      type: 'PURIFIER',
      state: { targetTemperature: 6 },
      answer: { targetTemperature: { value: 6 } },
    }),
  ),
]
