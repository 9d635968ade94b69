import type { TraitDescription } from '../announcement.ts'
import type { Feature } from './exposes.ts'
import { heard, type Place, spoken, told } from './topics.ts'

/** The words for how fast a fan turns, the slowest first. Words of one line are the same. */
const ladder: readonly string[] = [
  'quiet silent mute whisper',
  'lowest min minimum breeze',
  'low',
  'medium_low mid_low medium-low',
  'medium mid middle',
  'medium_high mid_high medium-high',
  'high',
  'strong turbo powerful boost',
  'highest max maximum',
]
const rung = (word: string) => ladder.findIndex((words) => words.split(' ').includes(word))

/** The speeds of a fan whose speeds are words: numbers as they are, other words counted from the slowest. */
export function speeds(place: Place, feature: Feature): TraitDescription | undefined {
  const words = (feature.values ?? []).map(String)
  const numbers = words.filter((word) => /^[1-9]\d{0,2}$/.test(word)).map((word) => [word, word] as const)
  const named = words
    .filter((word) => rung(word.toLowerCase()) >= 0)
    .toSorted((a, b) => rung(a.toLowerCase()) - rung(b.toLowerCase()))
    .map((word, i) => [String(i + 1), word] as const)
  const levels = numbers.length > 0 ? numbers : named
  return levels.length > 1 ? { ...spoken(place, feature), values: Object.fromEntries(levels) } : undefined
}

/** The speeds of a fan whose speed is a number. */
export function speed(place: Place, feature: Feature): TraitDescription {
  const { value_min = 1, value_max = 100, value_step = 1 } = feature
  const spoke = spoken(place, feature)
  // A byte is no level that anybody would say.
  if (value_max > 100) return { ...spoke, min: 1, max: 100, range: [value_min, value_max] }
  // Nought is no speed.
  return { ...spoke, min: Math.max(value_min, value_step), max: value_max, step: value_step }
}

/** A house word and the words that devices have for it, the best first. */
export type Dictionary = Readonly<Record<string, string>>

/** The modes of a device that the house has a word for, each with the device's own. */
export function modes(place: Place, feature: Feature, dictionary: Dictionary): TraitDescription | undefined {
  const words = new Map((feature.values ?? []).map((word) => [String(word).toLowerCase(), String(word)] as const))
  const found = Object.entries(dictionary).flatMap(([mode, names]) => {
    const word = names.split(' ').find((one) => words.has(one))
    return word === undefined ? [] : [[mode, words.get(word) ?? word] as const]
  })
  return found.length === 0 ? undefined : { ...spoken(place, feature), values: Object.fromEntries(found) }
}

/** On is any of its words but `off`, and turning on takes up the last of them, or else one of these. */
export function resumed(place: Place, feature: Feature, firsts: readonly string[]): TraitDescription | undefined {
  const words = (feature.values ?? []).map(String)
  const off = words.find((word) => word.toLowerCase() === 'off')
  const others = words.filter((word) => word !== off)
  const first = firsts.find((word) => others.includes(word)) ?? others[0]
  if (off === undefined || first === undefined) return undefined
  return { ...heard(place, feature), ...told(place, feature), resume: true, off, send: { on: first, off } }
}

/** How a fan swings. */
export function swing(
  place: Place,
  feature: Feature,
  direction: 'horizontal' | 'vertical',
): TraitDescription | undefined {
  if (feature.type === 'binary') {
    const { value_on = 'ON', value_off = 'OFF' } = feature
    return { ...spoken(place, feature), values: { off: String(value_off), [direction]: String(value_on) } }
  }
  const own = modes(place, feature, { off: 'off stop fixed', horizontal: 'horizontal', vertical: 'vertical' })
  const words = own?.values as Record<string, string> | undefined
  if (words?.off === undefined) return undefined
  if (Object.keys(words).length > 1) return own
  return modes(place, feature, { off: 'off stop fixed', [direction]: 'on swing' })
}
