import type { RequestListener } from 'node:http'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { jest } from '@jest/globals'
import Koa from 'koa'
import inject, { type InjectOptions } from 'light-my-request'
import type { Caller } from '../../../src/control/api.ts'
import { controlError } from '../../../src/control/errors.ts'
import { explain } from '../../../src/control/explanations/index.ts'
import { Failure } from '../../../src/home/failure.ts'
import { EventStream, type EventSubscription } from '../../../src/http/admin/events.ts'
import { type ControlHandlers, createAdminApp, createControlRoutes } from '../../../src/http/admin/router.ts'

const logged: unknown[] = []
const line = (level: string) => (fields: object) => void logged.push([level, fields])
const log = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') }
beforeEach(() => {
  logged.length = 0
})
const options = { events: new EventStream(), version: '1.2.3', log }

async function ask(
  app: RequestListener,
  method: 'GET' | 'POST',
  url: string,
  payload: string | Buffer = '',
  more: InjectOptions = {},
) {
  const { statusCode, headers, rawPayload } = await inject(app as Parameters<typeof inject>[0], {
    ...{ method, url },
    ...(payload.length > 0 && { payload }),
    ...more,
  })
  const isJson = String(headers['content-type']).startsWith('application/json')
  return { status: statusCode, headers, body: isJson ? JSON.parse(rawPayload.toString()) : rawPayload }
}
const admin = (handlers: ControlHandlers) => createAdminApp({ ...options, handlers })

/** The routes as a dashboard has them. */
function dashboardOf(
  caller: Caller | undefined,
  handlers: ControlHandlers = {},
  events = options.events,
): RequestListener {
  const app = new Koa()
  const callerOf = () => {
    if (!caller) throw controlError('unauthorized', explain('loginFirst'))
    return caller
  }
  app.use(createControlRoutes({ ...options, handlers, events, callerOf, isSocket: false, serverUrl: '.' }))
  return app.callback()
}

describe('an operation', () => {
  test('gets the keys of its body and its path, a signal and the caller, and its result is the response', async () => {
    const given: unknown[] = []
    const app = admin({
      assume: (...all) => {
        given.push(...all)
        return { state: { power: true } }
      },
    })
    const answer = await ask(app, 'POST', '/appliances/a%2Fb/assumed-state', '{"state":{"power":"on"},"appliance":"x"}')
    expect(given).toEqual([
      expect.objectContaining({ appliance: 'a/b', state: { power: 'on' } }),
      expect.any(AbortSignal),
      { role: 'owner' },
    ])
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8', connection: 'close' },
      body: { state: { power: true } },
    })
  })

  test('may have no body', async () => {
    const app = admin({ flush: () => ({ problems: [] }) })
    expect(await ask(app, 'POST', '/flush')).toMatchObject({ status: 200, body: { problems: [] } })
  })

  test('that is a GET does not read its body', async () => {
    const app = admin({ health: () => ({ problems: [] }) as never })
    const headers = { 'content-length': String(8 * 2 ** 20 + 1) }
    expect((await ask(app, 'GET', '/health', 'x', { headers })).status).toBe(200)
  })

  test('leaves the connection open if its request was read to the end', async () => {
    const app = admin({ flush: () => ({ problems: [] }) })
    const complete: RequestListener = (request, response) => app(Object.assign(request, { complete: true }), response)
    expect((await ask(complete, 'POST', '/flush')).headers.connection).not.toBe('close')
  })

  test('returns bytes for a backup, and gets bytes for a restore', async () => {
    const archive = new Uint8Array(Buffer.from('xarchive')).subarray(1)
    const app = admin({
      backup: () => archive as never,
      inspectBackup: (request) => ({ id: String((request as { bytes?: unknown }).bytes) }) as never,
    })
    const answer = await ask(app, 'GET', '/backup')
    expect([answer.status, String(answer.body), answer.headers]).toMatchObject([
      ...[200, 'archive'],
      {
        'content-type': 'application/gzip',
        'content-disposition': 'attachment; filename="clova-home-backup.tar.gz"',
      },
    ])
    expect(await ask(app, 'POST', '/backups/inspect', 'no JSON')).toMatchObject({
      status: 200,
      body: { id: 'no JSON' },
    })
  })

  test.each([
    ['GET', '/none', '', 404, { code: 'notFound', explanation: { code: 'noSuchOperation' } }],
    ['POST', '/health', '', 404, { code: 'notFound' }],
    ['GET', '/health', '', 404, { code: 'notFound', explanation: { code: 'noSuchOperation' } }],
    ['POST', '/Flush', '', 404, { code: 'notFound' }],
    ['GET', '/backups', '[]', 404, { code: 'notFound', explanation: { code: 'noSuchOperation' } }],
    ['POST', '/flush/', '', 404, { code: 'notFound' }],
    ['POST', '/flush', '[]', 400, { code: 'badRequest', explanation: { code: 'notAnObject' } }],
    ['POST', '/flush', 'null', 400, { code: 'badRequest', explanation: { code: 'notAnObject' } }],
    ['POST', '/flush', '1', 400, { code: 'badRequest', explanation: { code: 'notAnObject' } }],
    ['POST', '/flush', '{', 400, { code: 'badRequest', explanation: { code: 'notAnObject' } }],
    [
      'POST',
      '/backups/restore',
      '{"id":1}',
      400,
      {
        code: 'badRequest',
        explanation: { code: 'badRequest', values: { field: 'id' }, detail: { en: expect.stringMatching(/\w/) } },
      },
    ],
    [
      'POST',
      '/appliances/lamp/assumed-state',
      '{"unknown":[1]}',
      400,
      { explanation: { code: 'badRequest', values: { field: 'unknown.0' } } },
    ],
  ] as const)('%s %s %s: %s', async (method, url, payload, status, body) => {
    expect(await ask(admin({ flush: () => ({ problems: [] }) }), method, url, payload)).toMatchObject({ status, body })
  })

  test.each([
    ['of the owner', '/flush', 8 * 2 ** 20],
    ['of everybody', '/appliances/lamp/actions', 256 * 1024],
    ['with a backup', '/backups/inspect', 72 * 2 ** 20],
  ])('%s has a limit of its body: %s, %s', async (_whose, url, maxBytes) => {
    const headers = { 'content-length': String(maxBytes + 1) }
    const { status, body } = await ask(admin({}), 'POST', url, 'x', { headers })
    expect([status, body.explanation]).toMatchObject([400, { code: 'requestTooLong', values: { maxBytes } }])
    const fits = await ask(admin({}), 'POST', url, 'x', { headers: { 'content-length': String(maxBytes) } })
    expect(fits.body.explanation.code).not.toBe('requestTooLong')
  })
})

