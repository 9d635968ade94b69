import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { Readable } from 'node:stream'
import { rawBody, readBody } from '../../../src/http/middleware/rawBody.ts'
import { inFolder } from '../../support/folder.ts'
import { routeFixture, signatureOf } from '../clova/routeFixture.ts'

/** A request whose body is pushed by the test. */
function requestOf(announced?: string) {
  const headers = announced === undefined ? {} : { 'content-length': announced }
  const request = Object.assign(new Readable({ read() {} }), { headers, complete: false })
  return {
    request: request as unknown as IncomingMessage,
    send(...chunks: readonly (string | null)[]) {
      for (const chunk of chunks) request.push(chunk)
    },
    end() {
      request.complete = true
      request.push(null)
    },
  }
}
const textOf = async (body: Promise<Buffer | undefined>) => (await body)?.toString()

describe('a body', () => {
  test.each([
    ['whose length is announced', '10', ['01234', '56789']],
    ['that is longer than announced', '2', ['01234', '56789']],
    ['whose length is not announced', undefined, ['0123456789']],
    ['whose announced length is no number', 'x', ['0123456789']],
    ['that is empty', '0', []],
  ])('%s is read', async (_what, announced, chunks) => {
    const { request, send, end } = requestOf(announced)
    const body = readBody(request, 10)
    send(...chunks)
    end()
    expect(await textOf(body)).toBe(chunks.join(''))
  })

  test.each([
    ['doubles', [2500, 2500], 100_000, 8192],
    ['does not grow before it is full', [4096, 4096], 100_000, 8192],
    ['grows to what is needed', [4096, 6000], 100_000, 10_096],
    ['does not grow beyond the limit', [2500, 2500, 2500, 2500], 10_000, 10_000],
  ])('of unknown length is read into a buffer that %s', async (_how, lengths, maxBytes, bufferBytes) => {
    const { request, send, end } = requestOf()
    const body = readBody(request, maxBytes)
    const chunks = lengths.map((length, i) => String(i).repeat(length))
    send(...chunks)
    end()
    const read = await body
    expect(String(read)).toBe(chunks.join(''))
    expect(read?.buffer.byteLength).toBe(bufferBytes)
  })

  test('is not read if its announced length is too long', async () => {
    const { request } = requestOf('11')
    expect(await readBody(request, 10)).toBeUndefined()
    expect(request.listenerCount('data')).toBe(0)
  })

  test.each([
    ['that is longer than the limit', 10, ['01234', '567890']],
    ['of too many chunks', 10_000, Array(1001).fill('x')],
    ['of too many chunks for its size', 2_000 * 1024, Array(2001).fill('x')],
  ])('%s is refused, and its rest is not kept', async (_what, maxBytes, chunks) => {
    const { request, send } = requestOf()
    const body = readBody(request, maxBytes)
    send(...chunks)
    expect(await body).toBeUndefined()
    expect(request.listenerCount('data')).toBe(0)
    send(...chunks)
    await new Promise((next) => setImmediate(next))
    expect(request.readableLength).toBe(0)
    expect(request.isPaused()).toBe(false)
  })

  test.each([
    ['a thousand chunks', 10_000, 1000],
    ['two thousand chunks of 2 MiB', 2_000 * 1024, 2000],
  ])('of %s is accepted', async (_what, maxBytes, count) => {
    const { request, send, end } = requestOf()
    const body = readBody(request, maxBytes)
    send(...Array(count).fill('x'))
    end()
    expect((await body)?.length).toBe(count)
  })

  test.each([
    ['closes the connection', undefined, 'the client went away'],
    ['resets the connection', new Error('reset'), 'reset'],
  ])('of a client that %s causes an error', async (_what, error, message) => {
    const { request, send } = requestOf('10')
    const body = readBody(request, 10)
    send('0')
    request.destroy(error)
    await expect(body).rejects.toThrow(message)
  })
})

test.each([
  ['takes', '10', 'read'],
  ['refuses', '11', '413 too large'],
])('the middleware %s a body of %s bytes', async (_verb, announced, expected) => {
  const { request, send, end } = requestOf(announced)
  const context = {
    req: request,
    state: { body: Buffer.alloc(0) },
    throw: (status: number, why: string) => `${status} ${why}`,
  }
  const outcome = rawBody(10)(context as never, async () => 'read')
  send('x'.repeat(10))
  end()
  expect(await outcome).toBe(expected)
  expect(context.state.body.length).toBe(expected === 'read' ? 10 : 0)
})

describe('over a socket', () => {
  /** Writes to a connection; ends it after so many responses. @returns all that came back */
  const exchange = (
    write: (socket: ReturnType<typeof connect>) => void,
    responses = Number.POSITIVE_INFINITY,
  ): Promise<string> =>
    inFolder(async (folder) => {
      const server = createServer(routeFixture(folder).app)
      await once(server.listen(0, '127.0.0.1'), 'listening')
      try {
        return await new Promise((resolve) => {
          let text = ''
          const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => write(socket))
          socket.on('data', (data) => {
            text += data
            if (text.split('HTTP/1.1 ').length > responses) socket.end()
          })
          socket.on('error', () => {})
          socket.on('close', () => resolve(text))
        })
      } finally {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      }
    })
  /** A request in chunks of a byte, without an end. */
  const chunked = (header: string, chunks: number) => (socket: ReturnType<typeof connect>) => {
    socket.write(`POST /clova HTTP/1.1\r\nHost: x\r\n${header}Transfer-Encoding: chunked\r\n\r\n`)
    socket.write('1\r\nx\r\n'.repeat(chunks))
  }

  test('a body in chunks of a byte is refused and its connection closed, long before 64 KiB', async () => {
    expect(await exchange(chunked(`SignatureCEK: ${signatureOf('{}')}\r\n`, 2000))).toMatch(
      /^HTTP\/1\.1 413 [\s\S]*Connection: close/,
    )
  })

  test.each(['', 'SignatureCEK: !!!\r\n'])(
    'a body is not read without a well-formed signature: "%s"',
    async (header) => {
      expect(await exchange(chunked(header, 10))).toMatch(/^HTTP\/1\.1 401 [\s\S]*Connection: close/)
    },
  )

  test('a body is accepted in any number of pieces', async () => {
    const body = JSON.stringify({ header: {}, payload: {} }).padEnd(60_000)
    const answer = await exchange(async (socket) => {
      socket.setNoDelay(true)
      socket.write(`POST /clova HTTP/1.1\r\nHost: x\r\nConnection: close\r\nSignatureCEK: ${signatureOf(body)}\r\n`)
      socket.write(`Content-Length: ${body.length}\r\n\r\n`)
      for (let at = 0; at < body.length; at += 600) {
        socket.write(body.slice(at, at + 600))
        await new Promise((next) => setImmediate(next))
      }
    })
    // Its signature was right, so all bytes came in; they contain no message.
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  })

  test('the next request on a connection that was refused without reading is served', async () => {
    const request = 'POST /clova HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello'
    expect((await exchange((socket) => socket.write(request + request), 2)).split('HTTP/1.1 401 ')).toHaveLength(3)
  })
})
