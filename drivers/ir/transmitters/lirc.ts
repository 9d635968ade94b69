import { connect, type Socket } from 'node:net'
import { createDeadline, raceAbort } from '../../../src/home/deadline.ts'
import type { Log } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import { describeNetworkError } from '../../../src/home/networkErrors.ts'
import { createQueue } from '../../../src/home/queue.ts'
import { Backoff, type BackoffOptions } from '../../../src/util/backoff.ts'
import { resetSocket } from '../../../src/util/resetSocket.ts'
import type { Steps } from '../../../src/util/slices.ts'
import { readInSlices } from '../../../src/util/slices.ts'
import { inEnglish, isSameText, type LocalizedText, localizedError, type Text } from '../../../src/util/translate.ts'
import { EchoFilter } from '../following.ts'
import { say } from '../messages.ts'
import { type ReceivedPress, singleFlight, type Transmitter } from '../transmitter.ts'

/** Where lircd listens: its socket, or a port of a machine. */
export type LircAddress = { readonly path: string } | { readonly host: string; readonly port: number }

export interface LircTimings {
  /** milliseconds until it has let us in */
  readonly connectTimeoutMs: number
  /** milliseconds until it has sent and said so, and for each repeat besides */
  readonly replyTimeoutMs: number
  readonly repeatTimeoutMs: number
  readonly reconnectBackoff: BackoffOptions
}

export const defaultLircAddress: LircAddress = { path: '/run/lirc/lircd' }
const defaultLircTimings: LircTimings = {
  connectTimeoutMs: 3000,
  replyTimeoutMs: 5000,
  repeatTimeoutMs: 300,
  reconnectBackoff: { initialMs: 1000, maxMs: 60_000 },
}

/** A transmitter that knows remotes and their keys by name, and nothing else. */
export interface LircTransmitter extends Transmitter {
  /**
   * Presses a key of a remote that it knows, and holds it so many repeats longer.
   * @throws as `send`; `deviceFault` with lircd's own words if it refuses
   */
  sendKey(remote: string, key: string, repeats: number, signal: AbortSignal): Promise<void>
}

/** Longer lines are refused by lircd, with its newline. */
const maxLineBytes = 255
const maxQueued = 64
/** So many bytes are parsed in one step: some hundred keys that somebody pressed. */
const bytesPerStep = 4096

