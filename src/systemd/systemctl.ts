import { execFile } from 'node:child_process'
import { mkdir, rm, rmdir, writeFile as write } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Where systemd and its services have their files. */
export const paths = {
  /** that of the Debian package */
  packaged: '/usr/lib/systemd/system/clova-home.service',
  unit: '/etc/systemd/system/clova-home.service',
  permit: '/etc/systemd/system/clova-home.service.d/permit.conf',
  users: '/etc/sysusers.d/clova-home.conf',
  configuration: '/etc/clova-home',
} as const

/** How long a command of the system may take, in milliseconds: to stop and start the service is in it. */
const commandTimeoutMs = 120_000

export const isRoot = (): boolean => process.getuid?.() === 0

/** Runs a command of the system. @returns what it said @throws Error in plain words */
export function run(command: string, ...words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, words, { timeout: commandTimeoutMs }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout)
      const why = error.code === 'ENOENT' ? 'it is not on this machine' : stderr.trim() || error.message
      reject(new Error(`${[command, ...words].join(' ')}: ${why}`))
    })
  })
}

/** @throws Error in plain words */
export const systemctl = (...words: readonly string[]): Promise<string> => run('systemctl', ...words)

/** A file of the system's, readable by everybody; no secret belongs into it. */
export async function writeFile(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o755 })
  await write(file, text, { mode: 0o644 })
}

export const removeFile = (file: string): Promise<void> => rm(file, { force: true })

/** Takes away the part of the unit that names what it may use, and its folder if nothing else is in there. */
export async function removePermitDropIn(): Promise<void> {
  await removeFile(paths.permit)
  await rmdir(dirname(paths.permit)).catch(() => {})
}
