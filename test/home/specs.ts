import fc from 'fast-check'
import type { NumberDomain, Spec, TraitAccess } from '../../src/home/spec.ts'

/** 0.1 + 0.2 is 0.3. */
export const tidy = (value: number) => Number(value.toPrecision(12))

/** A grid as devices have it: `size` steps of 0.1 to 10, from any whole number. */
const grid = fc
  .record({
    min: fc.integer({ min: -40, max: 40 }),
    step: fc.constantFrom(0.1, 0.5, 1, 2, 3, 5, 10),
    size: fc.integer({ min: 1, max: 40 }),
    // The end of the range need not be on the grid: 0 to 10 by 3.
    beyond: fc.constantFrom(0, 0, 0.5),
  })
  .map(({ min, step, size, beyond }): NumberDomain => ({ min, max: tidy(min + (size + beyond) * step), step }))

/** The only numbers there are, the order being the device's own. */
const list = fc
  .uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 12 })
  .map((values): NumberDomain => ({ min: Math.min(...values), max: Math.max(...values), step: 1, values }))

export const domain = fc.oneof(grid, list)

/** The numbers that a domain takes. */
export const members = ({ min, max, step, values }: NumberDomain): readonly number[] =>
  values ?? Array.from({ length: Math.floor((max - min) / step + 1e-6) + 1 }, (_, i) => tidy(min + i * step))

/** A device with a volume: a number with any domain, used in these ways. */
export const device = (domain: NumberDomain, ...can: readonly TraitAccess[]): Spec => ({
  traits: { volume: { can: ['read', ...can], ...domain } },
  verbs: [],
})

/** A device, and one of the numbers that it takes. */
export const withMember = domain.chain((limits) =>
  fc.record({ limits: fc.constant(limits), present: fc.constantFrom(...members(limits)) }),
)
