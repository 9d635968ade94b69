import { bitsOfBytes, bytesOf } from '../../codes/bits.ts'
import {
  beginsWith,
  byte,
  type ClimateState,
  defineClimateProtocol,
  type EncodedState,
  fanTable,
  isSwinging,
  keyFromCode,
  modesOf,
  modeTable,
  swingOf,
  swingsOf,
  usualPresetModes,
} from '../protocol.ts'

/*
 * Sections of 7 bytes, least significant bit first, each with its own header and sum: the ones of all bits but the sum's,
 * inverted, in the high nibble of byte 1 (low half) and the low nibble of byte 2. Two sections when it is on and stays on;
 * three, with a fixed one between, when power changes.
 * First: 02 .. .F 00 00 00 and power (bits 4–5 of byte 6). Last: 01 .. swing (bits 4–6 of byte 2), 71 with economy or powerful
 * (bits 1–3), °C − 16 in the high nibble of byte 4, fan (bits 1–3) and mode (bits 4–6) in byte 5, power again in byte 6.
 * Source: crankyoldgit/IRremoteESP8266 src/ir_Samsung.{h,cpp}.
 */
const modeCodes = modeTable({ auto: 0, cool: 1, dehumidify: 2, fan: 3, heat: 4 })
const fanCodes = fanTable([2, 4, 5, 7], 0)
const fanOfAuto = 6
const swings = { off: 7, vertical: 2, horizontal: 3, both: 4 } as const
/** Place 3 of the last section; economy lets the fan choose and the flaps swing, powerful blows as hard as it can. */
const special = { powercool: 0x77, powersaving: 0x7f } as const
const noSpecial = 0x71
const strongest = 4

const ones = (value: number): number => [...value.toString(2)].filter((bit) => bit === '1').length
const sumOf = (section: readonly number[]) =>
  section.reduce((total, value, i) => total + ones(i === 1 ? value & 0x0f : i === 2 ? value & 0xf0 : value), 0) ^ 0xff
const summed = (section: readonly number[]) => {
  const sum = sumOf(section)
  return section.map((value, i) =>
    i === 1 ? (value & 0x0f) | ((sum & 0x0f) << 4) : i === 2 ? (value & 0xf0) | (sum >> 4) : value,
  )
}
const isSummed = (section: readonly number[]) => summed(section).every((value, i) => value === section[i])

const specialOf = ({ preset }: ClimateState) =>
  preset === 'powercool' || preset === 'powersaving' ? special[preset] : noSpecial

/** The fan and the flaps that go with a preset, in place of those that were requested. */
function withPreset({ fanSpeed, ...state }: EncodedState): EncodedState {
  if (state.preset === 'powercool') return { ...state, fanSpeed: strongest }
  if (state.preset !== 'powersaving') return fanSpeed === undefined ? state : { ...state, fanSpeed }
  return isSwinging(state, 'vertical')
    ? state
    : { ...state, oscillation: swingOf(true, isSwinging(state, 'horizontal')) }
}

/** Samsung's air conditioners, of which 14 bytes are a change and 21 an on or off. */
export const samsung = defineClimateProtocol({
  name: 'samsung-ac',
  timing: {
    preambleUs: [690, 17_844],
    headerUs: [3086, 8864],
    mark: 586,
    zeroUs: 436,
    oneUs: 1432,
    gapUs: 2886,
    endGapUs: 100_000,
  },
  temperature: { min: 16, max: 30, step: 1 },
  modes: modesOf(['auto', 'cool', 'heat', 'dehumidify'], ['fan']),
  fanSpeeds: fanCodes.speeds,
  swings: swingsOf(true, true),
  presets: { powercool: usualPresetModes.powercool, powersaving: usualPresetModes.powersaving },
  encodeState(wanted, before) {
    const state = withPreset(wanted)
    const power = state.power ? 0xf0 : 0xc0
    const fan = state.mode === 'auto' ? fanOfAuto : fanCodes.codeOf(state.fanSpeed)
    const celsius = state.targetTemperature - 16
    const swing = 0x80 | (swings[state.oscillation ?? 'off'] << 4)
    const mode = (modeCodes.codeOf(state.mode) << 4) | (fan << 1) | 0x01
    const last = [0x01, 0x02, swing, specialOf(state), celsius << 4, mode, power]
    const first = [0x02, 0x02, 0x00, 0x00, 0x00, 0x00, power]
    const between = before?.power === state.power ? [] : [[0x01, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00]]
    return [first, ...between, last].map((section) => bitsOfBytes(summed(section)))
  },
  decodeState(all) {
    const sections = all.slice(0, 3).map((bits) => bytesOf(bits))
    const whole = sections.filter((section) => section.length === 7 && isSummed(section))
    const [first, last] = [whole[0], whole.at(-1)]
    if (whole.length !== sections.length || whole.length < 2 || !first || !last) return undefined
    if (!beginsWith(first, [0x02]) || !beginsWith(last, [0x01]) || (byte(last, 3) & 0x61) !== 0x61) return undefined
    const swing = (byte(last, 2) >> 4) & 7
    return {
      power: (byte(first, 6) & 0x30) === 0x30 && (byte(last, 6) & 0x30) === 0x30,
      mode: modeCodes.modeOf((byte(last, 5) >> 4) & 7),
      targetTemperature: (byte(last, 4) >> 4) + 16,
      fanSpeed: fanCodes.speedOf((byte(last, 5) >> 1) & 7),
      oscillation: keyFromCode(swings, swing),
      preset: keyFromCode(special, byte(last, 3) | 0x10),
    }
  },
})
