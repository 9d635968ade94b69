import { raceAbort } from '../../../src/home/deadline.ts'
import type { Log } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import { queue } from '../../../src/home/queue.ts'
import { seeker } from '../singleFlight.ts'
import { fault, isForgotten, locked } from './faults.ts'
import { unwrap, wrap } from './framing.ts'
import { ping } from './handshake.ts'
import { around, type Located, locate, type Place } from './locate.ts'
import { modelOf } from './models.ts'
import { commands } from './packet.ts'
import { type Pace, usualPace } from './request.ts'
import { search, type Which } from './search.ts'
import { introduction, noSession, type Session, sessionOf, talker } from './session.ts'
import { udp } from './udp.ts'

export interface Timings {
  readonly pace: Pace
  /** milliseconds from one sign of life to the next */
  readonly ping: number
  /** milliseconds until it is sought again: at first, at most */
  readonly backoff: { readonly first: number; readonly most: number }
  /** where one that is meant by its MAC is sought */
  readonly around: (port?: number) => readonly Place[]
}

export const usualTimings: Timings = { pace: usualPace, ping: 120_000, backoff: { first: 2000, most: 60_000 }, around }

/** What a device answered. */
export interface Reply {
  /** 0, or what it says is wrong */
  readonly error: number
  /** nothing if it makes no sense */
  readonly data: Buffer | undefined
}

/** One device: found, authenticated and kept awake; found again whenever it was gone. */
export interface Client {
  /** Resolves, and never rejects, once the first try to reach it is over. */
  readonly ready: Promise<void>
  /** it answers */
  online(): boolean
  /** Looks for it at once if it is away; resolves, and never rejects, when that is over or takes too long. */
  seek(signal: AbortSignal): Promise<void>
  /** the device as it last was; nothing before it was found */
  device(): Located | undefined
  /** what its owner should know */
  problem(): string | undefined
  /**
   * Gives an order when its turn has come; once more if the session was forgotten.
   * @throws Failure `offline` if it cannot be reached, `deviceFault` if it takes no session, `busy` if too many wait; the signal's reason
   */
  order(order: number, data: Buffer, signal: AbortSignal): Promise<Reply>
  close(): Promise<void>
}

/** How many orders may wait. */
const mostOrders = 64

export function client(which: Which, log: Log, timings: Timings = usualTimings): Client {
  const { pace, backoff } = timings
  const end = new AbortController()
  const socket = udp(log)
  const talk = talker(socket, pace, end.signal)
  const turns = queue(mostOrders)
  const where = which.mac ?? which.host ?? ''
  let device: Located | undefined
  let isThere = false
  let session: Session | undefined
  let reaching: Promise<void> | undefined
  let trouble: string | undefined
  let delay = backoff.first
  let timer: NodeJS.Timeout | undefined
  let isDoubted = false

  return {
    ready: look(),
    online: () => isThere,
    seek: seeker(look),
    device: () => device,
    problem: () => trouble ?? (device?.locked ? locked(device) : undefined),
    order: (order, data, signal) => turns(() => obeyed(order, data, signal), signal),
    async close() {
      clearTimeout(timer)
      isThere = false
      end.abort(new Failure('offline', `${where} is no longer used`))
      await socket.close()
    },
  }

  async function obeyed(order: number, data: Buffer, signal: AbortSignal): Promise<Reply> {
    const first = await give(order, data, signal)
    if (!isForgotten(first.error)) return first
    session = undefined
    const second = await give(order, data, signal)
    if (!isForgotten(second.error)) return second
    session = undefined
    throw refused(second.error)
  }

  async function give(order: number, data: Buffer, signal: AbortSignal): Promise<Reply> {
    if (!session) await raceAbort(reach(), signal)
    if (!device || !session) throw new Failure('offline', `${where} is gone again`)
    const { framing } = modelOf(device.type)
    const answer = await talk(device, commands.control, wrap(framing, order, data), session, signal)
    if (!answer) throw lost()
    return { error: answer.error, data: unwrap(framing, answer.content) }
  }

  /** Finds it and begins a session. All who need it wait for the same. */
  function reach(): Promise<void> {
    reaching ??= begin().finally(() => {
      reaching = undefined
    })
    return reaching
  }

  async function begin(): Promise<void> {
    // One that refuses may have been locked since it said that it is not.
    if (!isThere || isDoubted) meet(await find())
    isDoubted = false
    if (!device) throw new Failure('offline')
    const answer = await talk(device, commands.authenticate, introduction, noSession)
    if (!answer) throw lost()
    if (answer.error !== 0) throw refused(answer.error)
    session = sessionOf(answer)
    if (!session) throw refused(undefined)
    trouble = undefined
    delay = backoff.first
  }

  async function find(): Promise<Located> {
    const found = await search(socket, which, timings, device, end.signal)
    if (typeof found !== 'string') return found
    log.debug({ reason: found }, `${where} is not found`)
    trouble = found
    throw new Failure('offline', trouble)
  }

  function meet(found: Located): void {
    const { type, mac, address, name } = found
    const { name: model, unknown } = modelOf(type)
    const isSame = device?.mac === mac && device.type === type
    if (!isSame) session = undefined
    if (!isThere || !isSame || device?.address !== address)
      log.info({ address, mac, name, model }, 'a Broadlink device is there')
    if (!isSame && unknown)
      log.warn({ address, model }, 'a Broadlink device of an unknown type is spoken to as the new ones are')
    device = found
    isThere = true
  }

  function lost(): Failure {
    if (isThere) log.warn({ address: device?.address }, 'a Broadlink device is gone')
    isThere = false
    session = undefined
    delay = backoff.first
    rest()
    return new Failure('offline', `${where} did not answer ${pace.tries} times`)
  }

  /** The sign of life, which also shows whether it is there; or one more try to reach it. */
  async function look(): Promise<void> {
    if (device && isThere) socket.send(ping(), device.port, device.address).catch(() => {})
    if (!device || !session) await reach().catch(() => {})
    else {
      const found = await locate(socket, [device], which.mac, pace, [end.signal]).catch(() => undefined)
      if (found) meet(found)
      else if (!end.signal.aborted) return void lost()
    }
    rest()
  }

  function rest(): void {
    clearTimeout(timer)
    if (end.signal.aborted) return
    // Jitter, so that many that were cut off together do not all come back at once.
    timer = setTimeout(look, session ? timings.ping : delay * (0.5 + Math.random() / 2))
    timer.unref()
    if (!session) delay = Math.min(delay * 2, backoff.most)
  }

  function refused(error: number | undefined): Failure {
    const said = error === undefined ? 'it gives no key' : fault(error).message
    trouble = device?.locked
      ? locked(device)
      : `${where} takes no session: ${said}; switch it off and on, and see in the Broadlink app that "Lock device" is off`
    isDoubted = true
    return new Failure('deviceFault', trouble)
  }
}
