import { accessSync, chownSync, constants, existsSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { diskFault } from '../util/fileErrors.ts'
import { writeAtomically } from './writeAtomically.ts'

/**
 * Puts a file beside a configuration, or in place of one that is there: for its owner only, and for the group that could read
 * it before or by which the service reads this folder. A link stays, and what it leads to is written.
 */
export async function place(file: string, content: string | Uint8Array): Promise<void> {
  const real = existsSync(file) ? realpathSync(file) : file
  folderFor(dirname(real))
  const { uid, gid, mode } = statSync(existsSync(real) ? real : dirname(real))
  const isForGroup = existsSync(real) ? (mode & 0o040) !== 0 : process.getuid?.() === 0 && uid === 0 && gid !== 0
  await writeAtomically(real, content, { uid, gid, mode: isForGroup ? 0o640 : 0o600 })
}

/** Looks whether a file could be put there, before anybody takes pains for what is to be in it. @throws Error in plain words */
export function assertPlace(file: string): void {
  const real = existsSync(file) ? realpathSync(file) : file
  let folder = dirname(real)
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder)
  try {
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' })
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw new Error(diskFault(error, 'written', file))
  }
}

/** Makes a folder, if it is not there, whose it is and for whom as the one around it is. */
function folderFor(folder: string): void {
  if (existsSync(folder)) return
  const around = dirname(folder)
  folderFor(around)
  const { uid, gid, mode } = statSync(around)
  const isOurs = process.getuid?.() !== 0 || (uid === 0 && gid === 0)
  // What anybody may look into is no measure for what holds secrets.
  mkdirSync(folder, { mode: isOurs ? 0o700 : mode & 0o770 })
  if (process.getuid?.() === 0) chownSync(folder, uid, gid)
}

/**
 * A name that no file has: the wanted one, or that with a number.
 * @param end what it is to end with, such as `.tar.gz`
 */
export function unusedName(wanted: string, end = ''): string {
  for (let i = 1; ; i++) {
    const name = i === 1 ? `${wanted}${end}` : `${wanted}-${i}${end}`
    if (!existsSync(name)) return name
  }
}
