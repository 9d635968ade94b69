import { bitsOfBytes, bytesOf } from '../../codes/bits.ts'
import { sum } from '../frames.ts'
import { beginsWith, byte, defineClimateProtocol, fanTable, keyFromCode, modesOf, modeTable } from '../protocol.ts'

/*
 * 16 bytes, least significant bit first, begun by 14 63 00 10 10 FE 09 30. By place: 8 turn on (bit 0), (°C − 16) × 4 above
 * bit 2; 9 mode; 10 fan (bits 0–2), flaps (bits 4–5); 14 a fixed 0x20; 15 what makes the sum of 7 to 15 zero.
 * Off is a frame of 7 bytes, whose last is the one before it inverted; so are steps of the flaps, which tell no state.
 * Source: crankyoldgit/IRremoteESP8266 src/ir_Fujitsu.{h,cpp}, model ARRAH2E.
 */
const modeCodes = modeTable({ auto: 0, cool: 1, dehumidify: 2, fan: 3, heat: 4 })
/** From quiet to high. */
const fanCodes = fanTable([4, 3, 2, 1], 0)
const swings = { off: 0, vertical: 1, horizontal: 2 } as const
const bothSwing = 3
const header = [0x14, 0x63, 0x00, 0x10, 0x10]
const [whole, turnOff] = [0xfe, 0x02]
const defaultTemperature = 24

/** Fujitsu General's remotes such as AR-RAH2E, AR-REG1U and AR-RCL1E. */
export const fujitsu = defineClimateProtocol({
  name: 'fujitsu-ac',
  timing: { headerUs: [3324, 1574], mark: 448, zeroUs: 390, oneUs: 1182, gapUs: 8100 },
  temperature: { min: 16, max: 30, step: 1 },
  modes: modesOf(['auto', 'cool', 'heat', 'dehumidify'], ['fan']),
  fanSpeeds: fanCodes.speeds,
  swings: ['off', 'vertical', 'horizontal'],
  encodeState(state) {
    if (!state.power) return [bitsOfBytes([...header, turnOff, turnOff ^ 0xff])]
    const degrees = ((state.targetTemperature ?? defaultTemperature) - 16) << 4
    const fan = fanCodes.codeOf(state.fanSpeed) | (swings[state.oscillation ?? 'off'] << 4)
    const body = [0x30, degrees | 0x01, modeCodes.codeOf(state.mode), fan, 0x00, 0x00, 0x00, 0x20]
    return [bitsOfBytes([...header, whole, body.length + 1, ...body, -sum(body) & 0xff])]
  },
  decodeState([first = []]) {
    const bytes = bytesOf(first)
    // A remote with another number is heard by another unit than ours would be.
    if (!beginsWith(bytes, header)) return undefined
    if (bytes.length === 7 && byte(bytes, 5) === turnOff && byte(bytes, 6) === (turnOff ^ 0xff)) {
      return { power: false, mode: 'auto' }
    }
    if (bytes.length !== 16 || !beginsWith(bytes.slice(5), [whole, 0x09, 0x30])) return undefined
    if (sum(bytes.slice(7)) !== 0 || byte(bytes, 8) & 0x02) return undefined
    const swing = (byte(bytes, 10) >> 4) & 3
    return {
      power: true,
      mode: modeCodes.modeOf(byte(bytes, 9) & 7),
      targetTemperature: (byte(bytes, 8) >> 4) + 16,
      fanSpeed: fanCodes.speedOf(byte(bytes, 10) & 7),
      oscillation: swing === bothSwing ? 'vertical' : keyFromCode(swings, swing),
    }
  },
})
