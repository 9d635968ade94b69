import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** A folder that no other process may use meanwhile. */
export interface FolderLock {
  release(): Promise<void>
}

/**
 * Locks a folder for this process, until `release` or the end of the process, whichever way it ends. The lock is a Unix
 * socket in the abstract namespace of Linux, named after the folder's device and inode: the kernel lets only one process
 * bind it, and takes it away when that process ends. Elsewhere there is no lock.
 * @returns nothing if another process holds it
 * @throws NodeJS.ErrnoException if there is no such folder
 */
export async function lockFolder(folder: string): Promise<FolderLock | undefined> {
  const name = lockName(folder)
  if (process.platform !== 'linux') return { release: async () => {} }
  const server = createServer((socket) => socket.destroy())
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    )
    server.listen({ path: `\0${name}` }, () =>
      resolve({ release: () => new Promise((done) => server.close(() => done())) }),
    )
    server.unref()
  })
}

/**
 * The name of the lock of a folder, without the zero of the abstract namespace before it. It takes the whole length of a name:
 * some versions of Node fill a shorter one up with zeros, so that it is another name to the others.
 */
export function lockName(folder: string): string {
  const { dev, ino } = statSync(folder)
  return `clova-home-folder/${dev}-${ino}/`.padEnd(107, '-')
}

/**
 * The process that holds the lock of a folder, if it may use the folder: it runs as this user, as the owner of the folder or
 * as root. Any user of the machine can bind the name of a lock, but not look like one of these.
 * @param proc where the system shows its processes
 * @returns its number; undefined if there is none, or if it belongs to somebody whose processes this user may not look into.
 * Source: proc(5), net/unix and [pid]/fd
 */
export function findLockHolder(folder: string, proc = '/proc'): number | undefined {
  try {
    // A name may have a line break and look like more lines, but not like one with a name that is as long as itself.
    const end = ` @${lockName(folder)}`
    const line = readFileSync(join(proc, 'self/net/unix'), 'latin1')
      .split('\n')
      .find((line) => line.endsWith(end))
    const inode = line?.slice(0, -end.length).match(/\d+$/)?.[0]
    if (inode === undefined) return undefined
    const users = [process.geteuid?.(), statSync(folder).uid, 0]
    const holder = readdirSync(proc)
      .filter((name) => /^\d+$/.test(name))
      .find((pid) => users.includes(ownerOf(join(proc, pid))) && hasFile(join(proc, pid, 'fd'), `socket:[${inode}]`))
    return holder === undefined ? undefined : Number(holder)
  } catch {
    // A system without /proc, or one that hides it.
    return undefined
  }
}

const ownerOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.uid

/** @param folder that shows the files of a process */
function hasFile(folder: string, link: string): boolean {
  try {
    return readdirSync(folder).some((name) => linkOf(join(folder, name)) === link)
  } catch {
    // The process has ended, or this user may not look into it.
    return false
  }
}

/** Where a link leads; undefined once it is gone. */
function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}