describe('an error', () => {
  const failing = (error: unknown) => admin({ flush: () => Promise.reject(error) })
  test.each([
    ['noSuchAppliance', 404, 'notFound', new Failure('noSuchAppliance')],
    ['badValue', 400, 'badRequest', new Failure('badValue')],
    ['busy', 503, 'busy', new Failure('busy')],
    ['offline', 503, 'busy', new Failure('offline')],
    ['unsupported', 409, 'conflict', new Failure('unsupported')],
    ['ownerOnly', 403, 'forbidden', controlError('forbidden', explain('ownerOnly'))],
  ] as const)('%s is answered with %s %s', async (explanation, status, code, error) => {
    const answer = await ask(failing(error), 'POST', '/flush')
    expect(answer).toMatchObject({ status, body: { code, message: error.message, explanation: { code: explanation } } })
    expect(logged).toEqual([])
  })

  test('without an explanation is sent without one', async () => {
    const { body } = await ask(failing(Object.assign(new Error('why'), { code: 'conflict' })), 'POST', '/flush')
    expect(body).toEqual({ code: 'conflict', message: 'why' })
  })

  test.each([
    ['a fault', new Error('a fault')],
    ['an error of the system', Object.assign(new Error('a fault'), { code: 'ENOENT' })],
    ['an error with the name of a method', Object.assign(new Error('a fault'), { code: 'toString' })],
  ])('that is %s is logged', async (_what, error) => {
    const answer = await ask(failing(error), 'POST', '/flush')
    expect(answer).toMatchObject({
      status: 500,
      body: {
        code: 'internal',
        message: expect.stringContaining('a fault'),
        explanation: { code: 'internal', detail: { en: 'a fault' } },
      },
    })
    expect(logged).toEqual([['error', { err: error }]])
  })
})

test('a failed connection is logged only at the debug level', async () => {
  const app = admin({ flush: () => ({ problems: [] }) })
  const error = new Error('the connection failed')
  const failing: RequestListener = (request, response) => {
    app(request, response)
    response.socket?.emit('error', error)
  }
  await expect(ask(failing, 'POST', '/flush')).rejects.toBe(error)
  expect(logged).toEqual([['debug', { err: error }]])
})