/** An IR LED that lircd rules. It sends only what stands in lircd's own configuration. Source of the protocol: lircd(8). */
export function lirc(
  target: LircAddress,
  log: Log,
  timings: LircTimings = defaultLircTimings,
): LircTransmitter & Required<Pick<Transmitter, 'problem' | 'onReceived'>> {
  const address = 'path' in target ? target.path : `${target.host}:${target.port}`
  const enqueue = createQueue(maxQueued)
  const echoes = new EchoFilter()
  const listeners = new Set<(press: ReceivedPress) => void>()
  /** the connection of now, being made or there; those before it are of no concern any more */
  let current: Socket | undefined
  let connected: Socket | undefined
  let connecting: Promise<Socket> | undefined
  let pendingReply: { readonly take: (reply: Reply) => void; readonly lose: (failure: Failure) => void } | undefined
  const backoff = new Backoff(timings.reconnectBackoff)
  let timer: NodeJS.Timeout | undefined
  let lastProblem: LocalizedText | undefined
  let closed = false

  return {
    ready: connectOnce().then(
      () => {},
      () => {},
    ),
    online: () => connected !== undefined,
    seek: singleFlight(connectOnce),
    problem: () => lastProblem,
    async send() {
      throw new Failure('unsupported', say('lircOnlyNames'))
    },
    sendKey: (remote, key, repeats, signal) =>
      enqueue(() => {
        echoes.sending({ remote, key }, timings.repeatTimeoutMs * (repeats + 1))
        return sendOnce(sendOnceLine(remote, key, repeats), repeats, signal)
      }, signal),
    onReceived(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      closed = true
      clearTimeout(timer)
      current?.destroy()
    },
  }

  async function sendOnce(command: string, repeats: number, signal: AbortSignal): Promise<void> {
    const socket = connected ?? (await raceAbort(connectOnce(), signal))
    signal.throwIfAborted()
    const limit = createDeadline(timings.replyTimeoutMs + timings.repeatTimeoutMs * repeats, signal)
    try {
      // A Unix socket has no buffer of ours: what a lircd that hangs was sent is read once it goes on, whoever hung up.
      // So it is asked for its version first, and only one that answers gets the command.
      await exchange(socket, 'VERSION', limit.signal)
      const { success, data } = await exchange(socket, command, limit.signal)
      if (!success)
        throw new Failure('deviceFault', say('lircRefuses', { words: data.join(' ').slice(0, 300) || say('noReason') }))
    } catch (error) {
      // Its answer may still come, and must not be taken for that to the same key pressed again.
      if (limit.signal.aborted) reconnect(socket)
      throw error
    } finally {
      limit.end()
    }
  }

  /** Sends one line and awaits the answer to it. @throws the signal's reason */
  async function exchange(socket: Socket, command: string, signal: AbortSignal): Promise<Reply> {
    const answered = new Promise<Reply>((resolve, reject) => {
      pendingReply = { take: (reply) => reply.command === command && resolve(reply), lose: reject }
      socket.write(`${command}\n`)
    })
    try {
      return await raceAbort(answered, signal)
    } finally {
      pendingReply = undefined
    }
  }

  function reconnect(socket: Socket): void {
    if (current !== socket) return
    current = undefined
    connected = undefined
    resetSocket(socket)
    connectOnce().catch(() => {})
  }

  function connectOnce(): Promise<Socket> {
    if (closed) return Promise.reject(new Failure('offline', say('unusedOne', { name: 'lircd' })))
    connecting ??= openSocket().finally(() => {
      connecting = undefined
    })
    return connecting
  }

  function openSocket(): Promise<Socket> {
    clearTimeout(timer)
    return new Promise((resolve, reject) => {
      const socket = connect({ ...target, timeout: timings.connectTimeoutMs })
      const parseLine = createReplyParser(
        (reply) => {
          if (current === socket) pendingReply?.take(reply)
        },
        (press) => {
          if (current !== socket || echoes.isEcho(press)) return
          for (const listener of [...listeners]) listener(press)
        },
      )
      function* readBytes(bytes: Buffer): Steps<void> {
        for (let from = 0; from < bytes.length && !socket.destroyed; from += bytesPerStep) {
          const parseError = parseLine(bytes.subarray(from, from + bytesPerStep))
          if (parseError) socket.destroy(localizedError(say('lircStrange', { why: parseError })))
          yield
        }
      }
      current = socket
      let connectedAtMs = Number.POSITIVE_INFINITY
      let reason: Text = say('hungUp')
      socket.setNoDelay(true)
      socket.on('connect', () => {
        socket.setTimeout(0)
        // A machine that was switched off says nothing.
        socket.setKeepAlive(true, 30_000)
        // It waits for nobody from here on, and keeps no process alive.
        socket.unref()
        connected = socket
        lastProblem = undefined
        connectedAtMs = performance.now()
        log.info({ lircd: address }, 'connected to lircd')
        resolve(socket)
      })
      socket.on('timeout', () => socket.destroy(localizedError(say('silent'))))
      socket.on('error', (error: NodeJS.ErrnoException) => {
        reason = hints[error.code ?? ''] ?? describeNetworkError(error)
      })
      readInSlices(socket, readBytes, (error) => socket.destroy(error))
      socket.on('close', () => {
        if (current !== socket) return
        connected = undefined
        const problem = say('lircAway', { address, why: reason })
        const failure = new Failure('offline', problem)
        reject(failure)
        pendingReply?.lose(failure)
        if (closed) return
        backoff.resetIfLasted(performance.now() - connectedAtMs)
        if (lastProblem === undefined || !isSameText(lastProblem, problem))
          log.warn({ lircd: address, reason: inEnglish(reason) }, 'lircd is not there')
        lastProblem = problem
        timer = setTimeout(() => connectOnce().catch(() => {}), backoff.next())
        timer.unref()
      })
    })
  }
}

