import * as z from 'zod'
import { bitsOf, numberOf } from '../bits.ts'
import { codeError } from '../messages.ts'
import { bitField, defineProtocol, type FrameFields, printedForms, transformOrIssue } from '../protocol.ts'
import { encodeRc6Frames, readRc6Frame } from '../rc6Frame.ts'

// IrpProtocols "RC6-6-20", "Replay" (24 bits) and "MCE" (32 bits)
const mode = 6
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
 * RC6 mode 6A: 16 to 32 bits, highest first. The number is that of LIRC and
 * IRremoteESP8266 for remotes of Media Center and Xbox, 36 bits from the mode on: 0xC800F040C is Media Center's power key.
 */
export const rc6a = defineProtocol<Rc6a>({
  carrierHz: 36_000,
  hasToggle: true,
  input: z.union([
    ...printedForms(36, (code): Rc6a => {
      if (Math.floor(code / 2 ** 33) !== 6) throw codeError('rc6aCode')
      return withoutToggle({ bits: 32, data: code % 2 ** 32 })
    }),
    z.strictObject({ bits: z.number().int().min(16).max(32).default(32), data: bitField(32) }).transform(
      transformOrIssue((fields): Rc6a => {
        if (!lengths.includes(fields.bits)) throw codeError('bitLengths', { lengths: lengths.join(', ') })
        if (fields.data >= 2 ** fields.bits) throw codeError('tooManyBits', { bits: fields.bits })
        return withoutToggle(fields)
      }),
    ),
  ]),
  encode(fields, times, toggle) {
    const { bits, data } = fields
    const sent = isMce(fields) && toggle ? data + mceToggle : data
    return encodeRc6Frames(mode, toggle && !isMce(fields) ? 1 : 0, bitsOf(sent, bits, 'msb'), times)
  },
  read(pulses, at) {
    const read = readRc6Frame(pulses, at, mode)
    if (!read || !lengths.includes(read.data.length)) return undefined
    const { data, next } = read
    return { fields: withoutToggle({ bits: data.length, data: numberOf(data, 'msb') }), next }
  },
})
