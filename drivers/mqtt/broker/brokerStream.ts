import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { resetSocket } from '../../../src/util/resetSocket.ts'

/** How much is read in one turn of the event loop, in bytes: some hundred small messages, or more of a large one. */
const turnBytes = 8 * 1024

/** What a PUBLISH packet has in the upper half of its first byte (MQTT 3.1.1, 2.2.1). */
const publishType = 3

/** A length has seven bits in each byte, the lowest first (MQTT 3.1.1, 2.2.3). */
const [lengthBits, maxLengthOfByte] = [7, 0x7f]

const nothing = Buffer.alloc(0)

/** A packet whose beginning was read. */
interface PacketStart {
  /** with its fixed header, in bytes */
  readonly size: number
  readonly isTooLarge: boolean
}

/** What is too large, and who is told of it. */
export interface PacketSizeLimit {
  /** PUBLISH packets up to this size are let through unseen, in bytes. */
  readonly anyTopicBytes: number
  /** The largest payload that somebody wants of a topic, in bytes. */
  maxPayloadBytes(topic: string): number
  onTooLarge(topic: string): void
}

/**
 * A connection to a broker without the messages that are too large: they are dropped while they come in, by the length
 * in their fixed header, where an MQTT parser would first collect them whole (MQTT 3.1.1 knows no limit that a client
 * could tell the broker). That is allowed for messages of QoS 0 only, and nothing else is subscribed to.
 */
export class PacketSizeLimiter extends Duplex {
  readonly #socket: Socket
  readonly #limit: PacketSizeLimit
  /** the beginning of a packet of which too little has come to judge it */
  #head: Buffer = nothing
  #bytesToPass = 0
  #bytesToDrop = 0
  /** how many bytes may still be passed on in this turn of the event loop */
  #turnBytesLeft = turnBytes
  /** the socket is paused until the next turn, and what was read of it waits */
  #isWaiting = false
  #waitingBytes: Buffer = nothing
  /** what is written leaves at the end of this turn */
  #isCorked = false
  /** what is done once the waiting bytes were passed on, in this order */
  #afterwards: (() => void)[] = []
  /** nobody reads any more for now */
  #isFull = false

