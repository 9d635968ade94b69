import { bitsOfBytes, bytesOf } from '../../codes/bits.ts'
import { sum } from '../frames.ts'
import {
  beginsWith,
  byte,
  type ClimateProtocol,
  defineClimateProtocol,
  fanTable,
  keyFromCode,
  modesOf,
  modeTable,
  swingsOf,
} from '../protocol.ts'

/*
 * 15 or 16 bytes, least significant bit first, begun by 14 63 00 10 10. By place: 5 and 6 FE 09, or FC 08 of 15 bytes; 7 30, or 31 of
 * remotes with half degrees; 8 turn on (bit 0), Fahrenheit (bit 1), °C above (four times °C − 16, or twice °C − 8); 9 mode; 10 fan
 * (bits 0–2), flaps (bits 4–5); 14 of 16 bytes a fixed 0x20; the last what makes the sum from 7 on zero, or of 15 bytes the sum of
 * all 0x9B.
 * Off is a frame of 7 bytes, whose last is the one before it inverted, or of 6 bytes without that; so are steps of the flaps, which tell
 * no state.
 * Source: crankyoldgit/IRremoteESP8266 src/ir_Fujitsu.{h,cpp}, models ARRAH2E, ARREW4E and ARDB1.
 */
const modeCodes = modeTable({ auto: 0, cool: 1, dehumidify: 2, fan: 3, heat: 4 })
/** From quiet to high. */
const fanCodes = fanTable([4, 3, 2, 1], 0)
const swings = { off: 0, vertical: 1, horizontal: 2, both: 3 } as const
const header = [0x14, 0x63, 0x00, 0x10, 0x10]
const turnOff = 0x02

interface Model {
  readonly name: string
  readonly isShort: boolean
  /** of °C */
  readonly step: 1 | 0.5
  readonly swings: ClimateProtocol['swings']
}

function model({ name, isShort, step, swings: own }: Model): ClimateProtocol {
  const start = [isShort ? 0xfc : 0xfe, isShort ? 0x08 : 0x09, step === 1 ? 0x30 : 0x31]
  const off = [...header, turnOff, ...(isShort ? [] : [turnOff ^ 0xff])]
  const codeOf = (celsius: number) => (step === 1 ? (celsius - 16) * 4 : (celsius - 8) * 2) << 2
  const celsiusOf = (code: number) => (step === 1 ? (code >> 4) + 16 : (code >> 2) / 2 + 8)
  const lastOf = (bytes: readonly number[]) => (isShort ? 0x9b - sum(bytes) : -sum(bytes.slice(7))) & 0xff
  return defineClimateProtocol({
    name,
    timing: { headerUs: [3324, 1574], mark: 448, zeroUs: 390, oneUs: 1182, gapUs: 8100 },
    temperature: { min: 16, max: 30, step },
    modes: modesOf(['auto', 'cool', 'heat', 'dehumidify'], ['fan']),
    fanSpeeds: fanCodes.speeds,
    swings: own,
    encodeState(state) {
      if (!state.power) return [bitsOfBytes(off)]
      const degrees = codeOf(state.targetTemperature)
      const fan = fanCodes.codeOf(state.fanSpeed) | (swings[state.oscillation ?? 'off'] << 4)
      const body = [degrees | 0x01, modeCodes.codeOf(state.mode), fan, 0x00, 0x00, 0x00, ...(isShort ? [] : [0x20])]
      const bytes = [...header, ...start, ...body]
      return [bitsOfBytes([...bytes, lastOf(bytes)])]
    },
    decodeState([first = []]) {
      const bytes = bytesOf(first)
      // A remote with another number is heard by another unit than ours would be.
      if (!beginsWith(bytes, header)) return undefined
      if (bytes.join() === off.join()) return { power: false, mode: 'auto' }
      if (bytes.length !== (isShort ? 15 : 16) || !beginsWith(bytes.slice(5), start)) return undefined
      if (bytes.at(-1) !== lastOf(bytes.slice(0, -1)) || byte(bytes, 8) & 0x02) return undefined
      const swing = (byte(bytes, 10) >> 4) & 3
      return {
        power: true,
        mode: modeCodes.modeOf(byte(bytes, 9) & 7),
        targetTemperature: celsiusOf(byte(bytes, 8)),
        fanSpeed: fanCodes.speedOf(byte(bytes, 10) & 7),
        oscillation: own.length === 0 ? undefined : keyFromCode(swings, swing),
      }
    },
  })
}

const allSwings = swingsOf(true, true)
/** Fujitsu General's remotes such as AR-RAH2E, AR-REB1E, AR-RY4, AR-REG1U and AR-RCL1E. */
export const fujitsu = model({ name: 'fujitsu-ac', isShort: false, step: 1, swings: allSwings })
/** Fujitsu General's remotes with half degrees, such as AR-REW4E. */
export const fujitsuArrew4e = model({ name: 'fujitsu-arrew4e-ac', isShort: false, step: 0.5, swings: allSwings })
/** Fujitsu General's remotes of 15 bytes, such as AR-DB1, AR-DL10 and AR-JW2; their flaps only step. */
export const fujitsuArdb1 = model({ name: 'fujitsu-ardb1-ac', isShort: true, step: 1, swings: [] })
