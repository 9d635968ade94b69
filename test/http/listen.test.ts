import { connect, type Socket } from 'node:net'
import { type Listener, listen } from '../../src/http/listen.ts'
import { eventually } from '../drivers/contract.ts'

describe('the listener', () => {
  let it: Listener
  const sockets: Socket[] = []
  const open = (text: string): Promise<Socket & { heard: string }> =>
    new Promise((resolve, reject) => {
      const [host, port] = it.address.split(':')
      const socket = Object.assign(connect({ host: host ?? '', port: Number(port), allowHalfOpen: true }), {
        heard: '',
      })
      sockets.push(socket)
      socket.on('data', (chunk) => {
        socket.heard += chunk
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

  test('who sends no HTTP and does not hang up loses their place all the same', async () => {
    const socket = await open('no HTTP\r\n\r\n')
    await eventually(() => socket.heard.startsWith('HTTP/1.1 400 '))
    // What is sent to a place that is gone is refused; one that is only half closed takes it for ever.
    await eventually(() => {
      if (!socket.destroyed) socket.write('x')
      return socket.destroyed
    })
  })

  test('connections that only rest make room for one that has something to say', async () => {
    const resting = await Promise.all(
      Array.from({ length: 512 }, () => open('GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n')),
    )
    await eventually(() => resting.every(({ heard }) => heard.includes(' 204 ')))
    let answered = false
    await eventually(async () => {
      const late = await open('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
      await new Promise<void>((resolve) => {
        late.once('data', () => resolve())
        late.once('close', () => resolve())
        late.once('end', () => resolve())
      })
      answered ||= late.heard.includes(' 204 ')
      return answered
    })
  })
})
