import fc from 'fast-check'
import { fanLevels, fanSpeedProblem, fromClovaFanSpeed, toClovaFanSpeed } from '../../src/clova/fanSpeed.ts'
import type { NumberDomain, Spec } from '../../src/home/spec.ts'
import { domain, members } from '../home/specs.ts'

const fanOf = (limits: NumberDomain): Spec => ({ traits: { fanSpeed: { can: ['read', 'set'], ...limits } }, verbs: [] })

/** A fan with any scale, from 0 or from above it. */
const scale = domain.filter(({ min }) => min >= 0)

test('the levels are speeds of the device, ascending on both scales', () => {
  fc.assert(
    fc.property(scale, (limits) => {
      const levels = fanLevels(fanOf(limits))
      expect([0, 2, 3]).toContain(levels.length)
      for (const [i, { clova, value }] of levels.entries()) {
        expect(members(limits)).toContain(value)
        const next = levels[i + 1]
        if (next) expect([next.clova > clova, next.value > value]).toEqual([true, true])
      }
      if (levels.length > 0) expect([levels[0]?.clova, levels.at(-1)?.clova]).toEqual([1, 3])
    }),
  )
})

test('the strongest speed is the strongest of the device', () => {
  fc.assert(
    fc.property(
      scale.filter((limits) => members(limits).length > 1),
      (limits) => {
        expect(fromClovaFanSpeed(3, fanOf(limits))).toBe(Math.max(...members(limits)))
      },
    ),
  )
})

test('a speed of CLOVA comes back from the device as itself', () => {
  fc.assert(
    fc.property(scale, (limits) => {
      const spec = fanOf(limits)
      for (const { clova } of fanLevels(spec)) expect(toClovaFanSpeed(fromClovaFanSpeed(clova, spec), spec)).toBe(clova)
    }),
  )
})

test('a faster speed of the device is never a slower one of CLOVA', () => {
  fc.assert(
    fc.property(scale, (limits) => {
      const spec = fanOf(limits)
      const speeds = [...members(limits)].sort((a, b) => a - b).map((value) => toClovaFanSpeed(value, spec) ?? 0)
      expect(speeds).toEqual([...speeds].sort((a, b) => a - b))
    }),
  )
})

test.each([
  ['three speeds', { min: 1, max: 3, step: 1 }, undefined],
  ['percent', { min: 0, max: 100, step: 1 }, undefined],
  ['two speeds', { min: 1, max: 2, step: 1 }, 'twoFanSpeeds'],
  ['one speed', { min: 1, max: 1, step: 1 }, 'singleFanSpeed'],
] as const)('the user is told what of %s cannot be mapped', (_name, limits, problem) => {
  expect(fanSpeedProblem(fanOf(limits))).toBe(problem)
})

test('a fan speed that can only be read is no problem', () => {
  const spec: Spec = { traits: { fanSpeed: { can: ['read'], min: 1, max: 1, step: 1 } }, verbs: [] }
  expect(fanSpeedProblem(spec)).toBeUndefined()
})
