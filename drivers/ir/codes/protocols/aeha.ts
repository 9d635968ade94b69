import * as z from 'zod'
import { bitsOfBytes, bytesOf, bytesOfPrinted } from '../bits.ts'
import { codeError } from '../messages.ts'
import { bitField, defineProtocol, type FrameFields, framesOf, printedForms, transformOrIssue } from '../protocol.ts'
import { encodeFrame, readFrame, type Timing } from '../pulseDistance.ts'
import { withPeriod } from '../pulses.ts'

/** The Japanese standard: T, µs, of each; 8T 4T, then T and T or 3T, least significant bit first. */
const timingOf = (unit: number): Timing => ({
  leader: [8 * unit, 4 * unit],
  zero: [unit, unit],
  one: [unit, 3 * unit],
  stopMark: unit,
})
// IrpProtocols "Kaseikyo" and "Panasonic": a gap of 173 T, the whole frame again while the key is held
const framesFor = (unit: number, bytes: readonly number[], times: number) => {
  const frame = encodeFrame(timingOf(unit), bitsOfBytes(bytes))
  return withPeriod(framesOf(frame, frame, times), 0, 173 * unit)
}
const panasonicMaker = 0x2002

/** The four bits behind the maker's code: its four nibbles by exclusive or. */
const parityOf = (maker: number) => (maker ^ (maker >> 4) ^ (maker >> 8) ^ (maker >> 12)) & 0xf

interface Aeha extends FrameFields {
  /** 16 bits; 0x3254 Denon, 0xCB23 Mitsubishi, 0x5AAA Sharp, 0x0103 JVC */
  readonly maker: number
  /** 12 bits */
  readonly address: number
  readonly command: number
  /** all bytes as they are sent, where they are more than 6 or not of this form */
  readonly bytes: readonly number[]
}

/** Six bytes: maker, parity and address, command, and the exclusive or of the three before. */
function bytesFor({ maker = 0, address = 0, command = 0, bytes }: Partial<Aeha>): readonly number[] {
  if (bytes) return bytes
  const [low, high] = [parityOf(maker) | ((address & 0xf) << 4), address >> 4]
  return [maker & 0xff, maker >> 8, low, high, command, low ^ high ^ command]
}

/** What bytes say: by name where they are of the common form. */
function fieldsFrom(bytes: readonly number[]): Partial<Aeha> {
  const [first = 0, second = 0, third = 0, fourth = 0, command = 0] = bytes
  const named = { maker: second * 256 + first, address: (third >> 4) | (fourth << 4), command }
  return bytesFor(named).join() === bytes.join() ? named : { bytes }
}

/** Of six bytes the last is the exclusive or of three before, or its upper half of all nibbles before ("Kaseikyo" of IrpProtocols). */
function isRight(bytes: readonly number[]): boolean {
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0, last = 0] = bytes
  if ((third & 0xf) !== parityOf(second * 256 + first)) return false
  const nibbles = (third >> 4) ^ fourth ^ (fourth >> 4) ^ fifth ^ (fifth >> 4) ^ last
  return bytes.length > 6 || last === (third ^ fourth ^ fifth) || (nibbles & 0xf) === last >> 4
}

const readBytes = (unit: number, pulses: readonly number[], at: number) => {
  const read = readFrame(timingOf(unit), pulses, at)
  if (!read || read.bits.length < 48 || read.bits.length % 8 !== 0) return undefined
  return { bytes: bytesOf(read.bits), next: read.next }
}

/**
 * AEHA, or Kaseikyo: 48 bits or more behind a maker's code. The number is of 48 bits as they are sent, the first the highest.
 * Behind six bytes every maker checks in a way of its own: of longer frames the maker's parity alone is checked.
 */
export const aeha = defineProtocol<Partial<Aeha>>({
  carrierHz: 38_000,
  input: z.union([
    ...printedForms(48, (code) => fieldsFrom(bytesOfPrinted(code, 48))),
    z
      .strictObject({
        maker: bitField(16).optional(),
        address: bitField(12).optional(),
        command: bitField(8).optional(),
        bytes: z.array(bitField(8)).min(3).max(128).optional(),
      })
      .transform(
        transformOrIssue(({ maker, address, command, bytes }): Partial<Aeha> => {
          if (bytes) {
            if (maker !== undefined) throw codeError('makerOrBytes')
            return fieldsFrom(bytes)
          }
          if (maker === undefined || address === undefined || command === undefined)
            throw codeError('makerLike', { example: '{ maker: 0x3254, address: 1, command: 2 }' })
          return { maker, address, command }
        }),
      ),
  ]),
  encode: (fields, times) => framesFor(425, bytesFor(fields), times),
  read(pulses, at) {
    const read = readBytes(425, pulses, at)
    return read && isRight(read.bytes) ? { fields: fieldsFrom(read.bytes), next: read.next } : undefined
  },
})

interface Panasonic extends FrameFields {
  readonly device: number
  readonly subdevice: number
  readonly command: number
}

/** Panasonic: AEHA with T = 432 and its own maker's code. The number is as of AEHA: 0x400401007C7D. */
export const panasonic = defineProtocol<Panasonic>({
  carrierHz: 37_000,
  input: z.union([
    ...printedForms(48, (code) => {
      const fields = panasonicOf(bytesOfPrinted(code, 48))
      if (!fields) throw codeError('panasonicCode')
      return fields
    }),
    z
      .strictObject({
        device: bitField(8).optional(),
        subdevice: bitField(8).optional(),
        address: bitField(12).optional(),
        command: bitField(8),
      })
      .transform(
        transformOrIssue(({ device, subdevice, address, command }): Panasonic => {
          if (address !== undefined && device === undefined && subdevice === undefined)
            return { device: (address & 0xf) << 4, subdevice: address >> 4, command }
          if (device === undefined || subdevice === undefined || address !== undefined)
            throw codeError('deviceOrAddress')
          return { device, subdevice, command }
        }),
      ),
  ]),
  encode: ({ device, subdevice, command }, times) =>
    framesFor(432, [0x02, 0x20, device, subdevice, command, device ^ subdevice ^ command], times),
  read(pulses, at) {
    const read = readBytes(432, pulses, at)
    const fields = read && panasonicOf(read.bytes)
    return fields && { fields, next: read.next }
  },
})

function panasonicOf(bytes: readonly number[]): Panasonic | undefined {
  const [first = 0, second = 0, device = 0, subdevice = 0, command = 0, check] = bytes
  const isOurs = bytes.length === 6 && second * 256 + first === panasonicMaker
  return isOurs && check === (device ^ subdevice ^ command) ? { device, subdevice, command } : undefined
}
