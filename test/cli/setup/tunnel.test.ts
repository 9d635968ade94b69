import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { configureTunnel, tunnelsUsingHost } from '../../../src/cli/setup/tunnel.ts'
import { readAddress, type Tunnel, tunnelKinds, tunnelSchema } from '../../../src/setup/tunnelKinds.ts'
import { inFolder } from '../../support/folder.ts'
import { fakeSystemd } from './fakeSystemd.ts'

const examples = join(process.cwd(), 'systemd', 'tunnels')
const id = 'c1744f8b-faa1-48a4-9e5c-02ac921467fa'
const ends = { host: 'a.example', listen: { host: '127.0.0.1', port: 9000 } }
const six = { host: 'a.example', listen: { host: '::1', port: 8710 } }
const example = (kind: Tunnel['kind']) => readFileSync(join(examples, tunnelKinds[kind].file), 'utf8')
const put = (tunnel: Tunnel, settings = example(tunnel.kind), to = ends) =>
  tunnelKinds[tunnel.kind].render(settings, { ...tunnel }, to)

test.each<[Tunnel, typeof ends, readonly string[]]>([
  [
    { kind: 'cloudflared', id },
    ends,
    [`tunnel: ${id}`, '  - hostname: a.example', '    service: http://127.0.0.1:9000'],
  ],
  [{ kind: 'cloudflared', id }, six, ['    service: "http://[::1]:8710"']],
  [
    { kind: 'ssh', server: 'b.example', user: 'me' },
    ends,
    ['  HostName b.example', '  Port 22', '  User me', '  RemoteForward 127.0.0.1:8710 127.0.0.1:9000'],
  ],
  [{ kind: 'ssh', server: 'b.example:2222', user: 'me' }, ends, ['  HostName b.example', '  Port 2222']],
  [
    { kind: 'ssh', server: '[2001:db8::1]:2222', user: 'me' },
    six,
    ['  HostName 2001:db8::1', '  Port 2222', '  RemoteForward 127.0.0.1:8710 [::1]:8710'],
  ],
  [{ kind: 'ssh', server: '2001:db8::1', user: 'me' }, ends, ['  HostName 2001:db8::1', '  Port 22']],
  [
    { kind: 'frp', server: 'b.example', token: 't!@$&"\\k' },
    ends,
    [
      'serverAddr = "b.example"',
      'serverPort = 7000',
      'auth.token = "t!@$&\\"\\\\k"',
      'localIP = "127.0.0.1"',
      'localPort = 9000',
      'customDomains = ["a.example"]',
    ],
  ],
  [
    { kind: 'frp', server: '[::2]:7443', token: 't' },
    six,
    ['serverAddr = "::2"', 'serverPort = 7443', 'localIP = "::1"'],
  ],
])('%j in its example, for %j', (tunnel, to, lines) => {
  const text = put(tunnel, undefined, to) ?? ''
  expect(lines.filter((line) => !text.split('\n').includes(line))).toEqual([])
  expect(text).not.toMatch(/^[^#]*(home|tunnel)\.example\.com/m)
})

test.each<[string, Tunnel, string, string]>([
  [
    'ssh: port, bind address and remarks',
    { kind: 'ssh', server: 'new.example', user: 'me' },
    'Host tunnel # mine\n  HostName old.example\n  Port 2222\n  User me\n  Compression yes\n  RemoteForward 127.0.0.1:9999 127.0.0.1:1\n',
    'Host tunnel # mine\n  HostName new.example\n  Port 2222\n  User me\n  Compression yes\n  RemoteForward 127.0.0.1:9999 127.0.0.1:9000\n',
  ],
  [
    'ssh: a port where none was',
    { kind: 'ssh', server: 'new.example:22', user: 'me' },
    'Host tunnel\n  HostName old.example\n  User me\n  RemoteForward 1 2:3\n',
    'Host tunnel\n  HostName new.example\n  Port 22\n  User me\n  RemoteForward 1 127.0.0.1:9000\n',
  ],
  [
    'frp: port and remarks',
    { kind: 'frp', server: 'new.example', token: 't' },
    'serverAddr = \'old\' # there\nserverPort = 7443\nauth.token = "x"\nloginFailExit = true # mine\nlocalIP = "::1"\nlocalPort = 1 # here\ncustomDomains = ["a.example", "b.example"]\n',
    'serverAddr = "new.example" # there\nserverPort = 7443\nauth.token = "t"\nloginFailExit = true # mine\nlocalIP = "127.0.0.1"\nlocalPort = 9000 # here\ncustomDomains = ["a.example", "b.example"]\n',
  ],
  [
    'cloudflared: the other things that it leads to',
    { kind: 'cloudflared', id },
    `tunnel: ${id} # mine\ningress:\n  - hostname: nas.example\n    service: http://127.0.0.1:5000\n  - hostname: old.example # here\n    service: http://127.0.0.1:9000\n  - service: http_status:404\n`,
    `tunnel: ${id} # mine\ningress:\n  - hostname: nas.example\n    service: http://127.0.0.1:5000\n  - hostname: a.example # here\n    service: http://127.0.0.1:9000\n  - service: http_status:404\n`,
  ],
])('settings that the user wrote by hand stay: %s', (_what, tunnel, before, after) =>
  expect(put(tunnel, before)).toBe(after),
)

const cases: readonly (readonly [Tunnel, file: string, missing: readonly string[], program: string])[] = [
  [{ kind: 'cloudflared', id }, 'cloudflared.yml', ['cloudflared.json'], 'cloudflared'],
  [{ kind: 'ssh', server: 'b.example', user: 'me' }, 'ssh.conf', ['ssh.key', 'ssh.known_hosts'], 'ssh'],
  [{ kind: 'frp', server: 'b.example', token: 'tok' }, 'frp.toml', [], 'frpc'],
]

test.each(cases)(
  '%j: its settings are written readable by root only, and it is started when nothing is missing',
  (tunnel, name, missing, program) =>
    inFolder(async (settings) => {
      const { systemd, systemctlCalls: called } = fakeSystemd()
      const programs = join(settings, 'bin')
      mkdirSync(programs)
      const make = (isRoot = true) =>
        configureTunnel(tunnel, ends, { examples, settings, programs }, systemd, '20260101', isRoot)
      writeFileSync(join(settings, name), 'mine')
      const first = await make()
      expect(statSync(join(settings, name)).mode & 0o777 & 0o007).toBe(0)
      expect(first.kept).toBe(join(settings, `${name}.before-setup-20260101`))
      expect(readFileSync(first.kept ?? '', 'utf8')).toBe('mine')
      expect(first.missing).toEqual(missing.map((one) => join(settings, one)))
      expect(first.install).toBe(join(programs, program))
      expect(called).toEqual([])
      for (const one of missing) writeFileSync(join(settings, one), '')
      writeFileSync(join(programs, program), '')
      expect(await make(false)).toMatchObject({
        command: `sudo systemctl enable --now clova-home-tunnel@${tunnel.kind}`,
      })
      expect(await make()).toMatchObject({ started: { isActive: true }, missing: [], stoppedUnits: [] })
      expect(called).toEqual([
        `enable clova-home-tunnel@${tunnel.kind}`,
        `start --no-block clova-home-tunnel@${tunnel.kind}`,
      ])
      expect(readdirSync(settings).filter((one) => one.includes('before'))).toHaveLength(1)
    }),
)

describe('a tunnel that is already set up', () => {
  const made = (units: Parameters<typeof fakeSystemd>[0], before: string | undefined) =>
    inFolder(async (settings) => {
      const { systemd, systemctlCalls: called } = fakeSystemd(units)
      writeFileSync(join(settings, 'frpc'), '')
      if (before !== undefined) writeFileSync(join(settings, 'frp.toml'), before)
      const tunnel: Tunnel = { kind: 'frp', server: 'b.example', token: 'tok' }
      const outcome = await configureTunnel(
        tunnel,
        ends,
        { examples, settings, programs: settings },
        systemd,
        '1',
        true,
      )
      return { outcome, called }
    })
  const same = put({ kind: 'frp', server: 'b.example', token: 'tok' })
  const other = put({ kind: 'frp', server: 'c.example', token: 'tok' })
  const [frp, ssh] = ['clova-home-tunnel@frp', 'clova-home-tunnel@ssh']

  test('is restarted only when its settings changed', async () => {
    expect((await made({ [frp]: 'active' }, other)).called).toContain(`restart --no-block ${frp}`)
    expect((await made({ [frp]: 'active' }, same)).called).toContain(`start --no-block ${frp}`)
  })
  test('of another kind is stopped after the new tunnel runs, and the user is told', async () => {
    const { outcome, called } = await made({ [ssh]: 'active' }, undefined)
    expect(outcome.stoppedUnits).toEqual([ssh])
    expect(called).toContain(`disable --now ${ssh}`)
  })
  test.each(['failed', 'auto-restart', 'activating'] as const)(
    'that does not start (%s) is reported with its log, and the tunnel of the other kind keeps running',
    async (becomes) => {
      const { outcome, called } = await made(
        { [ssh]: 'active', [frp]: { finalState: becomes, journal: 'login failed' } },
        undefined,
      )
      expect(outcome).toMatchObject({
        started: { isActive: false, reason: expect.stringContaining('login failed') },
        stoppedUnits: [],
      })
      expect(outcome.command).toContain(frp)
      expect(called).not.toContain(`disable --now ${ssh}`)
    },
  )
  test('is awaited if it starts slowly', async () => {
    const { outcome } = await made({ [frp]: { finalState: 'active', afterPolls: 40 } }, undefined)
    expect(outcome.started).toEqual({ isActive: true })
  })
})

test('the tunnel settings that still have the old host name are found', () =>
  inFolder(async (settings) => {
    writeFileSync(join(settings, 'frp.toml'), 'customDomains = ["old.example"]\n')
    writeFileSync(join(settings, 'ssh.conf'), '# old.example\nHostName notold.example\n')
    expect(tunnelsUsingHost('old.example', { examples, settings, programs: settings })).toEqual([
      join(settings, 'frp.toml'),
    ])
  }))

test('without the package an error is reported and nothing is written', () =>
  inFolder(async (settings) => {
    const folders = { examples: join(settings, 'none'), settings, programs: settings }
    const made = configureTunnel(
      { kind: 'frp', server: 'b', token: 't' },
      ends,
      folders,
      fakeSystemd().systemd,
      '1',
      true,
    )
    await expect(made).rejects.toThrow('install the package')
    expect(readdirSync(settings)).toEqual([])
  }))

test.each([
  { kind: 'ssh', server: 'a b', user: 'me' },
  { kind: 'ssh', server: 'a:0', user: 'me' },
  { kind: 'ssh', server: 'a', user: 'm e' },
  { kind: 'frp', server: 'a', token: 'x"\ny' },
  { kind: 'frp', server: 'a', token: '{{ .Envs.HOME }}' },
  { kind: 'cloudflared', id: 'mine' },
])('%j is refused', (tunnel) => expect(tunnelSchema.safeParse(tunnel).success).toBe(false))

test.each<[string, ReturnType<typeof readAddress>]>([
  ['a.example', { host: 'a.example' }],
  ['a.example:2222', { host: 'a.example', port: 2222 }],
  ['192.0.2.1:65535', { host: '192.0.2.1', port: 65535 }],
  ['2001:db8::1', { host: '2001:db8::1' }],
  ['[2001:db8::1]', { host: '2001:db8::1' }],
  ['[2001:db8::1]:22', { host: '2001:db8::1', port: 22 }],
  ['[a.example]:22', undefined],
  ['a.example:', undefined],
  ['a.example:65536', undefined],
  ['me@a.example', undefined],
  ['', undefined],
])('the address %j', (text, address) => expect(readAddress(text)).toEqual(address))
