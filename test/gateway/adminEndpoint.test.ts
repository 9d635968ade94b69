import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { AdminEndpoint } from '../../src/gateway/adminEndpoint.ts'
import { listenOnAdminSocket } from '../../src/http/admin/socket.ts'
import { lockName } from '../../src/storage/folderLock.ts'
import { createLogger } from '../../src/util/logger.ts'
import { untranslated } from '../../src/util/translate.ts'
import { inFolder } from '../support/folder.ts'

const silent = createLogger([], 'silent')

/** Holds the name of the lock of a folder, as any user of the machine can who may see the folder. */
async function withLockHeld(folder: string, use: () => Promise<void>): Promise<void> {
  const server = createServer((socket) => socket.destroy()).listen(`\0${lockName(folder)}`)
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
      const endpoint = await AdminEndpoint.open(state, log, { lockTimeoutMs: 0, findHolder: () => undefined })
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
        await expect(AdminEndpoint.open(state, silent, { lockTimeoutMs: 0 })).rejects.toThrow('another gateway runs')
      } finally {
        if ('close' in listener) await listener.close()
      }
    }),
  ))

test('a gateway whose admin socket was removed is found by its process, and the error names it in each language', () =>
  inFolder(async (state) => {
    const first = await AdminEndpoint.open(state, silent)
    try {
      rmSync(join(state, 'admin.sock'))
      const error = await AdminEndpoint.open(state, silent, { lockTimeoutMs: 0 }).catch((reason) => reason)
      expect(error).toMatchObject({
        text: {
          ko: expect.stringContaining(`프로세스 ${process.pid}`),
          ja: expect.stringContaining(`プロセス ${process.pid}`),
          en: expect.stringContaining(`process ${process.pid}`),
        },
      })
    } finally {
      await first.close()
    }
    await (await AdminEndpoint.open(state, silent)).close()
  }))

test('a gateway that neither has the lock nor can open its socket does not start', () =>
  inFolder((state) =>
    withLockHeld(state, async () => {
      const listen = async () => ({ reason: untranslated('EACCES'), isInUse: false })
      const options = { lockTimeoutMs: 0, findHolder: () => undefined, listen }
      await expect(AdminEndpoint.open(state, silent, options)).rejects.toThrow('EACCES')
    }),
  ))
