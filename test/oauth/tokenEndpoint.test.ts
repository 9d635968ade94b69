import type { LinkingSettings } from '../../src/oauth/accounts.ts'
import { lifetimesMs } from '../../src/oauth/grants.ts'
import { parseParameters } from '../../src/oauth/parameters.ts'
import { handleRevocation, handleTokenRequest } from '../../src/oauth/tokenEndpoint.ts'
import { agreed, type bench, link, linking, scene } from './oauthFixture.ts'

type Form = Readonly<Record<string, string>>

/** Posts a form to the token endpoint, with the credentials of the client in the body unless headers are given. */
async function post(
  { kept }: Pick<ReturnType<typeof bench>, 'kept'>,
  form: Form,
  settings: LinkingSettings = linking,
  headers: Form = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const { clientId, clientSecret } = settings
  const body = new URLSearchParams(
    headers.authorization === undefined ? { client_id: clientId, client_secret: clientSecret, ...form } : form,
  ).toString()
  const all = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(body.length),
    ...headers,
  }
  const services = { linking: settings, grants: kept, log: { info() {} }, refused: { add() {} } }
  const request = { headers: all, query: parseParameters(''), body: parseParameters(body) }
  const answer = await handleTokenRequest(services, request)
  return { status: answer.status, body: answer.body as Record<string, unknown> }
}
const codeForm = (code: string): Form => ({
  grant_type: 'authorization_code',
  code,
  redirect_uri: agreed.redirectUri,
})
const refreshForm = (token: string): Form => ({ grant_type: 'refresh_token', refresh_token: token })
const refused = { status: 400, body: { error: 'invalid_grant' } }

describe('a code at the token endpoint', () => {
  scene('is refused from the moment in which it expires, and gives no grant', async (it) => {
    const [young, old] = [it.kept.createCode(agreed), it.kept.createCode(agreed)]
    it.clock.now += lifetimesMs.code - 1000
    expect(await post(it, codeForm(young))).toMatchObject({ status: 200 })
    it.clock.now += 1000
    expect(await post(it, codeForm(old))).toMatchObject(refused)
    expect(it.kept.list()).toHaveLength(1)
  })
  scene('that was issued to another client is refused, and gives no grant', async (it) => {
    const code = it.kept.createCode(agreed)
    expect(await post(it, codeForm(code), { ...linking, clientId: 'other' })).toMatchObject(refused)
    expect(it.kept.list()).toEqual([])
  })
  scene('that was issued for another redirect URI is refused, used up, and gives no grant', async (it) => {
    const settings = { ...linking, redirectUris: ['https://c/', 'https://d/'] }
    const code = it.kept.createCode({ ...agreed, redirectUri: 'https://d/' })
    expect(await post(it, codeForm(code), settings)).toMatchObject(refused)
    expect(await post(it, { ...codeForm(code), redirect_uri: 'https://d/' }, settings)).toMatchObject(refused)
    expect(it.kept.list()).toEqual([])
  })
  scene('of a user who has another password meanwhile is refused', async (it) => {
    const settings = { ...linking, users: [{ name: 'family', password: 'the hash of another' }] }
    expect(await post(it, codeForm(it.kept.createCode(agreed)), settings)).toMatchObject(refused)
  })
})

describe('a refresh token at the token endpoint', () => {
  scene('is replaced by the next, which is good', async (it) => {
    const first = await post(it, refreshForm(link(it.kept).refresh))
    expect(first).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3600 } })
    expect(await post(it, refreshForm(String(first.body.refresh_token)))).toMatchObject({ status: 200 })
  })
  scene('is refused a year after its last use', async (it) => {
    const { refresh } = link(it.kept)
    it.clock.now += lifetimesMs.refresh
    expect(await post(it, refreshForm(refresh))).toMatchObject(refused)
  })
  scene('that was issued to another client is refused, and stays in force', async (it) => {
    const { refresh, grant } = link(it.kept)
    expect(await post(it, refreshForm(refresh), { ...linking, clientId: 'other' })).toMatchObject(refused)
    expect(it.kept.findByRefreshToken(refresh)?.grant).toBe(grant)
  })
  scene('that asks for more scope leaves no unused token behind', async (it) => {
    const { refresh, grant } = link(it.kept)
    expect(await post(it, { ...refreshForm(refresh), scope: 'more' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_scope' },
    })
    it.clock.now += 10 * 60_000
    expect(it.kept.findByRefreshToken(refresh)?.grant).toBe(grant)
    expect(grant.refresh).toHaveLength(1)
  })
})