/** What to do about the errors that happen. */
const hints: Readonly<Record<string, LocalizedText>> = {
  ENOENT: say('lircNoSocket'),
  ECONNREFUSED: say('lircNobody'),
  EACCES: say('lircForbidden'),
}

function sendOnceLine(remote: string, key: string, repeats: number): string {
  const command = `SEND_ONCE ${remote} ${key}${repeats > 0 ? ` ${repeats}` : ''}`
  const isOne = [remote, key].every((word) => /^[^\s\p{C}]+$/u.test(word))
  if (!isOne || Buffer.byteLength(command) >= maxLineBytes)
    throw new Failure('unsupported', say('lircName', { remote, key }))
  return command
}

/** What lircd answers to one command. */
export interface Reply {
  /** the command as it was sent */
  readonly command: string
  readonly success: boolean
  /** a list, or why not */
  readonly data: readonly string[]
}

/** As many lines, and as many letters in one, as no lircd sends. */
const maxReply = { lines: 10_000, letters: 1000 }

/**
 * Takes apart what lircd says: answers between BEGIN and END, broadcasts of keys that were received, `000000000eef4 00 KEY_UP tv`,
 * and of new configurations (SIGHUP), which are for nobody here. Source: lircd(8).
 * @param onReply is told each answer
 * @param onKey is told each key that was received, but not that it is still held
 * @returns takes the next bytes, and gives what is wrong with them: nothing behind it can be understood
 */
export function createReplyParser(
  onReply: (reply: Reply) => void,
  onKey: (press: { readonly remote: string; readonly key: string }) => void = () => {},
): (bytes: Buffer) => string | undefined {
  let rest = ''
  let packet: string[] | undefined
  return (bytes) => {
    // Names may be of any letters: only whole lines are taken as text.
    const lines = (rest + bytes.toString('latin1')).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const mistake = readLine(Buffer.from(line, 'latin1').toString('utf8'))
      if (mistake) return mistake
    }
    return rest.length > maxReply.letters ? 'a line without end' : undefined
  }

  function readLine(line: string): string | undefined {
    if (line.length > maxReply.letters) return 'a line without end'
    if (!packet) {
      // Anything else out here is a key that somebody pressed.
      if (line === 'BEGIN') packet = []
      else {
        const [, key, remote] = /^[\da-f]+ 00? (\S+) (\S+)$/i.exec(line) ?? []
        if (key !== undefined && remote !== undefined) onKey({ remote, key })
      }
      return undefined
    }
    packet.push(line)
    if (packet.length > maxReply.lines) return 'an answer without end'
    const { done, mistake, reply } = parsePacket(packet)
    if (done) packet = undefined
    if (reply) onReply(reply)
    return mistake
  }
}

interface ParsedPacket {
  readonly done?: boolean
  readonly reply?: Reply
  readonly mistake?: string
}

/** The lines behind BEGIN, of which the last has just come: command, SUCCESS or ERROR, maybe DATA, n and n lines, END. */
function parsePacket(lines: readonly string[]): ParsedPacket {
  const [command = '', result, mark, count] = lines
  const last = lines.length - 1
  if (last === 0) return {}
  if (last === 1) {
    if (command === 'SIGHUP' && result === 'END') return { done: true }
    return result === 'SUCCESS' || result === 'ERROR' ? {} : { mistake: `"${result}" for SUCCESS or ERROR` }
  }
  const success = result === 'SUCCESS'
  if (last === 2) {
    if (mark === 'END') return { done: true, reply: { command, success, data: [] } }
    return mark === 'DATA' ? {} : { mistake: `"${mark}" for DATA or END` }
  }
  if (last === 3) return /^\d{1,4}$/.test(count ?? '') ? {} : { mistake: `"${count}" for a number of lines` }
  if (last < 4 + Number(count)) return {}
  if (lines[last] !== 'END') return { mistake: `"${lines[last]}" for END` }
  return { done: true, reply: { command, success, data: lines.slice(4, last) } }
}
