import { intermediaries } from '../../src/diagnostics/checks/intermediaries.ts'
import { assessLatency } from '../../src/diagnostics/checks/response.ts'
import { certificateFor, signs } from '../support/certificates.ts'
import { envelope, signed } from '../support/gateway.ts'
import type { Manner } from '../support/tunnel.ts'
import { type Expected, expectAll } from './expect.ts'
import { house, type Ill, middle, root, whole } from './world.ts'

describe('the way in, when it is well', () => {
  let it: Ill
  beforeAll(async () => {
    it = await house()
  })
  afterAll(() => it.close())

  test('is walked to its end, and every line but those on the test itself is fine', async () => {
    const findings = await it.look()
    expectAll(findings, [
      ['configuration', 'ok', /is right/],
      ['address', 'ok', /localhost is 203\.0\.113\.5/],
      ['certificate', 'ok', /good for localhost until \d{4}-\d\d-\d\d, by Test Middle/],
      ['answer', 'ok', /the gateway answers there/],
      ['self-test', 'ok', /came in by the public address and was answered/],
      ['gateway', 'ok', /listens on 127\.0\.0\.1/],
      ['gateway', 'warning', /no request that CLOVA signed has come/],
      ['signature key', 'ok', /RSA of 2048 bits/],
      ['connections', 'ok', /virtual, with 1 appliance/],
      ['appliances', 'ok', /1 of 1 are there/],
      ['disk', 'ok', /MiB free/],
      ['node', 'ok', /^\d+\.\d+/],
    ])
    expect(findings.filter(({ level }) => level === 'failure')).toEqual([])
    expect([...new Set(findings.map(({ check }) => check))].slice(0, 5)).toEqual([
      'configuration',
      'address',
      'certificate',
      'answer',
      'self-test',
    ])
  })

  test('is walked as CLOVA would walk it, and with nothing that is worth reading', async () => {
    it.front.came.length = 0
    await it.look()
    const [plain, test, ...more] = it.front.came
    expect(more).toEqual([])
    for (const came of [plain, test]) {
      expect(came).toMatchObject({
        method: 'POST',
        path: '/clova',
        headers: { 'content-type': 'application/json;charset-UTF-8' },
      })
    }
    // A test has a signature of its own, which nobody could use for anything else.
    expect(plain?.headers.signaturecek).toBeUndefined()
    expect(test?.headers.signaturecek).toMatch(/^[\w+/=]{20,}$/)
  })
})

const page =
  (status: number, body: string, headers: Record<string, string> = {}): Manner =>
  () => ({ status, body, headers })
const cloudflare = { server: 'cloudflare', 'cf-ray': '8a1-ICN' }

