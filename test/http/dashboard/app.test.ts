import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sessionError, sessionStatus } from '../../../src/control/session.ts'
import { csrfTokenOf } from '../../../src/http/dashboard/authentication.ts'
import { type DashboardFixture, dashboardFixture, ownName, password } from './dashboardFixture.ts'

const called: unknown[] = []
let it: DashboardFixture
beforeEach(async () => {
  called.length = 0
  it = await dashboardFixture({
    handlers: {
      appliances: (_request, _signal, caller) => {
        called.push(caller)
        return { appliances: [], problems: [] } as never
      },
      command: (request, _signal, caller) => {
        called.push([request.action, caller])
        return {} as never
      },
      flush: () => ({ problems: [] }),
      openDashboard: () => ({ urls: [], code: 'AAAA-AAAA' }),
    },
  })
})
afterEach(() => it.close())

const ownOrigin = `http://${ownName}:8711`

describe('every response has the security headers', () => {
  test.each(['/', '/session', '/api/health', '/healthz', '/assets/main-AAAA.js', '/nowhere.js', '/assets/nowhere.js'])(
    '%s',
    async (url) => {
      const { headers } = await it.send('GET', url)
      const policy = String(headers['content-security-policy'])
      expect(policy).toMatch(/^default-src 'none';/)
      expect(policy).not.toMatch(/unsafe|\*|https?:/)
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cache-control': expect.stringMatching(/^(no-store|no-cache|public.*)$/),
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
      expect(headers).not.toHaveProperty('access-control-allow-origin')
    },
  )
})

test('a response that is not a file is not cached, and the connection stays open', async () => {
  for (const url of ['/session', '/healthz', '/assets/nowhere.js']) {
    const { headers } = await it.send('GET', url)
    expect([url, headers['cache-control'], headers.connection]).toEqual([
      url,
      'no-store',
      expect.not.stringContaining('close'),
    ])
  }
})

describe('the first start', () => {
  const start = (code: string, chosen = password) =>
    it.send('POST', '/session/start', { body: { code, password: chosen } })

  test('accepts the one-time code in any spelling, sets the password and logs in', async () => {
    const status = sessionStatus.parse((await it.send('GET', '/session')).json())
    expect(status).toMatchObject({ state: 'firstStart', minPasswordLength: 8 })
    const { text } = it.accounts.offerCode(false)
    const answer = await start(` ${text.toLowerCase().replace('-', ' ').replaceAll('0', 'o')} `)
    expect(sessionStatus.parse(answer.json())).toMatchObject({ state: 'loggedIn', role: 'owner', version: '1.2.3' })
    const cookie = String(answer.headers['set-cookie'])
    expect(cookie).toMatch(/^clova-home-session=[\w-]{43}; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Strict$/)
    const session = await it.send('GET', '/session', { headers: { cookie: cookie.split(';')[0] ?? '' } })
    expect(session.json()).toMatchObject({ state: 'loggedIn', name: 'owner', csrfToken: answer.json().csrfToken })
    expect((await start(text)).json()).toMatchObject({ code: 'conflict' })
  })

  test.each([
    ['a wrong code', { code: 'AAAA-AAAA' }, 401, { code: 'wrongCode', attemptsLeft: 4 }],
    ['a password that is too short', { chosen: 'short' }, 400, { code: 'tooShort' }],
    ['a password that is too long', { chosen: 'x'.repeat(201) }, 400, { code: 'tooLong' }],
    ['a code that is older than ten minutes', { afterMs: 10 * 60_000 + 1 }, 409, { code: 'noCode' }],
    ['a code that was made when the clock was wrong', { afterMs: -1 }, 409, { code: 'noCode' }],
  ] as readonly [string, { code?: string; chosen?: string; afterMs?: number }, number, object][])(
    'refuses %s',
    async (_what, { code, chosen, afterMs = 0 }, status, expected) => {
      const { text } = it.accounts.offerCode(false)
      it.clock.now += afterMs
      const answer = await start(code ?? text, chosen)
      expect([answer.statusCode, sessionError.parse(answer.json())]).toMatchObject([status, expected])
      expect(it.accounts.hasPassword()).toBe(false)
    },
  )

  test('limits attempts to guess the code', async () => {
    const { text } = it.accounts.offerCode(false)
    for (let i = 0; i < 5; i += 1) await start('AAAA-AAAA')
    const answer = await start(text)
    expect([answer.statusCode, answer.json()]).toMatchObject([429, { code: 'locked', retryAfterMs: 60_000 }])
    expect(answer.headers['retry-after']).toBe('60')
  })

  test('guesses from many addresses do not lock the owner out of the next code', async () => {
    const from = (remoteAddress: string, code: string) =>
      it.send('POST', '/session/start', { remoteAddress, body: { code, password } })
    it.accounts.offerCode(false)
    for (let i = 0; i < 20; i += 1) await from(`192.168.1.${100 + i}`, 'AAAA-AAAA')
    expect((await from('192.168.1.20', 'AAAA-AAAA')).json()).toMatchObject({ code: 'noCode' })
    expect((await from('192.168.1.20', it.accounts.offerCode(false).text)).statusCode).toBe(200)
  })
})

