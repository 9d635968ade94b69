import type { State, Trait } from '../../../src/home/traits.ts'
import type { Text } from '../../../src/util/translate.ts'
import { say } from '../messages.ts'
import { asWord, isSameValue, traitValue } from '../payload/convert.ts'
import type { MqttMessage, ReaderMemory } from '../payload/read.ts'
import { isIrrelevant, type TraitChannel } from './traitChannel.ts'

/** How something that opens moves, where it says so. */
interface Movement {
  /** how far open it is, in percent, and before that */
  openness: number | undefined
  previousOpenness: number | undefined
  /** when the position changed last, by the clock of `performance`, and how long that took since the change before */
  movedAtMs: number
  moveIntervalMs: number
  /** on its way to be open or closed */
  direction: boolean | undefined
  /** it said last that it stands still */
  isStopped: boolean
}

/** What a device said last. */
export interface ReportedState {
  state: State
  /** undefined: it never said whether it is there */
  available: boolean | undefined
  /** when it said each trait, where that is known */
  reportedAt: { readonly [T in Trait]?: Date }
  movement: Movement | undefined
  /** the last word of what is restored or of which the moment counts */
  lastWords: Map<Trait, string> | undefined
  /** traits of which the device said on another topic that their values mean nothing now */
  irrelevant: Set<Trait> | undefined
  /** commanded and not confirmed: nobody knows what came of it */
  unconfirmed: Set<Trait> | undefined
  /** the measurements of each list, by their places */
  items: Map<Trait, readonly (object | undefined)[]> | undefined
  /** what readers remember between messages */
  /** when the values of traits that expire do so, by the clock of `performance` */
  expiresAtMs: Map<Trait, number> | undefined
  readerMemory: Map<TraitChannel, ReaderMemory> | undefined
}

/** What one message said of a device. */
export interface Report {
  /** traits whose value it told */
  readonly known: ReadonlySet<Trait>
  /** traits of which it said that they are unknown, by null or by a word that means nothing */
  readonly unknown: ReadonlySet<Trait>
  /** a trait that moves or stands still by this message */
  readonly moved: ReadonlySet<Trait>
  /** traits of which it said that their values are about to change */
  readonly pending: ReadonlySet<Trait>
  /** the word by which the device says that it failed */
  readonly fault: string | undefined
  /** what meant nothing, in plain words */
  readonly parseProblem: Text | undefined
  /** the broker had kept the message */
  readonly retained: boolean
}

/** Of what comes on one topic: which traits tell their value there, their movement, their mode. */
export interface TopicChannels {
  readonly values: readonly TraitChannel[]
  readonly movements: readonly TraitChannel[]
  readonly modes: readonly TraitChannel[]
}

const empty = Object.freeze({})

/** Words by which devices say that a value is unknown. */
const unknownWords = ['', 'none', 'null', 'nan', 'unknown', 'unavailable', 'undefined']

/** Nothing is known. Of ten thousand devices most never need the rest of it: it is made when it is. */
export const nothingReported = (): ReportedState => ({
  state: empty,
  available: undefined,
  reportedAt: empty,
  movement: undefined,
  lastWords: undefined,
  irrelevant: undefined,
  unconfirmed: undefined,
  items: undefined,
  readerMemory: undefined,
  expiresAtMs: undefined,
})

/** What changes while a message is taken. */
interface Draft {
  readonly reported: ReportedState
  readonly state: { [T in Trait]?: unknown }
  readonly reportedAt: { [T in Trait]?: Date }
  readonly known: Set<Trait>
  readonly unknown: Set<Trait>
  readonly moved: Set<Trait>
  readonly pending: Set<Trait>
  fault: string | undefined
  parseProblem: Text | undefined
}

/**
 * Takes what a message says of a device.
 * @returns what it said; nothing if it was about none of its traits
 */
export function applyMessage(
  reported: ReportedState,
  { values, movements, modes }: TopicChannels,
  message: MqttMessage,
): Report | undefined {
  const draft: Draft = {
    reported,
    // Not spread: what is added to a copy so made takes a hidden class of its own, for each device and message.
    state: Object.assign({}, reported.state),
    reportedAt: Object.assign({}, reported.reportedAt),
    known: new Set(),
    unknown: new Set(),
    moved: new Set(),
    pending: new Set(),
    fault: undefined,
    parseProblem: undefined,
  }
  for (const channel of modes) applyMode(draft, channel, message)
  for (const channel of movements) applyMovement(draft, channel, message)
  for (const channel of values) applyValue(draft, channel, message)
  const { known, unknown, moved, pending, fault } = draft
  if (known.size + unknown.size + moved.size + pending.size === 0 && fault === undefined) {
    const isNoJson = !message.isJson && message.text !== '' && values.length > 0
    const problem = draft.parseProblem ?? (isNoJson ? say('noJson') : undefined)
    if (problem === undefined) return undefined
    return { known, unknown, moved, pending, fault, parseProblem: problem, retained: message.retained }
  }
  reported.state = draft.state as State
  reported.reportedAt = draft.reportedAt
  // Plain text that one trait understands need not mean anything to another: WLED sends its colour where its state is looked for.
  const isUnderstood = known.size > 0 && !message.isJson
  const parseProblem = isUnderstood ? undefined : draft.parseProblem
  return { known, unknown, moved, pending, fault, parseProblem, retained: message.retained }
}

