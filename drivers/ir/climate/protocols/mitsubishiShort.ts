import { inverse } from '../../codes/bits.ts'
import { protocolFromLayout, sectionsOf, withSum } from '../layout.ts'

/*
 * 14 or 17 bytes, least significant bit first, begun by 23 CB 26. Their fan is never its own choice.
 * 14 bytes, by place: 5 power (bit 2); 6 mode (bits 0–2); 7 31 − °C (low nibble); 8 fan (bits 0–2), flaps up and down (bits 3–5); 12 flaps
 * to the sides (bits 2–5), 0 in bit 7, where TCL's has 1; 13 the sum of all.
 * 17 bytes, by place: 5 power (bit 6); 6 mode (bits 0–2), °C − 16 (high nibble); 7 fan (bits 1–2), flaps up and down (high nibble); 11 to 16
 * those from 5 to 10 inverted.
 * Source: crankyoldgit/IRremoteESP8266 src/ir_Mitsubishi.{h,cpp}, classes IRMitsubishi112 and IRMitsubishi136.
 */

/** Mitsubishi Electric's remotes that send 14 bytes, such as KPOA. They have no fan mode. */
export const mitsubishi112 = protocolFromLayout({
  name: 'mitsubishi112-ac',
  timing: { headerUs: [3450, 1696], mark: 450, zeroUs: 385, oneUs: 1250, gapUs: 100_000 },
  sections: sectionsOf([14]),
  blank: '23CB260100 20 00 00 00 000000 00 00',
  fixed: [0, 1, 2, 3, 4],
  power: { at: [5, 2, 1], on: 1, off: 0 },
  mode: { at: [6, 0, 3], codes: { heat: 1, dehumidify: 2, cool: 3, auto: 7 } },
  temperature: { min: 16, max: 31, step: 1, at: [7, 0, 4], codeOf: (celsius) => 31 - celsius, instead: {} },
  // Quiet is the slowest of its levels.
  fan: { at: [8, 0, 3], codes: [2, 3, 5, 0], auto: 5 },
  flaps: { vertical: { at: [8, 3, 3], on: 7, off: 3 }, horizontal: { at: [12, 2, 4], on: 0xc, off: 3 } },
  accepts: (bytes) => ((bytes[12] ?? 0) & 0x80) === 0,
  complete: (bytes) => withSum(bytes),
})

/** Mitsubishi Electric's remotes that send 17 bytes, such as PAR-FA32MA. */
export const mitsubishi136 = protocolFromLayout({
  name: 'mitsubishi136-ac',
  timing: { headerUs: [3324, 1474], mark: 467, zeroUs: 351, oneUs: 1137, gapUs: 100_000 },
  sections: sectionsOf([17]),
  blank: '23CB262100 00 00 00 04 0000 000000000000',
  fixed: [0, 1, 2, 3, 4],
  power: { at: [5, 6, 1], on: 1, off: 0 },
  mode: { at: [6, 0, 3], codes: { fan: 0, cool: 1, heat: 2, auto: 3, dehumidify: 5 } },
  temperature: { min: 17, max: 30, step: 1, at: [6, 4, 4], codeOf: (celsius) => celsius - 16, instead: { fan: 8 } },
  // Quiet is the slowest of its levels.
  fan: { at: [7, 1, 2], codes: [0, 1, 2, 3], auto: 2 },
  flaps: { vertical: { at: [7, 4, 4], on: 0xc, off: 2 } },
  complete: (bytes) => bytes.map((byte, place) => (place > 10 ? inverse(bytes[place - 6] ?? 0) : byte)),
})
