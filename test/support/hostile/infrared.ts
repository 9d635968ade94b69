import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { withSum } from '../broadlink.ts'
import { makeFolder, removeFolder } from '../folder.ts'
import { tuyaBlaster } from '../tuya.ts'
import {
  type Bomb,
  createCommands,
  type HostilePeer,
  nested,
  part,
  pour,
  repeated,
  repeatedBy,
  someConnected,
} from './peer.ts'

/** The keys of an appliance whose remote the attacked receivers follow. */
export const attackedRemote = {
  on: { nec: { address: 0x04fb, command: 1 } },
  off: { nec: { address: 0x04fb, command: 2 } },
  'fan.1': { nec: { address: 0x04fb, command: 3 } },
  'fan.2': { raw: Array.from({ length: 67 }, (_, i) => (i % 2 === 0 ? 560 : 560 + 1120 * (i % 3 === 0 ? 1 : 0))) },
}

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

/** A Tuya blaster, or one that has its key, in one of the versions of the protocol. */
export async function hostileTuya(version: '3.3' | '3.4' | '3.5'): Promise<HostilePeer> {
  const blaster = await tuyaBlaster({ version })
  const commands = createCommands()
  const { deviceId, localKey, port, established } = blaster
  type Report = (message: Buffer) => Buffer
  const bomb = (what: string, pieces: (report: Report, scale: number) => Iterable<Buffer>): Bomb => ({
    what,
    send: (scale) => blaster.pour((report) => pieces(report, scale)),
  })
  /** Points as every version has them somewhere. */
  const points = (dps: string) => Buffer.from(`{"dps":${dps},"data":{"dps":${dps}}}`)
  const lists = (count: number) => `{"1":[${Array(count).fill('[]').join(',')}]}`
  const numbered = JSON.stringify(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [i, i])))
  return {
    driver: 'ir',
    connection: { transmitter: 'tuya', host: '127.0.0.1', port, deviceId, localKey, version, dataPoints: 201 },
    appliances: [{ type: 'FAN', remote: attackedRemote }],
    bombs: [
      bomb('rate: thousands of reports', (report, scale) =>
        repeatedBy(10_000 * scale, (i) => report(points(`{"201":"${i}"}`))),
      ),
      bomb('size: reports of 15 KB that hold empty lists', (report, scale) =>
        repeatedBy(1000 * scale, () => report(points(lists(2400)))),
      ),
      bomb('number: reports of a thousand data points', (report, scale) =>
        repeatedBy(1000 * scale, () => report(Buffer.from(`{"dps":${numbered}}`))),
      ),
      bomb('depth: reports that are nested 3,500 deep', (report, scale) =>
        repeatedBy(1000 * scale, () => report(points(nested(3500)))),
      ),
      bomb('rate: thousands of reports without meaning', (report, scale) =>
        repeatedBy(10_000 * scale, () => report(Buffer.from('{"a":1}'))),
      ),
      bomb('size: a message of two gigabytes is announced', (report, scale) => [
        withLength(report(points('{}')), 2 ** 31 - 1, version),
        ...repeatedBy(64 * scale, () => Buffer.alloc(2 ** 20)),
      ]),
      bomb('rate: megabytes of noise', (_, scale) => repeatedBy(64 * scale, () => randomBytes(2 ** 20))),
      bomb('number: a message byte by byte', (report) => [...report(points('{}'))].map((byte) => Buffer.from([byte]))),
    ],
    async connected(control, applianceId) {
      await commands.connect(control, applianceId)
      if (established.size === 0) await commands.toggle()
      await someConnected(established)
    },
    close: () => blaster.close(),
  }
}

/** The same frame with another length in its head. */
function withLength(frame: Buffer, length: number, version: string): Buffer {
  frame.writeUInt32BE(length, version === '3.5' ? 14 : 12)
  return frame
}

/** A Nature Remo, or what is behind its address. */
export async function hostileNatureRemo(): Promise<HostilePeer> {
  const commands = createCommands()
  const sockets = new Set<Socket>()
  /** what is answered to the next signal: the body, or all bytes */
  let next: { readonly pieces: Iterable<Buffer | string>; readonly isWhole: boolean } | undefined
  const server = createHttpServer(async (request, response) => {
    request.resume()
    const attack = request.method === 'POST' ? next : undefined
    if (!attack) return void response.end()
    next = undefined
    if (!attack.isWhole) response.writeHead(200, { 'content-type': 'application/json' })
    await pour(attack.isWhole ? request.socket : response, attack.pieces)
    if (attack.isWhole) request.socket.destroy()
    else response.end()
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const answer = (what: string, pieces: (scale: number) => Iterable<Buffer | string>, isWhole = false): Bomb => ({
    what,
    async send(scale) {
      next = { pieces: pieces(scale), isWhole }
      await commands.toggle()
    },
  })
  return {
    driver: 'ir',
    connection: { transmitter: 'nature-remo', host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    appliances: [{ type: 'FAN', remote: attackedRemote }],
    bombs: [
      answer('size: an answer without end', (scale) => repeated('x'.repeat(2 ** 20), 64 * scale)),
      answer('number: an answer in pieces of a byte', (scale) => repeated('x', 100_000 * scale)),
      answer('depth: an answer of brackets', () => [nested(30_000)]),
      answer(
        'size: a head without end',
        (scale) => ['HTTP/1.1 200 OK\r\n', ...repeated(`x: ${'y'.repeat(1000)}\r\n`, 10_000 * scale)],
        true,
      ),
      answer(
        'rate: thousands of answers that are none yet',
        (scale) => [
          'HTTP/1.1 100 Continue\r\n\r\n'.repeat(part(100_000, scale)),
          'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
        ],
        true,
      ),
      answer('rate: noise', (scale) => repeatedBy(16 * scale, () => randomBytes(2 ** 20)), true),
    ],
    connected: (control, applianceId) => commands.connect(control, applianceId),
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
