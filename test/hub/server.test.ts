import { createHash } from 'node:crypto'
import { IncomingMessage, type RequestListener, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { readBody } from '../../src/http/middleware/rawBody.ts'
import { clientSecretOfHome } from '../../src/hub/credentials.ts'
import { encodeResponse } from '../../src/hub/messages.ts'
import { envelope, signed } from '../support/clova.ts'
import { asked, basic, encoded } from '../support/linkingClients.ts'
import { silent } from '../support/log.ts'
import { homeInProcess, homeSecretKey, hubInProcess, respondWith } from './testHub.ts'

const id = '0123456789ab'
const json = { 'Content-Type': 'application/json;charset=UTF-8' }
const typed = { 'Content-Type': 'application/x-www-form-urlencoded', 'Accept-Language': 'en' }
const command = (accessToken = `${id}.token`) =>
  envelope('TurnOnRequest', { accessToken, appliance: { applianceId: 'lamp' } }, 'message-1')
const authorize = (query: string) => ({ method: 'GET', path: `/oauth/authorize?${query}` })
const cookieFor = (state: string, home = id) =>
  `__Host-home-${createHash('sha256').update(state).digest('hex').slice(0, 16)}=${home}`

/** The sum of the times of all requests, in seconds. */
const secondsIn = (metrics: string) => Number(/^clova_hub_request_seconds_sum (\S+)$/m.exec(metrics)?.[1])

/** What reached a home. */
interface Received {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly address: string | undefined
  readonly body: string
}

/** A hub beside one home with this application, which records what reaches it. */
async function hubBeside(app: RequestListener = respondWith(200, json, '{"of":"home"}')) {
  const received: Received[] = []
  const logged: object[] = []
  const recording: RequestListener = async (request, response) => {
    const body = await readBody(request, 65_536)
    const { method, url, headers, socket } = request
    received.push({ method, url, headers, address: socket.remoteAddress, body: String(body) })
    app(request, response)
  }
  const warn = (fields: object, message: string) => void logged.push({ ...fields, message })
  const hub = await hubInProcess({ [id]: homeInProcess(recording) }, { ...silent, warn, error: warn, debug: warn })
  return { ...hub, received, logged }
}

test('a command of CLOVA reaches its home with its signed bytes, and the response is returned byte for byte', async () => {
  const { send, received, metrics, logged } = await hubBeside(respondWith(200, json, '{"text":"한글"}'))
  const body = command()
  const beforeMs = performance.now()
  const answer = await send(body, { SignatureCEK: signed(body), 'X-Forwarded-For': '203.0.113.7', Cookie: 'a=b' })
  expect(answer).toMatchObject({ status: 200, body: '{"text":"한글"}' })
  expect(answer.headers).toMatchObject({
    'content-type': 'application/json;charset=UTF-8',
    'content-length': '17',
    'x-content-type-options': 'nosniff',
  })
  expect(received).toEqual([
    { method: 'POST', url: '/clova', headers: expect.any(Object), address: '203.0.113.7', body },
  ])
  const { signaturecek, cookie, ...rest } = received[0]?.headers ?? {}
  expect({ signaturecek, cookie }).toEqual({ signaturecek: signed(body), cookie: undefined })
  expect(rest).toMatchObject({ 'content-type': 'application/json', 'content-length': String(body.length) })
  const counted = metrics.write({ isConnected: true })
  expect(counted).toContain('clova_hub_requests_total{result="answered"} 1\n')
  expect(counted).toContain('clova_hub_request_seconds_count 1\n')
  expect(secondsIn(counted)).toBeLessThanOrEqual((performance.now() - beforeMs) / 1000)
  expect(counted).toContain('clova_hub_homes 1\n')
  expect(logged).toEqual([])
})

test.each([
  ['without a signature', command(), {}, 401, 'no signature'],
  [
    'with a wrong signature',
    command(),
    { SignatureCEK: Buffer.alloc(256, 1).toString('base64') },
    401,
    'wrong signature',
  ],
  ['that is not JSON', 'hello', { SignatureCEK: signed('hello') }, 400, 'not JSON'],
  ['of more than 64 KiB', 'x'.repeat(65_537), { SignatureCEK: signed('x'.repeat(65_537)) }, 413, 'too large'],
])('a request %s ends at the hub', async (_name, body, headers, status, reason) => {
  const { send, received, logged } = await hubBeside()
  expect(await send(body, headers)).toMatchObject({ status, body: '' })
  expect(received).toEqual([])
  expect(logged).toMatchObject([{ result: status, reason: expect.stringContaining(reason) }])
})

test.each([
  ['of no home', 'a-token-without-a-prefix', 'InvalidAccessTokenError'],
  ['that is no text', 7, 'InvalidAccessTokenError'],
  ['of a home that is not connected', 'ba9876543210.token', 'TargetOfflineError'],
])('a command with a token %s is answered by the hub', async (_name, accessToken, name) => {
  const { send, received, metrics } = await hubBeside()
  const body = command(accessToken as string)
  const beforeMs = performance.now()
  const answer = await send(body, { SignatureCEK: signed(body) })
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json;charset=UTF-8' } })
  expect(JSON.parse(answer.body)).toEqual({
    header: { messageId: 'message-1', name, namespace: 'ClovaHome', payloadVersion: '1.0' },
    payload: expect.any(Object),
  })
  expect(received).toEqual([])
  expect(metrics.write({ isConnected: true })).toContain(`clova_hub_requests_total{result="${name}"} 1\n`)
  expect(metrics.write({ isConnected: true })).toContain('clova_hub_homes 0\n')
  expect(secondsIn(metrics.write({ isConnected: true }))).toBeLessThanOrEqual((performance.now() - beforeMs) / 1000)
})

test('a home that refuses a signed request of CLOVA is offline to CLOVA, which the hub logs', async () => {
  const { send, logged } = await hubBeside(respondWith(401, {}, ''))
  const body = command()
  expect((await send(body, { SignatureCEK: signed(body) })).body).toContain('TargetOfflineError')
  expect(logged).toEqual([{ home: id, result: 401, message: 'a home refused a request that CLOVA has signed' }])
  const offline = command('ba9876543210.token')
  await send(offline, { SignatureCEK: signed(offline) })
  expect(logged).toHaveLength(1)
})

test('a self-test reaches its home with the signature that it has, thirty times in ten minutes from one address', async () => {
  const { send, received } = await hubBeside(respondWith(401, json, '{"proof":1}'))
  const test = (home: string, body = 'x', headers = {}) => send(body, headers, { path: `/clova/self-test/${home}` })
  expect(await test(id)).toMatchObject({ status: 401, body: '{"proof":1}' })
  expect(await test(id, 'y'.repeat(1024), { SignatureCEK: 'c2ln' })).toMatchObject({ status: 401 })
  expect(received.map(({ method, url, body, headers }) => [method, url, body.length, headers.signaturecek])).toEqual([
    ['POST', '/clova', 1, undefined],
    ['POST', '/clova', 1024, 'c2ln'],
  ])
  expect(await test(id, 'y'.repeat(1025))).toMatchObject({ status: 413 })
  expect(await test('no-home')).toMatchObject({ status: 404 })
  expect(await test('ba9876543210')).toMatchObject({ status: 503 })
  for (let i = 4; i < 30; i += 1) expect((await test(id)).status).toBe(401)
  expect((await test(id)).status).toBe(429)
  expect((await test(id, 'x', { 'X-Forwarded-For': '203.0.113.2' })).status).toBe(401)
})

test.each([
  ['ko', '우리 집 코드', '연결할 수 없습니다'],
  ['ja', 'わが家のコード', '連携できません'],
  ['en', 'Code of your home', 'This cannot be linked'],
])(
  'the page that asks for the code of the home, and that of an invalid request, in %s',
  async (language, code, invalid) => {
    const { send } = await hubBeside()
    const languages = { 'Accept-Language': language }
    const page = await send('', languages, authorize(encoded(asked)))
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining(`<h1>${code}</h1>`) })
    expect(page.body).toContain(`<input type="hidden" name="query" value="${encoded(asked).replaceAll('&', '&amp;')}">`)
    // Nothing tells of a problem before a code is typed.
    expect(page.body).toMatch(/<p class="sub">[^<]+<\/p>\s+<form /)
    expect(page.body).toMatch(/<input id="home" [^>]+ required>/)
    expect(page.body).not.toContain('aria-invalid="')
    expect(page.body).toContain('name="home" value=""')
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      vary: 'Accept-Language',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    })
    for (const changed of [{ client_id: 'other' }, { state: undefined }]) {
      const fields = Object.entries({ ...asked, ...changed }).filter(([, value]) => value !== undefined)
      const refused = await send('', languages, authorize(encoded(fields as [string, string][])))
      expect(refused).toMatchObject({ status: 400, body: expect.stringContaining(`<h1>${invalid}</h1>`) })
    }
  },
)

