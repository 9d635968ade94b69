import { type Code, code, usualCarrier } from '../codes/code.ts'

/** How a maker turns bits into light; all times in µs. A bit is a mark that says nothing and a space that says which. */
export interface Wire {
  /** Hz; 38 kHz if absent */
  readonly carrier?: number
  /** marks and spaces once before everything */
  readonly lead?: readonly number[]
  /** mark and space before the bits of each section */
  readonly header: readonly [mark: number, space: number]
  /** mark of each bit, and the one behind the last */
  readonly mark: number
  readonly zero: number
  readonly one: number
  /** between sections */
  readonly gap: number
  /** behind the last section; as between them if absent */
  readonly end?: number
}

/** Zeros and ones in the order in which they are sent. */
export type Bits = readonly number[]
export type Order = 'lsb' | 'msb'

/** The bits of bytes (0–255), each sent least or most significant bit first. */
export const bitsOf = (bytes: readonly number[], order: Order): Bits =>
  bytes.flatMap((byte) => {
    const bits = Array.from({ length: 8 }, (_, i) => (byte >> i) & 1)
    return order === 'lsb' ? bits : bits.reverse()
  })

/** The bytes of bits; nothing if they do not fill the last of them. */
export function bytesOf(bits: Bits, order: Order): number[] | undefined {
  if (bits.length === 0 || bits.length % 8 !== 0) return undefined
  return Array.from({ length: bits.length / 8 }, (_, at) => {
    const own = bits.slice(at * 8, at * 8 + 8)
    return numberOf(order === 'lsb' ? own.reverse() : own)
  })
}

/** The number that these bits are, the most significant first; at most 31 of them. */
export const numberOf = (bits: Bits): number => bits.reduce((value, bit) => value * 2 + bit, 0)

/** So many bits of a number, the most significant first. */
export const bitsOfNumber = (value: number, count: number): Bits =>
  Array.from({ length: count }, (_, i) => Math.floor(value / 2 ** (count - 1 - i)) % 2)

/** The light of these sections, one behind the other. */
export function write(wire: Wire, sections: readonly Bits[]): Code {
  const pulses = [...(wire.lead ?? [])]
  sections.forEach((bits, at) => {
    pulses.push(...wire.header)
    for (const bit of bits) pulses.push(wire.mark, bit ? wire.one : wire.zero)
    pulses.push(wire.mark, at === sections.length - 1 ? (wire.end ?? wire.gap) : wire.gap)
  })
  return code(pulses, wire.carrier ?? usualCarrier)
}

/** Receivers shorten and lengthen what they hear by a tenth of a millisecond, and clocks by a quarter at worst. */
const near = (heard: number | undefined, meant: number): boolean =>
  heard !== undefined && Math.abs(heard - meant) <= meant * 0.25 + 100

/** From how many µs on a space before a header sets it apart from what was before. */
const apart = 5000

/**
 * The sections in some light: those that are whole, up to the first that is not; none if it is nowhere as this wire is.
 * Receivers often swallow what comes first, or put noise before it, so the beginning is wherever the first header is.
 */
export function read(wire: Wire, pulses: readonly number[]): Bits[] {
  const isHeader = (at: number) => near(pulses[at], wire.header[0]) && near(pulses[at + 1], wire.header[1])
  let at = 0
  while (at < pulses.length && !(isHeader(at) && (at === 0 || (pulses[at - 1] ?? 0) >= apart))) at += 2
  const sections: Bits[] = []
  while (isHeader(at)) {
    const section = readBits(wire, pulses, at + 2)
    if (!section) break
    sections.push(section.bits)
    at = section.next
  }
  return sections
}

/** The bits from here to the next gap, and where that ends. */
function readBits(wire: Wire, pulses: readonly number[], from: number): { bits: Bits; next: number } | undefined {
  const bits: number[] = []
  const [half, longest] = [(wire.zero + wire.one) / 2, wire.one * 1.6]
  for (let at = from; near(pulses[at], wire.mark); at += 2) {
    const space = pulses[at + 1]
    // The last space of all is what follows, however short it was noted.
    if (space === undefined || space > longest || at + 2 >= pulses.length) return { bits, next: at + 2 }
    if (space < wire.zero / 3) return undefined
    bits.push(space < half ? 0 : 1)
  }
  return undefined
}

/** The sum of bytes, and what they were summed with, modulo 256. */
export const sum = (bytes: readonly number[], start = 0): number =>
  bytes.reduce((total, byte) => total + byte, start) & 0xff
