import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import type { Msg, MsgHdrs } from '@nats-io/transport-node'
import { HubAgent } from '../../src/hub/agent.ts'
import { askHome } from '../../src/hub/askHome.ts'
import { type ClusterLink, type Credentials, connectOnce } from '../../src/hub/connection.ts'
import { enrol, hubCredentials, revoke } from '../../src/hub/credentials.ts'
import { initHub, pushRevocations } from '../../src/hub/enrolment.ts'
import { writeHubSettings, writeHubState } from '../../src/hub/folder.ts'
import { decodeResponse, encodeRepeatRequest, encodeRequest, encodeResponse } from '../../src/hub/messages.ts'
import { countConnectedHomes, showPresence } from '../../src/hub/presence.ts'
import { RequestAges } from '../../src/hub/requestAge.ts'
import type { HubState } from '../../src/hub/state.ts'
import { inFolder } from '../support/folder.ts'
import { connectedLink, startCluster, type TestCluster } from './cluster.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
let cluster: TestCluster
let state: HubState
let link: ClusterLink
const hub = () => link.connection()
const ends: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  cluster = await startCluster()
  state = cluster.state
  link = await connectedLink({ servers: cluster.urls, credentials: await hubCredentials(state) })
})
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})
afterAll(async () => {
  await link.close()
  await cluster.stop()
})

async function enrolled(name: string): Promise<{ home: string; credentials: Credentials }> {
  const added = await enrol(state, name)
  state = added.state
  return { home: added.home.home, credentials: added.credentials }
}

async function joined(name: string, handler: RequestListener, ages = new RequestAges()) {
  const { home, credentials } = await enrolled(name)
  const agent = new HubAgent({ home, servers: cluster.urls, credentials }, () => handler, { version: '1.0', log, ages })
  agent.start()
  ends.push(() => agent.close())
  return { home, agent, credentials }
}