test('a home is chosen by its code, in a cookie of this one request', async () => {
  const page = respondWith(200, { 'Content-Type': 'text/html', 'Set-Cookie': 'other=1' }, '<h1>kim</h1>')
  const { send, received } = await hubBeside(page)
  const query = encoded(asked)
  const choose = (home: string, fields = {}, headers = {}) =>
    send(encoded({ query, home, ...fields }), { ...typed, ...headers }, { path: '/oauth/home' })
  const chosen = await choose(' 0123-4567 89AB')
  const cookie = cookieFor(asked.state)
  expect(chosen).toMatchObject({
    status: 303,
    headers: {
      location: `/oauth/authorize?${query}`,
      'set-cookie': `${cookie}; Path=/; Max-Age=900; Secure; HttpOnly; SameSite=Lax`,
      'cache-control': 'no-store',
    },
  })
  const headers = { Cookie: `a=b; ${cookie} ; c`, 'Accept-Language': 'ja', 'Sec-Fetch-Site': 'same-origin' }
  expect(await send('', headers, authorize(query))).toMatchObject({ status: 200, body: '<h1>kim</h1>' })
  expect(received.at(-1)).toMatchObject({
    method: 'GET',
    url: `/oauth/authorize?${query}`,
    headers: { 'accept-language': 'ja', 'sec-fetch-site': 'same-origin' },
  })
  expect(received.map(({ url }) => url)).toEqual([`/oauth/authorize?${query}`, `/oauth/authorize?${query}`])
  // The cookie of another request, one of no home, and none.
  for (const Cookie of [cookieFor('other'), cookieFor(asked.state, 'no-home'), cookie.replace('=', ''), '']) {
    const shown = await send('', { ...typed, Cookie }, authorize(query))
    expect(shown).toMatchObject({ status: 200, body: expect.stringContaining('<h1>Code of your home</h1>') })
  }
  const malformed = await choose('kim'.repeat(20))
  expect(malformed).toMatchObject({ status: 400, body: expect.stringContaining('has 12 letters and digits') })
  expect(malformed.body).toContain('role="alert" id="error"')
  expect(malformed.body).toContain(`value="${'kim'.repeat(20).slice(0, 40)}"`)
  expect(malformed.body).toContain('required aria-invalid="true" aria-describedby="error" autofocus>')
  const choosing = (form: Record<string, string>) => send(encoded(form), typed, { path: '/oauth/home' })
  expect((await choosing({ query })).body).toContain('name="home" value=""')
  expect((await choosing({ home: id })).body).toContain('<h1>This cannot be linked</h1>')
  expect((await choose('<b>')).body).toContain('value="&lt;b&gt;"')
  const away = await choose('ba9876543210')
  expect(away).toMatchObject({ status: 400, body: expect.stringContaining('cannot be reached') })
  expect(away.body).toContain('value="ba9876543210"')
  expect(away.headers['set-cookie']).toBeUndefined()
  expect(await choose(id, { query: 'client_id=clova' })).toMatchObject({ status: 400 })
  expect(await choose(id, {}, { 'Sec-Fetch-Site': 'cross-site' })).toMatchObject({ status: 400 })
  expect(await choose(id, {}, { 'Sec-Fetch-Site': 'same-origin' })).toMatchObject({ status: 303 })
  expect(await choose(id, { more: 'x'.repeat(16 * 1024) })).toMatchObject({ status: 413 })
})

