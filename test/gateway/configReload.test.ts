import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { type Config, loadConfig } from '../../src/config/load.ts'
import { createControlClient } from '../../src/control/client.ts'
import { ConfigWatcher } from '../../src/gateway/configReload.ts'
import { loadContext } from '../../src/gateway/environment.ts'
import { type Gateway, startGateway } from '../../src/gateway/gateway.ts'
import { createLogger } from '../../src/util/logger.ts'
import { eventually } from '../drivers/driverContract.ts'
import { freePort, type TestBroker, testBroker } from '../support/broker.ts'
import { envelope, pem, postTo, signed } from '../support/clova.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'
import { writeTokens } from '../support/gateway.ts'

describe('a configuration that changes while the gateway runs', () => {
  let folder: string
  let broker: TestBroker
  let gateway: Gateway
  let changes: { close(): void }
  let lines: Record<string, unknown>[]
  let port: number
  let config: Config
  let token: string
  const file = (name: string) => join(folder, name)
  const yaml = (appliances: string, { path = '/clova', listen = port, more = '' } = {}) => `
server: { listen: '127.0.0.1:${listen}', path: ${path} }
dashboard: { enabled: false }
signature: { publicKey: clova.pem }
drivers:
  memory: { type: virtual }
  broker: { type: mqtt, url: '${broker.url}', username: gateway, password: !secret mqtt }
  ${more}
appliances:
${appliances}`
  const lamp = '  - { id: lamp, name: 조명, type: LIGHT, driver: memory, traits: { brightness: { value: 10 } } }\n'
  const slow =
    '  - { id: slow, name: 느린, type: LIGHT, driver: memory, traits: { power: { value: false } }, fault: { kind: slow, delay: 400ms } }\n'
  const plug =
    '  - { id: plug, name: 플러그, type: SMARTPLUG, driver: broker, traits: { power: { state: plug, command: plug/set } } }\n'
  const linesWith = (msg: string) => lines.filter((line) => String(line.msg).includes(msg))
  const settled = async (write: () => void, msg = 'is in force') => {
    const before = linesWith(msg).length
    write()
    await eventually(() => linesWith(msg).length > before)
  }
  const write = (text: string) => writeFileSync(file('gateway.yaml'), text)
  const say = async (action: string, id: string, payload: object = {}, { path = '/clova', listen = port } = {}) => {
    const body = envelope(`${action}Request`, { accessToken: token, appliance: { applianceId: id }, ...payload })
    const answer = await postTo({ host: '127.0.0.1', port: listen }, body, { signaturecek: signed(body) }, { path })
    return { status: answer.status, ...(answer.status === 200 ? JSON.parse(answer.body) : {}) }
  }

  beforeEach(async () => {
    folder = makeFolder()
    broker = await testBroker()
    port = await freePort()
    writeFileSync(file('secrets.yaml'), 'mqtt: first-password\n', { mode: 0o600 })
    writeFileSync(file('clova.pem'), pem)
    write(yaml(lamp + slow + plug))
    lines = []
    const loaded = await loadConfig(file('gateway.yaml'), { ...loadContext, env: {} })
    if (!loaded.config) throw new Error(JSON.stringify(loaded.problems))
    config = loaded.config
    const secrets = [...config.secrets]
    const log = createLogger(secrets, 'debug', (line) => void lines.push(JSON.parse(line)))
    token = writeTokens(config.state)
    gateway = await startGateway(config, log)
    changes = new ConfigWatcher(gateway, config, { ...loadContext, env: {} }, log, secrets, { retryMs: 50 })
    await eventually(() => linesWith('connected to the broker').length === 1)
  })
  afterEach(async () => {
    changes.close()
    await gateway.close()
    await broker.stop()
    removeFolder(folder)
  })

  test('whose port is taken is tried again, and is in force once the port is free', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port: taken } = other.address() as AddressInfo
    await settled(() => write(yaml(lamp, { listen: taken })), 'cannot be used')
    expect(gateway.rejectedConfiguration()?.reason.ja).toContain(String(taken))
    await settled(() => void other.close())
    expect(gateway.address()).toBe(`127.0.0.1:${taken}`)
    expect(gateway.rejectedConfiguration()).toBeUndefined()
    expect(linesWith('cannot be used')).toHaveLength(1)
  })

  test('is applied when its file is a link and changes where the link leads', async () => {
    mkdirSync(file('elsewhere'))
    await settled(() => {
      writeFileSync(file('elsewhere/mine.yaml'), yaml(lamp.replace('조명', '하나')))
      rmSync(file('gateway.yaml'))
      symlinkSync(file('elsewhere/mine.yaml'), file('gateway.yaml'))
    })
    await settled(() => writeFileSync(file('elsewhere/mine.yaml'), yaml(lamp.replace('조명', '둘'))))
    expect(gateway.runtime.home().appliances.get('lamp')?.name).toBe('둘')
  })

  test('is applied; what did not change keeps its state and its connection', async () => {
    await say('SetBrightness', 'lamp', { brightness: { value: 55 } })
    const another = lamp.replace('id: lamp', 'id: second')
    await settled(() => write(yaml(lamp.replace('조명', '새 조명') + plug + another)))
    expect(await say('IncrementBrightness', 'lamp', { deltaBrightness: { value: 5 } })).toMatchObject({
      payload: { brightness: { value: 60 } },
    })
    expect(await say('HealthCheck', 'second')).toMatchObject({ header: { name: 'HealthCheckResponse' } })
    expect(await say('HealthCheck', 'slow')).toMatchObject({ header: { name: 'NoSuchTargetError' } })
    const { payload } = await say('DiscoverAppliances', '')
    expect(payload.discoveredAppliances.map(({ friendlyName }: { friendlyName: string }) => friendlyName)).toEqual([
      '새 조명',
      '플러그',
      '조명',
    ])
    expect(linesWith('connected to the broker')).toHaveLength(1)
  })

  test('is applied when an editor replaces the file, several times', async () => {
    for (const name of ['하나', '둘', '셋']) {
      await settled(() => {
        writeFileSync(file('gateway.yaml~'), yaml(lamp.replace('조명', name)))
        renameSync(file('gateway.yaml~'), file('gateway.yaml'))
      })
    }
    const { payload } = await say('DiscoverAppliances', '')
    expect(payload.discoveredAppliances).toMatchObject([{ friendlyName: '셋' }])
  })

  test('an invalid file leaves the previous configuration in force and is reported once', async () => {
    await settled(() => write(`${yaml(lamp)}\nnonsense: 1\n`), 'has mistakes')
    writeFileSync(file('gateway.yaml'), `${yaml(lamp)}\nnonsense: 1\n`)
    expect(await say('HealthCheck', 'slow')).toMatchObject({ header: { name: 'HealthCheckResponse' } })
    await settled(() => write(yaml(lamp)))
    expect(linesWith('has mistakes')).toHaveLength(1)
    expect(JSON.stringify(linesWith('has mistakes'))).toContain('nonsense')
    expect(await say('HealthCheck', 'slow')).toMatchObject({ header: { name: 'NoSuchTargetError' } })
  })

  test('lets a running command finish with the previous configuration', async () => {
    const running = say('TurnOn', 'slow')
    // It is under way once somebody is in the queue.
    const idle = gateway.runtime.home().appliances.get('slow')?.queue.idle()
    await eventually(() => gateway.runtime.home().appliances.get('slow')?.queue.idle() !== idle)
    await settled(() => write(yaml(lamp)))
    expect(await running).toMatchObject({ header: { name: 'TurnOnConfirmation' } })
  })

  test('reconnects only the driver whose secret changed, and logs no secret', async () => {
    await say('SetBrightness', 'lamp', { brightness: { value: 70 } })
    await settled(() => writeFileSync(file('secrets.yaml'), 'mqtt: second-password\n'))
    await eventually(() => linesWith('connected to the broker').length === 2)
    expect(await say('IncrementBrightness', 'lamp', { deltaBrightness: { value: 1 } })).toMatchObject({
      payload: { brightness: { value: 71 } },
    })
    expect(JSON.stringify(lines)).not.toMatch(/(first|second)-password/)
  })

  test('is applied when the path and the port change', async () => {
    await settled(() => write(yaml(lamp, { path: '/other' })))
    expect((await say('HealthCheck', 'lamp')).status).toBe(404)
    expect((await say('HealthCheck', 'lamp', {}, { path: '/other' })).status).toBe(200)
    const elsewhere = await freePort()
    await settled(() => write(yaml(lamp, { listen: elsewhere })))
    expect((await say('HealthCheck', 'lamp', {}, { listen: elsewhere })).status).toBe(200)
    await expect(say('HealthCheck', 'lamp')).rejects.toThrow('ECONNREFUSED')
  })

  test('keeps the replay cache: a repeated request is not carried out twice', async () => {
    const payload = { accessToken: token, appliance: { applianceId: 'lamp' }, deltaBrightness: { value: 5 } }
    const body = envelope('IncrementBrightnessRequest', payload)
    const headers = { signaturecek: signed(body) }
    const ask = async () =>
      JSON.parse((await postTo({ host: '127.0.0.1', port }, body, headers)).body).payload.brightness
    expect(await ask()).toEqual({ value: 15 })
    await settled(() => write(yaml(lamp.replace('조명', '새 조명') + plug)))
    expect(await ask()).toEqual({ value: 15 })
    expect(await say('IncrementBrightness', 'lamp', { deltaBrightness: { value: 5 } })).toMatchObject({
      payload: { brightness: { value: 20 } },
    })
  })

  test('can be reloaded over the admin socket, which returns its problems', async () => {
    const { call } = createControlClient(config)
    write(yaml(lamp))
    expect(await call('reloadConfiguration', {})).toEqual({})
    expect(await call('configuration', {})).toMatchObject({ file: file('gateway.yaml'), text: yaml(lamp) })
    write(`${yaml(lamp)}\nnonsense: 1\n`)
    expect(await call('reloadConfiguration', {})).toEqual({ problem: expect.stringContaining('nonsense') })
    expect(await call('configuration', {})).toMatchObject({
      text: yaml(lamp),
      rejected: {
        isPreviousInForce: true,
        reason: { ko: expect.stringContaining('nonsense') },
        first: { ko: expect.stringMatching(/^gateway\.yaml:\d+: .*nonsense/) },
        count: 1,
      },
    })
    const health = await call('health', {})
    expect(health.problems).toEqual([])
    expect(health.rejectedConfiguration?.reason.en).toMatch(/gateway\.yaml:\d+:1: .*nonsense/)
  })

  test('keeps a broker of our own when a key of it changes', async () => {
    const url = `mqtt://127.0.0.1:${await freePort()}`
    const own = `own: { type: mqtt, embedded: true, url: '${url}' }`
    const words = () =>
      lines
        .filter(({ broker }) => broker === url)
        .map(({ msg }) => String(msg))
        .filter((msg) => /connected to the broker|cannot be reached/.test(msg))
    await settled(() => write(yaml(lamp, { more: own })))
    await eventually(() => linesWith('connected to the broker').length === 2)
    await settled(() => write(yaml(lamp, { more: own.replace(' }', ', keepalive: 20s }') })))
    // The old one, which still had the address, goes; then the new one is there.
    await eventually(() => words().some((msg) => msg.includes('cannot be reached')))
    await eventually(() => words().at(-1)?.includes('connected to the broker') === true)
  })
})
