import { connect, type Socket } from 'node:net'
import { type Listener, listen } from '../../src/http/server.ts'
import { eventually } from '../drivers/driverContract.ts'

/** The ends of connections that this process holds, of the listener and of who came to it. */
const places = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length

describe('the listener', () => {
  const request = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'
  let it: Listener
  const sockets: Socket[] = []
  const open = (text: string): Promise<Socket & { received: string }> =>
    new Promise((resolve, reject) => {
      const [host, port] = it.address.split(':')
      const socket = Object.assign(connect({ host: host ?? '', port: Number(port), allowHalfOpen: true }), {
        received: '',
      })
      sockets.push(socket)
      socket.on('data', (chunk) => {
        socket.received += chunk
      })
      socket.on('error', reject)
      socket.on('connect', () => {
        socket.write(text)
        socket.off('error', reject)
        socket.on('error', () => {})
        resolve(socket)
      })
    })
  beforeEach(async () => {
    it = await listen((_request, response) => void response.writeHead(204).end(), { host: '127.0.0.1', port: 0 })
  })
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy()
    await it.close(100)
  })

  test('a connection that sends no HTTP is closed', async () => {
    const own = places()
    const socket = await open('no HTTP\r\n\r\n')
    await eventually(() => socket.received.startsWith('HTTP/1.1 400 '))
    // Not a byte more is sent, to which the listener could answer by hanging up: it is its own end that must go.
    await eventually(() => places() === own + 1)
    expect(socket.destroyed).toBe(false)
  })

  // Node would read on, and each MiB in chunks of a byte takes a tenth of a second.
  test('a connection is closed by the response if the body in chunks has not ended by then', async () => {
    const socket = await open('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n')
    await eventually(() => socket.readableEnded || socket.destroyed)
    // Without a response to a body that did not come in time.
    expect(socket.received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 204'])
  })

  test('a connection is kept after the response if the rest of a body of known length is still to come', async () => {
    const socket = await open('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab')
    await eventually(() => socket.received.includes('HTTP/1.1 204'))
    socket.write(`cd${request}`)
    await eventually(() => socket.received.match(/HTTP\/1\.1 204/g)?.length === 2)
  })

  test('a client that keeps its connection does not keep a closing listener waiting after its response', async () => {
    await it.close(0)
    let respond = () => {}
    it = await listen(
      (_request, response) => {
        respond = () => void response.writeHead(204).end()
      },
      { host: '127.0.0.1', port: 0 },
    )
    const socket = await open(request)
    const initial = respond
    await eventually(() => respond !== initial)
    const closed = it.close(600_000)
    respond()
    await eventually(() => socket.received.includes('HTTP/1.1 204') && socket.readableEnded)
    await closed
  })

  // Of the shortest requests a read of 64 KiB holds thousands.
  test('eight pipelined requests are handled, and the connection is closed for more', async () => {
    let handled = 0
    it.setApp((_request, response) => {
      handled += 1
      setImmediate(() => response.end())
    })
    const socket = await open(request.repeat(100))
    await eventually(() => socket.readableEnded || socket.destroyed)
    expect(handled).toBe(8)
  })

  test('a few requests at once are answered in their order', async () => {
    it.setApp(({ url }, response) => {
      setTimeout(() => response.end(`[${url}]`), url === '/1' ? 30 : 0)
    })
    const socket = await open(['/1', '/2', '/3'].map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`).join(''))
    await eventually(() => socket.received.includes('[/3]'))
    expect(socket.received.match(/\[[^\]]*\]/g)).toEqual(['[/1]', '[/2]', '[/3]'])
    socket.destroy()
  })

  test('idle connections are closed for a new one', async () => {
    const resting = await Promise.all(
      Array.from({ length: 512 }, () => open('GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n')),
    )
    await eventually(() => resting.every(({ received }) => received.includes(' 204 ')))
    let answered = false
    await eventually(async () => {
      const late = await open('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
      await new Promise<void>((resolve) => {
        late.once('data', () => resolve())
        late.once('close', () => resolve())
        late.once('end', () => resolve())
      })
      answered ||= late.received.includes(' 204 ')
      late.destroy()
      return answered
    })
  })

  const halfOpen = 'POST /clova HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{'

  test('any number of half-open connections does not block a request', async () => {
    await Promise.all(Array.from({ length: 600 }, () => open(halfOpen)))
    for (let i = 0; i < 5; i += 1) {
      const late = await open(request)
      await eventually(() => late.received.includes(' 204 ') || late.destroyed || late.readableEnded)
      expect(late.received).toContain(' 204 ')
    }
  })

  test('a connection that must be kept stays while half-open connections come, of which the oldest are closed', async () => {
    const kept = await open(request)
    await eventually(() => kept.received.includes(' 204 '))
    const idle = await open(request)
    await eventually(() => idle.received.includes(' 204 '))
    it.spare(Number(kept.localPort))
    const crowd: Socket[] = []
    for (let i = 0; i < 600; i += 100)
      crowd.push(...(await Promise.all(Array.from({ length: 100 }, () => open(halfOpen)))))
    // Neither of the two that rest was in the way of the half-open ones, which go first.
    await eventually(() => crowd.filter(({ destroyed, readableEnded }) => destroyed || readableEnded).length >= 88)
    for (const socket of [kept, idle]) {
      socket.received = ''
      socket.write(request)
      await eventually(() => socket.received.includes(' 204 '))
    }
  })
})
