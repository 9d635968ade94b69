import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeTunnel, type Tunnel, tunnelSchema } from '../../../src/cli/setup/tunnel.ts'
import { inFolder } from '../../support/folder.ts'

const examples = join(process.cwd(), 'systemd', 'tunnels')
const id = 'c1744f8b-faa1-48a4-9e5c-02ac921467fa'
const cases: readonly (readonly [Tunnel, file: string, lines: readonly string[], missing: readonly string[]])[] = [
  [
    { kind: 'cloudflared', id },
    'cloudflared.yml',
    [`tunnel: ${id}`, 'hostname: a.example', 'service: http://127.0.0.1:9000'],
    ['cloudflared.json'],
  ],
  [
    { kind: 'ssh', server: 'b.example', user: 'me' },
    'ssh.conf',
    ['HostName b.example', 'User me', 'RemoteForward 127.0.0.1:8710 127.0.0.1:9000'],
    ['ssh.key', 'ssh.known_hosts'],
  ],
  [
    { kind: 'frp', server: 'b.example', token: 'tok' },
    'frp.toml',
    ['serverAddr = "b.example"', 'auth.token = "tok"', 'localPort = 9000', 'customDomains = ["a.example"]'],
    [],
  ],
]

test.each(cases)(
  '%j: its settings are written, for root alone, and it is started once nothing is missing',
  (tunnel, name, lines, missing) =>
    inFolder(async (settings) => {
      const called: string[] = []
      const program = async (_name: string, words: readonly string[]) => {
        called.push(words.join(' '))
        return 'active\n'
      }
      const make = () =>
        makeTunnel(
          tunnel,
          'https://a.example',
          { host: '127.0.0.1', port: 9000 },
          { examples, settings },
          { program, now: () => 7 },
        )
      writeFileSync(join(settings, name), 'mine')
      const first = await make()
      const text = readFileSync(join(settings, name), 'utf8')
      expect(lines.filter((line) => !text.includes(line))).toEqual([])
      expect(text).not.toMatch(/^[^#]*(home|tunnel)\.example\.com/m)
      expect(statSync(join(settings, name)).mode & 0o777 & 0o007).toBe(0)
      expect(readFileSync(join(settings, `${name}.before-setup-7`), 'utf8')).toBe('mine')
      expect(first.missing).toEqual(missing.map((one) => join(settings, one)))
      for (const one of missing) writeFileSync(join(settings, one), '')
      const isRoot = process.getuid?.() === 0
      expect((await make()).command === undefined).toBe(isRoot)
      expect(called.includes(`enable --now clova-home-tunnel@${tunnel.kind}`)).toBe(isRoot)
    }),
)

test('where the package is not, that is told and nothing is written', () =>
  inFolder(async (settings) => {
    mkdirSync(join(settings, 'none'))
    const folders = { examples: join(settings, 'none'), settings }
    const outside = { program: async () => undefined, now: () => 7 }
    await expect(
      makeTunnel(
        { kind: 'frp', server: 'b', token: 't' },
        'https://a.example',
        { host: '127.0.0.1', port: 1 },
        folders,
        outside,
      ),
    ).rejects.toThrow('install the package')
  }))

test.each([
  { kind: 'ssh', server: 'a b', user: 'me' },
  { kind: 'frp', server: 'a', token: 'x"\ny' },
  { kind: 'cloudflared', id: 'mine' },
])('%j is refused', (tunnel) => expect(tunnelSchema.safeParse(tunnel).success).toBe(false))
