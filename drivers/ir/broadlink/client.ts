import { randomInt } from 'node:crypto'
import { raceAbort } from '../../../src/home/deadline.ts'
import type { Log } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import { createQueue } from '../../../src/home/queue.ts'
import { Backoff, type BackoffOptions } from '../../../src/util/backoff.ts'
import { errorText, type LocalizedText } from '../../../src/util/translate.ts'
import { say } from '../messages.ts'
import { singleFlight } from '../transmitter.ts'
import {
  type BlasterAddress,
  broadcastTargets,
  type DeviceSelector,
  type LocatedDevice,
  locate,
  locateDevice,
} from './locate.ts'
import { failureOf, isMisunderstood, isSessionLost, lockedHint, type Model, modelOf } from './models.ts'
import {
  contentSum,
  decodeCommand,
  decodePacket,
  decrypt,
  encodeCommand,
  encodePacket,
  initialKey,
  packetTypes,
  ping,
} from './packet.ts'
import { createUdpSocket, defaultRetry, type RetryTimings, requestWithRetry, type UdpSocket } from './udp.ts'

/** What a device has given to those who may order it. */
interface Session {
  readonly id: number
  readonly key: Buffer
}

/** Its error, 0 if there is none, and what is in the packet. */
interface Answer {
  readonly error: number
  readonly content: Buffer
}

/** Says one packet and gives its answer; nothing if none came. @throws the signal's reason */
type Request = (
  to: LocatedDevice,
  command: number,
  content: Buffer,
  session: Session,
  signal?: AbortSignal,
) => Promise<Answer | undefined>

/** The session of before the first. */
const noSession: Session = { id: 0, key: initialKey }

/** What a device is told when a session begins. Source: python-broadlink, device.py. */
const authPayload = Buffer.alloc(0x50)
authPayload.fill(0x31, 0x04, 0x14)
authPayload[0x1e] = 1
authPayload[0x2d] = 1
authPayload.write('clova-home', 0x30, 'latin1')

/** The session that the answer to an introduction gives. */
function sessionFrom({ content }: Answer): Session | undefined {
  return content.length < 20 ? undefined : { id: content.readUInt32LE(0), key: Buffer.from(content.subarray(4, 20)) }
}

/** Each packet has the next counter, and a packet that is said again the same. */
function createRequester(udp: UdpSocket, retry: RetryTimings, closing: AbortSignal): Request {
  let last = randomInt(0x8000, 0x10000)
  return (to, command, content, { id, key }, signal) => {
    last = ((last + 1) & 0xffff) | 0x8000
    const counter = last
    const packet = encodePacket({ type: to.type, command, error: 0, counter, mac: to.mac, session: id }, content, key)
    return requestWithRetry(
      udp,
      retry,
      {
        say: () => udp.send(packet, to.port, to.address),
        take(message, { address }) {
          const sealed = address === to.address ? decodePacket(message) : undefined
          if (sealed?.command !== command + packetTypes.answer || sealed.counter !== counter) return undefined
          // Some leave the address empty; nobody has another's.
          if (sealed.mac !== to.mac && sealed.mac !== '00:00:00:00:00:00') return undefined
          if (sealed.error !== 0) return { error: sealed.error, content: Buffer.alloc(0) }
          const opened = decrypt(sealed, key, contentSum(content))
          return opened && { error: 0, content: opened }
        },
      },
      signal ? [signal, closing] : [closing],
    )
  }
}

export interface BroadlinkTimings {
  readonly retry: RetryTimings
  /** milliseconds from one sign of life to the next */
  readonly pingIntervalMs: number
  readonly reconnectBackoff: BackoffOptions
  /** where one that is meant by its MAC is sought */
  readonly broadcastTargets: (port?: number) => readonly BlasterAddress[]
}

export const defaultTimings: BroadlinkTimings = {
  retry: defaultRetry,
  pingIntervalMs: 120_000,
  reconnectBackoff: { initialMs: 2000, maxMs: 60_000 },
  broadcastTargets,
}

/** What a device answered. */
interface CommandReply {
  /** 0, or what it says is wrong */
  readonly error: number
  /** nothing if it makes no sense */
  readonly data: Buffer | undefined
}

