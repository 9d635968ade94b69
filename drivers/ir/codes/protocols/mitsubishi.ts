import * as z from 'zod'
import { bitsOfBytes, bytesOf, bytesOfPrinted } from '../bits.ts'
import { bitField, defineProtocol, type FrameFields, framesOf, printedForms } from '../protocol.ts'
import { encodeFrame, readFrame, type Timing } from '../pulseDistance.ts'
import { withPeriod } from '../pulses.ts'

// IRremoteESP8266 ir_Mitsubishi.cpp; it has neither leader nor check, so that its times are taken more strictly
const timing: Timing = { zero: [300, 900], one: [300, 2100], stopMark: 300, toleranceUs: 110 }
const [periodUs, minGapUs] = [53_580, 28_080]
const minFrames = 2

interface Mitsubishi extends FrameFields {
  readonly address: number
  readonly command: number
}

/** Mitsubishi televisions: 16 bits, at least two frames. The number is the bits as they are sent: 0xE242 is address 0x47, command 0x42. */
export const mitsubishi = defineProtocol<Mitsubishi>({
  carrierHz: 33_000,
  minFrames,
  input: z.union([
    ...printedForms(16, (code): Mitsubishi => {
      const [address = 0, command = 0] = bytesOfPrinted(code, 16)
      return { address, command }
    }),
    z.strictObject({ address: bitField(8), command: bitField(8) }),
  ]),
  encode({ address, command }, times) {
    const frame = encodeFrame(timing, bitsOfBytes([address, command]))
    return withPeriod(framesOf(frame, frame, Math.max(minFrames, times)), periodUs, minGapUs)
  },
  read(pulses, at) {
    const read = readFrame(timing, pulses, at, 16)
    if (read?.bits.length !== 16) return undefined
    const [address = 0, command = 0] = bytesOf(read.bits)
    return { fields: { address, command }, next: read.next }
  },
})
