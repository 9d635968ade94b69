import { once } from 'node:events'
import { existsSync, linkSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { get, type Server } from 'node:http'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { createControlClient, isNoGateway } from '../../../src/control/client.ts'
import { adminSocketPaths } from '../../../src/control/socketPath.ts'
import { type AdminListener, listenOnAdminSocket } from '../../../src/http/admin/socket.ts'
import { inFolder } from '../../support/folder.ts'

const empty: Parameters<typeof listenOnAdminSocket>[0] = (_request, response) =>
  void response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"devices":[],"problems":[]}')

async function listening(state: string, app = empty): Promise<AdminListener> {
  const opened = await listenOnAdminSocket(app, state)
  if (!('close' in opened)) throw new Error(opened.reason.en)
  return opened
}

/** A socket that nobody listens on, as a process leaves it that ended without taking it away. */
async function abandonedSocket(path: string): Promise<void> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(`${path}.new`, resolve))
  linkSync(`${path}.new`, path)
  await new Promise((resolve) => server.close(resolve))
  expect(statSync(path).isSocket()).toBe(true)
}

describe('the admin socket', () => {
  test('is for its owner and the group, and is removed at the end', () =>
    inFolder(async (state) => {
      const it = await listening(state)
      expect(it.path).toBe(join(state, 'admin.sock'))
      expect((statSync(it.path).mode & 0o777).toString(8)).toBe('660')
      await it.close()
      expect(existsSync(it.path)).toBe(false)
    }))

  test('is created with its mode, and the umask is restored afterwards', () =>
    inFolder(async (state) => {
      const before = process.umask()
      const umask = jest.spyOn(process as { umask: (mask: number) => number }, 'umask')
      try {
        await (await listening(state)).close()
        expect(umask.mock.calls).toEqual([[0o117], [before]])
      } finally {
        umask.mockRestore()
      }
    }))

  test('limits how long a request may take to arrive', () =>
    inFolder(async (state) => {
      let server: Partial<Server> = {}
      const it = await listening(state, (request, response) => {
        server = (request.socket as { server?: Server }).server ?? {}
        empty(request, response)
      })
      await createControlClient({ state }).call('discovery', {})
      expect(server).toMatchObject({ requestTimeout: 10_000, headersTimeout: 5000 })
      await it.close()
    }))

  test('does not wait for a running request at its end', () =>
    inFolder(async (state) => {
      let begin = () => {}
      const begun = new Promise<void>((resolve) => {
        begin = resolve
      })
      const it = await listening(state, () => begin())
      const asked = new Promise((resolve) => get({ socketPath: it.path }).on('error', resolve))
      await begun
      await it.close()
      expect(await asked).toMatchObject({ code: 'ECONNRESET' })
    }))

  test('is in the runtime folder of the service', () => {
    expect(adminSocketPaths('/var/lib/clova-home')[0]).toBe('/run/clova-home/admin.sock')
  })

  test('of a dead process is replaced', () =>
    inFolder(async (state) => {
      await abandonedSocket(join(state, 'admin.sock'))
      const it = await listening(state)
      expect(await createControlClient({ state }).call('discovery', {})).toEqual({ devices: [], problems: [] })
      await it.close()
    }))

  test('answers however many connections send half a request', () =>
    inFolder(async (state) => {
      const it = await listening(state)
      const halfOpen = []
      for (let i = 0; i < 80; i += 1) {
        const socket = connect(it.path).on('error', () => {})
        halfOpen.push(socket)
        await once(socket, 'connect')
        socket.write('POST /commands HTTP/1.1\r\nHost: x\r\n')
      }
      const [oldest] = halfOpen
      if (oldest?.closed === false) await once(oldest, 'close')
      expect(await createControlClient({ state }).call('discovery', {})).toEqual({ devices: [], problems: [] })
      for (const socket of halfOpen) socket.destroy()
      await it.close()
    }))

  test('that answers is not replaced', () =>
    inFolder(async (state) => {
      const it = await listening(state)
      expect(await listenOnAdminSocket(empty, state)).toMatchObject({
        reason: { en: `another process answers on ${it.path}` },
        isInUse: true,
      })
      await it.close()
    }))

  test('of a process that is too busy to accept a connection is not replaced', () =>
    inFolder(async (state) => {
      const path = join(state, 'admin.sock')
      const busy = createServer()
      await new Promise<void>((resolve) => busy.listen({ path, backlog: 1 }, resolve))
      // All in one turn of the event loop, so that none of them is accepted in between.
      const waiting = Array.from({ length: 3 }, () => connect(path).on('error', () => {}))
      const opened = listenOnAdminSocket(empty, state)
      expect(await opened).toMatchObject({ reason: { en: `another process answers on ${path}` }, isInUse: true })
      for (const socket of waiting) socket.destroy()
      await new Promise((resolve) => busy.close(resolve))
    }))

  test('of another user is not replaced even if no gateway listens, and the error has the fix', () =>
    inFolder(async (state) => {
      const path = join(state, 'admin.sock')
      await abandonedSocket(path)
      const uid = Number(process.getuid?.())
      const other = jest.spyOn(process as { getuid: () => number }, 'getuid').mockReturnValue(uid + 1)
      try {
        expect(await listenOnAdminSocket(empty, state)).toMatchObject({
          reason: { en: `${path} was made by another user (uid ${uid}); remove it: sudo rm ${path}` },
          isInUse: true,
        })
      } finally {
        other.mockRestore()
      }
      expect(existsSync(path)).toBe(true)
    }))

  test('does not replace a file', () =>
    inFolder(async (state) => {
      const path = join(state, 'admin.sock')
      writeFileSync(path, 'mine')
      expect(await listenOnAdminSocket(empty, state)).toMatchObject({ isInUse: true })
      expect(existsSync(path)).toBe(true)
    }))

  test('works if its path is longer than the system allows', () =>
    inFolder(async (folder) => {
      const state = join(folder, 'a'.repeat(80), 'b'.repeat(80))
      mkdirSync(state, { recursive: true })
      const it = await listening(state)
      expect(existsSync(join(state, 'admin.sock'))).toBe(true)
      expect(await createControlClient({ state }).call('discovery', {})).toEqual({ devices: [], problems: [] })
      await it.close()
      expect(existsSync(join(state, 'admin.sock'))).toBe(false)
    }))

  test('that cannot be created is reported with the reason', () =>
    inFolder(async (folder) => {
      const state = join(folder, 'none')
      const opened = await listenOnAdminSocket(empty, state)
      expect(opened).toMatchObject({
        reason: {
          en: expect.stringContaining(`${join(state, 'admin.sock')} cannot be used (EACCES)`),
          ko: expect.stringContaining('권한이 없습니다'),
        },
        isInUse: false,
      })
    }))

  test('is reported with a message if its path is too long for the system', () =>
    inFolder(async (folder) => {
      const { platform } = process
      Object.defineProperty(process, 'platform', { value: 'darwin', configurable: true })
      try {
        expect(await listenOnAdminSocket(empty, join(folder, 'a'.repeat(100)))).toMatchObject({
          reason: { en: expect.stringMatching(/^the path of a socket has at most 103 bytes/) },
          isInUse: false,
        })
      } finally {
        Object.defineProperty(process, 'platform', { value: platform, configurable: true })
      }
    }))
})

