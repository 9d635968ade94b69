import type { Format } from '../code.ts'
import { code, defaultCarrierHz, type RemoteCode } from '../code.ts'
import { codeError } from '../messages.ts'

/** Marks and spaces by turns, from what may begin with the space before the first mark. @throws Error in plain words */
function alternating(pulses: readonly { readonly isMark: boolean; readonly time: number }[]): number[] {
  const out: number[] = []
  const start = pulses.findIndex(({ isMark }) => isMark)
  if (start < 0) throw codeError('noPulses')
  pulses.slice(start).forEach(({ isMark, time }, i) => {
    if (isMark === (out.length % 2 === 0)) out.push(time)
    else if (!isMark) out.push((out.pop() ?? 0) + time)
    else throw codeError('twoMarks', { time, place: start + i + 1 })
  })
  return out
}

/**
 * The code of times in µs: marks and spaces by turns, spaces positive throughout or negative throughout; the gap at the end may be missing.
 * @throws Error in plain words
 */
export const fromRaw = (times: readonly number[], carrier = defaultCarrierHz): RemoteCode =>
  codeOf(
    times,
    carrier,
    times.some((time) => time < 0),
  )

function codeOf(times: readonly number[], carrier: number, isSigned: boolean): RemoteCode {
  const whole = times.map(Math.round)
  return code(
    isSigned ? alternating(whole.map((time) => ({ isMark: time >= 0, time: Math.abs(time) }))) : whole,
    carrier,
  )
}

/** The times of a code in µs, spaces negative, as ESPHome writes them. */
export const toRaw = ({ pulses }: RemoteCode): number[] => pulses.map((pulse, i) => (i % 2 === 0 ? pulse : -pulse))

/** Takes the carrier out of a text: `carrier 38000`, `carrier: 38kHz`, `frequency=38000`. */
function takeCarrier(text: string): { readonly rest: string; readonly carrier: number } {
  const found = /\b(?:carrier|frequency)\s*[:=]?\s*(\d+(?:\.\d+)?)\s*(k?)(?:Hz)?\b/i.exec(text)
  const carrier = found ? Math.round(Number(found[1]) * (found[2] ? 1000 : 1)) : defaultCarrierHz
  return { rest: found ? text.replace(found[0], ' ') : text, carrier }
}
const withoutComments = (text: string) => text.replace(/(#|\/\/).*$/gm, '')

/** Reads the lines of LIRC's mode2 and of a file for ir-ctl: `pulse 9000`, `space 4500`; `carrier 38000`. @throws Error in plain words */
export function fromMode2(text: string): RemoteCode {
  const { rest, carrier } = takeCarrier(withoutComments(text))
  const words = rest.replace(/\b(timeout|overflow)\b[\s:]*\d*/gi, ' ').match(/[^\s:,]+/g) ?? []
  const pulses = Array.from({ length: Math.ceil(words.length / 2) }, (_, i) => {
    const [kind = '', time = ''] = words.slice(2 * i, 2 * i + 2)
    if (!/^(pulse|space)$/i.test(kind) || !/^\d+$/.test(time))
      throw codeError('notPulseOrSpace', { words: `${kind} ${time}`.slice(0, 40) })
    return { isMark: /pulse/i.test(kind), time: Number(time) }
  })
  return code(alternating(pulses), carrier)
}

/** The lines `carrier 38000`, `pulse 9000`, `space 4500` … of a code, as ir-ctl sends them. @throws Error for a radio code */
export const toMode2 = (code: RemoteCode): string =>
  [
    `carrier ${assertInfrared(code).carrierHz}`,
    ...code.pulses.map((pulse, i) => `${i % 2 === 0 ? 'pulse' : 'space'} ${pulse}`),
    '',
  ].join('\n')

/**
 * Reads a list of times: `[9000, -4500, …]`, `+9000 -4500 …`, `9000 4500 …`, and one key of LIRC's raw_codes.
 * @throws Error in plain words
 */
function fromList(text: string): RemoteCode {
  const { rest, carrier } = takeCarrier(withoutComments(text))
  const names = rest.match(/^\s*name\s+\S+/gm) ?? []
  if (names.length > 1) throw codeError('severalKeys', { count: names.length })
  const bare = rest
    .replace(/^\s*name\s+\S+/gm, ' ')
    .replace(/\b(begin|end)\s+raw_codes\b|\bcode\s*:|[[\](){},;]/gi, ' ')
  const words = bare.match(/\S+/g) ?? []
  const odd = words.find((word) => !/^[+-]?\d+(\.\d+)?$/.test(word))
  if (odd !== undefined) throw codeError('notMicroseconds', { word: odd.slice(0, 20) })
  return codeOf(
    words.map(Number),
    carrier,
    words.some((word) => /^[+-]/.test(word)),
  )
}

/** `+9000 -4500 …`, as ir-ctl prints what it receives; the carrier is not in it. @throws Error for a radio code */
const toIrCtl = (code: RemoteCode): string =>
  toRaw(assertInfrared(code))
    .map((time) => (time > 0 ? `+${time}` : `${time}`))
    .join(' ')

/** @throws Error for a radio code, which these formats cannot say */
function assertInfrared(code: RemoteCode): RemoteCode {
  if (code.medium !== 'ir') throw codeError('onlyInfrared')
  return code
}

export const mode2: Format = {
  matches: (text) => /^\s*(pulse|space)\b/im.test(withoutComments(text)),
  read: (text) => ({ code: fromMode2(text) }),
  write: toMode2,
}

export const raw: Format = {
  matches: (text) =>
    /^\s*(\b(carrier|frequency|code|begin raw_codes|name)\b|[[({+-]*\s*[+-]?\d)/i.test(withoutComments(text)),
  read: (text) => ({ code: fromList(text) }),
  write: (code) => `[${toRaw(assertInfrared(code)).join(', ')}]`,
}

export const irctl: Format = { matches: () => false, read: raw.read, write: toIrCtl }
