import type { IncomingMessage } from 'node:http'
import { hostname, networkInterfaces } from 'node:os'
import { OriginCheck } from '../../../src/http/dashboard/requestOrigin.ts'
import { type DashboardFixture, dashboardFixture, ownName } from './dashboardFixture.ts'

let it: DashboardFixture
beforeAll(async () => {
  it = await dashboardFixture()
})
afterAll(() => it.close())

interface Case {
  readonly what: string
  readonly headers?: Record<string, string | undefined>
  readonly from?: string
  readonly status: number
  readonly text?: RegExp
}

const proxied = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' }
const external = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address

const cases: readonly Case[] = [
  { what: 'the name of this machine', status: 200 },
  {
    what: 'the name of this machine in capitals and with a dot at its end',
    headers: { host: `${ownName.toUpperCase()}.` },
    status: 200,
  },
  { what: 'localhost', headers: { host: 'localhost:8711' }, from: '127.0.0.1', status: 200 },
  {
    what: 'the address of the loopback interface',
    headers: { host: '127.0.0.1:8711' },
    from: '127.0.0.1',
    status: 200,
  },
  { what: 'the loopback address of IPv6', headers: { host: '[::1]:8711' }, from: '::1', status: 200 },
  { what: 'a name of the configuration', headers: { host: 'home.example.com' }, status: 200 },
  {
    what: 'a name that points here without being ours (DNS rebinding)',
    headers: { host: 'evil.example:8711' },
    status: 421,
    text: /allowedHosts/,
  },
  {
    what: 'a name that is not ours, for a browser of Korean',
    headers: { host: 'evil.example', 'accept-language': 'ko-KR,ko;q=0.9,en;q=0.8' },
    status: 421,
    text: /이름을 모릅니다.*dashboard\.allowedHosts/,
  },
  { what: 'a name that begins as ours', headers: { host: `${ownName}.evil.example` }, status: 421 },
  { what: 'the address of another machine', headers: { host: '192.168.1.77' }, status: 421 },
  { what: 'a name with a user before it', headers: { host: `user@${ownName}` }, status: 421 },
  {
    what: 'a proxy that is not trusted',
    headers: { ...proxied, 'accept-language': 'ja' },
    from: '192.0.2.7',
    status: 403,
    text: /信頼していないプロキシ（192\.0\.2\.7）.*trustedProxies/,
  },
  {
    what: 'a name that is not ours, for a browser of Japanese',
    headers: { host: 'evil.example', 'accept-language': 'ja' },
    status: 421,
    text: /「evil\.example」という名前を知りません.*allowedHosts/,
  },
  {
    what: 'a tunnel of Cloudflare on this machine',
    headers: { 'cf-connecting-ip': '203.0.113.9' },
    from: '127.0.0.1',
    status: 403,
  },
  { what: 'a forward proxy', headers: { via: '1.1 proxy' }, status: 403 },
  ...[
    ...['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-prefix'],
    ...['x-forwarded-server', 'x-real-ip', 'x-client-ip', 'true-client-ip', 'forwarded', 'cf-ray', 'cdn-loop'],
  ].map((name) => ({ what: `a proxy that adds ${name} alone`, headers: { [name]: 'x' }, status: 403 })),
  { what: 'a trusted proxy', headers: proxied, from: '10.0.0.5', status: 200 },
  { what: 'a trusted proxy whose address is written as IPv6', headers: proxied, from: '::ffff:10.0.0.5', status: 200 },
  { what: 'a proxy in a trusted network', headers: proxied, from: '172.17.0.2', status: 200 },
  {
    what: 'a trusted proxy that forwards an unknown name',
    headers: { ...proxied, 'x-forwarded-host': 'evil.example' },
    from: '10.0.0.5',
    status: 421,
  },
  {
    what: 'a trusted proxy that forwards a known name',
    headers: { ...proxied, 'x-forwarded-host': 'home.example.com' },
    from: '10.0.0.5',
    status: 200,
  },
  ...(external
    ? [{ what: 'an address of an interface of this machine', headers: { host: external }, status: 200 }]
    : []),
]

