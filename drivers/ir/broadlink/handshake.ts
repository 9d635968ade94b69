import { macOf, packetSum } from './packet.ts'

/** What a device says of itself when it is called. */
export interface Said {
  readonly type: number
  readonly mac: string
  /** as its owner calls it; may be empty */
  readonly name: string
  /** it obeys its own app only */
  readonly locked: boolean
}

const kinds = { ping: 1, hello: 6, answer: 7 } as const

/** "Who is there?" @param port where the answer is to go @param local our address on that side, if it is known */
export function hello(port: number, local?: string): Buffer {
  const packet = Buffer.alloc(0x30)
  if (local !== undefined) Buffer.from(local.split('.').map(Number)).reverse().copy(packet, 0x18)
  packet.writeUInt16LE(port, 0x1c)
  return closed(packet, kinds.hello)
}

/** "I am still here": firmware from 53 on restarts by itself if it hears neither its cloud nor this for some minutes. */
export function ping(): Buffer {
  return closed(Buffer.alloc(0x30), kinds.ping)
}

/** The answer to a hello; nothing if it is none, is cut short or was changed on its way. Newer devices say more behind 0x80. */
export function helloAnswer(packet: Buffer): Said | undefined {
  if (packet.length < 0x80 || packet.readUInt16LE(0x26) !== kinds.answer) return undefined
  if (packet.readUInt16LE(0x20) !== packetSum(packet)) return undefined
  const name = packet.subarray(0x40, 0x7f)
  const end = name.indexOf(0)
  return {
    type: packet.readUInt16LE(0x34),
    mac: macOf(packet.subarray(0x3a, 0x40)),
    name: plain(name.subarray(0, end < 0 ? name.length : end).toString('utf8')),
    locked: packet[0x7f] !== 0,
  }
}

/** A name without what would move the cursor of a terminal, or of letters cut in half. */
const plain = (name: string) => name.replace(/[\p{Cc}\p{Cf}\uFFFD]/gu, '').trim()

function closed(packet: Buffer, kind: number): Buffer {
  packet.writeUInt16LE(kind, 0x26)
  packet.writeUInt16LE(packetSum(packet), 0x20)
  return packet
}
