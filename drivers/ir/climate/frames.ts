import type { Bit, Bits } from '../codes/bits.ts'
import { code, defaultCarrierHz, type RemoteCode } from '../codes/code.ts'

/** How a maker turns bits into light; all times in µs. A bit is a mark that says nothing and a space that says which. */
export interface FrameTiming {
  /** Hz; 38 kHz if absent */
  readonly carrierHz?: number
  /** marks and spaces once before everything */
  readonly preambleUs?: readonly number[]
  /** mark and space before the bits of each section */
  readonly headerUs: readonly [mark: number, space: number]
  /** mark of each bit, and the one behind the last */
  readonly mark: number
  readonly zeroUs: number
  readonly oneUs: number
  /** between sections */
  readonly gapUs: number
  /** behind the last section; as between them if absent */
  readonly endGapUs?: number
  /** only the first section has a header */
  readonly hasHeaderOnce?: true
}

/** The light of these sections, one behind the other. */
export function encodeSections(wire: FrameTiming, sections: readonly Bits[]): RemoteCode {
  const pulses = [...(wire.preambleUs ?? [])]
  sections.forEach((bits, at) => {
    if (at === 0 || !wire.hasHeaderOnce) pulses.push(...wire.headerUs)
    for (const bit of bits) pulses.push(wire.mark, bit ? wire.oneUs : wire.zeroUs)
    pulses.push(wire.mark, at === sections.length - 1 ? (wire.endGapUs ?? wire.gapUs) : wire.gapUs)
  })
  return code(pulses, wire.carrierHz ?? defaultCarrierHz)
}

/** Receivers shorten and lengthen what they hear by a tenth of a millisecond, and clocks by a quarter at worst. */
const near = (actualUs: number | undefined, expectedUs: number | undefined): boolean =>
  actualUs !== undefined && expectedUs !== undefined && Math.abs(actualUs - expectedUs) <= expectedUs * 0.25 + 100

/** From how many µs on a space before a header sets it apart from what was before. */
const minHeaderGapUs = 5000

/**
 * The sections in some light: those that are whole, up to the first that is not; none if it is nowhere as this wire is.
 * Receivers often swallow what comes first, or put noise before it, so the beginning is wherever the first header is.
 */
export function decodeSections(wire: FrameTiming, pulses: readonly number[]): Bits[] {
  const isHeader = (at: number) => near(pulses[at], wire.headerUs[0]) && near(pulses[at + 1], wire.headerUs[1])
  const isStart = (at: number) =>
    at === 0 ||
    (pulses[at - 1] ?? 0) >= minHeaderGapUs ||
    (wire.preambleUs && near(pulses[at - 1], wire.preambleUs.at(-1)))
  let at = 0
  // What comes before a header may look like one, if it is as long: then no bits follow.
  while (at < pulses.length && !(isHeader(at) && isStart(at) && readBits(wire, pulses, at + 2))) at += 2
  const sections: Bits[] = []
  while (isHeader(at) || (wire.hasHeaderOnce && sections.length > 0)) {
    const section = readBits(wire, pulses, isHeader(at) ? at + 2 : at)
    if (!section) break
    sections.push(section.bits)
    at = section.next
  }
  return sections
}

/** The bits from here to the next gap, and where that ends. */
function readBits(
  wire: FrameTiming,
  pulses: readonly number[],
  from: number,
): { bits: Bits; next: number } | undefined {
  const bits: Bit[] = []
  const half = (wire.zeroUs + wire.oneUs) / 2
  const longest = Math.min(wire.oneUs * 1.6, (wire.oneUs + wire.gapUs) / 2)
  for (let at = from; near(pulses[at], wire.mark); at += 2) {
    const space = pulses[at + 1]
    // The last space of all is what follows, however short it was noted.
    if (space === undefined || space > longest || at + 2 >= pulses.length) return { bits, next: at + 2 }
    if (space < wire.zeroUs / 3) return undefined
    bits.push(space < half ? 0 : 1)
  }
  return undefined
}

/** The sum of bytes, and what they were summed with, modulo 256. */
export const sum = (bytes: readonly number[], start = 0): number =>
  bytes.reduce((total, byte) => total + byte, start) & 0xff