test.each(cases)('$what: $status', async ({ headers, from, status, text }) => {
  const answer = await it.send('GET', '/session', {
    headers: headers as Record<string, string>,
    ...(from && { remoteAddress: from }),
  })
  expect(answer.statusCode).toBe(status)
  if (text) expect(answer.body).toMatch(text)
})

describe('the origin of a request', () => {
  const settings = {
    allowedHosts: ['Home.Example.com'],
    trustedProxies: ['10.0.0.5', '172.17.0.0/16'],
    basePath: '/clova',
  }
  const check = (
    headers: Record<string, string>,
    {
      from = '10.0.0.5',
      url = '/',
      ...more
    }: { from?: string | undefined; url?: string | undefined; basePath?: string } = {},
  ) =>
    new OriginCheck({ ...settings, ...more }).check({
      headers,
      url,
      socket: { remoteAddress: from },
    } as unknown as IncomingMessage)
  const host = 'home.example.com'
  const direct = {
    address: '192.168.1.20',
    isLocal: false,
    isSecure: false,
    host,
    ownOrigins: [`http://${host}`],
    basePath: '',
    path: '/',
  }
  const through = { ...direct, address: '203.0.113.9', basePath: '/clova' }
  const both = [`http://${host}`, `https://${host}`]

  test.each<[string, Parameters<typeof check>, object]>([
    ['of a browser of the home network', [{ host }, { from: '192.168.1.20' }], direct],
    [
      'of a browser of this machine',
      [{ host }, { from: '127.0.0.1' }],
      { ...direct, address: '127.0.0.1', isLocal: true },
    ],
    [
      'of a path and a query',
      [{ host }, { from: '192.168.1.20', url: '/log/1?a=/b?c' }],
      { ...direct, path: '/log/1' },
    ],
    [
      'through a proxy by https',
      [{ ...proxied, host }],
      { ...through, isSecure: true, ownOrigins: [`https://${host}`] },
    ],
    [
      'through a proxy by HTTPS after http',
      [{ ...proxied, host, 'x-forwarded-proto': 'http, HTTPS ' }],
      { ...through, isSecure: true, ownOrigins: [`https://${host}`] },
    ],
    ['through a proxy by http', [{ ...proxied, host, 'x-forwarded-proto': 'http' }], through],
    [
      'through a proxy by another scheme',
      [{ ...proxied, host, 'x-forwarded-proto': 'ws' }],
      { ...through, ownOrigins: both },
    ],
    [
      'through a proxy that does not tell the scheme',
      [{ 'x-forwarded-for': '203.0.113.9', host }],
      { ...through, ownOrigins: both },
    ],
    [
      'through a proxy that tells no address',
      [{ via: '1.1 proxy', host }],
      { ...through, address: '10.0.0.5', ownOrigins: both },
    ],
    [
      'through a proxy on this machine',
      [{ via: '1.1 proxy', host }, { from: '172.17.0.2' }],
      { ...through, address: '172.17.0.2', ownOrigins: both },
    ],
    [
      'through two proxies',
      [{ host, 'x-forwarded-for': '198.51.100.1, 203.0.113.9, unknown, 172.17.0.9' }],
      { ...through, ownOrigins: both },
    ],
    [
      'of another name at the proxy',
      [{ host: 'localhost', via: '1.1 x', 'x-forwarded-host': `evil.example, ${host} ` }],
      { ...through, address: '10.0.0.5', ownOrigins: both },
    ],
    [
      'below the base path',
      [{ host }, { from: '192.168.1.20', url: '/clova/log/12' }],
      { ...direct, basePath: '/clova', path: '/log/12' },
    ],
    [
      'of the base path itself',
      [{ host }, { from: '192.168.1.20', url: '/clova?x' }],
      { ...direct, basePath: '/clova' },
    ],
    [
      'of a path that only begins like it',
      [{ host }, { from: '192.168.1.20', url: '/clovax' }],
      { ...direct, path: '/clovax' },
    ],
    [
      'without a base path',
      [{ host }, { from: '192.168.1.20', url: '/clova/x', basePath: '' }],
      { ...direct, path: '/clova/x' },
    ],
    ['whose connection is gone', [{ host }, { from: '' }], { ...direct, address: '' }],
  ])('%s', (_what, given, expected) => {
    expect(check(...given)).toEqual(expected)
  })

  test('has an empty address if the connection has none, and a request without a path is refused', () => {
    const origin = new OriginCheck(settings)
    expect(origin.check({ headers: { host }, url: '/', socket: {} } as never)).toEqual({ ...direct, address: '' })
    expect(origin.check({ headers: { host }, socket: {} } as never)).toMatchObject({ status: 400 })
  })

  test.each([
    ['no name', {}, '/', 421, '"";'],
    ['a name with more behind its port', { host: 'localhost:8711x' }, '/', 421, '"localhost:8711x"'],
    ['a name that is long', { host: 'x'.repeat(101) }, '/', 421, `"${'x'.repeat(100)}"`],
    ['an address in brackets that is a name', { host: '[home.example.com]' }, '/', 421, '"[home.example.com]"'],
    ['a bracket at the end', { host: 'localhost]' }, '/', 421, '"localhost]"'],
    [
      'a name that is known and another one of the proxy',
      { host, via: 'x', 'x-forwarded-host': 'evil' },
      '/',
      421,
      '"evil"',
    ],
    ['a whole URL as the path', { host: 'localhost' }, 'http://localhost/', 400, 'no address'],
  ])('%s is refused', (_what, headers, url, status, reason) => {
    expect(check(headers as Record<string, string>, { url })).toEqual({
      status,
      reason: expect.objectContaining({ en: expect.stringContaining(reason) }),
    })
  })

  test('a name without dots is known with and without .local', () => {
    const known = [
      hostname(),
      hostname().toUpperCase(),
      `${hostname().split('.')[0]}`,
      ownName,
      'HOME.example.com.',
      'localhost.',
    ]
    for (const name of known)
      expect([name, check({ host: name })]).toEqual([name, expect.objectContaining({ host: name })])
  })
})

