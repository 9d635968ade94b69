import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { type FolderLock, lockFolder } from '../../storage/folderLock.ts'

/** How long a demo waits for another one to listen, and how often it looks, in milliseconds. */
const turnTimeoutMs = 10_000
const turnPollMs = 50

/**
 * Waits until no other demo of this machine is choosing its ports: two that look at the same moment would find the same
 * ports free. Whoever has the turn ends it once it listens.
 * @returns nothing if the other demo does not end its turn within 10 s
 */
export async function takePortTurn(folder: string = tmpdir()): Promise<FolderLock | undefined> {
  const signal = AbortSignal.timeout(turnTimeoutMs)
  while (!signal.aborted) {
    const turn = await lockFolder(folder)
    if (turn) return turn
    await setTimeout(turnPollMs)
  }
  return undefined
}

/** The preferred port if it is free, else another free port. */
export function freePort(preferred: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) =>
      preferred !== 0 && error.code === 'EADDRINUSE' ? resolve(freePort(0)) : reject(error),
    )
    server.listen(preferred, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : preferred))
    })
  })
}
