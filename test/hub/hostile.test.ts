import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect, type Msg } from '@nats-io/transport-node'
import { askHome } from '../../src/hub/askHome.ts'
import { connectOnce } from '../../src/hub/connection.ts'
import { enrol } from '../../src/hub/credentials.ts'
import { publicKeyOf } from '../../src/hub/keys.ts'
import { encodeResponse, type HubResponse } from '../../src/hub/messages.ts'
import { freePort } from '../support/broker.ts'
import { inFolder } from '../support/folder.ts'
import { envelope, signed } from '../support/gateway.ts'
import { asked, encoded } from '../support/linking.ts'
import { killed } from '../support/process.ts'
import { startCluster, type TestCluster } from './cluster.ts'
import { openTestHub, type TestHub } from './testHub.ts'

const request = { method: 'GET', path: '/', headers: {}, clientAddress: '', body: Buffer.from('') } as const
let cluster: TestCluster
let hub: TestHub

beforeAll(async () => {
  cluster = await startCluster(1)
  hub = await openTestHub(cluster.state)
}, 30_000)
afterAll(async () => {
  await hub?.close()
  await cluster?.stop()
})

/** A home that answers every request with this. */
async function homeThatAnswers(response: HubResponse) {
  const { home, credentials } = await enrol(cluster.state, 'hostile')
  const connection = await connectOnce({ servers: cluster.urls, credentials }, 'hostile')
  const { headers, data } = encodeResponse(response)
  connection.subscribe(`home.${home.home}`, { callback: (_error, message) => void message.respond(data, { headers }) })
  await connection.flush()
  return { id: home.home, connection }
}

const html = '<script>navigator.serviceWorker.register("/oauth/authorize")</script>'
const hostileHeaders = {
  'content-type': 'text/javascript',
  'content-security-policy': "default-src 'unsafe-inline' *",
  location: 'javascript:alert(1)',
  'set-cookie': ['__Host-home-0123456789abcdef=other; Path=/', 'bomb=x', '__Host-clova-home=csrf; Path=/; Secure'],
}

test('a home decides on the body of its login page, and not on what a browser may do at the origin that all homes share', async () => {
  const { id, connection } = await homeThatAnswers({ status: 200, headers: hostileHeaders, body: Buffer.from(html) })
  try {
    const query = encoded({ ...asked, state: 'one' })
    const form = encoded({ query, home: id })
    const typed = { 'Content-Type': 'application/x-www-form-urlencoded' }
    const fromOther = { ...typed, 'Sec-Fetch-Site': 'cross-site' }
    expect((await hub.send(form, fromOther, { path: '/oauth/home' })).headers['set-cookie']).toBeUndefined()
    const chosen = await hub.send(form, { ...typed, 'Sec-Fetch-Site': 'same-origin' }, { path: '/oauth/home' })
    const Cookie = (chosen.headers['set-cookie'] ?? []).join('; ')
    for (const [method, path] of [
      ['GET', `/oauth/authorize?${query}`],
      ['POST', '/oauth/authorize'],
    ] as const) {
      const { headers, body } = await hub.send(method === 'POST' ? query : '', { ...typed, Cookie }, { method, path })
      expect(body).toBe(html)
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'unsafe-inline';/),
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'set-cookie': ['__Host-clova-home=csrf; Path=/; Secure'],
      })
      expect(headers.location).toBeUndefined()
    }
    // What a browser can post without a question, and what CLOVA posts: never shown as a page.
    const accessToken = `${id}.token`
    const command = envelope('TurnOnRequest', { accessToken, appliance: { applianceId: 'lamp' } })
    for (const answer of [
      await hub.send('x', {}, { path: `/clova/self-test/${id}` }),
      await hub.send(command, { SignatureCEK: signed(command) }),
    ]) {
      expect(answer.body).toBe(html)
      expect(answer.headers).toMatchObject({
        'content-type': 'application/json;charset=UTF-8',
        'x-content-type-options': 'nosniff',
      })
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
  } finally {
    await connection.close()
  }
})