/**
 * Forgets the values that were not published for too long.
 * @returns true if nothing is left because of that: the device is silent
 */
export function forgetExpired(reported: ReportedState): boolean {
  const expired = [...(reported.expiresAtMs?.keys() ?? [])].filter((trait) => isExpired(reported, trait))
  if (expired.length === 0) return false
  for (const trait of expired) reported.items?.delete(trait)
  forget(reported, expired)
  return Object.keys(reported.state).length === 0
}

const isExpired = ({ expiresAtMs }: ReportedState, trait: Trait): boolean =>
  (expiresAtMs?.get(trait) ?? Number.POSITIVE_INFINITY) <= performance.now()

/** Nobody knows these any more: a command about them went out, and nothing came back. */
export function invalidate(reported: ReportedState, traits: readonly Trait[]): void {
  forget(reported, traits)
  reported.unconfirmed ??= new Set()
  for (const trait of traits) reported.unconfirmed.add(trait)
}

/** What was said of these before counts no longer. */
export function forget(reported: ReportedState, traits: readonly Trait[]): void {
  const state: { [T in Trait]?: unknown } = Object.assign({}, reported.state)
  for (const trait of traits) delete state[trait]
  reported.state = state as State
  if (traits.includes('open')) reported.movement = undefined
  forgetParts(reported, traits)
}

/** The next value of these must be told in all of its parts: one half of a colour from before is no answer to a command. */
export function forgetParts({ readerMemory }: ReportedState, traits: readonly Trait[]): void {
  for (const [{ trait }, memory] of readerMemory ?? []) if (traits.includes(trait)) memory.parts = undefined
}

function applyMode({ reported, state, unknown }: Draft, { trait, codec }: TraitChannel, message: MqttMessage): void {
  const word = asWord(codec.mode?.read(message))
  if (word === undefined) return
  if (codec.mode?.words.includes(word)) {
    reported.irrelevant?.delete(trait)
    return
  }
  reported.irrelevant ??= new Set()
  reported.irrelevant.add(trait)
  delete state[trait]
  unknown.add(trait)
}

function applyMovement(draft: Draft, { trait, codec }: TraitChannel, message: MqttMessage): void {
  const { movement: words } = codec
  const word = words && asWord(words.read(message))
  if (!words || word === undefined) return
  const direction = words.on.includes(word) ? true : words.off.includes(word) ? false : undefined
  const isStopped = words.stopped.includes(word)
  const movement = movementOf(draft.reported)
  // Without a position, what stops on its way to be open is open; on its way to be closed it may be either.
  if (isStopped && !codec.openness) {
    if (movement.direction === true) setReported(draft, trait, true, message)
    if (movement.direction === false) {
      delete draft.state[trait]
      draft.unknown.add(trait)
    }
  }
  movement.direction = direction
  movement.isStopped = isStopped
  if (isStopped || direction !== undefined) draft.moved.add(trait)
}

function applyValue(draft: Draft, channel: TraitChannel, message: MqttMessage): void {
  const { reported, state, unknown, pending } = draft
  const { trait, codec, modeStates } = channel
  if (reported.irrelevant?.has(trait)) return
  const memory = codec.reader.remembers && memoryOf(reported, channel)
  const raw = modeStates.length === 0 && isIrrelevant(codec, message) ? null : codec.reader.read(message, memory)
  if (raw === undefined) {
    draft.parseProblem ??= codec.reader.problem?.(message)
    return
  }
  const word = asWord(raw)
  // After a value that is unknown, a template reads `unknown` as the state of before, as in Home Assistant.
  if (memory && codec.reader.remembers === 'state') memory.state = word
  if (word !== undefined && codec.faultWords.includes(word)) draft.fault = word
  if (word !== undefined && codec.movement?.stopped.includes(word)) return
  if (word !== undefined && codec.pendingWords.includes(word)) {
    delete state[trait]
    pending.add(trait)
    return
  }
  const value = newValue(draft, channel, raw, message)
  if (value === unchanged) return
  if (value !== undefined) {
    setReported(draft, trait, value, message)
    if (codec.expireAfterMs !== undefined) {
      reported.expiresAtMs ??= new Map()
      reported.expiresAtMs.set(trait, performance.now() + codec.expireAfterMs)
    } else if (isExpired(reported, trait)) reported.expiresAtMs?.delete(trait)
    return
  }
  // A part of it has not been said yet.
  if (memory?.parts?.includes(undefined)) return
  reported.unconfirmed?.delete(trait)
  delete state[trait]
  unknown.add(trait)
  if (word !== undefined && draft.fault === undefined && !isExpected(codec, word))
    draft.parseProblem ??= say('notValue', { trait, word: word.slice(0, 50) })
}

