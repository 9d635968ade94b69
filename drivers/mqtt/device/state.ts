import type { State, Trait } from '../../../src/home/traits.ts'
import { same, spelt, understood } from '../payload/convert.ts'
import type { Message } from '../payload/read.ts'
import type { Channel } from './channel.ts'

/** What a device said last. */
export interface Known {
  state: State
  /** undefined: it never said whether it is there */
  available: boolean | undefined
  /** when it said each trait, where that is known */
  at: { readonly [T in Trait]?: Date }
  /** how far open it is, in percent, if it tells */
  openness: number | undefined
  /** on its way to be open or closed, if it says so */
  heading: boolean | undefined
  /** the last word of what is resumed or of which the moment counts */
  words: Map<Trait, string> | undefined
  /** what was told and not answered: nobody knows what came of it */
  doubt: Set<Trait> | undefined
  /** the measurements of each list, by their places */
  items: Map<Trait, readonly (object | undefined)[]> | undefined
}

const none = Object.freeze({})

/** Nothing is known. Of ten thousand devices most never need the rest of it: it is made when it is. */
export const unknown = (): Known => ({
  state: none,
  available: undefined,
  at: none,
  openness: undefined,
  heading: undefined,
  words: undefined,
  doubt: undefined,
  items: undefined,
})

/**
 * Takes what a message says of these traits.
 * @returns the traits it told; nothing if it was about none of them
 */
export function take(known: Known, channels: readonly Channel[], message: Message): ReadonlySet<Trait> | undefined {
  // Not spread: what is added to a copy so made takes a hidden class of its own, for each device and message.
  const state: { [T in Trait]?: unknown } = Object.assign({}, known.state)
  const at: { [T in Trait]?: Date } = Object.assign({}, known.at)
  const named = new Set<Trait>()
  let isNews = false
  for (const channel of channels) {
    const { trait, speech } = channel
    const raw = speech.counts?.(message) === false ? null : speech.read(message)
    if (raw === undefined) continue
    isNews = true
    const value = toldValue(known, channel, raw, message)
    if (value === unchanged) continue
    known.doubt?.delete(trait)
    // When the device said what the broker kept, nobody knows.
    if (!message.retained) at[trait] = new Date()
    else if (!same(value, state[trait], 0)) delete at[trait]
    // Null, and words that mean nothing, make it unknown.
    if (value === undefined) delete state[trait]
    else {
      state[trait] = value
      named.add(trait)
    }
  }
  if (!isNews) return undefined
  known.state = state as State
  known.at = at
  return named
}

/** Nobody knows these any more: a command about them went out, and nothing came back. */
export function doubt(known: Known, traits: readonly Trait[]): void {
  const state: { [T in Trait]?: unknown } = { ...known.state }
  known.doubt ??= new Set()
  for (const trait of traits) {
    delete state[trait]
    known.doubt.add(trait)
  }
  known.state = state as State
  known.openness = undefined
  known.heading = undefined
}

/** Said of a trait whose value stays what it was. */
const unchanged = Symbol('as it was')

function toldValue(known: Known, { trait, speech }: Channel, raw: unknown, { retained }: Message): unknown {
  const { converter, moment, item, resume, openness, moving } = speech
  if (moment !== undefined) return momentOf(known, trait, moment, raw, retained)
  if (item) return listOf(known, trait, speech, raw)
  const value = understood(trait, converter, raw)
  if (openness) known.openness = openness(raw)
  if (moving) {
    const word = spelt(raw) ?? ''
    known.heading = moving.on.includes(word) ? true : moving.off.includes(word) ? false : undefined
  }
  const word = spelt(raw)
  if (resume && value === true && word !== undefined) wordsOf(known).set(trait, word)
  return value
}

const wordsOf = (known: Known) => {
  known.words ??= new Map()
  return known.words
}

/** The present time if the word has just come; what the broker kept came before. */
function momentOf(known: Known, trait: Trait, moment: string, raw: unknown, retained: boolean): unknown {
  const word = spelt(raw)?.toLowerCase()
  const before = known.words?.get(trait)
  if (word === undefined) return unchanged
  wordsOf(known).set(trait, word)
  const isNow = word === moment.toLowerCase() && before !== word && !retained
  return isNow ? new Date().toISOString() : unchanged
}

function listOf(known: Known, trait: Trait, { converter, item }: Channel['speech'], raw: unknown): unknown {
  known.items ??= new Map()
  const list = [...(known.items.get(trait) ?? [])]
  const { index = 0, ...named } = item ?? {}
  const text = spelt(raw)
  const value = raw === null || text === undefined || text.trim() === '' ? undefined : Number(text)
  list[index] = value === undefined || !Number.isFinite(value) ? undefined : { unit: '', ...named, value }
  known.items.set(trait, list)
  const there = list.filter((one) => one !== undefined)
  return there.length > 0 ? understood(trait, converter, there) : undefined
}