test('an offline home is reported on the page that asks for its code', async () => {
  const { send } = await hubBeside()
  const Cookie = cookieFor(asked.state, 'ba9876543210')
  const shown = await send('', { ...typed, Cookie }, authorize(encoded(asked)))
  expect(shown).toMatchObject({ status: 400, body: expect.stringContaining('cannot be reached') })
  expect(shown.body).toContain('name="query"')
  const sent = await send(encoded({ ...asked, password: 'secret' }), { ...typed, Cookie }, { path: '/oauth/authorize' })
  expect(sent).toMatchObject({ status: 400, body: expect.stringContaining('cannot be reached') })
  // Another home can be chosen for the same request, without what was typed.
  const query = /name="query" value="([^"]*)"/.exec(sent.body)?.[1]?.replaceAll('&amp;', '&')
  expect(Object.fromEntries(new URLSearchParams(query))).toEqual(asked)
  const { scope, ...short } = asked
  const again = await send(encoded(short), { ...typed, Cookie }, { path: '/oauth/authorize' })
  expect(again.body).toContain('name="query"')
  expect({ scope, hasScope: again.body.includes('scope=') }).toEqual({ scope, hasScope: false })
})

test('a browser that names no language gets English', async () => {
  const { send } = await hubBeside()
  expect((await send('', {}, authorize(encoded(asked)))).body).toContain('<h1>Code of your home</h1>')
})

