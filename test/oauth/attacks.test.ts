import { asked, redirectUri, target } from '../support/linkingClients.ts'
import { type LinkingRoutes, linkingRoutes } from '../support/linkingRoutes.ts'
import { forgeries, tokenAttacks } from './attacks.ts'

let it: LinkingRoutes
beforeAll(async () => {
  it = await linkingRoutes()
})
afterAll(() => it.close())

describe('a request for the login page that CLOVA did not make', () => {
  test.each(forgeries.map((one) => [one.name, one] as const))('%s', async (_name, { query, ends }) => {
    const page = await it.open(query)
    expect(page.body).not.toContain('<form')
    if (ends === 'page') {
      expect(page.status).toBe(400)
      expect(page.headers.location).toBeUndefined()
    } else {
      const to = target(page)
      expect(to.href.startsWith(`${redirectUri}?`)).toBe(true)
      expect(to.searchParams.get('error')).toBe(ends)
      expect(to.searchParams.has('code')).toBe(false)
    }
  })
  // The form is judged as the query is.
  test.each(forgeries.map((one) => [one.name, one] as const))('sent as a form: %s', async (_name, { query, ends }) => {
    const page = await it.open()
    const form = [...query, ['form', page.hidden.form ?? ''], ['username', 'user0'], ['password', 'x']] as const
    const answer = await it.send(form, { Cookie: page.cookie, 'X-Forwarded-For': it.address() })
    expect(answer.status).toBe(ends === 'page' ? 400 : 303)
    expect(String(answer.headers.location)).not.toContain('code=')
  })
})

describe('a request for a token', () => {
  // One login for all: whether it is still good does not matter to any of them.
  let code: string | undefined
  test.each(tokenAttacks.map((one) => [one.name, one] as const))(
    '%s',
    async (_name, { change, headers, path, status, error }) => {
      code ??= await it.code()
      const form = change({ grant_type: 'authorization_code', code, redirect_uri: redirectUri })
      const answer = await it.token(form, headers, path)
      expect(answer).toMatchObject({ status, json: { error } })
      expect(answer.json).not.toHaveProperty('access_token')
      expect(answer.headers['www-authenticate']).toEqual(status === 401 ? expect.stringMatching(/^Basic /) : undefined)
      // Of what was sent, nothing comes back.
      expect(String(answer.json.error_description)).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/)
    },
  )
})

describe('a code', () => {
  test('is accepted once, and a second use revokes the tokens of the first', async () => {
    const code = await it.code()
    const { json } = await it.exchange(code)
    expect(it.authorize(json.access_token)).toBe('good')
    expect(await it.exchange(code)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } })
    expect(it.authorize(json.access_token)).toBe('unknown')
    expect(await it.refresh(json.refresh_token)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } })
    expect(it.lines.some(({ msg, level }) => level === 'warn' && String(msg).includes('a code was used twice'))).toBe(
      true,
    )
  })
  test('that is sent fifteen times at once revokes all its tokens', async () => {
    const code = await it.code()
    const all = await Promise.all(Array.from({ length: 15 }, () => it.exchange(code)))
    const given = all.filter(({ status }) => status === 200)
    expect(given.length).toBeLessThanOrEqual(1)
    for (const { json } of given) expect(it.authorize(json.access_token)).toBe('unknown')
  })
  test('that was sent with another redirect URI cannot be used any more', async () => {
    const code = await it.code()
    const stolen = { grant_type: 'authorization_code', code, redirect_uri: 'https://evil.example/' }
    expect(await it.token(stolen)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } })
    expect(await it.exchange(code)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } })
  })
  test('stays valid after a client without the secret sent it', async () => {
    const code = await it.code()
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
    expect((await it.token(form, { Authorization: 'Basic Y2xvdmE6d3Jvbmc=' })).status).toBe(401)
    expect((await it.exchange(code)).status).toBe(200)
  })
  test('is not accepted as an access token, and neither is a refresh token', async () => {
    const code = await it.code()
    expect(it.authorize(code)).toBe('unknown')
    expect(it.authorize((await it.exchange(code)).json.refresh_token)).toBe('unknown')
  })
})

describe('a refresh token', () => {
  test('is refused for more scope than was granted, and stays valid', async () => {
    const { json } = await it.exchange(await it.code())
    const form = { grant_type: 'refresh_token', refresh_token: String(json.refresh_token) }
    expect(await it.token({ ...form, scope: 'home admin' })).toMatchObject({
      status: 400,
      json: { error: 'invalid_scope' },
    })
    expect((await it.token({ ...form, scope: 'home' })).json.scope).toBe('home')
  })
  test('that is invented from the beginning of a real one ends the family, since only a holder of a token knows its beginning', async () => {
    const { json } = await it.exchange(await it.code())
    const begin = String(json.refresh_token).slice(0, 20)
    expect(await it.refresh(begin + 'A'.repeat(44))).toMatchObject({ status: 400, json: { error: 'invalid_grant' } })
    expect(it.authorize(json.access_token)).toBe('unknown')
  })
  test('that is sent twice at once gives both senders a working token', async () => {
    const { json } = await it.exchange(await it.code())
    const both = await Promise.all([it.refresh(json.refresh_token), it.refresh(json.refresh_token)])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    const [one, other] = both
    // Which of them CLOVA keeps is its own affair.
    expect((await it.refresh(other?.json.refresh_token)).status).toBe(200)
    expect(it.authorize(one?.json.access_token)).toBe('good')
  })
})

