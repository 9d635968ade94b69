import { bitsOfBytes, bytesOf } from '../../codes/bits.ts'
import { sum } from '../frames.ts'
import { beginsWith, byte, defineClimateProtocol, fanTable, modesOf, modeTable } from '../protocol.ts'

/*
 * The ARC remotes of 35 bytes: five zeros, then sections of 8, 8 and 19 bytes, least significant bit first, each begun by
 * 11 DA 27 00 and ended by the sum of its bytes. The second carries the clock, which is left at midnight. In the third, by
 * place: 5 power (bit 0), a fixed bit 3, mode (bits 4–6); 6 half degrees; 8 flaps up and down (low nibble), fan (high);
 * 9 flaps to the sides (low nibble); 10–12 timers, 0x600 each for none.
 * Source: crankyoldgit/IRremoteESP8266 src/ir_Daikin.{h,cpp}; what dry and fan modes carry as temperature: its ir_Daikin.h.
 */
const modeCodes = modeTable({ auto: 0, dehumidify: 2, cool: 3, heat: 4, fan: 6 })
/** Quiet is the slowest of its levels. */
const fanCodes = fanTable([0xb, 3, 4, 5, 6, 7], 0xa)
const header = [0x11, 0xda, 0x27, 0x00]
const defaultTemperature: { readonly [mode: string]: number } = { dehumidify: 0xc0, fan: 50 }
const [mark, zero] = [428, 428]
const gap = zero + 29_000

const summed = (bytes: readonly number[]) => [...bytes, sum(bytes)]
const isSummed = (bytes: readonly number[]) => bytes.at(-1) === sum(bytes.slice(0, -1))

/** Daikin's ARC remotes that send 35 bytes. */
export const daikin = defineClimateProtocol({
  name: 'daikin-ac',
  timing: {
    preambleUs: [...[1, 2, 3, 4, 5].flatMap(() => [mark, zero]), mark, gap],
    headerUs: [3650, 1623],
    mark,
    zeroUs: zero,
    oneUs: 1280,
    gapUs: gap,
  },
  temperature: { min: 10, max: 32, step: 0.5 },
  modes: modesOf(['auto', 'cool', 'heat'], ['dehumidify', 'fan']),
  fanSpeeds: fanCodes.speeds,
  swings: ['off', 'vertical', 'horizontal'],
  encodeState(state) {
    const power = (modeCodes.codeOf(state.mode) << 4) | 0x08 | (state.power ? 1 : 0)
    const halves = defaultTemperature[state.mode] ?? (state.targetTemperature ?? 24) * 2
    const fan = fanCodes.codeOf(state.fanSpeed) << 4
    const [up, side] = [state.oscillation === 'vertical' ? 0xf : 0, state.oscillation === 'horizontal' ? 0xf : 0]
    return [
      [...header, 0xc5, 0x00, 0x00],
      [...header, 0x42, 0x00, 0x00],
      [...header, 0x00, power, halves, 0x00, fan | up, side, 0x00, 0x06, 0x60, 0x00, 0x00, 0xc0, 0x00, 0x00],
    ].map((section) => bitsOfBytes(summed(section)))
  },
  decodeState(all) {
    const sections = all.slice(0, 3).map((bits) => bytesOf(bits))
    if (sections.map((section) => section.length).join() !== '8,8,19') return undefined
    if (!sections.every((section) => isSummed(section) && beginsWith(section, header))) return undefined
    const last = sections[2] ?? []
    return {
      power: (byte(last, 5) & 1) === 1,
      mode: modeCodes.modeOf((byte(last, 5) >> 4) & 7),
      targetTemperature: byte(last, 6) / 2,
      fanSpeed: fanCodes.speedOf(byte(last, 8) >> 4),
      oscillation: byte(last, 8) & 0xf ? 'vertical' : byte(last, 9) & 0xf ? 'horizontal' : 'off',
    }
  },
})