describe('a login', () => {
  const login = (body: object, headers = {}) => it.send('POST', '/session/login', { body, headers })

  test('reports how many attempts are left, and then how long that address is locked', async () => {
    const session = await it.login()
    const answers = []
    for (let i = 0; i < 5; i += 1) answers.push((await login({ password: 'wrong' })).json())
    expect(answers.map(({ code, attemptsLeft }) => [code, attemptsLeft])).toEqual([
      ['wrong', 3],
      ['wrong', 2],
      ['wrong', 1],
      ['wrong', 0],
      ['locked', undefined],
    ])
    expect(answers.at(-1)).toMatchObject({ retryAfterMs: 60_000, now: expect.any(Number) })
    // Those who are logged in go on, and so do other machines.
    expect((await it.send('GET', '/api/appliances', { headers: session })).statusCode).toBe(200)
    expect(
      (await it.send('POST', '/session/login', { body: { password }, remoteAddress: '192.168.1.21' })).statusCode,
    ).toBe(200)
    it.clock.now += 60_001
    expect((await login({ password })).statusCode).toBe(200)
  })

  test('with an unknown name looks like one with a wrong password', async () => {
    await it.login()
    const known = (await login({ name: 'owner', password: 'wrong' })).json()
    const unknown = (await login({ name: 'nobody', password: 'wrong' })).json()
    expect({ ...unknown, attemptsLeft: 0, now: 0 }).toEqual({ ...known, attemptsLeft: 0, now: 0 })
  })

  test.each([
    ['a page of another site', { origin: 'http://evil.example' }, 403, 'forbidden'],
    ['a page of another port of this machine', { origin: `http://${ownName}:8080` }, 403, 'forbidden'],
    ['a page of another site, as the browser says', { 'sec-fetch-site': 'cross-site' }, 403, 'forbidden'],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 400, 'badRequest'],
    ['a form with JSON in it', { 'content-type': 'text/plain' }, 400, 'badRequest'],
  ])('from %s is refused', async (_what, headers, status, code) => {
    await it.login()
    const answer = await login({ password }, headers)
    expect([answer.statusCode, answer.json()]).toMatchObject([status, { code }])
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  test('from our own page is accepted', async () => {
    await it.login()
    expect((await login({ password }, { origin: ownOrigin, 'sec-fetch-site': 'same-origin' })).statusCode).toBe(200)
  })

  test('a request that is too large or not JSON is refused', async () => {
    const large = await login({ password: 'x'.repeat(9000) })
    const broken = await it.send('POST', '/session/login', {
      headers: { 'content-type': 'application/json' },
      payload: '{',
    })
    expect([large.statusCode, broken.statusCode]).toEqual([400, 400])
  })
})

describe('a session', () => {
  const appliances = (headers: Record<string, string>) => it.send('GET', '/api/appliances', { headers })
  const flush = (headers: Record<string, string>) => it.send('POST', '/api/flush', { headers, body: {} })

  test('changes something only with its own CSRF token', async () => {
    const mine = await it.login()
    const other = await it.login()
    expect((await flush(mine)).statusCode).toBe(200)
    expect((await flush({ cookie: mine.cookie ?? '' })).json()).toMatchObject({ code: 'forbidden' })
    expect((await flush({ ...mine, 'x-csrf-token': other['x-csrf-token'] ?? '' })).json()).toMatchObject({
      code: 'forbidden',
    })
    expect((await flush({ ...mine, origin: 'http://evil.example' })).json()).toMatchObject({ code: 'forbidden' })
    expect(csrfTokenOf('a')).not.toBe(csrfTokenOf('b'))
  })

  test('is not accepted from a request with two cookies of its name', async () => {
    const { cookie } = await it.login()
    expect((await appliances({ cookie: `${cookie}; ${cookie}` })).statusCode).toBe(401)
  })

  test('ends at the logout', async () => {
    const mine = await it.login()
    expect(
      (await it.send('POST', '/session/logout', { headers: { cookie: mine.cookie ?? '' }, body: {} })).statusCode,
    ).toBe(403)
    const answer = await it.send('POST', '/session/logout', { headers: mine, body: {} })
    expect(sessionStatus.parse(answer.json())).toMatchObject({ state: 'loggedOut', needsName: false })
    expect(answer.headers['set-cookie']).toMatch(/=; Path=\/; Max-Age=0;/)
    expect((await appliances(mine)).json()).toMatchObject({ code: 'unauthorized' })
  })

  test('ends when it was not used for 30 days', async () => {
    const mine = await it.login()
    it.clock.now += 29 * 86_400_000
    expect((await appliances(mine)).statusCode).toBe(200)
    it.clock.now += 29 * 86_400_000
    expect((await appliances(mine)).statusCode).toBe(200)
    it.clock.now += 30 * 86_400_000
    expect((await appliances(mine)).statusCode).toBe(401)
  })

  test('ends with another password, but for the browser that changed it', async () => {
    const mine = await it.login()
    const other = await it.login()
    const change = (current: string) =>
      it.send('POST', '/session/password', { headers: mine, body: { current, password: 'another one' } })
    expect((await change('wrong')).json()).toMatchObject({ code: 'wrong' })
    const answer = await change(password)
    expect(answer.statusCode).toBe(200)
    const fresh = { cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '' }
    expect([
      (await appliances(mine)).statusCode,
      (await appliances(other)).statusCode,
      (await appliances(fresh)).statusCode,
    ]).toEqual([401, 401, 200])
  })

  test('ends at a reset like all others, and a new code is needed', async () => {
    const mine = await it.login()
    it.accounts.reset()
    expect((await appliances(mine)).statusCode).toBe(401)
    expect((await it.send('GET', '/session', { headers: mine })).json()).toMatchObject({ state: 'firstStart' })
  })
})

describe('roles', () => {
  test('a member calls only what is open to members, with their own appliances', async () => {
    const member = await it.login('minji')
    expect((await it.send('GET', '/api/appliances', { headers: member })).statusCode).toBe(200)
    expect(called).toEqual([{ role: 'member', user: 'minji', appliances: new Set(['lamp']) }])
    expect((await it.send('POST', '/api/flush', { headers: member, body: {} })).json()).toMatchObject({
      code: 'forbidden',
    })
  })

  test('a member who was removed is logged out', async () => {
    const member = await it.login('minji')
    it.accounts.removeMember('minji')
    expect((await it.send('GET', '/api/appliances', { headers: member })).statusCode).toBe(401)
  })

  test.each([
    ['owner', 200],
    ['member', 403],
  ] as const)(
    'an API token of the role %s needs no CSRF token, and has the rights of the role',
    async (role, status) => {
      const token = it.accounts.createToken({ name: 'script', role })
      const headers = { authorization: `Bearer ${token}` }
      expect((await it.send('POST', '/api/flush', { headers, body: {} })).statusCode).toBe(status)
      it.accounts.revokeToken('script')
      expect((await it.send('POST', '/api/flush', { headers, body: {} })).statusCode).toBe(401)
    },
  )

  test('a wrong API token is refused, even with the cookie of a session', async () => {
    const mine = await it.login()
    expect(
      (await it.send('GET', '/api/appliances', { headers: { ...mine, authorization: 'Bearer wrong' } })).statusCode,
    ).toBe(401)
  })

  test('operations of the Unix socket are not available', async () => {
    const mine = await it.login()
    expect((await it.send('POST', '/api/dashboard/open', { headers: mine, body: {} })).statusCode).toBe(404)
    const { paths } = (await it.send('GET', '/api/openapi.json', { headers: mine })).json()
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/appliances']))
    expect(paths).not.toHaveProperty('/dashboard/open')
  })

  test('a client that is not logged in gets nothing but the page', async () => {
    for (const path of ['/api/appliances', '/api/openapi.json', '/api/events', '/metrics'])
      expect([path, (await it.send('GET', path)).statusCode]).toEqual([path, 401])
  })
})

describe('files', () => {
  test.each([
    ['br, gzip', 'br', 'brotli'],
    ['gzip, deflate', 'gzip', 'gzipped'],
    ['gzip, br;q=0', 'gzip', 'gzipped'],
    ['', undefined, 'plain'],
  ])('a browser that accepts "%s" gets %s', async (accepted, encoding, body) => {
    const answer = await it.send('GET', '/assets/main-AAAA.js', { headers: { 'accept-encoding': accepted } })
    expect([answer.headers['content-encoding'], answer.body]).toEqual([encoding, body])
    expect(answer.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      vary: 'Accept-Encoding',
    })
  })

  test.each(['/', '/icon.svg', '/assets/main-AAAA.js'])('%s is not sent again to a client that has it', async (url) => {
    const { headers } = await it.send('GET', url)
    const again = await it.send('GET', url, { headers: { 'if-none-match': String(headers.etag) } })
    expect([again.statusCode, again.body]).toEqual([304, ''])
  })

  test.each([
    ['/', 'text/html', 200],
    ['/', '*/*', 200],
    ['/appliances/lamp.1', 'text/html,*/*', 200],
    ['/appliances/lamp.1', 'application/json', 404],
    ['/assets/main-OLD.js', 'text/html', 404],
    ['/assets/../dashboard.json', '*/*', 404],
    ['/..%2f..%2fdashboard.json', '*/*', 404],
  ])('%s for %s: %s', async (url, accept, status) => {
    expect((await it.send('GET', url, { headers: { accept } })).statusCode).toBe(status)
  })

  test('a file without its compressed form is sent uncompressed', async () => {
    rmSync(join(it.folder, 'web/assets/main-AAAA.js.br'))
    const answer = await it.send('GET', '/assets/main-AAAA.js', { headers: { 'accept-encoding': 'br' } })
    expect([answer.statusCode, answer.body]).toEqual([200, 'plain'])
  })

  test('files of an update are sent without a restart, and removed files are not found', async () => {
    await it.send('GET', '/')
    rmSync(join(it.folder, 'web'), { recursive: true })
    expect((await it.send('GET', '/', { headers: { accept: 'text/html' } })).statusCode).toBe(404)
    mkdirSync(join(it.folder, 'web/assets'), { recursive: true })
    writeFileSync(join(it.folder, 'web/assets/main-BBBB.js'), 'new')
    writeFileSync(join(it.folder, 'web/index.html'), '<base href="/"><script src="assets/main-BBBB.js"></script>')
    expect((await it.send('GET', '/')).body).toContain('main-BBBB.js')
    expect((await it.send('GET', '/assets/main-BBBB.js')).body).toBe('new')
    const gone = await it.send('GET', '/assets/main-AAAA.js')
    expect([gone.statusCode, gone.headers['cache-control'] ?? '']).toEqual([
      404,
      expect.not.stringContaining('immutable'),
    ])
    expect(it.logged).toEqual([])
  })

  test('other methods are refused', async () => {
    expect((await it.send('PUT', '/')).statusCode).toBe(405)
  })
})

