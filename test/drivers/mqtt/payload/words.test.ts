import fc from 'fast-check'
import { converter, isSameValue, traitValue, type ValueOptions } from '../../../../drivers/mqtt/payload/convert.ts'
import { airQualityGrader } from '../../../../src/clova/airQuality.ts'
import type { Limit } from '../../../../src/home/spec.ts'
import type { Trait } from '../../../../src/home/traits.ts'
import '../../../support/randomRuns.ts'

const free = { can: ['read', 'set'] } as unknown as Limit
const of = (trait: Trait, words: ValueOptions) => converter(trait, words, free, airQualityGrader('kr'))

describe('words', () => {
  const named = fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), fc.oneof(fc.string(), fc.integer()), {
    minKeys: 1,
    maxKeys: 6,
    noNullPrototype: true,
  })

  test('of a device are converted back to the same values of the trait', () => {
    fc.assert(
      fc.property(named, (values) => {
        // White space around a word counts for nothing.
        const words = Object.values(values).map((word) => String(word).trim())
        fc.pre(new Set(words).size === words.length)
        const { toDevice, fromDevice } = of('inputSource', { values })
        for (const value of Object.keys(values)) {
          expect(toDevice(value)).toBe(values[value])
          expect(fromDevice(toDevice(value))).toBe(value)
        }
      }),
    )
  })

  test('that are not configured have no meaning, also names of JavaScript', () => {
    const { fromDevice, toDevice } = of('mode', { values: { cool: 'COOL' } })
    for (const raw of ['cool', '', 'constructor', '__proto__', 'toString', 3, null])
      expect(fromDevice(raw)).toBeUndefined()
    for (const value of ['constructor', '__proto__', 'toString']) expect(toDevice(value)).toBe(value)
  })

  test('of commands may differ from those of the state', () => {
    const { fromDevice, toDevice } = of('mode', { values: { cool: 'cooling' }, send: { cool: 'COOL' } })
    expect([toDevice('cool'), fromDevice('cooling'), fromDevice('COOL')]).toEqual(['COOL', 'cool', undefined])
  })

  test('of a number are the numbers of the trait', () => {
    const { fromDevice, toDevice } = of('fanSpeed', { values: { 1: 'low', 2: 'high' } })
    expect([toDevice(2), fromDevice('high'), fromDevice('low'), fromDevice('off')]).toEqual(['high', 2, 1, undefined])
  })

  test('that are not configured pass unchanged', () => {
    fc.assert(
      fc.property(fc.string(), (word) => {
        const { fromDevice, toDevice } = of('inputSource', {})
        expect([toDevice(word), fromDevice(word)]).toEqual([word, word])
      }),
    )
  })
})

describe('booleans', () => {
  test.each<readonly [ValueOptions, yes: unknown, no: unknown]>([
    [{}, 'ON', 'OFF'],
    [{ on: 'open', off: 'closed' }, 'open', 'closed'],
    [{ on: '1', off: '0' }, '1', '0'],
    [{ on: 'open', off: 'closed', send: { on: 'OPEN', off: 'CLOSE' } }, 'OPEN', 'CLOSE'],
  ])('are written with the words %j', (words, yes, no) => {
    const { toDevice } = of('open', words)
    expect([toDevice(true), toDevice(false)]).toEqual([yes, no])
  })

  test('are converted back unchanged with any two words', () => {
    const word = fc.string({ minLength: 1 })
    fc.assert(
      fc.property(word, word, fc.boolean(), (on, off, value) => {
        fc.pre(on.toLowerCase() !== off.toLowerCase())
        const { toDevice, fromDevice } = of('power', { on, off })
        expect(fromDevice(toDevice(value))).toBe(value)
      }),
    )
  })

  test.each([
    [true, true],
    ['true', true],
    ['On', true],
    [1, true],
    ['1', true],
    [false, false],
    ['FALSE', false],
    ['off', false],
    [0, false],
    ['0', false],
    ['maybe', undefined],
    [2, undefined],
    [null, undefined],
    [{}, undefined],
  ])('without configured words, %j is read as %j', (raw, value) => {
    expect(traitValue('power', of('power', {}), raw)).toBe(value)
  })

  test('with configured words are read from these words only', () => {
    const { fromDevice } = of('open', { on: 'open', off: 'closed' })
    expect([fromDevice('OPEN'), fromDevice('true'), fromDevice(0), fromDevice('ajar')]).toEqual([
      true,
      undefined,
      undefined,
      undefined,
    ])
  })
})

describe('the value that was requested', () => {
  test.each<readonly [what: string, wanted: unknown, now: unknown, tolerance: number, same: boolean]>([
    ['is the same within the tolerance', 50, 52, 2, true],
    ['is another beyond it', 50, 52.1, 2, false],
    ['is a colour in each of its parts', { hue: 240, saturation: 100 }, { hue: 241, saturation: 99 }, 2, true],
    ['is another colour in one of its parts', { hue: 240, saturation: 100 }, { hue: 241, saturation: 90 }, 2, false],
    [
      'may come with more than was requested',
      { hue: 1, saturation: 2 },
      { hue: 1, saturation: 2, brightness: 3 },
      0,
      true,
    ],
    [
      'is another if a part of it is not there',
      { hue: 1, saturation: 2, brightness: 3 },
      { hue: 1, saturation: 2 },
      9,
      false,
    ],
    ['is a word as it is written', 'cool', 'COOL', 9, false],
    ['is no number for a word', 1, '1', 9, false],
    ['is nothing that is not known', true, undefined, 9, false],
  ])('%s', (_what, wanted, now, tolerance, expected) => {
    expect(isSameValue(wanted, now, tolerance)).toBe(expected)
  })

  test('is a hue on the other side of red', () => {
    expect(isSameValue({ hue: 360, saturation: 50 }, { hue: 0, saturation: 50 }, 2)).toBe(true)
    expect(isSameValue({ hue: 0.5, saturation: 50 }, { hue: 359.5, saturation: 50 }, 2)).toBe(true)
    expect(isSameValue({ hue: 0.5, saturation: 50 }, { hue: 357, saturation: 50 }, 2)).toBe(false)
  })
})
