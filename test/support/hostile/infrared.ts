import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { withSum } from '../broadlink.ts'
import { makeFolder, removeFolder } from '../folder.ts'
import { type Bomb, type HostilePeer, nested, part, pour, repeated, someConnected } from './peer.ts'

/** A lircd that says what none would. */
export async function hostileLircd(): Promise<HostilePeer> {
  const folder = makeFolder()
  const path = join(folder, 'lircd')
  const clients = new Set<Socket>()
  const server = createServer((socket) => {
    clients.add(socket)
    socket.on('close', () => clients.delete(socket))
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      if (String(bytes).includes('VERSION')) socket.write('BEGIN\nVERSION\nSUCCESS\nDATA\n1\n0.10.1\nEND\n')
    })
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  const bomb = (what: string, pieces: (scale: number) => Iterable<Buffer | string>): Bomb => ({
    what,
    async send(scale) {
      await Promise.all([...clients].map((socket) => pour(socket, pieces(scale))))
    },
  })
  return {
    driver: 'ir',
    connection: { transmitter: 'lirc', socket: path },
    appliances: [],
    bombs: [
      bomb('rate: thousands of keys that somebody pressed', (scale) =>
        repeated(`0000000000f40bf0 00 KEY_UP tv\n`.repeat(1000), 20 * scale),
      ),
      bomb('number: thousands of answers that nobody asked for', (scale) =>
        repeated('BEGIN\nLIST\nSUCCESS\nDATA\n2\na\nb\nEND\n'.repeat(500), 20 * scale),
      ),
      bomb('number: an answer of a million lines', (scale) => [
        'BEGIN\nLIST\nSUCCESS\nDATA\n9999\n',
        'a\n'.repeat(part(1_000_000, scale)),
      ]),
      bomb('size: a line without end', (scale) => repeated('x'.repeat(2 ** 20), 16 * scale)),
      bomb('depth: brackets', (scale) => [`BEGIN\n${nested(part(500_000, scale))}\n`]),
    ],
    connected: () => someConnected(clients),
    async close() {
      for (const socket of clients) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      removeFolder(folder)
    },
  }
}

/** What is behind the address of a Broadlink blaster: it answers each packet with what no blaster would. */
export async function hostileBlaster(): Promise<HostilePeer> {
  const socket = createSocket('udp4')
  let asker: { readonly port: number; readonly address: string } | undefined
  let isAsked: () => void = () => {}
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve
  })
  socket.on('message', (_packet, from) => {
    asker = from
    isAsked()
  })
  socket.on('error', () => {})
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  const bomb = (what: string, packets: (i: number) => Buffer, count: number): Bomb => ({
    what,
    async send(scale) {
      for (let i = 0; i < count * scale && asker; i += 1) {
        const { port, address } = asker
        await new Promise<void>((resolve) => socket.send(packets(i), port, address, () => resolve()))
      }
    },
  })
  /** The answer to a hello, with a sum that is right and a content that is not. */
  const hello = (i: number) => {
    const packet = randomBytes(0x80)
    packet[0x26] = 7
    packet.writeUInt16LE(i % 0x10000, 0x34)
    return withSum(packet)
  }
  const sealed = (length: number) => {
    const packet = Buffer.concat([Buffer.from('5aa5aa555aa5aa55', 'hex'), randomBytes(length)])
    packet.writeUInt16LE(0x3ee, 0x26)
    return withSum(packet)
  }
  return {
    driver: 'ir',
    connection: { transmitter: 'broadlink', host: '127.0.0.1', port: socket.address().port },
    appliances: [],
    bombs: [
      bomb('size: packets of 60 KB', () => sealed(60_000), 300),
      bomb('rate: thousands of packets of noise', () => randomBytes(88), 5000),
      bomb('rate: thousands of packets with a good sum', () => sealed(0x68), 5000),
      bomb('number: the answers of thousands of devices', hello, 5000),
    ],
    connected: () => asked,
    async close() {
      await new Promise<void>((resolve) => socket.close(() => resolve()))
    },
  }
}
