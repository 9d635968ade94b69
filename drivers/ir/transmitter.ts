import { createDeadline, raceAbort, sleep } from '../../src/home/deadline.ts'
import type { Reading } from '../../src/home/device.ts'
import { Failure } from '../../src/home/failure.ts'
import type { LocalizedText } from '../../src/util/translate.ts'
import { code, type RemoteCode } from './codes/code.ts'
import { durationUs, ensureGap, withoutGap } from './codes/pulses.ts'
import { say } from './messages.ts'

/** What a blaster measures besides. */
export interface RoomMeasurement {
  /** °C */
  readonly temperature?: number
  /** percent */
  readonly humidity?: number
}

/** What a blaster can do besides sending light. */
interface Capabilities {
  readonly name: string
  /** it sends radio */
  readonly radio: boolean
  readonly measures: readonly (keyof RoomMeasurement)[]
}

/** A press of some remote, as a receiver received it: its code, or the name that lircd has for it. */
export type ReceivedPress = { readonly code: RemoteCode } | { readonly remote: string; readonly key: string }

/** Something that sends codes. One command at a time; it reconnects by itself. */
export interface Transmitter {
  /** Resolves, and never rejects, once the first try to reach it is over. */
  readonly ready: Promise<void>
  /** undefined: nobody knows, as with a lamp on the Pi's own pin */
  online(): boolean | undefined
  /** Looks at once for one that is away, unless that was just done; resolves, and never rejects, when that is over or takes too long. */
  seek?(signal: AbortSignal): Promise<void>
  /**
   * Sends a code so many times more than once, as a key held down would; resolves when it has been sent.
   * @throws Failure `offline` if it cannot be reached, `deviceFault` if it refuses, and `signal.reason` once that is aborted:
   *   nothing is sent after that
   */
  send(code: RemoteCode, repeats: number, signal: AbortSignal): Promise<void>
  /**
   * Resolves once no failure of what was sent is to be expected any more; for transmitters whose `send` cannot know that.
   * It is called once, after the last code of a command.
   * @throws Failure `deviceFault` if something was reported, and `signal.reason` once that is aborted
   */
  confirm?(signal: AbortSignal): Promise<void>
  /** `send` resolves when the blaster was told, and the light comes after that. */
  readonly resolvesBeforeSent?: true | undefined
  /** Waits for a key to be pressed at it. @throws as `send` */
  learn?(signal: AbortSignal): Promise<RemoteCode>
  /** Finds the frequency of a radio remote whose key is held (`held` is called when it may be let go), then its code. */
  learnRadio?(signal: AbortSignal, onReleased: () => void): Promise<RemoteCode>
  /** Calls back for each press of a remote that it hears, but not for what it sent itself. @returns what ends that */
  onReceived?(listener: (press: ReceivedPress) => void): () => void
  /** What it measures now. @throws as `send` */
  measure?(signal: AbortSignal): Promise<RoomMeasurement>
  /** What it can do besides; nothing while that is not known. */
  capabilities?(): Capabilities | undefined
  /** What its owner should know: that it is locked, say. */
  problem?(): LocalizedText | undefined
  close(): Promise<void>
}

/** A transmitter that may know keys by names of its own. */
export type KeyTransmitter = Transmitter & {
  sendKey?(remote: string, key: string, repeats: number, signal: AbortSignal): Promise<void>
}

/** Nobody waits for a blaster of which it is known that it is away. @throws Failure `offline` */
export function assertReachable({ online, problem }: Pick<Transmitter, 'online' | 'problem'>): void {
  if (online() === false) throw new Failure('offline', problem?.() ?? say('blasterAway'))
}

/** True if a blaster refused a code, so that it did not send it. Any other failure leaves open what was sent. */
export const isRefused = (error: unknown): boolean =>
  error instanceof Failure && ['unsupported', 'badValue', 'deviceFault'].includes(String(error.reason.code))

/** Whether a blaster answers, as far as anybody knows, and if not why; one that was away is looked for, since somebody needs it now. */
export async function reachability(
  { online, seek, problem }: Pick<Transmitter, 'online' | 'seek' | 'problem'>,
  signal: AbortSignal,
): Promise<Pick<Reading, 'online' | 'offlineReason'>> {
  if (online() === false) await seek?.(signal)
  if (online() !== false) return { online: true }
  return { online: false, offlineReason: awayReason(problem?.()) }
}

/** Why an appliance behind a blaster that is away is offline. @param why what the blaster tells, if anything */
export const awayReason = (why: LocalizedText | undefined): LocalizedText =>
  why === undefined ? say('blasterAway') : say('blasterAwayBecause', { why })

/** How long who needs a blaster waits until it is found, and how long it is not sought again at once, in milliseconds. */
const singleFlightTimings = { waitMs: 1000, cooldownMs: 5000 }

/**
 * Looks for a blaster that is away as soon as somebody needs it, where otherwise it would be looked for in a while.
 * @param look resolves or rejects once it is found or not
 * @param now milliseconds; a clock of its own for tests
 * @returns what resolves, and never rejects, when that is over or has lasted too long
 */
export function singleFlight(
  look: () => Promise<unknown>,
  now: () => number = () => performance.now(),
): (signal: AbortSignal) => Promise<void> {
  let lastStartedAtMs = Number.NEGATIVE_INFINITY
  return async (signal) => {
    if (now() - lastStartedAtMs < singleFlightTimings.cooldownMs) return
    lastStartedAtMs = now()
    const limit = createDeadline(singleFlightTimings.waitMs, signal)
    await raceAbort(look(), limit.signal)
      .catch(() => {})
      .finally(limit.end)
  }
}

/** Between two codes that belong to one command: an appliance needs time for the first. SmartIR waits as long. */
export const codeIntervalMs = 500

/** Sends codes one after the other, half a second apart. @throws as `Transmitter.send` */
export async function sendCodes(
  transmitter: Pick<Transmitter, 'send' | 'resolvesBeforeSent'>,
  codes: readonly RemoteCode[],
  signal: AbortSignal,
): Promise<void> {
  for (const [i, code] of codes.entries()) {
    await transmitter.send(code, 0, signal)
    if (i === codes.length - 1) return
    const lightMs = transmitter.resolvesBeforeSent ? durationUs(withoutGap(code.pulses)) / 1000 : 0
    await sleep(lightMs + codeIntervalMs, signal)
  }
}

/** A code with the gap behind it, so many times more than once: for blasters that repeat nothing by themselves. */
export function repeatCode({ pulses, carrierHz, medium }: RemoteCode, repeats: number): RemoteCode {
  if (repeats === 0) return { pulses, carrierHz, medium }
  return code(Array.from({ length: repeats + 1 }, () => ensureGap(pulses)).flat(), carrierHz, medium)
}
