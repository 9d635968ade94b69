import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mqttConfigSchema } from '../../../../../drivers/mqtt/config.ts'
import { mqtt } from '../../../../../drivers/mqtt/index.ts'
import type { MqttOptions } from '../../../../../drivers/mqtt/options.ts'
import type { Command, Device } from '../../../../../src/home/device.ts'
import type { Connection } from '../../../../../src/home/driver.ts'
import type { State } from '../../../../../src/home/traits.ts'
import { type TestBroker, testBroker } from '../../../../support/broker.ts'
import { testContext } from '../../../../support/context.ts'
import { reasonOf } from '../../../../support/mqttFixture.ts'
import { type Bridge, zigbee2mqtt } from '../../../../support/zigbee2mqtt/bridge.ts'
import {
  climate,
  device,
  doorLock,
  fan,
  fanMode,
  fanState,
  lamp,
  numeric,
  oneOf,
  relay,
  setpoint,
  shade,
} from '../../../../support/zigbee2mqtt/exposes.ts'
import { eventually } from '../../../driverContract.ts'

const patch = (state: State): Command => ({ kind: 'set', patch: state })
const air = oneOf('system_mode', ['off', 'auto', 'cool', 'heat', 'dry', 'fan_only'])
const valve = climate([setpoint('occupied_heating_setpoint', [5, 30]), oneOf('system_mode', ['off', 'auto', 'heat'])])

/** What is requested of a device, what is on the wire for it, and what the device is then. */
const commands: readonly (readonly [string, readonly object[], Command, object, State, label?: string])[] = [
  ['Bulb', [lamp()], patch({ power: true }), { state: 'ON' }, { power: true }],
  ['Bulb', [lamp()], patch({ brightness: 50 }), { brightness: 127 }, { brightness: 50, power: true }],
  ['Bulb at its least', [lamp()], patch({ brightness: 1 }), { brightness: 3 }, { brightness: 1 }],
  [
    'White bulb',
    [lamp({ white: [250, 454] })],
    patch({ colorTemperature: 4000 }),
    { color_temp: 250 },
    { colorTemperature: 4000 },
  ],
  [
    'Colour bulb',
    [lamp({ white: [153, 500], hs: true, xy: true })],
    patch({ color: { hue: 240, saturation: 100 } }),
    { color: { hue: 240, saturation: 100 } },
    { color: { hue: 240, saturation: 100 } },
  ],
  [
    'Colour bulb in white',
    [lamp({ white: [153, 500], hs: true })],
    patch({ colorTemperature: 2700 }),
    { color_temp: 370 },
    { colorTemperature: 2700 },
  ],
  ['2 gang switch', [relay('l1'), relay('l2')], patch({ power: true }), { state_l2: 'ON' }, { power: true }, 'l2'],
  ['Socket that cannot be asked', [relay(undefined, 3)], patch({ power: false }), { state: 'OFF' }, { power: false }],
  ['Roller blind', [shade()], patch({ open: true }), { state: 'OPEN' }, { open: true }],
  ['Blind', [shade({ position: false })], patch({ open: false }), { state: 'CLOSE' }, { open: false }],
  ['Door lock', [doorLock], patch({ locked: true }), { state: 'LOCK' }, { locked: true }],
  ['Water valve', [relay()], patch({ locked: true }), { state: 'OFF' }, { locked: true }],
  [
    'Thermostat',
    [valve],
    patch({ targetTemperature: 21.5 }),
    { occupied_heating_setpoint: 21.5 },
    { targetTemperature: 21.5 },
  ],
  ['Thermostat', [valve], patch({ power: true }), { system_mode: 'auto' }, { power: true }],
  [
    'Fan coil',
    [climate([setpoint('occupied_heating_setpoint', [7, 30]), setpoint('occupied_cooling_setpoint', [10, 32]), air])],
    patch({ targetTemperature: 20 }),
    { occupied_heating_setpoint: 20, occupied_cooling_setpoint: 20 },
    { targetTemperature: 20 },
  ],
  [
    'Air conditioner',
    [climate([air])],
    patch({ mode: 'dehumidify' }),
    { system_mode: 'dry' },
    { mode: 'dehumidify', power: true },
  ],
  [
    'Air purifier',
    [fan([fanState, fanMode('off', 'auto', '1', '2', '3')])],
    patch({ fanSpeed: 3 }),
    { fan_mode: '3' },
    { fanSpeed: 3 },
  ],
  [
    'Fan',
    [fan([numeric('speed', undefined, { access: 7, value_min: 1, value_max: 254 })])],
    patch({ fanSpeed: 100 }),
    { speed: 254 },
    { fanSpeed: 100 },
  ],
]

let broker: TestBroker
let bridge: Bridge
let connection: Connection<MqttOptions>
const rows = commands.map(([what, exposes], i) => device(`집/${i}`, what, exposes))
const spare = [device('spare', 'Bulb', [lamp()]), device('deaf', 'Bulb', [lamp()]), device('moved', 'Bulb', [lamp()])]
const grouped = [device('left', 'Bulb', [lamp()]), device('right', 'Bulb', [lamp()])]
const open: Device[] = []

