import * as z from 'zod'
import { type Bits, bitsOf, inverse, numberOf } from '../bits.ts'
import { bitField, defineProtocol, type FrameFields, framesOf, hex, printedForms } from '../protocol.ts'
import { encodeFrame, readFrame, type Timing } from '../pulseDistance.ts'
import { withPeriod } from '../pulses.ts'

// IrpProtocols "Denon": {38k,264}<1,-3|1,-7>, 67 ms from start to start; IRremoteESP8266 ir_Denon.cpp
const timing: Timing = { zero: [264, 792], one: [264, 1848], stopMark: 264, toleranceUs: 130 }
const periodUs = 67_000

interface Denon extends FrameFields {
  readonly address: number
  readonly command: number
}

/** The two halves of what is sent: with the bits 0 0 behind it, and with the command inverted and 1 1 behind it. */
const sent = ({ address, command }: Denon): readonly Bits[] => [
  [...bitsOf(address, 5, 'lsb'), ...bitsOf(command, 8, 'lsb'), 0, 0],
  [...bitsOf(address, 5, 'lsb'), ...bitsOf(inverse(command), 8, 'lsb'), 1, 1],
]

/** What either half says; nothing if the last two bits differ, as with Sharp. */
function fieldsFrom(bits: Bits): Denon | undefined {
  if (bits.length !== 15 || bits[13] !== bits[14]) return undefined
  const command = numberOf(bits.slice(5, 13), 'lsb')
  return { address: numberOf(bits.slice(0, 5), 'lsb'), command: bits[13] === 0 ? command : inverse(command) }
}

/** Denon's own, of 15 bits, then once more with the command inverted; its newer remotes speak AEHA. The number is the bits as they are sent. */
export const denon = defineProtocol<Denon>({
  carrierHz: 38_000,
  input: z.union([
    ...printedForms(15, (code): Denon => {
      const fields = fieldsFrom(bitsOf(code, 15, 'msb'))
      if (!fields || code % 4 !== 0) throw new Error(`${hex(code)} is no Denon code: its last two bits must be 0`)
      return fields
    }),
    z.strictObject({ address: bitField(5), command: bitField(8) }),
  ]),
  encode: (fields, times) =>
    withPeriod(
      framesOf([], [], times).flatMap(() => sent(fields).map((bits) => encodeFrame(timing, bits))),
      periodUs,
    ),
  read(pulses, at) {
    const read = readFrame(timing, pulses, at, 15)
    const fields = read && fieldsFrom(read.bits)
    return fields && { fields, next: read.next }
  },
})
