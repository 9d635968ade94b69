import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

const main = join(import.meta.dirname, '../../dist/clova-home.cjs')

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A process of `clova-home`, as built by `npm test` beforehand. */
export interface Running {
  readonly child: ChildProcess
  stdout(): string
  /** Resolves when stdout holds this, 60 s at most. */
  untilOutput(text: string): Promise<void>
  readonly finished: Promise<Finished>
}

/** Ends a process as a power cut would; one that has ended stays so. */
export async function killed(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}

/** Starts `clova-home` with these words. @param flags the options of Node itself */
export function start(
  words: readonly string[],
  { flags = [], ...options }: { cwd?: string; env?: NodeJS.ProcessEnv; flags?: readonly string[] } = {},
): Running {
  const child = spawn(process.execPath, [...flags, main, ...words], {
    ...options,
    env: { ...process.env, NODE_OPTIONS: '', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  const waiting = new Set<() => void>()
  child.stdout.on('data', (data) => {
    stdout += data
    for (const look of [...waiting]) look()
  })
  child.stderr.on('data', (data) => {
    stderr += data
  })
  const finished = new Promise<Finished>((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })))
  return {
    child,
    finished,
    stdout: () => stdout,
    untilOutput: (text) =>
      new Promise((resolve, reject) => {
        const end = (outcome: () => void) => {
          clearTimeout(timer)
          waiting.delete(look)
          outcome()
        }
        const look = () => stdout.includes(text) && end(resolve)
        const fail = (why: string) => end(() => reject(new Error(`${why}: "${text}"\n${stdout}\n${stderr}`)))
        const timer = setTimeout(() => fail('it never said'), 60_000)
        waiting.add(look)
        child.once('close', () => fail('it ended without saying'))
        look()
      }),
  }
}

/** Runs `clova-home` with these words to its end. */
export const clovaHome = (...words: string[]): Promise<Finished> => start(words).finished
