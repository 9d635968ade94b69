import { type FrameLayout, protocolFromLayout, sectionsOf, withSum } from '../layout.ts'

/*
 * Most significant bit first, with the sum of all bytes behind them.
 * 9 bytes, begun by A5: 1 what is told (low nibble: 1 on, 0 off), °C − 16 (high nibble); 2 a fixed bit 5, flaps (bits 6–7); 4 a
 * fixed 0C; 5 fan (bits 6–7); 6 mode (bits 5–7); 7 sleep (bit 6).
 * 14 bytes, begun by A6: 1 flaps up and down (low nibble), °C − 16 (high nibble); 2 flaps to the sides (bits 5–7); 4 power (bit 6);
 * 5 fan (bits 5–7); 6 turbo (bit 6); 7 mode (bits 5–7); 8 sleep (bit 7); 10 Fahrenheit (bit 5); 12 the key pressed. 22 bytes: these, and B7 with the fan again
 * (bits 6–7 of 16) and a sum of its own. 20 bytes: these without flaps to the sides, with what helps to heat (bit 7 of 4), and B5 with the
 * fan again (bits 5–7 of 16) and a sum of its own.
 * Source: crankyoldgit/IRremoteESP8266 src/ir_Haier.{h,cpp}.
 */
const timing: FrameLayout['timing'] = {
  preambleUs: [3000, 3000],
  ...{ headerUs: [3000, 4300], mark: 520, zeroUs: 650, oneUs: 1650, gapUs: 100_000 },
}
const degrees = { min: 16, max: 30, step: 1, codeOf: (celsius: number) => celsius - 16 }

/** Haier's remotes that send 9 bytes, such as HSU07-HEA03. */
export const haier = protocolFromLayout({
  name: 'haier-ac',
  timing,
  sections: sectionsOf([9], 'msb'),
  blank: 'A5 00 20 00 0C 00 00 00 00',
  fixed: [0],
  power: { at: [1, 0, 4], on: 1, off: 0 },
  mode: { at: [6, 5, 3], codes: { auto: 0, cool: 1, dehumidify: 2, heat: 3, fan: 4 } },
  temperature: { ...degrees, at: [1, 4, 4], instead: { fan: 9 } },
  fan: { at: [5, 6, 2], codes: [3, 2, 1], auto: 0 },
  flaps: { vertical: { at: [2, 6, 2], on: 3, off: 0 } },
  presets: { sleep: { at: [7, 6, 1], on: 1, off: 0 } },
  complete: (bytes) => withSum(bytes),
})

/** Two degrees a code, and one more by bit 0 of place 10; two of the codes that follow 76 °F mean nothing. */
function fahrenheitOf(bytes: readonly number[]): number {
  const sent = ((bytes[1] ?? 0) >> 4) * 2 + ((bytes[10] ?? 0) & 1) + 60
  if (sent < 77) return sent
  return sent < 80 ? sent - 1 : sent - 2
}

const powerKey = 0x05
const fanAuto = 5
const long: Omit<FrameLayout, 'name' | 'sections' | 'blank' | 'complete'> = {
  timing,
  fixed: [0],
  power: { at: [4, 6, 1], on: 1, off: 0 },
  mode: { at: [7, 5, 3], codes: { auto: 0, cool: 1, dehumidify: 2, heat: 4, fan: 6 } },
  temperature: { ...degrees, at: [1, 4, 4], fahrenheit: { at: [10, 5, 1], of: fahrenheitOf }, instead: { fan: 9 } },
  fan: { at: [5, 5, 3], codes: [3, 2, 1], auto: fanAuto },
  flaps: { vertical: { at: [1, 0, 4], on: 0xc, off: 0 }, horizontal: { at: [2, 5, 3], on: 7, off: 0 } },
  presets: { powercool: { at: [6, 6, 1], on: 1, off: 0 }, sleep: { at: [8, 7, 1], on: 1, off: 0 } },
  others: () => [[[12, 0, 5], powerKey]],
}

/** Haier's remotes that send 14 bytes, such as YR-W02. */
export const haierYrw02 = protocolFromLayout({
  ...long,
  name: 'haier-yrw02-ac',
  sections: sectionsOf([14], 'msb'),
  blank: 'A6 00000000 00000000 00000000 00',
  complete: (bytes) => withSum(bytes),
})

/** Haier's remotes that send 22 bytes, such as V9014557. */
export const haier176 = protocolFromLayout({
  ...long,
  name: 'haier176-ac',
  sections: sectionsOf([22], 'msb'),
  blank: 'A6 00000000 00000000 00000000 00 B7 000000 00000000',
  fixed: [0, 14],
  others: ({ fanSpeed }) => [
    [[12, 0, 5], powerKey],
    [[16, 6, 2], fanSpeed === undefined ? 0 : (long.fan.codes[fanSpeed - 1] ?? 0)],
  ],
  complete: (bytes) => withSum(withSum(bytes, 0, 14), 14),
})

/** Haier's remotes that send 20 bytes, such as that of KFR-26GW. */
export const haier160 = protocolFromLayout({
  ...long,
  name: 'haier160-ac',
  sections: sectionsOf([20], 'msb'),
  blank: 'A6 00000000 00000000 00000000 00 B5 00 00 000000',
  fixed: [0, 14],
  flaps: { vertical: { at: [1, 0, 4], on: 0xc, off: 0 } },
  others: ({ fanSpeed, mode }) => [
    [[12, 0, 5], powerKey],
    [[4, 7, 1], mode === 'heat' ? 1 : 0],
    [[16, 5, 3], fanSpeed === undefined ? 0 : (long.fan.codes[fanSpeed - 1] ?? 0)],
  ],
  complete: (bytes) => withSum(withSum(bytes, 0, 14), 14),
})
