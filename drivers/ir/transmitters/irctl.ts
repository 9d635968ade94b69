import { execFile } from 'node:child_process'
import { access, constants, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDeadline, sleep } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import { createQueue } from '../../../src/home/queue.ts'
import { errorText, type LocalizedText } from '../../../src/util/translate.ts'
import { type Code, fromMode2, toMode2 } from '../codes/index.ts'
import { say } from '../messages.ts'
import type { Transmitter } from '../transmitter.ts'

/** What one writing to a LIRC device may have. Sources: IR_MAX_DURATION of the kernel's rc-core, LIRCBUF_SIZE of ir-ctl. */
const maxWrite = { time: 500_000, edges: 1023 }
/** Where a frame may end: no protocol has so long a space within one. µs */
const minFrameGapUs = 15_000
/** The gap behind a frame that says none. µs */
const defaultGapUs = 40_000

/** Pulses that are sent in one go, mark first and last, and the gap behind them. */
export interface Chunk {
  readonly pulses: readonly number[]
  /** µs */
  readonly gapUs: number
}

/** A code, and its repeats, as pieces that the kernel takes; nothing if a frame of it is longer than that. */
export function splitIntoChunks({ pulses }: Code, repeats: number): readonly Chunk[] | undefined {
  const once = pulses.length % 2 === 0 ? pulses : [...pulses, defaultGapUs]
  const frames = Array.from({ length: repeats + 1 }, () => once).flat()
  const done: { pulses: number[]; gapUs: number }[] = []
  let frame: number[] = []
  let fits = true
  for (const [i, pulse] of frames.entries()) {
    const isEnd = i % 2 === 1 && (pulse >= minFrameGapUs || i === frames.length - 1)
    if (!isEnd) {
      frame.push(pulse)
      continue
    }
    const last = done.at(-1)
    const joined = last && [...last.pulses, last.gapUs, ...frame]
    fits &&= fitsOneWrite(frame)
    if (last && joined && fitsOneWrite(joined)) Object.assign(last, { pulses: joined, gapUs: pulse })
    else done.push({ pulses: frame, gapUs: pulse })
    frame = []
  }
  return fits ? done : undefined
}

const fitsOneWrite = (pulses: readonly number[]) =>
  pulses.length <= maxWrite.edges && pulses.reduce((sum, pulse) => sum + pulse, 0) <= maxWrite.time

export interface IrctlOptions {
  /** the LIRC device that sends */
  readonly device?: string
  /** the one that receives, if that is another */
  readonly receiver?: string
  readonly command?: string
  /** milliseconds that sending may take besides the code itself, and that a key press is awaited */
  readonly processTimeoutMs?: number
  readonly learnTimeoutMs?: number
}

const maxQueued = 64

