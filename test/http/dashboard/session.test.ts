import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { accountsFileName } from '../../../src/http/dashboard/accounts.ts'
import { csrfTokenOf, hasCsrfToken, isFromOtherSite } from '../../../src/http/dashboard/authentication.ts'
import { type DashboardFixture, dashboardFixture, password } from './dashboardFixture.ts'

type Given = Parameters<typeof dashboardFixture>[0]
const scene = (name: string, work: (it: DashboardFixture) => Promise<void>, given?: Given) =>
  test(name, async () => {
    const it = await dashboardFixture(given)
    try {
      await work(it)
    } finally {
      await it.close()
    }
  })
const json = { 'content-type': 'application/json; charset=utf-8' }
const start = (it: DashboardFixture, code: string, chosen = password) =>
  it.send('POST', '/session/start', { body: { code, password: chosen } })
const login = (it: DashboardFixture, body: object) => it.send('POST', '/session/login', { body })
const fieldsOf = (it: DashboardFixture) => it.logged.map(([level, fields]) => [level, fields])
const from = '192.168.1.20'

/** Attempts that are all allowed, and what was asked of them. */
function noted() {
  const asked: unknown[] = []
  const note =
    (what: string, answer: unknown) =>
    (...given: unknown[]) => {
      asked.push([what, ...given])
      return answer
    }
  return { asked, attempts: { check: note('check', { delayMs: 0 }), attemptsLeft: note('left', 3) } as never }
}

describe('the state of the session', () => {
  scene('is told to who is not logged in, and whether a name is needed', async (it) => {
    const session = await it.login()
    const facts = { now: expect.any(Number), language: 'ko', minPasswordLength: 8 }
    const status = async () => (await it.send('GET', '/session')).json()
    expect(await status()).toEqual({ state: 'loggedOut', needsName: false, ...facts })
    await it.login('minji')
    expect(await status()).toEqual({ state: 'loggedOut', needsName: true, ...facts })
    const answer = await it.send('GET', '/session', { headers: session })
    expect(answer.json()).toEqual({
      ...{ state: 'loggedIn', name: 'owner', role: 'owner', csrfToken: session['x-csrf-token'] },
      ...{ version: '1.2.3', edition: 'kr', isConfigured: true, ...facts },
    })
    expect(answer.headers).toMatchObject(json)
  })

  scene('is not told to an API token', async (it) => {
    await it.login()
    const token = it.accounts.createToken({ name: 'script', role: 'owner' })
    const answer = await it.send('GET', '/session', { headers: { authorization: `Bearer ${token}` } })
    expect(answer.json()).toMatchObject({ state: 'loggedOut' })
  })

  test.each(['/session/', '/session/login/', '/session/LOGIN', '/sessions'])('is not returned at %s', async (url) => {
    const it = await dashboardFixture()
    const { statusCode } = await it.send('POST', url, { body: { password } })
    await it.close()
    expect(statusCode).toBe(url === '/sessions' ? 405 : 404)
  })

  scene(
    'is a fault of the gateway where it cannot be told',
    async (it) => {
      expect((await it.send('GET', '/session')).statusCode).toBe(500)
      expect(fieldsOf(it)).toEqual([['error', { err: new Error('a fault') }]])
    },
    {
      gatewayInfo: () => {
        throw new Error('a fault')
      },
    },
  )
})

