import { dirname } from 'node:path'

/** What an error code of the file system means and what the user can do. Source: errno(3). */
interface FileErrorRow {
  readonly message: string
  fix(file: string): string
}

const runAsOwner = 'run it with sudo, or as the user of the gateway'
const freeSpaceAdvice = (file: string) =>
  `make room; "df -h ${dirname(file)}" shows how full it is, and "sudo journalctl --vacuum-size=50M" and "sudo apt clean" free some`

const fileErrors: Readonly<Record<string, FileErrorRow>> = {
  EACCES: { message: 'this user may not', fix: () => runAsOwner },
  EPERM: { message: 'this user may not', fix: () => runAsOwner },
  ENOENT: { message: 'it is not there', fix: (file) => `look whether the name is right; "ls ${dirname(file)}"` },
  ENOTDIR: { message: 'what should be its folder is none', fix: () => 'look whether the name is right' },
  EISDIR: { message: 'it is a folder', fix: () => 'give the name of a file' },
  EEXIST: { message: 'something else of that name is there', fix: () => 'give another name' },
  ENAMETOOLONG: { message: 'the name is too long', fix: () => 'give a shorter one' },
  ELOOP: { message: 'its links lead in a circle', fix: (file) => `look with "ls -l ${file}"` },
  ENOSPC: { message: 'the disk is full', fix: freeSpaceAdvice },
  EDQUOT: { message: 'its owner may take no more of the disk', fix: freeSpaceAdvice },
  EROFS: {
    message: 'the disk can only be read',
    fix: () => '"sudo mount -o remount,rw /" may help; a worn SD card becomes so by itself, which "dmesg" tells',
  },
  EIO: { message: 'the disk fails', fix: () => 'back up what can be read, and take another card; "dmesg" tells more' },
}

/** Why the file system refused an operation, as a short message; undefined if the code is not a file error. */
export const reasonFor = (code: string | undefined): string | undefined =>
  code !== undefined && Object.hasOwn(fileErrors, code) ? fileErrors[code]?.message : undefined

/** The operation that failed. */
type FileOperation = 'read' | 'written' | 'used'

/**
 * Says which file cannot be read or written, why, and what the user can do.
 * @param error a system error with its code
 * @param file the file; absent: the one that the error names
 */
export function fileErrorMessage(error: unknown, operation: FileOperation, file?: string): string {
  const { code, path, dest, message } = error as NodeJS.ErrnoException & { readonly dest?: string }
  const name = file ?? dest ?? path ?? 'a file'
  const row = code === undefined || !Object.hasOwn(fileErrors, code) ? undefined : fileErrors[code]
  const what = `${name} cannot be ${operation} (${code ?? message})`
  return row ? `${what}: ${row.message}. ${capitalize(row.fix(name))}.` : what
}

/** Describes a system error of a file for the user; undefined for any other error. */
export function describeFileError(error: unknown): string | undefined {
  const { code, path, syscall } = (error ?? {}) as NodeJS.ErrnoException
  if (path === undefined || syscall === undefined || reasonFor(code) === undefined) return undefined
  return fileErrorMessage(error, writeCalls.has(syscall) ? 'written' : readCalls.has(syscall) ? 'read' : 'used')
}

const writeCalls = new Set(['write', 'mkdir', 'mkdtemp', 'rename', 'unlink', 'rm', 'rmdir', 'chmod', 'chown', 'fsync'])
const readCalls = new Set(['read', 'scandir', 'stat', 'lstat', 'readlink', 'realpath'])

const capitalize = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
