import { randomBytes } from 'node:crypto'
import { createServer as createHttpServer, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { selfSigned } from '../hue/bridgeCertificate.ts'
import { type Bomb, createCommands, type HostilePeer, nested, part, pour, repeated, someConnected } from './peer.ts'

const id = (i: number) => `00000000-0000-4000-8000-${i.toString(16).padStart(12, '0')}`
const lamp = (i: number) => [
  {
    id: id(2 * i),
    type: 'device',
    metadata: { name: `bad ${i}` },
    services: [{ rid: id(2 * i + 1), rtype: 'light' }],
    product_data: {},
  },
  {
    id: id(2 * i + 1),
    type: 'light',
    owner: { rid: id(2 * i), rtype: 'device' },
    on: { on: true },
    dimming: { brightness: 10 },
  },
]
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)
const event = (data: string) => `id: 1:0\ndata: ${data}\n\n`
const update = (count: number) =>
  JSON.stringify([
    {
      type: 'update',
      data: numbers(count).map((i) => ({ id: id(2 * (i % 50) + 1), type: 'light', dimming: { brightness: i % 100 } })),
    },
  ])

/** Lamps of one name that are all parts of one device. */
const oneDevice = (count: number) => [
  ...lamp(0),
  ...numbers(count).flatMap((i) => [
    { ...lamp(i + 1)[1], owner: { rid: id(0), rtype: 'device' }, metadata: { name: 'bad' } },
    { id: id(2 * i + 2), type: 'zigbee_connectivity', owner: { rid: id(0), rtype: 'device' }, status: 'connected' },
  ]),
]
/** A room of so many lamps, and as many scenes of it that set them. */
const roomOfScenes = (lamps: number, scenes: number) => {
  const room = { rid: 'room', rtype: 'room' }
  const children = numbers(lamps).map((i) => ({ rid: id(2 * i), rtype: 'device' }))
  return [
    {
      id: 'room',
      type: 'room',
      metadata: { name: 'bad' },
      children,
      services: [{ rid: 'all', rtype: 'grouped_light' }],
    },
    { id: 'all', type: 'grouped_light', owner: room, on: { on: true } },
    ...numbers(lamps).flatMap(lamp),
    ...numbers(scenes).map((i) => ({ id: `scene ${i}`, type: 'scene', metadata: { name: `bad ${i}` }, group: room })),
  ]
}

