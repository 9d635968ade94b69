import { connect, type Socket } from 'node:net'
import { createDeadline, raceAbort } from '../../../src/home/deadline.ts'
import type { Log } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import { describeNetworkError } from '../../../src/home/networkErrors.ts'
import { Backoff, type BackoffOptions } from '../../../src/util/backoff.ts'
import { resetSocket } from '../../../src/util/resetSocket.ts'
import { readInSlices, type Steps } from '../../../src/util/slices.ts'
import { inEnglish, isSameText, type LocalizedText, localizedError, type Text } from '../../../src/util/translate.ts'
import { say } from '../messages.ts'
import { createReplyParser, type Reply } from './lircReplies.ts'

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
export const defaultLircTimings: LircTimings = {
  connectTimeoutMs: 3000,
  replyTimeoutMs: 5000,
  repeatTimeoutMs: 300,
  reconnectBackoff: { initialMs: 1000, maxMs: 60_000 },
}

/** So many bytes are parsed in one step: some hundred keys that somebody pressed. */
const bytesPerStep = 4096

/** What to do about the errors that happen. */
const hints: Readonly<Record<string, LocalizedText>> = {
  ENOENT: say('lircNoSocket'),
  ECONNREFUSED: say('lircNobody'),
  EACCES: say('lircForbidden'),
}

/** A key of a remote that lircd received. */
type KeyPress = { readonly remote: string; readonly key: string }

/** The connection to a lircd, which is made again with a growing delay whenever it is lost. Source of the protocol: lircd(8). */
export class LircConnection {
  readonly #target: LircAddress
  /** the target as text, for the log and for messages */
  readonly #address: string
  readonly #log: Log
  readonly #timings: LircTimings
  readonly #onKey: (press: KeyPress) => void
  readonly #backoff: Backoff
  /** the present socket, connecting or connected; events of earlier ones are ignored */
  #current: Socket | undefined
  #connected: Socket | undefined
  #connecting: Promise<Socket> | undefined
  #pendingReply: { readonly take: (reply: Reply) => void; readonly lose: (failure: Failure) => void } | undefined
  #reconnectTimer: NodeJS.Timeout | undefined
  #lastProblem: LocalizedText | undefined
  #isClosed = false

  /** @param onKey gets each key that lircd received */
  constructor(target: LircAddress, log: Log, timings: LircTimings, onKey: (press: KeyPress) => void) {
    this.#target = target
    this.#address = 'path' in target ? target.path : `${target.host}:${target.port}`
    this.#log = log
    this.#timings = timings
    this.#onKey = onKey
    this.#backoff = new Backoff(timings.reconnectBackoff)
  }

  isConnected(): boolean {
    return this.#connected !== undefined
  }

  /** Why the last connection was lost, until there is one again. */
  problem(): LocalizedText | undefined {
    return this.#lastProblem
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#reconnectTimer)
    this.#current?.destroy()
  }

  /** Connects now, unless that is under way. @throws Failure `offline` */
  connect(): Promise<Socket> {
    if (this.#isClosed) return Promise.reject(new Failure('offline', say('unusedOne', { name: 'lircd' })))
    this.#connecting ??= this.#openSocket().finally(() => {
      this.#connecting = undefined
    })
    return this.#connecting
  }

  /**
   * Sends a command that presses a key, and waits until lircd reports that it was sent.
   * @param repeats how often the key is repeated, which extends the time limit
   * @throws Failure `offline`, or `deviceFault` with the text of lircd if it refuses, and the reason of the signal
   */
  async sendOnce(command: string, repeats: number, signal: AbortSignal): Promise<void> {
    const socket = this.#connected ?? (await raceAbort(this.connect(), signal))
    signal.throwIfAborted()
    const limit = createDeadline(this.#timings.replyTimeoutMs + this.#timings.repeatTimeoutMs * repeats, signal)
    try {
      // A lircd that hangs reads what is in its Unix socket when it continues, even if the connection was closed.
      // So it is asked for its version first, and gets the command only if it answers.
      await this.#exchange(socket, 'VERSION', limit.signal)
      const { success, data } = await this.#exchange(socket, command, limit.signal)
      if (!success)
        throw new Failure('deviceFault', say('lircRefuses', { words: data.join(' ').slice(0, 300) || say('noReason') }))
    } catch (error) {
      // Its answer may still come, and must not count for the next press of the same key.
      if (limit.signal.aborted) this.#reconnect(socket)
      throw error
    } finally {
      limit.end()
    }
  }

  /** Sends one line and awaits the answer to it. @throws the signal's reason */
  async #exchange(socket: Socket, command: string, signal: AbortSignal): Promise<Reply> {
    const answered = new Promise<Reply>((resolve, reject) => {
      this.#pendingReply = { take: (reply) => reply.command === command && resolve(reply), lose: reject }
      socket.write(`${command}\n`)
    })
    try {
      return await raceAbort(answered, signal)
    } finally {
      this.#pendingReply = undefined
    }
  }

  #reconnect(socket: Socket): void {
    if (this.#current !== socket) return
    this.#current = undefined
    this.#connected = undefined
    resetSocket(socket)
    this.connect().catch(() => {})
  }

  #openSocket(): Promise<Socket> {
    clearTimeout(this.#reconnectTimer)
    return new Promise((resolve, reject) => {
      const socket = connect({ ...this.#target, timeout: this.#timings.connectTimeoutMs })
      const parseLine = createReplyParser(
        (reply) => {
          if (this.#current === socket) this.#pendingReply?.take(reply)
        },
        (press) => {
          if (this.#current === socket) this.#onKey(press)
        },
      )
      function* readBytes(bytes: Buffer): Steps<void> {
        for (let from = 0; from < bytes.length && !socket.destroyed; from += bytesPerStep) {
          const parseError = parseLine(bytes.subarray(from, from + bytesPerStep))
          if (parseError) socket.destroy(localizedError(say('lircStrange', { why: parseError })))
          yield
        }
      }
      this.#current = socket
      let connectedAtMs = Number.POSITIVE_INFINITY
      let reason: Text = say('hungUp')
      socket.setNoDelay(true)
      socket.on('connect', () => {
        socket.setTimeout(0)
        // A machine that was switched off closes no connection.
        socket.setKeepAlive(true, 30_000)
        // From here on it does not keep the process alive.
        socket.unref()
        this.#connected = socket
        this.#lastProblem = undefined
        connectedAtMs = performance.now()
        this.#log.info({ lircd: this.#address }, 'connected to lircd')
        resolve(socket)
      })
      socket.on('timeout', () => socket.destroy(localizedError(say('silent'))))
      socket.on('error', (error: NodeJS.ErrnoException) => {
        reason = hints[error.code ?? ''] ?? describeNetworkError(error)
      })
      readInSlices(socket, readBytes, (error) => socket.destroy(error))
      socket.on('close', () => {
        if (this.#current !== socket) return
        this.#connected = undefined
        const problem = say('lircAway', { address: this.#address, why: reason })
        const failure = new Failure('offline', problem)
        reject(failure)
        this.#pendingReply?.lose(failure)
        if (this.#isClosed) return
        this.#backoff.resetIfLasted(performance.now() - connectedAtMs)
        if (this.#lastProblem === undefined || !isSameText(this.#lastProblem, problem))
          this.#log.warn({ lircd: this.#address, reason: inEnglish(reason) }, 'lircd is not there')
        this.#lastProblem = problem
        this.#reconnectTimer = setTimeout(() => this.connect().catch(() => {}), this.#backoff.next())
        this.#reconnectTimer.unref()
      })
    })
  }
}
