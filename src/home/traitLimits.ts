import * as z from 'zod'
import type { Limit, TraitAccess } from './spec.ts'
import { isSettable, type Trait, traits, valueKind } from './traits.ts'

/** The keys of a trait's limits in the configuration. */
export const limitKeys = {
  /** the lowest and the highest value, in the unit of the trait */
  min: z.number().optional(),
  max: z.number().optional(),
  /** the distance between two values */
  step: z.number().positive().optional(),
  /** the only possible values: modes, inputs, channels, levels */
  values: z
    .array(z.union([z.string(), z.number()]))
    .min(1)
    .optional(),
  /** the mode that the device goes to when another is released */
  rest: z.string().optional(),
  /** the modes in which it can be set */
  modes: z.array(z.string()).min(1).optional(),
} as const

const limitsSchema = z.object(limitKeys)
type UserLimits = z.infer<typeof limitsSchema>

/** Whether a trait is a percentage in every device. */
const isPercent = (trait: Trait) => valueKind(trait) === 'number' && !isValid(trait, 101) && isValid(trait, 100)
const isValid = (trait: Trait, value: unknown) => traits[trait].safeParse(value).success

/**
 * The limit of one trait of a device, from the keys of the configuration.
 * @param access what can be done with the trait
 * @throws Error for the user if a key is missing or impossible
 */
export function limitOf(trait: Trait, access: readonly TraitAccess[], limits: UserLimits): Limit {
  const common = { can: access, ...(limits.modes && { modes: limits.modes }) }
  switch (valueKind(trait)) {
    case 'number':
      return { ...common, ...numberLimit(trait, access, limits) } as Limit
    case 'string': {
      const values =
        limits.values?.map(String) ?? (trait === 'oscillation' ? ['off', 'horizontal', 'vertical'] : undefined)
      if (trait === 'mode' && access.includes('set') && !values)
        throw new Error('mode needs its values, such as values: [auto, sleep]')
      if (limits.rest !== undefined && !values?.includes(limits.rest))
        throw new Error(`rest is ${limits.rest}, which is none of the values`)
      return { ...common, ...(values && { values }), ...(limits.rest !== undefined && { rest: limits.rest }) } as Limit
    }
    default:
      return common as Limit
  }
}

function numberLimit(trait: Trait, access: readonly TraitAccess[], { min, max, step = 1, values }: UserLimits): object {
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
  // A trait that can only be read needs no limits.
  if (limit.min === undefined || limit.max === undefined) {
    if (access.every((one) => one === 'read')) return {}
    throw new Error(`${trait} needs min and max, or its values`)
  }
  for (const end of [limit.min, limit.max]) {
    if (!isValid(trait, end)) {
      const why = isPercent(trait) ? 'goes from 0 to 100' : `cannot be ${end}`
      throw new Error(`${trait} ${why}; the device's own scale is its range`)
    }
  }
  if (limit.min > limit.max) throw new Error(`the min of ${trait} is above its max`)
  return limit
}

/** What can be done with a configured trait by default: measured traits are read, others are read and set. */
export const defaultAccess = (trait: Trait): readonly TraitAccess[] => (isSettable(trait) ? ['read', 'set'] : ['read'])
