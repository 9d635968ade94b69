import * as z from 'zod'
import { type Bits, bitsOf, inverse, numberOf } from '../bits.ts'
import { codeError } from '../messages.ts'
import { bitField, defineProtocol, type FrameFields, framesOf, hex, printedForms } from '../protocol.ts'
import { encodeFrame, readFrame, type Timing } from '../pulseDistance.ts'
import { withPeriod } from '../pulses.ts'

// IrpProtocols "Denon" and "Sharp": {38k,264}<1,-3|1,-7>, 67 ms from start to start; IRremoteESP8266 ir_Denon.cpp, ir_Sharp.cpp
const timing: Timing = { zero: [264, 792], one: [264, 1848], stopMark: 264, toleranceUs: 130 }
const periodUs = 67_000

interface FifteenBitFields extends FrameFields {
  readonly address: number
  readonly command: number
}

/**
 * Defines a protocol of 15 bits that are sent twice: 5 of address, 8 of command, and two that say which half it is; the
 * second time with the command and these two inverted.
 * @param ending the last two bits of the first half
 * @param mistake the message for a printed code that does not have them
 */
function defineFifteenBitProtocol(ending: Bits, mistake: 'denonCode' | 'sharpCode') {
  const invertedEnding: Bits = ending.map((bit) => (bit === 1 ? 0 : 1))
  const isEnding = (bits: Bits, wanted: Bits) => wanted.every((bit, i) => bits[13 + i] === bit)
  const halvesOf = ({ address, command }: FifteenBitFields): readonly Bits[] => [
    [...bitsOf(address, 5, 'lsb'), ...bitsOf(command, 8, 'lsb'), ...ending],
    [...bitsOf(address, 5, 'lsb'), ...bitsOf(inverse(command), 8, 'lsb'), ...invertedEnding],
  ]
  /** What either half says; nothing if its last two bits are those of another protocol. */
  const fieldsFrom = (bits: Bits): FifteenBitFields | undefined => {
    const isFirst = isEnding(bits, ending)
    if (bits.length !== 15 || (!isFirst && !isEnding(bits, invertedEnding))) return undefined
    const command = numberOf(bits.slice(5, 13), 'lsb')
    return { address: numberOf(bits.slice(0, 5), 'lsb'), command: isFirst ? command : inverse(command) }
  }
  return defineProtocol<FifteenBitFields>({
    carrierHz: 38_000,
    input: z.union([
      ...printedForms(15, (code): FifteenBitFields => {
        const bits = bitsOf(code, 15, 'msb')
        const fields = fieldsFrom(bits)
        if (!fields || !isEnding(bits, ending)) throw codeError(mistake, { code: hex(code) })
        return fields
      }),
      z.strictObject({ address: bitField(5), command: bitField(8) }),
    ]),
    encode: (fields, times) =>
      withPeriod(
        framesOf([], [], times).flatMap(() => halvesOf(fields).map((bits) => encodeFrame(timing, bits))),
        periodUs,
      ),
    read(pulses, at) {
      const read = readFrame(timing, pulses, at, 15)
      const fields = read && fieldsFrom(read.bits)
      return fields && { fields, next: read.next }
    },
  })
}

/** Denon's own; its newer remotes speak AEHA. The number is the bits as they are sent, the first the highest. */
export const denon = defineFifteenBitProtocol([0, 0], 'denonCode')

/** Sharp. The number is the bits as they are sent, the first the highest: 0x454A is address 17, command 0x4A. */
export const sharp = defineFifteenBitProtocol([1, 0], 'sharpCode')