describe('the first password', () => {
  scene('is set once, though two send the code at once', async (it) => {
    const { text } = it.accounts.offerCode(false)
    const answers = await Promise.all([start(it, text), start(it, text)])
    expect(answers.map((answer) => answer.json().state ?? answer.json().code).toSorted()).toEqual([
      'loggedIn',
      'noCode',
    ])
  })

  scene('may have 8 to 200 characters, and is logged', async (it) => {
    const { text } = it.accounts.offerCode(false)
    expect((await start(it, text, 'x'.repeat(7))).json()).toMatchObject({ code: 'tooShort' })
    expect((await start(it, text, 'x'.repeat(201))).json()).toMatchObject({ code: 'tooLong' })
    const wrong = await start(it, 'AAAA-AAAA')
    expect([wrong.json().code, wrong.headers['retry-after']]).toEqual(['wrongCode', undefined])
    const answer = await start(it, text, 'x'.repeat(200))
    expect([answer.statusCode, answer.headers['content-type'], answer.headers.connection]).toEqual([
      ...[200, json['content-type']],
      expect.not.stringContaining('close'),
    ])
    expect(fieldsOf(it)).toEqual([
      ['warn', { from }],
      ['info', { from }],
    ])
  })

  const counted = noted()
  scene(
    'is counted under its code, and under no name of a user',
    async (it) => {
      const { text } = it.accounts.offerCode(false)
      await start(it, 'AAAA-AAAA')
      expect(counted.asked).toEqual([
        ['check', from, ` code ${text}`, false],
        ['left', from, ` code ${text}`, false],
        ['left', '', ` code ${text}`, false],
      ])
    },
    { attempts: counted.attempts },
  )

  scene('that cannot be written is kept in memory, which is logged', async (it) => {
    const { text } = it.accounts.offerCode(false)
    await it.accounts.flush()
    const file = join(it.folder, accountsFileName)
    rmSync(file)
    mkdirSync(file)
    const headers = { 'x-csrf-token': '', cookie: '' }
    const answer = await start(it, text, 'x'.repeat(8))
    expect(answer.statusCode).toBe(200)
    const reasons = () => it.logged.flatMap(([, fields]) => ('reason' in fields ? [String(fields.reason)] : []))
    const before = reasons().length
    expect(reasons().at(-1)).toContain('cannot be written')
    headers.cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
    headers['x-csrf-token'] = answer.json().csrfToken
    const body = { current: 'x'.repeat(8), password }
    expect((await it.send('POST', '/session/password', { headers, body })).statusCode).toBe(200)
    expect(reasons().length).toBeGreaterThan(before)
    expect(it.logged.filter(([, , message]) => message === 'the password is kept in memory only')).toHaveLength(2)
    rmSync(file, { recursive: true })
  })
})

describe('a login', () => {
  scene('is one of the owner without a name, and of a member with theirs', async (it) => {
    await it.login()
    await it.login('minji')
    for (const name of ['', '  ', 'owner ', undefined]) {
      it.clock.now += 60_001
      const answer = await login(it, { ...(name !== undefined && { name }), password })
      expect(answer.json()).toMatchObject({ state: 'loggedIn', name: 'owner', role: 'owner', version: '1.2.3' })
    }
    it.clock.now += 60_001
    expect((await login(it, { name: 'minji', password })).json()).toMatchObject({ name: 'minji', role: 'member' })
    expect((await login(it, { name: 'minji', password: 'wrong' })).statusCode).toBe(401)
    expect(fieldsOf(it).slice(-2)).toEqual([
      ['info', { user: 'minji', from }],
      ['warn', { from }],
    ])
  })

  const counted = noted()
  scene(
    'is counted apart for users and for names that nobody has',
    async (it) => {
      it.accounts.setOwnerPassword('$scrypt$')
      it.accounts.setMember('minji', {}, '$scrypt$')
      for (const name of ['minji', 'nobody'])
        expect((await login(it, { name, password })).json()).toMatchObject({ attemptsLeft: 3 })
      expect(counted.asked).toEqual([
        ['check', from, 'minji', true],
        ['left', from, 'minji', true],
        ['check', from, 'nobody', false],
        ['left', from, 'nobody', false],
      ])
    },
    { attempts: counted.attempts },
  )

  test.each([
    ['of another form', { name: 1 }, 'this is not what the page sends'],
    ['that is too long', { password: 'x'.repeat(9000) }, 'a request has at most 8192 bytes'],
  ])('%s is refused', async (_what, body, message) => {
    const it = await dashboardFixture()
    await it.login()
    const answer = await login(it, body)
    await it.close()
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: 'badRequest', message }])
  })

  scene('that is not read to its end closes the connection', async (it) => {
    const headers = { 'content-type': 'text/plain' }
    const { headers: got } = await it.send('POST', '/session/login', { headers, payload: 'x' })
    expect(got.connection).toBe('close')
  })
})

