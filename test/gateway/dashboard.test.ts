import { writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { loadConfig } from '../../src/config/load.ts'
import { setupConfig } from '../../src/config/setupConfig.ts'
import { createControlClient } from '../../src/control/client.ts'
import { loadContext } from '../../src/gateway/environment.ts'
import { type Gateway, startGateway } from '../../src/gateway/gateway.ts'
import { createLogger } from '../../src/util/logger.ts'
import { untranslated } from '../../src/util/translate.ts'
import { eventually } from '../drivers/driverContract.ts'
import { inFolder } from '../support/folder.ts'

interface Running {
  readonly gateway: Gateway
  readonly folder: string
  readonly lines: readonly Record<string, unknown>[]
  /** asks the dashboard */
  ask(path: string): Promise<{ status: number; text: string }>
}

/** Runs a gateway with a dashboard in a folder of its own. @param yaml its file; undefined for none */
const withGateway = (yaml: string | undefined, work: (running: Running) => Promise<void>) =>
  inFolder(async (folder) => {
    const file = join(folder, 'gateway.yaml')
    if (yaml !== undefined) writeFileSync(file, yaml)
    const { config } = await loadConfig(file, loadContext)
    const lines: Record<string, unknown>[] = []
    const log = createLogger([], 'debug', (line) => void lines.push(JSON.parse(line)))
    const start = config ?? (await setupConfig(file, loadContext))
    // The usual port may belong to a gateway of this machine.
    const { listen } = start.dashboard
    const dashboard = { ...start.dashboard, listen: { ...listen, port: config ? listen.port : 0 } }
    const gateway = await startGateway({ ...start, dashboard }, log, {
      webFolder: folder,
      isUnconfigured: config === undefined,
    })
    const ask: Running['ask'] = (path) =>
      new Promise((resolve, reject) => {
        get(`http://${gateway.dashboardAddress()}${path}`, { agent: false }, (response) => {
          let text = ''
          response.setEncoding('utf8').on('data', (chunk: string) => {
            text += chunk
          })
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
        }).on('error', reject)
      })
    try {
      await work({ gateway, folder, lines, ask })
    } finally {
      await gateway.close()
    }
  })

const home = (dashboard: string) => `server: { listen: '127.0.0.1:0' }\nedition: kr\ndashboard: ${dashboard}\n`
const control = (folder: string) => createControlClient({ state: join(folder, 'state') })

test('without a password it listens on localhost only; with a password it listens as configured', () =>
  withGateway(home("{ listen: '127.0.0.2:0' }"), async ({ gateway, folder, lines }) => {
    expect(gateway.dashboardAddress()).toMatch(/^127\.0\.0\.1:/)
    expect(lines).toContainEqual(expect.objectContaining({ code: expect.stringMatching(/^\w{4}-\w{4}$/) }))
    const { code: shown, expiresAt, urls } = await control(folder).call('openDashboard', {})
    expect(lines).toContainEqual(expect.objectContaining({ code: shown }))
    expect(expiresAt).toBeGreaterThan(Date.now())
    // Root has asked: for ten minutes the page is open to the home network.
    expect(gateway.dashboardAddress()).toMatch(/^127\.0\.0\.2:/)
    expect(urls).toEqual([`http://localhost:${gateway.dashboardAddress().split(':')[1]}/`])
    const answer = await fetch(`http://${gateway.dashboardAddress()}/session/start`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ code: shown, password: 'correct horse' }),
    })
    expect(await answer.json()).toMatchObject({ state: 'loggedIn', isConfigured: true })
    expect(gateway.dashboardAddress()).toMatch(/^127\.0\.0\.2:/)
    expect(await control(folder).call('openDashboard', {})).not.toHaveProperty('code')
    // The reset by root asks for a new code.
    const again = await control(folder).call('openDashboard', { reset: true })
    expect(again.code).not.toBe(shown)
  }))

test('without a configuration the dashboard runs, and CLOVA gets no answer until there is one', () =>
  withGateway(undefined, async ({ gateway, folder, ask }) => {
    expect(gateway.address()).toBe('')
    expect((await ask('/healthz')).status).toBe(200)
    expect(await ask('/readyz')).toMatchObject({ status: 503, text: 'no configuration is in force\n' })
    const reason = untranslated('gateway.yaml:1:1: there is no such file')
    const rejection = { reason, first: reason, count: 1 }
    gateway.reportRejectedConfig(rejection)
    expect(gateway.rejectedConfiguration()).toEqual({ isPreviousInForce: false, ...rejection })
    writeFileSync(join(folder, 'gateway.yaml'), home("{ listen: '127.0.0.1:0' }"))
    const { config } = await loadConfig(join(folder, 'gateway.yaml'), loadContext)
    if (config) await gateway.applyConfig(config)
    gateway.reportRejectedConfig(undefined)
    expect(gateway.address()).toMatch(/^127\.0\.0\.1:\d+$/)
    expect((await ask('/readyz')).status).toBe(200)
    expect(gateway.rejectedConfiguration()).toBeUndefined()
  }))

