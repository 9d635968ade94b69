import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { tasmota } from '../../../drivers/mqtt/discovery/tasmota/index.ts'
import { appliance } from '../../../drivers/mqtt/options.ts'
import { tasmotaConfig } from '../../support/tasmota/device.ts'

const on = (kind: string, mac = 'A4CF12F03D5C') => `tasmota/discovery/${mac}/${kind}`
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value))
const listen = (base?: string) => tasmota({ fault: () => {}, ...(base !== undefined && { base }) })
const config = bytes(tasmotaConfig({ dn: 'Plug' }))
const sensors = bytes({ sn: { ENERGY: { Total: 1, Power: 2 } }, ver: 1 })
const keys = (ear: ReturnType<typeof listen>) => ear.announced().map(({ key }) => key)

test('says whether anything changed', () => {
  const ear = listen()
  expect(ear.hear(on('sensors'), sensors)).toBe(false)
  expect(ear.announced()).toEqual([])
  expect(ear.hear(on('config'), config)).toBe(true)
  expect(ear.hear(on('config'), config)).toBe(false)
  expect(ear.hear(on('sensors'), sensors)).toBe(false)
  expect(keys(ear)).toEqual(['a4cf12f03d5c_1'])
})

test('an empty payload takes back what was announced', () => {
  const ear = listen()
  ear.hear(on('config'), config)
  ear.hear(on('sensors'), sensors)
  expect(ear.announced()[0]?.type).toBe('SMARTPLUG')
  expect(ear.hear(on('sensors'), Buffer.alloc(0))).toBe(true)
  expect(ear.announced()[0]?.type).toBe('SWITCH')
  expect(ear.hear(on('config'), Buffer.alloc(0))).toBe(true)
  expect(ear.announced()).toEqual([])
  expect(ear.hear(on('config'), Buffer.alloc(0))).toBe(false)
})

test('its key stays when it is renamed, and its names elsewhere are known', () => {
  const ear = listen()
  ear.hear(on('config'), config)
  const [before] = ear.announced()
  ear.hear(on('config'), bytes(tasmotaConfig({ dn: 'Kettle', t: 'kettle', ft: '%topic%/%prefix%/' })))
  const [after] = ear.announced()
  expect(after?.key).toBe(before?.key)
  expect(after?.name).toBe('Kettle')
  expect(after?.aliases).toEqual(['a4cf12f03d5c', 'a4:cf:12:f0:3d:5c'])
  expect(after?.about).toEqual({ manufacturer: 'Tasmota', model: 'Sonoff Basic', version: '15.2.0' })
})

test('one that is announced under another base', () => {
  const ear = listen('house/found')
  expect(ear.topics).toEqual(['house/found/+/config', 'house/found/+/sensors'])
  expect(ear.hear('house/found/A4CF12F03D5C/config', config)).toBe(true)
  expect(ear.hear(on('config', '000000000000'), config)).toBe(false)
  expect(keys(ear)).toEqual(['a4cf12f03d5c_1'])
})

test.each([
  'tasmota/discovery/x/config',
  'tasmota/discovery/A4CF12F03D5C/other',
  'tasmota/discovery/A4CF12F03D5C/config/more',
  'tasmota/discovery/../config',
  'tasmota/discovery//config',
  'tasmota/elsewhere/A4CF12F03D5C/config',
])('%s announces nothing', (topic) => {
  const ear = listen()
  expect(ear.hear(topic, config)).toBe(false)
  expect(ear.announced()).toEqual([])
})

test('what is far too large is left', () => {
  const ear = listen()
  expect(ear.hear(on('config'), Buffer.alloc(70_000, '{'))).toBe(false)
  expect(ear.announced()).toEqual([])
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

test('no announcement throws, and every description is one that the configuration takes', () => {
  fc.assert(
    fc.property(fc.oneof(nearly, fc.jsonValue()), trees, (said, sn) => {
      const ear = listen()
      ear.hear(on('config'), bytes(said))
      ear.hear(on('sensors'), bytes({ sn }))
      for (const one of ear.announced()) {
        expect(appliance.safeParse(one.description).error?.issues).toBeUndefined()
        expect(one.name).not.toBe('')
      }
      const all = keys(ear)
      expect(new Set(all).size).toBe(all.length)
    }),
    { numRuns: 300 },
  )
})

test('no bytes throw', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.constantFrom('config', 'sensors'), (raw, kind) => {
      const ear = listen()
      ear.hear(on(kind), Buffer.from(raw))
      ear.announced()
    }),
    { numRuns: 200 },
  )
})

test('one that is broken takes no other down', () => {
  const ear = listen()
  ear.hear(on('config', '000000000001'), Buffer.from('{'))
  ear.hear(on('config'), config)
  ear.hear(on('sensors'), Buffer.from('garbage'))
  expect(keys(ear)).toEqual(['000000000001_1', 'a4cf12f03d5c_1'])
  expect(ear.announced()[1]?.type).toBe('SWITCH')
})
