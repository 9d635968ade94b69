import { once } from 'node:events'
import { statSync } from 'node:fs'
import { createServer } from 'node:net'
import { AdminEndpoint } from '../../src/gateway/adminEndpoint.ts'
import { listenOnAdminSocket } from '../../src/http/admin/socket.ts'
import { createLogger } from '../../src/util/logger.ts'
import { inFolder } from '../support/folder.ts'

/** Holds the name of the lock of a folder, as any user of the machine can who may see the folder. */
async function withLockHeld(folder: string, use: () => Promise<void>): Promise<void> {
  const { dev, ino } = statSync(folder)
  const server = createServer((socket) => socket.destroy()).listen(`\0clova-home-folder/${dev}-${ino}`)
  await once(server, 'listening')
  try {
    await use()
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}

test('a stranger who holds the lock of the state folder does not keep the gateway from starting', () =>
  inFolder((state) =>
    withLockHeld(state, async () => {
      const lines: string[] = []
      const log = createLogger([], 'info', (line) => void lines.push(JSON.parse(line).msg))
      const endpoint = await AdminEndpoint.open(state, log, 0)
      try {
        expect(endpoint.problem()).toBeUndefined()
        expect(lines).toEqual([expect.stringContaining('is no gateway')])
      } finally {
        await endpoint.close()
      }
    }),
  ))

test('a gateway that holds it does', () =>
  inFolder((state) =>
    withLockHeld(state, async () => {
      const listener = await listenOnAdminSocket((_request, response) => void response.end('{}'), state)
      try {
        await expect(AdminEndpoint.open(state, createLogger([], 'silent'), 0)).rejects.toThrow('another gateway runs')
      } finally {
        if ('close' in listener) await listener.close()
      }
    }),
  ))
