import { dirname } from 'node:path'

/** What the system says when a file is refused, and what helps, in plain words. Source: errno(3). */
interface Row {
  readonly says: string
  mend(file: string): string
}

const mine = 'run it with sudo, or as the user of the gateway'
const room = (file: string) =>
  `make room; "df -h ${dirname(file)}" shows how full it is, and "sudo journalctl --vacuum-size=50M" and "sudo apt clean" free some`

const rows: Readonly<Record<string, Row>> = {
  EACCES: { says: 'this user may not', mend: () => mine },
  EPERM: { says: 'this user may not', mend: () => mine },
  ENOENT: { says: 'it is not there', mend: (file) => `look whether the name is right; "ls ${dirname(file)}"` },
  ENOTDIR: { says: 'what should be its folder is none', mend: () => 'look whether the name is right' },
  EISDIR: { says: 'it is a folder', mend: () => 'give the name of a file' },
  EEXIST: { says: 'something else of that name is there', mend: () => 'give another name' },
  ENAMETOOLONG: { says: 'the name is too long', mend: () => 'give a shorter one' },
  ELOOP: { says: 'its links lead in a circle', mend: (file) => `look with "ls -l ${file}"` },
  ENOSPC: { says: 'the disk is full', mend: room },
  EDQUOT: { says: 'its owner may take no more of the disk', mend: room },
  EROFS: {
    says: 'the disk can only be read',
    mend: () => '"sudo mount -o remount,rw /" may help; a worn SD card becomes so by itself, which "dmesg" tells',
  },
  EIO: { says: 'the disk fails', mend: () => 'back up what can be read, and take another card; "dmesg" tells more' },
}

/** Why a disk refuses something, in a few words; nothing if its code is none of a disk. */
export const refusal = (code: string | undefined): string | undefined =>
  code !== undefined && Object.hasOwn(rows, code) ? rows[code]?.says : undefined

/** What was to be done with a file. */
type Doing = 'read' | 'written' | 'used'

/**
 * That a file cannot be read or written, why, and what helps: all in one sentence.
 * @param error of the system, with its code
 * @param file else the one that the error names
 */
export function diskFault(error: unknown, doing: Doing, file?: string): string {
  const { code, path, dest, message } = error as NodeJS.ErrnoException & { readonly dest?: string }
  const name = file ?? dest ?? path ?? 'a file'
  const row = code === undefined || !Object.hasOwn(rows, code) ? undefined : rows[code]
  const what = `${name} cannot be ${doing} (${code ?? message})`
  return row ? `${what}: ${row.says}. ${capital(row.mend(name))}.` : what
}

/** What is wrong with a file in the plain words above; nothing if the error is another one. */
export function ofDisk(error: unknown): string | undefined {
  const { code, path, syscall } = (error ?? {}) as NodeJS.ErrnoException
  if (path === undefined || syscall === undefined || refusal(code) === undefined) return undefined
  return diskFault(error, writing.has(syscall) ? 'written' : reading.has(syscall) ? 'read' : 'used')
}

const writing = new Set(['write', 'mkdir', 'mkdtemp', 'rename', 'unlink', 'rm', 'rmdir', 'chmod', 'chown', 'fsync'])
const reading = new Set(['read', 'scandir', 'stat', 'lstat', 'readlink', 'realpath'])

const capital = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
