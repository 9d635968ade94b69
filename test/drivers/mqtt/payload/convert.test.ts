import fc from 'fast-check'
import { describe as described, mqttApplianceSchema } from '../../../../drivers/mqtt/options.ts'
import { converter, isSameValue, traitValue } from '../../../../drivers/mqtt/payload/convert.ts'
import { type TraitOptions, traitLimit } from '../../../../drivers/mqtt/payload/traitOptions.ts'
import { airQualityGrader } from '../../../../src/clova/airQuality.ts'
import { plan } from '../../../../src/home/plan.ts'
import { numberDomainOf } from '../../../../src/home/spec.ts'
import type { State, Trait } from '../../../../src/home/traits.ts'
import { members, tidy } from '../../../home/specs.ts'
import { runs } from '../../../support/randomRuns.ts'

/** One trait as a user writes it: its converter, and the numbers that it takes. */
function given(trait: Trait, keys: object) {
  const options = mqttApplianceSchema.parse({ traits: { [trait]: { state: 'a', command: 'b', ...keys } } })
  const written = options.traits[trait] as TraitOptions
  const limits = traitLimit(trait, written)
  const { min = Number.NaN, max = Number.NaN, step = 1 } = numberDomainOf(limits) ?? {}
  const words = converter(trait, written, limits, airQualityGrader('kr'))
  return {
    ...words,
    min,
    max,
    step,
    spec: described(options),
    received: (raw: unknown) => traitValue(trait, words, raw),
  }
}

/** The device's scale: upside down too, as blinds have it, or from 0 to 1. */
const range = fc.oneof(
  fc
    .record({ low: fc.integer({ min: -300, max: 300 }), size: fc.integer({ min: 1, max: 1000 }), down: fc.boolean() })
    .map(({ low, size, down }): [number, number] => (down ? [low + size, low] : [low, low + size])),
  fc.constantFrom<[number, number]>([0, 1], [1, 0], [0, 254], [0, 255], [0, 65_535]),
)
/** The trait's own; its end need not be on its grid. */
const limits = fc
  .record({
    min: fc.integer({ min: -20, max: 20 }),
    step: fc.constantFrom(0.1, 0.5, 1, 3, 8),
    size: fc.integer({ min: 1, max: 60 }),
    beyond: fc.constantFrom(0, 0.25, 0.75),
  })
  .map(({ min, step, size, beyond }) => ({ min, max: tidy(min + (size + beyond) * step), step }))
const withValue = limits.chain((limits) =>
  fc.record({ limits: fc.constant(limits), value: fc.constantFrom(...members(limits)) }),
)

