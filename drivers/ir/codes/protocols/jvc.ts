import * as z from 'zod'
import { bitsOfBytes, bytesOf, bytesOfPrinted } from '../bits.ts'
import { bitField, defineProtocol, type FrameFields, framesOf, printedForms } from '../protocol.ts'
import { encodeFrame, readFrame, type Timing } from '../pulseDistance.ts'
import { withPeriod } from '../pulses.ts'

// IrpProtocols "JVC"; IRremoteESP8266 ir_JVC.cpp
const again: Timing = { zero: [526, 526], one: [526, 1579], stopMark: 526 }
const first: Timing = { ...again, leader: [8420, 4210] }
const [firstPeriod, periodUs] = [59_080, 46_420]

interface Jvc extends FrameFields {
  readonly address: number
  readonly command: number
}

/** JVC: 16 bits, with a leader before the first frame alone. The number is the bits as they are sent: 0xC2B8 is address 0x43, command 0x1D. */
export const jvc = defineProtocol<Jvc>({
  carrierHz: 38_000,
  input: z.union([
    ...printedForms(16, (code): Jvc => {
      const [address = 0, command = 0] = bytesOfPrinted(code, 16)
      return { address, command }
    }),
    z.strictObject({ address: bitField(8), command: bitField(8) }),
  ]),
  encode({ address, command }, times) {
    const bits = bitsOfBytes([address, command])
    const [whole = [], ...others] = framesOf(encodeFrame(first, bits), encodeFrame(again, bits), times)
    return [...withPeriod([whole], firstPeriod), ...withPeriod(others, periodUs)]
  },
  read(pulses, at) {
    const read = readFrame(first, pulses, at, 16) ?? (at > 0 ? readFrame(again, pulses, at, 16) : undefined)
    if (read?.bits.length !== 16) return undefined
    const [address = 0, command = 0] = bytesOf(read.bits)
    return { fields: { address, command }, next: read.next }
  },
})