  constructor(socket: Socket, limit: PacketSizeLimit) {
    super({ allowHalfOpen: false })
    this.#socket = socket
    this.#limit = limit
    socket.on('data', (chunk: Buffer) => this.#receiveInTurns(chunk))
    socket.on('end', () => this.#afterWaiting(() => this.push(null)))
    socket.on('error', (error) => this.destroy(error))
    socket.on('close', () => this.#afterWaiting(() => this.destroy()))
  }

  /**
   * Sends a message of QoS 0, which needs no packet identifier and gets no answer. The library would write it in several
   * pieces through two streams (benchmark row "CPU a request", 16 at once: 829 -> 785 us; one at a time no difference).
   */
  publish(topic: string, payload: string): void {
    this.#corkForTurn()
    this.#socket.write(publishPacket(topic, payload))
  }

  override _read(): void {
    this.#isFull = false
    if (!this.#isWaiting) this.#socket.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#corkForTurn()
    if (this.#socket.write(chunk)) done()
    else this.#socket.once('drain', done)
  }

  /** A packet is written in several pieces; they leave together. */
  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: () => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'binary' as BufferEncoding, done)
  }

  override _final(done: () => void): void {
    this.#socket.end(done)
  }

  /** What the broker has not read by now it must never read: the command in it was given up. */
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (this.#socket.writableFinished) this.#socket.destroy()
    else resetSocket(this.#socket)
    done(error)
  }

  /** Commands of one turn leave in one packet: a system call costs more than the rest of a message (benchmark row "CPU a request"). */
  #corkForTurn(): void {
    if (this.#isCorked) return
    this.#isCorked = true
    this.#socket.cork()
    setImmediate(() => {
      this.#isCorked = false
      this.#socket.uncork()
    })
  }

  /** All else gets its turn, however fast the broker sends. */
  #receiveInTurns(chunk: Buffer): void {
    if (this.#turnBytesLeft === turnBytes) setImmediate(() => this.#nextTurn())
    const rest = this.#receiveSome(chunk)
    if (this.#turnBytesLeft > 0) {
      if (this.#isFull) this.#socket.pause()
      return
    }
    this.#socket.pause()
    this.#isWaiting = true
    this.#waitingBytes = rest
  }

  #nextTurn(): void {
    this.#turnBytesLeft = turnBytes
    if (this.destroyed || !this.#isWaiting) return
    if (this.#waitingBytes.length > 0) {
      this.#waitingBytes = this.#receiveSome(this.#waitingBytes)
      setImmediate(() => this.#nextTurn())
      return
    }
    this.#isWaiting = false
    if (!this.#isFull) this.#socket.resume()
    for (const work of this.#afterwards.splice(0)) work()
  }

  /** Receives what may be in this turn. @returns the rest */
  #receiveSome(chunk: Buffer): Buffer {
    // What is inside of a message costs no time until its end has come.
    const count = Math.min(chunk.length, Math.max(this.#turnBytesLeft, this.#bytesToDrop, this.#bytesToPass))
    this.#turnBytesLeft = Math.max(0, this.#turnBytesLeft - count)
    this.#receive(chunk.subarray(0, count))
    return chunk.subarray(count)
  }

  #afterWaiting(work: () => void): void {
    if (this.#isWaiting) this.#afterwards.push(work)
    else work()
  }

  #receive(received: Buffer): void {
    let chunk = received
    let passFrom = 0
    let position = 0
    while (position < chunk.length) {
      if (this.#bytesToDrop > 0) {
        const count = Math.min(this.#bytesToDrop, chunk.length - position)
        this.#bytesToDrop -= count
        position += count
        passFrom = position
      } else if (this.#bytesToPass > 0) {
        const count = Math.min(this.#bytesToPass, chunk.length - position)
        this.#bytesToPass -= count
        position += count
      } else {
        const rest = chunk.subarray(position)
        const start = this.#packetStart(this.#head.length > 0 ? Buffer.concat([this.#head, rest]) : rest)
        if (!start) {
          this.#pass(chunk.subarray(passFrom, position))
          this.#head = Buffer.concat([this.#head, rest])
          return
        }
        if (this.#head.length > 0) {
          chunk = Buffer.concat([this.#head, rest])
          this.#head = nothing
          passFrom = 0
          position = 0
        }
        if (start.isTooLarge) {
          this.#pass(chunk.subarray(passFrom, position))
          this.#bytesToDrop = start.size
        } else this.#bytesToPass = start.size
      }
    }
    this.#pass(chunk.subarray(passFrom))
  }

  #pass(bytes: Buffer): void {
    if (bytes.length > 0 && !this.push(bytes)) this.#isFull = true
  }

  /** Nothing while too few bytes have come to say. */
  #packetStart(bytes: Buffer): PacketStart | undefined {
    let remaining = 0
    let headerBytes = 1
    for (let shift = 0; ; shift += 7, headerBytes += 1) {
      const byte = bytes[headerBytes]
      if (byte === undefined) return undefined
      remaining += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) break
      // A length has four bytes at most; the parser says what is wrong with it and ends the connection.
      if (shift === 21) return { size: Number.POSITIVE_INFINITY, isTooLarge: false }
    }
    headerBytes += 1
    const size = headerBytes + remaining
    if ((bytes[0] ?? 0) >> 4 !== publishType || remaining <= this.#limit.anyTopicBytes)
      return { size, isTooLarge: false }
    if (bytes.length < headerBytes + 2) return undefined
    const topicBytes = bytes.readUInt16BE(headerBytes)
    if (bytes.length < headerBytes + 2 + topicBytes) return undefined
    const topic = bytes.toString('utf8', headerBytes + 2, headerBytes + 2 + topicBytes)
    const isTooLarge = remaining - 2 - topicBytes > this.#limit.maxPayloadBytes(topic)
    if (isTooLarge) this.#limit.onTooLarge(topic)
    return { size, isTooLarge }
  }
}

/** A PUBLISH packet of QoS 0 that is not retained (MQTT 3.1.1, 3.3). */
function publishPacket(topic: string, payload: string): Buffer {
  const topicBytes = Buffer.byteLength(topic)
  const remaining = 2 + topicBytes + Buffer.byteLength(payload)
  let headerBytes = 2
  for (let rest = remaining >> lengthBits; rest > 0; rest >>= lengthBits) headerBytes += 1
  const packet = Buffer.allocUnsafe(headerBytes + remaining)
  packet[0] = publishType << 4
  for (let rest = remaining, i = 1; i < headerBytes; i += 1, rest >>= lengthBits)
    packet[i] = (rest & maxLengthOfByte) | (i < headerBytes - 1 ? maxLengthOfByte + 1 : 0)
  const topicAt = packet.writeUInt16BE(topicBytes, headerBytes)
  packet.write(topic, topicAt)
  packet.write(payload, topicAt + topicBytes)
  return packet
}
