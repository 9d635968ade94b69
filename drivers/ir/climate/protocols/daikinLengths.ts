import { type FrameLayout, protocolFromLayout, sectionsOf, withSum } from '../layout.ts'

/*
 * What the ARC remotes of other lengths than 35 bytes send, least significant bit first: 19, 20, 22, 27 and 39 bytes, each section begun by
 * 11 DA and ended by the sum of its bytes.
 * Real remotes send in dry mode what is no temperature (codes that SmartIR has: 1100 and 1107), so none is offered there.
 * Source: crankyoldgit/IRremoteESP8266 src/ir_Daikin.{h,cpp}, classes IRDaikin152, IRDaikin160, IRDaikin176, IRDaikin216 and
 * IRDaikin312.
 */
const modeCodes = { auto: 0, dehumidify: 2, cool: 3, heat: 4, fan: 6 }
/** Quiet is the slowest of its levels. */
const fan = { codes: [0xb, 3, 4, 5, 6, 7], auto: 0xa }
const swing = { on: 0xf, off: 0 }
const power = { on: 1, off: 0 } as const
const twoSections =
  (first: number): FrameLayout['complete'] =>
  (bytes) =>
    withSum(withSum(bytes, 0, first), first)

/** Daikin's remotes that send 19 bytes, such as ARC480A5. Dry mode has no temperature of its own. */
export const daikin152 = protocolFromLayout({
  name: 'daikin152-ac',
  timing: {
    preambleUs: [...[1, 2, 3, 4, 5].flatMap(() => [433, 433]), 433, 25_182],
    ...{ headerUs: [3492, 1718], mark: 433, zeroUs: 433, oneUs: 1529, gapUs: 25_182 },
  },
  sections: sectionsOf([19]),
  blank: '11DA2700 00000000 00000000 000000C5 000000',
  fixed: [0, 1, 2],
  power: { at: [5, 0, 1], ...power },
  mode: { at: [5, 4, 3], codes: modeCodes },
  temperature: {
    // Cooling begins at 18 °C.
    ...{ min: 18, max: 32, step: 1, at: [6, 1, 7], codeOf: (celsius) => celsius },
    instead: { dehumidify: 18, fan: 0x60 },
  },
  fan: { at: [8, 4, 4], ...fan },
  flaps: { vertical: { at: [8, 0, 4], ...swing } },
  presets: { powercool: { at: [13, 0, 1], ...power }, powersaving: { at: [16, 2, 1], ...power } },
  complete: (bytes) => withSum(bytes),
})

/** Daikin's remotes that send 20 bytes, such as ARC423A5. */
export const daikin160 = protocolFromLayout({
  name: 'daikin160-ac',
  timing: { headerUs: [5000, 2145], mark: 342, zeroUs: 700, oneUs: 1786, gapUs: 29_650 },
  sections: sectionsOf([7, 13]),
  blank: '11DA27F00D0000 11DA2700D330 11 0000 1E0A0800',
  fixed: [0, 1, 2, 3, 7, 8, 9],
  power: { at: [12, 0, 1], ...power },
  mode: { at: [12, 4, 3], codes: modeCodes },
  temperature: {
    ...{ min: 10, max: 32, step: 1, at: [16, 1, 6], codeOf: (celsius) => celsius - 10 },
    instead: { dehumidify: 0, fan: 15 },
  },
  fan: { at: [17, 0, 4], ...fan },
  flaps: { vertical: { at: [13, 4, 4], on: 0xf, off: 3 } },
  complete: twoSections(7),
})

/** The remotes of 22 bytes have codes of their own for the modes, and a second one that goes with each. */
const otherCodes176 = { auto: 7, cool: 7, heat: 7, dehumidify: 2, fan: 6 }

