import { protocolFromLayout, sectionsOf } from '../layout.ts'

/*
 * 8 bytes, least significant bit first, begun by 84 55. By place: 2 the sum of all nibbles behind it (low nibble), mode (bits 4–5), fan
 * (bits 6–7); 3 °C − 16 (low nibble), flaps swing (bit 5); 4 power (bit 4); 5 to 7 timers.
 * Source: crankyoldgit/IRremoteESP8266 src/ir_Carrier.{h,cpp}, class IRCarrierAc64.
 */
function sumOf([, , third = 0, ...others]: readonly number[]): number {
  return others.reduce((total, byte) => total + (byte & 0x0f) + (byte >> 4), third >> 4) & 0x0f
}

/** Carrier's remotes that send 8 bytes; they cool, heat and blow. */
export const carrier64 = protocolFromLayout({
  name: 'carrier64-ac',
  timing: { headerUs: [8940, 4556], mark: 503, zeroUs: 615, oneUs: 1736, gapUs: 100_000 },
  sections: sectionsOf([8]),
  blank: '84 55 00 00 00 00 90 10',
  fixed: [0, 1],
  power: { at: [4, 4, 1], on: 1, off: 0 },
  mode: { at: [2, 4, 2], codes: { heat: 1, cool: 2, fan: 3 } },
  temperature: {
    ...{ min: 16, max: 30, step: 1, at: [3, 0, 4], codeOf: (celsius) => celsius - 16 },
    instead: { fan: 9 },
  },
  fan: { at: [2, 6, 2], codes: [1, 2, 3], auto: 0 },
  flaps: { vertical: { at: [3, 5, 1], on: 1, off: 0 } },
  complete: (bytes) => bytes.with(2, ((bytes[2] ?? 0) & 0xf0) | sumOf(bytes)),
})
