import { fromBase64 } from '../bits.ts'
import type { Format } from '../code.ts'
import { code, defaultCarrierHz, type Medium, maxPulses, type RemoteCode } from '../code.ts'
import { codeError } from '../messages.ts'

/** One tick of a Broadlink packet in µs. */
const tickUs = 1e6 / 32_768
/** The gap with which a Broadlink ends what it learns: 0x0D05 ticks. */
const defaultGapUs = Math.round(0x0d05 * tickUs)
const mediumByType: Readonly<Record<number, Medium>> = { 38: 'ir', 178: 'rf433', 215: 'rf315' }

/** A code, and how many times it is sent more than once. */
export interface Packet {
  readonly code: RemoteCode
  readonly repeats: number
}

/**
 * Reads a packet: 0x26 (infrared), 0xB2 or 0xD7 (radio), repeats, length u16 LE, then ticks, 0x00 before a u16 BE of 256 or more.
 * Behind its length it may be padded with anything.
 * @throws Error in plain words
 */
export function decodeBroadlinkPacket(packet: Uint8Array): Packet {
  const [kind = 0, repeats = 0, low = 0, high = 0] = packet
  if (radioTypes.includes(kind)) return decodeRadioPacket(packet)
  const isOtherRadio = kind >= otherRadioTypes.min && kind <= otherRadioTypes.max
  const medium = isOtherRadio ? 'rf315' : mediumByType[kind]
  if (packet.length < 4) throw codeError('headAlone', { count: packet.length, head: 4 })
  if (medium === undefined) throw codeError('broadlinkKind', { begin: `0x${kind.toString(16).padStart(2, '0')}` })
  const length = high * 256 + low
  if (length > packet.length - 4) throw codeError('broadlinkCutOff', { length, count: packet.length - 4 })
  const pulses = decodeTicks(packet.subarray(4, 4 + length)).map((ticks) => Math.round(ticks * tickUs))
  const read = code(pulses, medium === 'ir' ? defaultCarrierHz : 0, medium)
  return isOtherRadio ? { code: { ...read, packet: Buffer.from(packet) }, repeats: 0 } : { code: read, repeats }
}

/** What an RM pro learns of radio near 304 MHz, as of ceiling fans, begins so; it is kept as it came. Found in files of SmartIR. */
const otherRadioTypes = { min: 0x78, max: 0x7b }

/** The first byte of radio as an RM4 pro learns it: its frequency in kHz (u32 LE) stands before the ticks. */
const radioTypes: readonly number[] = [0xb0, 0xb1]
const radioHeaderBytes = 8

/** Reads a radio packet of an RM4 pro. Its bytes are kept, since not all of their meaning is known. @throws Error in plain words */
function decodeRadioPacket(packet: Uint8Array): Packet {
  const bytes = Buffer.from(packet)
  if (bytes.length <= radioHeaderBytes) throw codeError('tooShort', { count: bytes.length })
  const end = 4 + bytes.readUInt16LE(2)
  if (end > bytes.length || end <= radioHeaderBytes)
    throw codeError('broadlinkRadioCutOff', { length: end, count: bytes.length })
  const pulses = decodeTicks(bytes.subarray(radioHeaderBytes, end)).map((ticks) => Math.round(ticks * tickUs))
  const medium = bytes.readUInt32LE(4) < 374_000 ? 'rf315' : 'rf433'
  return { code: { ...code(pulses, 0, medium), packet: bytes }, repeats: 0 }
}

function decodeTicks(data: Uint8Array): readonly number[] {
  const ticks: number[] = []
  for (let i = 0; i < data.length && ticks.length <= maxPulses; i++) {
    const [byte = 0, high, low] = data.subarray(i, i + 3)
    if (byte > 0) {
      ticks.push(byte)
      continue
    }
    // Zeros to the end are padding that somebody counted.
    if (data.subarray(i).every((rest) => rest === 0)) break
    if (high === undefined || low === undefined) throw codeError('broadlinkLastPulse')
    ticks.push(high * 256 + low)
    i += 2
  }
  return ticks
}

/**
 * The packet of a code. Light that ends with a mark gets the gap with which Broadlinks end what they learn; radio stays as it is.
 * @param repeats how many times it is sent more than once, up to 255
 * @throws Error in plain words
 */
export function encodeBroadlinkPacket({ medium, pulses, packet }: RemoteCode, repeats = 0): Buffer {
  if (packet) return Buffer.from(packet)
  if (!Number.isInteger(repeats) || repeats < 0 || repeats > 255) throw codeError('broadlinkRepeats', { repeats })
  const whole = medium !== 'ir' || pulses.length % 2 === 0 ? pulses : [...pulses, defaultGapUs]
  const data = whole.flatMap((pulse) => {
    const ticks = Math.max(1, Math.round(pulse / tickUs))
    return ticks < 256 ? [ticks] : [0, ticks >> 8, ticks & 0xff]
  })
  const kind = Number(Object.keys(mediumByType).find((one) => mediumByType[Number(one)] === medium))
  return Buffer.from([kind, repeats, data.length & 0xff, data.length >> 8, ...data])
}

const isHex = (text: string) => /^(26|b[012]|d7)([0-9a-f]{2})+$/i.test(text)

/** Reads a packet in Base64 or hex; `b64:` and spaces are taken off. @throws Error in plain words */
export function fromBroadlink(text: string): Packet {
  const bare = text.replace(/^\s*(b64|hex):/i, '').replace(/\s+/g, '')
  return decodeBroadlinkPacket(isHex(bare) ? Buffer.from(bare, 'hex') : fromBase64(bare))
}

/** The packet of a code in Base64. @throws Error as `packet` */
export const toBroadlink = (code: RemoteCode, repeats = 0): string =>
  encodeBroadlinkPacket(code, repeats).toString('base64')

export const broadlink: Format = {
  // The Base64 of a byte 0x26, 0xB0, 0xB1, 0xB2 or 0xD7.
  matches: (text) => isHex(text.replace(/\s+/g, '')) || /^(b64:)?(J[g-v]|s[A-Za-v]|1[w-z0-9+/])[^\s,;]{4}/.test(text),
  read(text) {
    const { code, repeats } = fromBroadlink(text)
    return repeats === 0 ? { code } : { code, minFrames: repeats + 1 }
  },
  write: toBroadlink,
}
