import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatJoinLine, type JoinLine } from '../../src/config/joinLine.ts'
import { ConfigInForce } from '../../src/gateway/configuration/configInForce.ts'
import { editableConfig } from '../../src/gateway/configuration/editor.ts'
import { createHubHandlers } from '../../src/gateway/control/hub.ts'
import { loadContext } from '../../src/gateway/environment.ts'
import type { GatewaySettings } from '../../src/gateway/settings.ts'
import { HubAgent } from '../../src/hub/agent.ts'
import { ClusterLink, type ClusterTarget } from '../../src/hub/connection.ts'
import { clientSecretOfHome, enrol } from '../../src/hub/credentials.ts'
import { tryJoinLine } from '../../src/hub/joining.ts'
import { runWizard } from '../cli/setup/runWizard.ts'
import { certificateFor, createAuthority } from '../support/certificates.ts'
import { inFolder } from '../support/folder.ts'
import { startCluster, type TestCluster } from './cluster.ts'

const publicUrl = 'https://hub.example.com'
const signal = new AbortController().signal

/** What `hub add` would print for a new home of a cluster. */
async function joinLineFor({ state, urls }: TestCluster, more: Partial<JoinLine> = {}): Promise<JoinLine> {
  const { home, credentials } = await enrol(state, 'kim')
  const clientSecret = clientSecretOfHome(state.homeSecretKey, home.home)
  return {
    version: 1,
    home: home.home,
    servers: [...urls],
    ...credentials,
    publicUrl,
    clientId: 'clova',
    clientSecret,
    ...more,
  }
}

/** The operation `joinHub` of a gateway whose configuration is in a folder. */
function gatewayIn(folder: string, text: string) {
  const file = join(folder, 'gateway.yaml')
  writeFileSync(file, text)
  const config = new ConfigInForce({ text }, true, join(folder, 'versions.json'), () => {})
  config.follow({ file, context: loadContext, reload: async () => undefined })
  const { joinHub } = createHubHandlers({
    settings: () => ({ language: 'ko' }) as GatewaySettings,
    config: editableConfig(config),
  })
  if (!joinHub) throw new Error('there is no operation joinHub')
  return {
    join: async (line: string) => joinHub({ line }, signal, { role: 'owner', user: 'family' }),
    text: () => readFileSync(file, 'utf8'),
    secrets: () => readFileSync(join(folder, 'secrets.yaml'), 'utf8'),
    hasSecrets: () => existsSync(join(folder, 'secrets.yaml')),
  }
}

test('the dashboard and the wizard join a hub with its line, which is tested first, and show no secret of it', async () => {
  const cluster = await startCluster(1)
  try {
    const line = await joinLineFor(cluster)
    const { jwt, seed, clientSecret, home } = line
    const homeCode = home.match(/.{4}/g)?.join('-')
    const isSecretFree = (text: string) => [jwt, seed, clientSecret].every((secret) => !text.includes(secret))
    const mine = 'edition: kr # mine\nserver: { listen: 127.0.0.1:8710 }\n'
    await inFolder(async (folder) => {
      const gateway = gatewayIn(folder, mine)
      const answer = await gateway.join(` ${formatJoinLine(line)}\n`)
      expect(answer).toMatchObject({ outcome: 'joined', publicUrl, homeCode, change: { outcome: 'saved' } })
      expect(isSecretFree(JSON.stringify(answer) + gateway.text())).toBe(true)
      expect(gateway.text()).toContain('edition: kr # mine\n')
      expect(gateway.text()).toContain(`home: ${home}`)
      for (const secret of [jwt, seed, clientSecret]) expect(gateway.secrets()).toContain(secret)
      // Joining the same hub once more changes nothing.
      const before = gateway.text() + gateway.secrets()
      expect(await gateway.join(formatJoinLine(line))).toMatchObject({ outcome: 'joined' })
      expect(gateway.text() + gateway.secrets()).toBe(before)
    })
    const foreign = await joinLineFor(await foreignCluster(cluster))
    await inFolder(async (folder) => {
      const gateway = gatewayIn(folder, mine)
      for (const [typed, code] of [
        ['clova-home:e30', 'joinLineMalformed'],
        [formatJoinLine(foreign), 'hubCredentialsRefused'],
      ] as const) {
        const answer = await gateway.join(typed)
        expect(answer).toMatchObject({ outcome: 'refused', reason: { code } })
        expect(JSON.stringify(answer)).not.toContain(foreign.seed)
      }
      expect({ text: gateway.text(), hasSecrets: gateway.hasSecrets() }).toEqual({ text: mine, hasSecrets: false })
    })
    await inFolder(async (folder) => {
      const file = join(folder, 'gateway.yaml')
      const typed = ['kr', 'hub', formatJoinLine(foreign), formatJoinLine(line), '-', 'y']
      const { code, output, shown } = await runWizard(file, typed, {
        drivers: {},
        dependencies: { timeouts: { look: 50, button: 50 } },
      })
      expect({ code, output }).toEqual({
        code: 0,
        output: expect.stringContaining(`The CLOVA app asks for the code of this home: ${homeCode}`),
      })
      expect(output).toContain('refuses this home')
      expect(isSecretFree(output + shown + readFileSync(file, 'utf8'))).toBe(true)
      expect(readFileSync(join(folder, 'secrets.yaml'), 'utf8')).toContain(seed)
    })
  } finally {
    await cluster.stop()
  }
})

