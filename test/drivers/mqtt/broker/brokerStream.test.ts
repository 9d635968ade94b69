import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { jest } from '@jest/globals'
import fc from 'fast-check'
import { generate, type Packet, parser } from 'mqtt-packet'
import { BrokerStream } from '../../../../drivers/mqtt/broker/brokerStream.ts'
import type { Message } from '../../../../drivers/mqtt/broker/packets.ts'
import '../../../support/randomRuns.ts'
import { eventually } from '../../driverContract.ts'

/**
 * What arrives of packets that are sent in these pieces, where topics that begin with "large" may hold 1,000 bytes and
 * others 50.
 */
async function passed(pieces: readonly Buffer[]): Promise<{
  bytes: Buffer
  messages: [topic: string, payloadBytes: number, isRetained: boolean][]
  dropped: string[]
}> {
  const server = createServer((socket: Socket) => {
    socket.setNoDelay(true)
    // Or it would never see the end of the other side, and stay open.
    socket.resume()
    for (const piece of pieces) socket.write(piece)
    socket.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const dropped: string[] = []
  const messages: [string, number, boolean][] = []
  const stream = new BrokerStream(connect((server.address() as AddressInfo).port, '127.0.0.1'), {
    anyTopicBytes: 50,
    maxPayloadBytes: (topic) => (topic.startsWith('large') ? 1000 : 50),
    onTooLarge: (topic) => void dropped.push(topic),
    onMessage: ({ topic, payload, isRetained }) => void messages.push([topic, payload.length, isRetained]),
  })
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  await new Promise((resolve) => server.close(resolve))
  return { bytes: Buffer.concat(chunks), messages, dropped }
}

const publish = (topic: string, size: number, retain = false, qos: 0 | 1 = 0) =>
  generate({ cmd: 'publish', topic, payload: Buffer.alloc(size, 'x'), qos, dup: false, retain, messageId: 7 })

const packet = fc.oneof(
  fc.record({
    topic: fc.constantFrom('a', 'large/b', '가/나'),
    size: fc.constantFrom(0, 1, 40, 50, 51, 300, 1000, 1001, 20_000),
    retain: fc.boolean(),
    qos: fc.constantFrom<0 | 1>(0, 0, 0, 1),
  }),
  fc.constant('pingresp' as const),
)

test('messages arrive whole and in order but those that are too large for their topic, and the library gets all else, in whatever pieces they come', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(packet, { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 400 })),
      async (packets, cuts) => {
        const limit = (topic: string) => (topic.startsWith('large') ? 1000 : 50)
        const all = packets.map((one) =>
          one === 'pingresp' ? generate({ cmd: 'pingresp' }) : publish(one.topic, one.size, one.retain, one.qos),
        )
        // The identifier of one that is acknowledged counts as part of it.
        const kept = packets.map((one) => one === 'pingresp' || one.size + (one.qos === 1 ? 2 : 0) <= limit(one.topic))
        let rest = Buffer.concat(all)
        const pieces: Buffer[] = []
        for (const cut of cuts) {
          pieces.push(rest.subarray(0, cut))
          rest = rest.subarray(cut)
        }
        const { bytes, messages, dropped } = await passed([...pieces, rest].filter((piece) => piece.length > 0))
        const isMessage = (one: (typeof packets)[number]) => one !== 'pingresp' && one.qos === 0
        const ofLibrary = all.filter((_, i) => kept[i] && !isMessage(packets[i] ?? 'pingresp'))
        expect(bytes.equals(Buffer.concat(ofLibrary))).toBe(true)
        expect(messages).toEqual(
          packets.flatMap((one, i) =>
            one !== 'pingresp' && isMessage(one) && kept[i] ? [[one.topic, one.size, one.retain]] : [],
          ),
        )
        expect(dropped).toHaveLength(kept.filter((is) => !is).length)
      },
    ),
    { numRuns: 100 },
  )
})

test.each([
  ['without room for the length of its topic', [0x30, 1, 0]],
  ['whose topic is longer than it is', [0x30, 4, 0, 9, 0x61, 0x62]],
])('a message %s is passed on, so that the parser reports it', async (_what, bytes) => {
  expect(await passed([Buffer.from(bytes)])).toEqual({ bytes: Buffer.from(bytes), messages: [], dropped: [] })
})

test('after it was destroyed nothing of what has come is told', async () => {
  const it = await connected()
  const told: string[] = []
  it.onMessage = ({ topic }) => {
    told.push(topic)
    it.stream.destroy()
  }
  it.broker.on('error', () => {})
  it.broker.write(Buffer.concat([publish('first', 1), publish('second', 1)]))
  await once(it.stream, 'close')
  expect(told).toEqual(['first'])
  await it.close()
})

test('a length that MQTT does not allow is passed on, so that the parser reports it', async () => {
  const bytes = Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x7f, 1, 2, 3])
  expect((await passed([bytes])).bytes).toEqual(bytes)
})

