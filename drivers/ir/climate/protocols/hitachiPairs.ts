import { bitsOfBytes, bytesOf } from '../../codes/bits.ts'
import type { FrameTiming } from '../frames.ts'
import {
  beginsWith,
  byte,
  type ClimateMode,
  type ClimateProtocol,
  type ClimateState,
  defineClimateProtocol,
  fanTable,
  isSwinging,
  modesOf,
  modeTable,
  swingOf,
  swingsOf,
} from '../protocol.ts'

/*
 * 43 or 53 bytes, least significant bit first, of which each second one from the fifth on is the one before it inverted.
 * Begun by 01 10 00 40. By place: 9 and 29 go with the fan; 11 the key pressed; 13 °C × 4; 25 fan (high nibble) and mode;
 * 27 power (bit 4); 35 flaps to the sides (0: they swing); 37 flaps up and down (bit 5), which the longer one only toggles.
 * Source: crankyoldgit/IRremoteESP8266 src/ir_Hitachi.{h,cpp}, classes IRHitachiAc344 and IRHitachiAc424.
 */
const modeCodes = modeTable({ fan: 1, cool: 3, dehumidify: 5, heat: 6 })
const [slowest, autoFanCode, fastest] = [1, 5, 6]
const fanCodes = fanTable([1, 2, 3, 4, 6], autoFanCode)
const keys = { power: 0x13, up: 0x81, side: 0x8c } as const
const [sideSwing, sideMiddle] = [0, 3]

/** Dry mode has its two slowest levels and its own choice, and fan mode must be told one. */
function allowedFan(mode: ClimateMode, fan: number): number {
  if (mode === 'dehumidify' && fan !== autoFanCode) return Math.min(fan, 2)
  return mode === 'fan' && fan === autoFanCode ? slowest : fan
}

/** The flaps to the sides and up and down, where they are told at all. */
const flaps = (hasSwing: boolean, state: ClimateState): readonly [side: number, up: number] => [
  hasSwing && isSwinging(state, 'horizontal') ? sideSwing : sideMiddle,
  hasSwing && isSwinging(state, 'vertical') ? 0x20 : 0x00,
]

/** The key that a remote would have been pressed: what changed, as far as it is known. */
function keyFor(hasSwing: boolean, state: ClimateState, before?: ClimateState): number {
  const same = before?.power === state.power && before.mode === state.mode
  if (!hasSwing || !before || !same || before.oscillation === state.oscillation) return keys.power
  return isSwinging(state, 'horizontal') !== isSwinging(before, 'horizontal') ? keys.side : keys.up
}

interface Model {
  readonly name: string
  readonly length: number
  readonly wire: FrameTiming
  readonly hasSwing: boolean
  /** places 37 and 39 when nothing is told there */
  readonly fixed: readonly [number, number]
}

const model = ({ name, length, wire, hasSwing, fixed }: Model): ClimateProtocol =>
  defineClimateProtocol({
    name,
    timing: wire,
    temperature: { min: 16, max: 32, step: 1 },
    modes: modesOf(['cool', 'heat', 'dehumidify'], ['fan']),
    fanSpeeds: fanCodes.speeds,
    celsiusInstead: { fan: 27 },
    swings: swingsOf(hasSwing, hasSwing),
    encodeState(state, before) {
      const fan = allowedFan(state.mode, fanCodes.codeOf(state.fanSpeed))
      const [side, up] = flaps(hasSwing, state)
      const byteValues: { readonly [place: number]: number } = {
        ...{ 0: 0x01, 1: 0x10, 3: 0x40, 5: 0xff, 7: 0xcc, 9: fan === slowest ? 0x98 : fan === fastest ? 0xa9 : 0x92 },
        ...{
          11: keyFor(hasSwing, state, before),
          13: state.targetTemperature << 2,
          25: (fan << 4) | modeCodes.codeOf(state.mode),
        },
        ...{ 27: state.power ? 0xf1 : 0xe1, 29: fan === fastest ? 0x30 : 0x00, 33: 0x80, 35: side },
        ...{ 37: fixed[0] | up, 39: fixed[1], 45: 0xff, 47: 0xff, 49: 0xff, 51: 0xff },
      }
      const plain = (at: number) => byteValues[at] ?? 0
      return [
        bitsOfBytes(
          Array.from({ length }, (_, at) => (at > 3 && at % 2 === 0 ? plain(at - 1) ^ 0xff : plain(at))),
          'lsb',
        ),
      ]
    },
    decodeState([first = []]) {
      const bytes = bytesOf(first)
      if (bytes.length !== length || !beginsWith(bytes, [0x01, 0x10, 0x00, 0x40])) return undefined
      if (bytes.some((value, at) => at > 3 && at % 2 === 0 && value !== (byte(bytes, at - 1) ^ 0xff))) return undefined
      return {
        power: (byte(bytes, 27) & 0x10) !== 0,
        mode: modeCodes.modeOf(byte(bytes, 25) & 0xf),
        targetTemperature: byte(bytes, 13) >> 2,
        fanSpeed: fanCodes.speedOf(byte(bytes, 25) >> 4),
        oscillation: !hasSwing
          ? undefined
          : swingOf((byte(bytes, 37) & 0x20) !== 0, (byte(bytes, 35) & 7) === sideSwing),
      }
    },
  })

/** Hitachi's remotes that send 43 bytes. */
export const hitachi344 = model({
  name: 'hitachi344-ac',
  length: 43,
  wire: { headerUs: [3300, 1700], mark: 400, zeroUs: 500, oneUs: 1250, gapUs: 100_000 },
  hasSwing: true,
  fixed: [0x00, 0x00],
})
/** Hitachi's remotes that send 53 bytes, such as RAR-8P2. */
export const hitachi424 = model({
  name: 'hitachi424-ac',
  length: 53,
  wire: { preambleUs: [29_784, 49_290], headerUs: [3416, 1604], mark: 463, zeroUs: 372, oneUs: 1208, gapUs: 100_000 },
  hasSwing: false,
  fixed: [0x01, 0x88],
})
