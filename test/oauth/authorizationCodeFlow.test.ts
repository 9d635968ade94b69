import { createHash } from 'node:crypto'
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { redirectWith } from '../../src/oauth/authorizationRequest.ts'
import { envelope, signed } from '../support/clova.ts'
import { type LinkingGateway, startLinkingGateway } from '../support/linking.ts'
import { asked, basic, clientSecret, limited, password, redirectUri, target } from '../support/linkingClients.ts'

let it: LinkingGateway
beforeAll(async () => {
  it = await startLinkingGateway()
})
afterAll(() => it.close())

/** What CLOVA gets for a request with this token. */
async function answerTo(action: string, accessToken: unknown, payload: object = {}) {
  const body = envelope(`${action}Request`, { accessToken, ...payload })
  return JSON.parse((await it.post(body, { signaturecek: signed(body) })).body)
}
const turnOn = (accessToken: unknown, applianceId = 'lamp') =>
  answerTo('TurnOn', accessToken, { appliance: { applianceId } })

describe('the authorization code flow of CLOVA', () => {
  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['HTTP Basic, percent-encoded', {}, {}],
    ['HTTP Basic as it is', { Authorization: `Basic ${Buffer.from(`clova:${clientSecret}`).toString('base64')}` }, {}],
    ['the body', { Authorization: '' }, { client_id: 'clova', client_secret: clientSecret }],
  ])(
    'the page, a login, the redirect, the code, a command, a refresh: authenticated by %s',
    async (_how, headers, inBody) => {
      const authorization = headers.Authorization === '' ? {} : { Authorization: basic(), ...headers }
      const post = async (form: Record<string, string>) => {
        const answer = await it.send({ ...form, ...inBody }, authorization, '/oauth/token')
        return { ...answer, json: JSON.parse(answer.body) }
      }
      const page = await it.open()
      expect(page).toMatchObject({ status: 200, hidden: asked })
      expect(page.body).toContain('<h1>우리집</h1>')
      const to = target(await it.fill(page, { username: it.user() }))
      expect(to.href.startsWith(`${redirectUri}?`)).toBe(true)
      expect([...to.searchParams.keys()].sort()).toEqual(['code', 'state'])
      expect(to.searchParams.get('state')).toBe(asked.state)
      const code = String(to.searchParams.get('code'))

      const first = await post({ grant_type: 'authorization_code', code, redirect_uri: redirectUri })
      expect(first.status).toBe(200)
      expect(first.headers['content-type']).toMatch(/^application\/json/)
      expect(first.json).toEqual({
        access_token: expect.stringMatching(/^[\w-]{43}$/),
        token_type: 'Bearer',
        expires_in: 3600,
        refresh_token: expect.stringMatching(/^[\w-]{64}$/),
        scope: asked.scope,
      })
      expect((await turnOn(first.json.access_token)).header.name).toBe('TurnOnConfirmation')

      const second = await post({ grant_type: 'refresh_token', refresh_token: first.json.refresh_token })
      expect(second.status).toBe(200)
      expect(second.json.refresh_token).not.toBe(first.json.refresh_token)
      expect((await turnOn(second.json.access_token)).header.name).toBe('TurnOnConfirmation')
      // The one before lives out its hour: commands with it may be on their way.
      expect((await turnOn(first.json.access_token)).header.name).toBe('TurnOnConfirmation')
    },
  )

  test('a grant_type in the query of the URI is understood, as other extensions need it', async () => {
    const code = await it.code()
    const form = { code, redirect_uri: redirectUri }
    const { status, json } = await it.token(form, {}, '/oauth/token?grant_type=authorization_code')
    expect(status).toBe(200)
    const again = { grant_type: 'refresh_token', refresh_token: String(json.refresh_token) }
    expect((await it.token(again, {}, '/oauth/token?grant_type=refresh_token')).status).toBe(200)
    expect(await it.token(again, {}, '/oauth/token?grant_type=authorization_code')).toMatchObject({
      status: 400,
      json: { error: 'invalid_request' },
    })
  })

  test('CLOVA’s redirect URI without its last slash is accepted, and the code is sent to exactly that URI', async () => {
    const spelt = redirectUri.slice(0, -1)
    const to = target(await it.fill(await it.open({ ...asked, redirect_uri: spelt }), { username: it.user() }))
    expect(to.href.startsWith(`${spelt}?code=`)).toBe(true)
    const form = { grant_type: 'authorization_code', code: String(to.searchParams.get('code')) }
    expect(await it.token({ ...form, redirect_uri: spelt })).toMatchObject({ status: 200 })
  })

  test('a request without a scope gets tokens without a scope', async () => {
    const { scope, ...rest } = asked
    const to = target(await it.fill(await it.open(rest), { username: it.user() }))
    expect((await it.exchange(String(to.searchParams.get('code')))).json).not.toHaveProperty('scope')
  })

  test('a token that was created by hand stays valid', async () => {
    expect((await turnOn(it.byHand)).header.name).toBe('TurnOnConfirmation')
  })

  test('cancelling redirects with access_denied', async () => {
    const to = target(await it.fill(await it.open(), { cancel: '1' }))
    expect(Object.fromEntries(to.searchParams)).toMatchObject({ error: 'access_denied', state: asked.state })
  })
})