describe('probes', () => {
  test('report that the gateway runs, and whether it can answer CLOVA', async () => {
    expect((await it.send('GET', '/healthz')).body).toBe('ok\n')
    expect((await it.send('GET', '/readyz')).statusCode).toBe(200)
    const other = await dashboardFixture({
      probes: { notReady: () => 'no configuration is in force', metrics: async () => '' },
    })
    const answer = await other.send('GET', '/readyz')
    await other.close()
    expect([answer.statusCode, answer.body]).toEqual([503, 'no configuration is in force\n'])
  })

  test.each([
    ['a program of this machine', { remoteAddress: '127.0.0.1', headers: { host: 'localhost:8711' } }, 200],
    [
      'a page of another site in a browser of this machine',
      { remoteAddress: '127.0.0.1', headers: { host: 'localhost:8711', origin: 'http://evil.example' } },
      401,
    ],
    ['another machine', {}, 401],
    [
      'a trusted proxy on this machine',
      { remoteAddress: '10.0.0.5', headers: { 'x-forwarded-for': '203.0.113.9' } },
      401,
    ],
  ])('metrics for %s: %s', async (_what, options, status) => {
    expect((await it.send('GET', '/metrics', options)).statusCode).toBe(status)
  })

  test('metrics for an API token', async () => {
    const token = it.accounts.createToken({ name: 'prometheus', role: 'member' })
    const answer = await it.send('GET', '/metrics', { headers: { authorization: `Bearer ${token}` } })
    expect(answer.body).toBe('clova_home_appliances 3\n')
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
  })
})
