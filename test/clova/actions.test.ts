import { type ActionName, actionNamed } from '../../src/clova/actions/index.ts'
import { type Edition, editions, type SpeechContext } from '../../src/clova/edition.ts'
import { Failure } from '../../src/home/failure.ts'
import type { Spec } from '../../src/home/spec.ts'
import type { State } from '../../src/home/traits.ts'
import { range, settable, spec } from './caseBuilders.ts'

function rowOf(action: ActionName) {
  const row = actionNamed(action)
  if (!row || row.kind === 'wholeHome') throw new Error(`${action} is no action of an appliance`)
  return row
}

const words = (...values: readonly string[]) => ({ ...settable, values })
const cycled = { can: ['cycle'] } as const
const fan = (count: number) => spec({ fanSpeed: range(1, count) })
const oscillation = (...values: readonly ('off' | 'horizontal' | 'vertical' | 'both')[]) =>
  spec({ oscillation: { ...settable, values } })
const mode = (...values: readonly string[]) => spec({ mode: words(...values) })
const temperature = range(10, 40)
const [target, freezer] = [{ targetTemperature: temperature }, { freezerTemperature: temperature }]

describe('an action is offered', () => {
  test.each<[ActionName, Edition, device: string, Spec, boolean]>([
    ['SetTargetTemperature', 'kr', 'a freezer', spec(freezer), true],
    ['SetTargetTemperature', 'kr', 'nothing', spec({}), false],
    ['SetTargetTemperature', 'jp', 'a freezer', spec(freezer), false],
    ['SetTargetTemperature', 'jp', 'a heater', spec(target), true],
    ['SetFanSpeed', 'kr', 'two speeds', fan(2), true],
    ['SetFanSpeed', 'kr', 'one speed', fan(1), false],
    ['SetFanSpeed', 'kr', 'speeds that are only cycled', spec({ fanSpeed: { ...range(1, 3), ...cycled } }), false],
    ['IncrementFanSpeed', 'kr', 'two speeds', fan(2), true],
    ['IncrementFanSpeed', 'kr', 'one speed', fan(1), false],
    [
      'DecrementFanSpeed',
      'jp',
      'speeds that are only read',
      spec({ fanSpeed: { ...range(1, 3), can: ['read'] } }),
      false,
    ],
    ['ChangeFanSpeed', 'kr', 'two speeds', fan(2), true],
    ['ChangeFanSpeed', 'kr', 'one speed', fan(1), false],
    ['ChangeFanSpeed', 'kr', 'speeds that are only cycled', spec({ fanSpeed: { ...range(1, 1), ...cycled } }), true],
    ['ChangeFanSpeed', 'kr', 'speeds that are only read', spec({ fanSpeed: { ...range(1, 3), can: ['read'] } }), false],
    ['StartOscillation', 'kr', 'a direction', oscillation('off', 'vertical'), true],
    ['StartOscillation', 'kr', 'no direction', oscillation('off'), false],
    ['StartOscillation', 'kr', 'directions that are not listed', spec({ oscillation: settable }), false],
    ['StartOscillation', 'kr', 'no oscillation', spec({}), false],
    ['ReleaseMode', 'kr', 'the mode auto', mode('auto', 'sleep'), true],
    ['ReleaseMode', 'kr', 'no mode to go to', mode('sleep', 'turbo'), false],
    ['ReleaseMode', 'kr', 'a mode to rest in', spec({ mode: { ...words('sleep', 'turbo'), rest: 'turbo' } }), true],
    ['ReleaseMode', 'kr', 'modes that are not listed', spec({ mode: settable }), false],
    ['ReleaseMode', 'kr', 'modes that are only read', spec({ mode: { can: ['read'], values: ['auto'] } }), false],
    ['TurnOff', 'kr', 'a switch', spec({ power: settable }), true],
    ['TurnOff', 'kr', 'a switch that is only read', spec({ power: { can: ['read'] } }), false],
  ])('%s in %s of a device with %s: %#', (action, edition, _device, device, isOffered) => {
    expect(rowOf(action).isOffered(device, edition)).toBe(isOffered)
  })
})

