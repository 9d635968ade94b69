import * as z from 'zod'
import { type Bits, bitsOf, inverse, numberOf } from '../bits.ts'
import { bitField, type Fields, printed, protocol, repeated } from '../protocol.ts'
import { frameOf, readFrame, type Timing } from '../pulseDistance.ts'
import { near, spaced } from '../pulses.ts'

// IrpProtocols "Samsung36": device 8, subdevice 8, a pause, extra 4, command 8 and its inverse. The times are those that
// IRremoteESP8266 measured, ir_Samsung.cpp; the round ones of IrpProtocols are too far from them for its decoder.
const rest: Timing = { zero: [512, 490], one: [512, 1468], stop: 512 }
const head: Timing = { ...rest, leader: [4515, 4438] }
const pause = 4438
const period = 108_000

interface Samsung36 extends Fields {
  readonly device: number
  readonly subdevice: number
  readonly extra: number
  readonly command: number
}

function meaning(bits: Bits): Samsung36 | undefined {
  const part = (from: number, to: number) => numberOf(bits.slice(from, to), 'lsb')
  const command = part(20, 28)
  if (part(28, 36) !== inverse(command)) return undefined
  return { device: part(0, 8), subdevice: part(8, 16), extra: part(16, 20), command }
}

/** Samsung with 36 bits, of Blu-ray players. The number is the bits as they are sent, the first the highest. */
export const samsung36 = protocol<Samsung36>({
  carrier: 38_000,
  input: z.union([
    ...printed(36, (code) => {
      const fields = meaning(bitsOf(code, 36, 'msb'))
      if (!fields) throw new Error('its last eight bits must be the inverse of the eight before')
      return fields
    }),
    z.strictObject({
      device: bitField(8),
      subdevice: bitField(8),
      extra: bitField(4),
      command: bitField(8),
    }),
  ]),
  held({ device, subdevice, extra, command }, times) {
    const first = [...bitsOf(device, 8, 'lsb'), ...bitsOf(subdevice, 8, 'lsb')]
    const second = [...bitsOf(extra, 4, 'lsb'), ...bitsOf(command, 8, 'lsb'), ...bitsOf(inverse(command), 8, 'lsb')]
    const frame = [...frameOf(head, first), pause, ...frameOf(rest, second)]
    return spaced(repeated(frame, frame, times), period)
  },
  read(pulses, at) {
    const first = readFrame(head, pulses, at, 16)
    if (first?.bits.length !== 16 || !near(pulses[first.next - 1], pause)) return undefined
    const second = readFrame(rest, pulses, first.next, 20)
    if (second?.bits.length !== 20) return undefined
    const fields = meaning([...first.bits, ...second.bits])
    return fields && { fields, next: second.next }
  },
})
