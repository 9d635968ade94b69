import { execFile } from 'node:child_process'
import { access, constants, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDeadline } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import { queue } from '../../../src/home/queue.ts'
import { sleep } from '../../../src/home/sleep.ts'
import { type Code, fromMode2, toMode2 } from '../codes/index.ts'
import type { Transmitter } from '../transmitter.ts'
import { type Piece, pieces } from './irctlPieces.ts'

export interface IrctlOptions {
  /** the LIRC device that sends */
  readonly device?: string
  /** the one that receives, if that is another */
  readonly receiver?: string
  readonly command?: string
  /** milliseconds that sending may take besides the code itself, and that a key press is awaited */
  readonly answer?: number
  readonly patience?: number
}

const mostWaiting = 64

/** An IR LED on the Pi's own pins, by way of `ir-ctl` of v4l-utils. Source of its file: ir-ctl(1). */
export function irctl({
  device = '/dev/lirc0',
  receiver = device,
  command = 'ir-ctl',
  answer = 3000,
  patience = 30_000,
}: IrctlOptions = {}): Transmitter & Required<Pick<Transmitter, 'learn' | 'problem'>> {
  const turns = queue(mostWaiting)
  const closing = new AbortController()
  let trouble: string | undefined
  let isMissing = false
  let free = 0

  return {
    ready: access(device, constants.R_OK | constants.W_OK).then(
      () => {},
      (error: NodeJS.ErrnoException) => void told(error.message, device),
    ),
    online: () => (isMissing ? false : undefined),
    problem: () => trouble,
    send: (code, repeats, signal) => turns(() => sent(code, repeats, signal), signal),
    async learn(signal) {
      const text = await run(['-d', receiver, '--receive', '--one-shot', '--mode2'], receiver, patience, signal)
      if (text === undefined) throw new Failure('actionFailed', `no key was pressed within ${patience / 1000} s`)
      try {
        return fromMode2(text)
      } catch (error) {
        throw new Failure('deviceFault', `what ${command} heard is no code: ${words(error)}`, { cause: error })
      }
    },
    async close() {
      closing.abort(new Failure('offline', `${device} is no longer used`))
    },
  }

  async function sent(code: Code, repeats: number, signal: AbortSignal): Promise<void> {
    if (code.medium !== 'ir') throw new Failure('unsupported', 'an IR LED sends no radio')
    const parts = pieces(code, repeats)
    if (!parts)
      throw new Failure('unsupported', 'a frame of the code is longer than the 500 ms that Linux sends at once')
    // ir-ctl leaves out the gap at the end, and without it two presses are one.
    const wait = free - performance.now()
    if (wait > 0) await sleep(wait, signal)
    const folder = await mkdtemp(join(tmpdir(), 'clova-home-ir-'))
    try {
      const files = await Promise.all(parts.map((part, i) => written(join(folder, `${i}`), part, code.carrier)))
      const gaps = parts.map(({ gap }, i) => (i < parts.length - 1 ? ['--gap', `${gap}`] : []))
      const args = files.flatMap((file, i) => ['--send', file, ...(gaps[i] ?? [])])
      const length = code.pulses.reduce((sum, pulse) => sum + pulse, 0) * (repeats + 1)
      const done = await run(['-d', device, ...args], device, answer + length / 1000, signal)
      if (done === undefined) throw new Failure('deviceFault', `${command} hangs; is ${device} in use?`)
      free = performance.now() + (parts.at(-1)?.gap ?? 0) / 1000
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
            return reject(told(stderr.trim() || (typeof error.code === 'string' ? error.message : error.code), on))
          isMissing = false
          trouble = undefined
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

  function told(said: string | number | undefined | null, on: string): Failure {
    const [, isGone, hint] = hints(on, command).find(([sign]) => sign.test(`${said}`)) ?? []
    isMissing = isGone ?? false
    trouble = hint ?? `${command} failed: ${typeof said === 'string' ? said.slice(0, 300) : `exit status ${said}`}`
    return new Failure(isGone ? 'offline' : 'deviceFault', trouble)
  }
}

/** What an error means, whether the device cannot be reached then, and what to do. */
const hints = (device: string, command: string): readonly (readonly [RegExp, boolean, string])[] => [
  [/^spawn .*ENOENT/, true, `${command} is not installed: apt install v4l-utils`],
  [/^spawn /, true, `${command} cannot be run by this user`],
  [/no such (file|device)/i, true, `${device} is not there: is the overlay gpio-ir-tx loaded?`],
  [/permission denied/i, true, `${device} may not be used by this user: add it to the group video`],
]

async function written(file: string, { pulses }: Piece, carrier: number): Promise<string> {
  await writeFile(file, toMode2({ medium: 'ir', carrier, pulses }))
  return file
}

const words = (error: unknown) => (error instanceof Error ? error.message : String(error))