/** A stream, and the broker at its other end. */
async function connected() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const connection = once(server, 'connection')
  const it = { onMessage: (_message: Message) => {} }
  const stream = new BrokerStream(connect((server.address() as AddressInfo).port, '127.0.0.1'), {
    anyTopicBytes: 50,
    maxPayloadBytes: () => 50,
    onTooLarge: () => {},
    onMessage: (message) => it.onMessage(message),
  })
  const [broker] = (await connection) as [Socket]
  return Object.assign(it, {
    stream,
    broker,
    async close() {
      stream.destroy()
      broker.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

const pong = generate({ cmd: 'pingresp' })

describe('pings', () => {
  let it: Awaited<ReturnType<typeof connected>>
  /** what the broker got, and what the library got */
  let received: Packet[]
  let toLibrary: Packet[]
  let told: string[]
  beforeEach(async () => {
    it = await connected()
    received = []
    toLibrary = []
    const ofBroker = parser()
    ofBroker.on('packet', (packet) => void received.push(packet))
    it.broker.on('data', (bytes) => void ofBroker.parse(bytes))
    const ofLibrary = parser()
    ofLibrary.on('packet', (packet) => void toLibrary.push(packet))
    it.stream.on('data', (bytes) => void ofLibrary.parse(bytes))
    told = []
    it.onMessage = ({ topic }) => void told.push(topic)
  })
  afterEach(() => it.close())
  const names = (packets: readonly Packet[]) =>
    packets.map((packet) => (packet.cmd === 'publish' ? packet.topic : packet.cmd))
  const answered = () => new Promise<void>((resolve) => it.stream.ping(resolve))
  const libraryPing = () => {
    it.stream.pingedByLibrary()
    it.stream.write(generate({ cmd: 'pingreq' }))
  }

  test('the library gets the answers to its own pings and no others, among the messages', async () => {
    const first = answered()
    libraryPing()
    const second = answered()
    libraryPing()
    const last = publish('last', 1)
    it.broker.write(Buffer.concat([publish('a', 1), pong, publish('b', 1), pong, pong, publish('c', 1), pong, last]))
    await Promise.all([first, second])
    await eventually(() => told.includes('last'))
    await eventually(() => toLibrary.length >= 2)
    expect(told).toEqual(['a', 'b', 'c', 'last'])
    expect(names(toLibrary)).toEqual(['pingresp', 'pingresp'])
  })

  test('an answer that nobody asked for is left to the library', async () => {
    it.broker.write(pong)
    await eventually(() => toLibrary.length > 0)
    expect(names(toLibrary)).toEqual(['pingresp'])
  })

  test('a message was read once a ping after it is answered, and not by the answer to one before it', async () => {
    const before = answered()
    const message = it.stream.publish('lamp/set', 'ON')
    expect(it.stream.hasRead(message)).toBe(false)
    it.broker.write(pong)
    await before
    expect(it.stream.hasRead(message)).toBe(false)
    const after = answered()
    it.broker.write(pong)
    await after
    expect(it.stream.hasRead(message)).toBe(true)
    expect(it.stream.hasRead(message + 1)).toBe(false)
  })

  test("a message was read, too, once the library's ping after it is answered", async () => {
    const message = it.stream.publish('lamp/set', 'ON')
    libraryPing()
    it.broker.write(pong)
    await eventually(() => toLibrary.length > 0)
    expect(it.stream.hasRead(message)).toBe(true)
  })

  test('pings between which nothing is sent are one for the broker, and each is told of its answer', async () => {
    const all = [answered(), answered(), answered()]
    it.broker.write(pong)
    await Promise.all(all)
    it.stream.publish('lamp/set', 'ON')
    await eventually(() => names(received).includes('lamp/set'))
    expect(names(received)).toEqual(['pingreq', 'lamp/set'])
  })

  test('a ping that waits for its answer for some time is not taken for one of now', async () => {
    const first = answered()
    await eventually(() => received.length > 0)
    const laterMs = performance.now() + 200
    const clock = jest.spyOn(performance, 'now').mockReturnValue(laterMs)
    const second = answered()
    clock.mockRestore()
    it.broker.write(Buffer.concat([pong, pong]))
    await Promise.all([first, second])
    await eventually(() => received.length > 1)
    expect(names(received)).toEqual(['pingreq', 'pingreq'])
  })

  test('of a message that nobody asks about the broker is asked after a moment, once', async () => {
    it.stream.publish('lamp/set', 'ON')
    const message = it.stream.publish('lamp/set', 'OFF')
    await eventually(() => names(received).includes('pingreq'))
    it.broker.write(pong)
    await eventually(() => it.stream.hasRead(message))
    expect(names(received)).toEqual(['lamp/set', 'lamp/set', 'pingreq'])
  })

  test('the broker is taken to be reading just after it said something, and not for long', async () => {
    expect(it.stream.isReading).toBe(false)
    const isReading = new Promise((resolve) => {
      it.onMessage = () => resolve(it.stream.isReading)
    })
    it.broker.write(publish('a', 1))
    expect(await isReading).toBe(true)
    await eventually(() => !it.stream.isReading)
  })
})

test('a message is sent with the bytes of the library, whatever the size of its length field', async () => {
  // The ends of the lengths of one, two and three bytes: a topic of one character has three bytes with its own length.
  const payloads = ['', '끄기', ...[127, 128, 16_383, 16_384, 2_097_151, 2_097_152].map((size) => 'x'.repeat(size - 3))]
  const received: Buffer[] = []
  const server = createServer((socket: Socket) => socket.on('data', (chunk) => received.push(chunk)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const connection = once(server, 'connection')
  const stream = new BrokerStream(connect((server.address() as AddressInfo).port, '127.0.0.1'), {
    anyTopicBytes: 50,
    maxPayloadBytes: () => 50,
    onTooLarge: () => {},
    onMessage: () => {},
  })
  const [socket] = (await connection) as [Socket]
  for (const payload of payloads) stream.publish('가', payload)
  for (const payload of payloads) stream.publish('z', payload)
  stream.end()
  await once(socket, 'end')
  const expected = ['가', 'z'].flatMap((topic) =>
    payloads.map((payload) => generate({ cmd: 'publish', topic, payload, qos: 0, dup: false, retain: false })),
  )
  expect(Buffer.concat(received).equals(Buffer.concat(expected))).toBe(true)
  socket.end()
  server.close()
})
