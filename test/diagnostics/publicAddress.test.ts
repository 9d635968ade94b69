import { intermediaries } from '../../src/diagnostics/checks/intermediaries.ts'
import { assessLatency } from '../../src/diagnostics/checks/response.ts'
import { certificateFor, createAuthority } from '../support/certificates.ts'
import { envelope, signed } from '../support/clova.ts'
import type { TunnelBehaviour } from '../support/tunnel.ts'
import {
  certificateChain,
  type DoctorFixture,
  intermediateAuthority,
  openFixture,
  rootAuthority,
} from './doctorFixture.ts'
import { type ExpectedFinding, expectFindings } from './expectFindings.ts'

describe('the public address, when it works', () => {
  let it: DoctorFixture
  beforeAll(async () => {
    it = await openFixture()
  })
  afterAll(() => it.close())

  test('all checks are ok, except that no request of CLOVA has come yet', async () => {
    const findings = await it.diagnose()
    expectFindings(findings, [
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

  test('the probes are sent like requests of CLOVA and contain no valid signature or token', async () => {
    it.tunnel.requests.length = 0
    await it.diagnose()
    const [plain, test, ...more] = it.tunnel.requests
    expect(more).toEqual([])
    for (const came of [plain, test]) {
      expect(came).toMatchObject({
        method: 'POST',
        path: '/clova',
        headers: { 'content-type': 'application/json;charset-UTF-8' },
      })
    }
    // The self-test has a signature of its own key, which is valid for nothing else.
    expect(plain?.headers.signaturecek).toBeUndefined()
    expect(test?.headers.signaturecek).toMatch(/^[\w+/=]{20,}$/)
  })
})

const page =
  (status: number, body: string, headers: Record<string, string> = {}): TunnelBehaviour =>
  () => ({ status, body, headers })
const cloudflare = { server: 'cloudflare', 'cf-ray': '8a1-ICN' }

const manners: [name: string, manner: TunnelBehaviour, ...expected: ExpectedFinding[]][] = [
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
    'a proxy that lets in browsers only',
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
    'a web page of another server',
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
    'a body that is rewritten',
    ({ body }, on) => on({ body: Buffer.from(JSON.stringify(JSON.parse(String(body)), null, 1)) }),
    ['self-test', 'failure', /other bytes than were sent/],
  ],
  [
    'a response that is rewritten',
    async (_came, on) => {
      const { status } = await on()
      return { status, body: status === 401 ? '' : '{}' }
    },
    ['self-test', 'failure', /answer did not come back/],
  ],
  [
    'a tunnel that never responds',
    () => new Promise(() => {}),
    ['answer', 'failure', /nobody answers there in time/, /clova-home-tunnel/],
    ['self-test', 'failure', /takes it and does not hand it on/, /clova-home-tunnel/],
  ],
  ['another gateway', page(401, ''), ['answer', 'ok', /answers/], ['self-test', 'failure', /it is not this one/]],
]

describe('the public address, when it does not work', () => {
  let it: DoctorFixture
  beforeAll(async () => {
    it = await openFixture()
  })
  afterAll(() => it.close())

  test.each<(typeof manners)[number]>(manners)('%s is reported with its fix', async (_name, manner, ...expected) => {
    it.tunnel.behaviour = manner
    const findings = await it.diagnose({ probeTimeoutMs: 1000 })
    expectFindings(findings, expected)
    expect(JSON.stringify(findings)).not.toMatch(/kid=|session=/)
  })

  test.each<[string, NodeJS.ErrnoException | readonly { address: string; family: number }[], ExpectedFinding]>([
    [
      'a host name without a DNS record',
      Object.assign(new Error('x'), { code: 'ENOTFOUND' }),
      ['address', 'failure', /is not known \(ENOTFOUND\)/, /tunnel route dns/],
    ],
    [
      'an unreachable name server',
      Object.assign(new Error('x'), { code: 'EAI_AGAIN' }),
      ['address', 'failure', /no name server answers/],
    ],
    [
      'an address of the home network',
      [{ address: '192.168.1.9', family: 4 }],
      ['address', 'warning', /of the home network/],
    ],
    ['this machine itself', [{ address: '127.0.0.1', family: 4 }], ['address', 'warning', /this machine itself/]],
  ])('%s is reported', async (_name, answer, expected) => {
    const lookup = async () => {
      if (answer instanceof Error) throw answer
      return answer
    }
    expectFindings(await it.diagnose({ lookup } as never), [expected])
  })

  test('when CLOVA has reached the gateway lately, an unreachable public address is only a warning (no hairpin NAT)', async () => {
    const { hostname, port } = new URL(`http://${it.gateway?.address()}`)
    const body = envelope('DiscoverAppliancesRequest', { accessToken: 'x' })
    const sent = (headers: Record<string, string>) =>
      fetch(`http://${hostname}:${port}/clova`, {
        method: 'POST',
        body,
        headers: { signaturecek: signed(body), ...headers },
      })
    expectFindings(await it.diagnose(), [['gateway', 'warning', /no request that CLOVA signed has come/]])
    // A request from this machine without the tunnel proves nothing about the public address.
    expect((await sent({})).status).toBe(200)
    expectFindings(await it.diagnose(), [
      ['gateway', 'warning', /signed came at \d{4}-.*nothing shows that it came through the tunnel/, /X-Forwarded-For/],
    ])
    expect((await sent({ 'x-forwarded-for': '203.0.113.9' })).status).toBe(200)
    // What comes back through the public address itself is not explained by hairpin NAT.
    it.tunnel.behaviour = ({ headers: { signaturecek: _, ...headers } }, on) => on({ headers })
    expectFindings(await it.diagnose(), [['self-test', 'failure', /without its header/]])
    it.tunnel.behaviour = page(200, 'Welcome to your router')
    const findings = await it.diagnose()
    expectFindings(findings, [
      ['answer', 'warning', /something else.*CLOVA itself came through at .*hairpin/, /without Wi-Fi/],
      ['gateway', 'ok', /was last heard/],
    ])
    const later = Date.now() + 25 * 3_600_000
    expectFindings(await it.diagnose({ now: () => later }), [['answer', 'failure', /something else/]])
  })

  test('a refused connection at the public address is reported', async () => {
    await it.tunnel.close()
    const later = Date.now() + 25 * 3_600_000
    expectFindings(await it.diagnose({ now: () => later }), [
      ['answer', 'failure', /cannot be reached: nobody listens there/],
    ])
  })
})

test.each([
  [300, 'ok', undefined],
  [2600, 'warning', /restart.*nearer/],
  [7000, 'failure', /restart.*nearer/],
] as const)('a response time of %d ms is reported as %s', (ms, level, mend) => {
  const found = assessLatency({ durationMs: ms })
  expect(found).toMatchObject({ level, ...(mend && { fix: expect.stringMatching(mend) }) })
})

describe('the fixes of intermediaries', () => {
  test.each(intermediaries.map((row, i) => [i, row] as const))(
    'the fix of row %d changes something and is not only a status command',
    (_i, { fix }) => {
      const config = { server: { listen: { host: '127.0.0.1', port: 8710 }, path: '/clova' } }
      const scene = { config, endpoint: 'https://a.example.com/clova' } as never
      const visit = { status: 502, headers: { 'ngrok-error-code': 'ERR_NGROK_8012' }, body: '' } as never
      expect(JSON.stringify(fix(scene, visit))).not.toMatch(/systemctl status/)
    },
  )
})

describe('the certificate', () => {
  const stranger = createAuthority('Nobody in Particular')
  const nobodys = certificateFor('localhost', stranger)
  test.each<[string, { cert: string; key: string }, ...ExpectedFinding[]]>([
    [
      'without the intermediate certificate',
      certificateFor('localhost', intermediateAuthority),
      ['certificate', 'failure', /the chain is not complete: the certificate of Test Middle/, /fullchain\.pem/],
    ],
    ['that has expired', certificateChain('localhost', -1), ['certificate', 'failure', /has run out/, /certbot renew/]],
    [
      'that expires soon',
      certificateChain('localhost', 5),
      ['certificate', 'warning', /good for \d more day/, /certbot renew/],
      ['self-test', 'ok', /answered/],
    ],
    [
      'for another name',
      certificateChain('other.example'),
      ['certificate', 'failure', /made out to DNS:other\.example and not to localhost/],
    ],
    [
      'of an unknown authority',
      { ...nobodys, cert: nobodys.cert + stranger.cert },
      ['certificate', 'failure', /Nobody in Particular.*no authority/],
    ],
    ['that is self-signed', certificateFor('localhost'), ['certificate', 'failure', /signed by itself/]],
    [
      'that is issued by the root authority',
      certificateFor('localhost', rootAuthority),
      ['certificate', 'ok', /good for localhost/],
      ['self-test', 'ok', /answered/],
    ],
  ])('%s: the finding, and requests are sent only over a trusted connection', async (_name, shown, ...expected) => {
    const it = await openFixture({ certificate: shown })
    try {
      const findings = await it.diagnose()
      expectFindings(findings, expected)
      const asked = findings.some(({ check }) => check === 'answer' || check === 'self-test')
      expect({ asked, came: it.tunnel.requests.length }).toEqual(
        expected.some(([, level]) => level === 'failure') ? { asked: false, came: 0 } : { asked: true, came: 2 },
      )
    } finally {
      await it.close()
    }
  })
})
