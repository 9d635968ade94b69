import { redirectWith, redirectWithError, validateAuthorizationRequest } from '../../src/oauth/authorizationRequest.ts'
import { renderProblem } from '../../src/oauth/authorizeEndpoint.ts'
import { loginPageText } from '../../src/oauth/messages.ts'
import { parseParameters } from '../../src/oauth/parameters.ts'
import { asked, encoded, redirectUri, target } from '../support/linkingClients.ts'
import { type LinkingRoutes, linkingRoutes } from '../support/linkingRoutes.ts'
import { linking } from './oauthFixture.ts'

const scene = (name: string, work: (it: LinkingRoutes) => Promise<void>, given?: Parameters<typeof linkingRoutes>[0]) =>
  test(name, async () => {
    const it = await linkingRoutes(given)
    try {
      await work(it)
    } finally {
      await it.close()
    }
  })
/** The fields of the lines of the log that are ours. */
const fieldsOf = ({ lines }: LinkingRoutes) => lines.map(({ level, time, pid, hostname, msg, ...own }) => own)

describe('an authorization request', () => {
  const settings = { ...linking, clientId: 'clova', redirectUris: [redirectUri] }
  const decide = (changes: Record<string, string | undefined>) => {
    const entries = Object.entries({ ...asked, ...changes }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    )
    return validateAuthorizationRequest(parseParameters(encoded(entries)), settings)
  }
  test.each<[string, Record<string, string | undefined>, object]>([
    ['of CLOVA asks for a login', {}, { kind: 'ask', authorization: asked }],
    ['with the longest state', { state: 'x'.repeat(4096) }, { kind: 'ask' }],
    ['with a longer state', { state: 'x'.repeat(4097) }, { kind: 'page', problem: 'request' }],
    ['with the longest scope', { scope: 'x'.repeat(500) }, { kind: 'ask' }],
    ['with a scope of blanks', { scope: '  ' }, { kind: 'redirect' }],
    ['whose scope begins with a quote', { scope: '"x' }, { kind: 'redirect' }],
    ['whose scope ends with a quote', { scope: 'x"' }, { kind: 'redirect' }],
    ['without a redirect URI', { redirect_uri: undefined }, { kind: 'page', problem: 'redirect' }],
    ['without a client', { client_id: undefined }, { kind: 'page', problem: 'client' }],
  ])('%s', (_what, changes, expected) => {
    expect(decide(changes)).toMatchObject(expected)
  })
  test('without a scope is accepted without one', () => {
    const { scope, ...rest } = asked
    expect(decide({ scope: undefined })).toStrictEqual({ kind: 'ask', authorization: rest })
  })
})

describe('a redirect', () => {
  test.each([
    ['https://c/cb', 'https://c/cb?state=a%20b%2B&x=1'],
    ['https://c/cb?vendorId=a%20b&x=1+2', 'https://c/cb?vendorId=a%20b&x=1+2&state=a%20b%2B&x=1'],
    ['https://c/cb?', 'https://c/cb?state=a%20b%2B&x=1'],
    ['https://c/cb?a=b&', 'https://c/cb?a=b&state=a%20b%2B&x=1'],
  ])('keeps %s exactly, with the returned parameters behind it', (uri, whole) => {
    expect(redirectWith(uri, { state: 'a b+', x: '1' })).toBe(whole)
  })
  test('with an error has the state if there was one', () => {
    const error = { error: 'invalid_scope', description: 'why' } as const
    expect(redirectWithError('https://c/', error, 's')).toBe(
      'https://c/?error=invalid_scope&error_description=why&state=s',
    )
    expect(redirectWithError('https://c/', error)).toBe('https://c/?error=invalid_scope&error_description=why')
  })
})

describe('a user who opens the login page', () => {
  scene('is told to the observer', async (it) => {
    await it.open()
    await it.open({ ...asked, client_id: 'x' })
    await it.open({ ...asked, redirect_uri: 'https://x/' })
    await it.open({ ...asked, state: 'é' })
    const step = 'loginPage'
    expect(it.observed).toEqual([
      { step },
      { step, failure: 'wrongClient' },
      { step, failure: 'wrongRedirect' },
      { step, failure: 'badLinkingRequest' },
    ])
  })
  scene('gets a cookie of this host, of https and of no script, and keeps the one that they have', async (it) => {
    const { headers, cookie } = await it.open()
    expect([headers['set-cookie']].flat()).toEqual([
      expect.stringMatching(/^__Host-clova-home=[\w-]{43}; Path=\/; Max-Age=600; Secure; HttpOnly; SameSite=Lax$/),
    ])
    expect((await it.open(asked, { cookie })).cookie).toBe(cookie)
  })
})