test.each([
  ['the largest response', { body: Buffer.alloc(1024 * 1024, 'x') }, 200],
  ['a status that HTTP does not end a request with', { status: 101 }, 200],
  ['a header that HTTP cannot have', { headers: { 'www-authenticate': '한글\u0001' } }, 500],
])('a home that answers with %s harms no other request', async (_name, response, status) => {
  const hostile = await homeThatAnswers({ status: 200, headers: {}, body: Buffer.from('{}'), ...response })
  const good = await homeThatAnswers({ status: 200, headers: {}, body: Buffer.from('good') })
  try {
    const say = (id: string) => {
      const body = envelope('TurnOnRequest', { accessToken: `${id}.token`, appliance: { applianceId: 'lamp' } })
      return hub.send(body, { SignatureCEK: signed(body) })
    }
    const [bad, other] = await Promise.all([say(hostile.id), say(good.id)])
    expect({ status: bad.status, other: other.body }).toEqual({ status, other: 'good' })
  } finally {
    await Promise.all([hostile, good].map(({ connection }) => connection.close()))
  }
})

test('a home that never answers holds 128 requests at most, and others go on', async () => {
  const { home, credentials } = await enrol(cluster.state, 'silent')
  const connection = await connectOnce({ servers: cluster.urls, credentials }, 'silent')
  const held: Msg[] = []
  let isFull = () => {}
  const full = new Promise<void>((resolve) => {
    isFull = resolve
  })
  connection.subscribe(`home.${home.home}`, {
    callback: (_error, message) => {
      held.push(message)
      if (held.length === 128) isFull()
    },
  })
  await connection.flush()
  const good = await homeThatAnswers({ status: 200, headers: {}, body: Buffer.from('good') })
  try {
    const ask = (id: string) => askHome(() => hub.link.connection(), id, request, 20_000)
    const waiting = Array.from({ length: 128 }, () => ask(home.home))
    await full
    expect(await ask(home.home)).toBe('offline')
    expect(await ask(good.id)).toMatchObject({ status: 200 })
    for (const message of held) message.respond('late')
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['malformed']))
  } finally {
    await connection.close()
    await good.connection.close()
  }
})

test('a home cannot subscribe again and again to have servers multiply its requests', async () => {
  const { home, credentials } = await enrol(cluster.state, 'subscriber')
  const connection = await connectOnce({ servers: cluster.urls, credentials }, 'subscriber')
  const refused = (async () => {
    for await (const status of connection.status()) if (status.type === 'error') return status.error.message
    return 'the connection was closed'
  })()
  let heard = 0
  for (let i = 0; i < 10; i += 1)
    connection.subscribe(`home.${home.home}`, {
      callback(_error, message) {
        heard += 1
        message.respond('')
      },
    })
  try {
    expect(await refused).toMatch(/maximum subscriptions exceeded/i)
    await connection.flush()
    expect(await askHome(() => hub.link.connection(), home.home, request, 2000)).toBe('malformed')
    await connection.flush()
    expect(heard).toBeLessThanOrEqual(2)
  } finally {
    await connection.close()
  }
})

test('a nats-server that does not know the password of the cluster hears no home and speaks for none', async () => {
  const account = publicKeyOf(cluster.state.accountSeed)
  const [port, routePort] = [await freePort(), await freePort()]
  await inFolder(async (folder) => {
    const config = join(folder, 'rogue.conf')
    writeFileSync(
      config,
      `listen: "127.0.0.1:${port}"
cluster { name: clova-home, listen: "127.0.0.1:${routePort}", routes: ["nats-route://${cluster.routes[0]}"] }
accounts { ${account}: { users: [{ user: rogue, password: rogue }] } }
`,
    )
    const env = { PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` }
    const rogue = spawn('nats-server', ['-c', config, '-D'], { stdio: ['ignore', 'ignore', 'pipe'], env })
    try {
      let log = ''
      // Without a password the servers would become one cluster, and this would wait in vain.
      await new Promise<string>((resolve) => {
        rogue.stderr.on('data', (bytes: Buffer) => {
          log += bytes.toString('utf8')
          const [found] = /Authorization Violation|Authentication (Error|Failure)/i.exec(log) ?? []
          if (found !== undefined) resolve(found)
        })
      })
      const connection = await connect({ servers: `127.0.0.1:${port}`, user: 'rogue', pass: 'rogue', reconnect: false })
      const heard: string[] = []
      connection.subscribe('home.>', {
        callback: (_error, message) => {
          heard.push(message.subject)
          message.respond('stolen')
        },
      })
      await connection.flush()
      expect(await askHome(() => hub.link.connection(), '0123456789ab', request, 2000)).toBe('offline')
      expect(heard).toEqual([])
      await connection.close()
    } finally {
      await killed(rogue)
    }
  })
}, 20_000)
