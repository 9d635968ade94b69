import fc from 'fast-check'
import {
  cycleFanSpeed,
  fanLevels,
  fanSpeedProblem,
  fromClovaFanSpeed,
  stepFanSpeed,
  toClovaFanSpeed,
} from '../../src/clova/fanSpeed.ts'
import type { NumberDomain, Spec, TraitAccess } from '../../src/home/spec.ts'
import { domain, members } from '../home/specs.ts'
import '../support/randomRuns.ts'

const fanOf = (limits: NumberDomain, ...can: TraitAccess[]): Spec => ({
  traits: { fanSpeed: { can: can.length > 0 ? can : ['read', 'set'], ...limits } },
  verbs: [],
})
const listed = (...values: number[]) => ({ min: Math.min(...values), max: Math.max(...values), step: 1, values })

/** A fan with any scale, from 0 or from above it. */
const scale = domain.filter(({ min }) => min >= 0)

test('the levels are speeds of the device, and ascend on both scales', () => {
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

test('the highest speed of CLOVA is the highest of the device', () => {
  fc.assert(
    fc.property(
      scale.filter((limits) => members(limits).length > 1),
      (limits) => {
        expect(fromClovaFanSpeed(3, fanOf(limits))).toBe(Math.max(...members(limits)))
      },
    ),
  )
})

test('a speed of CLOVA that was set is read as the same speed', () => {
  fc.assert(
    fc.property(scale, (limits) => {
      const spec = fanOf(limits)
      for (const { clova } of fanLevels(spec)) expect(toClovaFanSpeed(fromClovaFanSpeed(clova, spec), spec)).toBe(clova)
    }),
  )
})

test('a higher speed of the device is never read as a lower speed of CLOVA', () => {
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
] as const)('the user is told which speeds of %s cannot be mapped', (_name, limits, problem) => {
  expect(fanSpeedProblem(fanOf(limits))).toBe(problem)
})

test('a fan speed that can only be read causes no problem', () => {
  const spec: Spec = { traits: { fanSpeed: { can: ['read'], min: 1, max: 1, step: 1 } }, verbs: [] }
  expect(fanSpeedProblem(spec)).toBeUndefined()
})

test.each([
  ['1 to 10', { min: 1, max: 10, step: 1 }, [1, 5, 10]],
  ['1 to 11', { min: 1, max: 11, step: 1 }, [4, 7, 11]],
  ['percent, where 0 is off', { min: 0, max: 100, step: 1 }, [33, 67, 100]],
  ['0 to 2, where 0 is a speed', { min: 0, max: 2, step: 1 }, [0, 1, 2]],
  ['four listed speeds, where 0 is off', listed(9, 0, 3, 6), [3, 6, 9]],
  ['three listed speeds, where 0 is a speed', listed(0, 3, 6), [0, 3, 6]],
])('the levels of %s', (_name, limits, values) => {
  expect(fanLevels(fanOf(limits)).map(({ value }) => value)).toEqual(values)
})

const percent = { min: 0, max: 100, step: 1 }
test.each([0, -1, 4, Number.NaN])('the fan speed %s is refused', (speed) => {
  expect(() => fromClovaFanSpeed(speed, fanOf(percent))).toThrow('fanSpeed goes from 1 to 3')
})

test('a speed of CLOVA between the levels, and half a step, are refused by their numbers', () => {
  expect(() => fromClovaFanSpeed(1.5, fanOf(percent))).toThrow('the device has no fan speed 1.5 of CLOVA')
  expect(() => stepFanSpeed(0.5, { fanSpeed: 33 }, fanOf(percent))).toThrow('the fan speed cannot be stepped by 0.5')
})

describe('a fan', () => {
  const set = (fanSpeed: number) => ({ kind: 'set', patch: { fanSpeed } })
  const step = (by: number) => ({ kind: 'step', trait: 'fanSpeed', by })

  test.each([
    ['is set to the next level', fanOf(percent), 1, { fanSpeed: 33 }, set(67)],
    ['is stepped if it cannot be set', fanOf({ ...percent, step: 5 }, 'step'), -1, { fanSpeed: 100 }, step(-35)],
    ['is stepped by as much if its speed is not known', fanOf({ ...percent, step: 5 }, 'step'), 2, {}, step(60)],
    ['is stepped by places of its list', fanOf(listed(1, 2, 4, 6, 9), 'step'), 1, { fanSpeed: 1 }, step(2)],
    ['is stepped by as many places if its speed is not known', fanOf(listed(1, 2, 4, 6, 9), 'step'), -1, {}, step(-2)],
  ] as const)('%s', (_name, spec, by, now, command) => {
    expect(stepFanSpeed(by, now, spec)).toEqual(command)
  })

  test('that can only be set cannot be stepped while its speed is not known', () => {
    expect(() => stepFanSpeed(1, {}, fanOf(percent))).toThrow('the fan speed is not known')
  })

  test.each([
    ['goes to its next level', fanOf(percent), { fanSpeed: 33 }, set(67)],
    ['goes from its last level to its first', fanOf(percent), { fanSpeed: 100 }, set(33)],
    ['cycles by itself if it cannot be set', fanOf(percent, 'read', 'cycle'), { fanSpeed: 33 }, undefined],
    ['cycles by itself while its speed is not known', fanOf(percent), {}, undefined],
  ] as const)('%s', (_name, spec, now, command) => {
    expect(cycleFanSpeed(now, spec)).toEqual(command ?? { kind: 'cycle', trait: 'fanSpeed' })
  })
})
