import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { mqttApplianceSchema } from '../../../../../drivers/mqtt/options.ts'
import { runs } from '../../../../support/randomRuns.ts'
import {
  binary,
  climate,
  device,
  lamp,
  numeric,
  relay,
  setpoint,
  shade,
} from '../../../../support/zigbee2mqtt/exposes.ts'
import { bulb, cases } from './cases.ts'
import { createParser } from './createParser.ts'

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(100) })

const names = (parser: ReturnType<typeof createParser>) => parser.devices().map(({ key, name }) => [key, name])

test('the base topic can be configured', () => {
  const parser = createParser({ base: 'home/zigbee' })
  expect(parser.topics).toEqual(['devices', 'groups', 'info', 'logging'].map((name) => `home/zigbee/bridge/${name}`))
  parser.sendDevices([device('lamp', 'Bulb', [lamp()])])
  expect(parser.devices()[0]?.description.traits?.power).toMatchObject({
    state: 'home/zigbee/lamp',
    command: 'home/zigbee/lamp/set',
  })
})

describe('a device', () => {
  test('keeps its key when it is renamed', () => {
    const parser = createParser()
    const one = bulb()
    parser.sendDevices([one])
    expect(parser.sendDevices([{ ...one, friendly_name: '거실 조명' }])).toBe(true)
    expect(names(parser)).toEqual([[one.ieee_address, '거실 조명']])
    expect(parser.devices()[0]?.description.faults).toBe('거실 조명')
  })

  test('keeps its key when it is paired again as another model', () => {
    const parser = createParser()
    const one = bulb()
    parser.sendDevices([one])
    expect(parser.sendDevices([{ ...one, network_address: 99, definition: null }])).toBe(true)
    expect(names(parser)).toEqual([])
    const again = device('lamp', 'Bulb, of a newer definition', [lamp({ xy: true })], {
      ieee_address: one.ieee_address,
    })
    expect(parser.sendDevices([again])).toBe(true)
    expect(names(parser)).toEqual([[one.ieee_address, 'lamp']])
    expect(parser.devices()[0]?.description.traits).toHaveProperty('color')
  })

  test('disappears when it is removed', () => {
    const parser = createParser()
    const [one, other] = [bulb(), bulb()]
    parser.sendDevices([one, other])
    expect(parser.sendDevices([other])).toBe(true)
    expect(names(parser)).toEqual([[other.ieee_address, 'lamp']])
    expect(parser.sendDevices('')).toBe(true)
    expect(names(parser)).toEqual([])
  })

  test('causes no change by repeating its announcement', () => {
    const parser = createParser()
    const one = bulb()
    expect(parser.sendDevices([one])).toBe(true)
    expect(parser.sendDevices([one])).toBe(false)
    // It joined again, under another network address.
    expect(parser.sendDevices([{ ...one, network_address: 4711 }])).toBe(false)
    expect(parser.sendInfo({ permit_join: true })).toBe(false)
  })

  test.each(['부엌/조명', '寝室 の ブラインド', "O'Neill’s lamp", 'a "quoted" one'])('may have the name %s', (name) => {
    const parser = createParser()
    parser.sendDevices([device(name, 'Bulb', [lamp()])])
    expect(parser.named(name).description.traits?.power?.state).toBe(`zigbee2mqtt/${name}`)
    expect(mqttApplianceSchema.safeParse(parser.named(name).description).error).toBeUndefined()
  })

  test.each(['lamp+', 'lamp #2'])('is reported as a problem if its name is %s', (name) => {
    const parser = createParser()
    parser.sendDevices([device(name, 'Bulb', [lamp()])])
    expect(parser.named(name)).toMatchObject({
      description: {},
      problems: [{ en: expect.stringContaining('another name'), ko: expect.stringContaining('다른 이름') }],
    })
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
    ['on, as 1.x and our guides had it', { availability: true }, [bridge, own]],
    ['off, as 1.x had it', { availability: false }, [bridge]],
    ['on by its timeouts, as 1.x had it', { availability: { active: { timeout: 10 } } }, [bridge, own]],
    ['on', { availability: { enabled: true } }, [bridge, own]],
    ['off for the device', { availability: { enabled: true }, ...devices(false) }, [bridge]],
    ['on for the device', { availability: { enabled: false }, ...devices({ timeout: 5 }) }, [bridge, own]],
    ['on for all devices', { device_options: { availability: true } }, [bridge, own]],
  ])('%s', (_, config, topics) => {
    const parser = createParser()
    parser.sendDevices([one])
    parser.sendInfo(config)
    expect(parser.named('lamp').description.availability).toEqual({ mode: 'all', topics })
  })

  test('causes a change if it is published later', () => {
    const parser = createParser()
    parser.sendDevices([one])
    expect(parser.sendInfo({ availability: { enabled: true } })).toBe(true)
  })
})