describe('behind a reverse proxy with a path', () => {
  const base = { headers: { ...proxied, host: 'home.example.com' }, remoteAddress: '10.0.0.5' }

  test.each([
    ['that the proxy leaves in the path', '/clova/log/12', '<base href="/clova/">'],
    ['that the proxy takes away', '/log/12', '<base href="/clova/">'],
  ])('%s, the page has the path', async (_what, url, expected) => {
    const { body } = await it.send('GET', url, { ...base, headers: { ...base.headers, accept: 'text/html' } })
    expect(body).toContain(expected)
  })

  test('a browser that comes directly has the page at the root', async () => {
    expect((await it.send('GET', '/', { headers: { accept: 'text/html' } })).body).toContain('<base href="/">')
  })

  test('the API and the files of the page are below it', async () => {
    expect((await it.send('GET', '/clova/assets/main-AAAA.js', base)).body).toBe('plain')
    expect((await it.send('GET', '/clova/api/health', base)).json()).toMatchObject({ code: 'unauthorized' })
    expect((await it.send('GET', '/clova/session', base)).json()).toMatchObject({ state: 'firstStart' })
  })

  test('the cookie is limited to the path and to https, and attempts are counted by the address of the client', async () => {
    await it.login()
    const wrong = () => it.send('POST', '/clova/session/login', { ...base, body: { password: 'wrong' } })
    expect((await wrong()).json()).toMatchObject({ attemptsLeft: 4 })
    expect((await wrong()).json()).toMatchObject({ attemptsLeft: 3 })
    // What stands before the last address that is no proxy of ours may be invented.
    const invented = {
      ...base,
      headers: { ...base.headers, 'x-forwarded-for': '198.51.100.1, 203.0.113.9, 172.17.0.9' },
    }
    expect(
      (await it.send('POST', '/clova/session/login', { ...invented, body: { password: 'wrong' } })).json(),
    ).toMatchObject({ attemptsLeft: 2 })
    const other = { ...base, headers: { ...base.headers, 'x-forwarded-for': '203.0.113.10, 172.17.0.9' } }
    const answer = await it.send('POST', '/clova/session/login', { ...other, body: { password: 'correct horse' } })
    expect(answer.headers['set-cookie']).toMatch(
      /^__Secure-clova-home-session=[\w-]{43}; Path=\/clova\/; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure$/,
    )
    expect(
      (await it.send('POST', '/clova/session/login', { ...other, body: { password: 'wrong' } })).json(),
    ).toMatchObject({ attemptsLeft: 3 })
  })
})
