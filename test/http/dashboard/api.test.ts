import type { RequestListener } from 'node:http'
import { createDashboardApp } from '../../../src/http/dashboard/app.ts'
import { securityHeaders } from '../../../src/http/dashboard/securityHeaders.ts'
import { type DashboardFixture, dashboardFixture } from './dashboardFixture.ts'

type Given = Parameters<typeof dashboardFixture>
const scene = (name: string, work: (it: DashboardFixture) => Promise<void>, ...given: Given) =>
  test(name, async () => {
    const it = await dashboardFixture(...given)
    try {
      await work(it)
    } finally {
      await it.close()
    }
  })
const probes = { notReady: () => undefined, metrics: async () => '' }

const subscriptions: { session?: string | undefined }[] = []
scene(
  'listeners are counted by their session or their API token',
  async (it) => {
    const mine = await it.login()
    const headers = { authorization: `Bearer ${it.accounts.createToken({ name: 'panel', role: 'member' })}` }
    for (const who of [mine, headers])
      expect((await it.send('GET', '/api/events', { headers: who })).statusCode).toBe(503)
    const session = mine.cookie?.split('=')[1]
    expect(subscriptions.map((one) => one.session)).toEqual([session, 'panel'])
    expect((await it.send('GET', '/api/events')).statusCode).toBe(401)
  },
  { events: { add: (_context: unknown, one: object) => subscriptions.push(one) === 0 } as never },
)

const callers: unknown[] = []
scene(
  'an API token of an owner reaches all appliances, whatever it lists, and HEAD changes nothing',
  async (it) => {
    const reach = { appliances: ['lamp'] }
    for (const role of ['owner', 'member'] as const) {
      const token = it.accounts.createToken({ name: role, role, ...reach })
      await it.send('GET', '/api/appliances', { headers: { authorization: `Bearer ${token}` } })
    }
    const { cookie = '' } = await it.login()
    expect((await it.send('HEAD', '/api/appliances', { headers: { cookie } })).statusCode).toBe(200)
    expect(callers).toEqual([
      { role: 'owner', user: 'owner' },
      { role: 'member', user: 'member', appliances: new Set(['lamp']) },
      { role: 'owner', user: 'owner' },
    ])
    const { servers } = (await it.send('GET', '/api/openapi.json', { headers: { cookie } })).json()
    expect(servers).toEqual([{ url: '.' }])
  },
  {
    handlers: {
      appliances: (_request, _signal, caller) => {
        callers.push(caller)
        return { appliances: [], problems: [] } as never
      },
    },
  },
)

test('no response is cached by a browser unless its headers allow it', () => {
  expect(securityHeaders['Cache-Control']).toBe('no-store')
})

scene('probes take HEAD, and are plain text', async (it) => {
  expect((await it.send('GET', '/readyz')).body).toBe('ok\n')
  for (const url of ['/healthz', '/readyz', '/'])
    expect([url, (await it.send('HEAD', url)).statusCode]).toEqual([url, 200])
})

scene(
  'a reason is never read as a page',
  async (it) => {
    const answer = await it.send('GET', '/readyz')
    expect([answer.body, answer.headers['content-type']]).toEqual(['<b>\n', 'text/plain; charset=utf-8'])
  },
  { probes: { ...probes, notReady: () => '<b>' } },
)

describe('a fault', () => {
  const fault = new Error('a fault')
  const failing = { probes: { ...probes, metrics: () => Promise.reject(fault) } }
  test.each([
    ['is told to the client and to the log', {}, 500],
    ['is told to a client that sent all and goes away', { destroyed: true, complete: true }, 500],
    ['is not told if the client went away before', { destroyed: true, complete: false }, 404],
    ['is told to a client that still sends', { destroyed: false, complete: false }, 500],
  ])('%s', async (_what, state, status) => {
    const create = (options: Parameters<typeof createDashboardApp>[0]): RequestListener => {
      const app = createDashboardApp(options)
      return (request, response) => app(Object.assign(request, state), response)
    }
    const it = await dashboardFixture(failing, create)
    const answer = await it.send('GET', '/metrics', { remoteAddress: '127.0.0.1', headers: { host: 'localhost' } })
    await it.close()
    expect(answer.statusCode).toBe(status)
    expect(it.logged).toEqual(status === 500 ? [['error', { err: fault }, expect.any(String)]] : [])
    if (status === 500) expect(answer.headers.connection === 'close').toBe('complete' in state && !state.complete)
  })
})
