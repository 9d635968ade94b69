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
          const opened = decrypt(sealed, key)
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

/** One device: found, authenticated and kept awake; found again whenever it was gone. */
export interface BroadlinkClient {
  /** Resolves, and never rejects, once the first try to reach it is over. */
  readonly ready: Promise<void>
  /** it answers */
  online(): boolean
  /** Looks for it at once if it is away; resolves, and never rejects, when that is over or takes too long. */
  seek(signal: AbortSignal): Promise<void>
  /** the device as it last was; nothing before it was found */
  device(): LocatedDevice | undefined
  /** what its owner should know */
  problem(): LocalizedText | undefined
  /**
   * Gives an order when its turn has come; once more if the session was forgotten.
   * @throws Failure `offline` if it cannot be reached, `deviceFault` if it takes no session, `busy` if too many wait; the signal's reason
   */
  command(order: number, data: Buffer, signal: AbortSignal): Promise<CommandReply>
  close(): Promise<void>
}

/** How many orders may wait. */
const maxQueued = 64

export function createClient(
  selector: DeviceSelector,
  log: Log,
  timings: BroadlinkTimings = defaultTimings,
): BroadlinkClient {
  const { retry } = timings
  const closing = new AbortController()
  const socket = createUdpSocket(log)
  const request = createRequester(socket, retry, closing.signal)
  const enqueue = createQueue(maxQueued)
  const deviceName = selector.mac ?? selector.host ?? ''
  let device: LocatedDevice | undefined
  let isOnline = false
  let session: Session | undefined
  let connecting: Promise<void> | undefined
  let lastProblem: LocalizedText | undefined
  const backoff = new Backoff(timings.reconnectBackoff)
  let timer: NodeJS.Timeout | undefined
  let mustRediscover = false
  /** of a device of an unknown type: how it was found to be spoken to */
  let provenFraming: Model['framing'] | undefined

  return {
    ready: checkPresence(),
    online: () => isOnline,
    seek: singleFlight(checkPresence),
    device: () => device,
    problem: () => lastProblem ?? (device?.locked ? lockedHint(device) : undefined),
    command: (order, data, signal) => enqueue(() => commandWithRetry(order, data, signal), signal),
    async close() {
      clearTimeout(timer)
      isOnline = false
      closing.abort(new Failure('offline', say('unusedOne', { name: deviceName })))
      await socket.close()
    },
  }

  async function commandWithRetry(order: number, data: Buffer, signal: AbortSignal): Promise<CommandReply> {
    const first = await sendCommand(order, data, signal)
    if (!isSessionLost(first.error)) return first
    session = undefined
    const second = await sendCommand(order, data, signal)
    if (!isSessionLost(second.error)) return second
    session = undefined
    throw sessionRefused(second.error)
  }

  async function sendCommand(order: number, data: Buffer, signal: AbortSignal): Promise<CommandReply> {
    if (!session) await raceAbort(connect(), signal)
    if (!device || !session) throw new Failure('offline', say('goneAgain', { name: deviceName }))
    const { framing, isUnknown } = modelOf(device.type)
    const first = await sendFramed(selector.framing ?? provenFraming ?? framing)
    if (!isUnknown || selector.framing || provenFraming) return first
    if (!isMisunderstood(first.error)) provenFraming = framing
    else {
      // It did nothing: it may be an old one that is in no list.
      const other = framing === 'new' ? 'old' : 'new'
      const second = await sendFramed(other)
      if (isMisunderstood(second.error)) return first
      provenFraming = other
      log.warn(
        { type: device.type },
        `a Broadlink device of an unknown type is one of the ${other} ones; write framing: ${other}`,
      )
      return second
    }
    return first

    async function sendFramed(used: Model['framing']): Promise<CommandReply> {
      if (!device || !session) throw new Failure('offline', say('goneAgain', { name: deviceName }))
      const answer = await request(device, packetTypes.control, encodeCommand(used, order, data), session, signal)
      if (!answer) throw onLost()
      return { error: answer.error, data: decodeCommand(used, answer.content) }
    }
  }

  /** Finds it and begins a session. All who need it wait for the same. */
  function connect(): Promise<void> {
    connecting ??= openSession().finally(() => {
      connecting = undefined
    })
    return connecting
  }

  async function openSession(): Promise<void> {
    // One that refuses may have been locked since it said that it is not.
    if (!isOnline || mustRediscover) onFound(await findDevice())
    mustRediscover = false
    if (!device) throw new Failure('offline')
    const answer = await request(device, packetTypes.authenticate, authPayload, noSession)
    if (!answer) throw onLost()
    if (answer.error !== 0) throw sessionRefused(answer.error)
    session = sessionFrom(answer)
    if (!session) throw sessionRefused(undefined)
    lastProblem = undefined
    backoff.reset()
  }

  async function findDevice(): Promise<LocatedDevice> {
    const outcome = await locateDevice(socket, selector, timings, device, closing.signal)
    if ('found' in outcome) return outcome.found
    log.debug({ reason: outcome.problem.en }, `${deviceName} is not found`)
    lastProblem = outcome.problem
    throw new Failure('offline', lastProblem)
  }

  function onFound(found: LocatedDevice): void {
    const { type, mac, address, name } = found
    const { name: model, isUnknown } = modelOf(type)
    const isSame = device?.mac === mac && device.type === type
    if (!isSame) {
      session = undefined
      provenFraming = undefined
    }
    if (!isOnline || !isSame || device?.address !== address)
      log.info({ address, mac, name, model }, 'a Broadlink device is there')
    if (!isSame && isUnknown)
      log.warn({ address, model }, 'a Broadlink device of an unknown type is spoken to as the new ones are')
    device = found
    isOnline = true
  }

  function onLost(): Failure {
    if (isOnline) log.warn({ address: device?.address }, 'a Broadlink device is gone')
    isOnline = false
    session = undefined
    backoff.reset()
    scheduleCheck()
    return new Failure('offline', say('didNotAnswer', { name: deviceName, tries: retry.tries }))
  }

  /** The sign of life, which also shows whether it is there; or one more try to reach it. */
  async function checkPresence(): Promise<void> {
    if (device && isOnline) socket.send(ping(), device.port, device.address).catch(() => {})
    if (!device || !session) await connect().catch(() => {})
    else {
      const found = await locate(socket, [device], selector.mac, retry, [closing.signal]).catch(() => undefined)
      if (found) onFound(found)
      else if (!closing.signal.aborted) return void onLost()
    }
    scheduleCheck()
  }

  function scheduleCheck(): void {
    clearTimeout(timer)
    if (closing.signal.aborted) return
    timer = setTimeout(checkPresence, session ? timings.pingIntervalMs : backoff.next())
    timer.unref()
  }

  function sessionRefused(error: number | undefined): Failure {
    const why = error === undefined ? say('givesNoKey') : errorText(failureOf(error))
    lastProblem = device?.locked ? lockedHint(device) : say('noSession', { name: deviceName, why })
    mustRediscover = true
    return new Failure('deviceFault', lastProblem)
  }
}
