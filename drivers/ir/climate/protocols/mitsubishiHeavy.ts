import { bitsOfBytes, bytesOf } from '../../codes/bits.ts'
import type { FrameTiming } from '../frames.ts'
import {
  beginsWith,
  byte,
  type ClimatePreset,
  type ClimateState,
  defineClimateProtocol,
  type EncodedState,
  type FanTable,
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
 * 19 or 11 bytes, least significant bit first, of which each second one from the fifth on is the one before it inverted; a 1 is the
 * short space. Begun by AD 51 3C and what tells the two apart.
 * 19 bytes, by place: 5 mode (bits 0–2), power (bit 3); 7 °C − 17; 9 fan; 11 flaps up and down (bits 5–7); 13 flaps to the sides;
 * 15 night (bit 6); 17 a fixed 0x80.
 * 11 bytes: 5 and 7 hold the flaps in pieces, and 7 the fan (bits 5–7); 9 mode (bits 0–2), power (bit 3), °C − 17 (high nibble).
 * Source: crankyoldgit/IRremoteESP8266 src/ir_MitsubishiHeavy.{h,cpp}.
 */
const modeCodes = modeTable({ auto: 0, cool: 1, dehumidify: 2, fan: 3, heat: 4 })
const minTemperature = 17

/** A 1 is short: the bits are sent inverted. */
const timing: FrameTiming = { headerUs: [3140, 1630], mark: 370, zeroUs: 420, oneUs: 1220, gapUs: 100_000 }
const invert = (bytes: readonly number[]) => bytes.map((value) => value ^ 0xff)
const sentBits = (start: readonly number[], values: readonly number[]) =>
  bitsOfBytes(invert([...start, ...values.flatMap((value) => [value, value ^ 0xff])]))

/** The bytes that say something; nothing if it is no such frame, or an inverted byte is not that of the one before. */
function valuesFrom(bits: Parameters<typeof bytesOf>[0], start: readonly number[], length: number) {
  const bytes = invert(bytesOf(bits))
  if (bytes.length !== length || !beginsWith(bytes, start)) return undefined
  const rest = bytes.slice(start.length)
  if (rest.some((value, i) => i % 2 === 1 && value !== (byte(rest, i - 1) ^ 0xff))) return undefined
  return rest.filter((_, i) => i % 2 === 0)
}

const temperatureBits = ({ targetTemperature }: EncodedState) => targetTemperature - minTemperature
const modeAndPower = ({ mode, power }: ClimateState) => modeCodes.codeOf(mode) | (power ? 0x08 : 0)

const capabilities = {
  timing,
  temperature: { min: minTemperature, max: 31, step: 1 },
  modes: modesOf(['auto', 'cool', 'heat', 'dehumidify'], ['fan']),
  swings: swingsOf(true, true),
} as const

/** The code of the fan, or of the preset that stands there. */
const fanOr = (
  presets: { readonly [P in ClimatePreset]?: number },
  fan: FanTable,
  { preset, fanSpeed }: ClimateState,
) => (preset === undefined ? undefined : presets[preset]) ?? fan.codeOf(fanSpeed)

const longStart = [0xad, 0x51, 0x3c, 0xe5, 0x1a]
const longFanCodes = fanTable([1, 2, 3, 4], 0)
/** Turbo and economy stand where the fan does. */
const longPresets = { powercool: 8, powersaving: 6 } as const
const night = 0x40
const [upSwing, upOff, sideSwing, sideOff] = [0, 6, 0, 8]

/** Mitsubishi Heavy Industries' remotes that send 19 bytes, such as RLA502A700B of the ZM and ZMP models. */
export const mitsubishiHeavy = defineClimateProtocol({
  ...capabilities,
  name: 'mitsubishi-heavy-ac',
  fanSpeeds: longFanCodes.speeds,
  presets: usualPresetModes,
  encodeState(state) {
    const up = isSwinging(state, 'vertical') ? upSwing : upOff
    const side = isSwinging(state, 'horizontal') ? sideSwing : sideOff
    const fan = fanOr(longPresets, longFanCodes, state)
    const last = [state.preset === 'sleep' ? night : 0x00, 0x80]
    return [sentBits(longStart, [modeAndPower(state), temperatureBits(state), fan, up << 5, side, ...last])]
  },
  decodeState([first = []]) {
    const values = valuesFrom(first, longStart, 19)
    if (!values) return undefined
    const [up, side] = [byte(values, 3) >> 5, byte(values, 4) & 0xf]
    const isNight = (byte(values, 5) & night) !== 0
    return {
      power: (byte(values, 0) & 0x08) !== 0,
      mode: modeCodes.modeOf(byte(values, 0) & 7),
      targetTemperature: (byte(values, 1) & 0xf) + minTemperature,
      fanSpeed: longFanCodes.speedOf(byte(values, 2) & 0xf),
      oscillation: swingOf(up === upSwing, side === sideSwing),
      preset: isNight ? 'sleep' : keyFromCode(longPresets, byte(values, 2) & 0xf),
    }
  },
})

const shortStart = [0xad, 0x51, 0x3c, 0xd9, 0x26]
const shortFanCodes = fanTable([2, 3, 4], 0)
const shortPresets = { powercool: 6, powersaving: 7 } as const
/** Bits 3 and 4 of the second value, and bits 6 and 7 of the first. */
const [shortUpSwing, shortSideSwing] = [0x10, 0x80]

/** Mitsubishi Heavy Industries' remotes that send 11 bytes, such as RKX502A001C of the ZJ models. */
export const mitsubishiHeavy88 = defineClimateProtocol({
  ...capabilities,
  name: 'mitsubishi-heavy88-ac',
  fanSpeeds: shortFanCodes.speeds,
  presets: { powercool: usualPresetModes.powercool, powersaving: usualPresetModes.powersaving },
  encodeState(state) {
    const side = isSwinging(state, 'horizontal') ? shortSideSwing : 0
    const up = isSwinging(state, 'vertical') ? shortUpSwing : 0
    const fan = fanOr(shortPresets, shortFanCodes, state) << 5
    return [sentBits(shortStart, [side, fan | up, modeAndPower(state) | (temperatureBits(state) << 4)])]
  },
  decodeState([first = []]) {
    const values = valuesFrom(first, shortStart, 11)
    if (!values) return undefined
    // Flaps that stand somewhere else than our two words say are off.
    const isUp = (byte(values, 1) & 0x18) === shortUpSwing && (byte(values, 0) & 0x02) === 0
    const isSide = (byte(values, 0) & 0xcc) === shortSideSwing
    return {
      power: (byte(values, 2) & 0x08) !== 0,
      mode: modeCodes.modeOf(byte(values, 2) & 7),
      targetTemperature: (byte(values, 2) >> 4) + minTemperature,
      fanSpeed: shortFanCodes.speedOf(byte(values, 1) >> 5),
      oscillation: swingOf(isUp, isSide),
      preset: keyFromCode(shortPresets, byte(values, 1) >> 5),
    }
  },
})
