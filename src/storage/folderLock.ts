import { statSync } from 'node:fs'
import { createServer } from 'node:net'

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
  const { dev, ino } = statSync(folder)
  if (process.platform !== 'linux') return { release: async () => {} }
  const server = createServer((socket) => socket.destroy())
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    )
    server.listen({ path: `\0clova-home-folder/${dev}-${ino}` }, () =>
      resolve({ release: () => new Promise((done) => server.close(() => done())) }),
    )
    server.unref()
  })
}
