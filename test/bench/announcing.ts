import { tasmotaConfig } from '../support/tasmota/device.ts'

/** A message that a broker keeps. */
export interface Kept {
  readonly topic: string
  readonly payload: string
}

const words = (about: string) => `${about}, as its manufacturer describes it in the data sheet of the device`
const number = (name: string, unit: string, from: number, to: number, access = 1) => ({
  access,
  description: words(`The ${name.replaceAll('_', ' ')} that was measured`),
  label: name,
  name,
  property: name,
  type: 'numeric',
  unit,
  value_min: from,
  value_max: to,
})
const either = (name: string, access = 1) => ({
  access,
  description: words(`Whether the ${name} was detected`),
  label: name,
  name,
  property: name,
  type: 'binary',
  value_on: true,
  value_off: false,
})
const choice = (name: string, values: readonly string[]) => ({
  access: 7,
  category: 'config',
  description: words(`Controls the ${name.replaceAll('_', ' ')}`),
  label: name,
  name,
  property: name,
  type: 'enum',
  values,
})
const state = { ...either('state', 7), value_on: 'ON', value_off: 'OFF', value_toggle: 'TOGGLE' }
const presets = [250, 300, 370, 454].map((value) => ({ name: `preset ${value}`, value, description: words('A white') }))
const common = [
  number('linkquality', 'lqi', 0, 255),
  choice('power_on_behavior', ['off', 'on', 'toggle', 'previous']),
  choice('effect', ['blink', 'breathe', 'okay', 'channel_change', 'finish_effect', 'stop_effect']),
]
const options = ['transition', 'color_sync', 'state_action', 'identify_timeout', 'calibration', 'precision'].map(
  (name) => ({
    ...number(name, 's', 0, 100, 2),
    description: words(`Sets the ${name.replaceAll('_', ' ')} of commands that go to this device (default: none)`),
  }),
)

/** Kinds of devices as Zigbee2MQTT 2.x announces them, in the numbers of a house. */
const kinds: readonly (readonly object[])[] = [
  [
    {
      type: 'light',
      features: [
        state,
        number('brightness', '', 0, 254, 7),
        { ...number('color_temp', 'mired', 153, 500, 7), presets },
        { ...number('color_temp_startup', 'mired', 153, 500, 7), presets },
        {
          ...number('color_xy', '', 0, 1, 7),
          type: 'composite',
          property: 'color',
          features: [number('x', '', 0, 1, 7), number('y', '', 0, 1, 7)],
        },
      ],
    },
  ],
  [
    { type: 'switch', features: [state] },
    number('power', 'W', 0, 4000),
    number('energy', 'kWh', 0, 1e6),
    number('voltage', 'V', 0, 300),
  ],
  [
    number('temperature', '°C', -40, 80),
    number('humidity', '%', 0, 100),
    number('pressure', 'hPa', 0, 2000),
    number('battery', '%', 0, 100),
  ],
  [either('occupancy'), number('illuminance', 'lx', 0, 1e5), number('battery', '%', 0, 100)],
  [either('contact'), number('battery', '%', 0, 100), number('voltage', 'mV', 0, 5000)],
]

const address = (i: number) => `0x00158d${i.toString(16).padStart(10, '0')}`

/** So many devices of one bridge. */
export function zigbee2mqtt(count: number): readonly Kept[] {
  const devices = Array.from({ length: count }, (_, i) => ({
    ieee_address: address(i),
    friendly_name: `device ${i}`,
    type: 'Router',
    network_address: i,
    supported: true,
    disabled: false,
    interview_completed: true,
    interview_state: 'SUCCESSFUL',
    power_source: 'Mains (single phase)',
    software_build_id: '1.2.3',
    date_code: '20250101',
    manufacturer: 'Bench',
    model_id: `kind ${i % kinds.length}`,
    endpoints: {
      1: {
        bindings: [],
        clusters: { input: ['genBasic', 'genOnOff'], output: [] },
        configured_reportings: [],
        scenes: [],
      },
    },
    definition: {
      source: 'native',
      model: `M${i % 40}`,
      vendor: 'Bench',
      description: words('A device'),
      supports_ota: true,
      exposes: [...(kinds[i % kinds.length] ?? []), ...common],
      options,
    },
  }))
  return [
    {
      topic: 'zigbee2mqtt/bridge/info',
      payload: JSON.stringify({ version: '2.14.0', config: { advanced: { output: 'json' } } }),
    },
    { topic: 'zigbee2mqtt/bridge/state', payload: '{"state":"online"}' },
    { topic: 'zigbee2mqtt/bridge/devices', payload: JSON.stringify(devices) },
  ]
}

