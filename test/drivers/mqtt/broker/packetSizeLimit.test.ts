import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import fc from 'fast-check'
import { generate } from 'mqtt-packet'
import { PacketSizeLimiter } from '../../../../drivers/mqtt/broker/packetSizeLimit.ts'

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

test('exactly the messages that are too large for their topic are dropped, however the bytes come in', async () => {
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

test('a length that MQTT does not allow goes through, so that the parser reports it', async () => {
  const bytes = Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x7f, 1, 2, 3])
  expect((await passed([bytes])).bytes).toEqual(bytes)
})