const context = (type: string, device: Spec): SpeechContext => ({
  ...{ edition: 'kr', language: 'ko', previousState: 'always', timeZone: 'Asia/Seoul' },
  ...{ type, spec: device },
})

/** What a request sets, or the code of the failure. */
function commandOf(action: ActionName, type: string, device: Spec, now: State, payload: object): unknown {
  const row = rowOf(action)
  if (row.kind !== 'control') throw new Error(`${action} is a question`)
  try {
    const command = row.buildCommand(row.request.parse(payload), device, now, context(type, device))
    return command.kind === 'set' ? command.patch : command
  } catch (error) {
    if (error instanceof Failure) return error.reason.code
    throw error
  }
}

const degrees = { targetTemperature: { value: 24 } }
const toward = (value: string) => ({ direction: { value } })
const flaps = oscillation('off', 'vertical', 'horizontal', 'both')
const tower = oscillation('off', 'horizontal', 'vertical')
const released = (value: string) => ({ mode: { value } })
const purifier = mode('auto', 'sleep', 'baby')

test.each<[ActionName, type: string, Spec, State, payload: object, wanted: unknown]>([
  ['SetTargetTemperature', 'AIRCONDITIONER', spec(target), {}, degrees, { targetTemperature: 24 }],
  ['SetTargetTemperature', 'REFRIGERATOR', spec(freezer), {}, degrees, { freezerTemperature: 24 }],
  ['SetTargetTemperature', 'REFRIGERATOR', spec({ ...freezer, ...target }), {}, degrees, { targetTemperature: 24 }],
  [
    ...(['SetTargetTemperature', 'REFRIGERATOR', spec({ ...freezer, fridgeTemperature: temperature }), {}] as const),
    ...([degrees, 'unsupported'] as const),
  ],
  [
    ...(['SetTargetTemperature', 'REFRIGERATOR', spec({ ...freezer, ...target }), {}] as const),
    ...([{ ...degrees, endpoint: { value: 'freezer' } }, { freezerTemperature: 24 }] as const),
  ],
  ['StartOscillation', 'FAN', flaps, {}, {}, { oscillation: 'vertical' }],
  ['StartOscillation', 'FAN', tower, {}, {}, { oscillation: 'horizontal' }],
  ['StartOscillation', 'FAN', flaps, {}, toward('horizontal'), { oscillation: 'horizontal' }],
  ['StartOscillation', 'FAN', flaps, { oscillation: 'off' }, toward('horizontal'), { oscillation: 'horizontal' }],
  [
    'StartOscillation',
    'FAN',
    flaps,
    { oscillation: 'horizontal' },
    toward('horizontal'),
    { oscillation: 'horizontal' },
  ],
  ['StartOscillation', 'FAN', flaps, { oscillation: 'vertical' }, toward('horizontal'), { oscillation: 'both' }],
  ['StartOscillation', 'FAN', flaps, { oscillation: 'vertical' }, toward('vertical'), { oscillation: 'vertical' }],
  ['StartOscillation', 'FAN', flaps, { oscillation: 'horizontal' }, toward('vertical'), { oscillation: 'both' }],
  ['StartOscillation', 'FAN', flaps, { oscillation: 'both' }, toward('vertical'), { oscillation: 'both' }],
  ['StartOscillation', 'FAN', tower, { oscillation: 'vertical' }, toward('horizontal'), { oscillation: 'horizontal' }],
  [
    ...(['StartOscillation', 'FAN', spec({ oscillation: settable }), { oscillation: 'vertical' }] as const),
    ...([toward('horizontal'), { oscillation: 'horizontal' }] as const),
  ],
  ['ReleaseMode', 'AIRPURIFIER', purifier, {}, released('sleep'), { mode: 'auto' }],
  ['ReleaseMode', 'AIRPURIFIER', purifier, { mode: 'sleep' }, released('sleep'), { mode: 'auto' }],
  ['ReleaseMode', 'AIRPURIFIER', purifier, { mode: 'baby' }, released('sleep'), { mode: 'baby' }],
  ['ReleaseMode', 'AIRPURIFIER', mode('auto', 'baby'), {}, released('sleep'), 'unsupported'],
  [
    'ReleaseMode',
    'AIRPURIFIER',
    spec({ mode: { ...words('auto', 'sleep'), rest: 'auto' } }),
    {},
    released('disco'),
    'unsupported',
  ],
  ['ReleaseMode', 'AIRPURIFIER', spec({ mode: { ...settable, rest: 'auto' } }), {}, released('sleep'), 'unsupported'],
  ['TurnOff', 'LIGHT', spec({ power: settable }), {}, {}, { power: false }],
])('%s of a %s %#', (action, type, device, now, payload, wanted) => {
  expect(commandOf(action, type, device, now, payload)).toEqual(wanted)
})