test('the dashboard and the state folder are found in a configuration with mistakes', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'gateway.yaml')
    writeFileSync(
      file,
      `state: elsewhere\nlanguage: ja\ndashboard: { listen: '127.0.0.1:9000' }\nappliances: nonsense\nserver: { listen: nonsense }\n`,
    )
    expect(await setupConfig(file, loadContext)).toMatchObject({
      state: join(folder, 'elsewhere'),
      language: 'ja',
      dashboard: { enabled: true, listen: { host: '127.0.0.1', port: 9000 } },
      appliances: [],
    })
    writeFileSync(file, 'state: elsewhere\n  dashboard: [')
    expect(await setupConfig(file, loadContext)).toMatchObject({ state: join(folder, 'elsewhere') })
    writeFileSync(file, 'dashboard: { listen: nonsense }\n')
    expect((await setupConfig(file, loadContext)).dashboard.listen).toEqual({ host: 'home', port: 8711 })
  }))

test('the home runs although another program uses the port of the dashboard', () =>
  inFolder(async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as { port: number }
    await withGateway(home(`{ listen: '127.0.0.1:${port}' }`), async ({ gateway }) => {
      expect(gateway.address()).not.toBe('')
      expect(gateway.dashboardAddress()).toBe('')
      expect(gateway.problems()).toContainEqual(
        expect.objectContaining({
          code: 'dashboardClosed',
          detail: expect.objectContaining({
            en: `the dashboard cannot listen on 127.0.0.1:${port}: another program listens there already`,
          }),
        }),
      )
    })
    await new Promise((resolve) => other.close(resolve))
  }))

test('its address follows the configuration, and it stops when it is switched off', () =>
  withGateway(home("{ listen: '127.0.0.1:0' }"), async ({ gateway, folder }) => {
    const apply = async (dashboard: string) => {
      writeFileSync(join(folder, 'gateway.yaml'), home(dashboard))
      const { config, problems } = await loadConfig(join(folder, 'gateway.yaml'), loadContext)
      if (!config) throw new Error(JSON.stringify(problems))
      await gateway.applyConfig(config)
    }
    await apply('{ enabled: false }')
    expect(gateway.dashboardAddress()).toBe('')
    await apply("{ listen: 'home:0' }")
    expect(gateway.dashboardAddress()).toMatch(/^127\.0\.0\.1:/)
  }))

test('a member sees and controls only their own appliances', () =>
  withGateway(
    `${home("{ listen: '127.0.0.1:0' }")}drivers: { memory: { type: virtual } }
appliances:
  - { id: lamp, name: 조명, type: LIGHT, driver: memory, traits: { power: { value: false } } }
  - { id: desk, name: 책상, type: LIGHT, driver: memory, tags: [kids], traits: { power: { value: false } } }
  - { id: tv, name: 텔레비전, type: SMARTTV, driver: memory, traits: { power: { value: false } } }
`,
    async ({ gateway, folder }) => {
      const asOwner = control(folder)
      await asOwner.call('setMember', {
        name: 'minji',
        password: 'correct horse',
        appliances: ['lamp'],
        tags: ['kids'],
      })
      await asOwner.call('setMember', { name: 'minji', tags: ['kids'] })
      expect(await asOwner.call('members', {})).toMatchObject({ members: [{ name: 'minji', tags: ['kids'] }] })
      const { token } = await asOwner.call('createApiToken', { name: 'script', appliances: ['lamp'], tags: ['kids'] })
      const send = async (path: string, body?: object) => {
        const response = await fetch(`http://${gateway.dashboardAddress()}/api${path}`, {
          headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
          ...(body && { method: 'POST', body: JSON.stringify(body) }),
        })
        return (await response.json()) as {
          appliances?: { id: string }[]
          answer?: { header: { name: string } }
          code?: string
        }
      }
      expect((await send('/appliances')).appliances?.map(({ id }) => id)).toEqual(['lamp', 'desk'])
      const turnOn = async (id: string) => {
        const { answer, code } = await send(`/appliances/${id}/actions`, { action: 'TurnOn' })
        return answer?.header.name ?? code
      }
      expect([await turnOn('lamp'), await turnOn('desk'), await turnOn('tv')]).toEqual([
        'TurnOnConfirmation',
        'TurnOnConfirmation',
        'notFound',
      ])
      expect((await send('/configuration')).code).toBe('forbidden')
      await asOwner.call('revokeApiToken', { name: 'script' })
      expect((await send('/appliances')).code).toBe('unauthorized')
    },
  ))

test('counts requests by action and result, and the time of each step', () =>
  withGateway(home("{ listen: '127.0.0.1:0' }"), async ({ folder, ask }) => {
    await control(folder).call('command', { action: 'TurnOn', payload: { appliance: { applianceId: 'nobody' } } })
    await eventually(async () => (await ask('/metrics')).text.includes('clova_home_requests_total'))
    const { text } = await ask('/metrics')
    expect(text).toMatch(/^clova_home_requests_total\{source="admin",action="TurnOn",result="\w+Error"\} 1$/m)
    expect(text).toMatch(/^clova_home_step_seconds_bucket\{step="total",le="\+Inf"\} 1$/m)
    expect(text).toMatch(/^clova_home_step_seconds_count\{step="total"\} 1$/m)
    expect(text).toMatch(/^clova_home_event_loop_delay_seconds \d/m)
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m)
  }))
