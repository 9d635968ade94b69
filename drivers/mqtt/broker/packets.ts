/** What MQTT packets have in the upper half of their first byte (MQTT 3.1.1, 2.2.1). */
export const packetTypes = { publish: 3, pingResponse: 13 }

/** A PINGREQ packet (MQTT 3.1.1, 3.12). */
export const pingRequest = Buffer.from([0xc0, 0])

/** A length has seven bits in each byte, the lowest first (MQTT 3.1.1, 2.2.3). */
const [lengthBits, maxLengthOfByte] = [7, 0x7f]

/** In the first byte of a PUBLISH: its QoS, and whether the broker had kept it (MQTT 3.1.1, 3.3.1). */
const [qosBits, retainBit] = [0b0110, 0b0001]

/** A packet whose beginning was read. */
export interface PacketStart {
  readonly type: number
  /** a PUBLISH of QoS 0, which is not acknowledged */
  readonly isMessage: boolean
  /** with its fixed header, in bytes */
  readonly size: number
  readonly isTooLarge: boolean
}

/** What is too large. */
export interface PacketSizeLimit {
  /** PUBLISH packets up to this size are let through unseen, in bytes. */
  readonly anyTopicBytes: number
  /** The largest payload that somebody wants of a topic, in bytes. */
  maxPayloadBytes(topic: string): number
  onTooLarge(topic: string): void
}

/** Reads the beginning of a packet. @returns nothing while too few bytes have come to say */
export function packetStart(bytes: Buffer, limit: PacketSizeLimit): PacketStart | undefined {
  const [first = 0] = bytes
  const type = first >> 4
  let remaining = 0
  let headerBytes = 1
  for (let shift = 0; ; shift += lengthBits, headerBytes += 1) {
    const byte = bytes[headerBytes]
    if (byte === undefined) return undefined
    remaining += (byte & maxLengthOfByte) * 2 ** shift
    if (byte <= maxLengthOfByte) break
    // A length has four bytes at most; the parser says what is wrong with it and ends the connection.
    if (shift === 3 * lengthBits) return { type, isMessage: false, size: Number.POSITIVE_INFINITY, isTooLarge: false }
  }
  headerBytes += 1
  const size = headerBytes + remaining
  const isMessage = type === packetTypes.publish && (first & qosBits) === 0
  if (type !== packetTypes.publish || remaining <= limit.anyTopicBytes)
    return { type, isMessage, size, isTooLarge: false }
  if (bytes.length < headerBytes + 2) return undefined
  const topicBytes = bytes.readUInt16BE(headerBytes)
  if (bytes.length < headerBytes + 2 + topicBytes) return undefined
  const topic = bytes.toString('utf8', headerBytes + 2, headerBytes + 2 + topicBytes)
  const isTooLarge = remaining - 2 - topicBytes > limit.maxPayloadBytes(topic)
  if (isTooLarge) limit.onTooLarge(topic)
  return { type, isMessage, size, isTooLarge }
}

/** What a PUBLISH of QoS 0 says. */
export interface Message {
  readonly topic: string
  readonly payload: Buffer
  readonly isRetained: boolean
}

/** Reads a whole PUBLISH of QoS 0. @returns nothing if it is shorter than its topic */
export function readMessage(packet: Buffer): Message | undefined {
  let headerBytes = 2
  while ((packet[headerBytes - 1] ?? 0) > maxLengthOfByte) headerBytes += 1
  if (packet.length < headerBytes + 2) return undefined
  const payloadAt = headerBytes + 2 + packet.readUInt16BE(headerBytes)
  if (packet.length < payloadAt) return undefined
  return {
    topic: packet.toString('utf8', headerBytes + 2, payloadAt),
    payload: packet.subarray(payloadAt),
    isRetained: ((packet[0] ?? 0) & retainBit) !== 0,
  }
}

/** A PUBLISH packet of QoS 0 that is not retained (MQTT 3.1.1, 3.3). */
export function publishPacket(topic: string, payload: string): Buffer {
  const topicBytes = Buffer.byteLength(topic)
  const remaining = 2 + topicBytes + Buffer.byteLength(payload)
  let headerBytes = 2
  for (let rest = remaining >> lengthBits; rest > 0; rest >>= lengthBits) headerBytes += 1
  const packet = Buffer.allocUnsafe(headerBytes + remaining)
  packet[0] = packetTypes.publish << 4
  for (let rest = remaining, i = 1; i < headerBytes; i += 1, rest >>= lengthBits)
    packet[i] = (rest & maxLengthOfByte) | (i < headerBytes - 1 ? maxLengthOfByte + 1 : 0)
  const topicAt = packet.writeUInt16BE(topicBytes, headerBytes)
  packet.write(topic, topicAt)
  packet.write(payload, topicAt + topicBytes)
  return packet
}
