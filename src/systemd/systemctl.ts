import { execFile } from 'node:child_process'
import { mkdir, rm, rmdir, writeFile as write } from 'node:fs/promises'
import { dirname } from 'node:path'
import { systemdError, systemdMessage } from './messages.ts'

/** The files of the service. */
export const servicePaths = {
  /** the unit of the Debian package */
  packaged: '/usr/lib/systemd/system/clova-home.service',
  unit: '/etc/systemd/system/clova-home.service',
  permit: '/etc/systemd/system/clova-home.service.d/permit.conf',
  users: '/etc/sysusers.d/clova-home.conf',
  configuration: '/etc/clova-home',
} as const

/** A command may stop and start the service, which takes its time. */
const commandTimeoutMs = 120_000

export const isRoot = (): boolean => process.getuid?.() === 0

/** Runs a command. @returns its output @throws Error in plain words */
export function runProgram(command: string, ...words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, words, { timeout: commandTimeoutMs }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout)
      const why = error.code === 'ENOENT' ? systemdMessage('notOnMachine') : stderr.trim() || error.message
      reject(systemdError('programFailed', { command: [command, ...words].join(' '), why }))
    })
  })
}

/** @throws Error in plain words */
export const systemctl = (...words: readonly string[]): Promise<string> => runProgram('systemctl', ...words)

/** Writes a world-readable file of the system, which must not contain secrets. */
export async function writeFile(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o755 })
  await write(file, text, { mode: 0o644 })
}

export const removeFile = (file: string): Promise<void> => rm(file, { force: true })

/** Removes the drop-in of the permissions, and its folder if that is empty. */
export async function removePermitDropIn(): Promise<void> {
  await removeFile(servicePaths.permit)
  await rmdir(dirname(servicePaths.permit)).catch(() => {})
}
