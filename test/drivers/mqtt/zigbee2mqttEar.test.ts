import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { appliance } from '../../../drivers/mqtt/options.ts'
import { binary, climate, device, lamp, numeric, relay, setpoint, shade } from '../../support/zigbee2mqtt/exposes.ts'
import { bulb, cases } from './zigbee2mqttCases.ts'
import { ear } from './zigbee2mqttHeard.ts'

const names = (heard: ReturnType<typeof ear>) => heard.announced().map(({ key, name }) => [key, name])

test('hears what the bridge announces, under the base topic it has', () => {
  const heard = ear({ base: 'home/zigbee' })
  expect(heard.topics).toEqual(['devices', 'groups', 'info', 'logging'].map((name) => `home/zigbee/bridge/${name}`))
  heard.devices([device('lamp', 'Bulb', [lamp()])])
  expect(heard.announced()[0]?.description.traits?.power).toMatchObject({
    state: 'home/zigbee/lamp',
    command: 'home/zigbee/lamp/set',
  })
})

describe('a device that', () => {
  test('is renamed keeps its key', () => {
    const heard = ear()
    const one = bulb()
    heard.devices([one])
    expect(heard.devices([{ ...one, friendly_name: '거실 조명' }])).toBe(true)
    expect(names(heard)).toEqual([[one.ieee_address, '거실 조명']])
    expect(heard.announced()[0]?.description.faults).toBe('거실 조명')
  })

  test('is paired anew, as something else, keeps its key', () => {
    const heard = ear()
    const one = bulb()
    heard.devices([one])
    expect(heard.devices([{ ...one, network_address: 99, definition: null }])).toBe(true)
    expect(names(heard)).toEqual([])
    const again = device('lamp', 'Bulb, of a newer definition', [lamp({ xy: true })], {
      ieee_address: one.ieee_address,
    })
    expect(heard.devices([again])).toBe(true)
    expect(names(heard)).toEqual([[one.ieee_address, 'lamp']])
    expect(heard.announced()[0]?.description.traits).toHaveProperty('color')
  })

  test('is removed goes', () => {
    const heard = ear()
    const [one, other] = [bulb(), bulb()]
    heard.devices([one, other])
    expect(heard.devices([other])).toBe(true)
    expect(names(heard)).toEqual([[other.ieee_address, 'lamp']])
    expect(heard.devices('')).toBe(true)
    expect(names(heard)).toEqual([])
  })

  test('says nothing new is no news', () => {
    const heard = ear()
    const one = bulb()
    expect(heard.devices([one])).toBe(true)
    expect(heard.devices([one])).toBe(false)
    // It joined again, under another network address.
    expect(heard.devices([{ ...one, network_address: 4711 }])).toBe(false)
    expect(heard.info({ permit_join: true })).toBe(false)
  })

  test.each(['부엌/조명', '寝室 の ブラインド', "O'Neill’s lamp", 'a "quoted" one'])('is called %s', (name) => {
    const heard = ear()
    heard.devices([device(name, 'Bulb', [lamp()])])
    expect(heard.named(name).description.traits?.power?.state).toBe(`zigbee2mqtt/${name}`)
    expect(appliance.safeParse(heard.named(name).description).error).toBeUndefined()
  })

  test.each(['lamp+', 'lamp #2'])('is called %s is a problem', (name) => {
    const heard = ear()
    heard.devices([device(name, 'Bulb', [lamp()])])
    expect(heard.named(name)).toMatchObject({ description: {}, problems: [expect.stringContaining('another name')] })
  })
})

describe('availability', () => {
  const bridge = { topic: 'zigbee2mqtt/bridge/state', path: '$.state' }
  const own = { topic: 'zigbee2mqtt/lamp/availability', path: '$.state' }
  const one = bulb()
  const devices = (availability: unknown) => ({
    devices: { [one.ieee_address]: { friendly_name: 'lamp', availability } },
  })
  test.each<readonly [string, object, object[]]>([
    ['as long as nothing is known of it', {}, [bridge]],
    ['off', { availability: { enabled: false } }, [bridge]],
    ['on', { availability: { enabled: true } }, [bridge, own]],
    ['off for the device', { availability: { enabled: true }, ...devices(false) }, [bridge]],
    ['on for the device', { availability: { enabled: false }, ...devices({ timeout: 5 }) }, [bridge, own]],
    ['on for all devices', { device_options: { availability: true } }, [bridge, own]],
  ])('%s', (_, config, topics) => {
    const heard = ear()
    heard.devices([one])
    heard.info(config)
    expect(heard.named('lamp').description.availability).toEqual({ mode: 'all', topics })
  })

  test('told later, it is news', () => {
    const heard = ear()
    heard.devices([one])
    expect(heard.info({ availability: { enabled: true } })).toBe(true)
  })
})

