import { mqttApplianceSchema, describe as specOf } from '../../../../../drivers/mqtt/options.ts'
import { typesOf } from '../../../../../src/clova/applianceTypes.ts'
import { editions } from '../../../../../src/clova/edition.ts'
import { clovaModes } from '../../../../../src/clova/modes.ts'
import {
  battery,
  binary,
  climate,
  device,
  doorLock,
  fan,
  fanMode,
  fanState,
  lamp,
  numeric,
  oneOf,
  relay,
  setpoint,
  shade,
} from '../../../../support/zigbee2mqtt/exposes.ts'
import { bulb, cases, left } from './cases.ts'
import { createParser, onlyDevice } from './createParser.ts'

const types = new Set(editions.flatMap(typesOf))

describe.each(['json', 'attribute'] as const)('a device whose states come as %s', (output) => {
  test.each(cases.map((one) => [one[0], one] as const))('%s', (_, [what, exposes, ...expected]) => {
    const parser = createParser()
    parser.sendInfo({ advanced: { output } })
    parser.sendDevices([device('desk', what, exposes)])
    const got = parser.devices().map(({ name, type, description }) => {
      const parsed = mqttApplianceSchema.safeParse(description)
      expect(parsed.error?.issues).toBeUndefined()
      if (parsed.data) specOf(parsed.data)
      if (type !== undefined) expect(types).toContain(type)
      return [
        name.slice('desk '.length),
        type,
        Object.keys(description.traits ?? {})
          .toSorted()
          .join(' '),
      ]
    })
    // A colour is hue and saturation, and has no topic of its own.
    const seen = expected.map(([label, type, traits]) => [
      label,
      type,
      output === 'json' ? traits : traits.replace('color ', ''),
    ])
    expect(got).toEqual(seen)
  })
})

test('every offered mode has a word in an edition for the type', () => {
  const parser = createParser()
  parser.sendDevices(cases.map(([what, exposes], i) => device(`device ${i}`, what, exposes)))
  const strange = parser.devices().flatMap(({ type = '', description }) => {
    const words = new Set(editions.flatMap((edition) => clovaModes(edition, type) ?? []))
    return Object.keys(description.traits?.mode?.values ?? {}).filter((mode) => words.size > 0 && !words.has(mode))
  })
  expect(parser.devices().length).toBeGreaterThan(80)
  expect(strange).toEqual([])
})

test.each(left)('%s is not announced', (_, more) => {
  const parser = createParser()
  parser.sendDevices([{ ...bulb(), ...more }, bulb()])
  expect(parser.devices()).toHaveLength(1)
})

const at = { state: 'zigbee2mqtt/desk' }
const set = (payload: string) => ({ command: 'zigbee2mqtt/desk/set', payload })
const json = (path: string, payload: string) => ({ ...at, path, ...set(payload) })
const state = { ...json('$.state', '{"state":"${value}"}'), on: 'ON', off: 'OFF' }

