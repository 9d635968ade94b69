import { protocolFromLayout, sectionsOf, withSum } from '../layout.ts'

/*
 * 14 bytes, least significant bit first, begun by 23 CB 26 01 00 and ended by the sum of all. By place: 5 power (bit 2), a fixed
 * 0x20, economy (bit 7); 6 mode (low nibble), turbo (bit 5); 7 31 − °C (low nibble); 8 fan (bits 0–2), flaps up and down (bits 3–5), a fixed bit 6; 12 flaps to the sides
 * (bit 3), half a degree more (bit 5), a remote of TCL (bit 7).
 * Source: crankyoldgit/IRremoteESP8266 src/ir_Tcl.{h,cpp}, class IRTcl112Ac.
 */

/** TCL's remotes that send 14 bytes, such as GYKQ-52E; also of Daewoo and Leberg. */
export const tcl112 = protocolFromLayout({
  name: 'tcl112-ac',
  timing: { headerUs: [3000, 1650], mark: 500, zeroUs: 325, oneUs: 1050, gapUs: 100_000 },
  sections: sectionsOf([14]),
  blank: '23CB260100 20 00 00 40 000000 80 00',
  fixed: [0, 1, 2, 3, 4],
  power: { at: [5, 2, 1], on: 1, off: 0 },
  mode: { at: [6, 0, 4], codes: { heat: 1, dehumidify: 2, cool: 3, fan: 7, auto: 8 } },
  temperature: {
    ...{ min: 16, max: 31, step: 0.5, at: [7, 0, 4], half: [12, 5, 1], codeOf: (celsius) => 31 - celsius },
    instead: { fan: 7 },
  },
  /** Night is the slowest of its levels. */
  fan: { at: [8, 0, 3], codes: [1, 2, 3, 5], auto: 0 },
  flaps: { vertical: { at: [8, 3, 3], on: 7, off: 0 }, horizontal: { at: [12, 3, 1], on: 1, off: 0 } },
  presets: {
    // Turbo blows as hard as it can, and up and down.
    powercool: {
      at: [6, 5, 1],
      on: 1,
      off: 0,
      sets: [
        [[8, 0, 3], 5],
        [[8, 3, 3], 7],
      ],
    },
    powersaving: { at: [5, 7, 1], on: 1, off: 0 },
  },
  // Without it, it is a frame of Mitsubishi Electric's, which has the same bytes and other fields.
  accepts: (bytes) => ((bytes[12] ?? 0) & 0x80) !== 0,
  complete: (bytes) => withSum(bytes),
})
