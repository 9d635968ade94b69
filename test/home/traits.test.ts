import { defaultAccess, limitOf } from '../../src/home/traitLimits.ts'
import {
  isSettable,
  parseState,
  parseTrait,
  periodTraits,
  type Trait,
  traitNames,
  valueKind,
} from '../../src/home/traits.ts'
import { errorText } from '../../src/util/translate.ts'

/** A point in time and a duration, as devices write them. */
const [instant, duration] = ['2026-11-30T08:50:00+09:00', 'PT8H40M']

/** By trait: a value that it can have, and some that it cannot. */
const values: readonly (readonly [trait: Trait, valid: unknown, ...invalid: readonly unknown[]])[] = [
  ['power', false, 0, 'on'],
  ['brightness', 100, -0.1, 100.1, '5'],
  ['color', { hue: 360, saturation: 0 }, { hue: 361, saturation: 0 }, { hue: -1, saturation: 0 }, { hue: 1 }],
  ['color', { hue: 0, saturation: 100, brightness: 0 }, { hue: 0, saturation: 1, brightness: 101 }, { hue: 0, x: 1 }],
  ['colorTemperature', 1, 0],
  ['mode', 'cool', '', 'x'.repeat(501)],
  ['channel', 0, -1, 1.5],
  ['oscillation', 'vertical', 'on', ''],
  ['airQuality', 'verybad', 'worse'],
  ['fineDust', { value: 0, index: 'good' }, { value: -1, index: 'good' }, { value: 3 }, { index: 'good', x: 1 }],
  ['ultraFineDust', { index: 'bad' }, { index: '' }],
  ['remainingTime', duration, '8 hours', 'P', 'P T8H', ' PT8H', 'PT8H x'],
  ['openedAt', instant, '2026-11-30T08:50:00', '2026-11-30'],
  ['closedAt', '2026-11-30T08:50:00Z', 5],
  ['detections', { today: 3 }, { yesterday: 3 }, { today: 1, yesterday: 0.5 }, { today: 1, x: 1 }],
  ['parts', [{ name: 'filter', used: 3, remainingTime: duration }], [{ name: 'filter', used: 101 }], [{ used: 3 }]],
  ['consumption', [{ name: 'today', value: 1, unit: 'kWh' }], [{ name: 'today', value: 1 }], {}],
  ['bill', { value: 1, currency: 'KRW' }, { value: 1 }, { value: 1, currency: 'KRW', x: 1 }],
  ['sittingPeriod', { start: instant, end: instant }, { start: instant }],
  ['weight', 0.1, 0],
  ['vehicles', [{ name: '12가3456', place: 'B2' }], [{ name: '12가3456' }]],
  [
    'readings',
    [{ name: 'CO2', value: 400, unit: 'celsius' }],
    [{ name: 'CO2', value: 400, unit: 'ppm' }],
    [{ name: 1 }],
  ],
  ['readings', [{ name: 'door', value: 'open' }], [{ name: 'door', value: true }]],
]
test.each(values.map(([trait, valid, ...invalid]) => ({ trait, valid, invalid })))(
  '$trait accepts $valid and refuses $invalid',
  ({ trait, valid, invalid }) => {
    expect(parseTrait(trait, valid)).toEqual(valid)
    for (const value of [...invalid, null, undefined]) expect(parseTrait(trait, value)).toBeUndefined()
  },
)

test.each([undefined, null, 'open', 5, true])('a state that is read from %j has no traits', (value) => {
  expect(parseState(value)).toStrictEqual({})
})

test('only the valid own traits of a state are read', () => {
  const state = Object.assign(Object.create({ muted: true }), { power: true, brightness: 101, flavour: 'sweet' })
  expect(parseState(state)).toStrictEqual({ power: true })
})

test('traits that can be set are listed before traits that are only measured', () => {
  const settable = traitNames.filter(isSettable)
  expect(settable).toEqual(traitNames.slice(0, settable.length))
  expect([settable.at(0), settable.at(-1), traitNames[settable.length]]).toEqual(['power', 'recording', 'airQuality'])
})

test('a trait that is measured over a period cannot be set', () => {
  expect(periodTraits.filter((trait) => isSettable(trait) || !traitNames.includes(trait))).toEqual([])
  expect(periodTraits).toEqual(expect.arrayContaining(['consumption', 'bill', 'sleepStarts']))
  expect(periodTraits).toHaveLength(11)
})

