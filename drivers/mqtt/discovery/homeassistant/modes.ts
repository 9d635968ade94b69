/** The gateway's word for a mode → the names that devices have for it, the most common first. */
type ModeWords = Readonly<Record<string, readonly string[]>>

/** Modes of an air conditioner, by Home Assistant's HVAC modes. */
export const airConditionerModes: ModeWords = {
  auto: ['auto', 'heat_cool'],
  cool: ['cool'],
  dehumidify: ['dry'],
  fan: ['fan_only'],
  heat: ['heat'],
}

/** Presets of thermostats and heaters, by Home Assistant's names. */
export const heatingPresets: ModeWords = {
  away: ['away', 'not_home', 'vacation', 'holiday'],
  indoor: ['home', 'comfort', 'at_home'],
  sleep: ['sleep', 'night'],
}

/** Presets of fans, air purifiers and ventilators. */
export const airflowPresets: ModeWords = { auto: ['auto', 'smart'], sleep: ['sleep', 'night'], baby: ['baby'] }

/** Presets of an air conditioner whose HVAC modes cannot be set. */
export const coolingPresets: ModeWords = {
  powercool: ['boost', 'turbo', 'powerful', 'powercool'],
  powersaving: ['eco', 'economy', 'powersaving'],
  sleep: ['sleep', 'night'],
  away: ['away'],
  indoor: ['home', 'comfort'],
}

/** Swing modes. */
const swingWords: ModeWords = {
  off: ['off', 'stop', 'stopped', 'fixed', 'none', 'false'],
  vertical: ['vertical', 'on', 'swing', 'both', 'true', 'up_down', 'updown'],
  horizontal: ['horizontal', 'left_right', 'leftright'],
}

/** Names of fan speeds, the slowest first; the names on one line mean the same speed. */
const speedWords = [
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

const normalize = (word: string) => word.trim().toLowerCase().replaceAll(' ', '_')

/** The gateway's word → the device's word; nothing if the device has none of them. */
function matchWords(table: ModeWords, words: readonly string[]): Record<string, string> | undefined {
  const found = Object.entries(table).flatMap(([mode, names]) => {
    const name = names.find((one) => words.some((word) => normalize(word) === one))
    const word = words.find((one) => normalize(one) === name)
    return word === undefined ? [] : [[mode, word] as const]
  })
  return found.length > 0 ? Object.fromEntries(found) : undefined
}

/** The `values` of a mode trait; nothing if no word of the device is known. */
export const modeValues = (table: ModeWords, words: readonly string[] | undefined) => words && matchWords(table, words)

/** The `values` of `oscillation`; nothing unless the device can both stop and start swinging. */
export function swingValues(words: readonly string[]): Record<string, string> | undefined {
  const found = matchWords(swingWords, words)
  return found?.off !== undefined && Object.keys(found).length > 1 ? found : undefined
}

/** The device's speeds as levels from 1, the slowest first; words that are no speed, such as auto, are left out. */
export function speedValues(words: readonly string[] | undefined): Record<string, string> | undefined {
  const rank = (word: string) => {
    const row = speedWords.findIndex((names) => names.includes(normalize(word)))
    const number = /^(?:speed|level|fan)?[_ ]?(\d{1,3})$/i.exec(word.trim())?.[1]
    return row >= 0 ? row / 10 : number === undefined || Number(number) === 0 ? undefined : Number(number)
  }
  const levels = (words ?? []).flatMap((word) => {
    const at = rank(word)
    return at === undefined ? [] : [{ word, at }]
  })
  if (levels.length < 2) return undefined
  return Object.fromEntries(levels.toSorted((a, b) => a.at - b.at).map(({ word }, i) => [i + 1, word]))
}