describe('a login form', () => {
  test.each<
    [string, (form: Record<string, string>, cookie: string) => [Record<string, string>, Record<string, string>]]
  >([
    ['without its token', ({ form, ...rest }, cookie) => [rest, { Cookie: cookie }]],
    [
      'with a token that is made up',
      (form, cookie) => [{ ...form, form: `${Date.now()}.${'A'.repeat(43)}` }, { Cookie: cookie }],
    ],
    [
      'with an older time on its token',
      (form, cookie) => [{ ...form, form: String(form.form).replace(/^\d+/, '1') }, { Cookie: cookie }],
    ],
    ['without the cookie of its browser', (form) => [form, {}]],
    ['with the cookie of another browser', (form) => [form, { Cookie: `__Host-clova-home=${'B'.repeat(43)}` }]],
    ['with two cookies', (form, cookie) => [form, { Cookie: `${cookie}; __Host-clova-home=${'B'.repeat(43)}` }]],
    ['with the state of another', (form, cookie) => [{ ...form, state: 'another' }, { Cookie: cookie }]],
    ['with another scope', (form, cookie) => [{ ...form, scope: 'all' }, { Cookie: cookie }]],
    ['sent by another site', (form, cookie) => [form, { Cookie: cookie, 'Sec-Fetch-Site': 'cross-site' }]],
    ['sent by a neighbour of ours', (form, cookie) => [form, { Cookie: cookie, 'Sec-Fetch-Site': 'same-site' }]],
  ])('%s is refused even with the right password', async (_how, change) => {
    const page = await it.open()
    const filled = { ...page.hidden, username: it.user(), password: '열려라 참깨 open' }
    const [form, headers] = change(filled, page.cookie)
    const answer = await it.send(form, { 'X-Forwarded-For': it.address(), ...headers })
    expect(answer.status).toBe(403)
    expect(answer.body).toContain('role="alert"')
    expect(answer.headers.location).toBeUndefined()
  })

  test('of one tab is not valid in another, and both tabs work', async () => {
    const first = await it.open({ ...asked, state: 'first' })
    const second = await it.open({ ...asked, state: 'second' }, { Cookie: first.cookie })
    expect(second.cookie).toBe(first.cookie)
    const mixed = { ...first, hidden: { ...first.hidden, form: String(second.hidden.form) } }
    expect((await it.fill(mixed, { username: it.user() })).status).toBe(403)
    expect(target(await it.fill(second, { username: it.user() })).searchParams.get('state')).toBe('second')
    expect(target(await it.fill(first, { username: it.user() })).searchParams.get('state')).toBe('first')
  })

  test('with its password in the query is refused', async () => {
    const page = await it.open()
    const answer = await it.send(page.hidden, { Cookie: page.cookie }, '/oauth/authorize?username=user0&password=x')
    expect(answer).toMatchObject({ status: 400 })
  })

  test('returns typed values as escaped text only', async () => {
    const name = `"><script>alert(1)</script>'&`
    const answer = await it.fill(await it.open(), { username: name, password: 'x' })
    expect(answer.body).not.toContain('<script')
    expect(answer.body).toContain('&quot;&gt;&lt;script&gt;')
  })

  test('that is too large is refused with 413', async () => {
    const page = await it.open()
    expect(await it.fill(page, { username: 'x'.repeat(20_000) })).toMatchObject({ status: 413 })
  })
})

describe('guessing', () => {
  test('returns the same answer to a wrong name and to a wrong password', async () => {
    const [wrongName, wrongPassword] = [
      await it.fill(await it.open(), { username: 'nobody' }),
      await it.fill(await it.open(), { username: it.user(), password: 'wrong' }),
    ]
    const plain = ({ body }: { body: string }) => body.replace(/value="[^"]*"/g, '')
    expect(plain(wrongName)).toContain('role="alert"')
    expect(plain(wrongName)).toBe(plain(wrongPassword))
    expect(wrongName.status).toBe(wrongPassword.status)
  })

  test('is refused from the sixth attempt in a minute on, whatever the names, with the time of the next attempt', async () => {
    const from = it.address()
    const tries: number[] = []
    for (let i = 0; i < 5; i += 1)
      tries.push((await it.fill(await it.open(), { username: `guess${i}`, password: 'x' }, from)).status)
    expect(tries).toEqual([200, 200, 200, 200, 200])
    const sixth = await it.fill(await it.open(), { username: it.user() }, from)
    expect(sixth.status).toBe(429)
    expect(Number(sixth.headers['retry-after'])).toBeGreaterThan(0)
    expect(Number(sixth.headers['retry-after'])).toBeLessThanOrEqual(60)
    // Nobody else is kept out by it.
    expect((await it.fill(await it.open(), { username: it.user() })).status).toBe(303)
  })
})
