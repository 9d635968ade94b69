import * as z from 'zod'
import { type Bit, bitsOf, numberOf } from '../bits.ts'
import { bitOf, halvesToPulses, readHalves, toHalves } from '../manchester.ts'
import { bitField, defineProtocol, type FrameFields, framesOf, printedForms, transformOrIssue } from '../protocol.ts'
import { near, withPeriod } from '../pulses.ts'

// https://www.sbprojects.net/knowledge/ir/rc6.php; IrpProtocols "RC6-6-20", "Replay" (24 bits) and "MCE" (32 bits)
const unitUs = (1e6 / 36_000) * 16
const leaderUs = [Math.round(6 * unitUs), Math.round(2 * unitUs)]
const periodUs = 107_000
const lengths = [16, 20, 24, 28, 32]

/** Microsoft's customer code. Its frames turn a bit of their own, and leave that of RC6 at 0. */
const mceCustomer = 0x800f
const mceToggle = 0x8000

interface Rc6a extends FrameFields {
  readonly bits: number
  /** customer, address and command; the toggle bit counts nothing */
  readonly data: number
}

const isMce = ({ bits, data }: Rc6a) => bits === 32 && Math.floor(data / 0x10000) === mceCustomer
const withoutToggle = (fields: Rc6a): Rc6a =>
  isMce(fields) ? { ...fields, data: mceCustomer * 0x10000 + (fields.data & 0x7fff) } : fields

/**
 * RC6 mode 6A: leader, start bit, the mode 110, a bit twice as wide, then 16 to 32 bits, highest first. The number is that of LIRC and
 * IRremoteESP8266 for remotes of Media Center and Xbox, 36 bits from the mode on: 0xC800F040C is Media Center's power key.
 */
export const rc6a = defineProtocol<Rc6a>({
  carrierHz: 36_000,
  hasToggle: true,
  input: z.union([
    ...printedForms(36, (code): Rc6a => {
      if (Math.floor(code / 2 ** 33) !== 6)
        throw new Error('a code of RC6 mode 6A begins with 0xC or 0xD and has 36 bits')
      return withoutToggle({ bits: 32, data: code % 2 ** 32 })
    }),
    z.strictObject({ bits: z.number().int().min(16).max(32).default(32), data: bitField(32) }).transform(
      transformOrIssue((fields): Rc6a => {
        if (!lengths.includes(fields.bits)) throw new Error(`it has one of ${lengths.join(', ')} bits`)
        if (fields.data >= 2 ** fields.bits) throw new Error(`its data has more than ${fields.bits} bits`)
        return withoutToggle(fields)
      }),
    ),
  ]),
  encode(fields, times, toggle) {
    const { bits, data } = fields
    const sent = isMce(fields) && toggle ? data + mceToggle : data
    const halves = [
      ...toHalves([1, 1, 1, 0], 'mark'),
      ...toHalves([toggle && !isMce(fields) ? 1 : 0], 'mark', 2),
      ...toHalves(bitsOf(sent, bits, 'msb'), 'mark'),
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
    const isWide = halves[8] === halves[9] && halves[10] === halves[11] && halves[9] !== halves[10]
    const count = (halves.length - 12) / 2
    if (!isWide || !lengths.includes(count) || ![1, 1, 1, 0].every((bit, i) => bitAt(2 * i) === bit)) return undefined
    const bits = Array.from({ length: count }, (_, i) => bitAt(12 + 2 * i))
    if (!bits.every((bit): bit is Bit => bit !== undefined)) return undefined
    return { fields: withoutToggle({ bits: count, data: numberOf(bits, 'msb') }), next: read.next }
  },
})
