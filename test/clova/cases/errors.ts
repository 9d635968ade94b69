import type { Reason } from '../../../src/home/failure.ts'
import type { CaseAppliance, ClovaCase, Payload } from '../case.ts'
import { range, readOnly, settable, spec } from '../caseBuilders.ts'
import { both, type CaseOfAnyEdition, jp, kr } from '../editions.ts'

const lamp = spec({ power: settable, brightness: range(0, 100) })
const it: CaseAppliance = { type: 'LIGHT', spec: lamp, state: { power: false, brightness: 50 } }

/** A lamp that cannot be turned on, and the error of it. */
const fails = (name: string, fails: Reason | Error, error: string, payload: Payload = {}): CaseOfAnyEdition => ({
  name,
  action: 'TurnOn',
  it: { ...it, failure: fails },
  answer: [error, payload],
})

/** What goes wrong with any action. */
export const errors: readonly ClovaCase[] = [
  ...both(
    { name: 'without a token', action: 'TurnOn', it, token: 'missing', answer: ['InvalidAccessTokenError', {}] },
    {
      name: 'with a token nobody gave',
      action: 'TurnOn',
      it,
      token: 'unknown',
      answer: ['InvalidAccessTokenError', {}],
    },
    { name: 'with a token of old', action: 'TurnOn', it, token: 'expired', answer: ['ExpiredAccessTokenError', {}] },
    {
      name: 'with a token that is no text',
      action: 'TurnOn',
      it,
      payload: { accessToken: { good: true } },
      answer: ['InvalidAccessTokenError', {}],
    },
    {
      name: 'tells a stranger nothing of the house',
      action: 'DiscoverAppliances',
      it,
      token: 'unknown',
      answer: ['InvalidAccessTokenError', {}],
    },
    {
      name: 'of an appliance that is not in the house',
      action: 'TurnOn',
      it,
      payload: { appliance: { applianceId: 'lava lamp' } },
      answer: ['NoSuchTargetError', {}],
    },
    { name: 'of no appliance', action: 'TurnOn', answer: ['NoSuchTargetError', {}] },
    {
      name: 'of an appliance whose id is no text',
      action: 'TurnOn',
      it,
      payload: { appliance: { applianceId: ['it'] } },
      answer: ['NoSuchTargetError', {}],
    },
    { name: 'is no action', action: 'Dance', it, answer: ['UnsupportedOperationError', {}] },
    {
      name: 'is no action, though every object has it',
      action: 'toString',
      it,
      answer: ['UnsupportedOperationError', {}],
    },
    {
      name: 'the device can tell it, but its type may not list it',
      action: 'GetCurrentTemperature',
      it: { type: 'LIGHT', spec: readOnly('currentTemperature'), state: { currentTemperature: 41 } },
      answer: ['UnsupportedOperationError', {}],
    },
    {
      name: 'the type may list it, but this device cannot do it',
      action: 'SetColor',
      it,
      payload: { color: { hue: 10, saturation: 10 } },
      answer: ['UnsupportedOperationError', {}],
    },
    {
      name: 'a control finds the device out of reach',
      action: 'TurnOn',
      it: { ...it, online: false },
      answer: ['TargetOfflineError', {}],
    },
    {
      name: 'a question finds the device out of reach, and tells nothing old',
      action: 'GetHumidity',
      it: { type: 'AIRSENSOR', spec: readOnly('humidity'), state: { humidity: 40 }, online: false },
      answer: ['TargetOfflineError', {}],
    },
    fails('the device goes out of reach meanwhile', { code: 'offline' }, 'TargetOfflineError'),
    fails(
      'the device wants something else first',
      { code: 'conditionsNotMet', state: '절전 중' },
      'ConditionsNotMetError',
      {
        state: '절전 중',
      },
    ),
    fails('the device cannot do so now', { code: 'notInThisMode' }, 'NotSupportedInCurrentModeError'),
    fails('too much was asked of the device', { code: 'busy' }, 'ActionTemporarilyBlockedError'),
    fails('the device reports a fault', { code: 'deviceFault' }, 'DeviceFailureError'),
    fails('the gateway itself is broken', new Error('out of ink'), 'DriverInternalError'),
  ),
  ...kr(fails('the device tried and did not get there', { code: 'actionFailed' }, 'ActionFailedError'), {
    name: 'is an action of the other edition',
    action: 'SetFridgeTargetTemperature',
    it: { type: 'REFRIGERATOR', spec: spec({ fridgeTemperature: range(1, 7) }) },
    payload: { targetTemperature: { value: 3 } },
    answer: ['UnsupportedOperationError', {}],
  }),
  ...jp(
    fails('the device tried and did not get there', { code: 'actionFailed' }, 'DeviceFailureError'),
    { name: 'is an action of the other edition', action: 'ChangePower', it, answer: ['UnsupportedOperationError', {}] },
    {
      name: 'is a type of the other edition',
      action: 'TurnOn',
      it: { type: 'WINECELLAR', spec: spec({ power: settable }), state: { power: false } },
      answer: ['UnsupportedOperationError', {}],
    },
  ),
]
