import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import type { AnnouncedDevice } from '../../../../../drivers/mqtt/discovery/announcement.ts'
import { homeAssistant } from '../../../../../drivers/mqtt/discovery/homeassistant/index.ts'
import { mqttApplianceSchema } from '../../../../../drivers/mqtt/options.ts'
import { converter, traitValue } from '../../../../../drivers/mqtt/payload/convert.ts'
import { parseMessage, payloadReader } from '../../../../../drivers/mqtt/payload/read.ts'
import { type TraitOptions, traitLimit } from '../../../../../drivers/mqtt/payload/traitOptions.ts'
import { payloadWriter } from '../../../../../drivers/mqtt/payload/write.ts'
import type { Trait } from '../../../../../src/home/traits.ts'
import { inEnglish } from '../../../../../src/util/translate.ts'
import { runs } from '../../../../support/randomRuns.ts'
import { type SyncParser, syncParser } from '../syncParser.ts'
import type { Case, Expected } from './case.ts'
import { airs } from './climates.ts'
import { covers, devices, sensors } from './coversAndSensors.ts'
import { lights } from './lights.ts'
import { things } from './switches.ts'

const cases: readonly Case[] = [...lights, ...things, ...airs, ...covers, ...sensors, ...devices]
const judge = () => 'good' as const
const parser = (base?: string) => syncParser(homeAssistant, base === undefined ? {} : { base })
const say = (to: SyncParser, path: string, config: unknown) =>
  to.parse(`homeassistant/${path}/config`, Buffer.from(typeof config === 'string' ? config : JSON.stringify(config)))

/** The traits of a description, as the engine takes them. */
function traitsOf({ description }: AnnouncedDevice): Readonly<Record<string, TraitOptions>> {
  const { traits } = mqttApplianceSchema.parse(description)
  return traits as Record<string, TraitOptions>
}

/** Each topic of an availability, as one without which the entity counts as unavailable. */
function unavailableUntilReported(availability: unknown): unknown {
  const of = availability as { readonly topics?: readonly object[] } | undefined
  if (of?.topics) return { ...of, topics: of.topics.map(unavailableUntilReported) }
  return of && { ...of, untilReported: 'offline' }
}

function check(announced: AnnouncedDevice, expected: Expected): void {
  const { type, traits, verbs, availability, problems = [], reports = [], commands = [], aliases, ...rest } = expected
  const { description } = announced
  expect(announced).toMatchObject(rest)
  if ('type' in expected) expect(announced.type).toBe(type)
  expect(Object.keys(description.traits ?? {}).sort()).toEqual(Object.keys(traits).sort())
  expect(description.traits).toMatchObject(traits)
  if ('verbs' in expected)
    expect(description.verbs).toEqual(verbs === undefined ? undefined : expect.objectContaining({}))
  if (verbs) expect(description.verbs).toMatchObject(verbs)
  if ('availability' in expected) expect(description.availability).toEqual(unavailableUntilReported(availability))
  if (aliases) expect(announced.aliases).toEqual(aliases)
  expect(announced.problems.map(inEnglish)).toEqual(
    problems.map((problem) => (typeof problem === 'string' ? problem : expect.stringMatching(problem))),
  )
  const given = traitsOf(announced)
  const convert = (trait: Trait, of: TraitOptions) => converter(trait, of, traitLimit(trait, of), judge)
  for (const [name, payload, value] of reports) {
    const [trait, of] = [name as Trait, given[name] as TraitOptions]
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
    const raw = payloadReader(of).read(parseMessage(Buffer.from(text), false, 'topic'))
    const made = value === null ? raw : traitValue(trait, convert(trait, of), raw)
    expect([name, payload, made]).toEqual([name, payload, value])
  }
  for (const [name, value, payload] of commands) {
    const [trait, of] = [name as Trait, given[name] as TraitOptions]
    expect([name, value, payloadWriter(trait, of)(convert(trait, of).toDevice(value))]).toEqual([name, value, payload])
  }
}

test.each(cases)('$name', ({ announcements, found }) => {
  const to = parser()
  for (const [path, config] of Object.entries(announcements)) say(to, path, config)
  const announced = to.devices()
  expect(announced.map(({ key }) => key)).toHaveLength(found.length)
  for (const [i, expected] of found.entries()) check(announced[i] as AnnouncedDevice, expected)
})

