import { connect, type Socket } from 'node:net'
import { createDeadline, raceAbort } from '../../../src/home/deadline.ts'
import type { Log } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import { queue } from '../../../src/home/queue.ts'
import { seeker } from '../singleFlight.ts'
import type { Transmitter } from '../transmitter.ts'
import { type Reply, replies } from './lircReply.ts'

/** Where lircd listens: its socket, or a port of a machine. */
export type LircPlace = { readonly path: string } | { readonly host: string; readonly port: number }

export interface LircTimings {
  /** milliseconds until it has let us in */
  readonly connect: number
  /** milliseconds until it has sent and said so, and for each repeat besides */
  readonly answer: number
  readonly repeat: number
  /** milliseconds until it is tried again: at first, at most */
  readonly backoff: { readonly first: number; readonly most: number }
}

export const usualPlace: LircPlace = { path: '/run/lirc/lircd' }
const usualLirc: LircTimings = {
  connect: 3000,
  answer: 5000,
  repeat: 300,
  backoff: { first: 1000, most: 60_000 },
}

/** A transmitter that knows remotes and their keys by name, and nothing else. */
export interface NamedTransmitter extends Transmitter {
  /**
   * Presses a key of a remote that it knows, and holds it so many repeats longer.
   * @throws as `send`; `deviceFault` with lircd's own words if it refuses
   */
  named(remote: string, key: string, repeats: number, signal: AbortSignal): Promise<void>
}

/** Longer lines are refused by lircd, with its newline. */
const longestLine = 255
const mostWaiting = 64

/** An IR LED that lircd rules. It sends only what stands in lircd's own configuration. Source of the protocol: lircd(8). */
export function lirc(
  place: LircPlace,
  log: Log,
  timings: LircTimings = usualLirc,
): NamedTransmitter & Required<Pick<Transmitter, 'problem'>> {
  const where = 'path' in place ? place.path : `${place.host}:${place.port}`
  const turns = queue(mostWaiting)
  /** the connection of now, being made or there; those before it are of no concern any more */
  let current: Socket | undefined
  let link: Socket | undefined
  let connecting: Promise<Socket> | undefined
  let waiting: { readonly take: (reply: Reply) => void; readonly lose: (failure: Failure) => void } | undefined
  let delay = timings.backoff.first
  let timer: NodeJS.Timeout | undefined
  let trouble: string | undefined
  let closed = false

  return {
    ready: reach().then(
      () => {},
      () => {},
    ),
    online: () => link !== undefined,
    seek: seeker(reach),
    problem: () => trouble,
    async send() {
      throw new Failure(
        'unsupported',
        'lircd sends only keys that stand in its own configuration: name its remote and key instead of a code',
      )
    },
    named: (remote, key, repeats, signal) => turns(() => press(line(remote, key, repeats), repeats, signal), signal),
    async close() {
      closed = true
      clearTimeout(timer)
      current?.destroy()
    },
  }

  async function press(command: string, repeats: number, signal: AbortSignal): Promise<void> {
    const socket = link ?? (await raceAbort(reach(), signal))
    signal.throwIfAborted()
    const limit = createDeadline(timings.answer + timings.repeat * repeats, signal)
    try {
      const answered = new Promise<Reply>((take, lose) => {
        waiting = { take: (reply) => reply.command === command && take(reply), lose }
        socket.write(`${command}\n`)
      })
      const { success, data } = await raceAbort(answered, limit.signal)
      if (!success)
        throw new Failure('deviceFault', `lircd refuses: ${data.join(' ').slice(0, 300) || 'no reason given'}`)
    } catch (error) {
      // Its answer may still come, and must not be taken for that to the same key pressed again.
      if (limit.signal.aborted) renew(socket)
      throw error
    } finally {
      waiting = undefined
      limit.end()
    }
  }

  function renew(socket: Socket): void {
    if (current !== socket) return
    current = undefined
    link = undefined
    socket.destroy()
    reach().catch(() => {})
  }

  function reach(): Promise<Socket> {
    if (closed) return Promise.reject(new Failure('offline', 'lircd is no longer used'))
    connecting ??= begin().finally(() => {
      connecting = undefined
    })
    return connecting
  }

  function begin(): Promise<Socket> {
    clearTimeout(timer)
    return new Promise((resolve, reject) => {
      const socket = connect({ ...place, timeout: timings.connect })
      const hear = replies((reply) => {
        if (current === socket) waiting?.take(reply)
      })
      current = socket
      let reason = 'it hung up'
      socket.setNoDelay(true)
      socket.on('connect', () => {
        socket.setTimeout(0)
        // A machine that was switched off says nothing.
        socket.setKeepAlive(true, 30_000)
        // It waits for nobody from here on, and keeps no process alive.
        socket.unref()
        link = socket
        trouble = undefined
        delay = timings.backoff.first
        log.info({ lircd: where }, 'connected to lircd')
        resolve(socket)
      })
      socket.on('timeout', () => socket.destroy(new Error('it does not answer')))
      socket.on('error', (error: NodeJS.ErrnoException) => {
        reason = hints[error.code ?? ''] ?? error.message
      })
      socket.on('data', (bytes) => {
        const mistake = hear(bytes)
        if (mistake) socket.destroy(new Error(`what it says is no answer of lircd: ${mistake}`))
      })
      socket.on('close', () => {
        if (current !== socket) return
        link = undefined
        const failure = new Failure('offline', `lircd at ${where} cannot be reached: ${reason}`)
        reject(failure)
        waiting?.lose(failure)
        if (closed) return
        if (trouble !== failure.message) log.warn({ lircd: where, reason }, 'lircd is not there')
        trouble = failure.message
        timer = setTimeout(() => reach().catch(() => {}), delay * (0.5 + Math.random() / 2))
        timer.unref()
        delay = Math.min(delay * 2, timings.backoff.most)
      })
    })
  }
}

/** What to do about the errors that happen. */
const hints: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such socket; is lircd running?',
  ECONNREFUSED: 'nobody listens there; is lircd running?',
  EACCES: 'this user may not use its socket; start lircd with --permission=666',
}

function line(remote: string, key: string, repeats: number): string {
  const command = `SEND_ONCE ${remote} ${key}${repeats > 0 ? ` ${repeats}` : ''}`
  const isOne = [remote, key].every((word) => /^[^\s\p{C}]+$/u.test(word))
  if (!isOne || Buffer.byteLength(command) >= longestLine)
    throw new Failure(
      'unsupported',
      `lircd can have no remote "${remote}" with a key "${key}": a name is one short word`,
    )
  return command
}
