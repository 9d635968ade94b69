import { jest } from '@jest/globals'
import { asked, encoded, redirectUri, target } from '../../support/linkingClients.ts'
import { type LinkingRoutes, linkingRoutes } from '../../support/linkingRoutes.ts'

type Given = Parameters<typeof linkingRoutes>[0]
const scene = (name: string, work: (it: LinkingRoutes) => Promise<void>, given?: Given) =>
  test(name, async () => {
    const it = await linkingRoutes(given)
    try {
      await work(it)
    } finally {
      await it.close()
    }
  })
const html = { 'content-type': 'text/html; charset=utf-8', vary: 'Accept-Language', 'x-frame-options': 'DENY' }
const json = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }

scene('the whole way: page, login, code, tokens, refresh, revocation', async (it) => {
  const page = await it.open()
  expect(page).toMatchObject({ status: 200, headers: html, hidden: asked })
  const user = it.user()
  const to = target(await it.fill(page, { username: user }))
  expect(to.href.startsWith(`${redirectUri}?code=`)).toBe(true)
  expect(to.searchParams.get('state')).toBe(asked.state)
  const first = await it.exchange(String(to.searchParams.get('code')))
  expect(first).toMatchObject({ status: 200, headers: json })
  expect(first.json).toEqual({
    access_token: expect.stringMatching(/^[\w-]{43}$/),
    ...{ token_type: 'Bearer', expires_in: 3600, scope: asked.scope },
    refresh_token: expect.stringMatching(/^[\w-]{64}$/),
  })
  const second = await it.refresh(first.json.refresh_token)
  expect([it.authorize(first.json.access_token), it.authorize(second.json.access_token)]).toEqual(['good', 'good'])
  expect(await it.revoke(second.json.access_token)).toMatchObject({ status: 200, headers: json, json: {} })
  expect(it.authorize(second.json.access_token)).toBe('unknown')
  const link = expect.any(String)
  expect(it.observed).toEqual([
    { step: 'loginPage' },
    { step: 'code', user },
    { step: 'token', user, link },
    { step: 'token', user, link },
  ])
  const fields = it.lines.map(({ level, time, pid, hostname, msg, ...own }) => own)
  expect(fields).toEqual([
    { user, from: expect.any(String) },
    { user, link, grantType: 'authorization_code' },
    { user, link, grantType: 'refresh_token' },
    { user, link },
  ])
})

scene('the page is in the language of the browser, and else in that of the home', async (it) => {
  for (const [accepted, language] of [
    ['ja', 'ja'],
    ['fr', 'ko'],
  ] as const) {
    const headers = { 'accept-language': accepted }
    expect((await it.open(asked, headers)).body).toContain(`<html lang="${language}">`)
    expect((await it.open({ ...asked, client_id: 'x' }, headers)).body).toContain(`<html lang="${language}">`)
    const inQuery = await it.post('', headers, { path: '/oauth/authorize?a=b' })
    expect([inQuery.status, inQuery.body.includes(`<html lang="${language}">`)]).toEqual([400, true])
  }
})

scene('a form with a query is refused, since every proxy on the way may log it', async (it) => {
  const page = await it.open()
  const form = { ...page.hidden, username: it.user(), password: '열려라 참깨 open' }
  const send = async (path: string) => (await it.send(form, { Cookie: page.cookie }, path)).status
  expect([await send('/oauth/authorize?a=b'), await send('/oauth/authorize')]).toEqual([400, 303])
})

scene('a form that is too large is refused in the language of the browser', async (it) => {
  const answer = await it.post('x'.repeat(16 * 1024 + 1), { 'accept-language': 'ja' }, { path: '/oauth/authorize' })
  expect(answer.body).toContain('<html lang="ja">')
})

scene(
  'the connection of a request that was read to its end stays open',
  async (it) => expect((await it.open()).headers.connection).not.toBe('close'),
  {
    addressOf(request) {
      Object.assign(request, { complete: true })
      return '198.51.100.1'
    },
  },
)

scene('the page does not read what a GET sends', async (it) => {
  const path = `/oauth/authorize?${encoded(asked)}`
  expect((await it.post('x'.repeat(16 * 1024 + 1), {}, { method: 'GET', path })).status).toBe(200)
})

