import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { BlasterInfo, Model } from './models.ts'

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
export interface EncryptedPacket extends Header {
  /** what the checksum of its content is said to be */
  readonly contentChecksum: number
  readonly body: Buffer
}

/** The commands of a packet; an answer's is 0x384 more. */
export const packetTypes = { authenticate: 0x65, control: 0x6a, answer: 0x384 } as const

/** The key of everything until the device has given its own. */
export const initialKey = Buffer.from('097628343fe99e23765c1513accf8b02', 'hex')

const iv = Buffer.from('562e17996d093d28ddb3ba695a2e6f58', 'hex')
const magic = Buffer.from('5aa5aa555aa5aa55', 'hex')
const headerBytes = 0x38
const blockBytes = 16

/** The sum of all bytes from 0xBEAF on, of 16 bits; the two at 0x20, where that of a whole packet stands, count nothing. */
export function packetSum(packet: Buffer): number {
  return (sum(packet) - (packet[0x20] ?? 0) - (packet[0x21] ?? 0)) & 0xffff
}

/** The packet of a header and its content, which may be of any length. Source of all: python-broadlink. */
export function encodePacket(header: Header, content: Buffer, key: Buffer): Buffer {
  const padded = Buffer.alloc(Math.ceil(content.length / blockBytes) * blockBytes)
  content.copy(padded)
  const packet = Buffer.alloc(headerBytes + padded.length)
  magic.copy(packet)
  packet.writeInt16LE(header.error, 0x22)
  packet.writeUInt16LE(header.type, 0x24)
  packet.writeUInt16LE(header.command, 0x26)
  packet.writeUInt16LE(header.counter, 0x28)
  macBytes(header.mac).copy(packet, 0x2a)
  packet.writeUInt32LE(header.session, 0x30)
  packet.writeUInt16LE(contentSum(content), 0x34)
  crypt(createCipheriv('aes-128-cbc', key, iv), padded).copy(packet, headerBytes)
  packet.writeUInt16LE(packetSum(packet), 0x20)
  return packet
}

/** What a packet says of itself; nothing if it is none, is cut short or was changed on its way. */
export function decodePacket(packet: Buffer): EncryptedPacket | undefined {
  if (packet.length < headerBytes || packet.length % blockBytes !== headerBytes % blockBytes) return undefined
  if (!packet.subarray(0, magic.length).equals(magic)) return undefined
  if (packet.readUInt16LE(0x20) !== packetSum(packet)) return undefined
  return {
    error: packet.readInt16LE(0x22),
    type: packet.readUInt16LE(0x24),
    command: packet.readUInt16LE(0x26),
    counter: packet.readUInt16LE(0x28),
    mac: macOf(packet.subarray(0x2a, 0x30)),
    session: packet.readUInt32LE(0x30),
    contentChecksum: packet.readUInt16LE(0x34),
    body: packet.subarray(headerBytes),
  }
}

/**
 * What is in a packet, with the zeros that fill it up; nothing if it was locked with another key.
 * @param requestSum the checksum of the content that was sent: a device that makes its answer of the header of the request
 * may leave it there, or 0, and no other client looks at it
 */
export function decrypt(
  { body, contentChecksum }: Pick<EncryptedPacket, 'body' | 'contentChecksum'>,
  key: Buffer,
  requestSum = 0,
): Buffer | undefined {
  const content = crypt(createDecipheriv('aes-128-cbc', key, iv), body)
  return [0, requestSum, contentSum(content)].includes(contentChecksum) ? content : undefined
}

/** The sum of the bytes of a packet's content before it is encrypted, of 16 bits. */
export const contentSum = (content: Buffer): number => sum(content) & 0xffff

/** The six bytes of an address, the last one first, as devices have it. */
function macBytes(mac: string): Buffer {
  return Buffer.from(mac.replaceAll(':', ''), 'hex').reverse()
}

/** How six bytes with the last one first are written. */
function macOf(bytes: Buffer): string {
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

const packetKinds = { pingPacket: 1, discoveryPacket: 6, answer: 7 } as const

/** "Who is there?" @param port where the answer is to go @param local our address on that side, if it is known */
export function hello(port: number, local?: string): Buffer {
  const packet = Buffer.alloc(0x30)
  if (local !== undefined) Buffer.from(local.split('.').map(Number)).reverse().copy(packet, 0x18)
  packet.writeUInt16LE(port, 0x1c)
  return finishPacket(packet, packetKinds.discoveryPacket)
}

/** "I am still here": firmware from 53 on restarts by itself if it hears neither its cloud nor this for some minutes. */
export function ping(): Buffer {
  return finishPacket(Buffer.alloc(0x30), packetKinds.pingPacket)
}

/** The answer to a hello; nothing if it is none, is cut short or was changed on its way. Newer devices say more behind 0x80. */
export function parseDiscoveryReply(packet: Buffer): BlasterInfo | undefined {
  if (packet.length < 0x80 || packet.readUInt16LE(0x26) !== packetKinds.answer) return undefined
  if (packet.readUInt16LE(0x20) !== packetSum(packet)) return undefined
  const name = packet.subarray(0x40, 0x7f)
  const end = name.indexOf(0)
  return {
    type: packet.readUInt16LE(0x34),
    mac: macOf(packet.subarray(0x3a, 0x40)),
    name: printableName(name.subarray(0, end < 0 ? name.length : end).toString('utf8')),
    locked: packet[0x7f] !== 0,
  }
}

/** A name without what would move the cursor of a terminal, or of letters cut in half. */
const printableName = (name: string) => name.replace(/[\p{Cc}\p{Cf}\uFFFD]/gu, '').trim()

function finishPacket(packet: Buffer, kind: number): Buffer {
  packet.writeUInt16LE(kind, 0x26)
  packet.writeUInt16LE(packetSum(packet), 0x20)
  return packet
}

/** What a blaster can be told. Source: python-broadlink, remote.py. */
export const commands = {
  sensors: 1,
  send: 2,
  learn: 3,
  learnt: 4,
  sweep: 0x19,
  frequency: 0x1a,
  learnRadio: 0x1b,
  cancel: 0x1e,
} as const

/** The content of a packet that carries an order and its data. */
export function encodeCommand(framing: Model['framing'], order: number, data: Buffer): Buffer {
  const start = framing === 'old' ? 0 : 2
  const content = Buffer.alloc(start + 4 + data.length)
  if (framing === 'new') content.writeUInt16LE(data.length + 4)
  content.writeUInt32LE(order, start)
  data.copy(content, start + 4)
  return content
}

/** The data of an answer; nothing if it is not as the framing says. An old one ends in zeros that fill it up. */
export function decodeCommand(framing: Model['framing'], content: Buffer): Buffer | undefined {
  if (content.length < 6) return undefined
  if (framing === 'old') return content.subarray(4)
  const end = content.readUInt16LE(0) + 2
  return end < 6 || end > content.length ? undefined : content.subarray(6, end)
}
