import { fromBase64 } from '../bits.ts'
import type { Format } from '../code.ts'
import { code, defaultCarrierHz, maxPulses, type RemoteCode } from '../code.ts'
import { codeError } from '../messages.ts'

// The stream is FastLZ's first level, as mildsunrise's description of these codes has it: three bits of length, five of
// distance; length 0 is a literal block of distance + 1 bytes, length 7 goes on in the next byte; a copy is two bytes longer
// than its length and begins distance + 1 bytes back.
const windowBytes = 8192
const maxCopyBytes = 264
const maxLiteralBytes = 32
/** The longest time that 16 bits hold, in µs. */
const maxTimeUs = 65_535

function decompress(stream: Buffer): Buffer {
  const out: number[] = []
  const damaged = () => codeError('tuyaBlock')
  for (let i = 0; i < stream.length; ) {
    const head = stream[i++] ?? 0
    const [length, far] = [head >> 5, head & 31]
    if (length === 0) {
      if (i + far + 1 > stream.length) throw damaged()
      out.push(...stream.subarray(i, i + far + 1))
      i += far + 1
    } else {
      const more = length === 7 ? stream[i++] : 0
      const near = stream[i++]
      if (more === undefined || near === undefined) throw damaged()
      const from = out.length - (far * 256 + near + 1)
      if (from < 0) throw damaged()
      // One by one: a copy may reach into itself.
      for (let n = 0; n < length + more + 2; n++) out.push(out[from + n] ?? 0)
    }
    if (out.length > maxPulses * 2) throw codeError('morePulsesThan', { max: maxPulses })
  }
  return Buffer.from(out)
}

function compress(data: Buffer): Buffer {
  const out: number[] = []
  const seen = new Map<number, number[]>()
  let literals: number[] = []
  const flush = () => {
    for (let i = 0; i < literals.length; i += maxLiteralBytes) {
      const block = literals.slice(i, i + maxLiteralBytes)
      out.push(block.length - 1, ...block)
    }
    literals = []
  }
  const remember = (at: number) => {
    if (at + 2 < data.length) seen.set(keyAt(data, at), [...(seen.get(keyAt(data, at)) ?? []).slice(-15), at])
  }
  for (let at = 0; at < data.length; ) {
    const { from, length } = bestCopy(data, at, at + 2 < data.length ? (seen.get(keyAt(data, at)) ?? []) : [])
    if (length >= 3) {
      flush()
      const [distance, rest] = [at - from - 1, length - 2]
      out.push((Math.min(rest, 7) << 5) | (distance >> 8), ...(rest >= 7 ? [rest - 7] : []), distance & 0xff)
    } else literals.push(data[at] ?? 0)
    const end = at + (length >= 3 ? length : 1)
    for (; at < end; at++) remember(at)
  }
  flush()
  return Buffer.from(out)
}

const keyAt = (data: Buffer, at: number) => data.readUIntLE(at, 3)

/** Of the places that begin alike, the one from which most can be copied. */
function bestCopy(data: Buffer, at: number, places: readonly number[]): { from: number; length: number } {
  let best = { from: 0, length: 0 }
  for (const from of places) {
    if (at - from > windowBytes) continue
    let length = 0
    while (length < maxCopyBytes && at + length < data.length && data[from + length] === data[at + length]) length++
    if (length >= best.length) best = { from, length }
  }
  return best
}

/** Reads the code of a Tuya blaster (ZS06 and its like): Base64 of packed u16 LE, µs, mark first. @throws Error in plain words */
export function fromTuya(text: string): RemoteCode {
  const data = decompress(fromBase64(text))
  if (data.length % 2 === 1) throw codeError('tuyaHalfPulse')
  return code(unpackTimes(data), defaultCarrierHz)
}

/** The code for a Tuya blaster; it knows no carrier, and no time above 65,535 µs, to which longer gaps are cut. @throws Error for a radio code */
export function toTuya({ medium, pulses }: RemoteCode): string {
  if (medium !== 'ir') throw codeError('tuyaRadio')
  return compress(packTimes(pulses)).toString('base64')
}

/** Times in µs as all blasters of Tuya take them: 16 bits each, the low byte first; longer ones are cut to what these hold. */
export function packTimes(timesUs: readonly number[]): Buffer {
  const bytes = Buffer.alloc(timesUs.length * 2)
  for (const [i, timeUs] of timesUs.entries()) bytes.writeUInt16LE(Math.min(timeUs, maxTimeUs), i * 2)
  return bytes
}

/** The times of these bytes in µs, without the 0 that some blasters put behind the last. */
export function unpackTimes(bytes: Buffer): readonly number[] {
  const timesUs = Array.from({ length: bytes.length >> 1 }, (_, i) => bytes.readUInt16LE(i * 2))
  return timesUs.at(-1) === 0 ? timesUs.slice(0, -1) : timesUs
}

export const tuya: Format = {
  // A stream begins with a literal block, since there is nothing yet to copy: its first byte is below 32. Short ones would be
  // taken for words: AUTO is one.
  matches: (text) => /^[A-H][A-Za-z0-9+/\s]{11,}=*$/.test(text),
  read: (text) => ({ code: fromTuya(text) }),
  write: toTuya,
}
