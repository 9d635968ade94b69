import { describe, expect, test } from '@jest/globals'
import { mqttApplianceSchema } from '../../../drivers/mqtt/options.ts'
import { type MqttFixture, testMqttHome } from '../../support/mqttFixture.ts'
import { tasmotaConfig } from '../../support/tasmota/device.ts'
import { eventually } from '../driverContract.ts'

const home = testMqttHome()
let bench: MqttFixture

const topics = { state: 'flood/lamp', command: 'flood/lamp/set' }
const lamp = {
  availability: { topic: 'flood/lamp/status' },
  traits: {
    power: { state: topics.state, path: '$.state', on: 'ON', off: 'OFF', command: topics.command },
    brightness: { state: topics.state, path: '$.brightness', range: [0, 254], command: topics.command },
    color: { state: topics.state, path: '$.color', command: topics.command },
    mode: { state: topics.state, template: '{{ value_json.mode | lower }}', values: { reading: 'read' } },
  },
}
const stateOf = async () => (await bench.device.read({ signal: bench.signalWithin(60_000) })).state
const say = (payload: string | Buffer, topic = topics.state, retain = false) =>
  bench.client.publishAsync(topic, payload, { qos: 1, retain })
/** Resolves when all reports of the lamp are here: the broker keeps their order. */
async function settle(brightness = 254): Promise<void> {
  await say(JSON.stringify({ state: 'ON', brightness }))
  const end = performance.now() + 60_000
  while ((await stateOf()).brightness !== Math.round((brightness / 254) * 100)) {
    if (performance.now() > end) throw new Error('it is not heard any more')
    await new Promise(setImmediate)
  }
}
/** Lines of the log from warnings on. */
const complaints = () => bench.logLines.filter(({ message }) => !/connected|announced themselves/.test(String(message)))

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
/** Messages without a meaning, or with an unexpected one. */
const garbage: readonly (readonly [string, string | Buffer])[] = [
  ['larger than any device has reason to send', Buffer.alloc(256 * 1024 + 1, 'x')],
  ['large, and JSON', JSON.stringify({ state: 'OFF', more: 'x'.repeat(300_000) })],
  ['no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
  ['half a character', Buffer.from('{"state":"켜짐"}').subarray(0, 12)],
  ['empty', ''],
  ['no JSON', '{"state":'],
  ['null', 'null'],
  ['a number', '1e999'],
  ['a list', '["OFF"]'],
  ['deep', nested(100_000)],
  ['wrong types', '{"state":{"a":1},"brightness":["x"],"color":"#","mode":{}}'],
  ['out of bounds', '{"state":"MAYBE","brightness":1e308,"color":{"h":-1,"s":999},"mode":"x"}'],
  ['a key of every object', '{"__proto__":{"state":"OFF"},"constructor":"OFF","toString":1}'],
]

describe('invalid messages do no harm', () => {
  test.each(garbage)('%s', async (_, payload) => {
    bench = await home.open(lamp)
    await settle(254)
    await say(payload)
    await settle(127)
    expect(await stateOf()).toEqual({ power: true, brightness: 50 })
    expect(Object.keys(Object.prototype)).toEqual([])
    // It still receives commands, too.
    expect(complaints().length).toBeLessThanOrEqual(1)
  })

  test('thousands of them are counted, and logged once', async () => {
    bench = await home.open(lamp)
    for (let i = 0; i < 3000; i += 1) bench.client.publish(topics.state, Buffer.from([0xff, i % 256]))
    for (let i = 0; i < 20; i += 1) bench.client.publish(topics.state, Buffer.alloc(300_000, 'x'))
    await settle()
    expect(complaints()).toHaveLength(2)
    expect(bench.connection.problems?.().join()).toMatch(/20 larger than .*3000 no UTF-8/)
  })

  test('thousands that are not values are never logged', async () => {
    bench = await home.open(lamp)
    for (let i = 0; i < 5000; i += 1)
      bench.client.publish(topics.state, `{"state":${i},"brightness":"${i}","mode":[${i}]}`)
    await settle()
    expect(complaints()).toEqual([])
  })
})

test('invalid retained announcements of every kind do not remove a device', async () => {
  const [mac, kept]: [string, string[]] = ['A4CF12F03D5C', []]
  const keep = async (topic: string, payload: string | Buffer) => {
    kept.push(topic)
    await bench.client.publishAsync(topic, payload, { retain: true })
  }
  bench = await home.open(lamp)
  await Promise.all(
    garbage.flatMap(([, payload], i) => [
      keep(`tasmota/discovery/${String(i).padStart(12, '0')}/config`, payload),
      keep(`tasmota/discovery/${mac}/sensors`, payload),
      keep(`homeassistant/light/g${i}/config`, payload),
      keep(`homeassistant/device/g${i}/config`, payload),
      keep(['devices', 'groups', 'info', 'state'].map((name) => `zigbee2mqtt/bridge/${name}`)[i % 4] ?? '', payload),
    ]),
  )
  await keep(`tasmota/discovery/${mac}/config`, JSON.stringify(tasmotaConfig({ dn: 'Good' })))
  const first = bench
  try {
    bench = await home.open(lamp, {
      discover: ['zigbee2mqtt', 'homeassistant', 'tasmota'],
      expose: 'all',
    })
    const found = () => (bench.connection.discovery?.devices() ?? []).filter(({ exposed }) => exposed)
    // The connection is ready after some time also where not all announcements have been read.
    await eventually(() => found().length > 0)
    await bench.delivered()
    expect(found().map(({ name }) => name)).toEqual(['Good'])
    expect(complaints().length).toBeLessThan(3 * garbage.length)
  } finally {
    await Promise.all(kept.map((topic) => first.client.publishAsync(topic, '', { retain: true })))
    await first.close()
  }
})

test('a message loop between other devices is not continued by the gateway', async () => {
  const loop = { traits: { power: { state: 'flood/loop', command: 'flood/loop' } } }
  expect(mqttApplianceSchema.safeParse(loop).success).toBe(false)
  bench = await home.open(lamp)
  await settle()
  // A bridge that takes states for commands, and a lamp that reports what it receives.
  bench.client.on('message', (topic, payload) => {
    if (topic === topics.command) bench.client.publish(topics.state, JSON.stringify({ state: payload.toString() }))
    if (topic === topics.state && payload.length < 20) bench.client.publish('flood/lamp/mirrored', payload)
    if (topic === 'flood/lamp/mirrored')
      bench.client.publish(topics.state, JSON.stringify({ state: 'OFF', brightness: 127 }))
  })
  expect(await bench.set({ power: false })).toMatchObject({ power: false })
  await settle(127)
  expect(bench.messages.filter(([topic]) => topic === topics.command)).toEqual([[topics.command, 'OFF']])
})

test('a command is confirmed while a device reports thousands of other values', async () => {
  bench = await home.open(lamp)
  await settle()
  bench.client.on('message', (topic, payload) => {
    if (topic === topics.command)
      bench.client.publish(topics.state, JSON.stringify({ state: payload.toString(), brightness: 254 }))
  })
  for (let i = 0; i < 5000; i += 1) bench.client.publish(topics.state, JSON.stringify({ linkquality: i }))
  expect(await bench.set({ power: false }, 60_000)).toMatchObject({ power: false })
})
