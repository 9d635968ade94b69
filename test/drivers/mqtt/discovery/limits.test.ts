import { ExposureLimit } from '../../../../drivers/mqtt/discovery/exposureLimit.ts'
import { homeAssistant } from '../../../../drivers/mqtt/discovery/homeassistant/index.ts'
import { tasmota } from '../../../../drivers/mqtt/discovery/tasmota/index.ts'
import { zigbee2mqtt } from '../../../../drivers/mqtt/discovery/zigbee2mqtt/index.ts'
import { readJsonList } from '../../../../drivers/mqtt/discovery/zigbee2mqtt/jsonList.ts'
import { parseMessage } from '../../../../drivers/mqtt/payload/read.ts'
import { runSteps } from '../../../../src/util/slices.ts'
import { device, lamp, numeric, relay } from '../../../support/zigbee2mqtt/exposes.ts'
import { type SyncParser, syncParser } from './syncParser.ts'

const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const entity = (i: number, identifiers: readonly string[]) => ({
  p: 'switch',
  cmd_t: `c/${i}`,
  uniq_id: `u${i}`,
  dev: { ids: identifiers },
})

/** Announcements that took many seconds or all memory: what is sent, how many devices may be made of it, and in how much processor time. */
const floods: readonly (readonly [what: string, send: () => SyncParser, maxDevices: number, maxMs: number])[] = [
  [
    'Home Assistant: 2,000 entities in four messages, of a device with 50 identifiers',
    () => {
      const parser = syncParser(homeAssistant)
      const ids = Array.from({ length: 50 }, (_, i) => `i${i}`)
      const cmps = Array.from({ length: 500 }, (_, i) => ({ ...entity(i, ids), dev: undefined }))
      for (const name of ['a', 'b', 'c', 'd']) {
        const own = cmps.map((one) => ({ ...one, uniq_id: `${name} ${one.uniq_id}` }))
        parser.parse(`homeassistant/device/${name}/config`, json({ dev: { ids }, cmps: { ...own } }))
      }
      return parser
    },
    500,
    3000,
  ],
  [
    'Home Assistant: 2,000 topics whose devices turn out to be one',
    () => {
      const parser = syncParser(homeAssistant)
      for (let i = 0; i < 2000; i += 1)
        parser.parse(`homeassistant/switch/s${i}/config`, json({ ...entity(i, [`n${i}`, `n${i + 1}`]), p: undefined }))
      return parser
    },
    500,
    4000,
  ],
  [
    'Home Assistant: 20,100 topics',
    () => {
      const parser = syncParser(homeAssistant)
      for (let i = 0; i < 20_100; i += 1) parser.parse(`homeassistant/switch/s${i}/config`, json({ cmd_t: `c${i}` }))
      return parser
    },
    20_000,
    5000,
  ],
  [
    'Zigbee2MQTT: one device with 2,000 features',
    () => {
      const parser = syncParser(zigbee2mqtt)
      const features = Array.from({ length: 20 }, (_, i) => ({
        type: 'switch',
        endpoint: `e${i}`,
        features: [...relay(`e${i}`).features, ...Array.from({ length: 99 }, (_, j) => numeric(`f${j}`))],
      }))
      const sensors = Array.from({ length: 100 }, (_, i) => ({
        ...numeric('temperature'),
        property: `t${i}`,
        endpoint: `e${i}`,
      }))
      parser.parse('zigbee2mqtt/bridge/devices', json([device('many', 'Switch', [...sensors, ...features])]))
      return parser
    },
    1000,
    900,
  ],
  [
    'Zigbee2MQTT: 100 groups of 1,000 members',
    () => {
      const parser = syncParser(zigbee2mqtt)
      const lamps = Array.from({ length: 100 }, (_, i) =>
        device(`lamp ${i}`, 'Bulb', [lamp({ white: [153, 500], hs: true })]),
      )
      const members = Array.from({ length: 1000 }, (_, i) => ({
        ieee_address: lamps[i % 100]?.ieee_address,
        endpoint: 1,
      }))
      parser.parse('zigbee2mqtt/bridge/devices', json(lamps))
      parser.parse(
        'zigbee2mqtt/bridge/groups',
        json(Array.from({ length: 100 }, (_, id) => ({ id, friendly_name: `group ${id}`, members }))),
      )
      return parser
    },
    200,
    2000,
  ],
  [
    'Tasmota: 10,100 devices',
    () => {
      const parser = syncParser(tasmota)
      for (let i = 0; i < 10_100; i += 1)
        parser.parse(`tasmota/discovery/${i.toString(16).padStart(12, '0')}/config`, json({}))
      return parser
    },
    10_000,
    4000,
  ],
]

