import { beginsWith, byte, codeOf, define, fanCode, fanLevel, type ModeCodes, modeOf, modesOf } from '../define.ts'
import { bitsOf, bytesOf, sum } from '../frames.ts'

/*
 * The ARC remotes of 35 bytes: five zeros, then sections of 8, 8 and 19 bytes, least significant bit first, each begun by
 * 11 DA 27 00 and ended by the sum of its bytes. The second carries the clock, which is left at midnight. In the third, by
 * place: 5 power (bit 0), a fixed bit 3, mode (bits 4–6); 6 half degrees; 8 flaps up and down (low nibble), fan (high);
 * 9 flaps to the sides (low nibble); 10–12 timers, 0x600 each for none.
 * Source: crankyoldgit/IRremoteESP8266 src/ir_Daikin.{h,cpp}; what dry and fan modes carry as temperature: its ir_Daikin.h.
 */
const modes: ModeCodes = { auto: 0, dehumidify: 2, cool: 3, heat: 4, fan: 6 }
/** Quiet is the slowest of its levels. */
const fans = [0xb, 3, 4, 5, 6, 7]
const autoFan = 0xa
const start = [0x11, 0xda, 0x27, 0x00]
const unsaid: { readonly [mode: string]: number } = { dehumidify: 0xc0, fan: 50 }
const [mark, zero] = [428, 428]
const gap = zero + 29_000

const summed = (bytes: readonly number[]) => [...bytes, sum(bytes)]
const isSummed = (bytes: readonly number[]) => bytes.at(-1) === sum(bytes.slice(0, -1))

/** Daikin's ARC remotes that send 35 bytes. */
export const daikin = define({
  name: 'daikin-ac',
  wire: {
    lead: [...[1, 2, 3, 4, 5].flatMap(() => [mark, zero]), mark, gap],
    header: [3650, 1623],
    mark,
    zero,
    one: 1280,
    gap,
  },
  temperature: { min: 10, max: 32, step: 0.5 },
  modes: modesOf(['auto', 'cool', 'heat'], ['dehumidify', 'fan']),
  fanSpeeds: fans.length,
  swings: ['off', 'vertical', 'horizontal'],
  pack(state) {
    const power = (codeOf(modes, state.mode) << 4) | 0x08 | (state.power ? 1 : 0)
    const halves = unsaid[state.mode] ?? (state.targetTemperature ?? 24) * 2
    const fan = fanCode(fans, autoFan, state.fanSpeed) << 4
    const [up, side] = [state.oscillation === 'vertical' ? 0xf : 0, state.oscillation === 'horizontal' ? 0xf : 0]
    return [
      [...start, 0xc5, 0x00, 0x00],
      [...start, 0x42, 0x00, 0x00],
      [...start, 0x00, power, halves, 0x00, fan | up, side, 0x00, 0x06, 0x60, 0x00, 0x00, 0xc0, 0x00, 0x00],
    ].map((section) => bitsOf(summed(section), 'lsb'))
  },
  unpack(all) {
    const sections = all.slice(0, 3).map((bits) => bytesOf(bits, 'lsb') ?? [])
    if (sections.map((section) => section.length).join() !== '8,8,19') return undefined
    if (!sections.every((section) => isSummed(section) && beginsWith(section, start))) return undefined
    const last = sections[2] ?? []
    return {
      power: (byte(last, 5) & 1) === 1,
      mode: modeOf(modes, (byte(last, 5) >> 4) & 7),
      targetTemperature: byte(last, 6) / 2,
      fanSpeed: fanLevel(fans, byte(last, 8) >> 4),
      oscillation: byte(last, 8) & 0xf ? 'vertical' : byte(last, 9) & 0xf ? 'horizontal' : 'off',
    }
  },
})
