import { setMaxListeners } from 'node:events'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { jest } from '@jest/globals'
import { Failure } from '../../../src/home/failure.ts'
import { createRouteState } from '../../../src/http/clova/router.ts'
import { ConcurrencyLimiter } from '../../../src/http/middleware/concurrencyLimit.ts'
import { requestInProcess } from '../../../src/hub/requestInProcess.ts'
import { inFolder } from '../../support/folder.ts'
import { message, type RouteFixture, routeFixture, signatureOf } from './routeFixture.ts'

type Given = Parameters<typeof routeFixture>[1]
const scene = (name: string, work: (it: RouteFixture) => Promise<void>, given?: Given) =>
  test(name, () =>
    inFolder(async (folder) => {
      const it = routeFixture(folder, given)
      try {
        await work(it)
      } finally {
        await it.routeState.seenRequests.flush()
      }
    }),
  )

/** Waits for so many calls. */
async function called(it: RouteFixture, count: number): Promise<void> {
  for (let turns = 0; it.calls.length < count; turns += 1) {
    if (turns > 10_000) throw new Error(`${it.calls.length} calls instead of ${count}`)
    await nextTurn()
  }
}

scene(
  'an address without a path is not found, and no error of ours',
  async (it) => {
    const asked = { method: 'GET', path: 'http://', headers: {}, clientAddress: '192.0.2.1', body: Buffer.alloc(0) }
    expect(await requestInProcess(it.app, asked)).toMatchObject({ status: 404 })
    expect(it.logged).toEqual([])
  },
  { app: { oauth: {} as never } },
)

describe('a signed message', () => {
  scene('is answered with 200, the type that CLOVA uses and the length', async (it) => {
    const body = message('one')
    const answer = await it.send(body)
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      {
        header: { messageId: 'one', name: 'TurnOnConfirmation', namespace: 'ClovaHome', payloadVersion: '1.0' },
        payload: {},
      },
    ])
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json;charset=UTF-8',
      'content-length': String(Buffer.byteLength(answer.body)),
    })
  })

  scene('is told with its times after its answer, and its connection before', async (it) => {
    const body = message('one')
    const { body: answer, raw } = await it.send(body)
    await nextTurn()
    expect(it.calls).toEqual([
      ['verified', raw.req.socket, false],
      ['handled', 'one', expect.any(AbortSignal)],
      [
        'answered',
        { messageId: 'one', ms: { verify: expect.any(Number), total: expect.any(Number) }, trace: {} },
        body,
        answer,
      ],
    ])
    const [, , [, record]] = it.calls as unknown as [unknown, unknown, [string, { ms: Record<string, number> }]]
    for (const ms of Object.values(record.ms)) expect(ms).toBeLessThan(60_000)
  })

  scene('that came through a proxy is told so', async (it) => {
    const body = message('one')
    await it.send(body, { headers: { signaturecek: signatureOf(body), 'x-forwarded-for': '203.0.113.7' } })
    expect(it.calls[0]).toEqual(['verified', expect.anything(), true])
  })

  scene(
    'with a new key of CLOVA is answered, too',
    async (it) => {
      expect((await it.send(message('one'))).statusCode).toBe(200)
    },
    { key: { verify: () => false, verifyWithRefreshedKey: async () => true } },
  )

  scene(
    'is answered by a message when a step fails that is no device, and logged as a fault',
    async (it) => {
      const answer = await it.send(message('one'))
      expect([answer.statusCode, answer.body]).toEqual([500, ''])
      expect(it.logged).toEqual([['error', { err: new Error('a fault') }, expect.any(String)]])
    },
    { handle: () => Promise.reject(new Error('a fault')) },
  )
})

