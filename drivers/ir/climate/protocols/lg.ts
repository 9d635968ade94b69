import { type Bits, bitsOf, numberOf } from '../../codes/bits.ts'
import type { FrameTiming } from '../frames.ts'
import {
  type ClimateProtocol,
  type ClimateState,
  defineClimateProtocol,
  type FanTable,
  fanTable,
  modesOf,
  modeTable,
} from '../protocol.ts'

/*
 * 28 bits, most significant first: 0x88, power (2: 0 on, 3 off), 3 unused, mode (3), °C − 15 (4), fan (4), and the sum of the
 * four nibbles before it. Off is one fixed frame. Flaps are told in frames of their own.
 * Source: crankyoldgit/IRremoteESP8266 src/ir_LG.{h,cpp}; what fan and dry modes carry as temperature: frames of real remotes
 * in its test/ir_LG_test.cpp.
 */
const modeCodes = modeTable({ cool: 0, dehumidify: 1, fan: 2, auto: 3, heat: 4 })
const off = 0x88c0051
const swings = { vertical: 0x8813149, off: 0x881315a } as const
const autoFanCode = 5

const summed = (value: number) => {
  const nibbles = [4, 8, 12, 16].map((shift) => (value >> shift) & 0xf)
  return (value & ~0xf) | (nibbles.reduce((total, nibble) => total + nibble, 0) & 0xf)
}
const is28 = (bits: Bits) => bits.length === 28
const frame = (value: number): Bits => bitsOf(value, 28, 'msb')

interface Model {
  readonly name: string
  readonly wire: FrameTiming
  readonly fanCodes: FanTable
  readonly swings: readonly (keyof typeof swings)[]
}

const model = ({ name, wire, fanCodes, swings: own }: Model): ClimateProtocol =>
  defineClimateProtocol({
    name,
    timing: wire,
    temperature: { min: 16, max: 30, step: 1 },
    modes: modesOf(['cool', 'heat', 'auto'], ['dehumidify', 'fan']),
    celsiusInstead: { dehumidify: 24, fan: 18 },
    fanSpeeds: fanCodes.speeds,
    swings: own,
    encodeState(state, before) {
      if (!state.power) return [frame(off)]
      const fan = fanCodes.codeOf(state.fanSpeed)
      const whole =
        (0x88 << 20) | (modeCodes.codeOf(state.mode) << 12) | ((state.targetTemperature - 15) << 8) | (fan << 4)
      return [frame(summed(whole)), ...swingFrame(state, before)]
    },
    decodeState(sections) {
      const [first, ...others] = sections.filter(is28).map((bits) => numberOf(bits, 'msb'))
      if (first === undefined || first >>> 20 !== 0x88 || summed(first) !== first) return undefined
      if (first === off) return { power: false, mode: 'auto' }
      if (((first >> 16) & 0xf) !== 0 || ((first >> 12) & 7) > 4) return undefined
      return {
        power: true,
        mode: modeCodes.modeOf((first >> 12) & 7),
        targetTemperature: ((first >> 8) & 0xf) + 15,
        fanSpeed: fanCodes.speedOf((first >> 4) & 0xf),
        oscillation: own.find((swing) => others.includes(swings[swing])),
      }
    },
  })

/** Remotes send it only when it changes, and so does ours. */
function swingFrame({ oscillation }: ClimateState, before?: ClimateState): Bits[] {
  if (oscillation !== 'off' && oscillation !== 'vertical') return []
  if (oscillation === before?.oscillation) return []
  return [frame(swings[oscillation])]
}

const bitTiming = { zeroUs: 550, oneUs: 1600, gapUs: 39_750 }

/** Remotes such as GE6711AR2853M and 6711A20083V. */
export const lg = model({
  name: 'lg-ac',
  wire: { headerUs: [8500, 4250], mark: 550, ...bitTiming },
  fanCodes: fanTable([0, 2, 4], autoFanCode),
  swings: [],
})

/** Remotes such as AKB75215403 and AKB74955603: another header, and five levels of fan. */
export const lg2 = model({
  name: 'lg2-ac',
  wire: { headerUs: [3200, 9900], mark: 480, ...bitTiming },
  fanCodes: fanTable([0, 9, 2, 10, 4], autoFanCode),
  swings: ['off', 'vertical'],
})
