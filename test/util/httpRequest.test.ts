import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { requestHttp } from '../../src/util/httpRequest.ts'

interface Answering {
  readonly url: string
  close(): Promise<unknown>
}

/** A server that answers each connection with this, and its address. */
async function answering(answer: string, onConnection = () => {}): Promise<Answering> {
  const server = createServer((socket) => {
    onConnection()
    socket.on('error', () => {})
    socket.once('data', () => socket.end(answer))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}

const final = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok'

test.each([
  ['10 times 100 (Continue)', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(10)],
  ['103 (Early Hints)', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'],
])('a response comes after interim ones: %s', async (_what, interim) => {
  const { url, close } = await answering(`${interim}${final}`)
  const { status, body } = await requestHttp(url, { signal: AbortSignal.timeout(30_000), maxBytes: 10 })
  expect([status, body.toString()]).toEqual([200, 'ok'])
  await close()
})

test.each([
  ['100 (Continue)', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ['102 (Processing)', 'HTTP/1.1 102 Processing\r\n\r\n'],
])('interim responses without end are no response: %s', async (_what, interim) => {
  const { url, close } = await answering(`${interim.repeat(11)}${final}`)
  await expect(requestHttp(url, { signal: AbortSignal.timeout(30_000), maxBytes: 10 })).rejects.toThrow('without end')
  await close()
})

test.each([301, 302, 303, 307, 308])(
  'a redirect is not followed, so that no other host gets a secret: %d',
  async (code) => {
    let connections = 0
    const other = await answering(final, () => void connections++)
    const { url, close } = await answering(
      `HTTP/1.1 ${code} Moved\r\nLocation: ${other.url}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    )
    const { status } = await requestHttp(url, {
      method: 'POST',
      headers: { Authorization: 'Bearer secret' },
      body: 'secret',
      signal: AbortSignal.timeout(30_000),
      maxBytes: 10,
    })
    await Promise.all([close(), other.close()])
    expect([status, connections]).toEqual([code, 0])
  },
)