test('where each attribute has a topic of its own, it is heard there', () => {
  const heard = ear()
  heard.info({ advanced: { output: 'attribute' } })
  heard.devices([device('lamp', 'Bulb', [lamp({ white: [153, 500], hs: true })])])
  const { description, problems } = heard.named('lamp')
  expect(description.traits?.brightness).toMatchObject({ state: 'zigbee2mqtt/lamp/brightness' })
  expect(description.traits?.brightness).not.toHaveProperty('path')
  expect(description.traits?.colorTemperature).not.toHaveProperty('when')
  expect(problems).toEqual([expect.stringContaining('advanced.output')])
  expect(heard.info({ advanced: { output: 'attribute_and_json' } })).toBe(true)
  expect(heard.named('lamp').problems).toEqual([])
})

describe('a group', () => {
  const white = device('white', 'Bulb', [lamp({ white: [153, 454] })])
  const warm = device('warm', 'Bulb', [lamp({ white: [250, 500], xy: true })])
  const plug = device('plug', 'Smart plug', [relay()])
  const both = device('both', '2 gang switch', [relay('l1'), relay('l2')], {
    endpoints: { 1: { name: 'l1' }, 2: { name: 'l2' } },
  })
  const blind = device('blind', 'Blind', [shade()])
  const warmth = device('warmth', 'Thermostat', [climate([setpoint('occupied_heating_setpoint', [5, 30])])])
  const all = [white, warm, plug, both, blind, warmth]
  const group = (...members: readonly { readonly ieee_address: string; readonly endpoint?: number }[]) => ({
    id: 7,
    friendly_name: 'all of them',
    members: members.map(({ ieee_address, endpoint = 1 }) => ({ ieee_address, endpoint })),
  })
  const heardOf = (one: object) => {
    const heard = ear()
    heard.devices(all)
    heard.groups([one])
    return heard.announced().find(({ key }) => key === 'group-7')
  }

  test.each<readonly [string, object, string | undefined, string]>([
    ['lamps', group(white, warm), 'LIGHT', 'brightness colorTemperature power'],
    ['a lamp and a plug', group(white, plug), 'SWITCH', 'power'],
    ['plugs', group(plug), 'SMARTPLUG', 'power'],
    ['one of two switches', group({ ...both, endpoint: 2 }), 'SWITCH', 'power'],
    ['blinds', group(blind), 'SMARTCURTAIN', 'open'],
  ])('of %s', (_, one, type, traits) => {
    const found = heardOf(one)
    expect(found?.type).toBe(type)
    expect(
      Object.keys(found?.description.traits ?? {})
        .toSorted()
        .join(' '),
    ).toBe(traits)
    expect(appliance.safeParse(found?.description).error).toBeUndefined()
  })

  test.each([
    ['nobody', group()],
    ['who is not there', group({ ieee_address: '0xff' })],
    ['a lamp and a blind', group(white, blind)],
    ['thermostats', group(warmth)],
  ])('of %s is not announced', (_, one) => {
    expect(heardOf(one)).toBeUndefined()
  })

  test('can what all its members can, and is told on its own topic', () => {
    const found = heardOf(group(white, warm, { ...both, endpoint: 2 }))
    expect(found?.description.traits?.power).toMatchObject({
      state: 'zigbee2mqtt/all of them',
      path: '$.state',
      payload: '{"state":"${value}"}',
    })
    expect(heardOf(group(white, warm))?.description.traits?.colorTemperature).toMatchObject({ range: [250, 454] })
    // As Zigbee2MQTT's own discovery for Home Assistant calls it.
    expect(found?.aliases).toEqual(['zigbee2mqtt_1221051039810110150109113116116_7'])
  })

  test('tells if it is there when all its members do', () => {
    const heard = ear()
    heard.devices(all)
    heard.groups([group(white, warm)])
    heard.info({ availability: { enabled: true }, devices: { [warm.ieee_address]: { availability: false } } })
    expect(heard.named('all of them').description.availability).toMatchObject({ topics: [{}] })
    heard.info({ availability: { enabled: true } })
    expect(heard.named('all of them').description.availability).toMatchObject({ topics: [{}, {}] })
  })
})

