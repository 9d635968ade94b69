import {
  beginsWith,
  byte,
  codeOf,
  define,
  fanCode,
  fanLevel,
  keyOf,
  type ModeCodes,
  modeOf,
  modesOf,
} from '../define.ts'
import { bitsOf, bytesOf, sum } from '../frames.ts'

/*
 * 16 bytes, least significant bit first, begun by 14 63 00 10 10 FE 09 30. By place: 8 turn on (bit 0), (°C − 16) × 4 above
 * bit 2; 9 mode; 10 fan (bits 0–2), flaps (bits 4–5); 14 a fixed 0x20; 15 what makes the sum of 7 to 15 zero.
 * Off is a frame of 7 bytes, whose last is the one before it inverted; so are steps of the flaps, which tell no state.
 * Source: crankyoldgit/IRremoteESP8266 src/ir_Fujitsu.{h,cpp}, model ARRAH2E.
 */
const modes: ModeCodes = { auto: 0, cool: 1, dehumidify: 2, fan: 3, heat: 4 }
/** From quiet to high. */
const fans = [4, 3, 2, 1]
const autoFan = 0
const swings = { off: 0, vertical: 1, horizontal: 2 } as const
const bothSwing = 3
const start = [0x14, 0x63, 0x00, 0x10, 0x10]
const [whole, turnOff] = [0xfe, 0x02]
const unsaid = 24

/** Fujitsu General's remotes such as AR-RAH2E, AR-REG1U and AR-RCL1E. */
export const fujitsu = define({
  name: 'fujitsu-ac',
  wire: { header: [3324, 1574], mark: 448, zero: 390, one: 1182, gap: 8100 },
  temperature: { min: 16, max: 30, step: 1 },
  modes: modesOf(['auto', 'cool', 'heat', 'dehumidify'], ['fan']),
  fanSpeeds: fans.length,
  swings: ['off', 'vertical', 'horizontal'],
  pack(state) {
    if (!state.power) return [bitsOf([...start, turnOff, turnOff ^ 0xff], 'lsb')]
    const degrees = ((state.targetTemperature ?? unsaid) - 16) << 4
    const fan = fanCode(fans, autoFan, state.fanSpeed) | (swings[state.oscillation ?? 'off'] << 4)
    const body = [0x30, degrees | 0x01, codeOf(modes, state.mode), fan, 0x00, 0x00, 0x00, 0x20]
    return [bitsOf([...start, whole, body.length + 1, ...body, -sum(body) & 0xff], 'lsb')]
  },
  unpack([first = []]) {
    const bytes = bytesOf(first, 'lsb') ?? []
    // A remote with another number is heard by another unit than ours would be.
    if (!beginsWith(bytes, start)) return undefined
    if (bytes.length === 7 && byte(bytes, 5) === turnOff && byte(bytes, 6) === (turnOff ^ 0xff)) {
      return { power: false, mode: 'auto' }
    }
    if (bytes.length !== 16 || !beginsWith(bytes.slice(5), [whole, 0x09, 0x30])) return undefined
    if (sum(bytes.slice(7)) !== 0 || byte(bytes, 8) & 0x02) return undefined
    const swing = (byte(bytes, 10) >> 4) & 3
    return {
      power: true,
      mode: modeOf(modes, byte(bytes, 9) & 7),
      targetTemperature: (byte(bytes, 8) >> 4) + 16,
      fanSpeed: fanLevel(fans, byte(bytes, 10) & 7),
      oscillation: swing === bothSwing ? 'vertical' : keyOf(swings, swing),
    }
  },
})