const manners: [name: string, manner: Manner, ...expected: Expected[]][] = [
  [
    'a bot challenge',
    page(403, '<title>Just a moment...</title>', { ...cloudflare, 'cf-mitigated': 'challenge' }),
    ['answer', 'failure', /bot challenge/, /Bot Fight Mode.*off.*\/clova.*Skip/],
  ],
  [
    'a bot challenge of another status',
    page(429, '<title>x</title>', { server: 'cloudflare', 'cf-mitigated': 'challenge' }),
    ['answer', 'failure', /bot challenge/],
  ],
  [
    'a bot challenge that does not say so',
    page(503, '<script>window._cf_chl_opt={cvId:"3"}</script>', cloudflare),
    ['answer', 'failure', /bot challenge/],
  ],
  [
    'a page of Cloudflare with no more than its script in it',
    page(503, '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js">', cloudflare),
    ['answer', 'failure', /does not find the gateway/],
  ],
  [
    'Cloudflare Access',
    page(302, '', { location: 'https://me.cloudflareaccess.com/cdn-cgi/access/login/x?kid=secret' }),
    ['answer', 'failure', /Access asks/, /Bypass/],
  ],
  [
    'a redirect',
    page(301, '', { location: 'https://www.example.com/clova?session=abc' }),
    ['answer', 'failure', /on to https:\/\/www\.example\.com\/clova \(status 301\)/, /publicUrl/],
  ],
  [
    'a tunnel that is down',
    page(530, 'error code: 1033', cloudflare),
    ['answer', 'failure', /not connected to Cloudflare \(error 1033\)/, /restart clova-home-tunnel@cloudflared/],
  ],
  [
    'a tunnel that was deleted',
    page(530, 'error code: 1016', cloudflare),
    ['answer', 'failure', /leads nowhere \(error 1016\)/, /route dns --overwrite-dns TUNNEL localhost/],
  ],
  [
    'a tunnel that is down, on a page of their own',
    page(530, '<h1>Back soon</h1>', cloudflare),
    ['answer', 'failure', /not connected to Cloudflare \(error 530\)/],
  ],
  [
    'who lets in browsers only',
    page(403, 'error code: 1010', cloudflare),
    ['answer', 'failure', /browsers only \(error 1010\)/, /Browser Integrity Check/],
  ],
  [
    'a rule by country',
    page(403, '<h1><span class="cf-error-code">1009</span></h1>', cloudflare),
    ['answer', 'failure', /a rule at Cloudflare.*1009/, /Korea and Japan/],
  ],
  [
    'a limit at Cloudflare',
    page(429, 'error code: 1015', cloudflare),
    ['answer', 'failure', /only so many requests \(status 429, from cloudflare/, /\/clova/],
  ],
  [
    'an origin whose certificate is not good',
    page(526, '', cloudflare),
    ['answer', 'failure', /a certificate that is not good \(error 526\)/],
  ],
  [
    'frps without a client',
    page(404, '<p>The server is powered by <a href="https://github.com/fatedier/frp">frp</a>.</p>'),
    ['answer', 'failure', /nobody serves this name/, /clova-home-tunnel@frp.*customDomains must name localhost/],
  ],
  [
    'a tunnel that finds no gateway',
    page(502, '<html>Bad gateway', cloudflare),
    ['answer', 'failure', /does not find the gateway/, /http:\/\/127\.0\.0\.1:\d+/],
  ],
  [
    'an origin that Cloudflare does not reach',
    page(522, '', cloudflare),
    ['answer', 'failure', /does not reach this house.*in time \(error 522\)/],
  ],
  [
    'ngrok without an agent',
    page(404, '<html>', { 'ngrok-error-code': 'ERR_NGROK_3200' }),
    ['answer', 'failure', /no agent.*\(ERR_NGROK_3200\)/, /ngrok http 127\.0\.0\.1:\d+ --url https:\/\/localhost/],
  ],
  [
    'ngrok without a gateway',
    page(502, '<html>', { 'ngrok-error-code': 'ERR_NGROK_8012' }),
    ['answer', 'failure', /does not find the gateway \(ERR_NGROK_8012\)/, /ngrok http/],
  ],
  [
    'ngrok with something else',
    page(400, '<html>', { 'ngrok-error-code': 'ERR_NGROK_3004' }),
    ['answer', 'failure', /ngrok answers itself/, /docs\/errors\/err_ngrok_3004$/],
  ],
  [
    'another proxy without a gateway',
    page(504, '', { server: 'nginx' }),
    ['answer', 'failure', /does not find the gateway.*504, from nginx/],
  ],
  [
    'another server',
    page(404, '<h1>Not found</h1>', { server: 'Apache' }),
    ['answer', 'failure', /something else.*404, from Apache/],
    ['self-test', 'warning', /did not come here/],
  ],
  [
    'a page of somebody',
    page(200, '<h1>Welcome'),
    ['answer', 'failure', /something else than the gateway answers there \(status 200/],
  ],
  ['a firewall', page(403, 'no', { server: 'x' }), ['answer', 'failure', /lets nobody in/, /Korea and Japan/]],
  ['a limit', page(429, 'slow down'), ['answer', 'failure', /only so many/]],
  [
    'another path',
    (_came, on) => on({ path: '/api/clova' }),
    ['answer', 'failure', /knows no such path/, /server\.path is \/clova/],
  ],
  [
    'a header that is dropped',
    ({ headers: { signaturecek: _, ...headers } }, on) => on({ headers }),
    ['answer', 'ok', /answers/],
    ['self-test', 'failure', /without its header SignatureCEK/],
  ],
  [
    'a body that is written anew',
    ({ body }, on) => on({ body: Buffer.from(JSON.stringify(JSON.parse(String(body)), null, 1)) }),
    ['self-test', 'failure', /other bytes than were sent/],
  ],
  [
    'an answer that is written anew',
    async (_came, on) => {
      const { status } = await on()
      return { status, body: status === 401 ? '' : '{}' }
    },
    ['self-test', 'failure', /answer did not come back/],
  ],
  [
    'a tunnel that keeps what it gets',
    () => new Promise(() => {}),
    ['answer', 'failure', /nobody answers there in time/, /clova-home-tunnel/],
    ['self-test', 'failure', /takes it and does not hand it on/, /clova-home-tunnel/],
  ],
  ['another gateway', page(401, ''), ['answer', 'ok', /answers/], ['self-test', 'failure', /it is not this one/]],
]

describe('the way in, when it is not well', () => {
  let it: Ill
  beforeAll(async () => {
    it = await house()
  })
  afterAll(() => it.close())

  test.each<(typeof manners)[number]>(manners)('%s is told, and what mends it', async (_name, manner, ...expected) => {
    it.front.manner = manner
    const findings = await it.look({ probeTimeoutMs: 1000 })
    expectAll(findings, expected)
    expect(JSON.stringify(findings)).not.toMatch(/kid=|session=/)
  })

  test.each<[string, NodeJS.ErrnoException | readonly { address: string; family: number }[], Expected]>([
    [
      'a name that nobody knows',
      Object.assign(new Error('x'), { code: 'ENOTFOUND' }),
      ['address', 'failure', /is not known \(ENOTFOUND\)/, /tunnel route dns/],
    ],
    [
      'no name server',
      Object.assign(new Error('x'), { code: 'EAI_AGAIN' }),
      ['address', 'failure', /no name server answers/],
    ],
    ['an address of the home', [{ address: '192.168.1.9', family: 4 }], ['address', 'warning', /of the home network/]],
    ['this machine itself', [{ address: '127.0.0.1', family: 4 }], ['address', 'warning', /this machine itself/]],
  ])('%s is told', async (_name, answer, expected) => {
    const lookup = async () => {
      if (answer instanceof Error) throw answer
      return answer
    }
    expectAll(await it.look({ lookup } as never), [expected])
  })

  test('where CLOVA itself came through lately, it is a warning: no hairpin NAT', async () => {
    const { hostname, port } = new URL(`http://${it.gateway?.address()}`)
    const body = envelope('DiscoverAppliancesRequest', { accessToken: 'x' })
    const sent = (headers: Record<string, string>) =>
      fetch(`http://${hostname}:${port}/clova`, {
        method: 'POST',
        body,
        headers: { signaturecek: signed(body), ...headers },
      })
    expectAll(await it.look(), [['gateway', 'warning', /no request that CLOVA signed has come/]])
    // From this machine, with no tunnel between: that tells nothing of the way.
    expect((await sent({})).status).toBe(200)
    expectAll(await it.look(), [
      ['gateway', 'warning', /signed came at \d{4}-.*nothing shows that it came through the tunnel/, /X-Forwarded-For/],
    ])
    expect((await sent({ 'x-forwarded-for': '203.0.113.9' })).status).toBe(200)
    // What came in by that very way is no matter of the inside.
    it.front.manner = ({ headers: { signaturecek: _, ...headers } }, on) => on({ headers })
    expectAll(await it.look(), [['self-test', 'failure', /without its header/]])
    it.front.manner = page(200, 'Welcome to your router')
    const findings = await it.look()
    expectAll(findings, [
      ['answer', 'warning', /something else.*CLOVA itself came through at .*hairpin/, /without Wi-Fi/],
      ['gateway', 'ok', /was last heard/],
    ])
    const later = Date.now() + 25 * 3_600_000
    expectAll(await it.look({ now: () => later }), [['answer', 'failure', /something else/]])
  })

  test('nobody at all at the public address is told', async () => {
    await it.front.close()
    const later = Date.now() + 25 * 3_600_000
    expectAll(await it.look({ now: () => later }), [['answer', 'failure', /cannot be reached: nobody listens there/]])
  })
})

test.each([
  [300, 'ok', undefined],
  [2600, 'warning', /restart.*nearer/],
  [7000, 'failure', /restart.*nearer/],
] as const)('a way of %d ms is %s', (ms, level, mend) => {
  const found = assessLatency({ durationMs: ms })
  expect(found).toMatchObject({ level, ...(mend && { fix: expect.stringMatching(mend) }) })
})

describe('what mends', () => {
  test.each(intermediaries.map((row, i) => [i, row] as const))('row %d is no mere look', (_i, { fix }) => {
    const config = { server: { listen: { host: '127.0.0.1', port: 8710 }, path: '/clova' } }
    const scene = { config, endpoint: 'https://a.example.com/clova' } as never
    const visit = { status: 502, headers: { 'ngrok-error-code': 'ERR_NGROK_8012' }, body: '' } as never
    expect(fix(scene, visit)).not.toMatch(/systemctl status/)
  })
})

describe('the certificate', () => {
  const stranger = signs('Nobody in Particular')
  const nobodys = certificateFor('localhost', stranger)
  test.each<[string, { cert: string; key: string }, ...Expected[]]>([
    [
      'without the one between',
      certificateFor('localhost', middle),
      ['certificate', 'failure', /the chain is not complete: the certificate of Test Middle/, /fullchain\.pem/],
    ],
    ['that has run out', whole('localhost', -1), ['certificate', 'failure', /has run out/, /certbot renew/]],
    [
      'that runs out soon',
      whole('localhost', 5),
      ['certificate', 'warning', /good for \d more day/, /certbot renew/],
      ['self-test', 'ok', /answered/],
    ],
    [
      'for another name',
      whole('other.example'),
      ['certificate', 'failure', /made out to DNS:other\.example and not to localhost/],
    ],
    [
      'of an authority that nobody knows',
      { ...nobodys, cert: nobodys.cert + stranger.cert },
      ['certificate', 'failure', /Nobody in Particular.*no authority/],
    ],
    ['signed by itself', certificateFor('localhost'), ['certificate', 'failure', /signed by itself/]],
    [
      'of the root itself',
      certificateFor('localhost', root),
      ['certificate', 'ok', /good for localhost/],
      ['self-test', 'ok', /answered/],
    ],
  ])('%s is told, and only who is trusted is asked anything', async (_name, shown, ...expected) => {
    const it = await house({ shown })
    try {
      const findings = await it.look()
      expectAll(findings, expected)
      const asked = findings.some(({ check }) => check === 'answer' || check === 'self-test')
      expect({ asked, came: it.front.came.length }).toEqual(
        expected.some(([, level]) => level === 'failure') ? { asked: false, came: 0 } : { asked: true, came: 2 },
      )
    } finally {
      await it.close()
    }
  })
})
