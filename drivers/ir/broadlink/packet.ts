import { createCipheriv, createDecipheriv } from 'node:crypto'

/** The header of a packet, without its checksums. */
export interface Header {
  /** what kind of device */
  readonly type: number
  readonly command: number
  /** 0 in what is sent; below 0 if the device refuses */
  readonly error: number
  readonly counter: number
  /** as it is written: 34:ea:34:00:00:01 */
  readonly mac: string
  /** the session that the device gave; 0 before */
  readonly session: number
}

/** A packet that has come, its body still locked. */
export interface Sealed extends Header {
  /** what the checksum of its content is said to be */
  readonly sum: number
  readonly body: Buffer
}

/** The commands of a packet; an answer's is 0x384 more. */
export const commands = { authenticate: 0x65, control: 0x6a, answer: 0x384 } as const

/** The key of everything until the device has given its own. */
export const firstKey = Buffer.from('097628343fe99e23765c1513accf8b02', 'hex')

const iv = Buffer.from('562e17996d093d28ddb3ba695a2e6f58', 'hex')
const magic = Buffer.from('5aa5aa555aa5aa55', 'hex')
const headerLength = 0x38
const block = 16

/** The sum of all bytes from 0xBEAF on, of 16 bits; the two at 0x20, where that of a whole packet stands, count nothing. */
export function packetSum(packet: Buffer): number {
  return (sum(packet) - (packet[0x20] ?? 0) - (packet[0x21] ?? 0)) & 0xffff
}

/** The packet of a header and its content, which may be of any length. Source of all: python-broadlink. */
export function encode(header: Header, content: Buffer, key: Buffer): Buffer {
  const padded = Buffer.alloc(Math.ceil(content.length / block) * block)
  content.copy(padded)
  const packet = Buffer.alloc(headerLength + padded.length)
  magic.copy(packet)
  packet.writeInt16LE(header.error, 0x22)
  packet.writeUInt16LE(header.type, 0x24)
  packet.writeUInt16LE(header.command, 0x26)
  packet.writeUInt16LE(header.counter, 0x28)
  macBytes(header.mac).copy(packet, 0x2a)
  packet.writeUInt32LE(header.session, 0x30)
  packet.writeUInt16LE(sum(content) & 0xffff, 0x34)
  crypt(createCipheriv('aes-128-cbc', key, iv), padded).copy(packet, headerLength)
  packet.writeUInt16LE(packetSum(packet), 0x20)
  return packet
}

/** What a packet says of itself; nothing if it is none, is cut short or was changed on its way. */
export function decode(packet: Buffer): Sealed | undefined {
  if (packet.length < headerLength || packet.length % block !== headerLength % block) return undefined
  if (!packet.subarray(0, magic.length).equals(magic)) return undefined
  if (packet.readUInt16LE(0x20) !== packetSum(packet)) return undefined
  return {
    error: packet.readInt16LE(0x22),
    type: packet.readUInt16LE(0x24),
    command: packet.readUInt16LE(0x26),
    counter: packet.readUInt16LE(0x28),
    mac: macOf(packet.subarray(0x2a, 0x30)),
    session: packet.readUInt32LE(0x30),
    sum: packet.readUInt16LE(0x34),
    body: packet.subarray(headerLength),
  }
}

/**
 * What is in a packet, with the zeros that fill it up; nothing if it was locked with another key.
 * A sum of 0 is one that was never written: real devices write it.
 */
export function open({ body, sum: said }: Pick<Sealed, 'body' | 'sum'>, key: Buffer): Buffer | undefined {
  const content = crypt(createDecipheriv('aes-128-cbc', key, iv), body)
  return said === 0 || said === (sum(content) & 0xffff) ? content : undefined
}

/** The six bytes of an address, the last one first, as devices have it. */
function macBytes(mac: string): Buffer {
  return Buffer.from(mac.replaceAll(':', ''), 'hex').reverse()
}

/** How six bytes with the last one first are written. */
export function macOf(bytes: Buffer): string {
  return [...bytes]
    .reverse()
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join(':')
}

function sum(bytes: Buffer): number {
  let total = 0xbeaf
  for (const byte of bytes) total += byte
  return total
}

function crypt(cipher: ReturnType<typeof createCipheriv | typeof createDecipheriv>, whole: Buffer): Buffer {
  cipher.setAutoPadding(false)
  return Buffer.concat([cipher.update(whole), cipher.final()])
}
