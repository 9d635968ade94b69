import { bitsOf, numberOf } from '../../codes/bits.ts'
import { sum } from '../frames.ts'
import { protocolFromLayout, thenInverted } from '../layout.ts'

/*
 * 6 bytes, most significant bit first, and all of them inverted once more. By place: 0 a fixed A1; 1 mode (bits 0–2), fan
 * (bits 3–4), sleep (bit 6), power (bit 7); 2 °C − 17 (bits 0–4), Fahrenheit (bit 5), a fixed bit 6; 3 and 4 timers and sensor, FF for none; 5 what
 * makes the sum zero, where each byte counts with its bits turned round.
 * Swinging, economy and turbo are frames of their own that begin and end it; they tell no state and are not offered.
 * Source: crankyoldgit/IRremoteESP8266 src/ir_Midea.{h,cpp}.
 */
const turned = (byte: number) => numberOf(bitsOf(byte, 8, 'lsb'), 'msb')

/** Midea's remotes that send 6 bytes, such as RG57H; also of Comfee, Pioneer System and Trotec. */
export const midea = protocolFromLayout({
  name: 'midea-ac',
  timing: { headerUs: [4480, 4480], mark: 560, zeroUs: 560, oneUs: 1680, gapUs: 5600, endGapUs: 100_000 },
  sections: thenInverted(6, 'msb'),
  blank: 'A1 00 40 FF FF 00',
  fixed: [0],
  power: { at: [1, 7, 1], on: 1, off: 0 },
  mode: { at: [1, 0, 3], codes: { cool: 0, dehumidify: 1, auto: 2, heat: 3, fan: 4 } },
  temperature: {
    ...{ min: 17, max: 30, step: 1, at: [2, 0, 5], codeOf: (celsius) => celsius - 17 },
    fahrenheit: { at: [2, 5, 1], of: ([, , third = 0]) => (third & 0x1f) + 62 },
    instead: { fan: 7 },
  },
  fan: { at: [1, 3, 2], codes: [1, 2, 3], auto: 0, only: { auto: 0, dehumidify: 0 } },
  presets: { sleep: { at: [1, 6, 1], on: 1, off: 0 } },
  complete: (bytes) => bytes.with(5, turned(-sum(bytes.slice(0, 5).map(turned)) & 0xff)),
})
