import type { RequestListener } from 'node:http'
import type { Msg, NatsConnection } from '@nats-io/transport-node'
import { deadlineMsOf } from '../../src/http/middleware/requestDeadline.ts'
import { HubAgent, openHubAgent } from '../../src/hub/agent.ts'
import { decodeResponse, encodeRequest, type HubRequest } from '../../src/hub/messages.ts'
import { RequestAges } from '../../src/hub/requestAge.ts'
import { version } from '../../src/util/version.ts'
import { silent } from '../support/log.ts'
import { withServer } from './natsServer.ts'
import { respondWith } from './testHub.ts'

const credentials = { jwt: '', seed: `SU${'A'.repeat(56)}` }
const request: HubRequest = {
  method: 'POST',
  path: '/clova?secret',
  headers: {},
  clientAddress: '192.0.2.1',
  hub: 'hub-of-this-test',
  sentAtMs: 0,
  timeoutMs: 6000,
  body: Buffer.from('{}'),
}
const answered = respondWith(200, {}, 'done')

/** A home beside its connection. Requests are so old, or of an age that cannot be judged. */
function home(
  app: RequestListener,
  given: { readonly ageMs?: number | undefined; readonly serverId?: undefined } = {},
) {
  const { ageMs, serverId } = { ageMs: 0, serverId: 'NA', ...given }
  const logged: unknown[] = []
  const remaining: number[] = []
  const warn = (fields: object, message: string) => void logged.push([fields, message])
  const ages = Object.assign(new RequestAges(), { maxAgeMs: () => ageMs, stamp: () => 'this-home.5' })
  const handler = (remainingMs: number) => {
    remaining.push(remainingMs)
    return app
  }
  const options = { version: '1.0', log: { ...silent, warn }, ages }
  const agent = new HubAgent({ home: '0123456789ab', servers: [], credentials }, handler, options)
  const subscriptions: string[] = []
  let onMessage = (_error: Error | null, _message: Msg) => {}
  const connection = {
    info: serverId === undefined ? undefined : { server_id: serverId },
    subscribe(subject: string, { callback }: { callback: typeof onMessage }) {
      subscriptions.push(subject)
      onMessage = callback
      return { unsubscribe: () => void subscriptions.pop() }
    },
  }
  agent.listen(connection as unknown as NatsConnection)
  /** Sends a message and is back with the response, once the agent has come as far as it comes at once. */
  const ask = async (message: { readonly data: Uint8Array } = encodeRequest(request)) => {
    let response: ReturnType<typeof decodeResponse> | undefined
    const respond = (data = new Uint8Array(0), { headers = undefined as never } = {}) => {
      response = decodeResponse({ data, headers })
    }
    onMessage(null, { ...message, respond } as unknown as Msg)
    await new Promise((resolve) => setImmediate(resolve))
    return response
  }
  return { agent, ask, logged, remaining, subscriptions, fail: (error: Error) => onMessage(error, {} as Msg) }
}

test('a home receives requests on its own subject, and its response names the server to which it is connected', async () => {
  const { agent, ask, subscriptions, remaining } = home(answered, { ageMs: 2000 })
  expect(subscriptions).toEqual(['home.0123456789ab'])
  expect(agent.status()).toStrictEqual({ connected: false, since: expect.any(Number) })
  const before = Date.now()
  expect(await ask()).toMatchObject({ status: 200, body: Buffer.from('done'), server: 'NA' })
  expect(agent.status().lastRequestAt).toBeGreaterThanOrEqual(before)
  expect(remaining).toEqual([4000])
  await agent.close()
  expect(subscriptions).toEqual([])
})

test('a home whose server has no id answers without one', async () => {
  expect(await home(answered, { serverId: undefined }).ask()).not.toHaveProperty('server')
})

test('a home that may not receive requests logs the reason', () => {
  const { fail, logged } = home(answered)
  fail(new Error('Permissions Violation'))
  expect(logged).toEqual([[{ reason: 'Permissions Violation' }, 'the hub does not let this home take requests']])
})

test('the hub may request the status of a home', async () => {
  const { ask, agent } = home(answered)
  const response = await ask(encodeRequest({ ...request, method: 'GET', path: '/.hub/status' }))
  expect(response).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } })
  const { body } = response as { readonly body: Uint8Array }
  expect(JSON.parse(Buffer.from(body).toString())).toEqual({ version: '1.0', connectedSince: agent.status().since })
})

