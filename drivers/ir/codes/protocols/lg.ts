import * as z from 'zod'
import { bitsOf, numberOf } from '../bits.ts'
import { codeError } from '../messages.ts'
import { bitField, defineProtocol, type FrameFields, framesOf, hex, printedForms } from '../protocol.ts'
import { encodeFrame, readFrame, type Timing } from '../pulseDistance.ts'
import { isEnd, near, withPeriod } from '../pulses.ts'

// IRremoteESP8266 ir_LG.cpp
const timing: Timing = { leader: [8500, 4250], zero: [550, 550], one: [550, 1600], stopMark: 550 }
const repeatSignal = [8500, 2250, 550]
const periodUs = 108_050

interface Lg extends FrameFields {
  readonly address: number
  /** 16 bits */
  readonly command: number
}

/** The last four bits: the sum of the four nibbles of the command. */
const sumOf = (command: number) => ((command >> 12) + (command >> 8) + (command >> 4) + command) & 0xf
const codeOf = ({ address, command }: Lg) => address * 2 ** 20 + command * 16 + sumOf(command)
const fieldsFrom = (code: number): Lg => ({ address: Math.floor(code / 2 ** 20), command: (code >> 4) & 0xffff })

/** LG with 28 bits, highest first, three pulses while the key is held; LG televisions speak NEC. 0x4B4AE51 is address 0x4B, command 0x4AE5. */
export const lg = defineProtocol<Lg>({
  carrierHz: 38_000,
  input: z.union([
    ...printedForms(28, (code): Lg => {
      const right = codeOf(fieldsFrom(code))
      if (right !== code) throw codeError('lgSum', { code: hex(code, 7), right: hex(right, 7) })
      return fieldsFrom(code)
    }),
    z.strictObject({ address: bitField(8), command: bitField(16) }),
  ]),
  encode: (fields, times) =>
    withPeriod(framesOf(encodeFrame(timing, bitsOf(codeOf(fields), 28, 'msb')), repeatSignal, times), periodUs),
  read(pulses, at) {
    if (at > 0 && repeatSignal.every((wanted, i) => near(pulses[at + i], wanted)) && isEnd(pulses[at + 3]))
      return { next: at + 4 }
    const read = readFrame(timing, pulses, at, 28)
    if (read?.bits.length !== 28) return undefined
    const code = numberOf(read.bits, 'msb')
    return codeOf(fieldsFrom(code)) === code ? { fields: fieldsFrom(code), next: read.next } : undefined
  },
})