/** The cluster as somebody else would know it, who signs with other keys. */
async function foreignCluster(cluster: TestCluster): Promise<TestCluster> {
  const { createHubState } = await import('../../src/hub/credentials.ts')
  return { ...cluster, state: createHubState(cluster.urls) }
}

const authority = createAuthority('hub authority')
const stranger = createAuthority('some other authority')

test.each<
  [
    name: string,
    ReturnType<typeof certificateFor> | undefined,
    ca: string | undefined,
    code: string | undefined,
    host?: string,
  ]
>([
  ['the right one', certificateFor('localhost', authority), authority.cert, undefined],
  ['the right one for an address', certificateFor('127.0.0.1', authority), authority.cert, undefined, '127.0.0.1'],
  ['one of another authority', certificateFor('localhost', stranger), authority.cert, 'hubCertificateUntrusted'],
  ['one that no public authority signed', certificateFor('localhost', authority), undefined, 'hubCertificateUntrusted'],
  ['one that has expired', certificateFor('localhost', authority, -1), authority.cert, 'hubCertificateExpired'],
  ['one of another name', certificateFor('nats.example.com', authority), authority.cert, 'hubCertificateOtherName'],
  ['none', undefined, undefined, 'hubWithoutTls'],
])(
  'servers whose certificate is %s: joining, a home and a hub report the right reason',
  async (_name, certificate, ca, code, host = 'localhost') => {
    const cluster = await startCluster(1, certificate && { certificate })
    const ends: { close(): Promise<void> }[] = []
    try {
      const servers = cluster.urls.map((url) => `tls://${host}:${new URL(url).port}`)
      const line = await joinLineFor(cluster, { servers, ...(ca !== undefined && { ca }) })
      const target: ClusterTarget & { home: string } = { home: line.home, servers, ca, credentials: line }
      const start = (open: (log: Recorder) => { start(): unknown; close(): Promise<void> }) =>
        new Promise<object>((resolve) => {
          const opened = open(new Recorder(resolve))
          ends.push(opened)
          opened.start()
        })
      const trial = await tryJoinLine(formatJoinLine(line))
      const asHome = await start((log) => new HubAgent(target, () => () => {}, { version: '1', log }))
      const asHub = await start((log) => new ClusterLink(target, { name: 'hub', peer: 'cluster', log }))
      if (code === undefined) {
        expect(trial).toMatchObject({ line: { home: line.home } })
        expect(asHome).toMatchObject({ message: 'the hub is connected' })
        expect(asHub).toMatchObject({ message: 'the cluster is connected' })
      } else {
        const reason = expect.stringContaining(`${new URL(servers[0] ?? '').host}: `)
        const problem = { code, detail: { en: reason }, text: { en: expect.stringContaining('localhost') } }
        expect(trial).toMatchObject({ problem })
        expect(asHome).toMatchObject({
          message: 'the hub cannot be reached; more attempts follow',
          reason,
          problem: code,
        })
        expect(asHub).toMatchObject({
          message: 'the cluster cannot be reached; more attempts follow',
          reason,
          problem: code,
        })
        expect((ends[0] as HubAgent).status()).toMatchObject({ connected: false, reason: problem })
      }
      expect(JSON.stringify([asHome, asHub])).not.toContain(line.seed)
    } finally {
      await Promise.all(ends.map((one) => one.close()))
      await cluster.stop()
    }
  },
  20_000,
)

/** Gives the first line of a log. */
class Recorder {
  readonly #onLine: (line: object) => void
  constructor(onLine: (line: object) => void) {
    this.#onLine = onLine
  }
  readonly info = (fields: object, message: string) => this.#onLine({ ...fields, message })
  readonly warn = this.info
  readonly error = this.info
  debug() {}
}
