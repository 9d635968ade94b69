import type { Command } from '../../src/home/device.ts'
import { Failure, type Reason } from '../../src/home/failure.ts'
import { nextValue, plan } from '../../src/home/plan.ts'
import type { Spec } from '../../src/home/spec.ts'
import type { State } from '../../src/home/traits.ts'

const settable = ['read', 'set'] as const
const aircon: Spec = {
  traits: {
    power: { can: settable },
    mode: { can: settable, values: ['auto', 'cool', 'fan'] },
    targetTemperature: { can: settable, min: 18, max: 30, step: 0.5, modes: ['auto', 'cool'] },
    fanSpeed: { can: ['read', 'step', 'cycle'], min: 1, max: 4, step: 1, modes: ['cool', 'fan'] },
    volume: { can: ['read', 'step'], min: 0, max: 20, step: 0.1 },
    channel: { can: ['read', 'step'], min: 5, max: 11, step: 1, values: [5, 7, 9, 11] },
    subChannel: { can: settable, min: 5, max: 11, step: 1, values: [5, 7, 9, 11] },
    intensity: { can: settable, min: 0, max: 10, step: 3 },
    brightness: { can: settable, min: 0, max: 100, step: 1 },
    inputSource: { can: settable, values: ['TV', 'HDMI1'] },
    channelName: { can: settable },
    color: { can: settable },
    oscillation: { can: settable, values: ['off', 'horizontal'] },
    muted: { can: ['read', 'cycle'] },
    humidity: { can: ['read'], min: 0, max: 100, step: 1 },
    currentTemperature: { can: ['read'] } as unknown as NonNullable<Spec['traits']['currentTemperature']>,
  },
  verbs: ['stop'],
}
const set = (patch: State): Command => ({ kind: 'set', patch })
const step = (
  trait:
    | 'targetTemperature'
    | 'fanSpeed'
    | 'volume'
    | 'channel'
    | 'subChannel'
    | 'brightness'
    | 'humidity'
    | 'intensity',
  by: number,
): Command => ({ kind: 'step', trait, by })
const cycle = (
  trait: 'targetTemperature' | 'power' | 'mode' | 'muted' | 'inputSource' | 'channelName' | 'fanSpeed' | 'humidity',
  times?: number,
): Command => ({
  kind: 'cycle',
  trait,
  ...(times !== undefined && { times }),
})

