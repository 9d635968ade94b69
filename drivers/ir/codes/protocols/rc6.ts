import * as z from 'zod'
import { bitsOf, numberOf } from '../bits.ts'
import { bitField, defineProtocol, type FrameFields, printedForms } from '../protocol.ts'
import { encodeRc6Frames, readRc6Frame } from '../rc6Frame.ts'

const mode = 0

interface Rc6 extends FrameFields {
  readonly address: number
  readonly command: number
}

/** RC6 mode 0: the bit that is twice as wide is the toggle; then 8 bits of address, 8 of command. */
export const rc6 = defineProtocol<Rc6>({
  carrierHz: 36_000,
  hasToggle: true,
  input: z.union([
    ...printedForms(20, (code): Rc6 => ({ address: (code >> 8) & 255, command: code & 255 })),
    z.strictObject({ address: bitField(8), command: bitField(8) }),
  ]),
  encode: ({ address, command }, times, toggle) =>
    encodeRc6Frames(mode, toggle ? 1 : 0, [...bitsOf(address, 8, 'msb'), ...bitsOf(command, 8, 'msb')], times),
  read(pulses, at) {
    const read = readRc6Frame(pulses, at, mode)
    if (read?.data.length !== 16) return undefined
    const { data, next } = read
    return { fields: { address: numberOf(data.slice(0, 8), 'msb'), command: numberOf(data.slice(8), 'msb') }, next }
  },
})
