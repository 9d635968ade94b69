import { type Code, fromRaw } from '../index.ts'
import { codeError } from '../messages.ts'

/** The most characters that a packed code may unpack to. */
const maxTextLength = 65_536

/**
 * Reads what Xiaomi's blasters (chuangmi.ir) call raw: Base64 of either a signal that begins with 67 A5, or of packed text, which
 * is times in µs with commas between.
 * The signal is a number of edges (u16 LE), sixteen times (u32 LE, µs), then a byte for two of them: the mark in its low half,
 * the space in its high. Source: rytilahti/python-miio `miio/chuangmi_ir.py`.
 * @throws Error in plain words
 */
export function fromXiaomi(bytes: Uint8Array): Code {
  return fromRaw(bytes[0] === 0x67 && bytes[1] === 0xa5 ? timesOfSignal(bytes) : timesOfText(decompress(bytes)))
}

function timesOfSignal(bytes: Uint8Array): number[] {
  const head = 4 + 16 * 4
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length <= head) throw codeError('headAlone', { count: bytes.length, head })
  const edges = view.getUint16(2, true)
  if (head + Math.ceil(edges / 2) > bytes.length) {
    throw codeError('xiaomiCutOff', { edges, count: (bytes.length - head) * 2 })
  }
  return Array.from({ length: edges }, (_, i) => {
    const pair = bytes[head + (i >> 1)] ?? 0
    return view.getUint32(4 + (i % 2 === 0 ? pair & 0xf : pair >> 4) * 4, true)
  })
}

function timesOfText(packed: string): number[] {
  // A zero byte ends it, and a last gap of 0 says that there is none.
  const text = packed.replace(/\0+$/, '').replace(/,0$/, '')
  if (!/^\d+(,\d+)*$/.test(text)) throw codeError('xiaomiNeither')
  return text.split(',').map(Number)
}

/**
 * Unpacks bits, the first the highest: 1 and eight bits are a character; 0, eleven bits and four are so many characters (less one)
 * from so far back (less one). Found by unpacking the files that SmartIR has; no description of it is known.
 */
function decompress(bytes: Uint8Array): string {
  const total = bytes.length * 8
  const bits = (at: number, count: number) => {
    let value = 0
    for (let i = at; i < at + count; i++) value = value * 2 + (((bytes[i >> 3] ?? 0) >> (7 - (i & 7))) & 1)
    return value
  }
  let text = ''
  for (let at = 0; at < total; ) {
    const isCharacter = bits(at, 1) === 1
    const next = at + (isCharacter ? 9 : 16)
    // Less than a word is left: what fills the last byte.
    if (next > total) break
    if (isCharacter) text += String.fromCharCode(bits(at + 1, 8))
    else text = copied(text, bits(at + 1, 11) + 1, bits(at + 12, 4) + 1)
    if (text.length > maxTextLength) throw codeError('xiaomiTooMuch')
    at = next
  }
  return text
}

function copied(text: string, back: number, count: number): string {
  if (back > text.length) throw codeError('xiaomiNeither')
  const own = text.slice(-back)
  return text + own.repeat(Math.ceil(count / own.length)).slice(0, count)
}