/** How traits are spoken: what is announced, the trait, and its description to the letter. */
const spoken: readonly (readonly [what: string, exposes: readonly object[], trait: string, expected: object])[] = [
  ['Bulb', [lamp()], 'power', state],
  ['Bulb', [lamp()], 'brightness', { ...json('$.brightness', '{"brightness":${value}}'), range: [0, 254] }],
  [
    'Bulb',
    [lamp({ white: [250, 454] })],
    'colorTemperature',
    { ...json('$.color_temp', '{"color_temp":${value}}'), unit: 'mirek', range: [250, 454] },
  ],
  [
    'Bulb of any mired',
    [lamp({ white: [0, 65_279] })],
    'colorTemperature',
    { ...json('$.color_temp', '{"color_temp":${value}}'), unit: 'mirek', range: [153, 500] },
  ],
  [
    'Bulb of one white',
    [lamp({ white: [333, 333] })],
    'colorTemperature',
    { ...json('$.color_temp', '{"color_temp":${value}}'), unit: 'mirek', min: 333, max: 333 },
  ],
  [
    'Colour bulb',
    [lamp({ white: [153, 500], hs: true, xy: true })],
    'colorTemperature',
    {
      ...json('$.color_temp', '{"color_temp":${value}}'),
      unit: 'mirek',
      range: [153, 500],
      when: { path: '$.color_mode', is: ['color_temp'] },
    },
  ],
  [
    'Colour bulb',
    [lamp({ white: [153, 500], hs: true, xy: true })],
    'color',
    {
      ...at,
      path: { hue: '$.color.hue', saturation: '$.color.saturation' },
      ...set('{"color":{"hue":${hue},"saturation":${saturation}}}'),
      when: { path: '$.color_mode', is: ['hs', 'xy'] },
    },
  ],
  [
    'xy bulb',
    [lamp({ xy: true })],
    'color',
    { ...at, path: { x: '$.color.x', y: '$.color.y' }, ...set('{"color":{"x":${x},"y":${y}}}') },
  ],
  [
    'Tuya strip',
    [lamp({ white: [153, 500], hs: true, access: 3 })],
    'color',
    {
      ...at,
      path: { hue: '$.color.hue', saturation: '$.color.saturation' },
      ...set('{"color":{"hue":${hue},"saturation":${saturation}}}'),
    },
  ],
  [
    'Two lamps',
    [lamp({ xy: true, white: [153, 370], endpoint: 'l1' })],
    'color',
    {
      ...at,
      path: { x: '$.color_l1.x', y: '$.color_l1.y' },
      ...set('{"color_l1":{"x":${x},"y":${y}}}'),
      when: { path: '$.color_mode_l1', is: ['hs', 'xy'] },
    },
  ],
  [
    'Roller blind',
    [shade()],
    'open',
    { ...json('$.position', '{"state":"${value}"}'), position: [0, 100], send: { on: 'OPEN', off: 'CLOSE' } },
  ],
  [
    'Blind',
    [shade({ position: false })],
    'open',
    { ...json('$.state', '{"state":"${value}"}'), on: 'OPEN', off: 'CLOSE' },
  ],
  [
    'Lock',
    [doorLock],
    'locked',
    {
      ...at,
      ...set('{"state":"${value}"}'),
      template:
        "{{ (value_json.lock_state == 'locked') if value_json.lock_state else (value_json.state == 'LOCK') if value_json.state else None }}",
      on: 'True',
      off: 'False',
      send: { on: 'LOCK', off: 'UNLOCK' },
    },
  ],
  ['Water valve', [relay()], 'locked', { ...state, on: 'OFF', off: 'ON' }],
  [
    'Gas valve',
    [binary('gas_valve_state', 'OPEN', 'CLOSE', 7)],
    'locked',
    { ...json('$.gas_valve_state', '{"gas_valve_state":"${value}"}'), on: 'CLOSE', off: 'OPEN' },
  ],
  [
    'Siren',
    [binary('alarm', true, false, 3)],
    'power',
    { ...json('$.alarm', '{"alarm":${value}}'), on: true, off: false },
  ],
  [
    'Siren',
    [oneOf('alarm', ['sound', 'light', 'sound_light', 'off'], 3)],
    'power',
    {
      ...json('$.alarm', '{"alarm":"${value}"}'),
      resume: true,
      off: 'off',
      send: { on: 'sound_light', off: 'off' },
    },
  ],
  [
    'Thermostat',
    [climate([oneOf('system_mode', ['off', 'heat'])])],
    'power',
    {
      ...json('$.system_mode', '{"system_mode":"${value}"}'),
      resume: true,
      off: 'off',
      send: { on: 'heat', off: 'off' },
    },
  ],
  [
    'Thermostat',
    [climate([setpoint('occupied_heating_setpoint', [5, 30])])],
    'targetTemperature',
    { ...json('$.occupied_heating_setpoint', '{"occupied_heating_setpoint":${value}}'), min: 5, max: 30, step: 0.5 },
  ],
  [
    'Thermostat',
    [climate([oneOf('preset', ['manual', 'holiday', 'home'])])],
    'mode',
    { ...json('$.preset', '{"preset":"${value}"}'), values: { away: 'holiday', indoor: 'home' }, ignore: ['manual'] },
  ],
  [
    'Thermostat',
    [climate([]), binary('away_mode', 'ON', 'OFF', 3)],
    'mode',
    { ...json('$.away_mode', '{"away_mode":"${value}"}'), values: { away: 'ON', indoor: 'OFF' } },
  ],
  [
    'Air conditioner',
    [
      climate([
        setpoint('occupied_heating_setpoint', [7, 30]),
        setpoint('occupied_cooling_setpoint', [10, 32]),
        oneOf('system_mode', ['off', 'cool', 'dry', 'heat']),
      ]),
    ],
    'targetTemperature',
    {
      ...at,
      template:
        "{{ value_json.occupied_cooling_setpoint if value_json.system_mode == 'cool' else value_json.occupied_heating_setpoint }}",
      ...set('{"occupied_heating_setpoint":${value},"occupied_cooling_setpoint":${value}}'),
      min: 10,
      max: 30,
      step: 0.5,
    },
  ],
  [
    'Air conditioner',
    [climate([oneOf('system_mode', ['off', 'cool', 'dry', 'fan_only'])])],
    'mode',
    {
      ...json('$.system_mode', '{"system_mode":"${value}"}'),
      values: { cool: 'cool', dehumidify: 'dry', fan: 'fan_only' },
      ignore: ['off'],
    },
  ],
  [
    'Air conditioner',
    [climate([oneOf('fan_mode', ['auto', 'high', 'low', 'medium'])])],
    'fanSpeed',
    {
      ...json('$.fan_mode', '{"fan_mode":"${value}"}'),
      values: { 1: 'low', 2: 'medium', 3: 'high' },
      ignore: ['auto'],
    },
  ],
  [
    'Air conditioner',
    [climate([oneOf('fan_mode', ['high', 'low', 'low-med', 'med-high', 'medium', 'quiet'])])],
    'fanSpeed',
    {
      ...json('$.fan_mode', '{"fan_mode":"${value}"}'),
      values: { 1: 'quiet', 2: 'low', 3: 'low-med', 4: 'medium', 5: 'med-high', 6: 'high' },
    },
  ],
  [
    'Air conditioner',
    [climate([oneOf('swing_mode', ['off', 'vertical', 'horizontal', 'both'])])],
    'oscillation',
    {
      ...json('$.swing_mode', '{"swing_mode":"${value}"}'),
      values: { off: 'off', horizontal: 'horizontal', vertical: 'vertical', both: 'both' },
    },
  ],
  [
    'Fan',
    [fan([numeric('speed', undefined, { access: 7, value_min: 1, value_max: 254 })])],
    'fanSpeed',
    { ...json('$.speed', '{"speed":${value}}'), min: 1, max: 100, range: [1, 254] },
  ],
  [
    'Fan',
    [fan([numeric('speed', undefined, { access: 7, value_min: 1, value_max: 5 })])],
    'fanSpeed',
    { ...json('$.speed', '{"speed":${value}}'), min: 1, max: 5, step: 1 },
  ],
  [
    'Air purifier',
    [fan([fanState, fanMode('off', 'auto', '1', '2')])],
    'mode',
    { ...json('$.fan_mode', '{"fan_mode":"${value}"}'), values: { auto: 'auto' }, ignore: ['off', '1', '2'] },
  ],
  ['Door sensor', [binary('contact', false, true)], 'openedAt', { ...at, path: '$.contact', moment: 'false' }],
  [
    'Garage contact',
    [binary('garage_door_contact', true, false)],
    'open',
    { ...at, path: '$.garage_door_contact', on: false, off: true },
  ],
  [
    'Smoke',
    [binary('smoke', true, false), binary('vibration', true, false)],
    'detected',
    { ...at, path: '$.smoke', on: true, off: false },
  ],
  [
    'Radar',
    [oneOf('presence_state', ['none', 'presence', 'unknown'], 1)],
    'detected',
    {
      ...at,
      template:
        '{% if value_json.presence_state in ["none"] %}no{% elif value_json.presence_state in ["presence"] %}yes{% endif %}',
      on: 'yes',
      off: 'no',
    },
  ],
  [
    'Odd names',
    [{ ...numeric('temperature', '°C'), property: 'temperature of 室内' }],
    'currentTemperature',
    { ...at, path: "$['temperature of 室内']" },
  ],
]

