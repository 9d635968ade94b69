import { createClovaHandler, createRecord } from '../../../../src/clova/handler.ts'
import { parseConfig } from '../../../../src/config/load.ts'
import { inventory } from '../../../../src/gateway/control/inventory.ts'
import { loadContext } from '../../../../src/gateway/environment.ts'
import { HomeRuntime } from '../../../../src/gateway/homeRuntime.ts'
import { createDeadline } from '../../../../src/home/deadline.ts'
import { inFolder } from '../../../support/folder.ts'
import { type Bridge, hueBridge } from '../../../support/hue/bridge.ts'
import { typicalHome } from '../../../support/hue/bridgeHome.ts'
import { part } from '../../../support/hue/hueFixture.ts'
import { silent } from '../../../support/log.ts'
import { eventually } from '../../driverContract.ts'

const yaml = ({ port, key, certificate, id }: Bridge, more = '') => `
drivers:
  bridge:
    type: hue
    host: 127.0.0.1
    port: ${port}
    bridgeId: ${id.toUpperCase()}
    applicationKey: ${key}
    certificate: ${JSON.stringify(certificate)}
    expose: all
appliances:
  - { id: living, name: 거실 조명, type: LIGHT, driver: bridge, room: 거실 }
${more}`

test('the home has what the bridge exposes, under the names of the configuration', async () => {
  await inFolder(async (folder) => {
    const bridge = await hueBridge()
    const file = `${folder}/gateway.yaml`
    const { config, problems } = await parseConfig(file, yaml(bridge), loadContext)
    expect(problems).toEqual([])
    if (!config) throw new Error('it is right')
    const runtime = new HomeRuntime({ ...config, state: folder }, silent)
    const limit = createDeadline(5000)
    try {
      await runtime.ready()
      await eventually(() => runtime.home().appliances.size === 8)
      const items = await inventory({ runtime, settings: config }, limit.signal)
      expect(items.find(({ id }) => id === 'living')).toMatchObject({ name: '거실 조명', online: true, assumed: false })
      expect(items.map(({ name }) => name)).not.toContain('거실')
      const lamp = items.find(({ name }) => name === '책상 스탠드')
      expect(lamp).toMatchObject({ online: true, state: { power: true, brightness: 100, mode: 'none' } })
      expect(lamp?.actions).toEqual(
        expect.arrayContaining(['SetColor', 'SetColorTemperature', 'SetMode', 'ReleaseMode']),
      )
      expect(items.find(({ type }) => type === 'MOTIONSENSOR')?.actions).toContain('GetDetectedTime')
      expect(runtime.problems()).toEqual([])
    } finally {
      limit.end()
      await runtime.close()
      await bridge.close()
    }
  })
})

test.each([
  ['neither host nor id', { host: undefined, bridgeId: undefined }, 'found by its host or its bridgeId'],
  ['no trust', { certificate: undefined }, 'nobody knows whether it is your bridge'],
  [
    'an authority and a fingerprint without the name',
    { certificate: undefined, ca: 'root.pem', fingerprint: 'ab'.repeat(32) },
    'with a ca',
  ],
  ['an authority without the name', { certificate: undefined, ca: 'root.pem', bridgeId: undefined }, 'with a ca'],
  ['a fingerprint of another kind', { fingerprint: 'ab:cd' }, '64 hexadecimal digits'],
] as const)('%s is a mistake in the configuration', async (_what, change, message) => {
  const { hueConfigSchema: config } = await import('../../../../drivers/hue/config.ts')
  const right = { host: 'bridge', applicationKey: 'key', certificate: 'bridge.pem' }
  expect(config.safeParse(right).success).toBe(true)
  expect(config.safeParse({ ...right, ...change }).error?.message).toContain(message)
})

describe('before its bridge is there,', () => {
  const described = `
  - { id: desk, name: 책상, type: LIGHT, driver: bridge, light: 책상 스탠드 }
  - { id: relax, name: 쉬기, type: SWITCH, driver: bridge, scene: 휴식 }
  - { id: never, name: 없는 등, type: LIGHT, driver: bridge, light: 없는 등 }
`
  /** What CLOVA receives of a home: its discovery, and the answer of each appliance to a request. */
  async function observe(bridge: Bridge, folder: string, meanwhile: () => Promise<unknown> = async () => {}) {
    const { config } = await parseConfig(`${folder}/gateway.yaml`, yaml(bridge, described), loadContext)
    if (!config) throw new Error('it is right')
    const runtime = new HomeRuntime({ ...config, state: folder }, silent)
    const limit = createDeadline(8000)
    const { handle: answer } = createClovaHandler({
      home: runtime.home,
      settings: () => ({ edition: 'kr', language: 'ko', previousState: 'always', timeZone: 'Asia/Seoul' }),
      authorize: () => ({ state: 'good' }),
      log: silent,
    })
    const ask = async (name: string, payload: object) => {
      const header = { messageId: name, name, namespace: 'ClovaHome' as const, payloadVersion: '1.0' }
      return answer({ header, payload: { accessToken: 'x', ...payload } }, limit.signal, createRecord())
    }
    try {
      await runtime.ready()
      await meanwhile()
      const found = (await ask('DiscoverAppliancesRequest', {})).payload.discoveredAppliances as {
        readonly applianceId: string
      }[]
      const results = await Promise.all(
        ['living', 'desk', 'relax', 'never'].map(async (id) => {
          const { header } = await ask('TurnOnRequest', { appliance: { applianceId: id } })
          return [id, header.name]
        }),
      )
      return { found, results: Object.fromEntries(results) as Record<string, string> }
    } finally {
      limit.end()
      await runtime.close()
    }
  }
  const on = 'TurnOnConfirmation'
  const away = 'TargetOfflineError'

  test('appliances keep their description and are offline, also those it never had', async () => {
    await inFolder(async (folder) => {
      const bridge = await hueBridge()
      const first = await observe(bridge, folder)
      expect(first.results).toEqual({ living: on, desk: on, relax: on, never: away })
      await bridge.close()
      const second = await observe(bridge, folder)
      expect(second.results).toEqual({ living: away, desk: away, relax: away, never: away })
      expect(second.found).toEqual(first.found)
      expect(first.found.find(({ applianceId }) => applianceId === 'desk')).toMatchObject({
        manufacturerName: 'Signify Netherlands B.V.',
        modelName: 'Hue color lamp (LCA001)',
        version: '1.116.3',
      })
    })
  })

  test('a removed lamp stays offline over restarts', async () => {
    await inFolder(async (folder) => {
      const bridge = await hueBridge()
      const desk = part(typicalHome().desk, 'device').id
      const first = await observe(bridge, folder)
      const left = await observe(bridge, folder, async () => bridge.remove(desk))
      const again = await observe(bridge, folder)
      for (const { results, found } of [left, again]) {
        expect(results).toEqual({ living: on, desk: away, relax: on, never: away })
        const mine = ({ found }: typeof first) => found.find(({ applianceId }) => applianceId === 'desk')
        expect(mine({ found, results })).toEqual(mine(first))
      }
      await bridge.close()
    })
  })
})
