import fc from 'fast-check'
import { fromRgb, fromXy, toRgb, toXy } from '../../src/home/color.ts'
import '../support/randomRuns.ts'

const color = fc.record({
  hue: fc.integer({ min: 0, max: 359 }),
  saturation: fc.integer({ min: 15, max: 100 }),
})
const apart = (a: number, b: number) => Math.min(Math.abs(a - b), 360 - Math.abs(a - b))

describe('a colour', () => {
  test('keeps its hue and saturation when it is converted to RGB and back', () => {
    fc.assert(
      fc.property(color, (given) => {
        const { hue, saturation } = fromRgb(toRgb(given))
        expect(apart(hue, given.hue)).toBeLessThan(2)
        expect(Math.abs(saturation - given.saturation)).toBeLessThan(1)
      }),
    )
  })

  test('keeps its hue and saturation when it is converted to CIE xy and back', () => {
    fc.assert(
      fc.property(color, (given) => {
        const seen = fromXy(toXy(given))
        expect(apart(seen?.hue ?? Number.NaN, given.hue)).toBeLessThan(3)
        expect(Math.abs((seen?.saturation ?? Number.NaN) - given.saturation)).toBeLessThan(2)
      }),
    )
  })

  test.each([
    ['red', 0, 100, [255, 0, 0], [0.700606, 0.299301]],
    ['green', 120, 100, [0, 255, 0], [0.172416, 0.746797]],
    ['blue', 240, 100, [0, 0, 255], [0.135503, 0.039879]],
    ['white', 0, 0, [255, 255, 255], [0.322727, 0.329023]],
    // Channels between the ends: the curve of sRGB, and its straight part below 11 of 255.
    ['a light magenta', 300, 50, [255, 128, 255], [0.36786, 0.203579]],
    ['nearly yellow', 60, 97, [255, 255, 8], [0.443677, 0.515817]],
  ])(
    '%s has the RGB and xy values that Hue, Zigbee2MQTT and Home Assistant use',
    (_name, hue, saturation, rgb, [x = 0, y = 0]) => {
      expect(toRgb({ hue, saturation })).toEqual(rgb)
      expect(fromRgb([rgb[0] ?? 0, rgb[1] ?? 0, rgb[2] ?? 0]).hue).toBeCloseTo(hue, 6)
      const seen = toXy({ hue, saturation })
      expect(seen[0]).toBeCloseTo(x, 5)
      expect(seen[1]).toBeCloseTo(y, 5)
    },
  )

  test.each([
    [0, 0],
    [0.3, 0],
    [0.3, -0.3],
    [-0.1, 0.3],
    [Number.NaN, 0.3],
    [0.3, Number.NaN],
    // The quotient by the second overflows.
    [0, Number.MIN_VALUE],
    [0.3, Number.MIN_VALUE],
  ])('does not exist at the xy point %j, %j', (x, y) => {
    expect(fromXy([x, y])).toBeUndefined()
  })

  test('exists on the axis of the diagram, and black has no saturation', () => {
    expect(fromXy([0, 0.5])).toMatchObject({ saturation: 100 })
    expect(fromRgb([0, 0, 0])).toEqual({ hue: 0, saturation: 0 })
  })
})
