import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import mqttClient, { type MqttClient } from 'mqtt'
import { mqttConfigSchema } from '../../../../../drivers/mqtt/config.ts'
import { mqtt } from '../../../../../drivers/mqtt/index.ts'
import type { MqttOptions } from '../../../../../drivers/mqtt/options.ts'
import type { Command, Device } from '../../../../../src/home/device.ts'
import type { Connection } from '../../../../../src/home/driver.ts'
import type { State } from '../../../../../src/home/traits.ts'
import { type TestBroker, testBroker } from '../../../../support/broker.ts'
import { testContext } from '../../../../support/context.ts'
import { reasonOf } from '../../../../support/mqttFixture.ts'
import { eventually } from '../../../driverContract.ts'

let broker: TestBroker
let deviceClient: MqttClient
let connection: Connection<MqttOptions>
let device: Device
let received: (readonly [topic: string, payload: string])[] = []
/** What the device publishes when a command comes. */
let answer: (topic: string, payload: string) => readonly (readonly [topic: string, payload: string])[] = () => []
const retained: string[] = []
beforeAll(async () => {
  broker = await testBroker()
  deviceClient = await mqttClient.connectAsync(broker.url)
  deviceClient.on('message', (topic, payload) => {
    const text = payload.toString()
    if (!topic.startsWith('homeassistant/')) received.push([topic, text])
    for (const [to, what] of answer(topic, text)) deviceClient.publish(to, what)
  })
  await deviceClient.subscribeAsync('#')
})
afterEach(async () => {
  device.close?.()
  await connection.close()
  await Promise.all(retained.splice(0).map((topic) => deviceClient.publishAsync(topic, '', { retain: true })))
  received = []
  answer = () => []
})
afterAll(async () => {
  await deviceClient.endAsync(true)
  await broker.stop()
})

async function keep(topic: string, payload: string): Promise<void> {
  retained.push(topic)
  await deviceClient.publishAsync(topic, payload, { retain: true, qos: 1 })
}
/** Announces an entity and opens the first appliance that is made of it. */
async function open(component: string, entity: object): Promise<void> {
  await keep(`homeassistant/${component}/x/config`, JSON.stringify({ unique_id: 'x', name: 'x', ...entity }))
  connection = await mqtt.connect(
    mqttConfigSchema.parse({ url: broker.url, discover: ['homeassistant'], expose: 'all' }),
    testContext(),
  )
  // On a busy machine the announcements may take longer than a start waits for them.
  const find = () => connection.discovery?.devices()[0]
  await eventually(() => find() !== undefined)
  device = connection.device('x', find()?.options as MqttOptions)
  await device.read({ signal: AbortSignal.timeout(60_000) })
}
const read = () => device.read({ signal: AbortSignal.timeout(60_000) })
const apply = (command: Command, ms = 60_000) => device.apply(command, AbortSignal.timeout(ms))
const set = (patch: State, ms?: number) => apply({ kind: 'set', patch }, ms)
const commands = () => received.filter(([topic]) => topic.startsWith('set/'))
test('a sensor that expires is offline, and its last value is not known', async () => {
  await open('sensor', { state_topic: 't', device_class: 'temperature', unit_of_measurement: '°C', expire_after: 600 })
  await deviceClient.publishAsync('t', '21')
  await eventually(async () => (await read()).state.currentTemperature === 21)
  expect((await read()).online).toBe(true)
  const now = performance.now.bind(performance)
  const later = jest.spyOn(performance, 'now').mockImplementation(() => now() + 600_000)
  const expired = await read()
  later.mockRestore()
  expect(expired).toMatchObject({ online: false, state: {} })
  await deviceClient.publishAsync('t', '22')
  await eventually(async () => (await read()).online)
})

describe('an availability topic', () => {
  const lamp = { command_topic: 'set/p', state_topic: 'p', availability_topic: 'a' }
  test('without any message means that the appliance is offline', async () => {
    await open('switch', lamp)
    expect((await read()).online).toBe(false)
    expect(await reasonOf(set({ power: true }))).toBe('offline')
    expect(commands()).toEqual([])
    await deviceClient.publishAsync('a', 'online')
    await eventually(async () => (await read()).online)
  })

  test('with a retained message counts for the first reading', async () => {
    await keep('a', 'online')
    await open('switch', lamp)
    expect((await read()).online).toBe(true)
  })
})

test.each([
  ['first', ['set/power', 'set/brightness']],
  ['last', ['set/brightness', 'set/power']],
  [undefined, ['set/brightness', 'set/power']],
  ['brightness', ['set/brightness']],
])('a brightness turns a lamp on, with on_command_type %s by %j', async (type, topics) => {
  await open('light', {
    ...{ command_topic: 'set/power', state_topic: 'power', brightness_command_topic: 'set/brightness' },
    ...{ brightness_state_topic: 'brightness', ...(type && { on_command_type: type }) },
  })
  answer = (topic, payload) => (topic.startsWith('set/') ? [[topic.slice(4), payload]] : [])
  await deviceClient.publishAsync('power', 'OFF')
  await eventually(async () => (await read()).state.power === false)
  const state = await set({ brightness: 50 })
  expect(commands().map(([topic]) => topic)).toEqual(topics)
  expect(state).toMatchObject({ brightness: 50, ...(type !== 'brightness' && { power: true }) })
})