describe('revocation', () => {
  test.each(['refresh_token', 'access_token'] as const)('by the %s ends that link and no other', async (kind) => {
    const [{ json: mine }, { json: other }] = [await it.exchange(await it.code()), await it.exchange(await it.code())]
    expect(await it.revoke(mine[kind])).toMatchObject({ status: 200 })
    expect((await turnOn(mine.access_token)).header.name).toBe('InvalidAccessTokenError')
    expect(await it.refresh(mine.refresh_token)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } })
    expect((await turnOn(other.access_token)).header.name).toBe('TurnOnConfirmation')
  })
  test('of an unknown token succeeds', async () => {
    expect(await it.revoke('nothing-of-ours')).toMatchObject({ status: 200 })
  })
  test('requires client authentication', async () => {
    expect(await it.token({ token: 'x' }, { Authorization: basic('clova', 'wrong') }, '/oauth/revoke')).toMatchObject({
      status: 401,
      json: { error: 'invalid_client' },
    })
  })
})

describe('a user with some appliances', () => {
  test('finds and controls those, and neither the others nor scenes with them', async () => {
    const { json } = await it.exchange(await it.code(limited))
    const found = await answerTo('DiscoverAppliances', json.access_token)
    expect(found.payload.discoveredAppliances.map((one: { applianceId: string }) => one.applianceId)).toEqual([
      'lamp',
      'scene:dark',
    ])
    expect(found.payload.customCommands.map((one: { name: string }) => one.name)).toEqual(['어둠'])
    expect((await turnOn(json.access_token)).header.name).toBe('TurnOnConfirmation')
    const unlock = { lockState: 'UNLOCKED' }
    const theirs = await answerTo('SetLockState', json.access_token, { appliance: { applianceId: 'door' }, ...unlock })
    const nobodys = await answerTo('SetLockState', json.access_token, {
      appliance: { applianceId: 'nothing' },
      ...unlock,
    })
    expect([theirs.header.name, theirs.payload]).toEqual(['NoSuchTargetError', nobodys.payload])
    expect(nobodys.header.name).toBe('NoSuchTargetError')
    expect((await turnOn(json.access_token, 'scene:away')).header.name).toBe('NoSuchTargetError')
    expect(
      (await answerTo('GetLockState', json.access_token, { appliance: { applianceId: 'door' } })).header.name,
    ).toBe('NoSuchTargetError')
  })
  test('does not restrict other users', async () => {
    const { json } = await it.exchange(await it.code())
    const found = await answerTo('DiscoverAppliances', json.access_token)
    expect(found.payload.discoveredAppliances).toHaveLength(4)
    expect(found.payload.customCommands).toHaveLength(2)
  })
})

describe('the stored data', () => {
  test('contains no secret, and is readable by its owner only', async () => {
    const code = await it.code()
    const { json } = await it.exchange(code)
    const file = join(it.folder, 'state', 'grants.json')
    const text = readFileSync(file, 'utf8')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    for (const secret of [code, json.access_token, json.refresh_token, password, clientSecret])
      expect(text).not.toContain(String(secret))
    // The family alone would let somebody end a link.
    expect(text).not.toContain(code.slice(0, 20))
  })
  test('is not logged with a secret either', () => {
    const log = JSON.stringify(it.lines)
    expect(log).toContain('an access token was given')
    expect(log).not.toContain(password)
    expect(log).not.toContain(clientSecret)
    expect(log).not.toMatch(/[\w-]{64}/)
  })
})

test('when the disk cannot be written, no code and no token is issued', async () => {
  const gateway = await startLinkingGateway()
  const state = join(gateway.folder, 'state')
  const [pending, { json }] = [await gateway.code(), await gateway.exchange(await gateway.code())]
  renameSync(state, `${state}.away`)
  writeFileSync(state, 'a file where the folder was')
  // CLOVA keeps the refresh token that it has, and commands go on.
  const meanwhile = await gateway.refresh(json.refresh_token)
  expect(meanwhile).toMatchObject({ status: 200, json: { access_token: expect.any(String) } })
  expect(meanwhile.json).not.toHaveProperty('refresh_token')
  expect(await gateway.exchange(pending)).toMatchObject({ status: 503, json: { error: 'server_error' } })
  const login = target(await gateway.fill(await gateway.open(), { username: gateway.user() }))
  expect(login.searchParams.get('error')).toBe('server_error')
  rmSync(state)
  renameSync(`${state}.away`, state)
  expect((await gateway.refresh(json.refresh_token)).json).toHaveProperty('refresh_token')
  await gateway.close()
})