/** True for a word that says that the value is unknown, or that is no value of the trait although the device has it. */
const isExpected = ({ ignoredWords }: TraitChannel['codec'], word: string): boolean =>
  ignoredWords.includes(word.toLowerCase()) || unknownWords.includes(word.toLowerCase())

function setReported(
  { reported, state, reportedAt, known, unknown }: Draft,
  trait: Trait,
  value: unknown,
  { retained }: MqttMessage,
) {
  reported.unconfirmed?.delete(trait)
  // When the device said what the broker kept, nobody knows.
  if (!retained) reportedAt[trait] = new Date()
  else if (!isSameValue(value, state[trait], 0)) delete reportedAt[trait]
  state[trait] = value
  known.add(trait)
  unknown.delete(trait)
}

/** Said of a trait whose value stays what it was. */
const unchanged = Symbol('as it was')

function newValue(
  { reported }: Draft,
  { trait, codec }: TraitChannel,
  raw: unknown,
  { retained }: MqttMessage,
): unknown {
  const { converter, eventWord, item, restoresLastValue, openness } = codec
  if (eventWord !== undefined) return eventTime(reported, trait, eventWord, raw, retained)
  if (item) return listWith(reported, trait, codec, raw)
  const value = traitValue(trait, converter, raw)
  if (openness) notePosition(movementOf(reported), openness(raw))
  const word = asWord(raw)
  if (restoresLastValue && value === true && word !== undefined) lastWordsOf(reported).set(trait, word)
  return value
}

function notePosition(movement: Movement, openness: number | undefined): void {
  if (openness === undefined) return
  if (openness !== movement.openness) {
    const now = performance.now()
    movement.moveIntervalMs = now - movement.movedAtMs
    movement.movedAtMs = now
    movement.previousOpenness = movement.openness
  }
  movement.openness = openness
}

function movementOf(reported: ReportedState): Movement {
  reported.movement ??= {
    openness: undefined,
    previousOpenness: undefined,
    movedAtMs: Number.NEGATIVE_INFINITY,
    moveIntervalMs: Number.POSITIVE_INFINITY,
    direction: undefined,
    isStopped: false,
  }
  return reported.movement
}

function memoryOf(reported: ReportedState, channel: TraitChannel): ReaderMemory {
  reported.readerMemory ??= new Map()
  const known = reported.readerMemory.get(channel) ?? {}
  reported.readerMemory.set(channel, known)
  return known
}

function lastWordsOf(reported: ReportedState): Map<Trait, string> {
  reported.lastWords ??= new Map()
  return reported.lastWords
}

/** The present time if the word has just come; what the broker kept came before. */
function eventTime(reported: ReportedState, trait: Trait, eventWord: string, raw: unknown, retained: boolean): unknown {
  const word = asWord(raw)?.toLowerCase()
  const before = reported.lastWords?.get(trait)
  if (word === undefined) return unchanged
  lastWordsOf(reported).set(trait, word)
  const isNow = word === asWord(eventWord)?.toLowerCase() && before !== word && !retained
  return isNow ? new Date().toISOString() : unchanged
}

/** A list of measurements with a new one in its place. */
function listWith(
  reported: ReportedState,
  trait: Trait,
  { converter, item }: TraitChannel['codec'],
  raw: unknown,
): unknown {
  reported.items ??= new Map()
  // When one of the measurements has expired, all are forgotten.
  const list = isExpired(reported, trait) ? [] : [...(reported.items.get(trait) ?? [])]
  const { index = 0, ...named } = item ?? {}
  const text = asWord(raw)
  const value = text === '' ? Number.NaN : Number(text)
  list[index] = Number.isFinite(value) ? { unit: '', ...named, value } : undefined
  reported.items.set(trait, list)
  const present = list.filter((one) => one !== undefined)
  return present.length > 0 ? traitValue(trait, converter, present) : undefined
}