test('the cases cover every component', () => {
  expect(cases.length).toBeGreaterThanOrEqual(60)
  const paths = cases.flatMap(({ announcements }) => Object.keys(announcements).map((path) => path.split('/')[0]))
  for (const component of 'light switch climate fan cover valve lock humidifier sensor binary_sensor siren vacuum water_heater device'.split(
    ' ',
  ))
    expect(paths).toContain(component)
})

test('the order of the announcements makes no difference', () => {
  const all = cases.flatMap(({ announcements }, i) =>
    Object.entries(announcements).map(([path, config]) => [`${path}`, config, i] as const),
  )
  for (const i of cases.keys()) {
    const own = all.filter(([, , of]) => of === i)
    const [one, other] = [parser(), parser()]
    for (const [path, config] of own) say(one, path, config)
    for (const [path, config] of own.toReversed()) say(other, path, config)
    expect(other.devices()).toEqual(one.devices())
  }
})

describe('announcements that change', () => {
  const config = { uniq_id: 'a', cmd_t: 'a/set', dev: { ids: 'd', name: 'D' } }

  test('an empty payload removes an announcement', () => {
    const to = parser()
    expect(say(to, 'switch/a', config)).toBe(true)
    expect(say(to, 'switch/a', '')).toBe(true)
    expect(say(to, 'switch/a', '')).toBe(false)
    expect(to.devices()).toEqual([])
  })

  test('a repeated announcement changes nothing, and devices() returns the same object', () => {
    const to = parser()
    say(to, 'switch/a', config)
    const before = to.devices()
    expect(say(to, 'switch/a', config)).toBe(false)
    expect(to.devices()).toBe(before)
    expect(say(to, 'switch/a', { ...config, name: 'new' })).toBe(true)
    expect(to.devices()).not.toBe(before)
  })

  test('a renamed device keeps its key, and so does one whose other entities come and go', () => {
    const to = parser()
    say(to, 'switch/a', config)
    say(to, 'switch/a', { ...config, dev: { ids: 'd', name: 'E' } })
    expect(to.devices()).toMatchObject([{ key: 'a', name: 'E' }])
    say(to, 'sensor/e', { uniq_id: 'e', stat_t: 'e', dev_cla: 'power', unit_of_meas: 'W', dev: { ids: 'd' } })
    expect(to.devices()).toMatchObject([{ key: 'a', type: 'SMARTPLUG' }])
    say(to, 'light/b', { uniq_id: 'b', cmd_t: 'b/set', dev: { ids: 'd', name: 'E' }, name: 'Lamp' })
    expect(to.devices().map(({ key }) => key)).toEqual(['b', 'a', 'd'])
    say(to, 'light/b', '')
    expect(to.devices()).toMatchObject([{ key: 'a' }])
  })

  test.each([
    ['a', 'b'],
    ['b', 'a'],
  ])(
    'of two entities with the same unique id the first one, on switch/%s, stays, and a warning names the other',
    (first, second) => {
      const to = parser()
      say(to, `switch/${first}`, { uniq_id: 'door', cmd_t: `${first}/set`, name: first })
      say(to, `switch/${second}`, { uniq_id: 'door', cmd_t: `${second}/set`, name: second })
      expect(to.devices()).toMatchObject([
        { key: 'door', name: first, description: { traits: { power: { command: `${first}/set` } } } },
      ])
      expect(to.devices()[0]?.problems.map(inEnglish)).toEqual([
        expect.stringMatching(`switch/${second}.* unique_id .*switch/${first}`),
      ])
      say(to, `switch/${first}`, '')
      expect(to.devices()).toMatchObject([{ key: 'door', name: second }])
    },
  )

  test('an entity that moves to the announcement of its device keeps its key', () => {
    const to = parser()
    say(to, 'switch/d/a', config)
    expect(say(to, 'switch/d/a', { migrate_discovery: true })).toBe(true)
    expect(to.devices()).toEqual([])
    say(to, 'device/d', {
      dev: { ids: 'd' },
      o: { name: 'o' },
      cmps: { a: { p: 'switch', uniq_id: 'a', cmd_t: 'a/set' } },
    })
    say(to, 'switch/d/a', '')
    expect(to.devices()).toMatchObject([{ key: 'a' }])
  })

  test('an invalid payload leaves the earlier announcement', () => {
    const to = parser()
    say(to, 'switch/a', config)
    for (const bad of ['{', '[]', '7', 'null', '"x"', `{"a":${'['.repeat(100_000)}`])
      expect(say(to, 'switch/a', bad)).toBe(false)
    expect(to.devices()).toMatchObject([{ key: 'a' }])
  })
})

