import { type FrameLayout, protocolFromLayout, sectionsOf } from '../layout.ts'

/*
 * 13 bytes, least significant bit first, begun by AA 5A CF 10. By place: 4 °C − 15 (low nibble) and what tells the remote
 * (high nibble), 0 in modes that have no temperature; 5 power (high nibble: 1 turns it on, 3 it stays on, 2 off); 6 mode (bits 0–1),
 * fan (bits 4–6); 8 flaps (bits 0–2: 0 leaves them as they are); 11 the remote again (bit 4); 12 all XORed, nibble by nibble
 * (high nibble). Swinging is one key that begins and ends it, and so is economy; neither is offered, since nobody sees which of
 * them it was. Code 0 of those that only cool is said to be fan by some and auto by others: it is not offered.
 * Source: crankyoldgit/IRremoteESP8266 src/ir_Sharp.{h,cpp}.
 */
interface Model extends Pick<FrameLayout, 'name' | 'mode' | 'fan'> {
  readonly withDegrees: number
  readonly remote: number
  readonly without: FrameLayout['temperature']['instead']
}

const model = ({ name, mode, fan, withDegrees, remote, without }: Model) =>
  protocolFromLayout({
    ...{ name, mode, fan },
    timing: { headerUs: [3800, 1900], mark: 470, zeroUs: 500, oneUs: 1400, gapUs: 100_000 },
    sections: sectionsOf([13]),
    blank: `AA5ACF10 00 01 00 00 08 80 00 ${remote.toString(16)} 01`,
    fixed: [0, 1, 2, 3],
    power: { at: [5, 4, 4], on: 1, off: 2 },
    temperature: {
      ...{ min: 15, max: 30, step: 1, at: [4, 0, 4], codeOf: (celsius) => celsius - 15 },
      instead: without,
    },
    others: (state, before) => [
      [[4, 4, 4], without[state.mode] === undefined ? withDegrees : 0],
      ...(state.power && before?.power ? ([[[5, 4, 4], 3]] as const) : []),
    ],
    // Other remotes have 0 above the temperature and begin at 17 °C: theirs are none of these.
    accepts: (bytes) =>
      ((bytes[11] ?? 0) & 0x10) === (remote & 0x10) && (bytes[4] === 0 || (bytes[4] ?? 0) >> 4 === withDegrees),
    complete: (bytes) => bytes.with(12, ((bytes[12] ?? 0) & 0x0f) | (sumOf(bytes) << 4)),
  })

function sumOf(bytes: readonly number[]): number {
  const all = bytes.slice(0, 12).reduce((total, byte) => total ^ byte, 0) ^ ((bytes[12] ?? 0) & 0x0f)
  return (all ^ (all >> 4)) & 0x0f
}

/** Sharp's remotes such as CRMC-A907, which heat as well. */
export const sharp = model({
  name: 'sharp-ac',
  mode: { at: [6, 0, 2], codes: { auto: 0, heat: 1, cool: 2, dehumidify: 3 } },
  fan: { at: [6, 4, 3], codes: [4, 3, 5, 7], auto: 2, only: { auto: 2, dehumidify: 2 } },
  without: { auto: 0, dehumidify: 0 },
  withDegrees: 0xc,
  remote: 0xe0,
})

const coolingOnly: Pick<Model, 'mode' | 'fan' | 'without' | 'remote'> = {
  mode: { at: [6, 0, 2], codes: { cool: 2, dehumidify: 3 } },
  fan: { at: [6, 4, 3], codes: [3, 5, 7], auto: 2, only: { dehumidify: 2 } },
  without: { dehumidify: 0 },
  remote: 0xf0,
}
/** Sharp's remotes such as CRMC-A863, of those that only cool. */
export const sharpA903 = model({ ...coolingOnly, name: 'sharp-a903-ac', withDegrees: 0xc })
/** Sharp's remotes such as CRMC-A705, of those that only cool. */
export const sharpA705 = model({ ...coolingOnly, name: 'sharp-a705-ac', withDegrees: 0xd })