describe('a number in the range of the device', () => {
  fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(500) })

  test('is converted and read back as exactly as the two scales allow', () => {
    fc.assert(
      fc.property(range, withValue, (range, { limits, value }) => {
        const { toDevice, fromDevice, tolerance } = given('fanSpeed', { ...limits, range })
        const back = Number(fromDevice(toDevice(value)))
        // What is more than nothing stays more than nothing, even where the nearest value of the device is nothing.
        const isLittle = limits.min === 0 && value > 0 && value <= tolerance
        if (isLittle) expect(back).toBeGreaterThan(0)
        else expect(Math.abs(back - value)).toBeLessThanOrEqual(tolerance + 1e-9)
        expect(tolerance).toBeLessThan(limits.max - limits.min + limits.step)
      }),
    )
  })

  test('is published within the range, its ends at the ends', () => {
    fc.assert(
      fc.property(range, withValue, (range, { limits, value }) => {
        const { toDevice } = given('fanSpeed', { ...limits, range })
        expect(Number(toDevice(value))).toBeGreaterThanOrEqual(Math.min(...range))
        expect(Number(toDevice(value))).toBeLessThanOrEqual(Math.max(...range))
        expect([toDevice(limits.min), toDevice(limits.max)]).toEqual(range)
      }),
    )
  })

  test('is read as a valid value of the trait for any value in the range of the device', () => {
    fc.assert(
      // No device reports a number of 10^-312, of which a double holds fewer digits.
      fc.property(range, limits, fc.integer({ min: 0, max: 1_000_000 }), (range, limits, millionths) => {
        const share = millionths / 1_000_000
        const { received } = given('fanSpeed', { ...limits, range })
        const value = Number(received(range[0] + share * (range[1] - range[0])))
        expect(value).toBe(tidy(value))
        expect(value).toBeGreaterThanOrEqual(limits.min)
        expect(value).toBeLessThanOrEqual(limits.max)
      }),
    )
  })

  test('of a lamp that counts to 254 can be each percentage', () => {
    const { toDevice, fromDevice } = given('brightness', { range: [0, 254] })
    for (let percent = 0; percent <= 100; percent += 1) expect(fromDevice(toDevice(percent))).toBe(percent)
    expect([toDevice(0), toDevice(50), toDevice(100)]).toEqual([0, 127, 254])
  })

  test('of a lamp with large steps is still read at its highest brightness', () => {
    expect(given('brightness', { range: [0, 254], step: 8 }).received(254)).toBeGreaterThan(90)
  })

  test.each([['254'], [' 254 '], [254], [254.4]])('%j is a number', (raw) => {
    expect(given('brightness', { range: [0, 254] }).received(raw)).toBe(100)
  })
  test.each([[''], [' '], ['bright'], [null], [undefined], [true], [[]], [{}], ['NaN'], ['Infinity']])(
    '%j has no meaning',
    (raw) => {
      expect(given('brightness', { range: [0, 254] }).received(raw)).toBeUndefined()
    },
  )
})

describe('mirek', () => {
  const unit = 'mirek'
  test('are converted back to the same kelvin', () => {
    const { toDevice, fromDevice, tolerance } = given('colorTemperature', { unit, min: 1000, max: 9000 })
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 9000 }), (kelvin) => {
        expect(Math.abs(Number(fromDevice(toDevice(kelvin))) - kelvin)).toBeLessThanOrEqual(tolerance)
        expect(Number.isInteger(toDevice(kelvin))).toBe(true)
      }),
    )
    expect([toDevice(4000), toDevice(2700), fromDevice(370)]).toEqual([250, 370, 2700])
  })

  test('never leave the range of the device, whatever kelvin its limits allow', () => {
    const ends = fc.tuple(fc.integer({ min: 100, max: 300 }), fc.integer({ min: 301, max: 600 }))
    fc.assert(
      fc.property(ends, ([low, high]) => {
        const { min, max, toDevice } = given('colorTemperature', { unit, range: [low, high] })
        expect(Number(toDevice(max))).toBeGreaterThanOrEqual(low)
        expect(Number(toDevice(min))).toBeLessThanOrEqual(high)
      }),
    )
  })
})

describe('fahrenheit', () => {
  const unit = 'fahrenheit'
  test('is converted back to the same °C', () => {
    const { toDevice, fromDevice, tolerance } = given('targetTemperature', { unit, min: -50, max: 150, step: 0.1 })
    fc.assert(
      fc.property(fc.integer({ min: -500, max: 1500 }), (tenths) => {
        const back = Number(fromDevice(toDevice(tenths / 10)))
        expect(Math.abs(back - tenths / 10)).toBeLessThanOrEqual(Math.min(tolerance, 0.1))
      }),
    )
    expect([toDevice(0), toDevice(100), toDevice(-40), fromDevice(72)]).toEqual([32, 212, -40, 22.2])
  })

  test('in whole degrees are the value that was requested, since no device is finer', () => {
    const { toDevice, fromDevice, tolerance } = given('targetTemperature', { unit, min: 10, max: 30, step: 0.5 })
    for (const celsius of members({ min: 10, max: 30, step: 0.5 }))
      expect(isSameValue(celsius, fromDevice(Math.round(Number(toDevice(celsius)))), tolerance)).toBe(true)
  })

  test('from 60 to 86 let whole °C be set', () => {
    const { spec } = given('targetTemperature', { unit, range: [60, 86] })
    const requested = { kind: 'set', patch: { targetTemperature: 20 } as State } as const
    expect(plan(requested, {}, spec)).toEqual(requested)
  })
})