test.each([
  'homeassistant/status',
  'homeassistant/switch/config',
  'homeassistant/switch/a/b/c/config',
  'homeassistant/switch/a/state',
  'homeassistant//a/config',
  'other/switch/a/config',
  'config',
])('%s is not a topic of an announcement', (topic) => {
  expect(parser().parse(topic, Buffer.from('{"command_topic":"a"}'))).toBe(false)
})

/** The unit of a temperature, a payload and the °C that it means; undefined: the sensor is reported as a problem. */
test.each<readonly [unit: string | undefined, payload: string, celsius: number | undefined]>([
  ['°C', '21.5', 21.5],
  ['℃', '21.5', 21.5],
  ['° C', '21.5', 21.5],
  ['C', '21.5', 21.5],
  ['℉', '70.7', 21.5],
  ['°F', '70.7', 21.5],
  ['K', '294.65', 21.5],
  [undefined, '21.5', 21.5],
  ['furlong', '21.5', undefined],
])('a temperature in %s: %s is %s °C', (unit, payload, celsius) => {
  const to = parser()
  say(to, 'sensor/t', { uniq_id: 't', stat_t: 't', dev_cla: 'temperature', ...(unit && { unit_of_meas: unit }) })
  const [device] = to.devices()
  if (celsius === undefined) {
    expect(device?.problems.map(inEnglish)).toEqual([expect.stringContaining(`the unit "${unit}" is not known`)])
    return
  }
  const of = traitsOf(device as AnnouncedDevice).currentTemperature as TraitOptions
  const raw = payloadReader(of).read(parseMessage(Buffer.from(payload), false, 't'))
  const value = traitValue(
    'currentTemperature',
    converter('currentTemperature', of, traitLimit('currentTemperature', of), judge),
    raw,
  )
  expect(value).toBeCloseTo(celsius, 1)
})

test('the base topic can be configured', () => {
  const to = parser('my/ha')
  expect(to.topics).toEqual(['my/ha/+/+/config', 'my/ha/+/+/+/config'])
  expect(to.parse('my/ha/switch/a/config', Buffer.from('{"command_topic":"a"}'))).toBe(true)
  expect(to.devices()).toMatchObject([{ key: 'switch/a' }])
})

test('huge announcements are ignored or truncated', () => {
  const to = parser()
  expect(say(to, 'switch/a', `{"command_topic":"${'a'.repeat(2_000_000)}"}`)).toBe(false)
  const cmps = Object.fromEntries(
    Array.from({ length: 2000 }, (_, i) => [`s${i}`, { p: 'switch', cmd_t: `c/${i}`, uniq_id: `u${i}` }]),
  )
  say(to, 'device/x', { dev: { ids: 'x' }, cmps })
  expect(to.devices().length).toBe(500)
})

test('a thousand devices take less than two seconds of processor time', () => {
  const to = parser()
  const start = process.cpuUsage()
  for (let i = 0; i < 1000; i++)
    for (const { announcements } of lights.slice(0, 1))
      for (const config of Object.values(announcements).slice(0, 1))
        say(to, `light/d${i}`, { ...(config as object), unique_id: `u${i}`, device: { ids: `d${i}` } })
  expect(to.devices().length).toBe(1000)
  // Of the processor's time, since others may be busy on the machine.
  expect(process.cpuUsage(start).user).toBeLessThan(2_000_000)
})

