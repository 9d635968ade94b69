import { both, kr } from '../both.ts'
import type { Case } from '../case.ts'
import { range, spec } from '../parts.ts'

const fanOnly = spec({ fanSpeed: range(1, 4) })
/** Levels with a gap, as a device may have them. */
const purifier = spec({ fanSpeed: { can: ['read', 'set'], min: 1, max: 9, step: 1, values: [1, 2, 5, 9] } })
/** A remote with one key that goes round the speeds. */
const remote = spec({ fanSpeed: { can: ['cycle'], min: 1, max: 3, step: 1 } })
const swinging = spec({ oscillation: { can: ['read', 'set'], values: ['off', 'horizontal', 'vertical'] } })
const nodding = spec({ oscillation: { can: ['read', 'set'], values: ['off', 'vertical'] } })

export const fan: readonly Case[] = [
  ...both(
    {
      name: 'sets the speed, and tells the one before',
      action: 'SetFanSpeed',
      it: { type: 'FAN', spec: fanOnly, state: { fanSpeed: 1 } },
      payload: { fanSpeed: { value: 4 } },
      answer: ['SetFanSpeedConfirmation', { fanSpeed: { value: 4 }, previousState: { fanSpeed: { value: 1 } } }],
      told: [{ kind: 'set', patch: { fanSpeed: 4 } }],
    },
    {
      name: 'has no speed that it has not, though others are faster',
      action: 'SetFanSpeed',
      it: { type: 'AIRPURIFIER', spec: purifier },
      payload: { fanSpeed: { value: 4 } },
      answer: ['ValueNotSupportedError', {}],
    },
    {
      name: 'gets faster by so much',
      action: 'IncrementFanSpeed',
      it: { type: 'FAN', spec: fanOnly, state: { fanSpeed: 1 } },
      payload: { deltaFanSpeed: { value: 2 } },
      answer: ['IncrementFanSpeedConfirmation', { fanSpeed: { value: 3 }, previousState: { fanSpeed: { value: 1 } } }],
      told: [{ kind: 'set', patch: { fanSpeed: 3 } }],
    },
    {
      name: 'gets to the next speed that there is',
      action: 'IncrementFanSpeed',
      it: { type: 'AIRPURIFIER', spec: purifier, state: { fanSpeed: 2 } },
      payload: { deltaFanSpeed: { value: 1 } },
      answer: ['IncrementFanSpeedConfirmation', { fanSpeed: { value: 5 }, previousState: { fanSpeed: { value: 2 } } }],
      told: [{ kind: 'set', patch: { fanSpeed: 5 } }],
    },
    {
      name: 'gets slower by so much',
      action: 'DecrementFanSpeed',
      it: { type: 'AIRCONDITIONER', spec: fanOnly, state: { fanSpeed: 4 } },
      payload: { deltaFanSpeed: { value: 1 } },
      answer: ['DecrementFanSpeedConfirmation', { fanSpeed: { value: 3 }, previousState: { fanSpeed: { value: 4 } } }],
      told: [{ kind: 'set', patch: { fanSpeed: 3 } }],
    },
    {
      name: 'is out of range once it is at the slowest',
      action: 'DecrementFanSpeed',
      it: { type: 'AIRCONDITIONER', spec: fanOnly, state: { fanSpeed: 1 } },
      payload: { deltaFanSpeed: { value: 1 } },
      answer: ['ValueOutOfRangeError', { minimumValue: 1, maximumValue: 4 }],
    },
  ),
  ...kr(
    {
      name: 'goes to the next speed',
      action: 'ChangeFanSpeed',
      it: { type: 'AIRCONDITIONER', spec: fanOnly, state: { fanSpeed: 2 } },
      answer: ['ChangeFanSpeedConfirmation', { fanSpeed: { value: 3 }, previousState: { fanSpeed: { value: 2 } } }],
      told: [{ kind: 'set', patch: { fanSpeed: 3 } }],
    },
    {
      name: 'goes to the next speed by the tables, which have none before',
      previousState: 'defined',
      action: 'ChangeFanSpeed',
      it: { type: 'AIRCONDITIONER', spec: fanOnly, state: { fanSpeed: 2 } },
      answer: ['ChangeFanSpeedConfirmation', { fanSpeed: { value: 3 } }],
      told: [{ kind: 'set', patch: { fanSpeed: 3 } }],
    },
    {
      name: 'starts again after the fastest',
      action: 'ChangeFanSpeed',
      it: { type: 'AIRPURIFIER', spec: purifier, state: { fanSpeed: 9 } },
      answer: ['ChangeFanSpeedConfirmation', { fanSpeed: { value: 1 }, previousState: { fanSpeed: { value: 9 } } }],
      told: [{ kind: 'set', patch: { fanSpeed: 1 } }],
    },
    {
      name: 'presses the key of a remote, and guesses no speed',
      action: 'ChangeFanSpeed',
      it: { type: 'AIRPURIFIER', spec: remote },
      answer: ['ChangeFanSpeedConfirmation', {}],
      told: [{ kind: 'cycle', trait: 'fanSpeed' }],
    },
    {
      name: 'swings in the direction that is wished',
      action: 'StartOscillation',
      it: { type: 'FAN', spec: swinging, state: { oscillation: 'off' } },
      payload: { direction: { value: 'vertical' } },
      answer: ['StartOscillationConfirmation', {}],
      told: [{ kind: 'set', patch: { oscillation: 'vertical' } }],
    },
    {
      name: 'swings as it can if no direction is said',
      action: 'StartOscillation',
      it: { type: 'AIRCONDITIONER', spec: nodding },
      answer: ['StartOscillationConfirmation', {}],
      told: [{ kind: 'set', patch: { oscillation: 'vertical' } }],
    },
    {
      name: 'knows no third direction',
      action: 'StartOscillation',
      it: { type: 'FAN', spec: swinging },
      payload: { direction: { value: 'diagonal' } },
      answer: ['ValueNotSupportedError', {}],
    },
    {
      name: 'stands still again',
      action: 'StopOscillation',
      it: { type: 'FAN', spec: swinging, state: { oscillation: 'horizontal' } },
      answer: ['StopOscillationConfirmation', {}],
      told: [{ kind: 'set', patch: { oscillation: 'off' } }],
    },
  ),
]