const met: readonly (readonly [what: string, requested: Command, now: State, plan: Command])[] = [
  ['a set is done as requested', set({ power: true, mode: 'fan' }), {}, set({ power: true, mode: 'fan' })],
  ['both limits can be set', set({ targetTemperature: 30 }), {}, set({ targetTemperature: 30 })],
  [
    'a mode that comes with the value counts',
    set({ targetTemperature: 20, mode: 'cool' }),
    { mode: 'fan' },
    set({ targetTemperature: 20, mode: 'cool' }),
  ],
  ['a mode that is not known forbids nothing', set({ targetTemperature: 20 }), {}, set({ targetTemperature: 20 })],
  [
    'a step is made absolute',
    step('targetTemperature', 1),
    { targetTemperature: 24.5 },
    set({ targetTemperature: 25.5 }),
  ],
  ['a step beyond the limit goes to the limit', step('brightness', 30), { brightness: 90 }, set({ brightness: 100 })],
  [
    'a step down beyond the limit goes to the limit',
    step('brightness', -30),
    { brightness: 10 },
    set({ brightness: 0 }),
  ],
  ['a step never leaves the grid for the limit', step('intensity', 3), { intensity: 6 }, set({ intensity: 9 })],
  [
    'a step from beside the grid leads onto it',
    step('targetTemperature', 1),
    { targetTemperature: 20.3 },
    set({ targetTemperature: 21.5 }),
  ],
  ['a step from beyond the limit leads back', step('brightness', -10), { brightness: 130 }, set({ brightness: 100 })],
  ['a blind step passes', step('fanSpeed', 2), {}, step('fanSpeed', 2)],
  ['a step of what can only be stepped ends at the limit', step('fanSpeed', 3), { fanSpeed: 3 }, step('fanSpeed', 1)],
  ['a step of what can only be stepped is tidy', step('volume', 0.2), { volume: 0.1 }, step('volume', 0.2)],
  ['a step along values counts values', step('channel', 2), {}, step('channel', 2)],
  [
    'a step along values counts values, also where the present one is known',
    step('channel', 2),
    { channel: 5 },
    step('channel', 2),
  ],
  ['a step along values ends at the last', step('channel', 3), { channel: 9 }, step('channel', 1)],
  ['a step from below all values counts from before the first', step('channel', 1), { channel: 3 }, step('channel', 1)],
  ['two steps from below all values lead to the second', step('channel', 2), { channel: 3 }, step('channel', 2)],
  [
    'a step from above all values counts from behind the last',
    step('channel', -1),
    { channel: 13 },
    step('channel', -1),
  ],
  [
    'two steps from above all values lead to the last but one',
    step('channel', -2),
    { channel: 13 },
    step('channel', -2),
  ],
  ['a step up from between two values leads to the upper one', step('channel', 1), { channel: 8 }, step('channel', 1)],
  [
    'a step down from between two values leads to the lower one',
    step('channel', -1),
    { channel: 8 },
    step('channel', -1),
  ],
  [
    'a cycle of two from a word that is none of the values leads to the second',
    cycle('inputSource', 2),
    { inputSource: 'AV' },
    set({ inputSource: 'HDMI1' }),
  ],
  [
    'a cycle of three from a word that is none of the values leads around to the first',
    cycle('inputSource', 3),
    { inputSource: 'AV' },
    set({ inputSource: 'TV' }),
  ],
  ['a step up from below all values sets the first', step('subChannel', 1), { subChannel: 3 }, set({ subChannel: 5 })],
  [
    'two steps up from below all values set the second',
    step('subChannel', 2),
    { subChannel: 3 },
    set({ subChannel: 7 }),
  ],
  [
    'a step down from above all values sets the last',
    step('subChannel', -1),
    { subChannel: 13 },
    set({ subChannel: 11 }),
  ],
  [
    'a cycle from a mode that is none of three leads to the first',
    cycle('mode'),
    { mode: 'dry' },
    set({ mode: 'auto' }),
  ],
  [
    'a cycle of two from a mode that is none of three leads to the second',
    cycle('mode', 2),
    { mode: 'dry' },
    set({ mode: 'cool' }),
  ],
  [
    'a step by nothing from above all values leads to the last',
    step('subChannel', 0),
    { subChannel: 13 },
    set({ subChannel: 11 }),
  ],
  ['a cycle is made absolute', cycle('mode'), { mode: 'fan' }, set({ mode: 'auto' })],
  ['a cycle turns over', cycle('power'), { power: true }, set({ power: false })],
  ['a cycle goes on by more than one', cycle('inputSource', 3), { inputSource: 'TV' }, set({ inputSource: 'HDMI1' })],
  [
    'a cycle from a word that is none of the values begins with the first',
    cycle('inputSource'),
    { inputSource: 'AV' },
    set({ inputSource: 'TV' }),
  ],
  ['a blind cycle passes', cycle('muted'), { muted: true }, cycle('muted')],
  ['a verb is done', { kind: 'perform', verb: 'stop' }, {}, { kind: 'perform', verb: 'stop' }],
  ['a colour is set', set({ color: { hue: 360, saturation: 100 } }), {}, set({ color: { hue: 360, saturation: 100 } })],
]
test.each(met)('%s', (_what, requested, now, expected) => {
  expect(plan(requested, now, aircon)).toEqual(expected)
})

test('an unknown value cannot be cycled', () => {
  expect(nextValue(undefined, 'mode', 1, aircon)).toBeUndefined()
})