describe('a user who logs in', () => {
  scene('with a wrong password may try again, and that is told', async (it) => {
    const page = await it.fill(await it.open(), { username: 'user0', password: 'x' }, '198.51.100.7')
    expect(page.status).toBe(200)
    expect(page.body).toContain(loginPageText.ko.wrong)
    expect(page.body).toContain('value="user0"')
    expect(it.observed.slice(1)).toEqual([{ step: 'code', failure: 'wrongLogin' }])
    expect(fieldsOf(it)).toEqual([{ from: '198.51.100.7' }])
  })
  scene('without anything is wrong as well', async (it) => {
    const page = await it.fill(await it.open(), { password: '' })
    expect([page.status, page.body.includes(loginPageText.ko.wrong)]).toEqual([200, true])
    expect(page.body).toContain('name="username" value=""')
  })
  scene('is told with a name and an address', async (it) => {
    expect((await it.fill(await it.open(), { username: 'user0' }, '198.51.100.7')).body).toBe('')
    expect(it.observed.slice(1)).toEqual([{ step: 'code', user: 'user0' }])
    expect(fieldsOf(it)).toEqual([{ user: 'user0', from: '198.51.100.7' }])
  })
  scene('too often has to wait, and that is told and counted', async (it) => {
    const page = await it.open()
    for (let i = 0; i < 5; i += 1) await it.fill(page, { username: `u${i}`, password: 'x' }, '198.51.100.7')
    const answer = await it.fill(page, { username: 'user0' }, '198.51.100.7')
    expect([answer.status, Number(answer.headers['retry-after']) > 1]).toEqual([429, true])
    expect(answer.body).toContain('value="user0"')
    expect(it.observed.at(-1)).toEqual({ step: 'code', failure: 'tooManyLogins' })
    expect(fieldsOf(it).at(-1)).toMatchObject({ result: 429, count: 1 })
  })
  scene('with an old page gets a new one', async (it) => {
    const page = await it.open()
    const answer = await it.send({ ...page.hidden, username: 'user0', form: '' }, { Cookie: page.cookie })
    expect([answer.status, answer.body.includes(loginPageText.ko.stale)]).toEqual([403, true])
    expect(answer.headers['retry-after']).toBeUndefined()
  })
  scene('and cancels goes back with an error', async (it) => {
    const to = target(await it.fill(await it.open(), { cancel: '1' }))
    expect(Object.fromEntries(to.searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'the owner cancelled',
      state: asked.state,
    })
    expect(it.observed).toHaveLength(1)
  })
  scene(
    'of whom nobody need be told gets a code all the same',
    async (it) => {
      expect([(await it.open()).status, (await it.open({ ...asked, client_id: 'x' })).status]).toEqual([200, 400])
      expect((await it.fill(await it.open(), { username: 'user0', password: 'x' })).status).toBe(200)
      expect(target(await it.fill(await it.open(), { username: 'user0' })).searchParams.has('code')).toBe(true)
      const from = it.address()
      for (let i = 0; i < 5; i += 1) await it.fill(await it.open(), { username: `u${i}`, password: 'x' }, from)
      expect((await it.fill(await it.open(), { username: 'user1' }, from)).status).toBe(429)
      expect((await it.exchange(await it.code())).status).toBe(200)
      expect((await it.exchange('x')).status).toBe(400)
    },
    { observe: undefined } as never,
  )
  scene('while the disk cannot be written goes back with an error', async (it) => {
    const error = new Error('a fault')
    it.grants.flushed = async () => false
    const to = target(await it.fill(await it.open(), { username: 'user0' }))
    expect(Object.fromEntries(to.searchParams)).toEqual({
      error: 'server_error',
      error_description: expect.stringContaining('the disk'),
      state: asked.state,
    })
    expect(fieldsOf(it).at(-1)).toMatchObject({ err: expect.anything() })
    it.grants.flushed = async () => {
      throw error
    }
    const again = target(await it.fill(await it.open(), { username: 'user1' }))
    expect(again.searchParams.get('error_description')).toBe('the gateway failed')
    it.grants.flushed = async () => true
  })
})

test.each([
  ['client', 400, {}],
  ['busy', 503, { 'Retry-After': '5' }],
  ['tooLarge', 413, {}],
] as const)('the page of the problem %s has its HTTP status', (problem, status, headers) => {
  const answer = renderProblem({ language: 'ko', linking }, { languages: 'ja' }, problem)
  expect(answer).toMatchObject({ status, html: expect.stringContaining('<html lang="ja">') })
  expect(answer.headers).toEqual(headers)
})
