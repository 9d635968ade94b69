import type { State, Trait } from '../../../src/home/traits.ts'
import { isSameValue, asWord, traitValue } from '../payload/convert.ts'
import type { MqttMessage } from '../payload/read.ts'
import type { Channel } from './channel.ts'

/** What a device said last. */
export interface ReportedState {
  state: State
  /** undefined: it never said whether it is there */
  available: boolean | undefined
  /** when it said each trait, where that is known */
  reportedAt: { readonly [T in Trait]?: Date }
  /** how far open it is, in percent, if it tells */
  openness: number | undefined
  /** on its way to be open or closed, if it says so */
  movingTo: boolean | undefined
  /** the last word of what is resumed or of which the moment counts */
  lastWords: Map<Trait, string> | undefined
  /** what was told and not answered: nobody knows what came of it */
  invalidate: Set<Trait> | undefined
  /** the measurements of each list, by their places */
  items: Map<Trait, readonly (object | undefined)[]> | undefined
}

const none = Object.freeze({})

/** Nothing is known. Of ten thousand devices most never need the rest of it: it is made when it is. */
export const nothingReported = (): ReportedState => ({
  state: none,
  available: undefined,
  reportedAt: none,
  openness: undefined,
  movingTo: undefined,
  lastWords: undefined,
  invalidate: undefined,
  items: undefined,
})

/**
 * Takes what a message says of these traits.
 * @returns the traits it told; nothing if it was about none of them
 */
export function applyMessage(
  known: ReportedState,
  channels: readonly Channel[],
  message: MqttMessage,
): ReadonlySet<Trait> | undefined {
  // Not spread: what is added to a copy so made takes a hidden class of its own, for each device and message.
  const state: { [T in Trait]?: unknown } = Object.assign({}, known.state)
  const at: { [T in Trait]?: Date } = Object.assign({}, known.reportedAt)
  const named = new Set<Trait>()
  let isNews = false
  for (const channel of channels) {
    const { trait, codec: speech } = channel
    const raw = speech.isRelevant?.(message) === false ? null : speech.read(message)
    if (raw === undefined) continue
    isNews = true
    const value = toldValue(known, channel, raw, message)
    if (value === unchanged) continue
    known.invalidate?.delete(trait)
    // When the device said what the broker kept, nobody knows.
    if (!message.retained) at[trait] = new Date()
    else if (!isSameValue(value, state[trait], 0)) delete at[trait]
    // Null, and words that mean nothing, make it unknown.
    if (value === undefined) delete state[trait]
    else {
      state[trait] = value
      named.add(trait)
    }
  }
  if (!isNews) return undefined
  known.state = state as State
  known.reportedAt = at
  return named
}

/** Nobody knows these any more: a command about them went out, and nothing came back. */
export function doubt(known: ReportedState, traits: readonly Trait[]): void {
  const state: { [T in Trait]?: unknown } = { ...known.state }
  known.invalidate ??= new Set()
  for (const trait of traits) {
    delete state[trait]
    known.invalidate.add(trait)
  }
  known.state = state as State
  known.openness = undefined
  known.movingTo = undefined
}

/** Said of a trait whose value stays what it was. */
const unchanged = Symbol('as it was')

function toldValue(
  known: ReportedState,
  { trait, codec: speech }: Channel,
  raw: unknown,
  { retained }: MqttMessage,
): unknown {
  const { converter, eventWord: moment, item, restoresLastValue: resume, openness, moving } = speech
  if (moment !== undefined) return momentOf(known, trait, moment, raw, retained)
  if (item) return listOf(known, trait, speech, raw)
  const value = traitValue(trait, converter, raw)
  if (openness) known.openness = openness(raw)
  if (moving) {
    const word = asWord(raw) ?? ''
    known.movingTo = moving.on.includes(word) ? true : moving.off.includes(word) ? false : undefined
  }
  const word = asWord(raw)
  if (resume && value === true && word !== undefined) wordsOf(known).set(trait, word)
  return value
}

const wordsOf = (known: ReportedState) => {
  known.lastWords ??= new Map()
  return known.lastWords
}

/** The present time if the word has just come; what the broker kept came before. */
function momentOf(known: ReportedState, trait: Trait, moment: string, raw: unknown, retained: boolean): unknown {
  const word = asWord(raw)?.toLowerCase()
  const before = known.lastWords?.get(trait)
  if (word === undefined) return unchanged
  wordsOf(known).set(trait, word)
  const isNow = word === moment.toLowerCase() && before !== word && !retained
  return isNow ? new Date().toISOString() : unchanged
}

function listOf(known: ReportedState, trait: Trait, { converter, item }: Channel['codec'], raw: unknown): unknown {
  known.items ??= new Map()
  const list = [...(known.items.get(trait) ?? [])]
  const { index = 0, ...named } = item ?? {}
  const text = asWord(raw)
  const value = raw === null || text === undefined || text.trim() === '' ? undefined : Number(text)
  list[index] = value === undefined || !Number.isFinite(value) ? undefined : { unit: '', ...named, value }
  known.items.set(trait, list)
  const there = list.filter((one) => one !== undefined)
  return there.length > 0 ? traitValue(trait, converter, there) : undefined
}