scene('the page answers HEAD, and other methods and paths do not exist', async (it) => {
  const path = `/oauth/authorize?${encoded(asked)}`
  expect((await it.post('', {}, { method: 'HEAD', path })).status).toBe(200)
  for (const [method, url] of [
    ['PUT', '/oauth/authorize'],
    ['GET', '/oauth/token'],
    ['GET', '/oauth/revoke'],
    ['GET', '/oauth/authorize/'],
    ['GET', '/oauth/Authorize'],
  ] as const)
    expect([method, url, (await it.post('', {}, { method, path: url })).status]).toEqual([method, url, 404])
})

scene('a form of a page of another site is refused, and one of no site is not', async (it) => {
  const send = async (site: Record<string, string>) => {
    const page = await it.open()
    const form = { ...page.hidden, username: it.user(), password: '열려라 참깨 open' }
    return (await it.send(form, { Cookie: page.cookie, 'X-Forwarded-For': it.address(), ...site })).status
  }
  expect([
    await send({ 'sec-fetch-site': 'cross-site' }),
    await send({ 'sec-fetch-site': 'same-origin' }),
    await send({}),
  ]).toEqual([...[403, 303, 303]])
})

describe('a request that is too large', () => {
  test.each([
    ['/oauth/authorize', html, /^<!doctype html>/],
    ['/oauth/token', json, /^\{"error":"invalid_request","error_description":"the request is too large"\}$/],
  ])('is refused by the route that it is for: %s', async (path, headers, body) => {
    const it = await linkingRoutes()
    const limit = await it.post('x'.repeat(16 * 1024), {}, { path })
    const answer = await it.post('x'.repeat(16 * 1024 + 1), {}, { path })
    await it.close()
    expect(limit.status).not.toBe(413)
    expect(answer).toMatchObject({
      status: 413,
      headers: { ...headers, connection: 'close' },
      body: expect.stringMatching(body),
    })
  })
})

describe('too many requests at once', () => {
  test.each([
    ['browser', '/oauth/authorize', html, /^<!doctype html>/],
    ['backchannel', '/oauth/token', json, /"temporarily_unavailable"/],
    ['backchannel', '/oauth/revoke', json, /"temporarily_unavailable"/],
  ] as const)('of a %s are refused, the others are not: %s', async (kind, path, headers, body) => {
    const inFlight = { browser: 0, backchannel: 0 }
    const it = await linkingRoutes({ inFlight })
    inFlight[kind] = 15
    const last = await it.post('', {}, { path })
    expect([last.status, inFlight[kind]]).toEqual([
      path === '/oauth/authorize' ? 400 : path === '/oauth/token' ? 401 : 400,
      15,
    ])
    inFlight[kind] = 16
    const answer = await it.post('', {}, { path })
    expect(answer).toMatchObject({
      status: 503,
      headers: { ...headers, 'retry-after': '5' },
      body: expect.stringMatching(body),
    })
    const other = kind === 'browser' ? '/oauth/token' : '/oauth/authorize'
    expect((await it.post('', {}, { path: other })).status).not.toBe(503)
    expect(inFlight[kind]).toBe(16)
    await it.close()
  })
})

/** Begins, and never ends. */
function authenticate(): Promise<never> {
  enter()
  return new Promise(() => {})
}
const flight = { browser: 0, backchannel: 0 }
const failing = { browser: 0, backchannel: 0 }
let enter = () => {}
const entered = new Promise<void>((resolve) => {
  enter = resolve
})

describe('a response that takes too long', () => {
  scene(
    'is a refusal, and leaves its place',
    async (it) => {
      jest.useFakeTimers({ doNotFake: ['Date', 'setImmediate', 'nextTick', 'queueMicrotask', 'performance'] })
      try {
        const page = await it.open()
        const answered = it.fill(page, { username: it.user() })
        await entered
        jest.advanceTimersByTime(8999)
        expect(flight.browser).toBe(1)
        jest.advanceTimersByTime(1)
        expect((await answered).status).toBe(503)
        expect([flight.browser, jest.getTimerCount()]).toEqual([0, 0])
      } finally {
        jest.useRealTimers()
      }
    },
    { inFlight: flight, authenticator: { authenticate } as never },
  )
})

scene(
  'a fault is one, and leaves its place',
  async (it) => {
    expect((await it.fill(await it.open(), { username: it.user() })).status).toBe(500)
    expect(failing).toEqual({ browser: 0, backchannel: 0 })
  },
  { inFlight: failing, authenticator: { authenticate: () => Promise.reject(new Error('a fault')) } as never },
)