/** Daikin's remotes that send 22 bytes, such as BRC4C153. Its fan is slow or fast, and never its own choice. */
export const daikin176 = protocolFromLayout({
  name: 'daikin176-ac',
  timing: { headerUs: [5070, 2140], mark: 370, zeroUs: 710, oneUs: 1780, gapUs: 29_410 },
  sections: sectionsOf([7, 15]),
  blank: '11DA1718040000 11DA1718 00 03 00 20 0000 00 06 00 20 00',
  fixed: [0, 1, 2, 3, 7, 8, 9],
  power: { at: [14, 0, 1], ...power },
  mode: { at: [14, 4, 3], codes: { fan: 0, heat: 1, cool: 2, auto: 3, dehumidify: 7 } },
  temperature: {
    ...{ min: 10, max: 32, step: 1, at: [17, 1, 6], codeOf: (celsius) => celsius - 9 },
    instead: { dehumidify: 8, fan: 8 },
  },
  fan: { at: [18, 4, 4], codes: [1, 3], auto: 3 },
  flaps: { horizontal: { at: [18, 0, 4], on: 5, off: 6 } },
  others: ({ mode }) => [[[12, 4, 3], otherCodes176[mode]]],
  complete: twoSections(7),
})

/** Daikin's remotes that send 27 bytes, such as ARC433B69. */
export const daikin216 = protocolFromLayout({
  name: 'daikin216-ac',
  timing: { headerUs: [3440, 1750], mark: 420, zeroUs: 450, oneUs: 1300, gapUs: 29_650 },
  sections: sectionsOf([8, 19]),
  blank: '11DA27F0 00000000 11DA2700 00000000 00000000 000000C0 000000',
  fixed: [0, 1, 2, 3, 8, 9, 10],
  power: { at: [13, 0, 1], ...power },
  mode: { at: [13, 4, 3], codes: modeCodes },
  temperature: {
    ...{ min: 10, max: 32, step: 1, at: [14, 1, 7], codeOf: (celsius) => celsius },
    instead: { dehumidify: 0x60, fan: 25 },
  },
  fan: { at: [16, 4, 4], ...fan },
  flaps: { vertical: { at: [16, 0, 4], ...swing }, horizontal: { at: [17, 0, 4], ...swing } },
  presets: { powercool: { at: [21, 0, 1], ...power } },
  complete: twoSections(8),
})

/** Daikin's remotes that send 39 bytes, such as ARC472A43. Power stands in both sections. */
export const daikin312 = protocolFromLayout({
  name: 'daikin312-ac',
  timing: {
    carrierHz: 36_700,
    preambleUs: [...[1, 2, 3, 4, 5].flatMap(() => [453, 414]), 453, 25_100],
    ...{ headerUs: [3518, 1688], mark: 453, zeroUs: 414, oneUs: 1275, gapUs: 35_512 },
  },
  sections: sectionsOf([20, 19]),
  blank: '11DA2700 02 0060 00 640600 00 01 000000000000 00 11DA2700 00 08 00 00 00 00 000660 00 00C5 00 08 00',
  fixed: [0, 1, 2, 3, 20, 21, 22, 23],
  power: { at: [25, 0, 1], ...power },
  mode: { at: [25, 4, 3], codes: modeCodes },
  temperature: {
    // Cooling begins at 18 °C.
    ...{ min: 18, max: 32, step: 0.5, at: [26, 0, 7], codeOf: (celsius) => celsius * 2 },
    instead: { dehumidify: 50, fan: 50 },
  },
  fan: { at: [28, 4, 4], ...fan },
  flaps: { vertical: { at: [28, 0, 4], ...swing }, horizontal: { at: [29, 0, 4], ...swing } },
  presets: { powercool: { at: [33, 0, 1], ...power }, powersaving: { at: [36, 2, 1], ...power } },
  others: (state) => [[[6, 7, 1], state.power ? 0 : 1]],
  accepts: (bytes, isOn) => ((bytes[6] ?? 0) & 0x80) === (isOn ? 0 : 0x80),
  complete: twoSections(20),
})
