import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { readBody } from '../../../src/http/middleware/rawBody.ts'
import { signed, type TestGateway, testGateway } from '../../support/gateway.ts'

describe('a body that comes in pieces', () => {
  let it: TestGateway
  beforeAll(async () => {
    it = await testGateway('drivers: { memory: { type: virtual } }')
  })
  afterAll(() => it.close())

  /** Sends a request in chunks of a byte, without an end. @returns what came back until the other side closed */
  function sendChunks(header: string, chunks: number): Promise<string> {
    const [host, port] = it.gateway.address().split(':')
    return new Promise((resolve) => {
      let text = ''
      const socket = connect(Number(port), host, () => {
        socket.write(`POST /clova HTTP/1.1\r\nHost: x\r\n${header}Transfer-Encoding: chunked\r\n\r\n`)
        socket.write('1\r\nx\r\n'.repeat(chunks))
      })
      socket.on('data', (data) => {
        text += data
      })
      socket.on('error', () => {})
      socket.on('close', () => resolve(text))
    })
  }

  test('of a byte each is refused and its connection closed, long before 64 KiB', async () => {
    const answer = await sendChunks(`SignatureCEK: ${signed('{}')}\r\n`, 2000)
    expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*Connection: close/)
  })

  test('of a byte each is not kept once it is refused', async () => {
    const request = Object.assign(new Readable({ read() {} }), { headers: {} })
    const body = readBody(request as unknown as IncomingMessage, 65_536)
    const send = () => {
      for (let i = 0; i < 2000; i++) request.push('x')
    }
    send()
    expect(await body).toBeUndefined()
    send()
    await new Promise((next) => setImmediate(next))
    expect(request.readableLength).toBe(0)
  })

  test('is not read at all without a well-formed signature', async () => {
    for (const header of ['', 'SignatureCEK: !!!\r\n'])
      expect(await sendChunks(header, 10)).toMatch(/^HTTP\/1\.1 401 [\s\S]*Connection: close/)
  })

  test('is taken in as many pieces as networks make of it', async () => {
    const body = JSON.stringify({ header: {}, payload: {} }).padEnd(60_000)
    const [host, port] = it.gateway.address().split(':')
    const answer = await new Promise<string>((resolve) => {
      let text = ''
      const socket = connect(Number(port), host, async () => {
        socket.setNoDelay(true)
        socket.write(`POST /clova HTTP/1.1\r\nHost: x\r\nConnection: close\r\nSignatureCEK: ${signed(body)}\r\n`)
        socket.write(`Content-Length: ${body.length}\r\n\r\n`)
        for (let at = 0; at < body.length; at += 600) {
          socket.write(body.slice(at, at + 600))
          await new Promise((next) => setImmediate(next))
        }
      })
      socket.on('data', (data) => {
        text += data
      })
      socket.on('close', () => resolve(text))
    })
    // Its signature was right, so all bytes came in; they contain no message.
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  })

  test('the next request on a connection that was refused without reading is served', async () => {
    const [host, port] = it.gateway.address().split(':')
    const text = await new Promise<string>((resolve) => {
      let received = ''
      const request = 'POST /clova HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello'
      const socket = connect(Number(port), host, () => socket.write(request + request))
      socket.on('data', (data) => {
        received += data
        if (received.split('HTTP/1.1 401 ').length === 3) socket.end()
      })
      socket.on('close', () => resolve(received))
    })
    expect(text.split('HTTP/1.1 401 ')).toHaveLength(3)
  })
})