describe('another password', () => {
  const change = (it: DashboardFixture, headers: Record<string, string>, chosen = 'another one') =>
    it.send('POST', '/session/password', { headers, body: { current: password, password: chosen } })

  scene('is set by a page of the session alone, and logged', async (it) => {
    const mine = await it.login()
    expect((await change(it, {})).json()).toMatchObject({ code: 'unauthorized' })
    const token = it.accounts.createToken({ name: 'script', role: 'owner' })
    expect((await change(it, { authorization: `Bearer ${token}` })).json()).toMatchObject({ code: 'unauthorized' })
    expect((await change(it, { ...mine, 'x-csrf-token': 'x' })).json()).toMatchObject({ code: 'forbidden' })
    expect((await change(it, mine, 'short')).json()).toMatchObject({ code: 'tooShort' })
    expect((await change(it, mine)).statusCode).toBe(200)
    expect(fieldsOf(it).at(-1)).toEqual(['info', { user: 'owner' }])
    expect((await login(it, { password: 'another one' })).statusCode).toBe(200)
  })

  const otherHash = 'the hash of another password'
  for (const [what, act, users] of [
    ['resets the page', (accounts) => accounts.reset(), []],
    ['sets another one', (accounts) => accounts.setPassword('owner', otherHash), [{ password: otherHash }]],
  ] as readonly (readonly [string, (accounts: DashboardFixture['accounts']) => void, object[]])[]) {
    let actNow = () => {}
    scene(
      `is not set if the owner ${what} while it is hashed`,
      async (it) => {
        const mine = await it.login()
        actNow = () => act(it.accounts)
        expect((await change(it, mine)).json()).toMatchObject({ code: 'unauthorized' })
        expect(it.accounts.users()).toMatchObject(users)
      },
      {
        // The user is known already when attempts are counted.
        attempts: {
          check() {
            actNow()
            return { delayMs: 0 }
          },
        } as never,
      },
    )
  }
})

describe('a logout', () => {
  scene('of a browser without a session takes its cookie away, too', async (it) => {
    await it.login()
    await it.login('minji')
    const answer = await it.send('POST', '/session/logout', { body: {} })
    expect([answer.statusCode, answer.json()]).toMatchObject([
      200,
      { state: 'loggedOut', needsName: true, language: 'ko' },
    ])
    expect(answer.headers['set-cookie']).toBe('clova-home-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict')
  })
})

describe('the sender of a request', () => {
  scene('is known by a cookie among others, of its length', async (it) => {
    const { cookie = '' } = await it.login()
    const state = async (header: string) =>
      (await it.send('GET', '/session', { headers: { cookie: header } })).json().state
    expect(await state(`a=b;  ${cookie} ; c=d`)).toBe('loggedIn')
    for (const header of [`x${cookie}`, `${cookie}x`, cookie.replace('=', '=x'), ''])
      expect([header, await state(header)]).toEqual([header, 'loggedOut'])
  })

  scene('is known by an API token', async (it) => {
    const token = it.accounts.createToken({ name: 'script', role: 'owner' })
    const status = async (authorization: string) =>
      (await it.send('GET', '/metrics', { headers: { authorization } })).statusCode
    for (const right of ['Bearer ', 'bearer ', 'Bearer   ']) expect(await status(right + token)).toBe(200)
    for (const wrong of [`xBearer ${token}`, `Bearer ${token} x`, `Basic ${token}`, `Bearer${token}`, 'Bearer', ''])
      expect([wrong, await status(wrong)]).toEqual([wrong, 401])
  })

  test.each([
    ['nothing', {}, false],
    ['our own page', { origin: 'HTTP://home', 'sec-fetch-site': 'same-origin' }, false],
    ['an address that was typed', { 'sec-fetch-site': 'none' }, false],
    ['another site', { 'sec-fetch-site': 'same-site' }, true],
    ['another origin', { origin: 'http://home:81', 'sec-fetch-site': 'same-origin' }, true],
  ])('is another site by %s: %s', (_what, headers, expected) => {
    expect(isFromOtherSite({ headers } as never, { ownOrigins: ['http://home'] } as never)).toBe(expected)
  })

  test.each([
    ['its own', csrfTokenOf('session'), true],
    ['another', csrfTokenOf('other'), false],
    ['none', undefined, false],
    ['two', [csrfTokenOf('session')], false],
  ])('sends %s CSRF token: %s', (_what, token, expected) => {
    expect(hasCsrfToken({ headers: { 'x-csrf-token': token } } as never, 'session')).toBe(expected)
  })
})
