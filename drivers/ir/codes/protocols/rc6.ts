import * as z from 'zod'
import { type Bit, bitsOf, numberOf } from '../bits.ts'
import { bitOf, halvesToPulses, readHalves, toHalves } from '../manchester.ts'
import { bitField, defineProtocol, type FrameFields, framesOf, printedForms } from '../protocol.ts'
import { near, withPeriod } from '../pulses.ts'

// https://www.sbprojects.net/knowledge/ir/rc6.php; IrpProtocols "RC6"; a unit is 16 cycles of 36 kHz
const unitUs = (1e6 / 36_000) * 16
const leaderUs = [Math.round(6 * unitUs), Math.round(2 * unitUs)]
const periodUs = 107_000

interface Rc6 extends FrameFields {
  readonly address: number
  readonly command: number
}

/** RC6 mode 0: a 1 is light, then dark; leader, start bit, three bits of mode, the toggle twice as wide, 8 bits of address, 8 of command. */
export const rc6 = defineProtocol<Rc6>({
  carrierHz: 36_000,
  hasToggle: true,
  input: z.union([
    ...printedForms(20, (code): Rc6 => ({ address: (code >> 8) & 255, command: code & 255 })),
    z.strictObject({ address: bitField(8), command: bitField(8) }),
  ]),
  encode({ address, command }, times, toggle) {
    const halves = [
      ...toHalves([1, 0, 0, 0], 'mark'),
      ...toHalves([toggle ? 1 : 0], 'mark', 2),
      ...toHalves([...bitsOf(address, 8, 'msb'), ...bitsOf(command, 8, 'msb')], 'mark'),
    ]
    const frame = [...leaderUs, ...halvesToPulses(halves, unitUs)]
    return withPeriod(framesOf(frame, frame, times), periodUs)
  },
  read(pulses, at) {
    if (!leaderUs.every((wanted, i) => near(pulses[at + i], wanted))) return undefined
    const read = readHalves(pulses, at + 2, unitUs, 3)
    if (!read) return undefined
    const halves = [...read.halves, ...(read.halves.length % 2 === 1 ? [false] : [])]
    const bitAt = (i: number) => bitOf(halves[i], halves[i + 1], 'mark')
    const isToggle = halves[8] === halves[9] && halves[10] === halves[11] && halves[9] !== halves[10]
    const isModeZero = [1, 0, 0, 0].every((bit, i) => bitAt(2 * i) === bit)
    if (halves.length !== 44 || !isToggle || !isModeZero) return undefined
    const bits = Array.from({ length: 16 }, (_, i) => bitAt(12 + 2 * i))
    if (!bits.every((bit): bit is Bit => bit !== undefined)) return undefined
    return {
      fields: { address: numberOf(bits.slice(0, 8), 'msb'), command: numberOf(bits.slice(8), 'msb') },
      next: read.next,
    }
  },
})
