import { type Bits, bitsOfBytes, bytesOf } from '../../codes/bits.ts'
import { protocolFromLayout } from '../layout.ts'
import { isSwinging } from '../protocol.ts'

/*
 * 8 bytes, least significant bit first: four, the bits 0 1 0, a gap, and four more without a header. By place: 0 mode (bits 0–2), power
 * (bit 3), fan (bits 4–5), flaps swing (bit 6), sleep (bit 7); 1 °C − 16 (low nibble); 2 turbo (bit 4), light (bit 5), a remote YAW1F that is on (bit 6);
 * 3 a fixed 5 (high nibble), Fahrenheit (bit 3); 4 flaps up and down (low nibble), to the sides (bits 4–6); 7 the sum (high nibble) of
 * 10, the low nibbles of the first four bytes, and the high nibbles of the next three.
 * Source: crankyoldgit/IRremoteESP8266 src/ir_Gree.{h,cpp} and src/ir_Kelvinator.cpp (the sum).
 */
const betweenHalves: Bits = [0, 1, 0]

function sumOf(bytes: readonly number[]): number {
  const low = bytes.slice(0, 4).reduce((total, byte) => total + (byte & 0x0f), 10)
  return bytes.slice(4, 7).reduce((total, byte) => total + (byte >> 4), low) & 0x0f
}

interface Model {
  readonly name: string
  /** bit 6 of place 2 while it is on */
  readonly whileOn: 0 | 1
}

const model = ({ name, whileOn }: Model) =>
  protocolFromLayout({
    name,
    timing: { headerUs: [9000, 4500], mark: 620, zeroUs: 540, oneUs: 1600, gapUs: 19_980, hasHeaderOnce: true },
    sections: {
      write: (bytes) => [[...bitsOfBytes(bytes.slice(0, 4)), ...betweenHalves], bitsOfBytes(bytes.slice(4))],
      read: ([first = [], second = []]) =>
        first.length === 35 && first.slice(32).join() === betweenHalves.join() && second.length === 32
          ? [...bytesOf(first.slice(0, 32)), ...bytesOf(second)]
          : undefined,
    },
    blank: '00 00 20 50 00 20 00 00',
    fixed: [],
    power: { at: [0, 3, 1], on: 1, off: 0 },
    mode: { at: [0, 0, 3], codes: { auto: 0, cool: 1, dehumidify: 2, fan: 3, heat: 4 } },
    temperature: {
      ...{ min: 16, max: 30, step: 1, at: [1, 0, 4], codeOf: (celsius) => celsius - 16 },
      // Auto mode goes by 25 °C, whatever is told.
      instead: { auto: 9, fan: 9 },
    },
    fan: { at: [0, 4, 2], codes: [1, 2, 3], auto: 0, only: { dehumidify: 1 } },
    flaps: { vertical: { at: [4, 0, 4], on: 1, off: 0 }, horizontal: { at: [4, 4, 3], on: 1, off: 0 } },
    presets: { powercool: { at: [2, 4, 1], on: 1, off: 0 }, sleep: { at: [0, 7, 1], on: 1, off: 0 } },
    others: (state) => [
      [[0, 6, 1], isSwinging(state, 'vertical') ? 1 : 0],
      [[2, 6, 1], state.power ? whileOn : 0],
    ],
    accepts: (bytes, isOn) => !isOn || (((bytes[2] ?? 0) >> 6) & 1) === whileOn,
    complete: (bytes) => bytes.with(7, ((bytes[7] ?? 0) & 0x0f) | (sumOf(bytes) << 4)),
  })

/** Gree's remotes such as YAW1F, YAA1FB and YB1F2. */
export const gree = model({ name: 'gree-ac', whileOn: 1 })
/** Gree's remotes such as YBOFB. */
export const greeYbofb = model({ name: 'gree-ybofb-ac', whileOn: 0 })
