import type { Bit, Bits } from './bits.ts'
import { isEnd, near } from './pulses.ts'

/** A mark and the space behind it, in µs. */
type MarkSpace = readonly [mark: number, space: number]

/** How a protocol that tells its bits by the length of spaces or marks says them. */
export interface Timing {
  readonly leader?: MarkSpace
  readonly zero: MarkSpace
  readonly one: MarkSpace
  /** the mark that ends the last bit; without it the space of the last bit is the gap itself, as with Sony */
  readonly stopMark?: number
  /** by how many µs a pulse may be wrong, at least; 200 unless said */
  readonly toleranceUs?: number
}

/** The frame of these bits; it ends with a mark. */
export function encodeFrame({ leader = [0, 0], zero, one, stopMark }: Timing, bits: Bits): number[] {
  const pulses = [...leader, ...bits.flatMap((bit) => (bit === 1 ? one : zero))].filter((pulse) => pulse > 0)
  return stopMark === undefined ? pulses.slice(0, -1) : [...pulses, stopMark]
}

/** Bits that were read, and where the next frame begins. */
export interface ReadBits {
  readonly bits: Bits
  readonly next: number
}

/** Reads a frame that begins at `at` and ends before a gap or with the pulses; nothing if it is none of this timing. */
export function readFrame(timing: Timing, pulses: readonly number[], at: number, maxBits = 1024): ReadBits | undefined {
  const { leader, stopMark, toleranceUs } = timing
  if (leader && !leader.every((wanted, i) => near(pulses[at + i], wanted, toleranceUs))) return undefined
  const bits: Bit[] = []
  for (let i = at + (leader ? 2 : 0); i < pulses.length && bits.length <= maxBits; i += 2) {
    const end = isEnd(pulses[i + 1])
    if (end && stopMark !== undefined) return near(pulses[i], stopMark, toleranceUs) ? { bits, next: i + 2 } : undefined
    const bit = bitOf(timing, pulses[i], end ? undefined : pulses[i + 1])
    if (bit === undefined) return undefined
    bits.push(bit)
    if (end) return { bits, next: i + 2 }
  }
  return undefined
}

/** Which bit a mark and a space are; the space may be missing, where the gap is in its place. */
function bitOf(
  { zero, one, toleranceUs }: Timing,
  mark: number | undefined,
  space: number | undefined,
): Bit | undefined {
  const offset = (pair: MarkSpace) =>
    near(mark, pair[0], toleranceUs) && (space === undefined || near(space, pair[1], toleranceUs))
      ? Math.abs((mark ?? 0) - pair[0]) + (space === undefined ? 0 : Math.abs(space - pair[1]))
      : Number.POSITIVE_INFINITY
  const [far0, far1] = [offset(zero), offset(one)]
  if (far0 === Number.POSITIVE_INFINITY && far1 === Number.POSITIVE_INFINITY) return undefined
  return far1 < far0 ? 1 : 0
}
