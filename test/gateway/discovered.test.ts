import { join } from 'node:path'
import { parseConfig } from '../../src/config/load.ts'
import { applianceIdFor } from '../../src/gateway/discovery/match.ts'
import { loadContext } from '../../src/gateway/environment.ts'
import { HomeRuntime } from '../../src/gateway/homeRuntime.ts'
import { createDeadline } from '../../src/home/deadline.ts'
import { eventually } from '../drivers/driverContract.ts'
import { type TestBroker, testBroker } from '../support/broker.ts'
import { inFolder } from '../support/folder.ts'
import { type TestGateway, testGateway } from '../support/gateway.ts'
import { silent } from '../support/log.ts'
import { type Bridge, type BridgeDevice, type Options, zigbee2mqtt } from '../support/zigbee2mqtt/bridge.ts'

const feature = (name: string, more: object) => ({ name, label: name, property: name, access: 7, ...more })
const onOff = feature('state', { type: 'binary', value_on: 'ON', value_off: 'OFF', value_toggle: 'TOGGLE' })
const lamp = (address: string, name: string): BridgeDevice => ({
  ieee_address: address,
  friendly_name: name,
  definition: {
    model: 'LED1545G12',
    vendor: 'IKEA',
    description: 'A lamp',
    exposes: [
      {
        type: 'light',
        features: [onOff, feature('brightness', { type: 'numeric', value_min: 0, value_max: 254 })],
      },
    ],
  },
})
const plug = (address: string, name: string): BridgeDevice => ({
  ...lamp(address, name),
  definition: {
    model: 'E1603',
    vendor: 'IKEA',
    description: 'TRADFRI control outlet',
    exposes: [{ type: 'switch', features: [onOff] }],
  },
})

