import { type ClimateMode, type ClimatePreset, climatePresets, type Swing } from '../climate/protocol.ts'

/** What files call the modes of the house; of several, the first that a file has is taken. */
export const modeWords: { readonly [M in ClimateMode]: readonly string[] } = {
  auto: ['auto', 'heatcool', 'ai', 'ifeel', 'feel', 'feal'],
  cool: ['cool', 'cold'],
  heat: ['heat'],
  dehumidify: ['dry', 'humidity'],
  fan: ['fanonly', 'fan'],
}

/** What files call the presets; alone or behind `cool_`, some have them among their modes. */
const presetWords: { readonly [P in ClimatePreset]: readonly string[] } = {
  powercool: ['boost', 'turbo', 'powerful', 'power', 'hipower', 'highpower', 'jet'],
  powersaving: ['eco', 'econo', 'economy', 'energysaving', 'energysaver', 'powersaving', 'moneysaver'],
  sleep: ['sleep', 'goodsleep', 'night'],
}
const noPresetWords = ['none', 'normal', 'off', 'standard', 'default', 'regular']

/** The preset that a word means; `none` for the plain mode, nothing if CLOVA has no word for it. */
export function presetOf(word: string): ClimatePreset | 'none' | undefined {
  const bare = normalizeWord(word)
  if (noPresetWords.includes(bare)) return 'none'
  return climatePresets.find((preset) => presetWords[preset].includes(bare))
}

/** The preset that a mode of a file is, as `cool_econo` is one of cooling. */
export function presetOfMode(word: string): ClimatePreset | undefined {
  const preset = presetOf(normalizeWord(word).replace(/^cool/, ''))
  return preset === 'none' ? undefined : preset
}

/** How strong the fans of files are; levels with a number come between low and medium and up. */
const fanStrengths: Readonly<Record<string, number>> = {
  ...{ ultralow: 5, quiet: 10, silent: 10, silence: 10, night: 10, sleep: 10, breeze: 15, nature: 15 },
  ...{ lowest: 20, min: 20, minimum: 20, low: 30, lowmedium: 40, lowmid: 40, mediumlow: 40, midlow: 40 },
  ...{ mid: 50, med: 50, medium: 50, middle: 50, normal: 50, mediumhigh: 60, midhigh: 60, highmedium: 60, highmid: 60 },
  ...{ high: 70, highest: 80, max: 80, maximum: 80, superhigh: 80, top: 80 },
  ...{ hipower: 90, powerful: 90, turbo: 90, boost: 90 },
}

/** What files call the flaps, the clearest word first. Flaps that stand still somewhere are off. */
const swingWords: { readonly [S in Swing]: readonly string[] } = {
  off: [
    ...['off', 'stop', 'static', 'swingoff', 'stopswing', 'fixed', 'none', 'mid', 'middle', 'medium', 'center'],
    ...['low', 'high', 'top', 'bottom', 'up', 'down'],
  ],
  vertical: ['vertical', 'vswing', 'verticalswing', 'updown', 'swing', 'on', 'auto'],
  horizontal: ['horizontal', 'hswing', 'horizontalswing', 'leftright'],
  both: ['both', '3dauto'],
}

/** A word without its capitals, spaces, underlines and hyphens. */
export const normalizeWord = (word: string): string => word.toLowerCase().replace(/[\s_-]+/g, '')

/** How strong a word says the fan is; nothing if it says nothing. */
function fanStrengthOf(word: string): number | undefined {
  const bare = normalizeWord(word)
  const level = /^(?:level|speed|l)?(\d+)$/.exec(bare)?.[1]
  return level === undefined ? fanStrengths[bare] : 30 + Number(level) * 3
}

export const isFanWord = (word: string): boolean => normalizeWord(word) === 'auto' || fanStrengthOf(word) !== undefined
export const isSwingWord = (word: string): boolean =>
  Object.values(swingWords).some((words) => words.includes(normalizeWord(word))) ||
  /^position\d$/.test(normalizeWord(word))

/**
 * The words of a file for its fan, the slowest first, and the one with which it chooses by itself. Words that say nothing keep
 * their place behind the one before them.
 */
export function rankFans(words: readonly string[]): { readonly levels: readonly string[]; readonly auto?: string } {
  const auto = words.find((word) => normalizeWord(word) === 'auto') ?? words.find((word) => /^auto/i.test(word.trim()))
  let last = 0
  const ranked = words
    .filter((word) => word !== auto)
    .map((word) => {
      last = fanStrengthOf(word) ?? last + 0.5
      return { word, rank: last }
    })
  ranked.sort((one, other) => one.rank - other.rank)
  return { levels: ranked.map(({ word }) => word), ...(auto === undefined ? {} : { auto }) }
}

/** The word of a file for each thing that its flaps can do. */
export function mapSwings(words: readonly string[]): { readonly [S in Swing]?: string } {
  const found = (Object.keys(swingWords) as Swing[]).flatMap((swing) => {
    const word = swingWords[swing].flatMap((meant) => words.filter((one) => normalizeWord(one) === meant))[0]
    return word === undefined ? [] : [[swing, word] as const]
  })
  const still = words.find((word) => /^position\d$/.test(normalizeWord(word)))
  return { ...(still === undefined ? {} : { off: still }), ...Object.fromEntries(found) }
}
