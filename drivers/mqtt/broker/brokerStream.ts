import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { GrowingBuffer } from '../../../src/util/growingBuffer.ts'
import { resetSocket } from '../../../src/util/resetSocket.ts'
import {
  type Message,
  type PacketSizeLimit,
  packetStart,
  packetTypes,
  pingRequest,
  publishPacket,
  readMessage,
} from './packets.ts'

/** How much is read in one turn of the event loop, in bytes: some hundred small messages, or more of a large one. */
const turnBytes = 8 * 1024

/** How long after a message the broker is asked whether it has read it, in milliseconds. Most commands are answered before. */
const acknowledgeAfterMs = 25

/**
 * How long ago the broker may have sent something for it to be believed to be reading, in milliseconds. After that it is
 * pinged before it gets a command: what a stopped broker has in its socket cannot be taken back, since a kernel delivers that
 * even after a reset. A broker that stops within this time, or between its answer and the command, still gets it late.
 */
const readingForMs = 2

/** How old a ping may be for its answer to count for now, in milliseconds: the broker may have stopped since it answered. */
const freshPingMs = 100

const nothing = Buffer.alloc(0)

/** A message of which a part has come. */
interface PartialMessage {
  readonly bytes: GrowingBuffer
  bytesLeft: number
}

/** Who gets the messages. */
export interface MessageReceiver extends PacketSizeLimit {
  onMessage(message: Message): void
}

/** A PINGREQ without an answer. */
interface Ping {
  readonly sentAtMs: number
  /** how many messages were sent before it */
  readonly sentCount: number
  /** the library sent it, and must get the answer */
  readonly isOfLibrary: boolean
  readonly answered: (() => void)[]
}

/**
 * The bytes of a connection, between the socket and the MQTT library.
 *
 * Messages that are too large are dropped while they come in, by the length in their fixed header, where an MQTT parser
 * would first collect them whole (MQTT 3.1.1 knows no limit that a client could tell the broker). That is allowed for
 * messages of QoS 0 only, and nothing else is subscribed to.
 *
 * Messages of QoS 0 in both directions, and the pings that go with commands, do not go through the library (benchmark row
 * "CPU a request": without the pings, and with fewer turns of the event loop, a single command takes 3.96 ms of the processor
 * instead of 4.85; row "p50" at 16: without received messages 1.34 times the floor instead of 1.40). Connecting, subscribing,
 * and what is acknowledged are the library's.
 */
export class BrokerStream extends Duplex {
  readonly #socket: Socket
  readonly #receiver: MessageReceiver
  /** the beginning of a packet of which too little has come to judge it */
  #head: Buffer = nothing
  #bytesToPass = 0
  #bytesToDrop = 0
  #partialMessage: PartialMessage | undefined
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
  #receivedAtMs = Number.NEGATIVE_INFINITY
  /** how many messages `publish` has sent, and how many of them the broker is known to have read */
  #sentCount = 0
  #readCount = 0
  readonly #pings: Ping[] = []
  #acknowledgeTimer: NodeJS.Timeout | undefined

