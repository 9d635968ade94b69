import { randomBytes, timingSafeEqual } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import * as z from 'zod'
import { createDeadline, raceAbort } from '../../../src/home/deadline.ts'
import type { Log } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import { describeNetworkError } from '../../../src/home/networkErrors.ts'
import { createQueue } from '../../../src/home/queue.ts'
import { Backoff, type BackoffOptions } from '../../../src/util/backoff.ts'
import { parseBoundedJson } from '../../../src/util/boundedJson.ts'
import { resetSocket } from '../../../src/util/resetSocket.ts'
import type { Steps } from '../../../src/util/slices.ts'
import { readInSlices } from '../../../src/util/slices.ts'
import { inEnglish, isSameText, type LocalizedText, marksOf, type Text } from '../../../src/util/translate.ts'
import { irError, say } from '../messages.ts'
import { singleFlight } from '../transmitter.ts'
import {
  deriveSessionKey,
  encodeTuyaFrame,
  proofOf,
  type TuyaFrame,
  TuyaFrameReader,
  type TuyaVersion,
  tuyaCommands,
} from './frames.ts'

/** Which device, and what proves that we may command it. */
export interface TuyaAddress {
  readonly host: string
  readonly port?: number | undefined
  readonly deviceId: string
  /** 16 characters, which change whenever the device is paired anew */
  readonly localKey: string
  readonly version: TuyaVersion
}

export interface TuyaTimings {
  /** milliseconds until it is connected and has agreed on a session */
  readonly connectTimeoutMs: number
  /** milliseconds until it has answered one message */
  readonly replyTimeoutMs: number
  /** a device closes a connection on which nothing was said for half a minute */
  readonly heartbeatIntervalMs: number
  /** how long a device may take to show of which kind it is, in milliseconds */
  readonly kindTimeoutMs: number
  readonly reconnectBackoff: BackoffOptions
}

export const defaultTuyaTimings: TuyaTimings = {
  connectTimeoutMs: 3000,
  replyTimeoutMs: 3000,
  heartbeatIntervalMs: 10_000,
  kindTimeoutMs: 1500,
  reconnectBackoff: { initialMs: 2000, maxMs: 60_000 },
}

/** The values of data points, by their numbers. */
export type DataPoints = Readonly<Record<string, unknown>>

const defaultPort = 6668
const maxQueued = 64
const dataPoints = z.record(z.string().regex(/^\d{1,3}$/), z.unknown())
/** From version 3.4 on the data points stand one level deeper. */
const report = z.union([
  z.object({ dps: dataPoints }),
  z.object({ data: z.object({ dps: dataPoints }) }).transform(({ data }) => data),
])

/** A message that waits for its answer. */
interface PendingReply {
  take(frame: TuyaFrame): void
  lose(failure: Failure): void
}

/** One connection to a device, made or being made; those before it are of no concern any more. */
interface Session {
  readonly socket: Socket
  key: Buffer
  sequence: number
  pending: PendingReply | undefined
  isConnected: boolean
  /** it has shown that key and version are right */
  isProven: boolean
}

/**
 * A Tuya device in the local network: one TCP connection, which it must keep alive. Whoever gives up a command closes the connection
 * with a reset, so that the command does not arrive later, and its answer is not taken for that to the next.
 */
export class TuyaClient {
  readonly ready: Promise<void>
  readonly #address: TuyaAddress
  readonly #timings: TuyaTimings
  readonly #log: Log
  readonly #localKey: Buffer
  readonly #enqueue = createQueue(maxQueued)
  readonly #listeners = new Set<(values: DataPoints) => void>()
  readonly #backoff: Backoff
  #current: Session | undefined
  #isOnline = false
  #connecting: Promise<Session> | undefined
  #timer: NodeJS.Timeout | undefined
  #problem: LocalizedText | undefined
  #isClosed = false

