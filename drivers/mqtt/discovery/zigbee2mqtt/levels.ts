import type { TraitDescription } from '../announcement.ts'
import type { Feature } from './exposes.ts'
import { commandTarget, readWriteTrait, stateSource, type TopicLayout } from './topics.ts'

/** Names of fan speeds, the slowest first; the names on one line mean the same speed. */
const speedNames: readonly string[] = [
  'quiet silent mute whisper',
  'lowest min minimum breeze',
  'low',
  'medium_low mid_low medium-low low_med low-med',
  'medium mid middle',
  'medium_high mid_high medium-high med_high med-high',
  'high',
  'strong turbo powerful boost',
  'highest max maximum',
]
const speedRank = (word: string) => speedNames.findIndex((words) => words.split(' ').includes(word))

/** The speeds of a fan whose speeds are words: numbers count as they are, other words from the slowest. */
export function wordSpeed(layout: TopicLayout, feature: Feature): TraitDescription | undefined {
  const words = (feature.values ?? []).map(String)
  const numbers = words.filter((word) => /^[1-9]\d{0,2}$/.test(word)).map((word) => [word, word] as const)
  const named = words
    .filter((word) => speedRank(word.toLowerCase()) >= 0)
    .toSorted((a, b) => speedRank(a.toLowerCase()) - speedRank(b.toLowerCase()))
    .map((word, i) => [String(i + 1), word] as const)
  const levels = numbers.length > 0 ? numbers : named
  return levels.length > 1 ? { ...readWriteTrait(layout, feature), ...choice(feature, levels) } : undefined
}

/** The values of a trait in the device's words, and its words that are no value of it. */
function choice(
  { values = [] }: Feature,
  pairs: readonly (readonly [value: string, word: string])[],
): Pick<TraitDescription, 'values' | 'ignore'> {
  const used = pairs.map(([, word]) => word)
  const ignore = values.map(String).filter((word) => !used.includes(word))
  return { values: Object.fromEntries(pairs), ...(ignore.length > 0 && { ignore }) }
}

/** The speed of a fan as a number. */
export function numberSpeed(layout: TopicLayout, feature: Feature): TraitDescription {
  const { value_min = 1, value_max = 100, value_step = 1 } = feature
  const source = readWriteTrait(layout, feature)
  // Nobody asks for speed 187 of 254: a byte is offered in percent.
  if (value_max > 100) return { ...source, min: 1, max: 100, range: [value_min, value_max] }
  // Speed 0 is off.
  return { ...source, min: Math.max(value_min, value_step), max: value_max, step: value_step }
}

/** The gateway's word for a mode → the names that devices have for it, the most common first. */
export type ModeWords = Readonly<Record<string, string>>

/** The modes of a device that the gateway has a word for. */
export function modeTrait(layout: TopicLayout, feature: Feature, dictionary: ModeWords): TraitDescription | undefined {
  const words = new Map((feature.values ?? []).map((word) => [String(word).toLowerCase(), String(word)] as const))
  const found = Object.entries(dictionary).flatMap(([mode, names]) => {
    const word = names.split(' ').find((one) => words.has(one))
    return word === undefined ? [] : [[mode, words.get(word) ?? word] as const]
  })
  return found.length === 0 ? undefined : { ...readWriteTrait(layout, feature), ...choice(feature, found) }
}

/**
 * Power by a mode: any word but that for off is on. Turning on sets the last word, or else the first of `firstValues` that
 * there is.
 */
export function resumingPower(
  layout: TopicLayout,
  feature: Feature,
  firstValues: readonly string[],
  offWords: readonly string[] = ['off'],
): TraitDescription | undefined {
  const words = (feature.values ?? []).map(String)
  const off = words.find((word) => offWords.includes(word.toLowerCase()))
  const others = words.filter((word) => word !== off)
  const first = firstValues.find((word) => others.includes(word)) ?? others[0]
  if (off === undefined || first === undefined) return undefined
  return {
    ...stateSource(layout, feature),
    ...commandTarget(layout, feature),
    resume: true,
    off,
    send: { on: first, off },
  }
}

/** The oscillation of a fan. */
export function swingTrait(
  layout: TopicLayout,
  feature: Feature,
  direction: 'horizontal' | 'vertical',
): TraitDescription | undefined {
  if (feature.type === 'binary') {
    const { value_on = 'ON', value_off = 'OFF' } = feature
    return { ...readWriteTrait(layout, feature), values: { off: String(value_off), [direction]: String(value_on) } }
  }
  const off = 'off stop fixed'
  const own = modeTrait(layout, feature, { off, horizontal: 'horizontal', vertical: 'vertical', both: 'both' })
  const words = own?.values as Record<string, string> | undefined
  if (words?.off === undefined) return undefined
  if (words.horizontal !== undefined || words.vertical !== undefined) return own
  return modeTrait(layout, feature, { off, [direction]: 'on swing both' })
}