/** An IR LED on the Pi's own pins, by way of `ir-ctl` of v4l-utils. Source of its file: ir-ctl(1). */
export function irctl({
  device = '/dev/lirc0',
  receiver = device,
  command = 'ir-ctl',
  processTimeoutMs = 3000,
  learnTimeoutMs = 30_000,
}: IrctlOptions = {}): Transmitter & Required<Pick<Transmitter, 'learn' | 'problem'>> {
  const enqueue = createQueue(maxQueued)
  const closing = new AbortController()
  let lastProblem: LocalizedText | undefined
  let isMissing = false
  let gapEndsAtMs = 0

  return {
    ready: access(device, constants.R_OK | constants.W_OK).then(
      () => {},
      (error: NodeJS.ErrnoException) => void fail(error.message, device),
    ),
    online: () => (isMissing ? false : undefined),
    problem: () => lastProblem,
    send: (code, repeats, signal) => enqueue(() => sendNow(code, repeats, signal), signal),
    async learn(signal) {
      const text = await run(['-d', receiver, '--receive', '--one-shot', '--mode2'], receiver, learnTimeoutMs, signal)
      if (text === undefined) throw new Failure('actionFailed', say('noPress', { seconds: learnTimeoutMs / 1000 }))
      try {
        return fromMode2(text)
      } catch (error) {
        throw new Failure('deviceFault', say('noCodeReceivedBy', { name: command, why: errorText(error) }), {
          cause: error,
        })
      }
    },
    async close() {
      closing.abort(new Failure('offline', say('unusedOne', { name: device })))
    },
  }

  async function sendNow(code: Code, repeats: number, signal: AbortSignal): Promise<void> {
    if (code.medium !== 'ir') throw new Failure('unsupported', say('ledNoRadio'))
    const parts = splitIntoChunks(code, repeats)
    if (!parts) throw new Failure('unsupported', say('frameTooLong'))
    // ir-ctl leaves out the gap at the end, and without it two presses are one.
    const wait = gapEndsAtMs - performance.now()
    if (wait > 0) await sleep(wait, signal)
    const folder = await mkdtemp(join(tmpdir(), 'clova-home-ir-'))
    try {
      const files = await Promise.all(parts.map((part, i) => writeMode2(join(folder, `${i}`), part, code.carrierHz)))
      const gaps = parts.map(({ gapUs }, i) => (i < parts.length - 1 ? ['--gap', `${gapUs}`] : []))
      const args = files.flatMap((file, i) => ['--send', file, ...(gaps[i] ?? [])])
      const length = code.pulses.reduce((sum, pulse) => sum + pulse, 0) * (repeats + 1)
      const done = await run(['-d', device, ...args], device, processTimeoutMs + length / 1000, signal)
      if (done === undefined) throw new Failure('deviceFault', say('hangs', { command, device }))
      gapEndsAtMs = performance.now() + (parts.at(-1)?.gapUs ?? 0) / 1000
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  /** What it printed; nothing if it was not ready in time. No shell is between. */
  async function run(
    args: readonly string[],
    on: string,
    ms: number,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const limit = createDeadline(ms)
    const all = [signal, closing.signal, limit.signal]
    for (const each of all) each.throwIfAborted()
    try {
      return await new Promise<string>((resolve, reject) => {
        const options = {
          killSignal: 'SIGKILL',
          maxBuffer: 1 << 20,
          env: { PATH: process.env.PATH, LC_ALL: 'C' },
        } as const
        const child = execFile(command, args, options, (error, stdout, stderr) => {
          for (const each of all) each.removeEventListener('abort', kill)
          const over = all.find(({ aborted }) => aborted)
          if (over) return reject(over.reason)
          if (error)
            return reject(fail(stderr.trim() || (typeof error.code === 'string' ? error.message : error.code), on))
          isMissing = false
          lastProblem = undefined
          resolve(stdout)
        })
        for (const each of all) each.addEventListener('abort', kill, { once: true })
        function kill() {
          child.kill('SIGKILL')
        }
      })
    } catch (error) {
      if (error === limit.signal.reason && limit.signal.aborted) return undefined
      throw error
    } finally {
      limit.end()
    }
  }

  function fail(output: string | number | undefined | null, on: string): Failure {
    const [, isGone, hint] = errorHints(on, command).find(([sign]) => sign.test(`${output}`)) ?? []
    isMissing = isGone ?? false
    const shownOutput =
      typeof output === 'string' ? output.slice(0, 300) : say('exitStatus', { status: String(output) })
    lastProblem = hint ?? say('programFailed', { command, output: shownOutput })
    return new Failure(isGone ? 'offline' : 'deviceFault', lastProblem)
  }
}

/** What an error means, whether the device cannot be reached then, and what to do. */
const errorHints = (device: string, command: string): readonly (readonly [RegExp, boolean, LocalizedText])[] => [
  [/^spawn .*ENOENT/, true, say('notInstalled', { command })],
  [/^spawn /, true, say('cannotRun', { command })],
  [/no such (file|device)/i, true, say('noDevice', { device })],
  [/permission denied/i, true, say('deviceForbidden', { device })],
]

async function writeMode2(file: string, { pulses }: Chunk, carrier: number): Promise<string> {
  await writeFile(file, toMode2({ medium: 'ir', carrierHz: carrier, pulses }))
  return file
}
