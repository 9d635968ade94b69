import type { Format } from '../code.ts'
import { defaultCarrierHz } from '../code.ts'
import { codeError } from '../messages.ts'
import { fromRaw } from './raw.ts'

/** How many times get a letter. */
const letters = 26

/**
 * `IRsend 38,9000,4500,…` or `38,+9000-4500…`: a frequency in kHz, 0 for 38, and times in µs. Source: Tasmota-IR, "Sending raw".
 * Without the word it is told from a list of times by its first number: no mark lasts 38 µs.
 */
const line =
  /^(?:IRsend\d?\s+(?<named>\d{1,3})|(?<bare>0|[2-6]\d)(?=\s*,\s*(?:\d{3}|[+-])))\s*,\s*(?<times>\d+(?:\s*,\s*\d+)+|[+-]\d[-+\dA-Za-z]*)\s*$/i

/** The times of `RawData`, compact, or a list as before firmware 9. @throws Error in plain words */
export function fromRawData(raw: unknown): readonly number[] {
  if (Array.isArray(raw)) return joined(raw)
  if (raw === null || raw === undefined) throw codeError('tasmotaNoTimes')
  if (typeof raw !== 'string' || !/^([+-]\d{1,6}|[A-Za-z])+$/.test(raw)) throw codeError('tasmotaUnreadable')
  const known: number[] = []
  return Array.from(raw.matchAll(/[+-](\d+)|([A-Za-z])/g), ([, digits, letter]) => {
    if (letter !== undefined) {
      const time = known[letter.toUpperCase().charCodeAt(0) - 65]
      if (time === undefined) throw codeError('tasmotaLetter', { letter })
      return time
    }
    const time = Number(digits)
    if (known.length < letters && !known.includes(time)) known.push(time)
    return time
  })
}

/** Of a time that is too long for 16 bits it makes more, with zeros between. */
function joined(list: readonly unknown[]): readonly number[] {
  const out: number[] = []
  for (let i = 0; i < list.length; i += 1) {
    const time = Number(list[i])
    if (time === 0 && out.length > 0 && i + 1 < list.length) {
      i += 1
      out.push((out.pop() ?? 0) + Number(list[i]))
    } else out.push(time)
  }
  return out
}

export const tasmota: Format = {
  matches: (text) => line.test(text),
  read(text) {
    const { named, bare, times = '' } = line.exec(text)?.groups ?? {}
    const frequency = named ?? bare ?? '0'
    const pulses = /^\d/.test(times) ? times.split(',').map(Number) : fromRawData(times.replace(/\s/g, ''))
    return { code: fromRaw(pulses, frequency === '0' ? defaultCarrierHz : Number(frequency) * 1000) }
  },
  write: ({ carrierHz, pulses }) => `IRsend ${Math.round(carrierHz / 1000)},${pulses.join(',')}`,
}
