import { bitsOfBytes, bytesOf } from '../../codes/bits.ts'
import { sum } from '../frames.ts'
import {
  beginsWith,
  byte,
  type ClimateMode,
  defineClimateProtocol,
  fanTable,
  isSwinging,
  modesOf,
  modeTable,
  swingOf,
  swingsOf,
} from '../protocol.ts'

/*
 * 18 bytes, least significant bit first, sent twice, begun by 23 CB 26 01 00 and ended by the sum of the rest. By place:
 * 5 power (bit 5); 6 mode (bits 3–5); 7 °C − 16 (low nibble) and a half more (bit 4); 8 flaps to the sides (high nibble) and
 * what goes with the mode; 9 fan (bits 0–2), flaps up and down (bits 3–5) with a fixed bit 6, its own choice of fan (bit 7); 14 economy while
 * it cools (bit 5).
 * Source: crankyoldgit/IRremoteESP8266 src/ir_Mitsubishi.{h,cpp}.
 */
const modeCodes = modeTable({ heat: 1, dehumidify: 2, cool: 3, auto: 4, fan: 7 })
const withMode: { readonly [M in ClimateMode]: number } = { auto: 0x0, cool: 0x6, dehumidify: 0x2, heat: 0x0, fan: 0x7 }
const ownChoice = 0x80
/** Silent is the slowest of its levels. */
const fanCodes = fanTable([5, 1, 2, 3, 4], ownChoice)
const header = [0x23, 0xcb, 0x26, 0x01, 0x00]
const [upSwing, sideSwing, sideAuto, sideMiddle] = [7, 0xc, 8, 3]
const [gap, half, economy] = [15_500, 0x10, 0x20]

/** Mitsubishi Electric's remotes that send 18 bytes. */
export const mitsubishi = defineClimateProtocol({
  name: 'mitsubishi-ac',
  timing: { headerUs: [3400, 1750], mark: 450, zeroUs: 420, oneUs: 1300, gapUs: gap },
  temperature: { min: 16, max: 31, step: 0.5 },
  modes: modesOf(['auto', 'cool', 'heat'], ['dehumidify', 'fan']),
  fanSpeeds: fanCodes.speeds,
  swings: swingsOf(true, true),
  presets: { powersaving: ['cool'] },
  encodeState(state) {
    const { targetTemperature: celsius } = state
    const degrees = (Math.floor(celsius) - 16) | (celsius % 1 === 0 ? 0 : half)
    const side = isSwinging(state, 'horizontal') ? sideSwing : sideMiddle
    const fan = fanCodes.codeOf(state.fanSpeed)
    const up = isSwinging(state, 'vertical') ? upSwing : 0
    const body = [
      ...[...header, state.power ? 0x20 : 0x00, modeCodes.codeOf(state.mode) << 3, degrees],
      ...[(side << 4) | withMode[state.mode], fan | (up << 3) | 0x40, 0, 0, 0, 0],
      ...[state.preset === 'powersaving' ? economy : 0, 0, 0],
    ]
    const frame = bitsOfBytes([...body, sum(body)])
    return [frame, frame]
  },
  decodeState([first = []]) {
    const bytes = bytesOf(first)
    if (bytes.length !== 18 || !beginsWith(bytes, header) || byte(bytes, 17) !== sum(bytes.slice(0, 17)))
      return undefined
    const side = byte(bytes, 8) >> 4
    return {
      power: (byte(bytes, 5) & 0x20) !== 0,
      mode: modeCodes.modeOf((byte(bytes, 6) >> 3) & 7),
      targetTemperature: (byte(bytes, 7) & 0xf) + 16 + (byte(bytes, 7) & half ? 0.5 : 0),
      fanSpeed: byte(bytes, 9) & ownChoice ? undefined : fanCodes.speedOf(byte(bytes, 9) & 7),
      oscillation: swingOf(((byte(bytes, 9) >> 3) & 7) === upSwing, side >= sideAuto),
      preset: byte(bytes, 14) & economy ? 'powersaving' : undefined,
    }
  },
})