test.each<[Trait, ReturnType<typeof valueKind>]>([
  ['power', 'boolean'],
  ['channel', 'number'],
  ['inputSource', 'string'],
  ['oscillation', 'string'],
  ['color', 'structured'],
  ['notices', 'structured'],
])('the values of %s are of the kind %s', (trait, kind) => {
  expect(valueKind(trait)).toBe(kind)
})

const both = ['read', 'set'] as const
const read = ['read'] as const

test('by default a measured trait can be read, and another trait can be read and set', () => {
  expect([defaultAccess('battery'), defaultAccess('power')]).toEqual([read, both])
})

describe('the limit of a trait', () => {
  test.each<[string, Trait, readonly ('read' | 'set')[], Parameters<typeof limitOf>[2], object]>([
    ['a boolean has none', 'power', both, { min: 1, values: ['x'] }, {}],
    ['modes are those of any trait', 'power', both, { modes: ['cool'] }, { modes: ['cool'] }],
    ['a percentage goes from 0 to 100', 'brightness', both, {}, { min: 0, max: 100, step: 1 }],
    ['a percentage may be narrower', 'brightness', both, { min: 10, max: 90, step: 5 }, { min: 10, max: 90, step: 5 }],
    ['a number has its ends', 'volume', both, { min: 3, max: 3 }, { min: 3, max: 3, step: 1 }],
    ['values are its ends', 'channel', both, { values: [7, 5, 9] }, { min: 5, max: 9, step: 1, values: [7, 5, 9] }],
    ['values may have ends', 'channel', both, { values: [7], min: 1 }, { min: 1, max: 7, step: 1, values: [7] }],
    ['a measured number needs none', 'bmi', read, { min: 3 }, {}],
    ['a measured number may have them', 'bmi', read, { min: 3, max: 50 }, { min: 3, max: 50, step: 1 }],
    ['any word', 'inputSource', both, {}, {}],
    ['words', 'inputSource', both, { values: ['TV', 7] }, { values: ['TV', '7'] }],
    ['directions of a fan', 'oscillation', both, {}, { values: ['off', 'horizontal', 'vertical'] }],
    ['some directions of a fan', 'oscillation', both, { values: ['off'] }, { values: ['off'] }],
    ['a mode that is read', 'mode', read, {}, {}],
    ['a mode with rest', 'mode', both, { values: ['a', 'b'], rest: 'b' }, { values: ['a', 'b'], rest: 'b' }],
  ])('%s', (_what, trait, can, limits, expected) => {
    expect(limitOf(trait, can, limits)).toStrictEqual({ can, ...expected })
  })

  test.each<[Trait, Parameters<typeof limitOf>[2], string]>([
    ['mode', {}, 'mode needs its values, such as values: [auto, sleep]'],
    ['mode', { values: ['a'], rest: 'b' }, 'rest is b, which is none of the values'],
    ['inputSource', { rest: 'b' }, 'rest is b, which is none of the values'],
    ['channel', { values: [7, 'KBS'] }, 'the values of channel are numbers, and KBS is none'],
    ['volume', { min: 1 }, 'volume needs min and max, or its values'],
    ['volume', { max: 1 }, 'volume needs min and max, or its values'],
    ['brightness', { max: 255 }, "brightness goes from 0 to 100; the device's own scale is its range"],
    ['brightness', { min: -1 }, "brightness goes from 0 to 100; the device's own scale is its range"],
    ['colorTemperature', { min: 0, max: 9 }, "colorTemperature cannot be 0; the device's own scale is its range"],
    ['channel', { min: 0, max: 1.5 }, "channel cannot be 1.5; the device's own scale is its range"],
    ['volume', { min: 3, max: 2 }, 'the min of volume is above its max'],
  ])('of %s by %j is refused in all languages', (trait, limits, message) => {
    let error: unknown
    try {
      limitOf(trait, both, limits)
    } catch (thrown) {
      error = thrown
    }
    const { en, ko, ja } = errorText(error)
    expect(en).toBe(message)
    for (const text of [ko, ja]) {
      expect(text).not.toMatch(/[{}]/)
      for (const name of en.match(/volume|channel|brightness|KBS|1\.5/g) ?? []) expect(text).toContain(name)
    }
  })
})
