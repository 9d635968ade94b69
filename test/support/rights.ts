import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { forRootVariable } from '../../src/util/fileErrors.ts'

export const isRoot = process.getuid?.() === 0

/** A user other than root whom this process can become: one without an account, or itself if it is not root. */
export const otherUser = isRoot ? 54_321 : (process.getuid?.() ?? 0)

/**
 * Has the program believe that root runs it, and that it is this script of the shell, which is started in its place with the rights
 * of the owner of a home. `jest.restoreAllMocks` ends that.
 * @param folder where the script is written; the other user can read it there
 */
export function replaceProgram(folder: string, script: string): void {
  const file = join(folder, 'program.sh')
  writeFileSync(file, script)
  for (const path of [folder, file]) chmodSync(path, 0o755)
  jest.spyOn(process as Required<NodeJS.Process>, 'getuid').mockReturnValue(0)
  jest.replaceProperty(process, 'execPath', '/bin/sh')
  jest.replaceProperty(process, 'execArgv', [])
  jest.replaceProperty(process, 'argv', ['/bin/sh', file])
}

/** False for root with Debian's Node, which never gives up its rights; `npm run test:systemd` has a real owner there. */
export function canBecomeOtherUser(): boolean {
  try {
    if (isRoot) process.seteuid?.(0)
    return true
  } catch {
    return false
  }
}

/** Does something in this process as the program does it that root has started with the rights of the other user. */
export async function asOtherUser<T>(work: () => Promise<T>): Promise<T> {
  jest.spyOn(process as Required<NodeJS.Process>, 'getuid').mockReturnValue(otherUser)
  process.env[forRootVariable] = '1'
  if (isRoot) process.seteuid?.(otherUser)
  try {
    return await work()
  } finally {
    if (isRoot) process.seteuid?.(0)
    delete process.env[forRootVariable]
  }
}