test.each(['both', 'off', 'left'])(
  'the oscillation direction %s is refused, since the guide does not have it',
  (direction) => {
    expect(rowOf('StartOscillation').request.safeParse(toward(direction)).success).toBe(false)
  },
)

test.each<[ActionName, needed: readonly string[] | undefined]>([
  ['StartOscillation', ['oscillation']],
  ['ReleaseMode', ['mode']],
  ['ChangePower', ['power']],
  ['IncrementBrightness', ['brightness']],
  ['GetHumidity', ['humidity']],
  ['HealthCheck', ['power']],
  ['SetBrightness', undefined],
])('%s reads the traits %j of the device', (action, needed) => {
  expect(rowOf(action).needed).toEqual(needed)
})

test.each<[ActionName, does: object]>([
  ['ChangePower', { effect: 'cycle', trait: 'power' }],
  ['ChangeMode', { effect: 'cycle', trait: 'mode' }],
  ['ChangeFanSpeed', { effect: 'cycle', trait: 'fanSpeed' }],
  ['Preheat', { effect: 'set', trait: 'targetTemperature', isValueNeeded: false }],
  ['Mute', { effect: 'set', trait: 'muted', implied: true }],
  ['GetDeviceState', { effect: 'read' }],
])('the dashboard describes the effect of %s as %j', (action, does) => {
  expect(rowOf(action).does).toEqual(does)
})

test('a query whose main value is not known fails, even if a secondary value is known', () => {
  const row = rowOf('GetCurrentSittingState')
  const state: State = { sittingPeriod: { start: '2026-11-01T09:00:00+09:00', end: '2026-11-01T10:00:00+09:00' } }
  expect(
    row.kind === 'query' && (() => row.reply({ online: true, state }, context('CHAIR', spec({})), spec({}))),
  ).toThrow('sitting was never measured')
})

test('a query names the value that was never measured', () => {
  const row = rowOf('GetCurrentTemperature')
  expect(
    row.kind === 'query' && (() => row.reply({ online: true, state: {} }, context('AIRSENSOR', spec({})), spec({}))),
  ).toThrow(/^\w*[tT]emperature was never measured$/)
})

test.each([
  ['2026-11-01T00:00:00+09:00', '2026-11-01T23:59:59+09:00', true],
  ['2026-11-01T00:00:00', '2026-11-01T23:59:59', true],
  ['2026-11-01T00:00:00Z', '2026-11-01T00:00:00Z', true],
  ['2026-11-02T00:00:00Z', '2026-11-01T00:00:00Z', false],
  ['1 November', '2 November', false],
])('a query about the time from %s to %s is accepted: %s', (start, end, isRight) => {
  expect(rowOf('GetConsumption').request.safeParse({ period: { start, end } }).success).toBe(isRight)
})

test.each(editions)('the edition has no row for an action that it lacks: %s', (edition) => {
  expect(actionNamed('GetPowerState')?.editions.includes(edition)).toBe(edition === 'kr')
  expect(actionNamed('DiscoverScenes')?.editions.includes(edition)).toBe(edition === 'jp')
  expect(actionNamed('SetBrightness')?.editions.includes(edition)).toBe(true)
})

test('a name that is not an action has no row', () => {
  expect(actionNamed('toString')).toBeUndefined()
})