describe('bad input', () => {
  const components = fc.constantFrom(
    ...'light switch climate fan cover valve lock humidifier sensor binary_sensor siren vacuum water_heater device'.split(
      ' ',
    ),
  )
  const keys = [
    ...new Set(
      cases.flatMap(({ announcements }) =>
        Object.values(announcements).flatMap((config) => Object.keys(config as object)),
      ),
    ),
  ]
  const anything = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<unknown>(
      '',
      '~',
      '~/x',
      'a/b',
      '#',
      '{{ value',
      '{{ value_json.a }}',
      [],
      {},
      null,
      -1,
      1e308,
      true,
      [null],
      [{}],
      'json',
      'F',
    ),
  )
  const config = fc.dictionary(fc.constantFrom(...keys, '__proto__', 'constructor', 'schema'), anything, {
    maxKeys: 12,
  })

  const holds = (component: string, json: string) => {
    const to = parser()
    to.parse(`homeassistant/${component}/x/config`, Buffer.from(json))
    for (const announced of to.devices()) {
      expect(announced.key).not.toBe('')
      expect(announced.name).not.toBe('')
      // One word for both states is left to the schema, which reports it; the part is dropped then.
      const { issues = [] } = mqttApplianceSchema.safeParse(announced.description).error ?? {}
      expect(issues.filter(({ message }) => !message.startsWith('on and off are the same word'))).toEqual([])
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  }

  test('no JSON throws, and every description is valid configuration', () => {
    fc.assert(fc.property(components, fc.json(), holds), { numRuns: runs(150) })
    fc.assert(fc.property(components, fc.string(), holds), { numRuns: runs(60) })
  })

  test('keys with values of wrong types cost only the traits that need them', () => {
    fc.assert(
      fc.property(components, config, (component, given) => holds(component, JSON.stringify(given))),
      { numRuns: runs(400) },
    )
    fc.assert(
      fc.property(components, fc.array(config), (component, cmps) =>
        holds(
          'device',
          JSON.stringify({ dev: { ids: 'x' }, cmps: { ...cmps.map((one) => ({ ...one, p: component })) } }),
        ),
      ),
      { numRuns: runs(60) },
    )
  })

  test('one wrong key in a valid announcement costs no other trait', () => {
    const good = cases.flatMap(({ announcements }) =>
      Object.entries(announcements).map(([path, given]) => [path, given as object] as const),
    )
    fc.assert(
      fc.property(fc.constantFrom(...good), fc.nat(), anything, ([path, given], at, bad) => {
        const key = Object.keys(given)[at % Object.keys(given).length] ?? ''
        holds(path.split('/')[0] ?? '', JSON.stringify({ ...given, [key]: bad }))
      }),
      { numRuns: runs(400) },
    )
  })

  test('names of JavaScript object properties are valid names', () => {
    holds(
      'switch',
      '{"__proto__":{"polluted":1},"command_topic":"a","unique_id":"__proto__","device":{"ids":"__proto__","__proto__":{"polluted":1}}}',
    )
    holds(
      'device',
      '{"dev":{"ids":"constructor"},"cmps":{"__proto__":{"p":"switch","cmd_t":"a"},"constructor":{"p":"toString","a":1}}}',
    )
  })
})

const sample = '../shared/samples/zigbee2mqtt/retained.jsonl'
if (existsSync(sample)) {
  test('the recorded announcements of a real Zigbee2MQTT', () => {
    const to = parser()
    for (const line of readFileSync(sample, 'utf8').split('\n').filter(Boolean)) {
      const { topic, payload } = JSON.parse(line)
      to.parse(topic, Buffer.from(payload))
    }
    const all = to
      .devices()
      .map((announced) => [announced.name, announced.type, Object.keys(traitsOf(announced)).sort().join(' ')])
    expect(all.toSorted()).toEqual([
      ['Zigbee2MQTT Bridge', undefined, 'power'],
      ['bedroom_sensor', 'AIRSENSOR', 'battery currentTemperature humidity'],
      ['hue_color', 'LIGHT', 'brightness color colorTemperature power'],
      ['kettle_plug', 'SMARTPLUG', 'power'],
      ['living_light', 'LIGHT', 'brightness colorTemperature power'],
      ['寝室のブラインド', 'SMARTCURTAIN', 'battery open'],
    ])
    expect(to.devices().flatMap(({ problems }) => problems)).toEqual([])
  })
}