/** A bridge, or one with its key and certificate, that answers and tells what no bridge would. */
export async function hostileBridge(): Promise<HostilePeer> {
  const sockets = new Set<Duplex>()
  const streams = new Set<ServerResponse>()
  const usual = JSON.stringify({ errors: [], data: numbers(50).flatMap(lamp) })
  /** what is answered to the next request for all resources */
  let nextAnswer: Iterable<Buffer | string> | undefined
  const certificate = selfSigned('001788fffe123456')
  const server = createServer({ key: certificate.key, cert: certificate.cert }, (request, response) => {
    if (request.url?.startsWith('/eventstream')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(': hi\n\n')
      streams.add(response)
      response.on('close', () => streams.delete(response))
    } else {
      response.writeHead(200, { 'content-type': 'application/json' })
      const isForAll = request.url === '/clip/v2/resource'
      const answer = (isForAll && nextAnswer) || [usual]
      if (isForAll) nextAnswer = undefined
      void pour(response, answer).then(() => response.end())
    }
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const tell = (what: string, pieces: (scale: number) => Iterable<Buffer | string>, told?: RegExp): Bomb => ({
    what,
    async send(scale) {
      await Promise.all([...streams].map((stream) => pour(stream, pieces(scale))))
    },
    ...(told && { told }),
  })
  /** The stream ends, so that all resources are read again. */
  const answer = (what: string, pieces: (scale: number) => Iterable<Buffer | string>): Bomb => ({
    what,
    async send(scale) {
      nextAnswer = pieces(scale)
      for (const stream of streams) stream.end()
      const limit = Date.now() + 40_000
      while (nextAnswer !== undefined && Date.now() < limit) await new Promise((resolve) => setTimeout(resolve, 20))
    },
  })
  return {
    driver: 'hue',
    connection: {
      host: '127.0.0.1',
      port: (server.address() as AddressInfo).port,
      applicationKey: randomBytes(20).toString('hex'),
      certificate: certificate.cert,
      expose: 'all',
    },
    appliances: [],
    bombs: [
      tell(
        'depth: events nested 3,000 and 100,000 deep',
        (scale) => [event(`[${nested(3000)}]`), event(nested(part(100_000, scale)))],
        /nested too deep/,
      ),
      tell('number: batches of 20,000 changes', (scale) =>
        repeated(event(update(part(20_000, scale))), Math.min(scale, 5)),
      ),
      tell('rate: thousands of events', (scale) => repeated(event(update(1)), 5000 * scale)),
      tell('rate: thousands of events without meaning', (scale) => repeated(event('{"a":1}'), 5000 * scale)),
      tell('size: an event of 15 MB', (scale) => [event(`[${'[],'.repeat(part(5 * 2 ** 20 - 10, scale))}[]]`)]),
      tell('size: an event without end', (scale) => repeated('x'.repeat(2 ** 20), 8 * scale)),
      answer('size: an answer of 15 MB of empty lists', (scale) => [
        `{"errors":[],"data":[${'[],'.repeat(part(5 * 2 ** 20 - 10, scale))}[]]}`,
      ]),
      answer('depth: an answer nested 1,000,000 deep', (scale) => [nested(part(1_000_000, scale))]),
      answer('number: 9,000 parts of one device', (scale) => [
        JSON.stringify({ errors: [], data: oneDevice(part(4500, scale)) }),
      ]),
      answer('number: 5,000 scenes of a room of 2,000 lamps', (scale) => [
        JSON.stringify({ errors: [], data: roomOfScenes(part(2000, scale), part(5000, scale)) }),
      ]),
      answer('number: 30,000 resources', (scale) => [
        JSON.stringify({ errors: [], data: numbers(part(15_000, scale)).flatMap(lamp) }),
      ]),
      tell('rate: thousands of events for one of thousands of lamps', (scale) =>
        repeated(event(update(1)), 5000 * scale),
      ),
      answer('size: an answer without end', (scale) => repeated('x'.repeat(2 ** 20), part(64, scale))),
    ],
    connected: () => someConnected(streams),
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

const v1Lamp = (i: number) => ({
  name: `bad ${i}`,
  type: 'Dimmable light',
  state: { on: false, bri: 1 + (i % 254), reachable: true },
})
const v1Sensor = (i: number) => ({
  name: `bad ${i}`,
  type: 'ZLLPresence',
  uniqueid: '00:17:88:01:02:00:aa:bb-02-0406',
  state: { presence: i % 2 === 0 },
  config: { on: true },
})
const numbered = (count: number, thing: (i: number) => object) =>
  Object.fromEntries(numbers(count).map((i) => [i + 1, thing(i + 1)]))

/** An old bridge of CLIP v1, or a program that speaks like one, that answers what no bridge would. It has no encryption. */
export async function hostileV1Bridge(): Promise<HostilePeer> {
  const commands = createCommands()
  const sockets = new Set<Duplex>()
  const usual = JSON.stringify({
    lights: numbered(50, v1Lamp),
    groups: { 1: { name: 'room', type: 'Room', lights: numbers(50).map((i) => `${i + 1}`) } },
    scenes: {},
    sensors: {},
    config: { bridgeid: '001788FFFE0000AA' },
  })
  /** what is answered to the next request for everything */
  let nextAnswer: Iterable<Buffer | string> | undefined
  /** it has answered as a bridge does since the last attack */
  let isUsual = false
  const server = createHttpServer((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'application/json' })
    if (request.method === 'PUT') return void response.end('[{"success":{"x":true}}]')
    if (request.url === '/api/config') return void response.end('{}')
    const answer = nextAnswer
    nextAnswer = undefined
    isUsual = answer === undefined
    void pour(response, answer ?? [usual]).then(() => response.end())
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  /** After a command everything is read again. */
  const answer = (what: string, pieces: (scale: number) => Iterable<Buffer | string>, told?: RegExp): Bomb => ({
    what,
    async send(scale) {
      nextAnswer = pieces(scale)
      await commands.toggle()
    },
    ...(told && { told }),
  })
  const everything = (parts: object) => [
    JSON.stringify({ lights: {}, groups: {}, scenes: {}, sensors: {}, config: {}, ...parts }),
  ]
  return {
    driver: 'hue',
    connection: {
      api: 'v1',
      host: '127.0.0.1',
      port: (server.address() as AddressInfo).port,
      applicationKey: randomBytes(20).toString('hex'),
      expose: 'all',
    },
    appliances: [{ type: 'LIGHT', light: 'bad 1' }],
    bombs: [
      answer('size: an answer of 15 MB of empty lists', (scale) => [
        `{"lights":{"1":[${'[],'.repeat(part(5 * 2 ** 20 - 10, scale))}[]]}}`,
      ]),
      answer('depth: an answer nested 1,000,000 deep', (scale) => [nested(part(1_000_000, scale))]),
      answer('number: 40,000 lamps', (scale) => everything({ lights: numbered(part(40_000, scale), v1Lamp) })),
      answer('number: 2,000 rooms of 2,000 lamps', (scale) => {
        const [lamps, rooms] = [part(4000, scale), part(2000, scale)]
        const members = numbers(Math.min(100, lamps)).map((i) => `${i + 1}`)
        return everything({
          lights: numbered(lamps, v1Lamp),
          groups: numbered(rooms, (i) => ({ name: `bad ${i}`, type: 'Room', lights: members })),
          scenes: numbered(rooms, (i) => ({ name: `bad ${i}`, group: '1' })),
        })
      }),
      answer('number: 20,000 parts of one sensor', (scale) =>
        everything({ sensors: numbered(part(20_000, scale), v1Sensor) }),
      ),
      answer('number: 100,000 errors', (scale) => [`[${'{},'.repeat(part(100_000, scale))}{}]`]),
      answer('size: an answer without end', (scale) => repeated('x'.repeat(2 ** 20), part(64, scale))),
    ],
    async connected(control, applianceId) {
      await commands.connect(control, applianceId)
      for (const end = Date.now() + 30_000; !isUsual; await sleep(20)) {
        if (Date.now() > end) throw new Error('nobody asks for everything any more')
        await commands.toggle()
      }
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
