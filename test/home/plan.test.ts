import fc from 'fast-check'
import type { Command } from '../../src/home/device.ts'
import { Failure, type Reason } from '../../src/home/failure.ts'
import { plan } from '../../src/home/plan.ts'
import type { Spec } from '../../src/home/spec.ts'
import type { State } from '../../src/home/traits.ts'
import { runs } from '../support/randomRuns.ts'
import { device, domain, members, tidy, withMember } from './specs.ts'

const step = (by: number): Command => ({ kind: 'step', trait: 'volume', by })
const set = (volume: number): Command => ({ kind: 'set', patch: { volume } })
const cycle = (times: number): Command => ({ kind: 'cycle', trait: 'volume', times })

/** The plan, or why there is none. */
function planned(requested: Command, now: State, spec: Spec): Command | Reason {
  try {
    return plan(requested, now, spec)
  } catch (error) {
    if (error instanceof Failure) return error.reason
    throw error
  }
}
const volumeOf = (command: Command | Reason) =>
  'kind' in command && command.kind === 'set' ? command.patch.volume : undefined

/** Any number that a command could hold: near the limits, off the grid, far away. */
const amount = fc.oneof(
  fc.integer({ min: -100, max: 100 }),
  fc.integer({ min: -1000, max: 1000 }).map((n) => n / 10),
  fc.double({ noNaN: false }),
)
const present = fc.option(
  fc.integer({ min: -1000, max: 1000 }).map((n) => n / 10),
  { nil: undefined },
)
const known = (volume: number | undefined): State => (volume === undefined ? {} : { volume })
const requested = fc.oneof(amount.map(step), amount.map(set), fc.integer({ min: 1, max: 100 }).map(cycle))

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(1000) })

describe('for any request', () => {
  test('a planned number is one that the device accepts', () => {
    fc.assert(
      fc.property(requested, present, domain, (requested, present, limits) => {
        const command = planned(requested, known(present), device(limits, 'set'))
        if ('code' in command) return
        expect(members(limits)).toContainEqual(expect.closeTo(volumeOf(command) ?? Number.NaN, 5))
      }),
    )
  })

  test('planning a planned command gives the same command', () => {
    fc.assert(
      fc.property(requested, present, domain, (requested, present, limits) => {
        const spec = device(limits, 'set')
        const command = planned(requested, known(present), spec)
        if (!('code' in command)) expect(planned(command, known(present), spec)).toEqual(command)
      }),
    )
  })

  test('a device that only takes steps gets steps within its limits when its state is known', () => {
    fc.assert(
      fc.property(amount, withMember, (by, { limits, present }) => {
        fc.pre(limits.values === undefined)
        const command = planned(step(by), { volume: present }, device(limits, 'step'))
        if ('code' in command) return
        const after = command.kind === 'step' ? present + command.by : Number.NaN
        expect(after).toBeGreaterThanOrEqual(limits.min - 1e-9)
        expect(after).toBeLessThanOrEqual(limits.max + 1e-9)
      }),
    )
  })

  test('no value is guessed for an unknown one', () => {
    fc.assert(
      fc.property(requested, domain, (requested, limits) => {
        fc.pre(requested.kind !== 'set')
        expect('kind' in planned(requested, {}, device(limits, 'set'))).toBe(false)
        const blind = planned(requested, {}, device(limits, 'set', 'step', 'cycle'))
        if (!('code' in blind)) expect(blind).toEqual(requested)
      }),
    )
  })
})

describe('a number', () => {
  test.each([
    [1e-6, set(1e-6)],
    [2e-6, 'badValue'],
  ])('is accepted or refused by its distance from the grid of steps: %d of a step', (volume, expected) => {
    const result = planned(set(volume), {}, device({ min: 0, max: 10, step: 1 }, 'set'))
    expect('code' in result ? result.code : result).toEqual(expected)
  })

  test('that the device accepts is set as it is, whatever the present value is', () => {
    fc.assert(
      fc.property(withMember, present, ({ limits, present: wanted }, before) => {
        expect(planned(set(wanted), known(before), device(limits, 'set'))).toEqual(set(wanted))
      }),
    )
  })

  test('changes by single steps as it changes by all of them at once', () => {
    const counts = fc.integer({ min: 1, max: 10 })
    fc.assert(
      fc.property(withMember, counts, counts, fc.constantFrom(1, -1), ({ limits, present }, a, b, sign) => {
        const spec = device(limits, 'set')
        const by = (count: number) => step(sign * (limits.values ? count : tidy(count * limits.step)))
        const first = volumeOf(planned(by(a), { volume: present }, spec))
        const both = volumeOf(planned(by(a + b), { volume: present }, spec))
        // At the limit already, the second step is refused and leaves it there.
        const second = volumeOf(planned(by(b), known(first), spec)) ?? first
        expect(second).toBe(both)
      }),
    )
  })

  test('is the same after a step up and a step down, unless it reached a limit', () => {
    fc.assert(
      fc.property(withMember, fc.integer({ min: 1, max: 10 }), ({ limits, present }, count) => {
        const all = [...members(limits)].sort((a, b) => a - b)
        fc.pre(all.indexOf(present) + count < all.length)
        const spec = device(limits, 'set')
        const by = limits.values ? count : tidy(count * limits.step)
        const up = volumeOf(planned(step(by), { volume: present }, spec))
        expect(volumeOf(planned(step(-by), known(up), spec))).toBe(present)
      }),
    )
  })

  test('is the same after as many cycles as it has values, one by one or all at once', () => {
    fc.assert(
      fc.property(withMember, ({ limits, present }) => {
        const spec = device(limits, 'set')
        const { length } = members(limits)
        expect(volumeOf(planned(cycle(length), { volume: present }, spec))).toBe(present)
        const round = members(limits).reduce<number | undefined>(
          (volume) => volumeOf(planned(cycle(1), known(volume), spec)),
          present,
        )
        expect(round).toBe(present)
      }),
    )
  })
})

test('a value of a list is the same after as many cycles as there are values, a boolean after two', () => {
  const words = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(words, fc.nat(), fc.boolean(), (values, nth, power) => {
      const inputSource = values[nth % values.length] ?? ''
      const spec: Spec = {
        traits: { inputSource: { can: ['read', 'set'], values }, power: { can: ['read', 'set'] } },
        verbs: [],
      }
      const times = values.length
      expect(plan({ kind: 'cycle', trait: 'inputSource', times }, { inputSource }, spec)).toEqual({
        kind: 'set',
        patch: { inputSource },
      })
      expect(plan({ kind: 'cycle', trait: 'power', times: 2 }, { power }, spec)).toEqual({
        kind: 'set',
        patch: { power },
      })
      expect(plan({ kind: 'cycle', trait: 'power' }, { power }, spec)).toEqual({
        kind: 'set',
        patch: { power: !power },
      })
    }),
  )
})
