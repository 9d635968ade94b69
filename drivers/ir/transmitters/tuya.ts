import { createDeadline, raceAbort, sleep } from '../../../src/home/deadline.ts'
import type { Log } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import { errorText, type LocalizedText } from '../../../src/util/translate.ts'
import { fromBase64 } from '../codes/bits.ts'
import { packTimes, unpackTimes } from '../codes/formats/tuya.ts'
import { type Code, fromRaw } from '../codes/index.ts'
import { durationUs, withoutGap } from '../codes/pulses.ts'
import { say } from '../messages.ts'
import { repeatCode, type Transmitter } from '../transmitter.ts'
import { type DataPoints, defaultTuyaTimings, type TuyaAddress, TuyaClient, type TuyaTimings } from '../tuya/client.ts'

/**
 * How blasters are built: `201` takes JSON at data point 201 and reports what it learnt at 202; `1` has a data point for each
 * part of a command, from 1 on. Source: tinytuya, IRRemoteControlDevice.
 */
export type TuyaDataPoints = 1 | 201

/** A Tuya blaster on Wi-Fi, in the home network and without its cloud. It makes 38 kHz, and is told times only. */
export class TuyaTransmitter implements Transmitter {
  readonly ready: Promise<void>
  /** It acknowledges a code when it has taken it. */
  readonly resolvesBeforeSent = true
  readonly #client: TuyaClient
  readonly #timings: TuyaTimings
  readonly #stopListening: () => void
  #kind: TuyaDataPoints | undefined
  #busyUntilMs = 0
  #isLearning = false

  /** @param kind absent: found out from what the device reports */
  constructor(
    address: TuyaAddress,
    kind: TuyaDataPoints | undefined,
    log: Log,
    timings: TuyaTimings = defaultTuyaTimings,
  ) {
    this.#timings = timings
    this.#client = new TuyaClient(address, log, timings)
    this.#kind = kind
    this.#stopListening = this.#client.onReport((values) => {
      this.#kind ??= kindOf(values)
    })
    this.ready = this.#client.ready
  }

  online = (): boolean => this.#client.online()
  problem = (): LocalizedText | undefined => this.#client.problem()
  seek = (signal: AbortSignal): Promise<void> => this.#client.seek(signal)

  async send(code: Code, repeats: number, signal: AbortSignal): Promise<void> {
    const times = encodeTuyaTimes(repeatCode(code, repeats))
    const kind = this.#kind ?? (await this.#findKind(signal))
    const lightMs = (durationUs(withoutGap(code.pulses)) * (repeats + 1)) / 1000
    const waitMs = this.#busyUntilMs - performance.now()
    if (waitMs > 0) await sleep(waitMs, signal)
    await this.#client.set(sendCommand(kind, times), signal, () => {
      this.#busyUntilMs = performance.now() + lightMs
    })
  }

  async learn(signal: AbortSignal): Promise<Code> {
    if (this.#isLearning) throw new Failure('busy', say('learningAlready'))
    this.#isLearning = true
    const kind = this.#kind ?? (await this.#findKind(signal).catch((error) => this.#endLearning(error)))
    const learntPoint = kind === 201 ? '202' : '2'
    let stop = () => {}
    try {
      const learnt = new Promise<string>((resolve) => {
        stop = this.#client.onReport(({ [learntPoint]: text }) => {
          if (typeof text === 'string' && text !== '') resolve(text)
        })
      })
      await this.#client.set(modeCommand(kind, 'study'), signal)
      return decodeTuyaTimes(await raceAbort(learnt, signal))
    } finally {
      stop()
      await this.#leaveLearning(kind)
      this.#isLearning = false
    }
  }

  async close(): Promise<void> {
    this.#stopListening()
    await this.#client.close()
  }

  #endLearning(error: unknown): never {
    this.#isLearning = false
    throw error
  }

  /** Whoever stopped waiting has no deadline left: this has its own. */
  async #leaveLearning(kind: TuyaDataPoints): Promise<void> {
    const limit = createDeadline(this.#timings.replyTimeoutMs)
    await this.#client.set(modeCommand(kind, 'study_exit'), limit.signal).catch(() => {})
    limit.end()
  }

  /**
   * A device shows its kind by the data points that it reports. Some report nothing before their first command: those are told to
   * stop learning, in both ways, of which each understands one.
   * @throws Failure `deviceFault` if it shows nothing
   */
  async #findKind(signal: AbortSignal): Promise<TuyaDataPoints> {
    const limit = createDeadline(this.#timings.kindTimeoutMs, signal)
    let stop = () => {}
    const shown = new Promise<TuyaDataPoints>((resolve) => {
      stop = this.#client.onReport((values) => {
        const kind = this.#kind ?? kindOf(values)
        if (kind !== undefined) resolve(kind)
      })
    })
    try {
      await this.#client.query(limit.signal)
      const half = createDeadline(this.#timings.kindTimeoutMs / 3, limit.signal)
      const first = await raceAbort(shown, half.signal).catch(() => undefined)
      half.end()
      if (first !== undefined) return first
      for (const kind of [201, 1] as const)
        await this.#client.set(modeCommand(kind, 'study_exit'), limit.signal).catch(() => {})
      await this.#client.query(limit.signal)
      return await raceAbort(shown, limit.signal)
    } catch (error) {
      signal.throwIfAborted()
      if (!limit.signal.aborted) throw error
      throw new Failure('deviceFault', say('tuyaKind'))
    } finally {
      stop()
      limit.end()
    }
  }
}

/** The kind of device that reports these data points; nothing if they are those of either. */
function kindOf(values: DataPoints): TuyaDataPoints | undefined {
  if (values['201'] !== undefined || values['202'] !== undefined) return 201
  return typeof values['1'] === 'string' && /^(study|send_ir)/.test(values['1']) ? 1 : undefined
}

/** The message that sends times. Whatever stands before the Base64 in `key1` but 0 says that it is times. */
const sendCommand = (kind: TuyaDataPoints, times: string): DataPoints =>
  kind === 201
    ? { 201: JSON.stringify({ control: 'send_ir', head: '', key1: `1${times}`, type: 0, delay: 300 }) }
    : { 1: 'study_key', 7: times, 13: 0 }

const modeCommand = (kind: TuyaDataPoints, mode: 'study' | 'study_exit'): DataPoints =>
  kind === 201 ? { 201: JSON.stringify({ control: mode }) } : { 1: mode }

/** Times as these devices take them, in Base64. @throws Failure `unsupported` */
function encodeTuyaTimes({ medium, pulses }: Code): string {
  if (medium !== 'ir') throw new Failure('unsupported', say('tuyaInfrared'))
  return packTimes(withoutGap(pulses)).toString('base64')
}

/** @throws Failure `deviceFault` in plain words */
function decodeTuyaTimes(text: string): Code {
  try {
    return fromRaw(unpackTimes(fromBase64(text.length % 4 === 1 && text.startsWith('1') ? text.slice(1) : text)))
  } catch (error) {
    throw new Failure('deviceFault', say('noCodeReceived', { why: errorText(error) }), { cause: error })
  }
}
