import { codeError } from './messages.ts'

export type Bit = 0 | 1
/** Bits in the order in which they are sent. */
export type Bits = readonly Bit[]

/** Which bit of a number is sent first: the least or the most significant. */
export type BitOrder = 'lsb' | 'msb'

/** The lowest `count` bits of a number, as they are sent; up to 52. */
export function bitsOf(value: number, count: number, order: BitOrder): Bits {
  const lsb = Array.from({ length: count }, (_, i) => (Math.floor(value / 2 ** i) % 2 === 1 ? 1 : 0))
  return order === 'lsb' ? lsb : lsb.reverse()
}

/** The number that bits are; up to 52 of them. */
export const numberOf = (bits: Bits, order: BitOrder): number =>
  order === 'msb'
    ? bits.reduce<number>((value, bit) => value * 2 + bit, 0)
    : bits.reduceRight<number>((value, bit) => value * 2 + bit, 0)

/** The bits of each byte: frames of air conditioners are made of many. */
const bitsOfByte = { lsb: tableOfBytes('lsb'), msb: tableOfBytes('msb') }

function tableOfBytes(order: BitOrder): readonly Bits[] {
  return Array.from({ length: 256 }, (_, byte) => bitsOf(byte, 8, order))
}

/** The bits of bytes, each sent with its least significant bit first unless `order` says otherwise. */
export function bitsOfBytes(bytes: readonly number[], order: BitOrder = 'lsb'): Bits {
  const bits: Bit[] = []
  for (const byte of bytes) bits.push(...(bitsOfByte[order][byte & 0xff] ?? []))
  return bits
}

/** The bytes that bits are; none if the bits do not fill the last byte. */
export const bytesOf = (bits: Bits, order: BitOrder = 'lsb'): number[] =>
  bits.length % 8 !== 0
    ? []
    : Array.from({ length: bits.length / 8 }, (_, i) => numberOf(bits.slice(i * 8, i * 8 + 8), order))

/** The bytes of a number that was printed as it was sent, the first bit its highest; each with its least significant bit first. */
export const bytesOfPrinted = (printed: number, bits: number): number[] => bytesOf(bitsOf(printed, bits, 'msb'))

/** The number that bytes are printed as: the first bit sent its highest. */
export const printedOf = (bytes: readonly number[]): number => numberOf(bitsOfBytes(bytes), 'msb')

/** All bits of a byte the other way round. */
export const inverse = (byte: number): number => byte ^ 0xff

/** The bytes of a Base64 text, which may have line breaks and lack its padding. @throws Error in plain words */
export function fromBase64(text: string): Buffer {
  // The lookbehind: tried from each sign of a long row, the pattern would take time by the square of its length.
  const letters = text.replace(/\s+/g, '').replace(/(?<!=)=+$/, '')
  const odd = /[^A-Za-z0-9+/]/.exec(letters)
  if (odd) throw codeError('notBase64Sign', { sign: JSON.stringify(odd[0]) })
  if (letters.length % 4 === 1) throw codeError('notBase64Count')
  return Buffer.from(letters, 'base64')
}
