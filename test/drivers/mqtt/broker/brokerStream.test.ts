import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import fc from 'fast-check'
import { generate } from 'mqtt-packet'
import { PacketSizeLimiter } from '../../../../drivers/mqtt/broker/packetSizeLimit.ts'
import '../../../support/randomRuns.ts'

/**
 * What arrives of packets that are sent in these pieces, where topics that begin with "large" may hold 1,000 bytes and
 * others 50.
 */
async function passed(pieces: readonly Buffer[]): Promise<{ bytes: Buffer; dropped: string[] }> {
  const server = createServer((socket: Socket) => {
    socket.setNoDelay(true)
    // Or it would never see the end of the other side, and stay open.
    socket.resume()
    for (const piece of pieces) socket.write(piece)
    socket.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const dropped: string[] = []
  const stream = new PacketSizeLimiter(connect((server.address() as AddressInfo).port, '127.0.0.1'), {
    anyTopicBytes: 50,
    maxPayloadBytes: (topic) => (topic.startsWith('large') ? 1000 : 50),
    onTooLarge: (topic) => void dropped.push(topic),
  })
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  await new Promise((resolve) => server.close(resolve))
  return { bytes: Buffer.concat(chunks), dropped }
}

const publish = (topic: string, size: number) =>
  generate({ cmd: 'publish', topic, payload: Buffer.alloc(size, 'x'), qos: 0, dup: false, retain: false })

const packet = fc.oneof(
  fc.record({
    topic: fc.constantFrom('a', 'large/b', '가/나'),
    size: fc.constantFrom(0, 1, 40, 50, 51, 300, 1000, 1001, 20_000),
  }),
  fc.constant('pingresp' as const),
)

test('exactly the messages that are too large for their topic are dropped, in whatever pieces they arrive', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(packet, { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 400 })),
      async (packets, cuts) => {
        const limit = (topic: string) => (topic.startsWith('large') ? 1000 : 50)
        const all = packets.map((one) =>
          one === 'pingresp' ? generate({ cmd: 'pingresp' }) : publish(one.topic, one.size),
        )
        const kept = packets.map((one) => one === 'pingresp' || one.size <= limit(one.topic))
        let rest = Buffer.concat(all)
        const pieces: Buffer[] = []
        for (const cut of cuts) {
          pieces.push(rest.subarray(0, cut))
          rest = rest.subarray(cut)
        }
        const { bytes, dropped } = await passed([...pieces, rest].filter((piece) => piece.length > 0))
        expect(bytes.equals(Buffer.concat(all.filter((_, i) => kept[i])))).toBe(true)
        expect(dropped).toHaveLength(kept.filter((is) => !is).length)
      },
    ),
    { numRuns: 100 },
  )
})

test('a length that MQTT does not allow is passed on, so that the parser reports it', async () => {
  const bytes = Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x7f, 1, 2, 3])
  expect((await passed([bytes])).bytes).toEqual(bytes)
})

test('a message is sent with the bytes of the library, whatever the size of its length field', async () => {
  // The ends of the lengths of one, two and three bytes: a topic of one character has three bytes with its own length.
  const payloads = ['', '끄기', ...[127, 128, 16_383, 16_384, 2_097_151, 2_097_152].map((size) => 'x'.repeat(size - 3))]
  const received: Buffer[] = []
  const server = createServer((socket: Socket) => socket.on('data', (chunk) => received.push(chunk)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const connection = once(server, 'connection')
  const stream = new PacketSizeLimiter(connect((server.address() as AddressInfo).port, '127.0.0.1'), {
    anyTopicBytes: 50,
    maxPayloadBytes: () => 50,
    onTooLarge: () => {},
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