test('a failed connection is logged only at the debug level', async () => {
  const { app, logged } = await hubBeside()
  const socket = new Socket()
  const request = Object.assign(new IncomingMessage(socket), { method: 'GET', url: '/' })
  const response = new ServerResponse(request)
  response.assignSocket(socket)
  app(request, response)
  socket.emit('error', new Error('reset'))
  expect(logged).toMatchObject([{ err: { message: 'reset' }, message: 'a connection failed' }])
})

test('a login reaches its home unchanged', async () => {
  const { send, received } = await hubBeside(respondWith(200, {}, 'page'))
  const login = (form: object, headers = {}) =>
    send(encoded({ ...asked, ...form }), { ...typed, ...headers }, { path: '/oauth/authorize' })
  const Cookie = cookieFor(asked.state)
  expect(await login({ username: 'kim' }, { Cookie })).toMatchObject({ status: 200, body: 'page' })
  expect(received).toMatchObject([
    {
      method: 'POST',
      url: '/oauth/authorize',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'en' },
      body: encoded({ ...asked, username: 'kim' }),
    },
  ])
  expect(received[0]?.headers).not.toHaveProperty('cookie')
  const unknown = await login({ username: 'kim' })
  expect(unknown).toMatchObject({ status: 400, body: expect.stringContaining('<h1>This cannot be linked</h1>') })
  expect(await login({ username: 'x'.repeat(16 * 1024) }, { Cookie })).toMatchObject({ status: 413 })
  expect(received).toHaveLength(1)
})

test.each([
  ['a redirect to CLOVA', 303, { Location: 'https://clova.example/?code=1' }, 'https://clova.example/?code=1'],
  ['the lowest redirect', 300, { Location: 'https://clova.example/' }, 'https://clova.example/'],
  ['a redirect to nowhere', 303, {}, undefined],
  ['the highest redirect', 399, { Location: 'https://clova.example/' }, 'https://clova.example/'],
  ['a redirect to a script', 303, { Location: 'javascript:alert(1)' }, undefined],
  ['a redirect to http', 303, { Location: 'http://clova.example/https://' }, undefined],
  ['a location without a redirect', 200, { Location: 'https://clova.example/' }, undefined],
  ['a location with an error', 400, { Location: 'https://clova.example/' }, undefined],
])('a page of a home with %s', async (_name, status, headers, location) => {
  const { send } = await hubBeside(respondWith(status, headers, ''))
  const answer = await send('', { Cookie: cookieFor(asked.state) }, authorize(encoded(asked)))
  expect(answer.status).toBe(status)
  expect(answer.headers.location).toBe(location)
  expect(answer.headers).not.toHaveProperty('set-cookie')
})

test.each([
  ['is too long', `client_id=clova&state=${'a'.repeat(4096)}`],
  ['has a character that no address has', 'client_id=clova&state=a b'],
])('an authorization request that %s is refused at once, since no home would accept it', async (_name, query) => {
  let sent = 0
  const home = () => {
    sent += 1
    return undefined
  }
  const { send } = await hubInProcess({ [id]: home })
  const chosen = await send(encoded({ home: id, query }), typed, { path: '/oauth/home' })
  expect(chosen).toMatchObject({ status: 400, body: expect.stringContaining('The request is not valid') })
  const Cookie = cookieFor('a'.repeat(4096))
  const shown = await send('', { Cookie }, authorize(encoded({ ...asked, state: 'a'.repeat(4096) })))
  expect(shown).toMatchObject({ status: 400, body: expect.stringContaining('The request is not valid') })
  expect(sent).toBe(0)
})

