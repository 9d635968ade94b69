import type { RequestListener } from 'node:http'
import type { Msg, NatsConnection } from '@nats-io/transport-node'
import { HubAgent } from '../../src/hub/agent.ts'
import { askHome } from '../../src/hub/askHome.ts'
import { type Credentials, connectToCluster } from '../../src/hub/connection.ts'
import { enrol, hubCredentials, revoke } from '../../src/hub/credentials.ts'
import { pushRevocations } from '../../src/hub/enrolment.ts'
import { encodeRequest } from '../../src/hub/messages.ts'
import type { HubState } from '../../src/hub/state.ts'
import { startCluster, type TestCluster } from './cluster.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
let cluster: TestCluster
let state: HubState
let hub: NatsConnection
const ends: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  cluster = await startCluster()
  state = cluster.state
  hub = await connectToCluster(cluster.urls, await hubCredentials(state), { name: 'hub', log })
}, 30_000)
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})
afterAll(async () => {
  await hub.close()
  await cluster.stop()
})

async function enrolled(name: string): Promise<{ home: string; credentials: Credentials }> {
  const added = await enrol(state, name)
  state = added.state
  return { home: added.home.home, credentials: added.credentials }
}

async function join(name: string, handler: RequestListener) {
  const { home, credentials } = await enrolled(name)
  const agent = new HubAgent({ home, servers: cluster.urls, credentials }, () => handler, { version: '1.0', log })
  agent.start()
  ends.push(() => agent.close())
  return { home, agent, credentials }
}

async function connection(credentials: Credentials) {
  const opened = await connectToCluster(cluster.urls, credentials, { name: 'test', log, waitOnFirstConnect: false })
  ends.push(() => opened.close())
  return opened
}

const request = {
  method: 'POST',
  path: '/clova',
  headers: {},
  clientAddress: '192.0.2.1',
  body: Buffer.from('{}'),
} as const

const untilAnswered = async (cluster: Parameters<typeof askHome>[0], home: string) => {
  for (const end = performance.now() + 5000; performance.now() < end; ) {
    const response = await askHome(cluster, home, request, 1000)
    if (typeof response !== 'string') return response
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('the home did not answer within 5 s')
}

test('a request reaches its home, and the answer comes back byte for byte', async () => {
  const answers: Record<string, string> = {}
  const homes = await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      join(name, (incoming, response) => {
        answers[name] = String(incoming.headers.signaturecek)
        response.setHeader('Content-Type', 'application/json;charset=UTF-8')
        response.end(`{"home":"${name}", "text":"한글"}`)
      }),
    ),
  )
  for (const [i, { home }] of homes.entries()) {
    await untilAnswered(() => hub, home)
    const response = await askHome(() => hub, home, { ...request, headers: { signaturecek: `sig-${i}` } }, 2000)
    expect(response).toMatchObject({ status: 200, headers: { 'content-type': 'application/json;charset=UTF-8' } })
    expect(Buffer.from((response as { body: Uint8Array }).body).toString('utf8')).toBe(
      `{"home":"${'abc'[i]}", "text":"한글"}`,
    )
  }
  expect(answers).toEqual({ a: 'sig-0', b: 'sig-1', c: 'sig-2' })
}, 20_000)

test('a home that is not connected is offline at once', async () => {
  const { home } = await enrolled('nobody')
  const start = performance.now()
  expect(await askHome(() => hub, home, request, 5000)).toBe('offline')
  expect(performance.now() - start).toBeLessThan(1000)
})

test('a request past its deadline is dropped, and nothing is done', async () => {
  let asked = 0
  const { home, agent } = await join('late', (_request, response) => {
    asked += 1
    response.end()
  })
  await untilAnswered(() => hub, home)
  const before = asked
  const { headers, data } = encodeRequest({ ...request, deadlineAt: Date.now() - 1 })
  await expect(hub.request(`home.${home}`, data, { headers, timeout: 500 })).rejects.toThrow(/timeout/i)
  expect(asked).toBe(before)
  expect(agent.status().connected).toBe(true)
})

test('credentials of a home open its own subject for requests, and nothing else', async () => {
  const own = await join('own', (_request, response) => void response.end('own'))
  const other = await join('other', (_request, response) => void response.end('other'))
  await untilAnswered(() => hub, own.home)
  await untilAnswered(() => hub, other.home)
  const thief = await connection(own.credentials)
  const refused: string[] = []
  const steal = (error: Error | null, message: Msg) => void (error ?? message.respond('stolen'))
  void (async () => {
    for await (const status of thief.status()) if (status.type === 'error') refused.push(status.error.message)
  })()
  thief.subscribe(`home.${other.home}`, { callback: steal })
  thief.subscribe('home.>', { callback: steal })
  thief.publish(`home.${other.home}`, 'forged')
  await thief.flush()
  await expect(thief.request(`home.${other.home}`, 'x', { timeout: 300 })).rejects.toThrow()
  const answers = await Promise.all(Array.from({ length: 20 }, () => askHome(() => hub, other.home, request, 2000)))
  for (const answer of answers)
    expect(Buffer.from((answer as { body: Uint8Array }).body).toString('utf8')).toBe('other')
  expect(refused.some((text) => /permissions violation/i.test(text))).toBe(true)
}, 20_000)

test('a home that was removed is out within a second, on every server', async () => {
  const { home, agent } = await join('removed', (_request, response) => void response.end('here'))
  await untilAnswered(() => hub, home)
  state = revoke(state, 'removed')
  await pushRevocations(state)
  const start = performance.now()
  while ((await askHome(() => hub, home, request, 500)) !== 'offline') {
    expect(performance.now() - start).toBeLessThan(1000)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(performance.now() - start).toBeLessThan(1000)
  while (agent.status().connected) await new Promise((resolve) => setTimeout(resolve, 20))
}, 20_000)

test('a server that dies takes no home with it', async () => {
  const { home } = await join('survivor', (_request, response) => void response.end('alive'))
  await untilAnswered(() => hub, home)
  await cluster.kill(0)
  const start = performance.now()
  await untilAnswered(() => hub, home)
  expect(performance.now() - start).toBeLessThan(5000)
  await cluster.start(0)
}, 30_000)
