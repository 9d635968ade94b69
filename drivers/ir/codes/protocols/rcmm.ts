import * as z from 'zod'
import { type Bit, bitsOf, numberOf } from '../bits.ts'
import { codeError } from '../messages.ts'
import { bitField, defineProtocol, type FrameFields, framesOf, transformOrIssue } from '../protocol.ts'
import { isEnd, near, withPeriod } from '../pulses.ts'

// https://www.sbprojects.net/knowledge/ir/rcmm.php; IRremoteESP8266 ir_RCMM.cpp; IrpProtocols "Nokia12", "Nokia", "Nokia32"
const leaderUs = [417, 278]
const mark = 167
/** The space behind each mark says two bits. */
const spacesUs = [278, 444, 611, 778]
const periodUs = 27_778
const minGapUs = 10_000
const toleranceUs = 82
const lengths = [12, 24, 32]
/** of 32 bits, one changes with every press. Source: the Linux kernel's ir-rcmm-decoder.c */
const toggleBit = 0x8000

interface Rcmm extends FrameFields {
  readonly bits: number
  /** as it is printed, highest bit first; the toggle bit counts nothing */
  readonly data: number
}

const withoutToggle = ({ bits, data }: Rcmm): Rcmm => ({
  bits,
  data: bits === 32 && Math.floor(data / toggleBit) % 2 === 1 ? data - toggleBit : data,
})

/** RC-MM of set-top boxes: 12, 24 or 32 bits. As with IRremoteESP8266, 0xE0A600 has 24. */
export const rcmm = defineProtocol<Rcmm>({
  carrierHz: 36_000,
  hasToggle: true,
  input: z.strictObject({ bits: z.number().int().min(12).max(32).default(24), data: bitField(32) }).transform(
    transformOrIssue((fields): Rcmm => {
      if (!lengths.includes(fields.bits)) throw codeError('bitLengths', { lengths: lengths.join(', ') })
      if (fields.data >= 2 ** fields.bits) throw codeError('tooManyBits', { bits: fields.bits })
      return withoutToggle(fields)
    }),
  ),
  encode({ bits, data }, times, toggle) {
    const sent = bitsOf(bits === 32 && toggle ? data + toggleBit : data, bits, 'msb')
    const pairs = Array.from({ length: bits / 2 }, (_, i) => (sent[2 * i] ?? 0) * 2 + (sent[2 * i + 1] ?? 0))
    const frame = [...leaderUs, ...pairs.flatMap((pair) => [mark, spacesUs[pair] ?? 0]), mark]
    return withPeriod(framesOf(frame, frame, times), periodUs, minGapUs)
  },
  read(pulses, at) {
    if (!leaderUs.every((wanted, i) => near(pulses[at + i], wanted, 110))) return undefined
    const bits: Bit[] = []
    for (let i = at + 2; i < pulses.length && bits.length <= 32; i += 2) {
      if (!near(pulses[i], mark, 100)) return undefined
      const space = pulses[i + 1]
      if (isEnd(space)) {
        const fields = { bits: bits.length, data: numberOf(bits, 'msb') }
        return lengths.includes(bits.length) ? { fields: withoutToggle(fields), next: i + 2 } : undefined
      }
      const pair = spacesUs.findIndex((wanted) => Math.abs((space ?? 0) - wanted) <= toleranceUs)
      if (pair < 0) return undefined
      bits.push(pair > 1 ? 1 : 0, pair % 2 === 1 ? 1 : 0)
    }
    return undefined
  },
})