const newCookie = `__Host-clova-home=${'c'.repeat(43)}`
const html = '<script>navigator.serviceWorker.register("/oauth/authorize")</script>'
const hostileHeaders = {
  'content-type': 'text/javascript',
  'content-security-policy': "default-src 'unsafe-inline' *",
  'set-cookie': [
    '__Host-home-0123456789abcdef=other; Path=/',
    `__Host-clova-home=${'x'.repeat(4096)}`,
    '__Host-clova-home=csrf; Path=/; Secure',
    `${newCookie}; Domain=example.com; Max-Age=99999999; SameSite=None`,
    `__Host-clova-home=${'d'.repeat(43)}`,
  ],
}

test('a home receives only the cookie of its own login form, and cannot set the cookie of another home', async () => {
  const { send, received } = await hubBeside(respondWith(200, {}, 'page'))
  const [own, others] = ['o'.repeat(43), 'x'.repeat(43)]
  const Cookie = [
    `session=secret; ${cookieFor('state of another request', 'ba9876543210')}; __Host-clova-home-ba9876543210=${others}`,
    `__Host-clova-home=${others}; ${cookieFor(asked.state)}; __Host-clova-home-${id}=${own}`,
  ].join('; ')
  await send('', { Cookie }, authorize(encoded(asked)))
  await send(encoded(asked), { ...typed, Cookie }, { path: '/oauth/authorize' })
  await send(encoded({ home: id, query: encoded(asked) }), { ...typed, Cookie }, { path: '/oauth/home' })
  expect(received.map(({ headers }) => headers.cookie)).toEqual(Array(3).fill(`__Host-clova-home=${own}`))
})

test('a home controls the body of its login page, but not the security headers of the origin that all homes share', async () => {
  const { send } = await hubBeside(respondWith(200, hostileHeaders, html))
  const headers = { ...typed, Cookie: cookieFor(asked.state) }
  for (const [body, options] of [
    ['', authorize(encoded(asked))],
    [encoded(asked), { path: '/oauth/authorize' }],
  ] as const) {
    const page = await send(body, headers, options)
    expect(page.body).toBe(html)
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      vary: 'Accept-Language',
      'set-cookie': `__Host-clova-home-${id}=${'c'.repeat(43)}; Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Lax`,
    })
  }
  // What a browser can post without a question, and what CLOVA posts: never shown as a page.
  const body = command()
  for (const answer of [
    await send('x', {}, { path: `/clova/self-test/${id}` }),
    await send(body, { SignatureCEK: signed(body) }),
  ]) {
    expect(answer.body).toBe(html)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json;charset=UTF-8',
      'x-content-type-options': 'nosniff',
    })
    expect(answer.headers['set-cookie']).toBeUndefined()
  }
})

test.each([
  ['application/json', 'application/json'],
  ['Application/JSON; charset=utf-8', 'Application/JSON; charset=utf-8'],
  ['application/json, text/html', json['Content-Type']],
  ['text/html; application/json', json['Content-Type']],
  [undefined, json['Content-Type']],
])('a message of a home of the type %s', async (given, shown) => {
  const { send } = await hubBeside(respondWith(200, given === undefined ? {} : { 'Content-Type': given }, '{}'))
  const body = command()
  expect((await send(body, { SignatureCEK: signed(body) })).headers['content-type']).toBe(shown)
})