/** The entities of one device: a lamp, four measurements and five of which nothing can be made. */
const entities: readonly (readonly [component: string, object: string, more: object])[] = [
  [
    'light',
    'light',
    {
      schema: 'json',
      brightness: true,
      supported_color_modes: ['xy', 'color_temp'],
      cmd_t: '~/set',
      min_mireds: 153,
      max_mireds: 500,
    },
  ],
  ['sensor', 'power', { dev_cla: 'power', unit_of_meas: 'W', stat_cla: 'measurement' }],
  ['sensor', 'energy', { dev_cla: 'energy', unit_of_meas: 'kWh', stat_cla: 'total_increasing' }],
  ['sensor', 'temperature', { dev_cla: 'temperature', unit_of_meas: '°C', stat_cla: 'measurement' }],
  ['sensor', 'humidity', { dev_cla: 'humidity', unit_of_meas: '%', stat_cla: 'measurement' }],
  ['sensor', 'linkquality', { unit_of_meas: 'lqi', ent_cat: 'diagnostic' }],
  ['select', 'power_on_behavior', { cmd_t: '~/set', ops: ['off', 'on', 'previous'], ent_cat: 'config' }],
  ['select', 'effect', { cmd_t: '~/set', ops: ['blink', 'breathe', 'okay'] }],
  ['number', 'effect_speed', { cmd_t: '~/set', min: 1, max: 100 }],
  ['button', 'identify', { cmd_t: '~/set', dev_cla: 'identify', ent_cat: 'config' }],
]

/** So many devices of ten entities each, as Home Assistant's discovery has them. */
export const homeAssistant = (count: number): readonly Kept[] =>
  Array.from({ length: count }, (_, i) =>
    entities.map(([component, object, more]) => ({
      topic: `homeassistant/${component}/${address(i)}/${object}/config`,
      payload: JSON.stringify({
        '~': `bench/${i}`,
        name: object === 'light' ? null : object,
        uniq_id: `${address(i)}_${object}`,
        stat_t: '~',
        ...(component !== 'light' && { val_tpl: `{{ value_json.${object} }}` }),
        avty: [{ t: 'bench/bridge/state' }, { t: '~/availability' }],
        avty_mode: 'all',
        dev: { ids: [address(i)], name: `device ${i}`, mf: 'Bench', mdl: `M${i % 40}`, sw: '1.2.3' },
        o: { name: 'Bench', sw: '1.0.0', url: 'https://example.org' },
        ...more,
      }),
    })),
  ).flat()

/** So many plugs with meters, as Tasmota announces them. */
export const tasmota = (count: number): readonly Kept[] =>
  Array.from({ length: count }, (_, i) => {
    const mac = i.toString(16).toUpperCase().padStart(12, '0')
    const config = tasmotaConfig({ mac, dn: `device ${i}`, t: `bench_${i}`, lt_st: 1, rl: [2] })
    const sn = { Time: '2026-11-21T10:00:00', ENERGY: { Total: 1.5, Power: 12, Voltage: 221 } }
    return [
      { topic: `tasmota/discovery/${mac}/config`, payload: JSON.stringify(config) },
      { topic: `tasmota/discovery/${mac}/sensors`, payload: JSON.stringify({ sn, ver: 1 }) },
    ]
  }).flat()