const range = (min: number, max: number): Reason => ({ code: 'outOfRange', min, max })
const unmet: readonly (readonly [what: string, requested: Command, now: State, reason: Reason | Reason['code']])[] = [
  ['a verb that it has not', { kind: 'perform', verb: 'raise' }, {}, 'unsupported'],
  ['a trait that it has not', set({ locked: true }), {}, 'unsupported'],
  ['one of several traits that it has not', set({ power: true, locked: true }), {}, 'unsupported'],
  [
    'one of several traits that it has not, whatever the colour',
    set({ power: true, locked: true, color: { hue: 361, saturation: 0 } }),
    {},
    'unsupported',
  ],
  ['a set of what can only be stepped', set({ fanSpeed: 2 }), {}, 'unsupported'],
  ['a step of what can only be read', step('humidity', 1), { humidity: 40 }, 'unsupported'],
  ['a cycle of what can only be read', cycle('humidity'), { humidity: 40 }, 'unsupported'],
  ['a cycle of what has no values', cycle('channelName'), { channelName: 'KBS' }, 'unsupported'],
  ['a mode that it has not', set({ mode: 'heat' }), {}, 'unsupported'],
  ['a direction that it has not', set({ oscillation: 'vertical' }), {}, 'badValue'],
  ['a value above the limit', set({ targetTemperature: 30.5 }), {}, range(18, 30)],
  ['a value below the limit', set({ targetTemperature: 17.5 }), {}, range(18, 30)],
  ['no number at all', set({ brightness: Number.NaN }), {}, range(0, 100)],
  ['a step up at the limit', step('targetTemperature', 0.5), { targetTemperature: 30 }, range(18, 30)],
  ['a step down at the limit', step('targetTemperature', -0.5), { targetTemperature: 18 }, range(18, 30)],
  ['a step at the last of the grid', step('intensity', 3), { intensity: 9 }, range(0, 10)],
  ['a step up from beyond the limit', step('brightness', 10), { brightness: 130 }, range(0, 100)],
  ['a blind step at the limit that is known', step('channel', 1), { channel: 11 }, range(5, 11)],
  ['a step by nothing from between two values', step('channel', 0), { channel: 6 }, range(5, 11)],
  ['a step by nothing', step('brightness', 0), { brightness: 50 }, range(0, 100)],
  ['a step down from below all values', step('channel', -1), { channel: 3 }, range(5, 11)],
  ['a step up from above all values', step('channel', 1), { channel: 13 }, range(5, 11)],
  ['a hue that there is not', set({ color: { hue: 361, saturation: 0 } }), {}, range(0, 360)],
  ['a saturation that there is not', set({ color: { hue: 0, saturation: 101 } }), {}, range(0, 100)],
  [
    'a brightness of a colour that there is not',
    set({ color: { hue: 0, saturation: 0, brightness: -1 } }),
    {},
    range(0, 100),
  ],
  ['a value between two steps', set({ targetTemperature: 20.3 }), {}, 'badValue'],
  ['an input that it has not', set({ inputSource: 'HDMI2' }), {}, 'badValue'],
  ['a step that is no multiple of its own', step('targetTemperature', 0.3), { targetTemperature: 20 }, 'badValue'],
  ['half a value', step('channel', 0.5), {}, 'badValue'],
  ['a set in a mode that has not got it', set({ targetTemperature: 20 }), { mode: 'fan' }, 'notInThisMode'],
  [
    'a set with a mode that has not got it',
    set({ targetTemperature: 20, mode: 'fan' }),
    { mode: 'cool' },
    'notInThisMode',
  ],
  [
    'a step in a mode that has not got it',
    step('targetTemperature', 1),
    { mode: 'fan', targetTemperature: 20 },
    'notInThisMode',
  ],
  ['a blind step in a mode that has not got it', step('fanSpeed', 1), { mode: 'auto' }, 'notInThisMode'],
  [
    'a cycle in a mode that has not got it',
    cycle('targetTemperature'),
    { mode: 'fan', targetTemperature: 20 },
    'notInThisMode',
  ],
  ['a blind cycle in a mode that has not got it', cycle('fanSpeed'), { mode: 'auto' }, 'notInThisMode'],
  ['a step from what is not known', step('targetTemperature', 1), {}, 'unknownValue'],
  ['a cycle from what is not known', cycle('mode'), {}, 'unknownValue'],
]
test.each(unmet)('%s is refused', (_what, requested, now, reason) => {
  const expected = typeof reason === 'string' ? { code: reason } : reason
  let thrown: unknown
  try {
    plan(requested, now, aircon)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(Failure)
  expect(thrown).toMatchObject({ reason: expected })
})

test.each<[State['color'], string]>([
  [{ hue: 361, saturation: 0 }, 'hue goes from 0 to 360'],
  [{ hue: 0, saturation: 101 }, 'saturation goes from 0 to 100'],
  [{ hue: 0, saturation: 0, brightness: 101 }, 'brightness goes from 0 to 100'],
])('the part of the colour %j that is out of range is named', (color, message) => {
  expect(() => plan(set({ color } as State), {}, aircon)).toThrow(message)
})
