import { describeValue, offeredForms } from '../../src/clova/actionForms.ts'
import type { Edition } from '../../src/clova/edition.ts'
import { offeredActions } from '../../src/clova/offeredActions.ts'
import type { Spec } from '../../src/home/spec.ts'
import { range, settable, spec } from './caseBuilders.ts'

/** The forms of actions without a value, of those with one, and of questions. */
const bare = (action: string, does: object) => ({ action, kind: 'control', does, isValueNeeded: false })
const form = (action: string, does: object, value: object) => ({ ...bare(action, does), value, isValueNeeded: true })
const optionalForm = (action: string, does: object, value: object) => ({
  ...bare(action, { ...does, isValueNeeded: false }),
  value,
})
const question = (action: string, trait?: string) => ({
  ...{ action, kind: 'query', does: { effect: 'read', ...(trait && { trait }) }, isValueNeeded: false },
})
const healthCheck = question('HealthCheck', 'power')
const deviceState = question('GetDeviceState')

const set = (trait: string, implied?: unknown) => ({ effect: 'set', trait, ...(implied !== undefined && { implied }) })
const step = (trait: string) => ({ effect: 'step', trait })
const cycle = (trait: string) => ({ effect: 'cycle', trait })

/** All that a page shows of the actions of a device. */
const cases: readonly (readonly [Edition, type: string, Spec, forms: readonly object[]])[] = [
  [
    ...(['kr', 'LIGHT'] as const),
    spec({
      power: settable,
      brightness: range(1, 100),
      color: settable,
      colorTemperature: { ...range(2700, 6500), values: [2700, 6500] },
      mode: { can: ['read', 'set'], values: ['sleep', 'disco'] },
    }),
    [
      form('DecrementBrightness', step('brightness'), { kind: 'number', min: 0 }),
      healthCheck,
      form('IncrementBrightness', step('brightness'), { kind: 'number', min: 0 }),
      form('SetBrightness', set('brightness'), { kind: 'number', min: 1, max: 100, step: 1 }),
      form('SetColor', set('color'), { kind: 'color' }),
      form('SetColorTemperature', set('colorTemperature'), {
        ...{ kind: 'number', min: 2700, max: 6500, step: 1 },
        values: [2700, 6500],
      }),
      form('SetMode', set('mode'), { kind: 'word', values: ['sleep'] }),
      bare('TurnOff', set('power', false)),
      bare('TurnOn', set('power', true)),
      deviceState,
    ],
  ],
  [
    ...(['kr', 'FAN'] as const),
    spec({
      fanSpeed: { can: ['set'], min: 0, max: 100, step: 1 },
      mode: { can: ['set'] },
      oscillation: { can: ['set'], values: ['off', 'vertical', 'both'] },
    }),
    [
      form('DecrementFanSpeed', step('fanSpeed'), { kind: 'number', min: 0 }),
      healthCheck,
      form('IncrementFanSpeed', step('fanSpeed'), { kind: 'number', min: 0 }),
      form('SetFanSpeed', set('fanSpeed'), { kind: 'number', values: [1, 2, 3] }),
      form('SetMode', set('mode'), { kind: 'word' }),
      optionalForm('StartOscillation', set('oscillation'), { kind: 'word', values: ['vertical'] }),
      bare('StopOscillation', set('oscillation', 'off')),
    ],
  ],
  [
    ...(['jp', 'SMARTTV'] as const),
    spec({ inputSource: { can: ['set'], values: ['tuner', 'off'] }, channelName: { can: ['set'] } }),
    [
      optionalForm('ChangeInputSource', cycle('inputSource'), { kind: 'number', min: 1, max: 100, step: 1 }),
      healthCheck,
      form('SetChannelByName', set('channelName'), { kind: 'word' }),
      form('SetInputSourceByName', set('inputSource'), { kind: 'word', values: ['tuner', 'off'] }),
    ],
  ],
  [
    ...(['kr', 'SMARTLOCK'] as const),
    spec({ locked: settable }),
    [
      deviceState,
      question('GetLockState', 'locked'),
      form('SetLockState', set('locked'), { kind: 'word', values: ['LOCKED', 'UNLOCKED'] }),
      healthCheck,
    ],
  ],
  [
    ...(['jp', 'SMARTLOCK'] as const),
    spec({ locked: { can: ['set'] } }),
    [form('SetLockState', set('locked'), { kind: 'word', values: ['LOCKED'] })],
  ],
  [
    ...(['kr', 'OVEN'] as const),
    spec({ mode: { can: ['set'], values: ['preheat'] } }),
    [healthCheck, optionalForm('Preheat', set('targetTemperature'), { kind: 'number' })],
  ],
  ...[{ can: ['set'], values: ['bake'] } as const, { can: ['set'] } as const, { can: [], values: ['preheat'] }].map(
    (mode) => ['kr', 'OVEN', spec({ mode }), [healthCheck]] as const,
  ),
  [
    ...(['kr', 'SMARTPLUG'] as const),
    spec({ consumption: { can: ['read'] } }),
    [{ ...question('GetConsumption', 'consumption'), value: { kind: 'period' } }, deviceState, healthCheck],
  ],
  [...(['kr', 'SMARTBED'] as const), spec({}, 'raise'), [healthCheck, bare('Raise', { effect: 'perform' })]],
]

test.each(cases)('in %s a %s offers its actions with the values that they take', (edition, type, device, forms) => {
  expect(offeredForms(edition, type, device)).toStrictEqual(forms)
})

test('the offered actions are computed once for a spec', () => {
  const lamp = spec({ power: settable })
  expect(offeredActions('kr', 'LIGHT', lamp)).toBe(offeredActions('kr', 'LIGHT', lamp))
})

describe('who gave a wrong value is told which one the action takes:', () => {
  const device = spec({
    brightness: range(1, 100),
    color: settable,
    fanSpeed: { can: ['set', 'step'], min: 0, max: 100, step: 1 },
    mode: { can: ['set'] },
    oscillation: { can: ['set'], values: ['off', 'vertical', 'both'] },
    consumption: { can: ['read'] },
  })
  const told: readonly (readonly [action: string, text: string | undefined])[] = [
    ['SetBrightness', 'it takes a number from 1 to 100'],
    ['IncrementBrightness', 'it takes a number of at least 0'],
    ['SetTargetTemperature', 'it takes a number'],
    ['SetFanSpeed', 'it takes one of 1, 2, 3'],
    ['SetColor', 'it takes a color, such as {"hue": 240, "saturation": 100}'],
    ['SetMode', 'it takes a word'],
    ['TurnOn', undefined],
    ['GetCurrentTemperature', undefined],
    ['GetConsumption', 'it takes a period, such as 2026-11-01T00:00:00+09:00/2026-11-02T00:00:00+09:00'],
    ['DiscoverAppliances', undefined],
    ['NoSuchAction', undefined],
  ]

  test.each(told)('%s: %s', (action, text) => {
    expect(describeValue(action, { edition: 'kr', type: 'LIGHT', spec: device })?.en).toBe(text)
  })
})
