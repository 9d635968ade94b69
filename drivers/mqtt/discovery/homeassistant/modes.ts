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

/** Swing modes; a word of `swinging` names no direction. */
const swingWords = {
  off: ['off', 'stop', 'stopped', 'fixed', 'none', 'false'],
  vertical: ['vertical', 'v', 'up_down', 'updown'],
  horizontal: ['horizontal', 'h', 'left_right', 'leftright'],
  both: ['both', 'h+v', 'all'],
  swinging: ['on', 'swing', 'true'],
}

/** Names of fan speeds, the slowest first; the names on one line mean the same speed. */
const speedWords = [
  'silent quiet whisper diffuse',
  'lowest min minimum very_low lower',
  'low slow gentle',
  'medium_low medium-low low_medium low-medium middle_low mid_low lowmid',
  'medium mid middle normal med',
  'medium_high medium-high high_medium high-medium middle_high mid_high highmid',
  'high fast strong',
  'highest max maximum very_high higher',
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

/** The values of a trait in the device's words, and its words that are no value of it. */
export interface Choice {
  readonly values: Record<string, string>
  readonly ignore: string[]
}

const choiceOf = (values: Record<string, string> | undefined, words: readonly string[]): Choice | undefined =>
  values && { values, ignore: words.filter((word) => !Object.values(values).includes(word)) }

/** The values of a mode trait; nothing if no word of the device is known. */
export const modeChoice = (table: ModeWords, words: readonly string[] | undefined): Choice | undefined =>
  words && choiceOf(matchWords(table, words), words)

/**
 * The values of `oscillation`; nothing unless the device can both stop and start swinging. A device without a word for off
 * stops at its automatic position (Mitsubishi), and one without a word for swinging calls that auto (IRremoteESP8266).
 * The words that are ignored name positions at which the flaps stand still.
 * @param direction that of a device whose words name none
 */
export function swingChoice(words: readonly string[], direction: 'horizontal' | 'vertical'): Choice | undefined {
  const { off, swinging, both, ...named } = matchWords(swingWords, words) ?? {}
  const auto = words.find((word) => normalize(word) === 'auto')
  const isNamed = Object.keys(named).length > 0
  const unnamed = swinging ?? both ?? (off === undefined ? undefined : auto)
  const stopped = off ?? auto
  const values = {
    ...(stopped !== undefined && { off: stopped }),
    ...named,
    ...(isNamed && both !== undefined && { both }),
    ...(!isNamed && unnamed !== undefined && { [direction]: unnamed }),
  }
  return stopped !== undefined && Object.keys(values).length > 1 ? choiceOf(values, words) : undefined
}

/** The device's speeds as levels from 1, the slowest first; words that are no speed, such as auto, are ignored. */
export function speedChoice(words: readonly string[] | undefined): Choice | undefined {
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
  return choiceOf(
    Object.fromEntries(levels.toSorted((a, b) => a.at - b.at).map(({ word }, i) => [i + 1, word])),
    words ?? [],
  )
}