describe('a request is refused', () => {
  const [good, other] = [message('one'), message('two')]
  test.each([
    ['without a signature', {}, 401],
    ['with a signature that is no Base64', { signaturecek: '!' }, 401],
    ['with the signature of other bytes', { signaturecek: signatureOf(other) }, 401],
  ])('%s', (_name, headers, status) =>
    inFolder(async (folder) => {
      const it = routeFixture(folder)
      const answer = await it.send(good, { headers })
      expect([answer.statusCode, answer.body]).toEqual([status, ''])
      expect(it.calls).toEqual([])
    }),
  )

  scene('unread if nobody signed it, and no self-test is open', async (it) => {
    const answer = await it.send('x'.repeat(65_537), { headers: {} })
    expect(answer.statusCode).toBe(401)
    it.selfTests.issue()
    expect((await it.send('x'.repeat(65_537), { headers: {} })).statusCode).toBe(413)
    expect((await it.send('x', { headers: {} })).statusCode).toBe(401)
  })

  scene('that is no message', async (it) => {
    for (const body of ['', '{', '{"header":{},"payload":{}}']) expect((await it.send(body)).statusCode).toBe(400)
    expect(it.logged).toEqual([
      ['warn', { result: 400, reason: 'not JSON, or not a message of CLOVA Home', count: 1 }, expect.any(String)],
    ])
    expect(it.calls.map(([name]) => name)).toEqual(['verified', 'verified', 'verified'])
  })

  scene('that has more than 64 KiB', async (it) => {
    expect((await it.send(good.padEnd(65_536))).statusCode).toBe(200)
    expect((await it.send(good.padEnd(65_537))).statusCode).toBe(413)
  })

  test.each([
    ['GET', '/clova'],
    ['POST', '/Clova'],
    ['POST', '/clova/'],
    ['POST', '/'],
    ['POST', '/oauth/token'],
  ] as const)('%s %s', (method, url) =>
    inFolder(async (folder) => {
      const answer = await routeFixture(folder).send(good, { method, url })
      expect([answer.statusCode, answer.body]).toEqual([404, ''])
    }),
  )
})

describe('the deadline', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] })
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  scene(
    'ends a request, and leaves no timer behind',
    async (it) => {
      const before = jest.getTimerCount()
      const answered = it.send(message('one'))
      await called(it, 2)
      const signal = it.calls[1]?.[2] as AbortSignal
      jest.advanceTimersByTime(4999)
      expect(signal.aborted).toBe(false)
      jest.advanceTimersByTime(1)
      expect(signal.aborted).toBe(true)
      expect((await answered).statusCode).toBe(200)
      await it.say(message('two'))
      await it.routeState.seenRequests.flush()
      expect(jest.getTimerCount()).toBe(before)
    },
    {
      handle: ({ header }, signal) =>
        header.messageId === 'two'
          ? Promise.resolve()
          : new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    },
  )
})

describe('a repeated message', () => {
  scene('gets the answer that it got, which is logged, and is not carried out again', async (it) => {
    const [first, second] = await Promise.all([it.send(message('one')), it.send(message('one'))])
    const third = await it.send(message('one'))
    await nextTurn()
    expect([second.body, third.body]).toEqual([first.body, first.body])
    expect(it.calls.map(([name]) => name).toSorted()).toEqual([
      'answered',
      'handled',
      'verified',
      'verified',
      'verified',
    ])
    expect(it.logged).toEqual([
      ['info', { messageId: 'one' }, expect.any(String)],
      ['info', { messageId: 'one' }, expect.any(String)],
    ])
  })

  scene('with other bytes is another request, which is logged', async (it) => {
    await it.send(message('one'))
    await it.send(message('one', { brightness: { value: 1 } }))
    expect(it.calls.filter(([name]) => name === 'handled')).toHaveLength(2)
    expect(it.logged).toEqual([['warn', { messageId: 'one' }, expect.any(String)]])
  })

  scene('without a messageId that can be used is answered anew each time, and none of them is recorded', async (it) => {
    const body = message('m'.repeat(300))
    await it.send(body)
    await it.send(body)
    expect(it.calls.filter(([name]) => name === 'handled')).toHaveLength(2)
    expect(it.logged).toEqual([])
  })

  scene('late, after more than a thousand others, is refused by a message, and told so', async (it) => {
    const unlock = message('unlock')
    await it.say(unlock)
    for (let i = 0; i < 1001; i += 1)
      await it.routeState.replayCache.getOrCompute(
        `${i}`,
        Buffer.alloc(64, i),
        async () => '',
        () => {},
      ).text
    await nextTurn()
    const before = it.calls.length
    expect(await it.say(unlock)).toEqual({
      header: { messageId: 'unlock', name: 'ActionFailedError', namespace: 'ClovaHome', payloadVersion: '1.0' },
      payload: {},
    })
    await nextTurn()
    expect(it.calls.slice(before)).toEqual([
      ['verified', expect.anything(), false],
      [
        'answered',
        {
          messageId: 'unlock',
          action: 'TurnOnRequest',
          result: 'ActionFailedError',
          reason: expect.any(String),
          trace: expect.objectContaining({ failure: { code: 'actionFailed' } }),
          ms: expect.anything(),
        },
        unlock,
        expect.any(String),
      ],
    ])
  })

  test('is not recorded if its access token is invalid', () =>
    inFolder(async (folder) => {
      const recorded: unknown[] = []
      const seenRequests = { checkAndAdd: (...given: unknown[]) => recorded.push(given) > 1 }
      const tokens: string[] = []
      const authorize = (token: string) => {
        tokens.push(token)
        return { state: token === 'good' ? ('good' as const) : ('unknown' as const) }
      }
      const it = routeFixture(folder, { authorize, state: { seenRequests: seenRequests as never } })
      for (const accessToken of [undefined, 'bad', 'good']) await it.say(message('one', { accessToken }))
      expect(tokens).toEqual(['', 'bad', 'good'])
      expect(recorded).toHaveLength(1)
      expect(it.calls.filter(([name]) => name === 'handled')).toHaveLength(3)
    }))
})

