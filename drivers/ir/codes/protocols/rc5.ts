import * as z from 'zod'
import { type Bit, type Bits, bitsOf, numberOf } from '../bits.ts'
import { bitOf, halvesToPulses, readHalves, toHalves } from '../manchester.ts'
import { bitField, defineProtocol, type FrameFields, framesOf, printedForms } from '../protocol.ts'
import { withPeriod } from '../pulses.ts'

// https://www.sbprojects.net/knowledge/ir/rc5.php; IrpProtocols "RC5"; 64 bits of 1778 µs from start to start
const unitUs = 889
const periodUs = 113_778

interface Rc5 extends FrameFields {
  readonly address: number
  /** above 63 it is RC5X, whose second start bit is the inverse of the seventh bit of the command */
  readonly command: number
}

/** The number is that of LIRC, 13 bits from the second start bit on, or of 12 without it; its toggle bit counts nothing. RC5 and RC5X: a 1 is dark, then light; start bit, second start bit, toggle, 5 bits of address, 6 of command, highest first. */
export const rc5 = defineProtocol<Rc5>({
  carrierHz: 36_000,
  hasToggle: true,
  input: z.union([
    ...printedForms(13, (code): Rc5 => ({ address: (code >> 6) & 31, command: code & 63 })),
    z.strictObject({ address: bitField(5), command: bitField(7) }),
  ]),
  encode({ address, command }, times, toggle) {
    const bits: Bits = [
      1,
      command > 63 ? 0 : 1,
      toggle ? 1 : 0,
      ...bitsOf(address, 5, 'msb'),
      ...bitsOf(command, 6, 'msb'),
    ]
    const frame = halvesToPulses(toHalves(bits, 'space'), unitUs)
    return withPeriod(framesOf(frame, frame, times), periodUs)
  },
  read(pulses, at) {
    const read = readHalves(pulses, at, unitUs, 2)
    if (!read) return undefined
    // The darkness before the first light, and that behind the last, belong to their bits.
    const halves = [false, ...read.halves, ...(read.halves.length % 2 === 0 ? [false] : [])]
    if (halves.length !== 28) return undefined
    const bits = Array.from({ length: 14 }, (_, i) => bitOf(halves[2 * i], halves[2 * i + 1], 'space'))
    if (!bits.every((bit): bit is Bit => bit !== undefined) || bits[0] !== 1) return undefined
    const seventh = bits[1] === 1 ? 0 : 64
    const fields = { address: numberOf(bits.slice(3, 8), 'msb'), command: seventh + numberOf(bits.slice(8), 'msb') }
    return { fields, next: read.next }
  },
})