test('with the output mode attribute each property has its own topic', () => {
  const parser = createParser()
  parser.sendInfo({ advanced: { output: 'attribute' } })
  parser.sendDevices([device('lamp', 'Bulb', [lamp({ white: [153, 500], hs: true })])])
  const { description, problems } = parser.named('lamp')
  expect(description.traits?.brightness).toMatchObject({ state: 'zigbee2mqtt/lamp/brightness' })
  expect(description.traits?.brightness).not.toHaveProperty('path')
  expect(description.traits?.colorTemperature).not.toHaveProperty('when')
  expect(problems.map(String)).toEqual([expect.stringContaining('advanced.output')])
  expect(parser.sendInfo({ advanced: { output: 'attribute_and_json' } })).toBe(true)
  expect(parser.named('lamp').problems).toEqual([])
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
    const parser = createParser()
    parser.sendDevices(all)
    parser.sendGroups([one])
    return parser.devices().find(({ key }) => key === 'group-7')
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
    expect(mqttApplianceSchema.safeParse(found?.description).error).toBeUndefined()
  })

  test.each([
    ['nobody', group()],
    ['who is not there', group({ ieee_address: '0xff' })],
    ['a lamp and a blind', group(white, blind)],
    ['thermostats', group(warmth)],
  ])('of %s does not become an appliance', (_, one) => {
    expect(heardOf(one)).toBeUndefined()
  })

  test('has the traits that all its members have, and a topic of its own', () => {
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

  test('has an availability topic if all its members have', () => {
    const parser = createParser()
    parser.sendDevices(all)
    parser.sendGroups([group(white, warm)])
    parser.sendInfo({ availability: { enabled: true }, devices: { [warm.ieee_address]: { availability: false } } })
    expect(parser.named('all of them').description.availability).toMatchObject({ topics: [{}] })
    parser.sendInfo({ availability: { enabled: true } })
    expect(parser.named('all of them').description.availability).toMatchObject({ topics: [{}, {}] })
  })
})

/** What the bridge logs, and the failure that it means for which device. */
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

describe('the log of the bridge', () => {
  test.each(logged.map((row) => [row[0], row] as const))('%s', (_, [message, name, reason]) => {
    const parser = createParser()
    expect(parser.sendLogging({ message: `z2m: ${message}`, level: 'error', namespace: 'z2m' })).toBe(false)
    expect(parser.failures).toEqual(name === undefined ? [] : [[name, reason]])
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
  ])('%s is not a failure of a device', (_, logLine) => {
    const parser = createParser()
    expect(parser.sendLogging(logLine)).toBe(false)
    expect(parser.failures).toEqual([])
  })
})

describe('bad input', () => {
  test('an invalid payload removes nothing', () => {
    const parser = createParser()
    parser.sendDevices([bulb()])
    for (const rubbish of ['{', 'null', '7', '{}', '"devices"', '\u0000'])
      expect(parser.sendDevices(rubbish)).toBe(false)
    expect(parser.devices()).toHaveLength(1)
  })

  test('one broken device affects no other', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (thing, exposes) => {
        const parser = createParser()
        const broken = { ...bulb(), definition: { model: 'X', vendor: 'Y', description: 'Z', exposes } }
        const odd = typeof thing === 'object' && thing !== null ? { ...bulb(), ...thing } : thing
        const good = bulb()
        parser.sendDevices([odd, broken, good])
        expect(parser.devices().map(({ key }) => key)).toContain(good.ieee_address)
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
  test('no feature throws, and every description has the form of the configuration', () => {
    fc.assert(
      fc.property(fc.array(expose), fc.constantFrom('json', 'attribute'), (exposes, output) => {
        const parser = createParser()
        parser.sendInfo({ advanced: { output } })
        parser.sendDevices([device('any', 'Switch, sensor, curtain', exposes as object[])])
        for (const { description } of parser.devices()) {
          const unknown = mqttApplianceSchema
            .safeParse(description)
            .error?.issues.filter(({ code }) => code === 'unrecognized_keys')
          expect(unknown ?? []).toEqual([])
        }
      }),
    )
  })

  test('no JSON on any topic throws', () => {
    fc.assert(
      fc.property(fc.constantFrom('sendDevices', 'sendGroups', 'sendLogging'), fc.jsonValue(), (topic, said) => {
        const parser = createParser()
        parser[topic as 'sendDevices'](said)
        parser.sendInfo(said as object)
        expect(parser.devices()).toEqual([])
      }),
    )
  })

  test('names of JavaScript object properties are valid names', () => {
    const parser = createParser()
    parser.sendDevices([device('__proto__', 'constructor', [binary('constructor', true, false), numeric('__proto__')])])
    parser.sendDevices([device('__proto__', 'toString', [lamp()])])
    expect(names(parser).map(([, name]) => name)).toEqual(['__proto__'])
  })
})

test('a thousand devices take less than two seconds of processor time', () => {
  const parser = createParser()
  const many = Array.from({ length: 1000 }, (_, i) =>
    device(`device ${i}`, ...(cases[i % cases.length] as [string, object[]])),
  )
  // Time of the processor, since others may use this machine too.
  const started = process.cpuUsage()
  parser.sendDevices(many)
  expect(parser.devices().length).toBeGreaterThan(900)
  expect(process.cpuUsage(started).user).toBeLessThan(2_000_000)
})

/** Recorded at a real bridge; not part of this repository. */
const samples = '../shared/samples/zigbee2mqtt'
const recorded = (name: string): readonly { readonly topic: string; readonly payload: string }[] =>
  readFileSync(`${samples}/${name}.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

// If the recordings of a real one are there.
if (existsSync(samples)) {
  test('the recorded messages of a real bridge', () => {
    const parser = createParser()
    for (const { topic, payload } of [...recorded('retained'), ...recorded('live')])
      parser.parse(topic, Buffer.from(payload))
    expect(parser.devices().map(({ name, type }) => [name, type])).toEqual([
      ['living_light', 'LIGHT'],
      ['kettle_plug', 'SMARTPLUG'],
      ['bedroom_sensor', 'AIRSENSOR'],
      ['寝室のブラインド', 'SMARTCURTAIN'],
      ['hue_color', 'LIGHT'],
    ])
    expect(parser.devices().flatMap(({ problems }) => problems)).toEqual([])
    expect(parser.failures).toEqual([['hue_color', 'Brightness value invalid, must be a number >= 0 and =< 254']])
  })
}
