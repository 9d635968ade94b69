import { type Bits, bitsOfBytes, bytesOf } from '../../codes/bits.ts'
import {
  byte,
  type ClimateState,
  defineClimateProtocol,
  fanTable,
  keyFromCode,
  modesOf,
  modeTable,
  swingsOf,
  usualPresetModes,
} from '../protocol.ts'

/*
 * 9 bytes, most significant bit first, each frame sent twice: F2 and its inverse, the number of bytes behind the fifth and its
 * inverse, a kind (01), °C − 17 (high nibble), fan (bits 5–7) and mode (bits 0–2; 7 is off), 00, and all of them XORed.
 * Turbo and economy make it one byte longer (kind 09).
 * Flaps have a frame of 7 bytes of their own (kind 21), whose sixth byte is 0 step, 1 swing, 2 fixed, 4 the other.
 * Source: crankyoldgit/IRremoteESP8266 src/ir_Toshiba.{h,cpp}.
 */
const modeCodes = modeTable({ auto: 0, cool: 1, dehumidify: 2, heat: 3, fan: 4 })
const turnOff = 7
/** Kinds of frames. */
const [plain, long] = [0x01, 0x09]
/** The last byte of the longer frame. */
const presets = { powercool: 1, powersaving: 3 } as const
const presetOf = ({ preset }: ClimateState) =>
  preset === 'powercool' || preset === 'powersaving' ? presets[preset] : undefined
const fanCodes = fanTable([2, 3, 4, 5, 6], 0)
const swings = { vertical: 1, off: 2 } as const

const frame = (kind: number, body: readonly number[]): Bits[] => {
  const length = body.length
  const bytes = [0xf2, 0x0d, length, length ^ 0xff, kind, ...body]
  const bits = bitsOfBytes([...bytes, bytes.reduce((all, value) => all ^ value, 0)], 'msb')
  return [bits, bits]
}
const isWhole = (bytes: readonly number[]) =>
  bytes.reduce((all, value) => all ^ value, 0) === 0 &&
  byte(bytes, 0) === 0xf2 &&
  byte(bytes, 1) === 0x0d &&
  byte(bytes, 3) === (byte(bytes, 2) ^ 0xff) &&
  (byte(bytes, 2) & 0xf) + 6 === bytes.length

/** Remotes send it only when it changes, and so does ours. */
const swingFrame = ({ oscillation }: ClimateState, before?: ClimateState): Bits[] =>
  (oscillation === 'off' || oscillation === 'vertical') && oscillation !== before?.oscillation
    ? frame(0x21, [swings[oscillation]])
    : []

/** Toshiba's remotes that send 9 bytes. */
export const toshiba = defineClimateProtocol({
  name: 'toshiba-ac',
  timing: { headerUs: [4400, 4300], mark: 580, zeroUs: 490, oneUs: 1600, gapUs: 7400 },
  temperature: { min: 17, max: 30, step: 1 },
  modes: modesOf(['auto', 'cool', 'heat', 'dehumidify'], ['fan']),
  celsiusInstead: { fan: 22 },
  fanSpeeds: fanCodes.speeds,
  swings: swingsOf(true, false),
  presets: { powercool: usualPresetModes.powercool, powersaving: usualPresetModes.powersaving },
  encodeState(state, before) {
    const degrees = (state.targetTemperature - 17) << 4
    const mode = state.power ? modeCodes.codeOf(state.mode) : turnOff
    const preset = state.power ? presetOf(state) : undefined
    const body = [degrees, (fanCodes.codeOf(state.fanSpeed) << 5) | mode, 0x00]
    const own = preset === undefined ? frame(plain, body) : frame(long, [...body, preset])
    return state.power ? [...own, ...swingFrame(state, before)] : own
  },
  decodeState(sections) {
    const frames = sections.map((bits) => bytesOf(bits, 'msb'))
    const bytes = frames[0] ?? []
    if (bytes.length < 9 || !isWhole(bytes)) return undefined
    const swing = frames.findLast((other) => other.length === 7 && isWhole(other))
    const mode = byte(bytes, 6) & 7
    return {
      power: mode !== turnOff,
      mode: mode === turnOff ? 'auto' : modeCodes.modeOf(mode),
      targetTemperature: (byte(bytes, 5) >> 4) + 17,
      fanSpeed: fanCodes.speedOf(byte(bytes, 6) >> 5),
      oscillation: swing && keyFromCode(swings, byte(swing, 5) & 7),
      preset: byte(bytes, 4) === long ? keyFromCode(presets, byte(bytes, 8)) : undefined,
    }
  },
})
