/** The house's words for what devices call their modes, each with its usual names, the best first. */
type Words = Readonly<Record<string, readonly string[]>>

/** What an air conditioner does, by Home Assistant's HVAC modes. */
export const hvacModes: Words = {
  auto: ['auto', 'heat_cool'],
  cool: ['cool'],
  dehumidify: ['dry'],
  fan: ['fan_only'],
  heat: ['heat'],
}

/** Presets of what heats, by Home Assistant's usual names. */
export const presets: Words = {
  away: ['away', 'not_home', 'vacation', 'holiday'],
  indoor: ['home', 'comfort', 'at_home'],
  sleep: ['sleep', 'night'],
}

/** Presets of what moves air. */
export const airPresets: Words = { auto: ['auto', 'smart'], sleep: ['sleep', 'night'], baby: ['baby'] }

/** Presets of an air conditioner, if it has no modes that can be told. */
export const coolPresets: Words = {
  powercool: ['boost', 'turbo', 'powerful', 'powercool'],
  powersaving: ['eco', 'economy', 'powersaving'],
  sleep: ['sleep', 'night'],
  away: ['away'],
  indoor: ['home', 'comfort'],
}

/** What swings which way. */
const swings: Words = {
  off: ['off', 'stop', 'stopped', 'fixed', 'none', 'false'],
  vertical: ['vertical', 'on', 'swing', 'both', 'true', 'up_down', 'updown'],
  horizontal: ['horizontal', 'left_right', 'leftright'],
}

/** Speeds from the slowest on; those on one line are the same to whoever asks. */
const speeds = [
  'silent quiet whisper',
  'lowest min minimum very_low',
  'low slow gentle',
  'medium_low medium-low low_medium low-medium middle_low mid_low lowmid',
  'medium mid middle normal med',
  'medium_high medium-high high_medium high-medium middle_high mid_high highmid',
  'high fast strong',
  'highest max maximum very_high',
  'turbo boost powerful full',
].map((line) => line.split(' '))

const normal = (word: string) => word.trim().toLowerCase().replaceAll(' ', '_')

/** The house's word → the device's, for those that mean the same; nothing if there is none. */
function matched(table: Words, words: readonly string[]): Record<string, string> | undefined {
  const found = Object.entries(table).flatMap(([house, names]) => {
    const name = names.find((one) => words.some((word) => normal(word) === one))
    const word = words.find((one) => normal(one) === name)
    return word === undefined ? [] : [[house, word] as const]
  })
  return found.length > 0 ? Object.fromEntries(found) : undefined
}

/** The values of a mode: house word → device word; nothing if no word means the same. */
export const modeValues = (table: Words, words: readonly string[] | undefined) => words && matched(table, words)

/** The values of `oscillation`, if it can be stopped and started. */
export function swingValues(words: readonly string[]): Record<string, string> | undefined {
  const found = matched(swings, words)
  return found?.off !== undefined && Object.keys(found).length > 1 ? found : undefined
}

/** The device's speeds as levels from 1, the slowest first; words that are no speed, such as auto, are left out. */
export function speedValues(words: readonly string[] | undefined): Record<string, string> | undefined {
  const rank = (word: string) => {
    const row = speeds.findIndex((names) => names.includes(normal(word)))
    const number = /^(?:speed|level|fan)?[_ ]?(\d{1,3})$/i.exec(word.trim())?.[1]
    return row >= 0 ? row / 10 : number === undefined || Number(number) === 0 ? undefined : Number(number)
  }
  const ranked = (words ?? []).flatMap((word) => {
    const at = rank(word)
    return at === undefined ? [] : [{ word, at }]
  })
  if (ranked.length < 2) return undefined
  return Object.fromEntries(ranked.toSorted((a, b) => a.at - b.at).map(({ word }, i) => [i + 1, word]))
}