  constructor(address: TuyaAddress, log: Log, timings: TuyaTimings = defaultTuyaTimings) {
    this.#address = address
    this.#log = log
    this.#timings = timings
    this.#localKey = Buffer.from(address.localKey, 'latin1')
    this.#backoff = new Backoff(timings.reconnectBackoff)
    this.ready = this.#connect().then(
      () => {},
      () => {},
    )
  }

  online = (): boolean => this.#isOnline
  problem = (): LocalizedText | undefined => this.#problem
  seek = singleFlight(() => this.#connect())

  /** Calls back with the data points that the device reports. @returns what ends that */
  onReport(listener: (values: DataPoints) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Sets data points; resolves once the device has acknowledged them. A report does not count: it may be that of the command before.
   * @param begun called when the message goes out
   * @throws Failure `offline`, `deviceFault` if it refuses; the signal's reason, and nothing is sent after that
   */
  set(values: DataPoints, signal: AbortSignal, begun: () => void = () => {}): Promise<void> {
    return this.#enqueue(async () => {
      const session = this.#current && this.#isOnline ? this.#current : await raceAbort(this.#connect(), signal)
      signal.throwIfAborted()
      begun()
      const isNew = this.#address.version !== '3.3'
      const command = isNew ? tuyaCommands.newControl : tuyaCommands.control
      const seconds = Math.floor(Date.now() / 1000)
      const { deviceId } = this.#address
      const payload = isNew
        ? { protocol: 5, t: seconds, data: { dps: values } }
        : { devId: deviceId, uid: deviceId, t: String(seconds), dps: values }
      const reply = await this.#exchange(session, command, Buffer.from(JSON.stringify(payload)), signal)
      session.isProven = true
      if ((reply.returnCode ?? 0) !== 0)
        throw new Failure('deviceFault', say('tuyaRefuses', { words: textOf(reply) || `code ${reply.returnCode}` }))
    }, signal)
  }

  /** Asks for all data points; what it answers is reported. Some devices answer nothing before their first command. */
  query(signal: AbortSignal): Promise<void> {
    return this.#enqueue(async () => {
      const session = await raceAbort(this.#connect(), signal)
      const { deviceId, version } = this.#address
      const isNew = version !== '3.3'
      const payload = isNew
        ? {}
        : { gwId: deviceId, devId: deviceId, uid: deviceId, t: String(Math.floor(Date.now() / 1000)) }
      const command = isNew ? tuyaCommands.newQuery : tuyaCommands.query
      this.#write(session, command, Buffer.from(JSON.stringify(payload)))
    }, signal)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#listeners.clear()
    const socket = this.#current?.socket
    if (!socket || socket.destroyed) return
    const isClosed = new Promise((resolve) => socket.once('close', resolve))
    socket.destroy()
    await isClosed
  }

  #connect(): Promise<Session> {
    if (this.#isClosed) return Promise.reject(new Failure('offline', say('unused')))
    if (this.#current && this.#isOnline) return Promise.resolve(this.#current)
    this.#connecting ??= this.#open().finally(() => {
      this.#connecting = undefined
    })
    return this.#connecting
  }

  async #open(): Promise<Session> {
    clearTimeout(this.#timer)
    const { host, port = defaultPort, version } = this.#address
    const socket = connect({ host, port })
    const session: Session = {
      socket,
      key: this.#localKey,
      sequence: 0,
      pending: undefined,
      isConnected: false,
      isProven: false,
    }
    this.#current = session
    const limit = createDeadline(this.#timings.connectTimeoutMs)
    try {
      await raceAbort(this.#opened(session), limit.signal)
      if (version !== '3.3') await this.#negotiate(session, limit.signal)
      await this.#exchange(session, tuyaCommands.heartbeat, this.#heartbeatPayload(), limit.signal)
      // In version 3.3 any key gets this answer.
      session.isProven ||= version !== '3.3'
      this.#isOnline = true
      this.#problem = undefined
      this.#backoff.reset()
      this.#log.info({ host }, 'connected to a Tuya device')
      this.#scheduleHeartbeat(session)
      return session
    } catch (error) {
      // What ended the connection by itself was reported already.
      if (this.#current !== session) throw error
      resetSocket(socket)
      throw this.#onLost(session, limit.signal.aborted ? say('silent') : describeNetworkError(error as Error))
    } finally {
      limit.end()
    }
  }

  /** Resolves when it is connected; from then on it is read, and its end is noticed. */
  #opened(session: Session): Promise<void> {
    const { socket } = session
    const reader = new TuyaFrameReader(this.#address.version)
    let reason: Text = say('hungUp')
    socket.setNoDelay(true)
    // It keeps no process alive.
    socket.unref()
    // A device may send without end.
    readInSlices<Buffer>(
      socket,
      (bytes) => this.#onBytes(session, reader, bytes),
      (error) => socket.destroy(error),
    )
    socket.on('error', (error) => {
      reason = describeNetworkError(error)
    })
    return new Promise((resolve, reject) => {
      socket.once('connect', () => {
        session.isConnected = true
        resolve()
      })
      socket.on('close', () => reject(this.#onLost(session, reason)))
    })
  }

  /** Both sides prove that they have the local key, and agree on one for this connection. */
  async #negotiate(session: Session, signal: AbortSignal): Promise<void> {
    const ours = randomBytes(16)
    const reply = await this.#exchange(session, tuyaCommands.sessionStart, ours, signal)
    const [theirs, proof] = [reply.payload.subarray(0, 16), reply.payload.subarray(16, 48)]
    if (reply.payload.length < 48 || !timingSafeEqual(proof, proofOf(this.#localKey, ours)))
      throw irError('tuyaLocalKey')
    this.#write(session, tuyaCommands.sessionFinish, proofOf(this.#localKey, theirs))
    session.key = deriveSessionKey(this.#address.version, this.#localKey, ours, theirs)
  }

  /** Sends one message and awaits its answer. @throws Failure, the signal's reason */
  async #exchange(session: Session, command: number, payload: Buffer, signal: AbortSignal): Promise<TuyaFrame> {
    const limit = createDeadline(this.#timings.replyTimeoutMs, signal)
    const wanted = command === tuyaCommands.sessionStart ? tuyaCommands.sessionReply : command
    try {
      const answered = new Promise<TuyaFrame>((resolve, reject) => {
        session.pending = {
          // In version 3.3 our own message sent back looks like an answer. No device answers by what it was told.
          take: (frame) => frame.command === wanted && !frame.payload.equals(payload) && resolve(frame),
          lose: reject,
        }
        this.#write(session, command, payload)
      })
      return await raceAbort(answered, limit.signal)
    } catch (error) {
      // What was written and has not arrived must not arrive later.
      if (limit.signal.aborted) {
        resetSocket(session.socket)
        this.#onLost(session, say('silent'))
      }
      if (limit.signal.aborted && !signal.aborted) throw new Failure('offline', this.#problem)
      throw error
    } finally {
      session.pending = undefined
      limit.end()
    }
  }

  #write(session: Session, command: number, payload: Buffer): void {
    session.sequence += 1
    const frame = { sequence: session.sequence, command, payload }
    session.socket.write(encodeTuyaFrame(this.#address.version, session.key, frame))
  }

  /** One message in each step: a piece of what comes from the socket holds a thousand of the shortest. */
  *#onBytes(session: Session, reader: TuyaFrameReader, bytes: Buffer): Steps<void> {
    for (const frame of reader.read(bytes, () => session.key)) {
      this.#onFrame(session, frame)
      yield
    }
  }

  #onFrame(session: Session, frame: TuyaFrame): void {
    if (this.#current !== session) return
    session.pending?.take(frame)
    const values = valuesOf(frame)
    if (values) for (const listener of [...this.#listeners]) listener(values)
  }

  #heartbeatPayload(): Buffer {
    const { deviceId } = this.#address
    return Buffer.from(JSON.stringify({ gwId: deviceId, devId: deviceId }))
  }

  #scheduleHeartbeat(session: Session): void {
    if (this.#current !== session || this.#isClosed) return
    this.#timer = setTimeout(() => {
      const limit = createDeadline(this.#timings.replyTimeoutMs)
      this.#enqueue(
        () => this.#exchange(session, tuyaCommands.heartbeat, this.#heartbeatPayload(), limit.signal),
        limit.signal,
      )
        .catch(() => {})
        .finally(() => {
          limit.end()
          this.#scheduleHeartbeat(session)
        })
    }, this.#timings.heartbeatIntervalMs)
    this.#timer.unref()
  }

  /** The connection is over: it is made again after a while. */
  #onLost(session: Session, reason: Text): Failure {
    const { host, version } = this.#address
    const isSuspect = session.isConnected && !session.isProven && !marksOf(reason).some(({ fix }) => fix === 'localKey')
    const problem = say(isSuspect ? 'tuyaAwayKey' : 'tuyaAway', { host, why: reason, version })
    const failure = new Failure('offline', problem)
    if (this.#current !== session) return failure
    this.#current = undefined
    this.#isOnline = false
    session.pending?.lose(failure)
    if (this.#isClosed) return failure
    if (this.#problem === undefined || !isSameText(this.#problem, problem))
      this.#log.warn({ host, reason: inEnglish(reason) }, 'a Tuya device is not there')
    this.#problem = problem
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#connect().catch(() => {}), this.#backoff.next())
    this.#timer.unref()
    return failure
  }
}

/** The data points of a report or of the answer to a query; nothing of any other message. */
function valuesOf({ payload }: TuyaFrame): DataPoints | undefined {
  if (payload[0] !== 0x7b) return undefined
  try {
    return report.parse(parseBoundedJson(payload.toString('utf8'))).dps
  } catch {
    return undefined
  }
}

/** What a refusal says, in one line. */
const textOf = ({ payload }: TuyaFrame): string =>
  payload
    .subarray(0, 100)
    .toString('latin1')
    .replace(/[^\x20-\x7e]/g, '')
