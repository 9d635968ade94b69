import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Context } from 'koa'
import { EventStream } from '../../../src/http/admin/events.ts'
import { openHttp } from '../../../src/util/httpRequest.ts'
import { untranslated } from '../../../src/util/translate.ts'
import { eventually } from '../../drivers/driverContract.ts'

/** An event of an appliance. */
const stateOf = (appliance: string) => ({ appliance, online: true, state: {} })

describe('server-sent events', () => {
  let stream: EventStream
  let server: Server
  let listening: boolean[]
  let added: boolean[]
  /** the responses of the clients, in the order in which they connected */
  let responses: ServerResponse[]
  let session: string | undefined
  beforeEach(async () => {
    // Records for each test: connections of the test before that end late add to their own.
    const [ownListening, ownAdded]: [boolean[], boolean[]] = [[], []]
    listening = ownListening
    added = ownAdded
    responses = []
    const ownResponses = responses
    session = undefined
    const own = new EventStream((isListening) => ownListening.push(isListening))
    stream = own
    server = createServer((req, res) => {
      const isAdded = own.add({ req, res } as Context, { session, accepts: () => true, isOver: () => false })
      ownAdded.push(isAdded)
      ownResponses.push(res)
      if (!isAdded) res.writeHead(503).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterEach(async () => {
    stream.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  async function client() {
    const { port } = server.address() as AddressInfo
    const response = await openHttp(`http://127.0.0.1:${port}/events`, { signal: AbortSignal.timeout(60_000) })
    const reader = { response, text: '' }
    response.setEncoding('utf8').on('error', () => {})
    return reader
  }
  type Client = Awaited<ReturnType<typeof client>>
  const read = (reader: Client) =>
    reader.response.on('data', (chunk: string) => {
      reader.text += chunk
    })

  test('are sent to every client in order', async () => {
    const clients = await Promise.all([client(), client()])
    clients.forEach(read)
    for (const appliance of ['one', 'two']) stream.publish('state', stateOf(appliance))
    for (const reader of clients) await eventually(() => /"one"[\s\S]*"two"/.test(reader.text))
    expect(clients[0]?.text).toMatch(
      /event: state\ndata: \{"at":\d+,"appliance":"one","online":true,"state":\{\}\}\n\n/,
    )
  })

  test('end with an error for a client that does not read, whose buffer is bounded; other clients continue', async () => {
    const [slow, quick] = [await client(), await client()]
    read(quick)
    const [reason, first] = [untranslated('x'.repeat(3000)), untranslated('')]
    const long = { rejected: { isPreviousInForce: true, reason, first, count: 1 } }
    // Up to 20 MB are sent; of these the slow client gets what the kernel and the gateway held for it. It reads as soon as it
    // was disconnected: five seconds later its connection is closed, whatever it has read.
    for (let i = 0; i < 2000 && responses[0]?.writableEnded === false; i += 1) {
      stream.publish('configuration', long)
      // A socket takes what it can between two of them.
      if (i % 20 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    read(slow)
    await new Promise((resolve) => slow.response.once('close', resolve))
    expect(slow.text.slice(-200)).toContain('event: overflow')
    expect(slow.text.length).toBeLessThan(8_000_000)
    stream.publish('state', stateOf('the last'))
    await eventually(() => quick.text.includes('the last') || quick.text.includes('event: overflow'))
  })

  test('have the latest state of each appliance for a slow client, which stays connected', async () => {
    const slow = await client()
    const filler = 'x'.repeat(10_000)
    for (let i = 0; i <= 2000; i += 1) {
      stream.publish('state', { ...stateOf(`lamp${i % 2}`), state: { brightness: i, filler } })
      if (i % 20 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    read(slow)
    const brightnesses = () => [...slow.text.matchAll(/"brightness":(\d+)/g)].map(([, value]) => Number(value))
    await eventually(() => [1999, 2000].every((last) => brightnesses().includes(last)))
    expect(brightnesses().length).toBeLessThan(1000)
    expect(slow.text).not.toContain('overflow')
    expect(stream.clientCount()).toBe(1)
  })

  test('are sent to 4 clients of one session at most', async () => {
    session = 'one'
    await Promise.all(Array.from({ length: 5 }, client))
    session = 'other'
    await client()
    expect(added).toEqual([...Array(4).fill(true), false, true])
  })

  test('are sent to 16 clients at most', async () => {
    await Promise.all(Array.from({ length: 17 }, client))
    expect(added).toEqual([...Array(16).fill(true), false])
  })

  test('report when the first client connects and the last disconnects', async () => {
    const [first, second] = [await client(), await client()]
    expect(listening).toEqual([true])
    first.response.destroy()
    second.response.destroy()
    await eventually(() => listening.length === 2)
    expect(listening).toEqual([true, false])
  })
})