test('a lamp with a topic for its colour mode has no colour while it is white', async () => {
  await open('light', {
    ...{ command_topic: 'set/power', state_topic: 'power', rgb_command_topic: 'set/rgb', rgb_state_topic: 'rgb' },
    ...{ color_temp_command_topic: 'set/ct', color_temp_state_topic: 'ct', color_mode_state_topic: 'mode' },
  })
  for (const [topic, payload] of [
    ['power', 'ON'],
    ['rgb', '255,0,0'],
    ['ct', '250'],
    ['mode', 'color_temp'],
  ] as const)
    await deviceClient.publishAsync(topic, payload)
  await eventually(async () => (await read()).state.power === true && (await read()).state.color === undefined)
  await deviceClient.publishAsync('ct', '250')
  await eventually(async () => (await read()).state.colorTemperature === 4000)
  expect((await read()).state).not.toHaveProperty('color')
  await deviceClient.publishAsync('mode', 'rgb')
  await deviceClient.publishAsync('rgb', '255,0,0')
  await eventually(async () => (await read()).state.color?.hue === 0)
})

test('an optimistic entity is assumed: its silent state topic does not make it offline', async () => {
  await open('switch', { command_topic: 'set/p', state_topic: 'p', optimistic: true })
  expect(device.spec.assumed).toBe(true)
  expect(await set({ power: true })).toEqual({ power: true })
  expect((await read()).online).toBe(true)
  expect((await read()).state).toEqual({ power: true })
})

test('the colour temperature of cold and warm white channels is confirmed', async () => {
  await open('light', {
    ...{ schema: 'json', command_topic: 'set/l', state_topic: 'l', supported_color_modes: ['color_temp'] },
    ...{ min_mireds: 153, max_mireds: 500 },
  })
  answer = (topic) =>
    topic === 'set/l' ? [['l', '{"state":"ON","brightness":255,"color_mode":"cwww","color":{"c":183,"w":72}}']] : []
  // 153 + 347 × 72 / 255 = 251 mirek
  expect((await set({ colorTemperature: 4000 })).colorTemperature).toBeCloseTo(3980, -2)
})

test('a climate with set points for heating and cooling gets the target temperature on both', async () => {
  await open('climate', {
    ...{ modes: ['off', 'heat', 'cool', 'heat_cool'], mode_command_topic: 'set/m', mode_state_topic: 'm' },
    ...{ temperature_low_command_topic: 'set/low', temperature_low_state_topic: 'low' },
    ...{ temperature_high_command_topic: 'set/high', temperature_high_state_topic: 'high' },
  })
  answer = (topic, payload) => (topic.startsWith('set/') ? [[topic.slice(4), payload]] : [])
  expect(await set({ targetTemperature: 21 })).toMatchObject({ targetTemperature: 21 })
  // The low one confirms, which the device may report before the other command reaches it.
  await eventually(() => commands().length > 1)
  expect(commands()).toEqual([
    ['set/low', '21'],
    ['set/high', '21'],
  ])
})

test('a cover without a position that stopped after opening is open', async () => {
  await open('cover', { command_topic: 'set/c', state_topic: 'c' })
  await deviceClient.publishAsync('c', 'closed')
  await eventually(async () => (await read()).state.open === false)
  await deviceClient.publishAsync('c', 'opening')
  await deviceClient.publishAsync('c', 'stopped')
  await eventually(async () => (await read()).state.open === true)
})

test('a lock that is jammed reports a device fault at once', async () => {
  await open('lock', { command_topic: 'set/k', state_topic: 'k' })
  answer = (topic) => (topic === 'set/k' ? [['k', 'JAMMED']] : [])
  // At the deadline it would be offline.
  expect(await reasonOf(set({ locked: true }))).toBe('deviceFault')
})

test.each([
  ['button', { command_topic: 'set/e', payload_press: 'call' }, 'call'],
  ['switch', { command_topic: 'set/e', state_topic: 'e' }, 'ON'],
])('an elevator is called by its %s', async (component, entity, payload) => {
  await open(component, { ...entity, name: '엘리베이터 호출', icon: 'mdi:elevator' })
  expect(connection.discovery?.devices()[0]?.type).toBe('BUILDING_ELEVATOR_CALLER')
  answer = (topic, text) => (topic === 'set/e' ? [['e', text]] : [])
  await apply({ kind: 'perform', verb: 'callElevator' })
  await eventually(() => commands().length > 0)
  expect(commands()).toEqual([['set/e', payload]])
})

test('a state topic with wildcards is subscribed to', async () => {
  await open('sensor', { state_topic: '+/+/kit/AA01', device_class: 'humidity', unit_of_measurement: '%' })
  await deviceClient.publishAsync('home/omg/kit/AA01', '44')
  await eventually(async () => (await read()).state.humidity === 44)
})
