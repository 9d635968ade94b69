import { once } from 'node:events'
import { get, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { connect, Socket } from 'node:net'
import { jest } from '@jest/globals'
import { ConnectionTable } from '../../src/http/connections.ts'
import { type Listener, listen } from '../../src/http/server.ts'

const answering =
  (status: number): RequestListener =>
  (_request, response) =>
    void response.writeHead(status).end()
const local = { host: '127.0.0.1', port: 0 }
const portOf = ({ address }: Listener) => Number(address.split(':').at(-1))
const ask = (listener: Listener): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: portOf(listener), agent: false }, (response) => resolve(response.resume())).on(
      'error',
      reject,
    )
  })

/** Listens, does something, and closes. */
async function listening<T>(work: (it: Listener) => Promise<T>, ...given: Parameters<typeof listen> | []): Promise<T> {
  const [app = answering(204), place = local, options] = given
  const it = await listen(app, place, options)
  try {
    return await work(it)
  } finally {
    await it.close(0)
  }
}

test('the listener answers with its application, until that is replaced', () =>
  listening(async (it) => {
    expect(it.address).toBe(`127.0.0.1:${portOf(it)}`)
    expect((await ask(it)).statusCode).toBe(204)
    it.setApp(answering(205))
    expect((await ask(it)).statusCode).toBe(205)
  }))

test('a client that may not connect is disconnected before its request is read', () => {
  const peers: string[] = []
  const accepts = (address: string) => {
    peers.push(address)
    return false
  }
  return listening(
    async (it) => {
      await expect(ask(it)).rejects.toThrow()
      expect(peers).toEqual(['127.0.0.1'])
    },
    answering(204),
    local,
    { accepts },
  )
})

test('an address that is in use, or does not belong to this machine, is an error for the user', () =>
  listening(async (it) => {
    const port = portOf(it)
    await expect(listen(answering(204), { host: '127.0.0.1', port })).rejects.toMatchObject({
      message: `cannot listen on 127.0.0.1:${port}: another program listens there already`,
      cause: { code: 'EADDRINUSE' },
    })
    await expect(listen(answering(204), { port })).rejects.toThrow(
      `cannot listen on *:${port}: another program listens there already`,
    )
    await expect(listen(answering(204), { host: '192.0.2.1', port: 0 })).rejects.toThrow(
      'cannot listen on 192.0.2.1:0: EADDRNOTAVAIL',
    )
  }))

test('without a host it listens on all addresses, of IPv6 too where the system has it', () =>
  listening(async (it) => expect(it.address).toMatch(/^(\[::\]|0\.0\.0\.0):\d+$/), answering(204), { port: 0 }))

test.each([
  ['10 s', {}, 10_000],
  ['what is asked for', { requestTimeoutMs: 60_000 }, 60_000],
])('the time and the size of a request are limited; the time is %s', (_what, options, requestTimeout) => {
  let server: object = {}
  const app: RequestListener = ({ socket }, response) => {
    server = (socket as { server?: Server }).server ?? {}
    response.end()
  }
  return listening(
    async (it) => {
      await ask(it)
      expect(server).toMatchObject({
        ...{ requestTimeout, maxHeaderSize: 8192, headersTimeout: 5000, keepAliveTimeout: 75_000 },
        connectionsCheckingInterval: 1000,
      })
    },
    app,
    local,
    options,
  )
})

test('a connection can be kept by its socket or by its port', () =>
  listening(async (it) => {
    const bySocket = jest.spyOn(ConnectionTable.prototype, 'spare').mockReturnValue()
    const byPort = jest.spyOn(ConnectionTable.prototype, 'sparePort').mockReturnValue()
    const socket = new Socket()
    try {
      it.spare(socket)
      it.spare(7000)
      expect([bySocket.mock.calls, byPort.mock.calls]).toEqual([[[socket]], [[7000]]])
    } finally {
      bySocket.mockRestore()
      byPort.mockRestore()
    }
  }))

test('a client that does not send HTTP gets an error, and is disconnected half a second later', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] })
  try {
    const it = await listen(answering(204), local)
    const client = connect({ host: '127.0.0.1', port: portOf(it), allowHalfOpen: true })
    client.write('nonsense\r\n\r\n')
    let text = ''
    client.setEncoding('utf8').on('data', (part) => (text += part))
    await once(client, 'end')
    expect(text).toBe('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    expect(jest.getTimerCount()).toBe(1)
    jest.advanceTimersByTime(500)
    // The time that the connections have at the end does not pass, so it ends only if none is left.
    await it.close(1000)
    client.destroy()
  } finally {
    jest.useRealTimers()
  }
})

test('a request that runs while the listener closes gets a limited time, and is then cut off', async () => {
  let begin = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const it = await listen(() => begin(), local)
  const asked = ask(it).then(
    () => 'answered',
    () => 'cut off',
  )
  await begun
  await it.close(20)
  expect(await asked).toBe('cut off')
  await expect(ask(it)).rejects.toThrow()
})