/** How many orders may wait. */
const maxQueued = 64

/** One device: found, authenticated and kept awake; found again whenever it was gone. */
export class BroadlinkClient {
  /** Resolves, and never rejects, once the first try to reach it is over. */
  readonly ready: Promise<void>
  readonly #selector: DeviceSelector
  readonly #log: Log
  readonly #timings: BroadlinkTimings
  readonly #closing = new AbortController()
  readonly #socket: UdpSocket
  readonly #request: Request
  readonly #enqueue = createQueue(maxQueued)
  readonly #deviceName: string
  #device: LocatedDevice | undefined
  #isOnline = false
  #session: Session | undefined
  #connecting: Promise<void> | undefined
  #lastProblem: LocalizedText | undefined
  readonly #backoff: Backoff
  #timer: NodeJS.Timeout | undefined
  #mustRediscover = false
  /** of a device of an unknown type: how it was found to be spoken to */
  #provenFraming: Model['framing'] | undefined

  constructor(selector: DeviceSelector, log: Log, timings: BroadlinkTimings = defaultTimings) {
    this.#selector = selector
    this.#log = log
    this.#timings = timings
    this.#socket = createUdpSocket(log)
    this.#request = createRequester(this.#socket, timings.retry, this.#closing.signal)
    this.#deviceName = selector.mac ?? selector.host ?? ''
    this.#backoff = new Backoff(timings.reconnectBackoff)
    this.ready = this.#checkPresence()
  }

  /** True if it answers. It can be passed on as a function. */
  readonly online = (): boolean => this.#isOnline

  /** Looks for it at once if it is away; resolves, and never rejects, when that is over or takes too long. */
  readonly seek = singleFlight(() => this.#checkPresence())

  /** The device as it last was; undefined before it was found. */
  device(): LocatedDevice | undefined {
    return this.#device
  }

  /** What its owner should know. It can be passed on as a function. */
  readonly problem = (): LocalizedText | undefined =>
    this.#lastProblem ?? (this.#device?.locked ? lockedHint(this.#device) : undefined)

  /**
   * Gives an order when its turn has come; once more if the session was forgotten.
   * @throws Failure `offline` if it cannot be reached, `deviceFault` if it takes no session, `busy` if too many wait; the signal's reason
   */
  command(order: number, data: Buffer, signal: AbortSignal): Promise<CommandReply> {
    return this.#enqueue(() => this.#commandWithRetry(order, data, signal), signal)
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#isOnline = false
    this.#closing.abort(new Failure('offline', say('unusedOne', { name: this.#deviceName })))
    await this.#socket.close()
  }

  async #commandWithRetry(order: number, data: Buffer, signal: AbortSignal): Promise<CommandReply> {
    const first = await this.#sendCommand(order, data, signal)
    if (!isSessionLost(first.error)) return first
    this.#session = undefined
    const second = await this.#sendCommand(order, data, signal)
    if (!isSessionLost(second.error)) return second
    this.#session = undefined
    throw this.#sessionRefused(second.error)
  }

  async #sendCommand(order: number, data: Buffer, signal: AbortSignal): Promise<CommandReply> {
    if (!this.#session) await raceAbort(this.#connect(), signal)
    if (!this.#device || !this.#session) throw new Failure('offline', say('goneAgain', { name: this.#deviceName }))
    const { framing, isUnknown } = modelOf(this.#device.type)
    const first = await this.#sendFramed(this.#selector.framing ?? this.#provenFraming ?? framing, order, data, signal)
    if (!isUnknown || this.#selector.framing || this.#provenFraming) return first
    if (!isMisunderstood(first.error)) this.#provenFraming = framing
    else {
      // It did nothing: it may be an old one that is in no list.
      const other = framing === 'new' ? 'old' : 'new'
      const second = await this.#sendFramed(other, order, data, signal)
      if (isMisunderstood(second.error)) return first
      this.#provenFraming = other
      this.#log.warn(
        { type: this.#device.type },
        `a Broadlink device of an unknown type is one of the ${other} ones; write framing: ${other}`,
      )
      return second
    }
    return first
  }

  async #sendFramed(used: Model['framing'], order: number, data: Buffer, signal: AbortSignal): Promise<CommandReply> {
    if (!this.#device || !this.#session) throw new Failure('offline', say('goneAgain', { name: this.#deviceName }))
    const content = encodeCommand(used, order, data)
    const answer = await this.#request(this.#device, packetTypes.control, content, this.#session, signal)
    if (!answer) throw this.#onLost()
    return { error: answer.error, data: decodeCommand(used, answer.content) }
  }

  /** Finds it and begins a session. All who need it wait for the same. */
  #connect(): Promise<void> {
    this.#connecting ??= this.#openSession().finally(() => {
      this.#connecting = undefined
    })
    return this.#connecting
  }

