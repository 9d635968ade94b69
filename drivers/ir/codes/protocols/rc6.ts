import * as z from 'zod'
import { type Bit, bitsOf, numberOf } from '../bits.ts'
import { bitOf, halvesOf, pulsesOf, readHalves } from '../manchester.ts'
import { bitField, type Fields, protocol, repeated } from '../protocol.ts'
import { near, spaced } from '../pulses.ts'

// https://www.sbprojects.net/knowledge/ir/rc6.php; IrpProtocols "RC6"; a unit is 16 cycles of 36 kHz
const unit = (1e6 / 36_000) * 16
const leader = [Math.round(6 * unit), Math.round(2 * unit)]
const period = 107_000

interface Rc6 extends Fields {
  readonly address: number
  readonly command: number
}

/** RC6 mode 0: a 1 is light, then dark; leader, start bit, three bits of mode, the toggle twice as wide, 8 bits of address, 8 of command. */
export const rc6 = protocol<Rc6>({
  carrier: 36_000,
  input: z.strictObject({ address: bitField(8), command: bitField(8) }),
  held({ address, command }, times, toggle) {
    const halves = [
      ...halvesOf([1, 0, 0, 0], 'mark'),
      ...halvesOf([toggle ? 1 : 0], 'mark', 2),
      ...halvesOf([...bitsOf(address, 8, 'msb'), ...bitsOf(command, 8, 'msb')], 'mark'),
    ]
    const frame = [...leader, ...pulsesOf(halves, unit)]
    return spaced(repeated(frame, frame, times), period)
  },
  read(pulses, at) {
    if (!leader.every((wanted, i) => near(pulses[at + i], wanted))) return undefined
    const read = readHalves(pulses, at + 2, unit, 3)
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
