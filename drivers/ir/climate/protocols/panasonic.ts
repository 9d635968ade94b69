import { bitsOfBytes, bytesOf } from '../../codes/bits.ts'
import { sum } from '../frames.ts'
import {
  beginsWith,
  byte,
  type ClimateProtocol,
  defineClimateProtocol,
  fanTable,
  isSwinging,
  modesOf,
  modeTable,
  swingOf,
  swingsOf,
  usualPresetModes,
} from '../protocol.ts'

/*
 * Sections of 8 and 19 bytes on 36.7 kHz, least significant bit first; the first never changes, the last byte of the second
 * is the sum of all of both, begun with 0xF4. In the second, by place: 5 power (bit 0), no timers (bit 3), mode (high nibble); 6 °C × 2;
 * 8 fan + 3 (high nibble), flaps up and down (low nibble, 0xF: they swing); 9 flaps to the sides; 13 powerful (bit 5). Models differ in 15 and 17, and in
 * 9, which is 0 where no flaps move to the sides.
 * Source: crankyoldgit/IRremoteESP8266 src/ir_Panasonic.{h,cpp}, which knows whole degrees only, so no halves are offered; bit 3
 * of place 5: remotes whose codes SmartIR has (1020 to 1030).
 */
const modeCodes = modeTable({ auto: 0, dehumidify: 2, cool: 3, heat: 4, fan: 6 })
const fanCodes = fanTable([3, 4, 5, 6, 7], 0xa)
const first = [0x02, 0x20, 0xe0, 0x04, 0x00, 0x00, 0x00, 0x06]
const header = [0x02, 0x20, 0xe0, 0x04, 0x00]
const [upSwing, upMiddle, sideSwing, sideMiddle] = [0xf, 3, 0xd, 6]
const [noTimers, powerful] = [0x08, 0x20]

interface Model {
  readonly name: string
  readonly hasSide: boolean
  /** places 15 and 17 */
  readonly marks: readonly [number, number]
}

const model = ({ name, hasSide, marks: [fifteen, seventeen] }: Model): ClimateProtocol =>
  defineClimateProtocol({
    name,
    timing: {
      carrierHz: 36_700,
      headerUs: [3456, 1728],
      mark: 432,
      zeroUs: 432,
      oneUs: 1296,
      gapUs: 10_000,
      endGapUs: 100_000,
    },
    temperature: { min: 16, max: 30, step: 1 },
    modes: modesOf(['auto', 'cool', 'heat', 'dehumidify'], ['fan']),
    celsiusInstead: { fan: 27 },
    fanSpeeds: fanCodes.speeds,
    swings: swingsOf(true, hasSide),
    presets: { powercool: usualPresetModes.powercool },
    encodeState(state) {
      const power = (modeCodes.codeOf(state.mode) << 4) | noTimers | (state.power ? 1 : 0)
      const up = isSwinging(state, 'vertical') ? upSwing : upMiddle
      const fan = (fanCodes.codeOf(state.fanSpeed) << 4) | up
      const sides = !hasSide ? 0 : isSwinging(state, 'horizontal') ? sideSwing : sideMiddle
      const body = [
        ...[...header, power, state.targetTemperature * 2, 0x80, fan, sides],
        ...[0x00, 0x0e, 0xe0, state.preset === 'powercool' ? powerful : 0x00, 0x00, fifteen, 0x00, seventeen],
      ]
      return [first, [...body, sum([...first, ...body], 0xf4)]].map((bytes) => bitsOfBytes(bytes))
    },
    decodeState(sections) {
      const [head = [], bytes = []] = sections.map((bits) => bytesOf(bits))
      if (head.length !== 8 || bytes.length !== 19 || !beginsWith(head, [0x02, 0x20])) return undefined
      if (!beginsWith(bytes, [0x02, 0x20]) || byte(bytes, 18) !== sum([...head, ...bytes.slice(0, 18)], 0xf4)) {
        return undefined
      }
      if ((byte(bytes, 9) !== 0) !== hasSide) return undefined
      return {
        power: (byte(bytes, 5) & 1) === 1,
        mode: modeCodes.modeOf(byte(bytes, 5) >> 4),
        targetTemperature: (byte(bytes, 6) & 0x3f) / 2,
        fanSpeed: fanCodes.speedOf(byte(bytes, 8) >> 4),
        oscillation: swingOf((byte(bytes, 8) & 0xf) === upSwing, byte(bytes, 9) === sideSwing),
        preset: byte(bytes, 13) & powerful ? 'powercool' : undefined,
      }
    },
  })

/** Remotes such as JKE, whose flaps move up and down only. */
export const panasonic = model({ name: 'panasonic-ac', hasSide: false, marks: [0x81, 0x00] })
/** Remotes such as DKE, whose flaps move to the sides as well. */
export const panasonicDke = model({ name: 'panasonic-dke-ac', hasSide: true, marks: [0x01, 0x06] })
