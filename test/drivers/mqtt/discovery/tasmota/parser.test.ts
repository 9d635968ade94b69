import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { tasmota } from '../../../../../drivers/mqtt/discovery/tasmota/index.ts'
import { mqttApplianceSchema } from '../../../../../drivers/mqtt/options.ts'
import { runs } from '../../../../support/randomRuns.ts'
import { tasmotaConfig } from '../../../../support/tasmota/device.ts'
import { syncParser } from '../syncParser.ts'

const on = (kind: string, mac = 'A4CF12F03D5C') => `tasmota/discovery/${mac}/${kind}`
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value))
const listen = (base?: string) => syncParser(tasmota, base === undefined ? {} : { base })
const config = bytes(tasmotaConfig({ dn: 'Plug' }))
const sensors = bytes({ sn: { ENERGY: { Total: 1, Power: 2 } }, ver: 1 })
const keys = (parser: ReturnType<typeof listen>) => parser.devices().map(({ key }) => key)

test('parse() returns whether the devices changed', () => {
  const parser = listen()
  expect(parser.parse(on('sensors'), sensors)).toBe(false)
  expect(parser.devices()).toEqual([])
  expect(parser.parse(on('config'), config)).toBe(true)
  expect(parser.parse(on('config'), config)).toBe(false)
  expect(parser.parse(on('sensors'), sensors)).toBe(false)
  expect(keys(parser)).toEqual(['a4cf12f03d5c_1'])
})

test('an empty payload removes the announcement', () => {
  const parser = listen()
  parser.parse(on('config'), config)
  parser.parse(on('sensors'), sensors)
  expect(parser.devices()[0]?.type).toBe('SMARTPLUG')
  expect(parser.parse(on('sensors'), Buffer.alloc(0))).toBe(true)
  expect(parser.devices()[0]?.type).toBe('SWITCH')
  expect(parser.parse(on('config'), Buffer.alloc(0))).toBe(true)
  expect(parser.devices()).toEqual([])
  expect(parser.parse(on('config'), Buffer.alloc(0))).toBe(false)
})

test('a renamed device keeps its key, and its aliases are known', () => {
  const parser = listen()
  parser.parse(on('config'), config)
  const [before] = parser.devices()
  parser.parse(on('config'), bytes(tasmotaConfig({ dn: 'Kettle', t: 'kettle', ft: '%topic%/%prefix%/' })))
  const [after] = parser.devices()
  expect(after?.key).toBe(before?.key)
  expect(after?.name).toBe('Kettle')
  expect(after?.aliases).toEqual(['a4cf12f03d5c', 'a4:cf:12:f0:3d:5c'])
  expect(after?.about).toEqual({ manufacturer: 'Tasmota', model: 'Sonoff Basic', version: '15.2.0' })
})

test('the base topic can be configured', () => {
  const parser = listen('house/found')
  expect(parser.topics).toEqual(['house/found/+/config', 'house/found/+/sensors'])
  expect(parser.parse('house/found/A4CF12F03D5C/config', config)).toBe(true)
  expect(parser.parse(on('config', '000000000000'), config)).toBe(false)
  expect(keys(parser)).toEqual(['a4cf12f03d5c_1'])
})

test.each([
  'tasmota/discovery/x/config',
  'tasmota/discovery/A4CF12F03D5C/other',
  'tasmota/discovery/A4CF12F03D5C/config/more',
  'tasmota/discovery/../config',
  'tasmota/discovery//config',
  'tasmota/elsewhere/A4CF12F03D5C/config',
])('%s announces nothing', (topic) => {
  const parser = listen()
  expect(parser.parse(topic, config)).toBe(false)
  expect(parser.devices()).toEqual([])
})

test('a payload that is far too large is ignored', () => {
  const parser = listen()
  expect(parser.parse(on('config'), Buffer.alloc(70_000, '{'))).toBe(false)
  expect(parser.devices()).toEqual([])
})

/** Announcements that are almost right: any key may hold anything. */
const nearly = fc
  .record(Object.fromEntries(Object.keys(tasmotaConfig()).map((key) => [key, fc.jsonValue({ maxDepth: 2 })])), {
    requiredKeys: [],
  })
  .map((change) => ({ ...tasmotaConfig(), ...change }))
const trees = fc.oneof(
  fc.jsonValue(),
  fc.record({
    ENERGY: fc.oneof(fc.jsonValue(), fc.record({ Total: fc.jsonValue(), Power: fc.jsonValue() })),
    "it's": fc.record({ Temperature: fc.jsonValue() }),
    __proto__: fc.constant({ Temperature: 1 }),
    SHT3X: fc.record({ Temperature: fc.double(), Humidity: fc.jsonValue(), Battery: fc.jsonValue() }),
    TempUnit: fc.jsonValue(),
  }),
)

test('no announcement throws, and every description is valid configuration', () => {
  fc.assert(
    fc.property(fc.oneof(nearly, fc.jsonValue()), trees, (discoveryPayload, sn) => {
      const parser = listen()
      parser.parse(on('config'), bytes(discoveryPayload))
      parser.parse(on('sensors'), bytes({ sn }))
      for (const one of parser.devices()) {
        expect(mqttApplianceSchema.safeParse(one.description).error?.issues).toBeUndefined()
        expect(one.name).not.toBe('')
      }
      const all = keys(parser)
      expect(new Set(all).size).toBe(all.length)
    }),
    { numRuns: runs(300) },
  )
})

test('no payload throws', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.constantFrom('config', 'sensors'), (raw, kind) => {
      const parser = listen()
      parser.parse(on(kind), Buffer.from(raw))
      parser.devices()
    }),
    { numRuns: runs(200) },
  )
})

test('a broken announcement affects no other device', () => {
  const parser = listen()
  parser.parse(on('config', '000000000001'), Buffer.from('{'))
  parser.parse(on('config'), config)
  parser.parse(on('sensors'), Buffer.from('garbage'))
  expect(keys(parser)).toEqual(['000000000001_1', 'a4cf12f03d5c_1'])
  expect(parser.devices()[1]?.type).toBe('SWITCH')
})
