import * as z from 'zod'
import type { Access, Limit } from './spec.ts'
import { isSettable, kindOf, type Trait, traits } from './traits.ts'

/** The keys by which a user limits a trait that they describe by hand. */
export const limitKeys = {
  /** the least and the greatest value, in the unit of the trait */
  min: z.number().optional(),
  max: z.number().optional(),
  /** the distance between two values */
  step: z.number().positive().optional(),
  /** the only values there are: modes, inputs, channels, levels */
  values: z
    .array(z.union([z.string(), z.number()]))
    .min(1)
    .optional(),
  /** the value that is left when another is released */
  rest: z.string().optional(),
  /** the modes in which it can be set */
  modes: z.array(z.string()).min(1).optional(),
} as const

const limits = z.object(limitKeys)
type Limits = z.infer<typeof limits>

/** Traits that are percent wherever they come from. */
const isPercent = (trait: Trait) => kindOf(trait) === 'number' && !believable(trait, 101) && believable(trait, 100)
const believable = (trait: Trait, value: unknown) => traits[trait].safeParse(value).success

/**
 * The limit of one trait of a device.
 * @param access what can be done with it
 * @throws Error in plain words if something that the trait needs is not given
 */
export function limitOf(trait: Trait, access: readonly Access[], given: Limits): Limit {
  const common = { can: access, ...(given.modes && { modes: given.modes }) }
  switch (kindOf(trait)) {
    case 'number':
      return { ...common, ...domain(trait, access, given) } as Limit
    case 'word': {
      const values =
        given.values?.map(String) ?? (trait === 'oscillation' ? ['off', 'horizontal', 'vertical'] : undefined)
      if (trait === 'mode' && access.includes('set') && !values)
        throw new Error('mode needs its values, such as values: [auto, sleep]')
      if (given.rest !== undefined && !values?.includes(given.rest))
        throw new Error(`rest is ${given.rest}, which is none of the values`)
      return { ...common, ...(values && { values }), ...(given.rest !== undefined && { rest: given.rest }) } as Limit
    }
    default:
      return common as Limit
  }
}

function domain(trait: Trait, access: readonly Access[], { min, max, step = 1, values }: Limits): object {
  const numbers = values?.map((value) => {
    if (typeof value !== 'number') throw new Error(`the values of ${trait} are numbers, and ${value} is none`)
    return value
  })
  const [low, high] = numbers
    ? [Math.min(...numbers), Math.max(...numbers)]
    : isPercent(trait)
      ? [0, 100]
      : [undefined, undefined]
  const limit = { min: min ?? low, max: max ?? high, step, ...(numbers && { values: numbers }) }
  // What can only be read needs no limits.
  if (limit.min === undefined || limit.max === undefined) {
    if (access.every((way) => way === 'read')) return {}
    throw new Error(`${trait} needs min and max, or its values`)
  }
  for (const end of [limit.min, limit.max]) {
    if (!believable(trait, end)) {
      const why = isPercent(trait) ? 'goes from 0 to 100' : `cannot be ${end}`
      throw new Error(`${trait} ${why}; the device's own scale is its range`)
    }
  }
  if (limit.min > limit.max) throw new Error(`the min of ${trait} is above its max`)
  return limit
}

/** What can be done with a trait that a user describes, if they do not say: a measured one is read, any other also set. */
export const usualAccess = (trait: Trait): readonly Access[] => (isSettable(trait) ? ['read', 'set'] : ['read'])
