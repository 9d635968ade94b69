import * as z from 'zod'
import { bitsOfBytes, bytesOf, bytesOfPrinted, inverse, printedOf } from '../bits.ts'
import { codeError } from '../messages.ts'
import { bitField, defineProtocol, type FrameFields, framesOf, printedForms, transformOrIssue } from '../protocol.ts'
import { encodeFrame, readFrame, type Timing } from '../pulseDistance.ts'
import { withPeriod } from '../pulses.ts'

// IRremoteESP8266 ir_Samsung.cpp; IrpProtocols "NECx2"
const timing: Timing = { leader: [4500, 4500], zero: [560, 560], one: [560, 1690], stopMark: 560 }
const periodUs = 108_000

/** `data` is for what has no address and command in this sense: the halves of the address differ, say. */
interface Samsung extends FrameFields {
  readonly address: number
  readonly command: number
  readonly data: number
}

const bytesFor = ({ address = 0, command = 0, data }: Partial<Samsung>) =>
  data === undefined ? [address, address, command, inverse(command)] : bytesOfPrinted(data, 32)

function fieldsFrom(bytes: readonly number[]): Partial<Samsung> {
  const [address = 0, again, command = 0, check] = bytes
  return again === address && check === inverse(command) ? { address, command } : { data: printedOf(bytes) }
}

/** Samsung32: the whole frame again while the key is held. The number is printed as with NEC: 0xE0E040BF is address 7, command 2. */
export const samsung = defineProtocol<Partial<Samsung>>({
  carrierHz: 38_000,
  input: z.union([
    ...printedForms(32, (code) => fieldsFrom(bytesOfPrinted(code, 32))),
    z
      .strictObject({
        address: bitField(8).optional(),
        command: bitField(8).optional(),
        data: bitField(32).optional(),
      })
      .transform(
        transformOrIssue(({ address, command, data }): Partial<Samsung> => {
          if (data !== undefined) {
            if (address !== undefined || command !== undefined) throw codeError('addressOrData')
            return fieldsFrom(bytesOfPrinted(data, 32))
          }
          if (address === undefined || command === undefined)
            throw codeError('addressOrCode', { example: '{ address: 7, command: 2 }', code: '0xE0E040BF' })
          return { address, command }
        }),
      ),
  ]),
  encode(fields, times) {
    const frame = encodeFrame(timing, bitsOfBytes(bytesFor(fields)))
    return withPeriod(framesOf(frame, frame, times), periodUs)
  },
  read(pulses, at) {
    const read = readFrame(timing, pulses, at, 32)
    if (read?.bits.length !== 32) return undefined
    const fields = fieldsFrom(bytesOf(read.bits))
    return fields.data === undefined ? { fields, next: read.next } : undefined
  },
})
