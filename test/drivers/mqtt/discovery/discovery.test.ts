import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import mqttClient, { type MqttClient } from 'mqtt'
import { mqttConfigSchema } from '../../../../drivers/mqtt/config.ts'
import { mqtt } from '../../../../drivers/mqtt/index.ts'
import type { MqttOptions } from '../../../../drivers/mqtt/options.ts'
import { openAnnouncementStores } from '../../../../src/gateway/discovery/announcementStore.ts'
import { type MatchedDevice, matchDevices, toApplianceEntry } from '../../../../src/gateway/discovery/match.ts'
import type { DiscoveredDevice } from '../../../../src/home/discovery.ts'
import type { Connection } from '../../../../src/home/driver.ts'
import { runSteps } from '../../../../src/util/slices.ts'
import { type TestBroker, testBroker } from '../../../support/broker.ts'
import { testContext } from '../../../support/context.ts'
import { makeFolder, removeFolder } from '../../../support/folder.ts'

let broker: TestBroker
let deviceClient: MqttClient
let received: (readonly [topic: string, payload: string])[] = []
let folder: string
let file: string
const open: Connection<MqttOptions>[] = []
const openStores: ReturnType<typeof openAnnouncementStores>[] = []
beforeAll(async () => {
  broker = await testBroker()
  deviceClient = await mqttClient.connectAsync(broker.url)
  deviceClient.on('message', (topic, payload) => void received.push([topic, payload.toString()]))
  await deviceClient.subscribeAsync('#')
})
beforeEach(() => {
  received = []
  folder = makeFolder()
  file = join(folder, 'announcements.json')
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.close()))
  await Promise.all(openStores.splice(0).map((store) => store.flush()))
  removeFolder(folder)
})
afterAll(async () => {
  await deviceClient.endAsync(true)
  await broker.stop()
})

function stores(now?: () => number) {
  const opened = openAnnouncementStores({ file, warn: () => {} }, now)
  openStores.push(opened)
  return opened
}
async function connect(store = stores(), options: object = {}): Promise<Connection<MqttOptions>> {
  const connection = await mqtt.connect(
    mqttConfigSchema.parse({ url: broker.url, discover: ['homeassistant'], expose: 'all', ...options }),
    testContext({ announcements: store.of('broker') }),
  )
  open.push(connection)
  await connection.ready
  return connection
}
const names = (connection: Connection<MqttOptions>) => connection.discovery?.devices().map(({ name }) => name) ?? []
async function until(isTrue: () => boolean): Promise<void> {
  const end = performance.now() + 60_000
  while (!isTrue()) {
    if (performance.now() > end) throw new Error('it never came to that')
    await sleep(5)
  }
}
const announce = (id: string, more: object = {}, retain = false) =>
  deviceClient.publishAsync(
    `homeassistant/switch/${id}/config`,
    JSON.stringify({ name: id, unique_id: id, command_topic: `${id}/set`, state_topic: id, ...more }),
    { retain, qos: 1 },
  )
const remove = (id: string) =>
  deviceClient.publishAsync(`homeassistant/switch/${id}/config`, '', { retain: true, qos: 1 })

describe('an announcement that the broker does not retain', () => {
  test('is known after a restart, and its appliance can be controlled', async () => {
    const store = stores()
    const first = await connect(store)
    await announce('lamp')
    await until(() => names(first).length === 1)
    await first.close()
    await store.flush()
    const second = await connect(stores())
    await until(() => names(second).length > 0)
    expect(names(second)).toEqual(['lamp'])
    const [found] = (second.discovery?.devices() ?? []) as DiscoveredDevice<MqttOptions>[]
    const device = second.device('lamp', (found as DiscoveredDevice<MqttOptions>).options)
    const command = device.apply({ kind: 'set', patch: { power: true } }, AbortSignal.timeout(60_000))
    await until(() => received.some(([topic]) => topic === 'lamp/set'))
    await deviceClient.publishAsync('lamp', 'ON')
    expect(await command).toEqual({ power: true })
    device.close?.()
  })

  test('is removed by an empty announcement, also after a restart', async () => {
    const store = stores()
    const first = await connect(store)
    await announce('lamp')
    await announce('plug')
    await until(() => names(first).length === 2)
    await remove('lamp')
    await until(() => names(first).length === 1)
    await first.close()
    await store.flush()
    const second = await connect(stores())
    await until(() => names(second).length > 0)
    expect(names(second)).toEqual(['plug'])
  })
})

describe('the store of announcements', () => {
  const day = 86_400_000
  test('forgets an announcement after 30 days without it', () => {
    let now = 0
    const store = stores(() => now).of('broker')
    store.set('topic', '{}', false)
    now = 29 * day
    expect(store.isExpired('topic')).toBe(false)
    now = 31 * day
    expect(store.isExpired('topic')).toBe(true)
    store.set('topic', '{}', false)
    expect(store.isExpired('topic')).toBe(false)
    expect(store.isExpired('another')).toBe(false)
  })

  test('remembers a device for 30 days', () => {
    let now = 0
    const store = stores(() => now).of('broker')
    expect(store.isPresent('key')).toBe(false)
    store.markPresent('key')
    now = 29 * day
    expect(store.isPresent('key')).toBe(true)
    now = 31 * day
    expect(store.isPresent('key')).toBe(false)
  })

  test('separates the announcements of each connection, also after a restart', async () => {
    const before = stores()
    before.of('one').set('a', '{"a":1}', true)
    before.of('other').set('b', '{"b":1}', false)
    await before.flush()
    const after = stores()
    expect(after.of('one').all()).toEqual([{ topic: 'a', payload: '{"a":1}', isRetained: true }])
    expect(after.of('other').all()).toEqual([{ topic: 'b', payload: '{"b":1}', isRetained: false }])
    expect(after.of('__proto__').all()).toEqual([])
  })

  test('has a limited size', () => {
    const store = stores().of('broker')
    for (let i = 0; i < 20_100; i += 1) store.set(`topic ${i}`, '{}', false)
    expect(store.all()).toHaveLength(20_000)
    store.set('topic 0', 'x'.repeat(33 * 1024 * 1024), false)
    expect(store.all()[0]?.payload).toBe('{}')
  })
})