describe('redirect_uri at the token endpoint', () => {
  const { redirect_uri: _omitted, ...withoutIt } = codeForm('')
  const cases: readonly (readonly [string, readonly string[], string, number])[] = [
    ['may be left out where only one is registered', ['https://c/'], 'https://c/', 200],
    ['may be left out where one is registered in both spellings', ['https://c/', 'https://c'], 'https://c', 200],
    ['must be there where two are registered', ['https://c/', 'https://d/'], 'https://c/', 400],
    [
      'must be there where two paths are registered',
      ['https://c/a/', 'https://c/a', 'https://c/b'],
      'https://c/a',
      400,
    ],
    ['must be there where the code is for one that is registered no more', ['https://d/'], 'https://c/', 400],
  ]
  for (const [name, redirectUris, redirectUri, status] of cases)
    scene(name, async (it) => {
      const code = it.kept.createCode({ ...agreed, redirectUri })
      const answer = await post(it, { ...withoutIt, code }, { ...linking, redirectUris })
      expect(answer.status).toBe(status)
      expect(answer.body.error).toBe(status === 200 ? undefined : 'invalid_request')
    })
  scene('is compared where it is there, also where it may be left out', async (it) => {
    const form = { ...codeForm(it.kept.createCode(agreed)), redirect_uri: 'https://c' }
    expect(await post(it, form, { ...linking, redirectUris: ['https://c/', 'https://c'] })).toMatchObject(refused)
  })
})

describe('HTTP Basic together with credentials in the body', () => {
  const secret = 'a+b%2B:c d='
  const settings = { ...linking, clientSecret: secret }
  const encoded = `${encodeURIComponent('clova')}:${encodeURIComponent(secret)}`
  const cases: readonly (readonly [string, string, Form, number, string | undefined])[] = [
    ['that agree is accepted', `clova:${secret}`, { client_id: 'clova', client_secret: secret }, 200, undefined],
    [
      'that agree, percent-encoded in Basic, is accepted',
      encoded,
      { client_id: 'clova', client_secret: secret },
      200,
      undefined,
    ],
    ['that repeat the secret alone is accepted', encoded, { client_secret: secret }, 200, undefined],
    ['with another secret is refused', encoded, { client_id: 'clova', client_secret: 'x' }, 400, 'invalid_request'],
    ['with another client is refused', encoded, { client_id: 'other', client_secret: secret }, 401, 'invalid_client'],
    [
      'that agree and are wrong is refused',
      'clova:x',
      { client_id: 'clova', client_secret: 'x' },
      401,
      'invalid_client',
    ],
    [
      'of which only the body is right is refused',
      'clova:x',
      { client_id: 'clova', client_secret: secret },
      400,
      'invalid_request',
    ],
  ]
  for (const [name, basic, body, status, error] of cases)
    scene(name, async (it) => {
      const headers = { authorization: `Basic ${Buffer.from(basic).toString('base64')}` }
      const answer = await post(it, { ...codeForm(it.kept.createCode(agreed)), ...body }, settings, headers)
      expect([answer.status, answer.body.error]).toEqual([status, error])
    })
})

/** Asks an endpoint with HTTP Basic, and notes what it tells. */
function asked(it: ReturnType<typeof bench>, settings: LinkingSettings = linking) {
  const told: unknown[] = []
  const services = {
    linking: settings,
    grants: it.kept,
    log: { info: (fields: object) => void told.push(fields) },
    refused: {
      add: (status: number, reason: string) => void told.push([status, reason.split(':').slice(0, 2).join(':')]),
    },
    observe: (event: object) => void told.push(event),
  }
  const basic = `Basic ${Buffer.from('clova:s').toString('base64')}`
  const request = (
    body: string,
    { query = '', type = 'application/x-www-form-urlencoded', authorization = basic } = {},
  ) => ({
    headers: { authorization, 'content-type': type, 'content-length': String(body.length) },
    query: parseParameters(query),
    body: parseParameters(body),
  })
  const revoke = (...given: Parameters<typeof request>) => handleRevocation(services, request(...given))
  const token = (...given: Parameters<typeof request>) => handleTokenRequest(services, request(...given))
  return { told, revoke, token }
}
const errorOf = ({ status, body }: { status: number; body: object }) => [status, (body as { error?: string }).error]