/** What the bridge logs, and what of it is told of which device. */
const logged: readonly (readonly [message: string, name?: string, reason?: string])[] = [
  [
    `Publish 'set' 'brightness' to 'hue' failed: 'Error: Brightness value of message: '{"brightness":999}' invalid, must be a number >= 0 and =< 254'`,
    'hue',
    'Brightness value invalid, must be a number >= 0 and =< 254',
  ],
  [
    `Publish 'set' 'state' to '거실/조명' failed: 'Error: ZCL command 0x00158d0001e4c1b2/1 genOnOff.on({}, {"timeout":10000}) failed (Timeout - 1 - 1 - 7 - 6 - 11 after 10000ms)'`,
    '거실/조명',
    'the device does not answer',
  ],
  [
    `Publish 'set' 'state' to 'o'clock' failed: 'Error: ZCL command 0x00158d0001e4c1b2/1 genOnOff.on({}) failed (Data request failed with error: 'MAC_NO_ACK' (0xe9))'`,
    "o'clock",
    'the device does not answer',
  ],
  [
    `Publish 'set' 'occupied_heating_setpoint' to 'trv' failed: 'Error: ZCL command 0x00158d0001e4c1b2/1 hvacThermostat.write({}) failed (Status 'INVALID_VALUE')'`,
    'trv',
    'the device refuses it (invalid value)',
  ],
  [`No converter available for 'color' on 'plug': ({"hue":1})`, 'plug', 'it has no color'],
  [`Cannot publish to unsupported device '0x01'`, '0x01', 'unsupported device'],
  [`Device 'plug' has no endpoint 'l9'`, 'plug', "no endpoint 'l9'"],
  [`Entity 'gone' is unknown`, 'gone', 'unknown'],
  [`Publish 'get' 'state' to 'lamp' failed: 'Error: Timeout'`],
  ["Invalid message 'undefined', skipping..."],
  ['Not connected to MQTT server!'],
]

describe('the log', () => {
  test.each(logged.map((row) => [row[0], row] as const))('%s', (_, [message, name, reason]) => {
    const heard = ear()
    expect(heard.logging({ message: `z2m: ${message}`, level: 'error', namespace: 'z2m' })).toBe(false)
    expect(heard.faults).toEqual(name === undefined ? [] : [[name, reason]])
  })

  test.each([
    ['of less than an error', { level: 'warning', message: `z2m: Entity 'gone' is unknown` }],
    [
      'of a state that speaks of one',
      {
        level: 'info',
        message: `z2m:mqtt: MQTT publish: payload '{"level":"error","message":"Entity 'x' is unknown"}'`,
      },
    ],
    ['of nothing', '{"level":"error"'],
    ['of no text', { level: 'error', message: 7 }],
  ])('%s is no fault', (_, said) => {
    const heard = ear()
    expect(heard.logging(said)).toBe(false)
    expect(heard.faults).toEqual([])
  })
})