  constructor(socket: Socket, receiver: MessageReceiver) {
    super({ allowHalfOpen: false })
    this.#socket = socket
    this.#receiver = receiver
    socket.on('data', (chunk: Buffer) => this.#receiveInTurns(chunk))
    socket.on('end', () => this.#afterWaiting(() => this.push(null)))
    socket.on('error', (error) => this.destroy(error))
    socket.on('close', () => this.#afterWaiting(() => this.destroy()))
  }

  /**
   * Sends a message of QoS 0, which needs no packet identifier and gets no answer.
   * @returns its number, for `hasRead`
   */
  publish(topic: string, payload: string): number {
    this.#corkForTurn()
    this.#socket.write(publishPacket(topic, payload))
    this.#sentCount += 1
    this.#acknowledgeTimer ??= setTimeout(() => {
      this.#acknowledgeTimer = undefined
      if (!this.hasRead(this.#sentCount)) this.ping()
    }, acknowledgeAfterMs).unref()
    return this.#sentCount
  }

  /**
   * Asks the broker for an answer, unless one to a ping of just now is awaited after which nothing was sent. A broker reads in
   * order: when it answers it has read all that was sent before.
   */
  ping(answered?: () => void): void {
    const sentAtMs = performance.now()
    const last = this.#pings.at(-1)
    const isAsked =
      last && !last.isOfLibrary && last.sentCount === this.#sentCount && sentAtMs - last.sentAtMs < freshPingMs
    if (isAsked) {
      if (answered) last.answered.push(answered)
      return
    }
    this.#pings.push({ sentAtMs, sentCount: this.#sentCount, isOfLibrary: false, answered: answered ? [answered] : [] })
    this.#socket.write(pingRequest)
  }

  /** Must be called when the library sends a ping: it gets the answer. */
  pingedByLibrary(): void {
    this.#pings.push({ sentAtMs: performance.now(), sentCount: this.#sentCount, isOfLibrary: true, answered: [] })
  }

  /** True if the broker is known to have read the message of this number. */
  hasRead(message: number): boolean {
    return this.#readCount >= message
  }

  /** True if the broker said something so short a time ago that it will read what is sent now. */
  get isReading(): boolean {
    return performance.now() - this.#receivedAtMs < readingForMs
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
    clearTimeout(this.#acknowledgeTimer)
    this.#socket.end(done)
  }

  /** What the broker has not read by now it must never read: the command in it was given up. */
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#acknowledgeTimer)
    if (this.#socket.writableFinished) this.#socket.destroy()
    else resetSocket(this.#socket)
    done(error)
  }

  /**
   * Commands of one turn leave in one packet: a system call costs more than the rest of a message (benchmark rows "p50" and
   * "CPU a request" at 16; if the first one left at once they were 1.26 -> 1.35 and 1.49 -> 1.54 times the floor).
   */
  #corkForTurn(): void {
    if (this.#isCorked) return
    this.#isCorked = true
    this.#socket.cork()
    setImmediate(() => {
      this.#isCorked = false
      this.#socket.uncork()
    })
  }

  /** All else gets its turn, however fast the broker sends. Single messages, far below what a turn may read, begin none. */
  #receiveInTurns(chunk: Buffer): void {
    this.#receivedAtMs = performance.now()
    const leftBefore = this.#turnBytesLeft
    const rest = this.#receiveSome(chunk)
    if (leftBefore > turnBytes / 2 && this.#turnBytesLeft <= turnBytes / 2) setImmediate(() => this.#nextTurn())
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
    const count = Math.min(
      chunk.length,
      Math.max(this.#turnBytesLeft, this.#bytesToDrop, this.#bytesToPass, this.#partialMessage?.bytesLeft ?? 0),
    )
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
      } else if (this.#partialMessage) {
        position += this.#addToMessage(this.#partialMessage, chunk.subarray(position))
        passFrom = position
      } else {
        const rest = chunk.subarray(position)
        const start = packetStart(this.#head.length > 0 ? Buffer.concat([this.#head, rest]) : rest, this.#receiver)
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
        if (start.isTooLarge || (start.type === packetTypes.pingResponse && this.#takePingAnswer())) {
          this.#pass(chunk.subarray(passFrom, position))
          this.#bytesToDrop = start.size
        } else if (start.isMessage) {
          this.#pass(chunk.subarray(passFrom, position))
          this.#partialMessage = { bytes: new GrowingBuffer(start.size), bytesLeft: start.size }
        } else this.#bytesToPass = start.size
      }
    }
    this.#pass(chunk.subarray(passFrom))
  }

  /** @returns how many of the bytes are of the message */
  #addToMessage(partial: PartialMessage, bytes: Buffer): number {
    const piece = bytes.subarray(0, partial.bytesLeft)
    partial.bytes.add(piece)
    partial.bytesLeft -= piece.length
    if (partial.bytesLeft > 0) return piece.length
    this.#partialMessage = undefined
    const packet = partial.bytes.bytes()
    const message = readMessage(packet)
    // The parser of the library says what is wrong with it, and ends the connection.
    if (!message) this.#pass(packet)
    else if (!this.destroyed) this.#receiver.onMessage(message)
    return piece.length
  }

  #pass(bytes: Buffer): void {
    if (bytes.length > 0 && !this.push(bytes)) this.#isFull = true
  }

  /** The broker answered the oldest ping. @returns true if that was one of ours */
  #takePingAnswer(): boolean {
    const ping = this.#pings.shift()
    if (!ping) return false
    this.#readCount = ping.sentCount
    for (const answered of ping.answered) answered()
    return !ping.isOfLibrary
  }
}