test.each(floods)('%s: the work is bounded', (_, send, maxDevices, maxMs) => {
  // Processor time, since other processes may use this machine too.
  const before = process.cpuUsage()
  const devices = send().devices()
  expect(process.cpuUsage(before).user).toBeLessThan(maxMs * 1000)
  expect(devices.length).toBeGreaterThan(0)
  expect(devices.length).toBeLessThanOrEqual(maxDevices)
})

test('Zigbee2MQTT: an oversized device is left out and reported, and all others stay', () => {
  const parser = zigbee2mqtt({ reportFailure: () => {} })
  const large = device('large', 'Bulb', [lamp({ white: [153, 500], hs: true })])
  const list = [
    { ...large, padding: 'x'.repeat(600_000) },
    { ...large, many: Array(60_000).fill(0) },
    device('good', 'Bulb', [lamp({})]),
  ]
  expect(runSteps(parser.parse('zigbee2mqtt/bridge/devices', json(list)))).toBe(true)
  expect(runSteps(parser.build()).map(({ name }) => name)).toEqual(['good'])
  expect(parser.problems?.().map(String)).toEqual([
    expect.stringContaining('2 of the devices of Zigbee2MQTT are larger than any'),
  ])
})

test.each([
  ['[1,{"a":"]"},[2],"\\"]"]', [1, { a: ']' }, [2], '"]']],
  [' [ ] ', []],
  ['[[],{}] ', [[], {}]],
  ['{"a":1}', undefined],
  ['', undefined],
  ['[1,2', undefined],
  ['[1,]', undefined],
  ['[1,x]', undefined],
  ['[1:2]', undefined],
  ['[1}2]', undefined],
])('a JSON list is read entry by entry: %s', (text, expected) => {
  const entries: unknown[] = []
  const result = runSteps(readJsonList(Buffer.from(text), 10, (entry) => void entries.push(entry)))
  expect(result && entries).toEqual(expected)
})

test('devices beyond 2,000 do not become appliances automatically, which is reported', () => {
  const limit = new ExposureLimit()
  expect(limit.admit(false)).toBe(false)
  const admitted = Array.from({ length: 2005 }, () => limit.admit(true)).filter(Boolean)
  expect(admitted).toHaveLength(2000)
  expect(limit.problems().map(String)).toEqual([expect.stringContaining('5 of them are appliances only where')])
  expect(new ExposureLimit().problems()).toEqual([])
})

test('a message to many appliances is parsed once', () => {
  const payload = json({ state: 'ON' })
  const [first, second] = [parseMessage(payload, false, 'topic'), parseMessage(payload, false, 'topic')]
  expect(second).toBe(first)
  expect(parseMessage(payload, true, 'topic')).not.toBe(first)
})

test.each([
  ['Publish', `Publish 'set' '${"a' to '".repeat(8000)}`],
  ['Device', "Device '".repeat(10_000)],
  ['No converter', `No converter available for '${"x' on '".repeat(9000)}`],
])('an error of 90 KB in the log of the bridge is read in less than 200 ms: %s', (_, message) => {
  const parser = syncParser(zigbee2mqtt)
  const before = process.cpuUsage()
  parser.parse('zigbee2mqtt/bridge/logging', json({ level: 'error', message }))
  expect(process.cpuUsage(before).user).toBeLessThan(200_000)
})
