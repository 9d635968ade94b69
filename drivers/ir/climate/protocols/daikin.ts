import { protocolFromLayout, sectionsOf, withSum } from '../layout.ts'

/*
 * The ARC remotes of 35 bytes: five zeros, then sections of 8, 8 and 19 bytes, least significant bit first, each begun by
 * 11 DA 27 00 and ended by the sum of its bytes. The second carries the clock, which is left at midnight. By place: 21 power (bit 0),
 * a fixed bit 3, mode (bits 4–6); 22 half degrees; 24 flaps up and down (low nibble), fan (high); 25 flaps to the sides (low nibble);
 * 26–28 timers, 0x600 each for none; 29 powerful (bit 0); 32 economy (bit 2).
 * Source: crankyoldgit/IRremoteESP8266 src/ir_Daikin.{h,cpp}; what dry and fan modes carry as temperature: its ir_Daikin.h.
 */
const [mark, zero] = [428, 428]
const gap = zero + 29_000

/** Daikin's ARC remotes that send 35 bytes. */
export const daikin = protocolFromLayout({
  name: 'daikin-ac',
  timing: {
    preambleUs: [...[1, 2, 3, 4, 5].flatMap(() => [mark, zero]), mark, gap],
    ...{ headerUs: [3650, 1623], mark, zeroUs: zero, oneUs: 1280, gapUs: gap },
  },
  sections: sectionsOf([8, 8, 19]),
  blank: '11DA2700C5000000 11DA270042000000 11DA270000080000000000 0660 0000C0 000000',
  fixed: [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19],
  power: { at: [21, 0, 1], on: 1, off: 0 },
  mode: { at: [21, 4, 3], codes: { auto: 0, dehumidify: 2, cool: 3, heat: 4, fan: 6 } },
  temperature: {
    ...{ min: 10, max: 32, step: 0.5, at: [22, 0, 8], codeOf: (celsius) => celsius * 2 },
    instead: { dehumidify: 0xc0, fan: 50 },
  },
  // Quiet is the slowest of its levels.
  fan: { at: [24, 4, 4], codes: [0xb, 3, 4, 5, 6, 7], auto: 0xa },
  flaps: { vertical: { at: [24, 0, 4], on: 0xf, off: 0 }, horizontal: { at: [25, 0, 4], on: 0xf, off: 0 } },
  presets: { powercool: { at: [29, 0, 1], on: 1, off: 0 }, powersaving: { at: [32, 2, 1], on: 1, off: 0 } },
  complete: (bytes) => withSum(withSum(withSum(bytes, 0, 8), 8, 16), 16),
})
