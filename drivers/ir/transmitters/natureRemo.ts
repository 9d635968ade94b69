import * as z from 'zod'
import { createDeadline, sleep } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import { describeNetworkError } from '../../../src/home/networkErrors.ts'
import { createQueue } from '../../../src/home/queue.ts'
import { parseBoundedJson } from '../../../src/util/boundedJson.ts'
import { requestHttp } from '../../../src/util/httpRequest.ts'
import type { LocalizedText } from '../../../src/util/translate.ts'
import { type Code, fromRaw } from '../codes/index.ts'
import { durationUs, withoutGap } from '../codes/pulses.ts'
import { say } from '../messages.ts'
import { repeatCode, singleFlight, type Transmitter } from '../transmitter.ts'

export interface NatureRemoTimings {
  /** milliseconds until it has answered, besides the code itself */
  readonly replyTimeoutMs: number
  /** how often it is asked whether it is there, and what it received while it learns, in milliseconds */
  readonly checkIntervalMs: number
  readonly pollIntervalMs: number
}

const defaultTimings: NatureRemoTimings = { replyTimeoutMs: 3000, checkIntervalMs: 60_000, pollIntervalMs: 500 }

/** What it received last, and what it is to send: times in µs, and its carrier in kHz. */
const message = z.object({
  format: z.literal('us'),
  freq: z.number().positive().max(500),
  data: z.array(z.number().int().positive().max(1_000_000)).max(4096),
})

const maxReplyBytes = 65_536
const maxQueued = 64

/**
 * A Nature Remo in the home network, without its cloud. Its local API is `GET /messages`, the signal that it received last, and
 * `POST /messages`, a signal to send. Source: local-swagger.nature.global; the Remo nano has no local API.
 */
export class NatureRemoTransmitter implements Transmitter {
  readonly ready: Promise<void>
  /** It answers when it has taken the signal. */
  readonly resolvesBeforeSent = true
  readonly #url: string
  readonly #timings: NatureRemoTimings
  readonly #enqueue = createQueue(maxQueued)
  readonly #closing = new AbortController()
  #isOnline: boolean | undefined
  #problem: LocalizedText | undefined
  #timer: NodeJS.Timeout | undefined
  #busyUntilMs = 0

  constructor(host: string, port = 80, timings = defaultTimings) {
    this.#url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/messages`
    this.#timings = timings
    this.ready = this.#check()
  }

  online = (): boolean => this.#isOnline === true
  problem = (): LocalizedText | undefined => this.#problem
  seek = singleFlight(() => this.#check())

  send(code: Code, repeats: number, signal: AbortSignal): Promise<void> {
    if (code.medium !== 'ir') return Promise.reject(new Failure('unsupported', say('remoNoRadio')))
    const { pulses, carrierHz } = repeatCode(code, repeats)
    const body = JSON.stringify({ format: 'us', freq: Math.round(carrierHz / 1000), data: withoutGap(pulses) })
    return this.#enqueue(async () => {
      const waitMs = this.#busyUntilMs - performance.now()
      if (waitMs > 0) await sleep(waitMs, signal)
      const lightMs = durationUs(pulses) / 1000
      await this.#request('POST', lightMs, signal, body)
      this.#busyUntilMs = performance.now() + lightMs
    }, signal)
  }

  async learn(signal: AbortSignal): Promise<Code> {
    const before = await this.#lastReceived(signal)
    for (;;) {
      await sleep(this.#timings.pollIntervalMs, signal)
      const now = await this.#lastReceived(signal)
      if (now !== undefined && now !== before) return readMessage(now)
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#closing.abort(new Failure('offline', say('unusedOne', { name: 'Nature Remo' })))
  }

  /** The signal that it received last, as it wrote it; nothing if there was none. */
  async #lastReceived(signal: AbortSignal): Promise<string | undefined> {
    const text = await this.#request('GET', 0, signal)
    return text.trim() === '' ? undefined : text
  }

  async #check(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#request('GET', 0, this.#closing.signal).catch(() => {})
    if (this.#closing.signal.aborted) return
    this.#timer = setTimeout(() => void this.#check(), this.#timings.checkIntervalMs * (0.75 + Math.random() / 2))
    this.#timer.unref()
  }

  /** @throws Failure `offline` if it does not answer, `deviceFault` if it refuses; the signal's reason */
  async #request(method: 'GET' | 'POST', lightMs: number, signal: AbortSignal, body?: string): Promise<string> {
    signal.throwIfAborted()
    this.#closing.signal.throwIfAborted()
    const limit = createDeadline(
      this.#timings.replyTimeoutMs + lightMs,
      AbortSignal.any([signal, this.#closing.signal]),
    )
    try {
      const { status, body: reply } = await requestHttp(this.#url, {
        method,
        // Without this header it refuses everything.
        headers: {
          'X-Requested-With': 'clova-home',
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
        },
        ...(body !== undefined && { body }),
        maxBytes: maxReplyBytes,
        signal: limit.signal,
      })
      this.#isOnline = true
      this.#problem = undefined
      if (status >= 400) throw new Failure('deviceFault', say('remoRefuses', { status }))
      return reply.toString('utf8')
    } catch (error) {
      if (error instanceof Failure && error.reason.code === 'deviceFault') throw error
      signal.throwIfAborted()
      this.#closing.signal.throwIfAborted()
      const why = limit.signal.aborted ? say('silent') : describeNetworkError(error as Error)
      this.#isOnline = false
      this.#problem = say('remoAway', { host: new URL(this.#url).host, why })
      throw new Failure('offline', this.#problem)
    } finally {
      limit.end()
    }
  }
}

function readMessage(text: string): Code {
  try {
    const { freq, data } = message.parse(parseBoundedJson(text))
    return fromRaw(data, Math.round(freq * 1000))
  } catch (error) {
    const why = (error as Error).message.slice(0, 200)
    throw new Failure('deviceFault', say('noCodeReceivedBy', { name: 'Nature Remo', why }))
  }
}
