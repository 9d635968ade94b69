import * as z from 'zod'
import { bitsOfBytes, bytesOf, bytesOfPrinted, inverse, printedOf } from '../bits.ts'
import { codeError } from '../messages.ts'
import {
  bitField,
  defineProtocol,
  type FrameFields,
  framesOf,
  hex,
  printedForms,
  transformOrIssue,
} from '../protocol.ts'
import { encodeFrame, readFrame, type Timing } from '../pulseDistance.ts'
import { isEnd, near, withPeriod } from '../pulses.ts'

// https://www.sbprojects.net/knowledge/ir/nec.php; IrpProtocols "NEC1"; IRremoteESP8266 ir_NEC.cpp
const timing: Timing = { leader: [9000, 4500], zero: [560, 560], one: [560, 1690], stopMark: 560 }
const repeatSignal = [9000, 2250, 560]
const periodUs = 108_000

/** `data` is for what has no address and command in this sense: the second half of the command is not its inverse. */
interface Nec extends FrameFields {
  readonly address: number
  readonly command: number
  /** 16 bits of address, though they would fit into 8 */
  readonly extended: boolean
  readonly data: number
}

/** The address low byte first, then its high byte or, of an address of 8 bits, its inverse; the command and its inverse. */
function bytesFor({ address = 0, command = 0, extended, data }: Partial<Nec>): number[] {
  if (data !== undefined) return bytesOfPrinted(data, 32)
  const high = extended || address > 0xff ? address >> 8 : inverse(address)
  return [address & 0xff, high, command, inverse(command)]
}

/** What four bytes say; `data` if they fail the check. */
function fieldsFrom(bytes: readonly number[]): Partial<Nec> {
  const [low = 0, high = 0, command = 0, check] = bytes
  if (check !== inverse(command)) return { data: printedOf(bytes) }
  if (high === inverse(low)) return { address: low, command }
  return { address: high * 256 + low, command, ...(high === 0 && { extended: true }) }
}

/**
 * NEC: 32 bits, or three pulses while the key is held.
 * The number is what LIRC, IRremote and IRremoteESP8266 print: the bits in the order in which they are sent, the first the highest.
 * Each of its bytes is therefore the other way round: 0x20DF10EF is address 4, command 8.
 */
export const nec = defineProtocol<Partial<Nec>>({
  carrierHz: 38_000,
  input: z.union([
    ...printedForms(32, (code): Partial<Nec> => {
      if (code === 0xffffffff) throw codeError('necRepeat')
      return fieldsFrom(bytesOfPrinted(code, 32))
    }),
    z
      .strictObject({
        address: bitField(16).optional(),
        command: bitField(16).optional(),
        extended: z.boolean().optional(),
        data: bitField(32).optional(),
      })
      .transform(
        transformOrIssue(({ address, command, extended, data }): Partial<Nec> => {
          if (data !== undefined) {
            if (address !== undefined || command !== undefined) throw codeError('addressOrData')
            return fieldsFrom(bytesOfPrinted(data, 32))
          }
          if (address === undefined || command === undefined)
            throw codeError('addressOrCode', { example: '{ address: 4, command: 8 }', code: hex(0x20df10ef) })
          // The high byte of a command of 16 bits is its inverse, or NEC is only half of it.
          if (command > 0xff) {
            const [low, high] = bytesFor({ address, extended: extended === true })
            return fieldsFrom([low ?? 0, high ?? 0, command & 0xff, command >> 8])
          }
          return fieldsFrom(bytesFor({ address, command, extended: extended === true }))
        }),
      ),
  ]),
  encode: (fields, times) =>
    withPeriod(framesOf(encodeFrame(timing, bitsOfBytes(bytesFor(fields))), repeatSignal, times), periodUs),
  read(pulses, at) {
    if (at > 0 && repeatSignal.every((wanted, i) => near(pulses[at + i], wanted)) && isEnd(pulses[at + 3]))
      return { next: at + 4 }
    const read = readFrame(timing, pulses, at, 32)
    if (read?.bits.length !== 32) return undefined
    const fields = fieldsFrom(bytesOf(read.bits))
    return fields.data === undefined ? { fields, next: read.next } : undefined
  },
})