describe('the time of an operation', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] })
  })
  afterEach(() => {
    jest.useRealTimers()
  })
  const turns = async () => {
    for (let i = 0; i < 50; i += 1) await nextTurn()
  }

  test.each([
    ['an operation', 'POST', '/flush', 'flush', 9000],
    ['a backup that is made', 'GET', '/backup', 'backup', 55_000],
    ['a backup that is sent', 'POST', '/backups/inspect', 'inspectBackup', 55_000],
  ] as const)('of %s is limited', async (_what, method, url, name, ms) => {
    const answered = ask(admin({ [name]: () => new Promise(() => {}) } as ControlHandlers), method, url)
    await turns()
    const timers = jest.getTimerCount()
    jest.advanceTimersByTime(ms - 1)
    await turns()
    expect(jest.getTimerCount()).toBe(timers)
    jest.advanceTimersByTime(1)
    expect(await answered).toMatchObject({ status: 503, body: { code: 'busy' } })
    expect(jest.getTimerCount()).toBe(timers - 1)
  })

  test('leaves no timer behind', async () => {
    const before = jest.getTimerCount()
    expect((await ask(admin({ flush: () => ({ problems: [] }) }), 'POST', '/flush')).status).toBe(200)
    expect(jest.getTimerCount()).toBe(before)
  })

  test('includes its waiting: sixteen run, and sixty-four wait', async () => {
    const ends: (() => void)[] = []
    const app = admin({ flush: () => new Promise((resolve) => ends.push(() => resolve({ problems: [] }))) })
    const all = Array.from({ length: 81 }, () => ask(app, 'POST', '/flush'))
    expect(await all[80]).toMatchObject({ status: 503, body: { code: 'busy' } })
    await turns()
    expect(ends).toHaveLength(16)
    ends.shift()?.()
    expect((await all[0])?.status).toBe(200)
    await turns()
    expect(ends).toHaveLength(16)
    jest.advanceTimersByTime(9000)
    const statuses = (await Promise.all(all)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 503)).toHaveLength(80)
  })
})

describe('the dashboard', () => {
  const lamp = new Set(['lamp'])
  const member: Caller = { role: 'member', user: 'minji', appliances: lamp }

  test('has no operations of the socket, and describes itself without them', async () => {
    const app = dashboardOf({ role: 'owner' }, { openDashboard: () => ({ urls: [] }) })
    expect((await ask(app, 'POST', '/dashboard/open')).status).toBe(404)
    expect((await ask(admin({}), 'POST', '/dashboard/open')).body.explanation.code).toBe('noSuchOperation')
    const { body } = await ask(app, 'GET', '/openapi.json')
    expect(body).toMatchObject({ info: { version: '1.2.3' }, servers: [{ url: '.' }] })
    expect(body.paths).not.toHaveProperty('/dashboard/open')
    const ofSocket = (await ask(admin({}), 'GET', '/openapi.json')).body
    expect(ofSocket).toMatchObject({ servers: [{ url: 'http://localhost' }], paths: { '/dashboard/open': {} } })
  })

  test('lets members call the operations for members, and other callers nothing', async () => {
    const handlers: ControlHandlers = {
      flush: () => ({ problems: [] }),
      appliances: () => ({ appliances: [], problems: [] }) as never,
    }
    const status = async (caller: Caller | undefined, method: 'GET' | 'POST', url: string) =>
      (await ask(dashboardOf(caller, handlers), method, url)).status
    expect([await status(member, 'GET', '/appliances'), await status(member, 'POST', '/flush')]).toEqual([200, 403])
    for (const [method, url] of [
      ['GET', '/appliances'],
      ['POST', '/flush'],
      ['GET', '/openapi.json'],
      ['GET', '/events'],
    ] as const)
      expect([url, await status(undefined, method, url)]).toEqual([url, 401])
  })

  test('sends a member the events of their appliances, until their session ends', async () => {
    const added: (EventSubscription | undefined)[] = []
    const events = {
      add: (_context: unknown, subscription?: EventSubscription) => added.push(subscription) === 0,
    } as never
    let caller: Caller | undefined = member
    const app = new Koa()
    const callerOf = () => {
      if (!caller) throw new Error('nobody')
      return caller
    }
    const sessionOf = () => 'the session'
    app.use(
      createControlRoutes({ ...options, handlers: {}, events, callerOf, sessionOf, isSocket: false, serverUrl: '.' }),
    )
    const busy = { status: 503, body: { code: 'busy', explanation: { code: 'tooManyListeners' } } }
    expect(await ask(app.callback(), 'GET', '/events')).toMatchObject(busy)
    expect(await ask(createAdminApp({ ...options, handlers: {}, events }), 'GET', '/events')).toMatchObject(busy)
    expect(added[1]).toBeUndefined()
    const [subscription] = added
    const accepts = () => [
      subscription?.accepts('state', { appliance: 'lamp' }),
      subscription?.accepts('state', { appliance: 'tv' }),
      subscription?.accepts('home', {}),
      subscription?.accepts('request', {}),
    ]
    expect([subscription?.session, subscription?.isOver(), accepts()]).toEqual([
      'the session',
      false,
      [true, false, true, false],
    ])
    caller = { role: 'member' }
    expect(accepts()).toEqual([true, true, true, false])
    caller = { role: 'owner' }
    expect(accepts()).toEqual([true, true, true, true])
    caller = undefined
    expect([subscription?.isOver(), accepts()]).toEqual([true, [false, false, false, false]])
  })
})