async function connection(credentials: Credentials) {
  const opened = await connectOnce({ servers: cluster.urls, credentials }, 'test')
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

/** The fields of a message, changed. */
function changed<T extends { readonly headers: MsgHdrs }>(message: T, fields: object): T {
  message.headers.set('Clova', JSON.stringify({ ...JSON.parse(message.headers.get('Clova')), ...fields }))
  return message
}
const ok = () => encodeResponse({ status: 200, headers: {}, body: Buffer.from('') })

/** The first answer since the cluster knows the home. */
async function untilThere(cluster: Parameters<typeof askHome>[0], home: string) {
  for (const end = performance.now() + 60_000; performance.now() < end; ) {
    const response = await askHome(cluster, home, request, 1000)
    if (response !== 'offline') return response
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('the cluster does not know the home within a minute')
}

const untilAnswered = async (cluster: Parameters<typeof askHome>[0], home: string) => {
  for (const end = performance.now() + 60_000; performance.now() < end; ) {
    const response = await askHome(cluster, home, request, 1000)
    if (typeof response !== 'string') return response
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('the home did not answer within a minute')
}

test('nats-server accepts the configuration of hub init', () =>
  inFolder(async (folder) => {
    const servers = ['a', 'b'].map((name) => ({
      name,
      clientAddress: '0.0.0.0:4222',
      routeAddress: `${name}.example.com:6222`,
    }))
    const [file = ''] = await initHub(folder, { publicUrl: 'https://hub.example.com', servers, urls: [] })
    // Even a trial makes the folder for accounts, so it is moved into that of this test.
    const trial = join(folder, 'trial.conf')
    writeFileSync(trial, readFileSync(file, 'utf8').replace('/var/lib/nats/', `${folder}/`))
    const env = { PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` }
    const { stderr, status } = spawnSync('nats-server', ['-t', '-c', trial], { encoding: 'utf8', env, timeout: 20_000 })
    expect({ status, stderr }).toMatchObject({ status: 0 })
  }))

test('a request reaches its home, and the answer comes back byte for byte', async () => {
  const answers: Record<string, string> = {}
  const homes = await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      joined(name, (incoming, response) => {
        answers[name] = String(incoming.headers.signaturecek)
        response.setHeader('Content-Type', 'application/json;charset=UTF-8')
        response.end(`{"home":"${name}", "text":"한글"}`)
      }),
    ),
  )
  for (const [i, { home }] of homes.entries()) {
    await untilAnswered(hub, home)
    const response = await askHome(hub, home, { ...request, headers: { signaturecek: `sig-${i}` } }, 20_000)
    expect(response).toMatchObject({ status: 200, headers: { 'content-type': 'application/json;charset=UTF-8' } })
    expect(Buffer.from((response as { body: Uint8Array }).body).toString('utf8')).toBe(
      `{"home":"${'abc'[i]}", "text":"한글"}`,
    )
  }
  expect(answers).toEqual({ a: 'sig-0', b: 'sig-1', c: 'sig-2' })
})

test('a home that is not connected is offline at once', async () => {
  const { home } = await enrolled('nobody')
  // At the end of its time the answer would be `late`.
  expect(await askHome(hub, home, request, 60_000)).toBe('offline')
})

test('the hub counts the homes that are connected, without itself and other hubs', async () => {
  const second = await connection(await hubCredentials(state))
  showPresence(hub())
  showPresence(second)
  const untilCounted = async (count: number) => {
    while ((await countConnectedHomes(hub())) !== count);
  }
  await untilCounted(0)
  await joined('counted', (_request, response) => void response.end())
  const { home } = await joined('counted too', (_request, response) => void response.end())
  await untilAnswered(hub, home)
  await untilCounted(2)
})

/** The clock of a hub that has run for a while: the first seconds of a process have no time 6 s ago. */
const hubNowMs = () => 1e7 + performance.now()

/** Sends what a hub sends, with these times. @returns the answer, as far as it is decoded */
async function sendTimed(home: string, times: { sentAtMs: number; timeoutMs: number; homeTime?: string }) {
  const { headers, data } = encodeRequest({ ...request, hub: 'test-hub', ...times })
  return decodeResponse(await hub().request(`home.${home}`, data, { headers, timeout: 500 }))
}

test.each([
  ['an hour behind', -3_600_000],
  ['an hour ahead of', 3_600_000],
])('a home whose clock is %s that of the hub carries out no request after its deadline', async (_name, skewMs) => {
  let asked = 0
  let heldUpMs = 0
  const clock = () => 1e9 + skewMs + performance.now() + heldUpMs
  const handler: RequestListener = (_request, response) => {
    asked += 1
    response.end()
  }
  const { home, agent } = await joined(`clock ${skewMs}`, handler, new RequestAges(clock))
  await untilAnswered(hub, home)
  const before = asked
  const sentAtMs = hubNowMs()
  const first = await sendTimed(home, { sentAtMs, timeoutMs: 6000 })
  if (!('homeTime' in first)) throw new Error('the home did a request whose age it cannot know')
  // Again, and in time: done.
  const again = { sentAtMs: hubNowMs(), timeoutMs: 6000, homeTime: first.homeTime }
  expect(await sendTimed(home, again)).toMatchObject({ status: 200 })
  expect(asked).toBe(before + 1)
  // The same messages held up on their way: with the home's time the request is dropped, without it asked for again.
  heldUpMs = 6000
  await expect(sendTimed(home, again)).rejects.toThrow(/timeout/i)
  expect(await sendTimed(home, { sentAtMs: hubNowMs() - 6000, timeoutMs: 6000 })).toHaveProperty('homeTime')
  expect(asked).toBe(before + 1)
  expect(agent.status().connected).toBe(true)
})

test('an invalid message is ignored, and the home continues', async () => {
  let asked = 0
  const { home } = await joined('hostile hub', (_request, response) => {
    asked += 1
    response.end()
  })
  await untilAnswered(hub, home)
  const before = asked
  const first = await sendTimed(home, { sentAtMs: hubNowMs(), timeoutMs: 6000 })
  const homeTime = 'homeTime' in first ? first.homeTime : ''
  const times = { hub: 'test-hub', sentAtMs: hubNowMs(), timeoutMs: 6000, homeTime }
  const valid = encodeRequest({ ...request, ...times })
  const messages = [
    { data: Buffer.from('{}') },
    { ...valid, data: Buffer.alloc(64 * 1024 + 1) },
    ...[
      { version: 1 },
      { method: 'DELETE' },
      { path: 'http://other.example/' },
      { path: '/a b' },
      { headers: { cookie: 'a\r\nb: c' } },
      { sentAtMs: -1 },
      { timeoutMs: '6000' },
      { homeTime: 'x' },
      { hub: '' },
      { clientAddress: 'x'.repeat(65) },
    ].map((fields) => changed(encodeRequest({ ...request, ...times }), fields)),
  ]
  for (const { data, ...options } of messages)
    hub().publish(`home.${home}`, data, { ...options, reply: '_INBOX.nobody' })
  hub().publish(`home.${home}`, valid.data, { headers: valid.headers, reply: '_INBOX.nobody' })
  await untilAnswered(hub, home)
  // The one that nothing is wrong with, and the one of this test.
  expect(asked).toBe(before + 2)
})

test.each<[string, (message: Msg) => unknown]>([
  ['bytes without headers', (message) => message.respond('{"status":200}')],
  ['another version', (message) => message.respond('', changed(ok(), { version: 9 }))],
  ['a status that is none', (message) => message.respond('', changed(ok(), { status: 999 }))],
])('a home that answers with %s is distinguished from one that answers correctly', async (_name, answer) => {
  const { home, credentials } = await enrolled(`hostile home ${_name}`)
  const hostile = await connection(credentials)
  hostile.subscribe(`home.${home}`, { callback: (_error, message) => void answer(message) })
  await hostile.flush()
  expect(await untilThere(hub, home)).toBe('malformed')
})

test('a home that asks for every request again is asked twice and no more', async () => {
  const { home, credentials } = await enrolled('asks again')
  const hostile = await connection(credentials)
  let asked = 0
  hostile.subscribe(`home.${home}`, {
    callback: (_error, message) => {
      asked += 1
      message.respond(undefined, encodeRepeatRequest({ homeTime: 'any-process.1' }))
    },
  })
  await hostile.flush()
  expect(await untilThere(hub, home)).toBe('late')
  expect(asked).toBe(2)
})

test('a response to another request than the received one is dropped', async () => {
  const own = await enrolled('answers others')
  const other = await joined('asked', (_request, response) => void setTimeout(() => response.end('other'), 200))
  await untilAnswered(hub, other.home)
  const hostile = await connection(own.credentials)
  const refused: string[] = []
  void (async () => {
    for await (const status of hostile.status()) if (status.type === 'error') refused.push(status.error.message)
  })()
  // The inbox of a request that is under way at another home, as a thief who knows it would use it.
  const inboxes: string[] = []
  hostile.subscribe(`home.${own.home}`, {
    callback: (_error, message) => {
      inboxes.push(String(message.reply))
      const { headers, data } = encodeResponse({ status: 200, headers: {}, body: Buffer.from('first') })
      message.respond(data, { headers })
      hostile.publish(String(message.reply), data, { headers })
      hostile.publish(String(message.reply).replace(/[^.]+$/, 'otherRequest'), data, { headers })
    },
  })
  await hostile.flush()
  await untilThere(hub, own.home)
  expect(Buffer.from((await untilAnswered(hub, other.home)).body).toString('utf8')).toBe('other')
  await hostile.flush()
  expect(inboxes.length).toBeGreaterThan(0)
  // One answer to each request is allowed: the second and the one to another inbox are not.
  expect(refused.filter((text) => /permissions violation for publish/i.test(text)).length).toBeGreaterThanOrEqual(2)
})

test('credentials of a home open its own subject for requests, and nothing else', async () => {
  const own = await joined('own', (_request, response) => void response.end('own'))
  const other = await joined('other', (_request, response) => void response.end('other'))
  await untilAnswered(hub, own.home)
  await untilAnswered(hub, other.home)
  const thief = await connection(own.credentials)
  const refused: string[] = []
  const steal = (error: Error | null, message: Msg) => void (error ?? message.respond('stolen'))
  void (async () => {
    for await (const status of thief.status()) if (status.type === 'error') refused.push(status.error.message)
  })()
  thief.subscribe(`home.${other.home}`, { callback: steal })
  thief.subscribe('home.>', { callback: steal })
  // The answers of other homes to the hub.
  const overheard: string[] = []
  const listen = (error: Error | null, message: Msg) => void (error ?? overheard.push(message.subject))
  for (const subject of ['_INBOX.>', 'hub.presence', '>']) thief.subscribe(subject, { callback: listen })
  thief.publish(`home.${other.home}`, 'forged')
  await thief.flush()
  await expect(thief.request(`home.${other.home}`, 'x', { timeout: 300 })).rejects.toThrow()
  const answers = await Promise.all(Array.from({ length: 20 }, () => askHome(hub, other.home, request, 20_000)))
  for (const answer of answers)
    expect(Buffer.from((answer as { body: Uint8Array }).body).toString('utf8')).toBe('other')
  expect(overheard).toEqual([])
  for (const subject of [`home.${other.home}`, 'home.>', '_INBOX.>', 'hub.presence', '>'])
    expect(refused.filter((text) => /subscription/i.test(text) && text.includes(`"${subject}"`))).toHaveLength(1)
  expect(refused.some((text) => /publish/i.test(text) && text.includes(`"home.${other.home}"`))).toBe(true)
})

test('a home that was removed is disconnected within a second, from every server', async () => {
  const { home, agent, credentials } = await joined('removed', (_request, response) => void response.end('here'))
  await untilAnswered(hub, home)
  state = revoke(state, 'removed')
  await inFolder(async (folder) => {
    await writeHubState(folder, state)
    await writeHubSettings(folder, { publicUrl: 'https://hub.example.com', clientSecret: '0123456789abcdef' })
    await pushRevocations(folder)
  })
  const start = performance.now()
  while ((await askHome(hub, home, request, 500)) !== 'offline') {
    expect(performance.now() - start).toBeLessThan(1000)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(performance.now() - start).toBeLessThan(1000)
  while (agent.status().connected) await new Promise((resolve) => setTimeout(resolve, 20))
  await expect(connectOnce({ servers: cluster.urls, credentials }, 'removed')).rejects.toThrow(/authorization/i)
})

test('homes stay connected when a server ends', async () => {
  const { home } = await joined('survivor', (_request, response) => void response.end('alive'))
  await untilAnswered(hub, home)
  await cluster.kill(0)
  const start = performance.now()
  await untilAnswered(hub, home)
  expect(performance.now() - start).toBeLessThan(5000)
  await cluster.start(0)
})
