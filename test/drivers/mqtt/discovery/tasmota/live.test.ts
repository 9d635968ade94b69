import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mqttConfigSchema } from '../../../../../drivers/mqtt/config.ts'
import { mqtt } from '../../../../../drivers/mqtt/index.ts'
import type { MqttOptions } from '../../../../../drivers/mqtt/options.ts'
import type { Device } from '../../../../../src/home/device.ts'
import type { DiscoveredDevice } from '../../../../../src/home/discovery.ts'
import type { Connection } from '../../../../../src/home/driver.ts'
import type { State } from '../../../../../src/home/traits.ts'
import { type TestBroker, testBroker } from '../../../../support/broker.ts'
import { testContext } from '../../../../support/context.ts'
import { reasonOf } from '../../../../support/mqttFixture.ts'
import { type Tasmota, type TasmotaOptions, tasmotaDevice } from '../../../../support/tasmota/device.ts'
import { eventually } from '../../../driverContract.ts'

/** A device, and the part of it that the gateway discovered. */
interface Pair {
  readonly tasmota: Tasmota
  readonly one: Device
}

let broker: TestBroker
let connection: Connection<MqttOptions>
let table: readonly Pair[]
let count = 0
const ends: (() => unknown)[] = []
beforeAll(async () => {
  broker = await testBroker()
  connection = await mqtt.connect(
    mqttConfigSchema.parse({ url: broker.url, discover: ['tasmota'], expose: 'all' }),
    testContext(),
  )
  await connection.ready
  table = await Promise.all(commands.map(([, options, part]) => open(options, part)))
})
afterAll(async () => {
  await Promise.all(ends.map((end) => end()))
  await connection.close()
  await broker.stop()
})

const within = (ms = 60_000) => AbortSignal.timeout(ms)
const found = ({ config: { mac } }: Tasmota, part = '1') =>
  connection.discovery?.devices().find(({ key }) => key === `${mac.toLowerCase()}_${part}`)

/** One more device. */
async function open(options: TasmotaOptions = {}, part = '1'): Promise<Pair> {
  count += 1
  const own = { mac: count.toString(16).toUpperCase().padStart(12, '0'), t: `t${count}` }
  const tasmota = await tasmotaDevice(broker.url, { ...options, config: { ...own, ...options.config } })
  ends.push(tasmota.close)
  await eventually(() => found(tasmota, part) !== undefined)
  const there = found(tasmota, part) as DiscoveredDevice<MqttOptions>
  const one = connection.device(there.key, there.options)
  ends.push(() => one.close?.())
  await one.read({ signal: within() })
  return { tasmota, one }
}
const stateOf = async (one: Device) => (await one.read({ signal: within() })).state

const lamp = (lt_st: number, more = {}) => ({ config: { rl: [2], lt_st, lk: 1, ...more } })
/** What is requested of which part, what is on the wire for it, and what the device is then. */
const commands: readonly (readonly [string, TasmotaOptions, string, State, [string, string], State])[] = [
  ['a relay', {}, '1', { power: true }, ['POWER1', 'ON'], { power: true }],
  ['a relay that says POWER1', { indexed: true }, '1', { power: true }, ['POWER1', 'ON'], { power: true }],
  ['SetOption4', { config: { so: { 4: 1 } } }, '1', { power: true }, ['POWER1', 'ON'], { power: true }],
  ['the second of two', { config: { rl: [1, 1] } }, '2', { power: true }, ['POWER2', 'ON'], { power: true }],
  ['in its words', { config: { state: ['꺼짐', '켜짐'] } }, '1', { power: true }, ['POWER1', '켜짐'], { power: true }],
  [
    'a full topic of its own',
    { config: { ft: 'x/%topic%/%prefix%' } },
    '1',
    { power: true },
    ['POWER1', 'ON'],
    { power: true },
  ],
  ['brightness', lamp(1), '1', { brightness: 30 }, ['Dimmer', '30'], { power: true, brightness: 30 }],
  ['brightness, SetOption4', lamp(5, { so: { 4: 1 } }), '1', { brightness: 30 }, ['Dimmer', '30'], { brightness: 30 }],
  [
    'a colour',
    lamp(5),
    '1',
    { color: { hue: 120, saturation: 100 } },
    ['HSBColor', '120,100,50'],
    { power: true, color: { hue: 120, saturation: 100 } },
  ],
  ['white', lamp(5), '1', { colorTemperature: 4000 }, ['CT', '250'], { power: true, colorTemperature: 4000 }],
  ['a channel', lamp(2, { rl: [2, 2], so: { 68: 1 } }), '2', { brightness: 7 }, ['Channel2', '7'], { brightness: 7 }],
  [
    'white apart',
    lamp(5, { rl: [2, 2], lk: 0 }),
    '2',
    { brightness: 7 },
    ['Dimmer2', '7'],
    { brightness: 7, power: true },
  ],
  [
    'a fan',
    { config: { if: 1, rl: [2, 0, 0, 0] } },
    'fan',
    { fanSpeed: 2 },
    ['FanSpeed', '2'],
    { power: true, fanSpeed: 2 },
  ],
  ['a fan off', { config: { if: 1, rl: [2, 0, 0, 0] } }, 'fan', { power: false }, ['FanSpeed', '0'], { power: false }],
  [
    'a fan on',
    { config: { if: 1, rl: [2, 0, 0, 0] } },
    'fan',
    { power: true },
    ['FanSpeed', '1'],
    { power: true, fanSpeed: 1 },
  ],
  [
    'the light of a fan',
    { config: { if: 1, rl: [2, 0, 0, 0] } },
    '1',
    { power: true },
    ['POWER1', 'ON'],
    { power: true },
  ],
]