describe('devices that announce themselves', () => {
  let broker: TestBroker
  let bridge: Bridge | undefined
  let gateway: TestGateway | undefined
  beforeEach(async () => {
    broker = await testBroker()
  })
  afterEach(async () => {
    await gateway?.close()
    await bridge?.close()
    await broker.stop()
    gateway = bridge = undefined
  })

  const devices = [lamp('0xa1', '거실 조명'), plug('0xb1', 'kitchen_plug')]
  async function open(yaml: string, options: Partial<Options> = {}) {
    bridge = await zigbee2mqtt(broker.url, { devices, ...options })
    gateway = await testGateway(
      `drivers: { broker: { type: mqtt, url: '${broker.url}', discover: [zigbee2mqtt], ${yaml.startsWith('expose') ? yaml : `expose: none } }\n${yaml}`}`,
    )
    await gateway.gateway.runtime.ready()
    return { gateway, bridge }
  }
  const listed = async ({ say }: TestGateway) =>
    ((await say('DiscoverAppliances', '')).payload.discoveredAppliances as { applianceId: string }[]).map(
      ({ applianceId }) => applianceId,
    )
  const named = async ({ say }: TestGateway, id: string) =>
    ((await say('DiscoverAppliances', '')).payload.discoveredAppliances as Record<string, unknown>[]).find(
      ({ applianceId }) => applianceId === id,
    )

  test('all become appliances by one line of configuration, each with its type, name, maker and actions', async () => {
    const { gateway } = await open('expose: all } }')
    expect(await listed(gateway)).toEqual(['0xa1', '0xb1'])
    expect(await named(gateway, '0xa1')).toMatchObject({
      applianceTypes: ['LIGHT'],
      friendlyName: '거실 조명',
      manufacturerName: 'IKEA',
      modelName: 'LED1545G12',
      isIr: false,
      actions: expect.arrayContaining(['TurnOn', 'TurnOff', 'SetBrightness', 'HealthCheck']),
    })
    expect(await named(gateway, '0xb1')).toMatchObject({ applianceTypes: ['SMARTPLUG'] })
  })

  test('receive commands and confirm them', async () => {
    const { gateway, bridge } = await open('expose: all } }')
    const { header, payload } = await gateway.say('SetBrightness', '0xa1', { brightness: { value: 50 } })
    expect([header.name, payload]).toMatchObject(['SetBrightnessConfirmation', { brightness: { value: 50 } }])
    expect(bridge.received.at(-1)).toEqual({ topic: 'zigbee2mqtt/거실 조명/set', payload: '{"brightness":127}' })
    expect(bridge.state('거실 조명')).toMatchObject({ brightness: 127 })
  })

  test('become appliances by a list of names, and others do not', async () => {
    const { gateway } = await open('expose: [kitchen_plug] } }')
    expect(await listed(gateway)).toEqual(['0xb1'])
  })

  test('become one appliance each, as the user describes them', async () => {
    const { gateway, bridge } = await open(
      'expose: all } }\nappliances:\n  - { id: kettle, name: 주전자, type: ELECTRICKETTLE, driver: broker, device: kitchen_plug }',
    )
    expect(await listed(gateway)).toEqual(['kettle', '0xa1'])
    expect(await named(gateway, 'kettle')).toMatchObject({
      applianceTypes: ['ELECTRICKETTLE'],
      friendlyName: '주전자',
      modelName: 'E1603',
      actions: expect.arrayContaining(['TurnOn']),
    })
    expect((await gateway.say('TurnOn', 'kettle')).header.name).toBe('TurnOnConfirmation')
    expect(bridge.state('kitchen_plug')).toMatchObject({ state: 'ON' })
  })

  test('keep their id and their appliance when they are renamed', async () => {
    const { gateway, bridge } = await open(
      'expose: all } }\nappliances:\n  - { id: kettle, name: 주전자, type: ELECTRICKETTLE, driver: broker, device: kitchen_plug }',
    )
    await bridge.rename('kitchen_plug', 'bath_plug')
    // The last change: whoever knows it knows the one before.
    await bridge.rename('거실 조명', '침실 조명')
    await eventually(async () => (await named(gateway, '0xa1'))?.friendlyName === '침실 조명')
    expect(await listed(gateway)).toEqual(['kettle', '0xa1'])
    expect((await gateway.say('TurnOn', '0xa1')).header.name).toBe('TurnOnConfirmation')
    expect((await gateway.say('TurnOn', 'kettle')).header.name).toBe('TurnOnConfirmation')
    expect(bridge.received.slice(-1)[0]?.topic).toBe('zigbee2mqtt/bath_plug/set')
  })

  test('leave the home when they are removed; configured ones stay, offline', async () => {
    const { gateway, bridge } = await open(
      'expose: all } }\nappliances:\n  - { id: kettle, name: 주전자, type: ELECTRICKETTLE, driver: broker, device: kitchen_plug }',
    )
    await bridge.remove('kitchen_plug')
    // The last change: whoever knows it knows the one before.
    await bridge.remove('거실 조명')
    await eventually(async () => (await listed(gateway)).length === 1)
    expect(await listed(gateway)).toEqual(['kettle'])
    expect((await gateway.say('TurnOn', '0xa1')).header.name).toBe('NoSuchTargetError')
    expect((await gateway.say('TurnOn', 'kettle')).header.name).toBe('TargetOfflineError')
    expect(gateway.gateway.runtime.problems()).toMatchObject([
      { connection: 'broker', text: { en: 'no device announces itself as "kitchen_plug"' } },
    ])
    await bridge.add(plug('0xb1', 'kitchen_plug'))
    // Commands are limited, so what is asked again and again is a query.
    await eventually(async () => (await gateway.say('HealthCheck', 'kettle')).payload.isReachable === true)
    expect((await gateway.say('TurnOn', 'kettle')).header.name).toBe('TurnOnConfirmation')
  })

  test('have more traits after an update', async () => {
    const { gateway, bridge } = await open('expose: all } }', {
      devices: [lamp('0xc1', 'x')],
    })
    const before = (await named(gateway, '0xc1'))?.actions as string[]
    expect(before).not.toContain('SetColorTemperature')
    const light = lamp('0xc1', 'x')
    const features = [
      onOff,
      feature('brightness', { type: 'numeric', value_min: 0, value_max: 254 }),
      feature('color_temp', { type: 'numeric', value_min: 250, value_max: 454, unit: 'mired' }),
    ]
    await bridge.add({
      ...light,
      definition: { model: 'new', vendor: 'IKEA', description: '', exposes: [{ type: 'light', features }] },
    })
    await eventually(async () => JSON.stringify(await named(gateway, '0xc1')).includes('SetColorTemperature'))
  })

  test('finish a running command while the announcements change', async () => {
    const { gateway, bridge } = await open('expose: all } }')
    bridge.behaviour('거실 조명').late = 300
    const answer = gateway.say('TurnOn', '0xa1')
    await eventually(() => bridge.received.some(({ topic }) => topic.endsWith('조명/set')))
    await bridge.add(plug('0xd1', 'another'))
    await eventually(async () => (await listed(gateway)).includes('0xd1'))
    expect((await answer).header.name).toBe('TurnOnConfirmation')
  })

  test('fail at once with the error of their bridge, not at the deadline', async () => {
    const { gateway, bridge } = await open('expose: all } }')
    bridge.behaviour('거실 조명').dead = true
    const limit = createDeadline(4000)
    expect((await gateway.say('TurnOn', '0xa1')).header.name).toBe('DeviceFailureError')
    expect(limit.signal.aborted).toBe(false)
    limit.end()
    expect((await gateway.say('TurnOn', '0xb1')).header.name).toBe('TurnOnConfirmation')
  })

  test('are offline with their bridge, and back with it', async () => {
    const { gateway, bridge } = await open('expose: all } }')
    await gateway.say('TurnOn', '0xa1')
    await bridge.crash()
    await eventually(async () => (await gateway.say('HealthCheck', '0xa1')).payload.isReachable === false)
    expect((await gateway.say('TurnOn', '0xa1')).header.name).toBe('TargetOfflineError')
  })

  test('are offline by their own availability topic, if the bridge publishes it', async () => {
    const { gateway, bridge } = await open('expose: all } }', { availability: true })
    await bridge.availability('거실 조명', false)
    await eventually(async () => (await gateway.say('HealthCheck', '0xa1')).payload.isReachable === false)
    expect((await gateway.say('HealthCheck', '0xb1')).payload.isReachable).toBe(true)
  })

  test('the gateway publishes its availability, and its last will publishes offline', async () => {
    const received: string[] = []
    const { bridge } = await open('expose: all } }')
    bridge.client.on('message', (topic, payload, { retain }) => {
      if (topic.startsWith('clova-home/')) received.push(`${topic} ${payload} ${retain}`)
    })
    await bridge.client.subscribeAsync('clova-home/+/status')
    await eventually(() => received.includes('clova-home/broker/status online true'))
    await gateway?.close()
    gateway = undefined
    await eventually(() => received.includes('clova-home/broker/status offline false'))
  })

  test('of two connections receive their commands independently', async () => {
    const second = await testBroker()
    const other = await zigbee2mqtt(second.url, { devices: [lamp('0xe1', '거실 조명')] })
    bridge = await zigbee2mqtt(broker.url, { devices })
    const entry = (url: string) => `{ type: mqtt, url: '${url}', discover: [zigbee2mqtt], expose: all }`
    gateway = await testGateway(`drivers: { one: ${entry(broker.url)}, two: ${entry(second.url)} }`)
    await gateway.gateway.runtime.ready()
    expect(await listed(gateway)).toEqual(['0xa1', '0xb1', '0xe1'])
    await gateway.say('TurnOn', '0xe1')
    const sets = (of: Bridge) => of.received.filter(({ topic }) => topic.endsWith('/set')).length
    expect([sets(bridge), sets(other)]).toEqual([0, 1])
    await second.kill()
    expect((await gateway.say('TurnOn', '0xe1')).header.name).toBe('TargetOfflineError')
    expect((await gateway.say('TurnOn', '0xa1')).header.name).toBe('TurnOnConfirmation')
    await other.close()
    await second.stop()
  })

  test('stay in the home while the broker is unreachable, and report again afterwards', async () => {
    const { gateway, bridge } = await open('expose: all } }')
    await broker.kill()
    const isReachable = async () => (await gateway.say('HealthCheck', '0xa1')).payload.isReachable
    await eventually(async () => (await isReachable()) === false)
    expect((await gateway.say('TurnOn', '0xa1')).header.name).toBe('TargetOfflineError')
    expect(await listed(gateway)).toEqual(['0xa1', '0xb1'])
    await broker.start()
    await eventually(() => bridge.client.connected)
    await bridge.announce()
    await eventually(async () => (await isReachable()) === true)
    expect((await gateway.say('TurnOn', '0xa1')).header.name).toBe('TurnOnConfirmation')
  })

  test('are appliances, and offline, if the gateway starts before its broker', async () => {
    bridge = await zigbee2mqtt(broker.url, { devices })
    await inFolder(async (folder) => {
      const yaml = `
signature: { publicKey: none.pem }
state: state
drivers: { broker: { type: mqtt, url: '${broker.url}', discover: [zigbee2mqtt], expose: all } }
appliances: [{ id: kettle, name: 주전자, type: ELECTRICKETTLE, driver: broker, device: kitchen_plug }]
`
      const { config } = await parseConfig(join(folder, 'gateway.yaml'), yaml, { ...loadContext, env: {} })
      if (!config) throw new Error('it is right')
      const first = new HomeRuntime(config, silent)
      await first.ready()
      const before = [...first.home().appliances.values()].map(({ id, device }) => [
        id,
        Object.keys(device.spec.traits),
      ])
      await first.close()
      await broker.kill()
      const second = new HomeRuntime(config, silent)
      try {
        await second.ready()
        const after = [...second.home().appliances.values()]
        expect(after.map(({ id, device }) => [id, Object.keys(device.spec.traits)])).toEqual(before)
        expect(before).toEqual([
          ['kettle', ['power']],
          ['0xa1', ['power', 'brightness']],
        ])
        const { signal } = new AbortController()
        for (const { device } of after) {
          const { online, state } = await device.read({ signal })
          expect([online, state]).toEqual([false, {}])
        }
      } finally {
        await second.close()
      }
    })
  })

  test.each([
    ['0x00158d00022ef7a1', '0x00158d00022ef7a1'],
    ['a b/한글', /^a-b----[0-9a-f]{8}$/],
    ['', /^device-[0-9a-f]{8}$/],
    ['x'.repeat(200), /^x{90}-[0-9a-f]{8}$/],
  ])('the id that is made of %j is valid for CLOVA', (key, id) => {
    expect(applianceIdFor(key)).toMatch(id)
    expect(applianceIdFor(key)).toMatch(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/)
  })
})
