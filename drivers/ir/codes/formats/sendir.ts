import type { Format, RawKey, RemoteCode } from '../code.ts'
import { code } from '../code.ts'
import { codeError } from '../messages.ts'
import { ensureGap } from '../pulses.ts'

/*
 * Codes of Global Caché (GC-100, iTach): `sendir,1:1,1,38000,1,1,342,171,21,64,…`: a connector, a number, the carrier in Hz,
 * how often it is sent, from which place on it is sent again, then marks and spaces in cycles of the carrier. Each of the
 * first 15 pairs may be a letter, A to O, where it comes again. Source: Global Caché, iTach API Specification, "sendir".
 */
const head = /^(?:sendir\s*,\s*\d+:\d+\s*,\s*\d+\s*,\s*)?(\d{5,6})\s*,\s*(\d{1,2})\s*,\s*(\d{1,3})\s*,(?=\s*\d)/i

/** How many pairs have letters of their own. */
const maxLetters = 15

interface Head {
  readonly hz: number
  /** how often it is sent */
  readonly times: number
  /** from which mark on it is sent again, from 0 */
  readonly again: number
  /** the marks and spaces */
  readonly rest: string
}

/** Nothing if a text does not begin as a code of Global Caché; where `sendir` is left out, only the numbers tell it from a list of times. */
function headOf(text: string): Head | undefined {
  const [start = '', hz, times, offset] = head.exec(text.trim()) ?? []
  const [repeats, place] = [Number(times), Number(offset)]
  const isRight = start !== '' && repeats >= 1 && repeats <= 50 && place % 2 === 1
  return isRight
    ? { hz: Number(hz), times: repeats, again: place - 1, rest: text.trim().slice(start.length) }
    : undefined
}

/** @throws Error in plain words */
function fromSendir(text: string): RawKey {
  const found = headOf(text)
  if (!found || !/^[\dA-O,\s]+$/.test(found.rest)) throw codeError('sendir')
  const { hz, times, again, rest } = found
  const cycles = cyclesOf(rest)
  if (again >= cycles.length) throw codeError('sendir')
  const codeOf = (some: readonly number[]) =>
    code(
      some.map((cycle) => Math.round((cycle * 1e6) / hz)),
      hz,
    )
  return {
    code: codeOf(cycles),
    ...(again > 0 && { repeatCode: codeOf(cycles.slice(again)) }),
    ...(times > 1 && { minFrames: times }),
  }
}

/** The marks and spaces, with each letter replaced by its pair. @throws Error in plain words */
function cyclesOf(text: string): readonly number[] {
  const letters = new Map<string, number>()
  const cycles: number[] = []
  const take = (mark: number, space: number) => {
    const pair = `${mark},${space}`
    if (!letters.has(pair) && letters.size < maxLetters) letters.set(pair, letters.size)
    cycles.push(mark, space)
  }
  let mark: number | undefined
  for (const [word] of text.matchAll(/[A-O]|\d+/g)) {
    if (!/\d/.test(word)) {
      const pair = [...letters.keys()][word.charCodeAt(0) - 65]?.split(',').map(Number)
      if (mark !== undefined || !pair) throw codeError('sendir')
      cycles.push(...pair)
    } else if (mark === undefined) mark = Number(word)
    else {
      take(mark, Number(word))
      mark = undefined
    }
  }
  if (mark !== undefined) throw codeError('sendir')
  return cycles
}

/** @throws Error for a radio code */
function toSendir({ medium, carrierHz, pulses }: RemoteCode): string {
  if (medium !== 'ir') throw codeError('onlyInfrared')
  const cycles = ensureGap(pulses).map((pulse) => Math.max(1, Math.round((pulse * carrierHz) / 1e6)))
  return ['sendir', '1:1', 1, carrierHz, 1, 1, ...cycles].join(',')
}

export const sendir: Format = {
  matches: (text) => /^\s*sendir\b/i.test(text) || headOf(text) !== undefined,
  read: fromSendir,
  write: toSendir,
}
