import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { encodePress } from '../../../drivers/ir/codes/index.ts'
import { NatureRemoTransmitter } from '../../../drivers/ir/transmitters/natureRemo.ts'
import { reasonOf } from './broadlinkFixture.ts'

const { signal } = new AbortController()
const power = encodePress({ protocol: 'nec', fields: { address: 4, command: 8 } })
const timings = { replyTimeoutMs: 1000, checkIntervalMs: 60_000, pollIntervalMs: 5 }

/** A Nature Remo as its local API is published: GET and POST /messages, and nothing without X-Requested-With. */
async function remo() {
  const self = { sent: [] as { freq: number; data: number[]; format: string }[], newest: '', status: 200, gets: 0 }
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const isKnown = request.url === '/messages' && request.headers['x-requested-with'] !== undefined
      response.statusCode = isKnown ? self.status : 403
      if (request.method === 'POST' && response.statusCode === 200)
        self.sent.push(JSON.parse(Buffer.concat(chunks).toString('utf8')))
      if (request.method === 'GET') self.gets += 1
      response.end(request.method === 'GET' ? self.newest : '{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { ...{ self, port }, close: () => new Promise((resolve) => server.close(resolve)) }
}

test('a Nature Remo gets the durations and the carrier, and a held key as one signal', async () => {
  const { self, port, close } = await remo()
  const transmitter = new NatureRemoTransmitter('127.0.0.1', port, timings)
  await transmitter.ready
  expect([transmitter.online(), transmitter.problem()?.en]).toEqual([true, undefined])
  await transmitter.send({ ...power, carrierHz: 40_000, pulses: [9000, 4500, 560, 20_000] }, 1, signal)
  expect(self.sent).toEqual([{ format: 'us', freq: 40, data: [9000, 4500, 560, 20_000, 9000, 4500, 560] }])
  self.status = 400
  expect(await reasonOf(transmitter.send(power, 0, signal))).toBe('deviceFault')
  expect(await reasonOf(transmitter.send({ ...power, medium: 'rf433' }, 0, signal))).toBe('unsupported')
  await transmitter.close()
  await close()
})

test('it learns the next signal, and not the one that it received before', async () => {
  const { self, port, close } = await remo()
  self.newest = JSON.stringify({ format: 'us', freq: 38, data: [1, 2, 3] })
  const transmitter = new NatureRemoTransmitter('127.0.0.1', port, timings)
  await transmitter.ready
  const learnt = transmitter.learn(signal)
  while (self.gets < 4) await new Promise((resolve) => setImmediate(resolve))
  self.newest = JSON.stringify({ format: 'us', freq: 38, data: power.pulses.slice(0, -1) })
  expect((await learnt).pulses).toEqual(power.pulses.slice(0, -1))
  const { gets } = self
  const broken = reasonOf(transmitter.learn(signal))
  while (self.gets < gets + 2) await new Promise((resolve) => setImmediate(resolve))
  self.newest = '{"format":"us","freq":38,"data":[0]}'
  expect(await broken).toBe('deviceFault')
  await transmitter.close()
  await close()
})

test('one that cannot be reached is offline and sends nothing', async () => {
  const { port, close } = await remo()
  await close()
  const transmitter = new NatureRemoTransmitter('127.0.0.1', port, timings)
  await transmitter.ready
  expect(transmitter.online()).toBe(false)
  expect(transmitter.problem()?.en).toMatch(/cannot be reached: .*ECONNREFUSED/)
  expect(await reasonOf(transmitter.send(power, 0, signal))).toBe('offline')
  await transmitter.close()
  expect(await reasonOf(transmitter.send(power, 0, signal))).toBe('offline')
})
