import { bitsOf } from './bits.ts'
import { code } from './code.ts'
import { type Key, keySchema } from './index.ts'
import { codeError } from './messages.ts'
import { encodeFrame, type Timing } from './pulseDistance.ts'
import { withPeriod } from './pulses.ts'

/*
 * Codes as IRremote, IRremoteESP8266, Tasmota and ESPHome print them: the name of a protocol, and its bits as a number, the first
 * that is sent the highest.
 */

/** Our protocol of a name, and how many bits its number has there. */
const ours: Readonly<Record<string, { readonly name: string; readonly bits: readonly number[] }>> = {
  NEC: { name: 'nec', bits: [32] },
  'NEC (NON-STRICT)': { name: 'nec', bits: [32] },
  NEC_LIKE: { name: 'nec', bits: [32] },
  SAMSUNG: { name: 'samsung', bits: [32] },
  SAMSUNG36: { name: 'samsung36', bits: [36] },
  LG: { name: 'lg', bits: [28] },
  SONY: { name: 'sony', bits: [12, 15, 20] },
  PANASONIC: { name: 'panasonic', bits: [48] },
  JVC: { name: 'jvc', bits: [16] },
  SHARP: { name: 'sharp', bits: [15] },
  MITSUBISHI: { name: 'mitsubishi', bits: [16] },
  RC5: { name: 'rc5', bits: [12, 13] },
  RC5X: { name: 'rc5', bits: [13] },
  RC6: { name: 'rc6', bits: [20] },
  RCMM: { name: 'rcmm', bits: [12, 24, 32] },
  DENON: { name: 'denon', bits: [15] },
}

interface Shape extends Timing {
  readonly carrierHz: number
  readonly periodUs: number
}

/** Protocols whose bits are sent as they are printed. Source: IRremoteESP8266, src/ir_*.cpp. */
const shapes: Readonly<Record<string, Shape>> = {
  NEC: {
    leader: [9000, 4500],
    zero: [560, 560],
    one: [560, 1690],
    stopMark: 560,
    carrierHz: 38_000,
    periodUs: 108_000,
  },
  LG: { leader: [8500, 4250], zero: [550, 550], one: [550, 1600], stopMark: 550, carrierHz: 38_000, periodUs: 108_000 },
  LG2: {
    leader: [3200, 9900],
    zero: [480, 550],
    one: [480, 1600],
    stopMark: 480,
    carrierHz: 38_000,
    periodUs: 108_000,
  },
  SAMSUNG: {
    leader: [4480, 4480],
    zero: [560, 560],
    one: [560, 1680],
    stopMark: 560,
    carrierHz: 38_000,
    periodUs: 108_000,
  },
  PANASONIC: {
    leader: [3456, 1728],
    zero: [432, 432],
    one: [432, 1296],
    stopMark: 432,
    carrierHz: 36_700,
    periodUs: 163_296,
  },
  DENON: { zero: [264, 792], one: [264, 1848], stopMark: 264, carrierHz: 38_000, periodUs: 67_000, toleranceUs: 130 },
  EPSON: {
    leader: [9000, 4500],
    zero: [560, 560],
    one: [560, 1690],
    stopMark: 560,
    carrierHz: 38_000,
    periodUs: 108_000,
  },
  NIKAI: {
    leader: [4000, 4000],
    zero: [500, 2000],
    one: [500, 1000],
    stopMark: 500,
    carrierHz: 38_000,
    periodUs: 60_000,
  },
  GICABLE: {
    leader: [9000, 4400],
    zero: [550, 2200],
    one: [550, 4400],
    stopMark: 550,
    carrierHz: 39_000,
    periodUs: 99_600,
  },
  WHYNTER: {
    leader: [2850, 2850],
    zero: [750, 750],
    one: [750, 2150],
    stopMark: 750,
    carrierHz: 38_000,
    periodUs: 108_000,
  },
}

/** The longest number that is sent as one frame of such a protocol. */
const maxBits = 64

/**
 * The key of a protocol and its number.
 * @param bits how many bits are sent; absent: those of the number's digits, four each
 * @throws Error for the user
 */
export function keyOfPrinted(protocol: string, digits: string, bits?: number): Key {
  const name = protocol.trim().toUpperCase()
  const hexadecimal = /^(?:0x)?([\da-f]{1,16})$/i.exec(digits.trim())?.[1]
  if (hexadecimal === undefined) throw codeError('printedNumber', { digits: digits.slice(0, 20) })
  const value = BigInt(`0x${hexadecimal}`)
  const known = Object.hasOwn(ours, name) ? ours[name] : undefined
  // RC6 of 36 bits is mode 6A, of Media Center.
  if (name === 'RC6' && bits === 36) return keySchema.parse({ rc6a: Number(value) })
  const isStandard = known !== undefined && (bits === undefined || known.bits.includes(bits))
  if (isStandard && value < 1n << 52n) {
    const hasBits = known.name === 'sony' || known.name === 'rcmm'
    const written = hasBits && bits !== undefined ? { bits, data: Number(value) } : Number(value)
    const parsed = keySchema.safeParse({ [known.name]: written })
    if (parsed.success) return parsed.data
  }
  const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined
  if (!shape) throw codeError('printedProtocol', { protocol: name.slice(0, 30) })
  const count = bits ?? hexadecimal.length * 4
  if (count < 1 || count > maxBits) throw codeError('printedBits', { bits: count, max: maxBits })
  const high = bitsOf(Number(value >> 32n), Math.max(0, count - 32), 'msb')
  const sent = [...high, ...bitsOf(Number(value & 0xffffffffn), Math.min(32, count), 'msb')]
  return { code: code(withPeriod([encodeFrame(shape, sent)], shape.periodUs), shape.carrierHz) }
}
