import { bitsOfBytes, bytesOf, inverse } from '../../codes/bits.ts'
import { byte, type ClimateMode, defineClimateProtocol, fanTable, modesOf, modeTable } from '../protocol.ts'

/*
 * 3 bytes, most significant bit first, each followed by its inverse, all of it twice. By place: 0 a fixed B2; 1 fan (bits 5–7) and a
 * fixed 1F; 2 °C by a table (high nibble), mode (bits 2–3). Fan mode is dry mode with the code E for °C. Off is one fixed frame.
 * Swinging, turbo, sleep and light are fixed frames that begin and end it; they tell no state and are not offered.
 * Source: crankyoldgit/IRremoteESP8266 src/ir_Coolix.{h,cpp}.
 */
const modeCodes = modeTable({ cool: 0, dehumidify: 1, auto: 2, heat: 3 })
/** One after the other only one bit changes. */
const degreeCodes = [0, 1, 3, 2, 6, 7, 5, 4, 0xc, 0xd, 9, 8, 0xa, 0xb]
const [minTemperature, fanModeDegrees] = [17, 0xe]
const fanCodes = fanTable([4, 2, 1], 5)
/** In auto and dry mode the fan is not chosen. */
const fanOf = (mode: ClimateMode, speed: number | undefined) =>
  mode === 'auto' || mode === 'dehumidify' ? 0 : fanCodes.codeOf(speed)
const off = [0xb2, 0x7b, 0xe0]
const [fixed, noSensor] = [0xb2, 0x1f]

/** Remotes of many makers with Midea's older protocol of 3 bytes, such as RG52D; also of Beko and Carrier. */
export const coolix = defineClimateProtocol({
  name: 'coolix-ac',
  timing: { headerUs: [4692, 4416], mark: 552, zeroUs: 552, oneUs: 1656, gapUs: 5244, endGapUs: 100_000 },
  temperature: { min: minTemperature, max: minTemperature + degreeCodes.length - 1, step: 1 },
  modes: modesOf(['auto', 'cool', 'heat', 'dehumidify'], ['fan']),
  fanSpeeds: fanCodes.speeds,
  swings: [],
  encodeState({ power, mode, targetTemperature, fanSpeed }) {
    const isFan = mode === 'fan'
    const degrees = isFan ? fanModeDegrees : (degreeCodes[targetTemperature - minTemperature] ?? 0)
    const last = (degrees << 4) | (modeCodes.codeOf(isFan ? 'dehumidify' : mode) << 2)
    const bytes = power ? [fixed, (fanOf(mode, fanSpeed) << 5) | noSensor, last] : off
    const bits = bitsOfBytes(
      bytes.flatMap((value) => [value, inverse(value)]),
      'msb',
    )
    return [bits, bits]
  },
  decodeState([first = [], , third = first]) {
    // Bosch sends the same two sections, with other meanings, and a third behind them.
    if (third.join() !== first.join()) return undefined
    const all = bytesOf(first, 'msb')
    if (all.length !== 6 || all.some((value, i) => i % 2 === 1 && value !== inverse(byte(all, i - 1)))) return undefined
    const bytes = all.filter((_, i) => i % 2 === 0)
    if (bytes.join() === off.join()) return { power: false, mode: 'auto' }
    const [start = 0, middle = 0, last = 0] = bytes
    if (start !== fixed || (middle & 0x1f) !== noSensor || last & 0x03) return undefined
    const degrees = degreeCodes.indexOf(last >> 4)
    const isFan = last >> 4 === fanModeDegrees
    const mode = modeCodes.modeOf((last >> 2) & 3)
    if (isFan ? mode !== 'dehumidify' : degrees < 0) return undefined
    return {
      power: true,
      mode: isFan ? 'fan' : mode,
      targetTemperature: minTemperature + degrees,
      fanSpeed: fanCodes.speedOf(middle >> 5),
    }
  },
})