test.each([
  [true, [['homeassistant/status', 'online']]],
  [false, []],
])('with birth: %s the gateway sends %j, so that bridges announce their devices', async (birth, expected) => {
  await connect(stores(), { birth })
  await deviceClient.publishAsync('end', 'x')
  await until(() => received.some(([topic]) => topic === 'end'))
  // It may be published when the connection is ready already.
  await until(() => received.filter(([topic]) => topic === 'homeassistant/status').length >= expected.length)
  expect(received.filter(([topic]) => topic === 'homeassistant/status')).toEqual(expected)
})

test('the last device can be removed, together with one that was removed just before', async () => {
  const connection = await connect()
  await announce('lamp')
  await announce('plug')
  await until(() => names(connection).length === 2)
  const remembered = { of: () => connection.discovery?.devices() ?? [] }
  const before = [...remembered.of()]
  await remove('lamp')
  await until(() => names(connection).length === 1)
  await remove('plug')
  await until(() => names(connection).length === 0)
  const homeContext = { edition: 'kr' as const, references: [], isConfigured: () => false }
  expect(runSteps(matchDevices(homeContext, new Map([['broker', connection]]), [], { of: () => before }))).toEqual([])
})

test('a device removed while the gateway was away stays until the retained messages have arrived', async () => {
  const connection = await connect()
  const before: DiscoveredDevice[] = [
    {
      ...{ key: 'k', name: 'n', type: 'SWITCH', deviceInfo: {}, via: 'homeassistant', exposed: true, problems: [] },
      spec: { traits: {}, verbs: [] },
      options: {},
    },
  ]
  const homeContext = { edition: 'kr' as const, references: [], isConfigured: () => false }
  expect(runSteps(matchDevices(homeContext, new Map([['broker', connection]]), [], { of: () => before }))).toHaveLength(
    1,
  )
})

test('names have no control characters and no characters that reverse the text', async () => {
  const connection = await connect()
  await announce('n', {
    name: '\u001b[2J거실\r\n조명\u202e evil\u0007',
    device: { ids: 'x', mf: 'A\u001bB', name: null },
  })
  await until(() => names(connection).length === 1)
  expect(names(connection)).toEqual(['[2J거실 조명 evil'])
  expect(connection.discovery?.devices()[0]?.deviceInfo).toEqual({ manufacturer: 'A B' })
  await remove('n')
})

test('a decomposed name matches the composed name in the configuration', async () => {
  const connection = await connect(stores(), { expose: ['거실 조명'] })
  await announce('n', { name: '거실 조명'.normalize('NFD') })
  await until(() => names(connection).length === 1)
  expect(connection.discovery?.devices()[0]?.exposed).toBe(true)
  expect(connection.problems?.()).toEqual([])
  await remove('n')
})

test.each<readonly [area: string, edition: 'kr' | 'jp', location: string | undefined]>([
  ['거실', 'kr', 'LIVING_ROOM'],
  ['Kitchen', 'jp', 'KITCHEN'],
  ['寝室', 'jp', 'BED_ROOM'],
  ['안방', 'kr', 'MAIN_ROOM'],
  ['안방', 'jp', undefined],
  ['Batcave', 'kr', undefined],
])('the suggested area %s is the location of the appliance in the edition %s: %s', async (area, edition, location) => {
  const connection = await connect()
  await announce('n', { device: { ids: 'x', suggested_area: area } })
  await until(() => names(connection).length === 1)
  const homeContext = { edition, references: [], isConfigured: () => false }
  const [matched] = runSteps(matchDevices(homeContext, new Map([['broker', connection]]), [], { of: () => [] }))
  const entry = toApplianceEntry(matched as MatchedDevice, () => false, edition)
  expect(entry?.description.location).toBe(location)
  await remove('n')
})

test('two appliances of one name are reported', async () => {
  const connection = await connect()
  await announce('a', { name: 'same' })
  await announce('b', { name: 'same' })
  await until(() => names(connection).length === 2)
  expect(connection.problems?.().map(String)).toEqual([
    expect.stringContaining('several appliances have the name "same"'),
  ])
  await remove('a')
  await remove('b')
})

test('the event loop does other work while thousands of announcements are read', async () => {
  const connection = await connect()
  for (let i = 0; i < 3000; i += 1)
    deviceClient.publish(
      `homeassistant/switch/many${i}/config`,
      JSON.stringify({ unique_id: `many${i}`, command_topic: `m/${i}` }),
    )
  let turns = 0
  let longestMs = 0
  let last = process.cpuUsage()
  const ticker = setInterval(() => {
    // Time of the processor, since other processes may use this machine too.
    longestMs = Math.max(longestMs, process.cpuUsage(last).user / 1000)
    last = process.cpuUsage()
    turns += 1
  }, 1)
  try {
    await until(() => names(connection).length === 3000)
  } finally {
    clearInterval(ticker)
  }
  expect(turns).toBeGreaterThan(20)
  expect(longestMs).toBeLessThan(400)
})