describe('the revocation endpoint', () => {
  scene('ends the link of an access or a refresh token, and of nothing else', async (it) => {
    const { told, revoke } = asked(it)
    const [one, two, three] = [link(it.kept), link(it.kept), link(it.kept)]
    for (const token of [one.access, two.refresh, 'nothing'])
      expect(await revoke(`token=${token}`)).toEqual({ status: 200, headers: {}, body: {} })
    expect(it.kept.list()).toEqual([three.grant])
    expect(told).toEqual([one, two].map(({ grant }) => ({ link: grant.id, user: 'family' })))
  })
  scene('leaves the links of another client', async (it) => {
    const { grant, access } = link(it.kept)
    const { revoke } = asked(it, { ...linking, clientId: 'other' })
    const authorization = `Basic ${Buffer.from('other:s').toString('base64')}`
    expect((await revoke(`token=${access}`, { authorization })).status).toBe(200)
    expect(it.kept.list()).toEqual([grant])
  })
  scene('refuses what is no request of CLOVA', async (it) => {
    const { access, grant } = link(it.kept)
    const { revoke, told } = asked(it)
    const right = `token=${access}`
    const wrong = { authorization: `Basic ${Buffer.from('clova:x').toString('base64')}` }
    expect([
      errorOf(await revoke('')),
      errorOf(await revoke(right, wrong)),
      errorOf(await revoke(right, { authorization: 'x' })),
      errorOf(await revoke(right, { query: 'a=b' })),
      errorOf(await revoke(`${right}&${right}`)),
    ]).toEqual([
      [400, 'invalid_request'],
      [401, 'invalid_client'],
      [401, 'invalid_client'],
      [400, 'invalid_request'],
      [400, 'invalid_request'],
    ])
    for (const type of [
      '',
      'application/json',
      'xapplication/x-www-form-urlencoded',
      'application/x-www-form-urlencodedx',
    ])
      expect(errorOf(await revoke(right, { type }))).toEqual([400, 'invalid_request'])
    expect(it.kept.list()).toEqual([grant])
    expect(told.slice(2, 4)).toEqual([
      { step: 'token', failure: 'wrongClient', detail: expect.stringMatching(/^invalid_client: unknown/) },
      [401, 'no token: invalid_client'],
    ])
    for (const type of [
      'Application/X-WWW-Form-Urlencoded',
      'application/x-www-form-urlencoded ; charset=utf-8',
      'application/x-www-form-urlencoded  ',
    ])
      expect((await revoke('token=x', { type })).status).toBe(200)
  })
  scene('tells no success that the disk has not', async (it) => {
    const { revoke } = asked(it)
    it.kept.flushed = async () => false
    expect(errorOf(await revoke('token=x'))).toEqual([503, 'server_error'])
  })
})

describe('what the token endpoint returns', () => {
  scene('is who got a token, and why others did not', async (it) => {
    const { told, token } = asked(it)
    const code = it.kept.createCode(agreed)
    const form = `grant_type=authorization_code&redirect_uri=${encodeURIComponent(agreed.redirectUri)}&code=`
    const answer = await token(form + code)
    expect([answer.status, answer.headers]).toEqual([200, {}])
    const [{ id } = { id: '' }] = it.kept.list()
    expect(told.splice(0)).toEqual([
      { link: id, user: 'family', grantType: 'authorization_code' },
      { step: 'token', user: 'family', link: id },
    ])
    await token(`${form}x`)
    await token('')
    await token(form, { authorization: 'x' })
    expect(told).toEqual([
      { step: 'token', failure: 'codeRefused', detail: expect.stringMatching(/^invalid_grant: /) },
      [400, 'no token: invalid_grant'],
      { step: 'token', failure: 'badLinkingRequest', detail: expect.stringMatching(/^invalid_request: /) },
      [400, 'no token: invalid_request'],
      { step: 'token', failure: 'wrongClient', detail: expect.stringMatching(/^invalid_client: /) },
      [401, 'no token: invalid_client'],
    ])
  })
  scene('is of the grant_type of the body or of the query', async (it) => {
    const { token } = asked(it)
    const refresh = () => `refresh_token=${link(it.kept).refresh}`
    const inQuery = { query: 'grant_type=refresh_token' }
    expect([
      errorOf(await token(refresh(), inQuery)),
      errorOf(await token(`grant_type=refresh_token&${refresh()}`, inQuery)),
      errorOf(await token(`grant_type=refresh_token&${refresh()}`)),
      errorOf(await token(`grant_type=refresh_token&${refresh()}`, { query: 'grant_type=authorization_code' })),
      errorOf(await token(refresh(), { query: 'grant_type=refresh_token&grant_type=refresh_token' })),
      errorOf(await token(refresh(), { query: 'grant_type=refresh_token&a=b' })),
    ]).toEqual([...Array(3).fill([200, undefined]), ...Array(3).fill([400, 'invalid_request'])])
  })
  scene('is told to nobody if nobody listens', async (it) => {
    const services = { linking, grants: it.kept, log: { info: () => {} }, refused: { add: () => {} } }
    const request = { headers: {}, query: parseParameters(''), body: parseParameters('') }
    expect(errorOf(await handleTokenRequest(services, request))[0]).toBe(401)
  })
})