describe('the limit of concurrent requests', () => {
  test('is 64 running and 256 waiting requests', () => {
    const { limiter } = createRouteState(undefined as never)
    const limit = new AbortController()
    setMaxListeners(0, limit.signal)
    const turns = Array.from({ length: 64 + 256 }, () => limiter.enter(limit.signal))
    expect(turns.filter((turn) => turn === undefined)).toHaveLength(64)
    for (const turn of turns) turn?.catch(() => {})
    expect(() => limiter.enter(limit.signal)).toThrow(Failure)
    limit.abort(new Failure('offline'))
  })

  const busy = { header: { name: 'ActionTemporarilyBlockedError' } }
  test('lets requests wait for each other, and answers those beyond it with an error message', () =>
    inFolder(async (folder) => {
      let end = () => {}
      const ended = new Promise<void>((resolve) => {
        end = resolve
      })
      const it = routeFixture(folder, { handle: () => ended, state: { limiter: new ConcurrencyLimiter(1, 1) } })
      const [first, second] = [it.say(message('one')), it.say(message('two'))]
      await called(it, 3)
      expect(await it.say(message('three'))).toMatchObject(busy)
      end()
      for (const answer of [await first, await second]) expect(answer.header.name).toBe('TurnOnConfirmation')
      // Both slots are free again.
      expect((await it.say(message('four'))).header.name).toBe('TurnOnConfirmation')
      await it.routeState.seenRequests.flush()
    }))

  test('answers with an error message after a request waited until the deadline', () =>
    inFolder(async (folder) => {
      const limiter = new ConcurrencyLimiter(1, 1)
      limiter.enter(new AbortController().signal)
      const it = routeFixture(folder, { deadlineMs: 1, state: { limiter } })
      expect(await it.say(message('one'))).toMatchObject(busy)
      expect(it.calls.map(([name]) => name)).not.toContain('handled')
      limiter.leave()
      expect(limiter.enter(new AbortController().signal)).toBeUndefined()
      await it.routeState.seenRequests.flush()
    }))

  test.each([
    [
      'at once',
      () => {
        throw new Error('a fault')
      },
    ],
    ['later', () => Promise.reject(new Error('a fault'))],
  ])('a request that fails %s is a fault of the gateway', (_when, enter) =>
    inFolder(async (folder) => {
      const it = routeFixture(folder, { state: { limiter: { enter, leave: () => {} } as never } })
      expect((await it.send(message('one'))).statusCode).toBe(500)
      expect(it.logged).toEqual([['error', { err: new Error('a fault') }, expect.any(String)]])
      await it.routeState.seenRequests.flush()
    }),
  )
})

describe('account linking', () => {
  test.each([
    ['/oauth/authorize', 400],
    ['/oauth/nothing', 404],
    ['/other/authorize', 404],
  ])('GET %s: %s', (url, status) =>
    inFolder(async (folder) => {
      const linking = { homeName: 'h', clientId: 'c', clientSecret: 's', redirectUris: ['https://c/'], users: [] }
      const oauth = {
        ...{ linking, language: 'en' as const, grants: {} as never, authenticator: {} as never },
        ...{ addressOf: () => 'a', formKey: async () => 'k', inFlight: { browser: 0, backchannel: 0 } },
        ...{ refused: {} as never, log: {} as never },
      }
      const it = routeFixture(folder, { app: { oauth } })
      // The router is loaded with the first of them.
      for (let i = 0; i < 2; i += 1) expect((await it.send('', { method: 'GET', url })).statusCode).toBe(status)
    }),
  )
})

test('a connection that fails is logged', () =>
  inFolder(async (folder) => {
    const it = routeFixture(folder, { handle: () => new Promise(() => {}) })
    const request = new IncomingMessage(new Socket())
    const response = new ServerResponse(request)
    response.assignSocket(request.socket)
    it.app(Object.assign(request, { method: 'GET', url: '/' }), response)
    const error = new Error('reset')
    request.socket.emit('error', error)
    expect(it.logged).toEqual([['debug', { err: error }, expect.any(String)]])
  }))