describe('bad input', () => {
  test('rubbish takes nothing away', () => {
    const heard = ear()
    heard.devices([bulb()])
    for (const rubbish of ['{', 'null', '7', '{}', '"devices"', '\u0000']) expect(heard.devices(rubbish)).toBe(false)
    expect(heard.announced()).toHaveLength(1)
  })

  test('one broken device takes no other with it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (thing, exposes) => {
        const heard = ear()
        const broken = { ...bulb(), definition: { model: 'X', vendor: 'Y', description: 'Z', exposes } }
        const odd = typeof thing === 'object' && thing !== null ? { ...bulb(), ...thing } : thing
        const good = bulb()
        heard.devices([odd, broken, good])
        expect(heard.announced().map(({ key }) => key)).toContain(good.ieee_address)
      }),
    )
  })

  const words = fc.oneof(
    fc.constantFrom('state', 'brightness', 'position', 'light', 'climate', 'cover', '__proto__', '${value}'),
    fc.string(),
  )
  const feature: fc.Arbitrary<unknown> = fc.record(
    {
      type: fc.constantFrom(
        'light',
        'switch',
        'cover',
        'climate',
        'fan',
        'lock',
        'binary',
        'numeric',
        'enum',
        'composite',
      ),
      name: fc.constantFrom(
        'state',
        'brightness',
        'color_temp',
        'color_hs',
        'position',
        'system_mode',
        'fan_mode',
        'temperature',
        'occupancy',
        'occupied_heating_setpoint',
        'speed',
      ),
      property: words,
      access: fc.integer({ min: 0, max: 7 }),
      endpoint: fc.option(words),
      unit: fc.option(words),
      value_on: fc.jsonValue(),
      value_off: fc.jsonValue(),
      value_min: fc.oneof(fc.double(), fc.constant(0)),
      value_max: fc.oneof(fc.double(), fc.constant(100)),
      value_step: fc.double(),
      values: fc.array(fc.oneof(words, fc.integer(), fc.boolean())),
    },
    { requiredKeys: ['type', 'name', 'property', 'access'] },
  )
  const expose = fc.oneof(
    feature,
    fc.tuple(feature, fc.array(feature)).map(([one, features]) => ({ ...(one as object), features })),
  )
  test('features of any kind never throw, and what they make has the form of a description', () => {
    fc.assert(
      fc.property(fc.array(expose), fc.constantFrom('json', 'attribute'), (exposes, output) => {
        const heard = ear()
        heard.info({ advanced: { output } })
        heard.devices([device('any', 'Switch, sensor, curtain', exposes as object[])])
        for (const { description } of heard.announced()) {
          const unknown = appliance
            .safeParse(description)
            .error?.issues.filter(({ code }) => code === 'unrecognized_keys')
          expect(unknown ?? []).toEqual([])
        }
      }),
    )
  })

  test('any JSON on any of its topics', () => {
    fc.assert(
      fc.property(fc.constantFrom('devices', 'groups', 'logging'), fc.jsonValue(), (topic, said) => {
        const heard = ear()
        heard[topic as 'devices'](said)
        heard.info(said as object)
        expect(heard.announced()).toEqual([])
      }),
    )
  })

  test('names of objects in JavaScript are names like others', () => {
    const heard = ear()
    heard.devices([device('__proto__', 'constructor', [binary('constructor', true, false), numeric('__proto__')])])
    heard.devices([device('__proto__', 'toString', [lamp()])])
    expect(names(heard).map(([, name]) => name)).toEqual(['__proto__'])
  })
})

test('a house of a thousand devices is announced in a moment', () => {
  const heard = ear()
  const many = Array.from({ length: 1000 }, (_, i) =>
    device(`device ${i}`, ...(cases[i % cases.length] as [string, object[]])),
  )
  // Time of the processor, since others may use this machine too.
  const started = process.cpuUsage()
  heard.devices(many)
  expect(heard.announced().length).toBeGreaterThan(900)
  expect(process.cpuUsage(started).user).toBeLessThan(2_000_000)
})

/** Recorded at a real bridge; not part of this repository. */
const samples = '../shared/samples/zigbee2mqtt'
const recorded = (name: string): readonly { readonly topic: string; readonly payload: string }[] =>
  readFileSync(`${samples}/${name}.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

// Where the house has the recordings of a real one.
if (existsSync(samples)) {
  test('a real bridge is understood', () => {
    const heard = ear()
    for (const { topic, payload } of [...recorded('retained'), ...recorded('live')])
      heard.hear(topic, Buffer.from(payload))
    expect(heard.announced().map(({ name, type }) => [name, type])).toEqual([
      ['living_light', 'LIGHT'],
      ['kettle_plug', 'SMARTPLUG'],
      ['bedroom_sensor', 'AIRSENSOR'],
      ['寝室のブラインド', 'SMARTCURTAIN'],
      ['hue_color', 'LIGHT'],
    ])
    expect(heard.announced().flatMap(({ problems }) => problems)).toEqual([])
    expect(heard.faults).toEqual([['hue_color', 'Brightness value invalid, must be a number >= 0 and =< 254']])
  })
}