describe('the client', () => {
  test.each([
    ['where there is no folder', async () => {}],
    ['where there is no socket', async (state: string) => void mkdirSync(state)],
    [
      'where a dead process left its socket',
      async (state: string) => {
        mkdirSync(state)
        await abandonedSocket(join(state, 'admin.sock'))
      },
    ],
  ])('reports that no gateway runs %s', (_where, prepare) =>
    inFolder(async (folder) => {
      const state = join(folder, 'state')
      await prepare(state)
      const client = createControlClient({ state })
      const error = await client.call('health', {}).catch((thrown: Error) => thrown)
      expect(isNoGateway(error)).toBe(true)
      expect((error as Error).message).toContain('clova-home run')
      expect(await client.callIfRunning('health', {})).toBeUndefined()
    }),
  )

  test('gives up if the listening process never answers', () =>
    inFolder(async (state) => {
      const silent = createServer((socket) => void socket.resume())
      await new Promise<void>((resolve) => silent.listen(join(state, 'admin.sock'), resolve))
      const limit = new AbortController()
      const asked = createControlClient({ state }).call('health', {}, limit.signal)
      silent.once('connection', () => limit.abort(new Error('long enough')))
      await expect(asked).rejects.toThrow('long enough')
      await new Promise((resolve) => silent.close(resolve))
    }))

  test.each([
    ['in an old form', 200, { appliances: [{ id: 'lamp', online: true }], problems: ['words'] }],
    ['without the operation', 404, { code: 'notFound', message: 'no', explanation: { code: 'noSuchOperation' } }],
    ['without explanations', 404, { code: 'notFound', message: 'there is no such operation' }],
    ['without a word', 404, undefined],
  ])('says in each language that a gateway that answers %s is older than the command', (_how, status, body) =>
    inFolder(async (state) => {
      const it = await listening(
        state,
        (_request, response) => void response.writeHead(status).end(JSON.stringify(body)),
      )
      const error = await createControlClient({ state })
        .call('appliances', {})
        .catch((thrown: Error) => thrown)
      expect(error).toMatchObject({
        text: {
          ko: expect.stringContaining('이 명령보다 오래되었거나'),
          ja: expect.stringContaining('このコマンドより古い'),
          en: expect.stringMatching(/older than this command.*start it again: clova-home run$/),
        },
      })
      await it.close()
    }),
  )
})
