import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { type Server, createServer as secure } from 'node:tls'
import { connectResettableTls, resetSocket } from '../../src/util/resetSocket.ts'
import { eventually } from '../drivers/driverContract.ts'
import { selfSigned } from '../support/hue/bridgeCertificate.ts'
import { type StallingProxy, stallingProxy } from '../support/stallingProxy.ts'

const certificate = selfSigned('001788fffe123456')

interface Counterpart {
  readonly proxy: StallingProxy
  open(): Socket
  /** the text that arrived on each connection */
  readonly arrived: string[]
  /** Resolves once some text has arrived on any connection. */
  until(text: string): Promise<void>
}

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function counterpart(kind: 'tcp' | 'tls'): Promise<Counterpart> {
  const arrived: string[] = []
  const sockets = new Set<Socket>()
  let look = () => {}
  const take = (socket: Socket) => {
    const index = arrived.push('') - 1
    sockets.add(socket)
    socket.on('error', () => {}).setEncoding('utf8')
    socket.on('data', (text) => {
      arrived[index] = `${arrived[index]}${text}`
      look()
    })
    socket.write('hello')
  }
  const server: Server | ReturnType<typeof createServer> =
    kind === 'tls' ? secure({ ...certificate }, take).on('tlsClientError', () => {}) : createServer(take)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy = await stallingProxy({ port: (server.address() as AddressInfo).port })
  ends.push(async () => {
    await proxy.close()
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  })
  return {
    proxy,
    arrived,
    open() {
      const where = { host: '127.0.0.1', port: proxy.port }
      const trust = { ca: certificate.cert, checkServerIdentity: () => undefined }
      return (kind === 'tls' ? connectResettableTls({ ...where, ...trust }) : connect(where)).on('error', () => {})
    },
    until: (text) =>
      new Promise((resolve) => {
        look = () => arrived.some((one) => one.includes(text)) && resolve()
        look()
      }),
  }
}

const kept = async ({ open }: Counterpart) => {
  const socket = open()
  await once(socket, 'data')
  return socket
}

describe.each(['tcp', 'tls'] as const)('over %s', (kind) => {
  test.each<[string, (socket: Socket) => void, string]>([
    ['reset is lost with it', resetSocket, ''],
    ['closed in order still arrives', (socket) => socket.destroy(), 'late'],
  ])(
    'data that a connection sent before it was %s arrives or not once the network is back',
    async (_how, end, late) => {
      const other = await counterpart(kind)
      const socket = await kept(other)
      other.proxy.stall()
      socket.write('late')
      await new Promise((done) => setImmediate(done))
      const closed = once(socket, 'close')
      end(socket)
      await closed
      other.proxy.resume()
      const next = await kept(other)
      next.write('next')
      await other.until('next')
      expect(other.arrived).toEqual([late, 'next'])
      next.destroy()
    },
  )

  test('a connection that is reset while it connects sends nothing', async () => {
    const other = await counterpart(kind)
    const socket = other.open()
    socket.write('late')
    resetSocket(socket)
    expect(socket.destroyed).toBe(true)
    const next = await kept(other)
    next.write('next')
    await other.until('next')
    expect(other.arrived.join('')).toBe('next')
    next.destroy()
  })

  test('a connection can be reset twice, and after it was closed', async () => {
    const other = await counterpart(kind)
    const socket = await kept(other)
    resetSocket(socket)
    resetSocket(socket)
    expect(socket.destroyed).toBe(true)
  })
})

test('data that is sent while the network is down arrives in order when it is back', async () => {
  const other = await counterpart('tcp')
  const socket = await kept(other)
  other.proxy.stall()
  for (const word of ['one ', 'two ', 'three']) socket.write(word)
  await new Promise((done) => setImmediate(done))
  expect(other.arrived).toEqual([''])
  other.proxy.resume()
  await other.until('three')
  expect(other.arrived).toEqual(['one two three'])
  socket.destroy()
})

test('a connection to an unknown name fails like any other', async () => {
  const socket = connectResettableTls({ host: 'nobody.invalid', port: 443 })
  const [error] = await once(socket, 'error')
  expect((error as NodeJS.ErrnoException).code).toMatch(/ENOTFOUND|EAI_AGAIN/)
})

test('a connection that is shutting down is closed, since it can no longer be reset', async () => {
  const sockets = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length
  const before = sockets()
  const server = createServer((socket) => socket.resume()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  await once(socket, 'connect')
  socket.end()
  // The shutdown begins in the next tick.
  await new Promise<void>((resolve) => process.nextTick(resolve))
  resetSocket(socket)
  // It waits for both ends of the connection.
  server.close()
  await once(server, 'close')
  await eventually(() => sockets() <= before)
})
