import type { ClovaCase, Payload } from '../case.ts'
import { range, readOnly, settable, spec } from '../caseBuilders.ts'
import { both, type CaseOfAnyEdition, kr } from '../editions.ts'

const device = spec({
  power: settable,
  brightness: range(0, 100),
  color: settable,
  targetTemperature: range(18, 30),
  volume: range(0, 50),
  channelName: { can: ['read', 'set'] },
  mode: { can: ['read', 'set'], values: ['auto', 'sleep'] },
})
const state = { brightness: 50, volume: 10, targetTemperature: 24 }

/** A payload that is not what the action takes; it must never reach the device. */
const refused = (action: string, type: string, name: string, payload: Payload): CaseOfAnyEdition => ({
  name,
  action,
  it: { type, spec: device, state },
  payload,
  answer: ['ValueNotSupportedError', {}],
})

/** Payloads of the wrong make. */
export const payloads: readonly ClovaCase[] = [
  ...both(
    refused('SetBrightness', 'LIGHT', 'is no number but text', { brightness: { value: '40' } }),
    refused('SetBrightness', 'LIGHT', 'is a bare number', { brightness: 40 }),
    refused('SetBrightness', 'LIGHT', 'is null', { brightness: { value: null } }),
    refused('SetBrightness', 'LIGHT', 'is not there', {}),
    refused('SetColor', 'LIGHT', 'has a hue alone', { color: { hue: 120 } }),
    refused('SetColor', 'LIGHT', 'is a name', { color: 'red' }),
    refused('IncrementBrightness', 'LIGHT', 'goes up by nothing that is said', {}),
    refused('IncrementBrightness', 'LIGHT', 'goes up by less than nothing', { deltaBrightness: { value: -10 } }),
    refused('IncrementBrightness', 'LIGHT', 'goes up by nought', { deltaBrightness: { value: 0 } }),
    refused('DecrementVolume', 'SMARTTV', 'goes down by text', { deltaVolume: { value: 'a bit' } }),
    refused('SetTargetTemperature', 'AIRCONDITIONER', 'is a list', { targetTemperature: [{ value: 24 }] }),
    refused('SetMode', 'AIRPURIFIER', 'is no text', { mode: { value: 3 } }),
    refused('ReleaseMode', 'AIRPURIFIER', 'is no text', { mode: { value: ['sleep'] } }),
    refused('SetChannelByName', 'SETTOPBOX', 'is no text', { channelName: { value: 11 } }),
    {
      name: 'is no period',
      action: 'GetAsleepDuration',
      it: { type: 'SLEEPINGMONITOR', spec: readOnly('asleep'), state: { asleep: 'PT7H' } },
      payload: { period: { start: 'yesterday', end: 'today' } },
      answer: ['ValueNotSupportedError', {}],
    },
    {
      name: 'takes no notice of what it does not know',
      action: 'TurnOff',
      it: { type: 'LIGHT', spec: device, state },
      payload: { appliance: { applianceId: 'it', additionalApplianceDetails: { a: 1 } }, surprise: [] },
      answer: ['TurnOffConfirmation', {}],
      commands: [{ kind: 'set', patch: { power: false } }],
    },
  ),
  ...kr(
    refused('SetTargetTemperature', 'REFRIGERATOR', 'is for a part that no appliance has', {
      targetTemperature: { value: 20 },
      endpoint: { value: 'cellar' },
    }),
  ),
]