test.each(spoken)('%s, %#: gets commands in the announced form', (what, exposes, trait, expected) => {
  const { description } = onlyDevice(device('desk', what, exposes))
  expect(description.traits?.[trait]).toEqual(expected)
  expect(mqttApplianceSchema.safeParse(description).error?.issues).toBeUndefined()
})

test('a cover can be stopped', () => {
  const { description } = onlyDevice(device('desk', 'Blind', [shade({ endpoint: 'top' })]))
  expect(description.verbs).toEqual({ stop: set('{"state_top":"STOP"}') })
})

test.each([
  [
    'what can be told and asked',
    [lamp({ white: [153, 500], hs: true }), numeric('power', 'W', { access: 5 })],
    '{"state":"","brightness":"","color_temp":""}',
  ],
  ['a colour lamp without white', [lamp({ xy: true })], '{"state":"","brightness":"","color":""}'],
  ['a relay that cannot be asked', [relay(undefined, 3)], undefined],
  ['a blind, for its position', [shade()], '{"position":""}'],
  ['a sensor on the mains', [numeric('temperature', '°C', { access: 5 })], '{"temperature":""}'],
  ['a sensor that sleeps', [numeric('temperature', '°C', { access: 5 }), battery], undefined],
])('%s is asked only for traits that it can report', (_, exposes, payload) => {
  const { ask } = onlyDevice(device('desk', 'Thing', exposes)).description
  expect(ask).toEqual(payload === undefined ? undefined : { topic: 'zigbee2mqtt/desk/get', payload })
})

test('its maker, model and version are reported', () => {
  const made = { model: 'LED1545G12', vendor: 'IKEA', description: 'Bulb' }
  const one = onlyDevice(device('desk', made, [lamp()], { software_build_id: '2.3.086' }))
  expect(one.about).toEqual({ manufacturer: 'IKEA', model: 'LED1545G12', version: '2.3.086' })
  expect(one.aliases).toEqual([`zigbee2mqtt_${one.key}`, one.key])
})