describe('while the disk cannot be written', () => {
  let gateway: LinkingGateway
  const state = () => join(gateway.folder, 'state')
  const onDisk = () => JSON.parse(readFileSync(join(state(), 'grants.json'), 'utf8')).data.grants
  const breakDisk = () => {
    renameSync(state(), `${state()}.away`)
    writeFileSync(state(), 'a file where the folder was')
  }
  const mendDisk = () => {
    rmSync(state())
    renameSync(`${state()}.away`, state())
  }
  beforeAll(async () => {
    gateway = await startLinkingGateway()
  })
  afterAll(() => gateway.close())

  test.each<[string, (code: string, refresh: unknown) => Promise<{ status: number }>, number]>([
    ['a revocation', (_code, refresh) => gateway.revoke(refresh), 200],
    ['the end of a family by a second use of its code', (code) => gateway.exchange(code), 400],
  ])('%s is not reported as done, however often it is requested', async (_what, ask, done) => {
    const code = await gateway.code()
    const { json } = await gateway.exchange(code)
    breakDisk()
    for (let i = 0; i < 3; i += 1) expect((await ask(code, json.refresh_token)).status).toBe(503)
    mendDisk()
    expect((await ask(code, json.refresh_token)).status).toBe(done)
    expect(onDisk()).toEqual([])
  })

  test('two refreshes at once leave the token of CLOVA valid', async () => {
    const { json } = await gateway.exchange(await gateway.code())
    breakDisk()
    const both = await Promise.all([gateway.refresh(json.refresh_token), gateway.refresh(json.refresh_token)])
    mendDisk()
    for (const one of both) {
      expect(one.status).toBe(200)
      expect(one.json).not.toHaveProperty('refresh_token')
    }
    await gateway.refresh('x')
    expect(onDisk()[0].refresh).toEqual([createHash('sha256').update(String(json.refresh_token)).digest('hex')])
  })
})

test('a code whose exchange fails leaves no link without a token', async () => {
  const gateway = await startLinkingGateway()
  const code = await gateway.code()
  const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: 'x'.repeat(50) }
  expect(await gateway.token(form)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } })
  const file = readFileSync(join(gateway.folder, 'state', 'grants.json'), 'utf8')
  expect(JSON.parse(file).data).toEqual({ codes: [], grants: [] })
  await gateway.close()
})

test('state and query are returned percent-encoded, with a code and with an error', async () => {
  const state = `state=${encodeURIComponent(asked.state)}`
  const filled = async (fields: Record<string, string>) =>
    String((await it.fill(await it.open(), { username: it.user(), ...fields })).headers.location)
  expect(await filled({})).toMatch(new RegExp(`/\\?code=[\\w-]+&${state}$`))
  expect(await filled({ cancel: '1' })).toBe(
    `${redirectUri}?error=access_denied&error_description=the%20owner%20cancelled&${state}`,
  )
})

test.each([
  ['https://c/cb', 'https://c/cb?state=a%20b%2B'],
  ['https://c/cb?vendorId=a%20b&x=1+2', 'https://c/cb?vendorId=a%20b&x=1+2&state=a%20b%2B'],
  ['https://c/cb?', 'https://c/cb?state=a%20b%2B'],
])('%s is kept exactly, with the returned parameters behind it', (redirect, whole) => {
  expect(redirectWith(redirect, { state: 'a b+' })).toBe(whole)
})

describe('every response', () => {
  test.each<[string, () => Promise<{ headers: Record<string, unknown> }>]>([
    ['the page', () => it.open()],
    ['a problem', () => it.open({ ...asked, client_id: 'x' })],
    ['the redirect', async () => it.fill(await it.open(), { username: it.user() })],
    ['a token', async () => it.exchange(await it.code())],
    ['an error', () => it.exchange('x')],
  ])('has the headers against caching: %s', async (_what, ask) => {
    const { headers } = await ask()
    expect(headers).toMatchObject({
      'strict-transport-security': expect.stringMatching(/max-age=\d{8}/),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe|script-src/)
  })
  test('has a cookie for this host and https only, which scripts cannot read', async () => {
    const { headers } = await it.open()
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(/^__Host-[\w-]+=[\w-]{43}; Path=\/; Max-Age=\d+; Secure; HttpOnly; SameSite=Lax$/),
    ])
  })
  test.each([
    ['GET', '/oauth/token'],
    ['GET', '/oauth/revoke'],
    ['PUT', '/oauth/authorize'],
    ['GET', '/oauth/'],
    ['POST', '/oauth/authorize/'],
    ['POST', '/oauth/__proto__'],
  ])('%s %s does not exist', async (method, path) => {
    expect(await it.post('', {}, { method, path })).toMatchObject({ status: 404, body: '' })
  })
})

test('a token in the query of a command is ignored', async () => {
  const { json } = await it.exchange(await it.code())
  const body = envelope('HealthCheckRequest', { appliance: { applianceId: 'lamp' } })
  const path = `/clova?access_token=${json.access_token}`
  const answer = await it.post(
    body,
    { signaturecek: signed(body), Authorization: `Bearer ${json.access_token}` },
    { path },
  )
  expect(JSON.parse(answer.body).header.name).toBe('InvalidAccessTokenError')
})
