import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { jsonSchema } from '../../src/config/jsonSchema.ts'
import { loadContext } from '../../src/gateway/environment.ts'

const config = (name: string) => readFileSync(join(import.meta.dirname, '../../config', name), 'utf8')

describe('config/gateway.schema.json', () => {
  const validate = new Ajv2020({ strict: false, validateFormats: false, code: { optimize: false } }).compile(
    JSON.parse(config('gateway.schema.json')),
  )
  const example = () => parse(config('gateway.example.yaml'))

  test('is what the code takes (else: npm run schema)', async () => {
    expect(JSON.parse(config('gateway.schema.json'))).toEqual(JSON.parse(JSON.stringify(await jsonSchema(loadContext))))
  })

  test('accepts the example', () => {
    expect(validate(example())).toBe(true)
  })

  test('accepts connections of each kind of blaster', () => {
    const blasters = {
      rm: { type: 'ir', transmitter: 'broadlink', host: '192.168.1.33' },
      tuya: {
        type: 'ir',
        transmitter: 'tuya',
        host: '192.168.1.30',
        deviceId: 'bf90851a27705b2de3',
        localKey: 'x'.repeat(16),
      },
    }
    expect(validate({ ...example(), drivers: { ...example().drivers, ...blasters } })).toBe(true)
  })

  test.each([
    ['a key of another blaster', { drivers: { x: { type: 'ir', transmitter: 'ir-ctl', host: '192.168.1.33' } } }],
    ['an unknown key', { servr: {} }],
    ['a driver of no kind', { drivers: { x: { type: 'telepathy' } } }],
    ['an appliance without a name', { appliances: [{ id: 'a', type: 'LIGHT', driver: 'x' }] }],
    ['a type that is none', { appliances: [{ id: 'a', name: 'A', type: 'LAMP', driver: 'x' }] }],
    [
      'a wrong key of a trait',
      { appliances: [{ id: 'a', name: 'A', type: 'LIGHT', driver: 'x', traits: { power: { stat: 'x' } } }] },
    ],
  ])('refuses %s', (_what, wrong) => {
    expect(validate({ ...example(), ...wrong })).toBe(false)
  })
})
