import { errorText, joinTexts, type Text } from '../../../src/util/translate.ts'
import type { Key } from '../codes/index.ts'
import { recognise } from '../codes/index.ts'
import { protocols } from '../codes/protocols/index.ts'
import { ensureGap } from '../codes/pulses.ts'
import type { RemoteKey } from '../remote/file.ts'
import type { Levels } from '../remote/keymap.ts'

/** A key as a file of another program has it. */
export interface ForeignKey {
  /** what the file calls it */
  readonly name: string
  /** the line of the file, from 1 */
  readonly line: number
  readonly key: RemoteKey
  /** our name for it, where the format itself says what the key does */
  readonly ours?: string
}

/** A key with the name that it gets here; without one it stands among the others, for its owner to name. */
export interface NamedKey {
  readonly ours?: string
  readonly foreign: ForeignKey
}

/**
 * Keys that are converted one by one while they are taken, which may take a millisecond each; undefined for one that could not
 * be taken, which was reported.
 */
export type LazyKeys = Iterable<ForeignKey | undefined>

/** A remote as a file of another program has it. */
export interface ForeignRemote {
  /** what the file calls it, if it does */
  readonly name?: string
  readonly keys: LazyKeys
  /** what the keys of a light go through, if the file says so */
  readonly levels?: Levels
  /** an air conditioner that the file describes whole: the text that goes to a file of codes, with `.json` */
  readonly climate?: { readonly text: string }
}

/** Receives what could not be taken. @param line from 1; absent where the file does not show one */
export type ReportProblem = (line: number | undefined, message: Text) => void

/** One kind of file: a row of the table in `index.ts`. */
export interface ImportFormat {
  /** what people call it */
  readonly name: string
  /** whether a text is meant to be one, so that its mistakes are told in its terms */
  matches(text: string): boolean
  /**
   * Reads all remotes of a text. A key that cannot be read is reported, and the others are read. Undefined stands between steps of
   * long work.
   */
  read(text: string, report: ReportProblem): Iterable<ForeignRemote | undefined>
}

/** How many of everything are read; what is more is reported. The greatest public file has about 5,500 keys. */
export const importLimits = {
  textLength: 4 * 1024 * 1024,
  lineLength: 65_536,
  lines: 200_000,
  jsonValues: 500_000,
  remotes: 500,
  keys: 10_000,
  problems: 200,
  /** the longest name that is looked up, in characters */
  nameLength: 200,
} as const

/** A line of a text, with its number from 1. */
export interface Line {
  readonly number: number
  readonly text: string
}

/** The lines of a text without their ends, and without signs that only a terminal or JavaScript takes for more than a space. */
export function* linesOf(text: string): Generator<Line> {
  for (const { number, start, end } of lineRanges(text))
    yield { number, text: text.slice(start, end).replace(/[^\P{Cc}\t]|[\u2028\u2029]/gu, ' ') }
}

/** Where each line of a text starts and ends. */
export function* lineRanges(text: string): Generator<{ number: number; start: number; end: number }> {
  let [number, start] = [1, 0]
  for (const { 0: separator, index } of text.matchAll(/\r\n|\r|\n|$/g)) {
    yield { number, start, end: index }
    number += 1
    start = index + separator.length
  }
}

/** A key; nothing if `read` throws, which is reported. */
export function attemptKey(
  line: number,
  name: string,
  report: ReportProblem,
  read: () => RemoteKey,
): ForeignKey | undefined {
  const key = attempt(line, name, report, read)
  return key && { name, line, key }
}

/** What `read` gives; nothing if it throws, which is reported. */
export function attempt<T>(
  line: number | undefined,
  name: string,
  report: ReportProblem,
  read: () => T,
): T | undefined {
  try {
    return read()
  } catch (error) {
    report(line, name === '' ? errorText(error) : joinTexts(`${shorten(name)}: `, errorText(error)))
    return undefined
  }
}

/** A text without those of these characters that stand at its end. A pattern would take time by the square of their number. */
export function withoutEnd(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}

/** A name in a message: in one line, and not endless. */
export const shorten = (name: string): string =>
  (name.length > 60 ? `${name.slice(0, 59)}…` : name).replace(/[\p{Cc}\p{Cf}]/gu, ' ')

/** By how many Hz a measured carrier may differ from that of its protocol. */
const carrierToleranceHz = 3000

/**
 * A key by its protocol, where its pulses are one; else the key as it is. A carrier that is clearly another stays: only NEC can
 * say that by its protocol.
 */
export function withProtocol(key: Key): Key {
  if ('protocol' in key) return key
  const { code, repeatCode, minFrames } = key
  // What follows while the key is held must be that of the protocol, too.
  const whole = repeatCode ? { ...code, pulses: [...ensureGap(code.pulses), ...repeatCode.pulses] } : code
  const known = recognise(whole)
  if (!known) return key
  const { carrierHz, minFrames: demanded = 1 } = protocols[known.protocol]
  const isOther = Math.abs(code.carrierHz - carrierHz) > carrierToleranceHz
  if (isOther && known.protocol !== 'nec') return key
  // Pioneer is NEC at 40 kHz.
  const isPioneer = known.protocol === 'nec' && (isOther || Math.abs(code.carrierHz - 40_000) < 100)
  return {
    ...known,
    ...(isPioneer && { carrierHz: code.carrierHz }),
    ...(minFrames !== undefined && minFrames > demanded && { minFrames }),
  }
}

/** A list of times that is too long to be sent, cut where a frame ends. */
export function firstFrames(times: readonly number[]): readonly number[] {
  const limit = { us: 1_400_000, pulses: 4096 }
  let [us, end] = [0, 0]
  for (const [i, time] of times.entries()) {
    us += Math.abs(time)
    if (us > limit.us || i >= limit.pulses) return times.slice(0, end)
    if (i % 2 === 1 && Math.abs(time) >= 8000 && i > 2) end = i + 1
  }
  return times
}
