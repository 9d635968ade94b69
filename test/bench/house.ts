/** What the benchmarks of the drivers share: a gateway in a folder of its own, the processes, and what is told. */
import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createToken } from '../../src/oauth/accessTokens.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'
import { killed } from '../support/process.ts'
import type { Target } from './load.ts'

const folder = makeFolder()
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const { token, entry } = createToken('bench', 86_400_000)
const main = join(import.meta.dirname, '../../clova-home.cjs')
const children = new Set<ChildProcess>()

/** One more process, which ends with the others. */
export function started(child: ChildProcess): ChildProcess {
  children.add(child)
  return child
}

/** Runs a program of Node. */
export const run = (words: readonly string[]) =>
  started(spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] }))

/**
 * Starts a gateway.
 * @param yaml its drivers and appliances
 * @param files what else lies beside the configuration, by name
 */
export function gateway(
  port: number,
  name: string,
  yaml: string,
  files: Readonly<Record<string, string>> = {},
): Target {
  const home = join(folder, name)
  mkdirSync(join(home, 'state'), { recursive: true })
  const all = {
    ...files,
    'gateway.yaml': `server: { listen: '127.0.0.1:${port}' }\nsignature: { publicKey: clova.pem }\nstate: state\n${yaml}`,
    'clova.pem': publicKey.export({ format: 'pem', type: 'spki' }),
    'state/tokens.json': JSON.stringify({ version: 1, data: [entry] }),
  }
  for (const [file, text] of Object.entries(all)) writeFileSync(join(home, file), text, { mode: 0o600 })
  run([main, 'run', '--config', join(home, 'gateway.yaml')])
  return { port, key: privateKey, token }
}

/** Ends all processes. */
export async function stop(): Promise<void> {
  for (const child of children) await killed(child)
  children.clear()
}

let failed = false
/** Fails the benchmark if something is not as it must be. */
export function must(right: boolean, what: string): void {
  if (right) return
  failed = true
  console.error(`WRONG: ${what}`)
}

/** Does it, takes everything away, and ends with 1 if something was wrong. */
export async function benchmark(work: () => Promise<void>): Promise<never> {
  try {
    await work()
  } finally {
    await stop()
    removeFolder(folder)
  }
  process.exit(failed ? 1 : 0)
}