beforeAll(async () => {
  broker = await testBroker()
  bridge = await zigbee2mqtt(broker.url, {
    devices: [...rows, ...spare, ...grouped],
    groups: [{ id: 3, friendly_name: 'both', members: grouped.map(({ ieee_address }) => ieee_address) }],
    availability: true,
  })
  connection = await mqtt.connect(
    mqttConfigSchema.parse({ url: broker.url, discover: ['zigbee2mqtt'], expose: 'all' }),
    testContext(),
  )
  await connection.ready
  // On a busy machine the announcements may take longer than a start waits for them; the group is built from its members.
  await eventually(() => found('both') !== undefined)
})
afterAll(async () => {
  for (const one of open) one.close?.()
  await connection.close()
  await bridge.close()
  await broker.stop()
})

const within = (ms = 60_000) => AbortSignal.timeout(ms)
const found = (name: string) => connection.discovery?.devices().find((one) => one.name === name)
function opened(name: string): Device {
  const there = found(name)
  if (!there) throw new Error(`${name} was not found`)
  const one = connection.device(there.key, there.options)
  open.push(one)
  return one
}
const reading = (one: Device) => one.read({ signal: within() })

test.each(commands.map((row, i) => [row[0], i, row] as const))(
  '%s, %i',
  async (_, i, [, , requested, wire, after, label]) => {
    const name = `집/${i}`
    const one = opened(label ? `${name} ${label}` : name)
    await reading(one)
    await one.apply(requested, within())
    const received = bridge.received.filter(({ topic }) => topic === `zigbee2mqtt/${name}/set`)
    expect(received.map(({ payload }) => JSON.parse(payload))).toEqual([wire])
    const { online, state } = await reading(one)
    expect(online).toBe(true)
    expect(state).toMatchObject(after)
    expect(bridge.errors).toEqual([])
  },
)

test('a lamp has either a colour or a colour temperature, whichever mode the bridge reports', async () => {
  const one = opened(`집/${commands.findIndex(([what]) => what === 'Colour bulb in white')}`)
  await one.apply(patch({ colorTemperature: 4000 }), within())
  expect((await reading(one)).state).not.toHaveProperty('color')
  await one.apply(patch({ color: { hue: 120, saturation: 80 } }), within())
  const { state } = await reading(one)
  expect(state.color).toMatchObject({ hue: 120, saturation: 80 })
  expect(state).not.toHaveProperty('colorTemperature')
})

test('a moving blind can be stopped', async () => {
  const name = `집/${commands.findIndex(([what]) => what === 'Roller blind')}`
  await opened(name).apply({ kind: 'perform', verb: 'stop' }, within())
  await eventually(() =>
    bridge.received.some(({ topic, payload }) => topic.includes(name) && payload === '{"state":"STOP"}'),
  )
})

describe('a device', () => {
  test('out of radio range: the command fails at once', async () => {
    const one = opened('deaf')
    await reading(one)
    bridge.behaviour('deaf').dead = true
    // At the deadline it would be offline.
    expect(await reasonOf(one.apply(patch({ power: true }), within()))).toBe('deviceFault')
  })

  test('reported as not available is offline', async () => {
    const one = opened('spare')
    await eventually(async () => (await reading(one)).online)
    await bridge.availability('spare', false)
    await eventually(async () => !(await reading(one)).online)
    await bridge.availability('spare', true)
    await eventually(async () => (await reading(one)).online)
  })

  test('that is renamed keeps its key and is controlled under its new name', async () => {
    const key = found('moved')?.key
    const one = opened('moved')
    await bridge.rename('moved', '안방/조명')
    await eventually(() => found('안방/조명')?.key === key)
    await opened('안방/조명').apply(patch({ power: true }), within())
    expect(bridge.state('안방/조명')).toMatchObject({ state: 'ON' })
    await one.apply(patch({ power: false }), within()).catch(() => {})
    await bridge.remove('안방/조명')
    await eventually(() => found('안방/조명') === undefined)
  })

  test('that is paired later is found', async () => {
    await bridge.add(device('late', 'Smart plug', [relay()]))
    await eventually(() => found('late')?.type === 'SMARTPLUG')
  })
})

test('a command to a group changes its members', async () => {
  const both = opened('both')
  const left = opened('left')
  await reading(both)
  await both.apply(patch({ power: true }), within())
  expect((await reading(both)).state).toMatchObject({ power: true })
  await eventually(async () => (await reading(left)).state.power === true)
})

test('when the bridge stops, its devices are offline', async () => {
  const one = opened('spare')
  await eventually(async () => (await reading(one)).online)
  await bridge.crash()
  await eventually(async () => !(await reading(one)).online)
})
