import type { ClovaCase } from '../case.ts'
import { queryCase, range, settable, spec } from '../caseBuilders.ts'
import { both, jp, kr } from '../editions.ts'

const plug = spec({ power: settable })
/** A remote whose one key toggles the power, with an unknown result. */
const toggle = spec({ power: { can: ['cycle'] } })
const climate = spec({
  power: settable,
  targetTemperature: range(18, 30),
  fanSpeed: range(1, 5),
  mode: { can: ['read', 'set'], values: ['auto', 'cool', 'powercool'] },
})

export const power: readonly ClovaCase[] = [
  ...both(
    {
      name: 'turns it on',
      action: 'TurnOn',
      it: { type: 'SMARTPLUG', spec: plug, state: { power: false } },
      answer: ['TurnOnConfirmation', {}],
      commands: [{ kind: 'set', patch: { power: true } }],
    },
    {
      name: 'turns it off',
      action: 'TurnOff',
      it: { type: 'SMARTPLUG', spec: plug, state: { power: true } },
      answer: ['TurnOffConfirmation', {}],
      commands: [{ kind: 'set', patch: { power: false } }],
    },
    {
      name: 'a toggle cannot be turned on for sure',
      action: 'TurnOn',
      it: { type: 'SMARTTV', spec: toggle },
      answer: ['UnsupportedOperationError', {}],
    },
  ),
  ...jp(
    {
      name: 'turns on, and tells what it does then',
      action: 'TurnOn',
      it: {
        type: 'AIRCONDITIONER',
        spec: climate,
        state: { power: false, targetTemperature: 23, fanSpeed: 3, mode: 'cool' },
      },
      answer: [
        'TurnOnConfirmation',
        {
          targetTemperature: { value: 23 },
          fanSpeed: { value: 2 },
          mode: { value: 'cool' },
          previousState: { targetTemperature: { value: 23 }, fanSpeed: { value: 2 }, mode: { value: 'cool' } },
        },
      ],
      commands: [{ kind: 'set', patch: { power: true } }],
    },
    ...['LIGHT', 'RICECOOKER', 'AIRPURIFIER', 'FAN', 'THERMOSTAT', 'DEHUMIDIFIER'].map((type) => ({
      name: `confirms a ${type} without values, which its table does not have`,
      action: 'TurnOn',
      it: {
        type,
        spec: spec({
          power: settable,
          targetTemperature: range(16, 30),
          fanSpeed: range(1, 3),
          mode: { can: ['read'] },
        }),
        state: { power: false, targetTemperature: 23, fanSpeed: 3, mode: 'sleep' },
      },
      answer: ['TurnOnConfirmation', {}] as const,
      commands: [{ kind: 'set' as const, patch: { power: true } }],
    })),
    {
      name: 'turns on by the tables, which have no value before',
      previousState: 'defined',
      action: 'TurnOn',
      it: { type: 'AIRCONDITIONER', spec: climate, state: { power: false, targetTemperature: 23 } },
      answer: ['TurnOnConfirmation', { targetTemperature: { value: 23 } }],
      commands: [{ kind: 'set', patch: { power: true } }],
    },
    {
      name: 'leaves out a mode that the edition has no word for',
      action: 'TurnOn',
      it: { type: 'AIRCONDITIONER', spec: climate, state: { power: false, mode: 'powercool' } },
      answer: ['TurnOnConfirmation', {}],
      commands: [{ kind: 'set', patch: { power: true } }],
    },
    {
      name: 'a device that stays off has failed',
      action: 'TurnOn',
      it: { type: 'SMARTPLUG', spec: plug, state: { power: false }, stateAfterCommand: { power: false } },
      answer: ['DeviceFailureError', {}],
      commands: [{ kind: 'set', patch: { power: true } }],
    },
  ),
  ...kr(
    {
      name: 'tells no values, for the tables have none',
      action: 'TurnOn',
      it: { type: 'AIRCONDITIONER', spec: climate, state: { power: false, targetTemperature: 23, fanSpeed: 2 } },
      answer: ['TurnOnConfirmation', {}],
      commands: [{ kind: 'set', patch: { power: true } }],
    },
    {
      name: 'a device that stays off has failed',
      action: 'TurnOn',
      it: { type: 'SMARTPLUG', spec: plug, state: { power: false }, stateAfterCommand: { power: false } },
      answer: ['ActionFailedError', {}],
      commands: [{ kind: 'set', patch: { power: true } }],
    },
    {
      name: 'turns off what is on',
      action: 'ChangePower',
      it: { type: 'AIRPURIFIER', spec: plug, state: { power: true } },
      answer: ['ChangePowerConfirmation', {}],
      commands: [{ kind: 'set', patch: { power: false } }],
    },
    {
      name: 'turns on what is off',
      action: 'ChangePower',
      it: { type: 'AIRPURIFIER', spec: plug, state: { power: false } },
      answer: ['ChangePowerConfirmation', {}],
      commands: [{ kind: 'set', patch: { power: true } }],
    },
    {
      name: 'cannot be the other way round of what is not known',
      action: 'ChangePower',
      it: { type: 'AIRPURIFIER', spec: plug },
      answer: ['ValueNotFoundError', {}],
    },
    {
      name: 'asks the device whether it is on when that is not known',
      action: 'ChangePower',
      it: { type: 'AIRPURIFIER', spec: plug, onRequest: { power: true } },
      answer: ['ChangePowerConfirmation', {}],
      commands: [{ kind: 'set', patch: { power: false } }],
    },
    {
      name: 'presses the key of a toggle',
      action: 'ChangePower',
      it: { type: 'SETTOPBOX', spec: toggle },
      answer: ['ChangePowerConfirmation', {}],
      commands: [{ kind: 'cycle', trait: 'power' }],
    },
    queryCase({
      name: 'tells that it is on',
      action: 'GetPowerState',
      type: 'MOTIONSENSOR',
      state: { power: true },
      answer: { powerState: { value: '켜짐' } },
    }),
    queryCase({
      name: 'tells that it is off',
      action: 'GetPowerState',
      type: 'MOTIONSENSOR',
      state: { power: false },
      answer: { powerState: { value: '꺼짐' } },
    }),
  ),
]
