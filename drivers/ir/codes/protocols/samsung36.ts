import * as z from 'zod'
import { type Bits, bitsOf, inverse, numberOf } from '../bits.ts'
import { codeError } from '../messages.ts'
import { bitField, defineProtocol, type FrameFields, framesOf, printedForms } from '../protocol.ts'
import { encodeFrame, readFrame, type Timing } from '../pulseDistance.ts'
import { near, withPeriod } from '../pulses.ts'

// IrpProtocols "Samsung36": device 8, subdevice 8, a pause, extra 4, command 8 and its inverse. The times are those that
// IRremoteESP8266 measured, ir_Samsung.cpp; the round ones of IrpProtocols are too far from them for its decoder.
const secondTiming: Timing = { zero: [512, 490], one: [512, 1468], stopMark: 512 }
const firstTiming: Timing = { ...secondTiming, leader: [4515, 4438] }
const pauseUs = 4438
const periodUs = 108_000

interface Samsung36 extends FrameFields {
  readonly device: number
  readonly subdevice: number
  readonly extra: number
  readonly command: number
}

function fieldsFrom(bits: Bits): Samsung36 | undefined {
  const part = (from: number, to: number) => numberOf(bits.slice(from, to), 'lsb')
  const command = part(20, 28)
  if (part(28, 36) !== inverse(command)) return undefined
  return { device: part(0, 8), subdevice: part(8, 16), extra: part(16, 20), command }
}

/** Samsung with 36 bits, of Blu-ray players. The number is the bits as they are sent, the first the highest. */
export const samsung36 = defineProtocol<Samsung36>({
  carrierHz: 38_000,
  input: z.union([
    ...printedForms(36, (code) => {
      const fields = fieldsFrom(bitsOf(code, 36, 'msb'))
      if (!fields) throw codeError('samsung36Inverse')
      return fields
    }),
    z.strictObject({
      device: bitField(8),
      subdevice: bitField(8),
      extra: bitField(4),
      command: bitField(8),
    }),
  ]),
  encode({ device, subdevice, extra, command }, times) {
    const first = [...bitsOf(device, 8, 'lsb'), ...bitsOf(subdevice, 8, 'lsb')]
    const second = [...bitsOf(extra, 4, 'lsb'), ...bitsOf(command, 8, 'lsb'), ...bitsOf(inverse(command), 8, 'lsb')]
    const frame = [...encodeFrame(firstTiming, first), pauseUs, ...encodeFrame(secondTiming, second)]
    return withPeriod(framesOf(frame, frame, times), periodUs)
  },
  read(pulses, at) {
    const first = readFrame(firstTiming, pulses, at, 16)
    if (first?.bits.length !== 16 || !near(pulses[first.next - 1], pauseUs)) return undefined
    const second = readFrame(secondTiming, pulses, first.next, 20)
    if (second?.bits.length !== 20) return undefined
    const fields = fieldsFrom([...first.bits, ...second.bits])
    return fields && { fields, next: second.next }
  },
})
