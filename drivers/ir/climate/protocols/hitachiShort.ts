import { inverse } from '../../codes/bits.ts'
import { type FrameLayout, protocolFromLayout, sectionsOf } from '../layout.ts'

/*
 * 33 or 37 bytes, least significant bit first, of which each second one from the fifth on is the one before it inverted, as in those of
 * 43 and 53 bytes. By place: 11 the key pressed; 13 °C × 4; 25 fan (high nibble) and mode (low nibble); 27 power (bit 4).
 * Source: crankyoldgit/IRremoteESP8266 src/ir_Hitachi.{h,cpp}, classes IRHitachiAc264 and IRHitachiAc296.
 */
const common: Pick<FrameLayout, 'timing' | 'fixed' | 'power' | 'complete'> = {
  timing: { headerUs: [3300, 1700], mark: 400, zeroUs: 500, oneUs: 1250, gapUs: 100_000 },
  fixed: [0, 1, 2, 3],
  power: { at: [27, 4, 1], on: 1, off: 0 },
  complete: (bytes) => bytes.map((byte, at) => (at > 3 && at % 2 === 0 ? inverse(bytes[at - 1] ?? 0) : byte)),
}

/** Hitachi's remotes that send 33 bytes, such as RAR-2P2. */
export const hitachi264 = protocolFromLayout({
  ...common,
  name: 'hitachi264-ac',
  sections: sectionsOf([33]),
  blank: '01100040 00FF00CC 00920013 00000000 00000000 00000000 000000C1 00000000 00',
  mode: { at: [25, 0, 4], codes: { fan: 1, cool: 3, dehumidify: 5, heat: 6 } },
  temperature: { min: 16, max: 32, step: 1, at: [13, 2, 6], codeOf: (celsius) => celsius, instead: { fan: 27 } },
  fan: { at: [25, 4, 4], codes: [1, 3, 4], auto: 5 },
})

/** Hitachi's remotes that send 37 bytes, such as RAR-3U3. */
export const hitachi296 = protocolFromLayout({
  ...common,
  name: 'hitachi296-ac',
  sections: sectionsOf([37]),
  blank: '01100040 00FF00CC 00920043 00000000 00000000 00000000 000000E1 00000000 00000003 00',
  mode: { at: [25, 0, 4], codes: { cool: 3, dehumidify: 5, heat: 6, auto: 7 } },
  temperature: { min: 16, max: 31, step: 1, at: [13, 2, 5], codeOf: (celsius) => celsius, instead: { auto: 1 } },
  fan: { at: [25, 4, 3], codes: [1, 2, 3, 4], auto: 5 },
})