const asksAgain = { homeTime: 'this-home.5' }
test.each<[string, number | undefined, string | undefined, object | undefined]>([
  ['was sent just now', 0, undefined, { status: 200 }],
  ['is younger than half of its time', 2999, undefined, { status: 200 }],
  ['is as old as half of its time', 3000, undefined, asksAgain],
  ['is too old, as far as one can say', 9000, undefined, asksAgain],
  ['has an age that cannot be judged', undefined, undefined, asksAgain],
  ['repeats the time of this home', 5999, 'this-home.1', { status: 200 }],
  ['repeats it and is too late', 6000, 'this-home.1', undefined],
  ['repeats the time of a process that has ended', undefined, 'another-home.1', asksAgain],
])('a request that %s', async (_name, ageMs, homeTime, expected) => {
  const { ask, logged } = home(answered, { ageMs })
  const response = await ask(encodeRequest({ ...request, ...(homeTime !== undefined && { homeTime }) }))
  if (expected) expect(response).toMatchObject(expected)
  else expect(response).toBeUndefined()
  const late = [[{ path: '/clova' }, 'a request of the hub came after its deadline and was dropped']]
  expect(logged).toEqual(expected ? [] : late)
})

test('a home answers 128 requests at once; one more is not answered, and the next again when one has ended', async () => {
  const waiting: (() => void)[] = []
  const { ask } = home((incoming, response) => {
    const end = answered.bind(undefined, incoming, response)
    waiting.push(end)
  })
  for (let i = 0; i < 129; i += 1) expect(await ask()).toBeUndefined()
  expect(waiting).toHaveLength(128)
  waiting[0]?.()
  await new Promise((resolve) => setImmediate(resolve))
  await ask()
  await ask()
  expect(waiting).toHaveLength(129)
})

test.each<[string, RequestListener, number]>([
  ['of 1 MiB is sent', (_, response) => void response.end(Buffer.alloc(1024 * 1024)), 200],
  ['of more than 1 MiB is none', (_, response) => void response.end(Buffer.alloc(1024 * 1024 + 1)), 500],
])('a response %s', async (_name, app, status) => {
  const response = await home(app).ask()
  expect(response).toMatchObject({ status })
  if (status === 500) expect(response).toMatchObject({ headers: {}, body: new Uint8Array(0) })
})

test('an invalid message and a failing application are logged and take no slot', async () => {
  const { ask, logged } = home(() => {
    throw new Error('broken')
  })
  expect(await ask({ data: new Uint8Array(0) })).toBeUndefined()
  for (let i = 0; i < 130; i += 1) expect(await ask()).toBeUndefined()
  // A hub that sends nothing else fills no disk.
  expect(logged).toHaveLength(20)
  expect(logged[1]).toEqual([{ reason: 'broken' }, 'a message of the hub was not understood'])
})

test('the agent of a configuration connects as this home, and states the version of the program', async () => {
  await withServer(async ({ url, introductions }) => {
    const logged: string[] = []
    const agent = await new Promise<HubAgent>((resolve) => {
      const log = {
        ...silent,
        info(_fields: object, message: string) {
          logged.push(message)
          resolve(opened)
        },
      }
      const target = { home: '0123456789ab', servers: [url], credentials: `aaa.bbb.ccc ${credentials.seed}` }
      const opened = openHubAgent(target, () => answered, log)
      opened.start()
    })
    expect(logged).toEqual(['the hub is connected'])
    expect(introductions).toMatchObject([{ name: 'home 0123456789ab', jwt: 'aaa.bbb.ccc' }])
    let state: unknown
    const respond = (data: Uint8Array) => {
      state = JSON.parse(Buffer.from(data).toString())
    }
    const question = encodeRequest({ ...request, method: 'GET', path: '/.hub/status' })
    await agent.answer({ ...question, respond } as unknown as Msg)
    expect(state).toMatchObject({ version })
    await agent.close()
  })
})

test('the agent of a configuration limits the time of a request to what the hub waits', async () => {
  const text = `aaa.bbb.ccc ${credentials.seed}`
  const seen: number[] = []
  const app: RequestListener = (incoming, response) => {
    seen.push(deadlineMsOf(incoming, 60_000))
    response.end()
  }
  const agent = openHubAgent({ home: 'h', servers: [], credentials: text }, () => app, silent)
  const message = (homeTime?: string) => encodeRequest({ ...request, ...(homeTime !== undefined && { homeTime }) })
  let homeTime = ''
  const respond = (_data: Uint8Array | undefined, { headers }: { headers: { get(name: string): string } }) => {
    homeTime = JSON.parse(headers.get('Clova')).homeTime
  }
  await agent.answer({ ...message(), respond } as unknown as Msg)
  await agent.answer({ ...message(homeTime), respond } as unknown as Msg)
  expect(seen).toEqual([expect.any(Number)])
  expect(seen[0]).toBeLessThanOrEqual(6000)
  expect(seen[0]).toBeGreaterThan(0)
  await agent.close()
})
