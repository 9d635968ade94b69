import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { lstatSync, realpathSync, statSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, resolve } from 'node:path'
import { canRead } from '../diagnostics/checks/fileAccess.ts'
import { forRootVariable } from '../util/fileErrors.ts'
import { type HostAccess, host } from '../util/host.ts'
import { localizedError } from '../util/translate.ts'
import type { Args } from './command.ts'
import { commandText } from './messages/index.ts'

/** A user other than root whose home root works on, with the rights that a login gives. */
export interface HomeOwner {
  readonly uid: number
  readonly gid: number
  /** the groups besides `gid` */
  readonly otherGroups: readonly number[]
}

/**
 * The user who may change a configuration, if this is root and the user is another. Such a user could name any file in the
 * configuration, or put a link to it in the folder, and have root read or write it: see `runAsOwner`.
 * @param file the absolute path of the configuration
 */
export async function ownerForRoot(file: string, { program }: HostAccess = host): Promise<HomeOwner | undefined> {
  const uid = process.getuid?.() === 0 ? otherOwner(file) : undefined
  if (uid === undefined) return undefined
  // A user without an account, as in a container, has no groups.
  const [gid = uid, ...groups] = ((await program('id', ['-G', String(uid)])) ?? '').match(/\d+/g)?.map(Number) ?? []
  return { uid, gid, otherGroups: groups.filter((group) => group !== gid) }
}

/** The user other than root who may change a configuration or the folder of it. */
function otherOwner(file: string): number | undefined {
  const paths = [dirname(file), file]
  const owners = paths.flatMap((path) => [lstatSync, statSync].map((look) => ownerOf(path, look)))
  return owners.find((uid) => uid !== undefined && uid !== 0)
}

/** The owner of what is at a path; undefined if nothing can be there, since its folder is a file. */
function ownerOf(path: string, look: typeof lstatSync | typeof statSync): number | undefined {
  try {
    return look(path, { throwIfNoEntry: false })?.uid
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined
    throw error
  }
}

/** What passes between root and the program that runs with the rights of the owner, in place of the terminal. */
interface Exchange {
  /** what the program reads from stdin */
  readonly input?: Uint8Array
  /** what the program may write to stdout, and for how long it may run */
  readonly output?: { readonly maxBytes: number; readonly timeoutMs: number }
}

/**
 * Runs this program anew with the rights of the owner of a home, so that the kernel refuses what that user may not do, whatever
 * the user exchanges meanwhile. Node itself gives up rights only where its event loop cannot use io_uring (CVE-2024-22017), and so
 * never in Debian. The new process keeps the terminal, and speaks for itself; it has a session of its own, since a process of the
 * same user that gets hold of it must not type on the terminal of root. It ends when the command ends, as without root.
 * @returns the exit code, and what was written to stdout if `output` was asked for
 * @throws Error in plain words
 */
export async function runAsOwner(
  owner: HomeOwner,
  { config, typed }: Pick<Args, 'config' | 'typed'>,
  { input, output }: Exchange = {},
  { program }: HostAccess = host,
): Promise<{ readonly code: number; readonly output: Buffer }> {
  const { uid, gid, otherGroups } = owner
  const script = realpathSync(process.argv[1] ?? '')
  const closed = [process.execPath, script].find((file) => !canRead(file, { uid, groups: [gid, ...otherGroups] }))
  if (closed !== undefined) throw localizedError(commandText('ownerCannotRun', { uid, file: closed }))
  // The owner might not see which configuration is meant where none was typed.
  const command = [process.execPath, ...process.execArgv, script, '--config', resolve(config), ...typed]
  // Node gives a child no groups but one. Without setpriv the owner has fewer rights than otherwise, never more.
  const isWithGroups = otherGroups.length > 0 && (await program('setpriv', ['--version'])) !== undefined
  const [name = '', ...args] = isWithGroups
    ? ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, `--groups=${[gid, ...otherGroups].join()}`, '--', ...command]
    : command
  const { TMPDIR: _ofRoot, ...env } = process.env
  const child = spawn(name, args, {
    ...(!isWithGroups && { uid, gid }),
    env: { ...env, [forRootVariable]: '1' },
    detached: true,
    stdio: [input ? 'pipe' : 'inherit', output ? 'pipe' : 'inherit', 'inherit'],
  })
  const send = (signal: NodeJS.Signals) => sendToGroup(child.pid, signal)
  const stopForwarding = forwardSignals(send)
  const written: Buffer[] = []
  let problem: Error | undefined
  const stop = (why: Error) => {
    problem ??= why
    send('SIGKILL')
    child.stdout?.destroy()
  }
  const timer =
    output &&
    setTimeout(() => stop(localizedError(commandText('ownerTooSlow', { words: typed.join(' ') }))), output.timeoutMs)
  let left = output?.maxBytes ?? 0
  child.stdout?.on('data', (data: Buffer) => {
    left -= data.length
    if (left < 0) stop(localizedError(commandText('ownerTooMuch', { words: typed.join(' ') })))
    else written.push(data)
  })
  // It need not read what it gets, as after a mistake in what was typed.
  child.stdin?.on('error', () => {})
  child.stdin?.end(input)
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
    if (problem) throw problem
    return { code: code ?? exitCodeOf(signal), output: Buffer.concat(written) }
  } finally {
    clearTimeout(timer)
    stopForwarding()
  }
}

/** Sends a signal to a process and those that it has started, as a terminal does it. */
function sendToGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal)
  } catch {
    // They have ended.
  }
}

/** Ctrl-C reaches the process in front alone, which the other is not. @returns ends it */
function forwardSignals(send: (signal: NodeJS.Signals) => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, send)
  return () => {
    for (const signal of signals) process.off(signal, send)
  }
}

/** As a shell tells it. */
const exitCodeOf = (signal: NodeJS.Signals | null) => 128 + (signal === null ? 0 : constants.signals[signal])