describe('a Tasmota device that announced itself', () => {
  test.each(commands.map((row, i) => [row[0], i, row] as const))('is controlled: %s', async (_, i, row) => {
    const [, , , requested, [command, payload], after] = row
    const { tasmota, one } = table[i] as Pair
    const state = await one.apply({ kind: 'set', patch: requested }, within())
    expect(tasmota.received.filter(({ command }) => !/^(STATE|STATUS|Backlog)$/.test(command))).toEqual([
      { command, payload },
    ])
    expect(state).toMatchObject(after)
  })

  test('a colour makes the colour temperature unknown, and the other way round', async () => {
    const { one } = await open(lamp(5))
    await one.apply({ kind: 'set', patch: { color: { hue: 10, saturation: 90 } } }, within())
    expect(await stateOf(one)).not.toHaveProperty('colorTemperature')
    await one.apply({ kind: 'set', patch: { colorTemperature: 2700 } }, within())
    expect(await stateOf(one)).not.toHaveProperty('color')
  })

  test.each([
    ['upright', [0], { position: 100, target: 100 }],
    ['inverted', [1], { position: 100, target: 100 }],
  ] as const)('a shutter opens: %s', async (_, sho, there) => {
    const { tasmota, one } = await open({ config: { rl: [3, 3], sho } })
    expect(await stateOf(one)).toEqual({ open: false })
    const opening = one.apply({ kind: 'set', patch: { open: true } }, within())
    await eventually(() => tasmota.received.some(({ command }) => command === 'ShutterPosition1'))
    await tasmota.arrive(1)
    expect(await opening).toMatchObject({ open: true })
    expect(tasmota.state.shutters[0]).toMatchObject(there)
    await one.apply({ kind: 'perform', verb: 'stop' }, within())
    await eventually(() => tasmota.received.some(({ command }) => command === 'ShutterStop1'))
  })

  test('a change at the device itself and its measurements are received', async () => {
    const sensors = { ENERGY: { Total: 3.5, Power: 12 } }
    const { tasmota, one } = await open({ config: { dn: 'Plug' }, sensors })
    expect(await stateOf(one)).toMatchObject({ power: false })
    await eventually(async () => 'consumption' in (await stateOf(one)))
    await tasmota.press(1, true)
    await eventually(async () => (await stateOf(one)).power === true)
    tasmota.state.sensors = { ENERGY: { Total: 3.6, Power: 20 } }
    await tasmota.tele()
    await eventually(async () => JSON.stringify(await stateOf(one)).includes('3.6'))
    expect((await stateOf(one)).consumption).toEqual([
      expect.objectContaining({ value: 3.6, unit: 'kWh' }),
      expect.objectContaining({ value: 20, unit: 'W' }),
    ])
  })

  test('after its last will it is offline and is sent no command', async () => {
    const { tasmota, one } = await open()
    await eventually(async () => (await one.read({ signal: within() })).online)
    await tasmota.crash()
    await eventually(async () => !(await one.read({ signal: within() })).online)
    expect(await reasonOf(one.apply({ kind: 'set', patch: { power: true } }, within()))).toBe('offline')
  })

  test('after a change of its topic the same appliance is controlled on the new topic', async () => {
    const { tasmota, one } = await open()
    await one.apply({ kind: 'set', patch: { power: true } }, within())
    await tasmota.announce({ dn: 'New', ft: 'new/%prefix%/%topic%/' })
    await eventually(() => found(tasmota)?.name === 'New')
    expect(await one.apply({ kind: 'set', patch: { power: false } }, within())).toMatchObject({ power: false })
  })

  test('it removes its announcement', async () => {
    const { tasmota } = await open()
    expect(found(tasmota)).toBeDefined()
    await tasmota.retract()
    await eventually(() => found(tasmota) === undefined)
  })
})