test.each([
  ['code', { grant_type: 'authorization_code', code: `${id}.code` }, ''],
  ['refresh token', { grant_type: 'refresh_token', refresh_token: `${id}.refresh` }, ''],
  ['token', { token: `${id}.token` }, ''],
  ['code in the query', { grant_type: 'authorization_code' }, `?code=${id}.code`],
])(
  'a %s is verified by the home that issued it, which authenticates the hub by a secret of its own',
  async (_name, form, query) => {
    const refused = { 'Content-Type': 'application/json', 'WWW-Authenticate': 'Basic' }
    const { send, received, metrics } = await hubBeside(respondWith(400, refused, '{"error":"invalid_grant"}'))
    const headers = { ...typed, Authorization: basic(), 'X-Forwarded-For': '203.0.113.7' }
    const both = { ...form, client_id: 'clova', client_secret: 'x' }
    for (const [path, sent] of [
      ['/oauth/token', form],
      ['/oauth/revoke', form],
    ] as const)
      expect(await send(encoded(sent), headers, { path: path + query })).toMatchObject({
        status: 400,
        body: '{"error":"invalid_grant"}',
        headers: { 'content-type': 'application/json', 'www-authenticate': 'Basic', 'cache-control': 'no-store' },
      })
    expect(received.map(({ url }) => url)).toEqual([`/oauth/token${query}`, `/oauth/revoke${query}`])
    const secret = clientSecretOfHome(homeSecretKey, id)
    expect(received[0]).toMatchObject({
      method: 'POST',
      address: '203.0.113.7',
      headers: {
        authorization: `Basic ${Buffer.from(`clova:${secret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: encoded(form),
    })
    expect(metrics.write({ isConnected: true })).toContain('clova_hub_homes 1\n')
    // Credentials in the form are those of the console, and go no further.
    const inForm = { ...both, client_secret: basicSecret }
    expect(await send(encoded(inForm), typed, { path: `/oauth/token${query}` })).toMatchObject({ status: 400 })
    expect(received.at(-1)?.body).toBe(encoded(form))
  },
)
const basicSecret = Buffer.from(basic().slice(6), 'base64')
  .toString('utf8')
  .split(':')
  .slice(1)
  .map(decodeURIComponent)
  .join(':')

test.each([
  [
    'with the secret of a home',
    { Authorization: basic('clova', clientSecretOfHome(homeSecretKey, id)) },
    401,
    'invalid_client',
  ],
  ['of another client', { Authorization: basic('other') }, 401, 'invalid_client'],
  ['without credentials', {}, 401, 'invalid_client'],
  ['for a token of no home', { Authorization: basic(), token: 'x' }, 400, 'invalid_grant'],
  ['without a token', { Authorization: basic(), token: '' }, 400, 'invalid_grant'],
  ['for a home that is away', { Authorization: basic(), token: 'ba9876543210.x' }, 503, 'temporarily_unavailable'],
])(
  'a request to the token endpoint %s is refused by the hub',
  async (_name, { token = `${id}.x`, ...headers }: Record<string, string>, status, error) => {
    const { send, received } = await hubBeside()
    const answer = await send(encoded({ refresh_token: token }), { ...typed, ...headers }, { path: '/oauth/token' })
    expect(answer).toMatchObject({
      status,
      headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    })
    expect(JSON.parse(answer.body)).toMatchObject({ error, error_description: expect.any(String) })
    expect('www-authenticate' in answer.headers).toBe(status === 401)
    expect(received).toEqual([])
  },
)

test('a client whose two kinds of credentials differ is refused', async () => {
  const { send } = await hubBeside()
  const form = { refresh_token: `${id}.x`, client_secret: 'another' }
  const answer = await send(encoded(form), { ...typed, Authorization: basic() }, { path: '/oauth/token' })
  expect([answer.status, JSON.parse(answer.body).error]).toEqual([400, 'invalid_request'])
})

test('a form that is too large for the token endpoint ends at the hub', async () => {
  const { send } = await hubBeside()
  const form = encoded({ token: `${id}.${'x'.repeat(16 * 1024)}` })
  expect(await send(form, { ...typed, Authorization: basic() }, { path: '/oauth/token' })).toMatchObject({
    status: 413,
  })
})

test.each([
  ['the largest response', { body: Buffer.alloc(1024 * 1024, 'x') }, 200],
  ['a status that HTTP does not end a request with', { status: 101 }, 200],
  ['a status that has no body', { status: 204 }, 200],
  ['a header that HTTP cannot have', { headers: { 'www-authenticate': '한글\u0001' } }, 200],
])('a home that answers with %s affects no other request', async (_name, response, status) => {
  const hostile = () => encodeResponse({ status: 200, headers: {}, body: Buffer.from('{}'), ...response })
  const good = homeInProcess(respondWith(200, json, 'good'))
  const { send } = await hubInProcess({ [id]: hostile, ba9876543210: good })
  const bodies = [command(), command('ba9876543210.token')]
  const [bad, other] = await Promise.all(bodies.map((body) => send(body, { SignatureCEK: signed(body) })))
  expect({ status: bad?.status, other: other?.body }).toEqual({ status, other: 'good' })
})

test('a path that the hub does not have is not found', async () => {
  const { send, received } = await hubBeside()
  for (const path of ['/', '/clova/', '/CLOVA', '/.hub/status', '/oauth/other', '/metrics'])
    expect(await send('', {}, { path })).toMatchObject({ status: 404 })
  expect(received).toEqual([])
})
