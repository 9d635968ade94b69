import * as z from 'zod'
import { type Bits, bitsOf, numberOf } from '../bits.ts'
import { codeError } from '../messages.ts'
import { bitField, defineProtocol, type FrameFields, framesOf, printedForms, transformOrIssue } from '../protocol.ts'
import { encodeFrame, readFrame, type Timing } from '../pulseDistance.ts'
import { withPeriod } from '../pulses.ts'

// IrpProtocols "Sony12", "Sony15", "Sony20"; IRremoteESP8266 ir_Sony.cpp
const timing: Timing = { leader: [2400, 600], zero: [600, 600], one: [1200, 600] }
const periodUs = 45_000
const minFrames = 3

interface Sony extends FrameFields {
  readonly bits: number
  readonly address: number
  readonly command: number
  /** 8 bits more, of 20 */
  readonly extended?: number
}

const bits = z.union([z.literal(12), z.literal(15), z.literal(20)])

function fieldsFrom(sent: Bits): Sony {
  const part = (from: number, to: number) => numberOf(sent.slice(from, to), 'lsb')
  const both = { bits: sent.length, command: part(0, 7) }
  return sent.length === 20
    ? { ...both, address: part(7, 12), extended: part(12, 20) }
    : { ...both, address: part(7, sent.length) }
}

/** How many bits a bare number has: the fewest that hold it. */
const bitsFor = (code: number) => (code < 2 ** 12 ? 12 : code < 2 ** 15 ? 15 : 20)

/**
 * Sony SIRC: 7 bits of command, then 5 or 8 of address, or 5 and 8 more; at least three frames.
 * The number is the bits as they are sent, the first the highest: 0xA90 of 12 bits is address 1, command 21.
 */
export const sony = defineProtocol<Sony>({
  carrierHz: 40_000,
  minFrames,
  input: z.union([
    ...printedForms(20, (code) => fieldsFrom(bitsOf(code, bitsFor(code), 'msb'))),
    z
      .strictObject({
        bits: bits.default(12),
        address: bitField(8).optional(),
        command: bitField(7).optional(),
        extended: bitField(8).optional(),
        data: bitField(20).optional(),
      })
      .transform(
        transformOrIssue(({ bits, address, command, extended, data }): Sony => {
          if (data !== undefined) {
            if (address !== undefined || command !== undefined) throw codeError('addressOrData')
            if (data >= 2 ** bits) throw codeError('tooManyBits', { bits })
            return fieldsFrom(bitsOf(data, bits, 'msb'))
          }
          if (address === undefined || command === undefined)
            throw codeError('bitsLike', { example: '{ bits: 12, address: 1, command: 21 }' })
          if (bits !== 15 && address > 31) throw codeError('sonyAddress', { bits })
          if (bits !== 20 && extended !== undefined) throw codeError('sonyExtended')
          return { bits, address, command, ...(bits === 20 && { extended: extended ?? 0 }) }
        }),
      ),
  ]),
  encode({ bits, address, command, extended = 0 }, times) {
    const sent = [
      ...bitsOf(command, 7, 'lsb'),
      ...bitsOf(address, bits === 15 ? 8 : 5, 'lsb'),
      ...(bits === 20 ? bitsOf(extended, 8, 'lsb') : []),
    ]
    const frame = encodeFrame(timing, sent)
    return withPeriod(framesOf(frame, frame, Math.max(minFrames, times)), periodUs, 6000)
  },
  read(pulses, at) {
    const read = readFrame(timing, pulses, at, 20)
    if (!read || !bits.safeParse(read.bits.length).success) return undefined
    return { fields: fieldsFrom(read.bits), next: read.next }
  },
})