  async #openSession(): Promise<void> {
    // One that refuses may have been locked since it said that it is not.
    if (!this.#isOnline || this.#mustRediscover) this.#onFound(await this.#findDevice())
    this.#mustRediscover = false
    if (!this.#device) throw new Failure('offline')
    const answer = await this.#request(this.#device, packetTypes.authenticate, authPayload, noSession)
    if (!answer) throw this.#onLost()
    if (answer.error !== 0) throw this.#sessionRefused(answer.error)
    this.#session = sessionFrom(answer)
    if (!this.#session) throw this.#sessionRefused(undefined)
    this.#lastProblem = undefined
    this.#backoff.reset()
  }

  async #findDevice(): Promise<LocatedDevice> {
    const outcome = await locateDevice(this.#socket, this.#selector, this.#timings, this.#device, this.#closing.signal)
    if ('found' in outcome) return outcome.found
    this.#log.debug({ reason: outcome.problem.en }, `${this.#deviceName} is not found`)
    this.#lastProblem = outcome.problem
    throw new Failure('offline', this.#lastProblem)
  }

  #onFound(found: LocatedDevice): void {
    const { type, mac, address, name } = found
    const { name: model, isUnknown } = modelOf(type)
    const isSame = this.#device?.mac === mac && this.#device.type === type
    if (!isSame) {
      this.#session = undefined
      this.#provenFraming = undefined
    }
    if (!this.#isOnline || !isSame || this.#device?.address !== address)
      this.#log.info({ address, mac, name, model }, 'a Broadlink device is there')
    if (!isSame && isUnknown)
      this.#log.warn({ address, model }, 'a Broadlink device of an unknown type is spoken to as the new ones are')
    this.#device = found
    this.#isOnline = true
  }

  #onLost(): Failure {
    if (this.#isOnline) this.#log.warn({ address: this.#device?.address }, 'a Broadlink device is gone')
    this.#isOnline = false
    this.#session = undefined
    this.#backoff.reset()
    this.#scheduleCheck()
    return new Failure('offline', say('didNotAnswer', { name: this.#deviceName, tries: this.#timings.retry.tries }))
  }

  /** The sign of life, which also shows whether it is there; or one more try to reach it. */
  async #checkPresence(): Promise<void> {
    if (this.#device && this.#isOnline)
      this.#socket.send(ping(), this.#device.port, this.#device.address).catch(() => {})
    if (!this.#device || !this.#session) await this.#connect().catch(() => {})
    else {
      const found = await locate(this.#socket, [this.#device], this.#selector.mac, this.#timings.retry, [
        this.#closing.signal,
      ]).catch(() => undefined)
      if (found) this.#onFound(found)
      else if (!this.#closing.signal.aborted) return void this.#onLost()
    }
    this.#scheduleCheck()
  }

  #scheduleCheck(): void {
    clearTimeout(this.#timer)
    if (this.#closing.signal.aborted) return
    this.#timer = setTimeout(
      () => void this.#checkPresence(),
      this.#session ? this.#timings.pingIntervalMs : this.#backoff.next(),
    )
    this.#timer.unref()
  }

  #sessionRefused(error: number | undefined): Failure {
    const why = error === undefined ? say('givesNoKey') : errorText(failureOf(error))
    this.#lastProblem = this.#device?.locked
      ? lockedHint(this.#device)
      : say('noSession', { name: this.#deviceName, why })
    this.#mustRediscover = true
    return new Failure('deviceFault', this.#lastProblem)
  }
}
