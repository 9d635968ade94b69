import * as z from 'zod'
import { errorsOf, type LocalizedText, localizer } from '../util/translate.ts'
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

const messages = {
  modeValues: {
    ko: 'mode 에는 values 가 필요합니다. 예: values: [auto, sleep]',
    ja: 'mode には values が必要です。例: values: [auto, sleep]',
    en: 'mode needs its values, such as values: [auto, sleep]',
  },
  rest: {
    ko: 'rest 의 {rest} 은(는) values 에 없습니다',
    ja: 'rest の {rest} は values にありません',
    en: 'rest is {rest}, which is none of the values',
  },
  notNumber: {
    ko: '{trait} 의 values 는 숫자여야 하는데 {value} 은(는) 숫자가 아닙니다',
    ja: '{trait} の values は数でなければなりませんが、{value} は数ではありません',
    en: 'the values of {trait} are numbers, and {value} is none',
  },
  noLimits: {
    ko: '{trait} 에는 min 과 max, 또는 values 가 필요합니다',
    ja: '{trait} には min と max、または values が必要です',
    en: '{trait} needs min and max, or its values',
  },
  percent: {
    ko: '{trait} 은(는) 0에서 100까지입니다. 기기 자신의 눈금은 range 에 쓰세요',
    ja: '{trait} は0から100までです。機器自身の目盛りは range に書いてください',
    en: "{trait} goes from 0 to 100; the device's own scale is its range",
  },
  impossible: {
    ko: '{trait} 은(는) {end} 일 수 없습니다. 기기 자신의 눈금은 range 에 쓰세요',
    ja: '{trait} は {end} にはなりません。機器自身の目盛りは range に書いてください',
    en: "{trait} cannot be {end}; the device's own scale is its range",
  },
  upsideDown: {
    ko: '{trait} 의 min 이 max 보다 큽니다',
    ja: '{trait} の min が max より大きくなっています',
    en: 'the min of {trait} is above its max',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>
const wrong = errorsOf(localizer<keyof typeof messages>(messages))

/** Whether a trait is a percentage in every device. */
const isPercent = (trait: Trait) => !isValid(trait, 101) && isValid(trait, 100)
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
      if (trait === 'mode' && access.includes('set') && !values) throw wrong('modeValues')
      if (limits.rest !== undefined && !values?.includes(limits.rest)) throw wrong('rest', { rest: limits.rest })
      return { ...common, ...(values && { values }), ...(limits.rest !== undefined && { rest: limits.rest }) } as Limit
    }
    default:
      return common as Limit
  }
}

function numberLimit(trait: Trait, access: readonly TraitAccess[], { min, max, step = 1, values }: UserLimits): object {
  const numbers = values?.map((value) => {
    if (typeof value !== 'number') throw wrong('notNumber', { trait, value })
    return value
  })
  const [low, high] = numbers ? [Math.min(...numbers), Math.max(...numbers)] : isPercent(trait) ? [0, 100] : []
  const limit = { min: min ?? low, max: max ?? high, step, ...(numbers && { values: numbers }) }
  // A trait that can only be read needs no limits.
  if (limit.min === undefined || limit.max === undefined) {
    if (access.every((one) => one === 'read')) return {}
    throw wrong('noLimits', { trait })
  }
  for (const end of [limit.min, limit.max]) {
    if (!isValid(trait, end)) {
      throw isPercent(trait) ? wrong('percent', { trait }) : wrong('impossible', { trait, end })
    }
  }
  if (limit.min > limit.max) throw wrong('upsideDown', { trait })
  return limit
}

/** What can be done with a configured trait by default: measured traits are read, others are read and set. */
export const defaultAccess = (trait: Trait): readonly TraitAccess[] => (isSettable(trait) ? ['read', 'set'] : ['read'])
