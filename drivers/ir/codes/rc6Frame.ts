import { type Bit, type Bits, bitsOf } from './bits.ts'
import { bitOf, halvesToPulses, readHalves, toHalves } from './manchester.ts'
import { framesOf } from './protocol.ts'
import { near, withPeriod } from './pulses.ts'

// https://www.sbprojects.net/knowledge/ir/rc6.php; IrpProtocols "RC6"; a unit is 16 cycles of 36 kHz
const unitUs = (1e6 / 36_000) * 16
const leaderUs = [Math.round(6 * unitUs), Math.round(2 * unitUs)]
const periodUs = 107_000

/** The start bit, always 1, and the three bits of the mode. */
const startOf = (mode: number): Bits => [1, ...bitsOf(mode, 3, 'msb')]

/**
 * The pulses of frames of RC6: a 1 is light, then dark; leader, start bit, three bits of mode, a bit that is twice as wide,
 * then the data.
 */
export function encodeRc6Frames(mode: number, wideBit: Bit, data: Bits, times: number): number[] {
  const halves = [...toHalves(startOf(mode), 'mark'), ...toHalves([wideBit], 'mark', 2), ...toHalves(data, 'mark')]
  const frame = [...leaderUs, ...halvesToPulses(halves, unitUs)]
  return withPeriod(framesOf(frame, frame, times), periodUs)
}

/** The data of a frame of this mode, and where the next frame begins; nothing if there is no such frame at `at`. */
export function readRc6Frame(
  pulses: readonly number[],
  at: number,
  mode: number,
): { readonly data: Bits; readonly next: number } | undefined {
  if (!leaderUs.every((wanted, i) => near(pulses[at + i], wanted))) return undefined
  const read = readHalves(pulses, at + 2, unitUs, 3)
  if (!read) return undefined
  const halves = [...read.halves, ...(read.halves.length % 2 === 1 ? [false] : [])]
  const bitAt = (i: number) => bitOf(halves[i], halves[i + 1], 'mark')
  const isWide = halves[8] === halves[9] && halves[10] === halves[11] && halves[9] !== halves[10]
  if (!isWide || !startOf(mode).every((bit, i) => bitAt(2 * i) === bit)) return undefined
  const data = Array.from({ length: Math.max(0, (halves.length - 12) / 2) }, (_, i) => bitAt(12 + 2 * i))
  return data.every((bit): bit is Bit => bit !== undefined) ? { data, next: read.next } : undefined
}
