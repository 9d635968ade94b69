import type { Command } from '../../../../../src/home/device.ts'
import type { State } from '../../../../../src/home/traits.ts'

type Message = readonly [topic: string, payload: string]

/** A program or firmware that announces itself, and what it does with commands. */
export interface Announcer {
  readonly name: string
  /** by the path of the topic, without `homeassistant/` and `/config` */
  readonly announced: Readonly<Record<string, object>>
  /** the name and the type of the appliance that is made of it */
  readonly appliance: readonly [name: string, type: string]
  /** what it publishes at its start, and the state that is known then */
  readonly reports: readonly Message[]
  readonly state: State
  readonly commands: readonly {
    readonly command: Command
    /** what it receives */
    readonly sent: readonly Message[]
    /** what it publishes then, and what is known then */
    readonly answer: readonly Message[]
    readonly after: State
  }[]
}

const set = (patch: State): Command => ({ kind: 'set', patch })

const shellyGen2 = { cns: [['mac', 'a8:03:2a:00:00:01']], ids: ['a8:03:2a:00:00:01'], mf: 'Shelly', hw: 'gen4' }
const shellyGen1 = (name: string) => ({ ids: [name], mf: 'Allterco Robotics', name })
const gen2Availability = [
  { t: '~online', pl_avail: 'true', pl_not_avail: 'false' },
  { t: '~status/rpc', val_tpl: '{%if value_json.mqtt.connected%}online{%else%}offline{%endif%}' },
]
const gen2Reports = (id: string): readonly Message[] => [
  [`${id}/online`, 'true'],
  [`${id}/status/rpc`, '{"mqtt":{"connected":true},"sys":{"uptime":9000}}'],
]
const switchSet = (isOn: boolean) =>
  `{"id":1,"src":"home-assistant","method":"Switch.Set","params":{"id":0,"on":${isOn}}}`

/**
 * Topics, keys and templates as the sources of WLED (mqtt.cpp), of ha-shellies-discovery and of its script for the
 * second generation publish them; the homes are made up.
 */
export const announcers: readonly Announcer[] = [
  {
    name: 'WLED, which says its colour where its state is looked for, and never says whether it is on',
    announced: {
      'light/WLED_aabbcc': {
        ...{
          name: 'Shelf',
          stat_t: 'wled/shelf/c',
          cmd_t: 'wled/shelf',
          pl_on: 'ON',
          pl_off: 'OFF',
          qos: 0,
          opt: true,
        },
        ...{
          rgb_stat_t: 'wled/shelf/c',
          rgb_cmd_t: 'wled/shelf/col',
          bri_cmd_t: 'wled/shelf',
          bri_stat_t: 'wled/shelf/g',
        },
        ...{ bri_val_tpl: '{{value}}', rgb_cmd_tpl: "{{'#%02x%02x%02x'|format(red, green, blue)}}" },
        rgb_val_tpl: '{{value[1:3]|int(base=16)}},{{value[3:5]|int(base=16)}},{{value[5:7]|int(base=16)}}',
        ...{ fx_cmd_t: 'wled/shelf/api', fx_stat_t: 'wled/shelf/api', fx_val_tpl: '{{value}}' },
        fx_list: ['[FX=00]  Solid', '[FX=01]  Blink', '[FX=02]  Breathe'],
      },
    },
    appliance: ['Shelf', 'LIGHT'],
    reports: [
      ['wled/shelf/g', '128'],
      ['wled/shelf/c', '#FF0000'],
    ],
    state: { brightness: 50, color: { hue: 0, saturation: 100 } },
    commands: [
      {
        command: set({ brightness: 80 }),
        sent: [
          ['wled/shelf', '204'],
          ['wled/shelf', 'ON'],
        ],
        answer: [
          ['wled/shelf/g', '204'],
          ['wled/shelf/c', '#FF0000'],
        ],
        after: { brightness: 80 },
      },
      {
        command: set({ color: { hue: 240, saturation: 100 } }),
        sent: [
          ['wled/shelf/col', '#0000ff'],
          ['wled/shelf', 'ON'],
        ],
        answer: [
          ['wled/shelf/g', '204'],
          ['wled/shelf/c', '#0000FF'],
        ],
        after: { color: { hue: 240, saturation: 100 } },
      },
      { command: set({ power: false }), sent: [['wled/shelf', 'OFF']], answer: [], after: { power: false } },
    ],
  },
  {
    name: 'Shelly of the first generation: a relay',
    announced: {
      'switch/shelly1-aabbcc-relay-0': {
        ...{ name: 'Boiler', uniq_id: 'shelly1-aabbcc-relay-0', qos: 0, dev: shellyGen1('Boiler') },
        ...{ cmd_t: 'shellies/shelly1-AABBCC/relay/0/command', stat_t: 'shellies/shelly1-AABBCC/relay/0' },
        ...{
          pl_on: 'on',
          pl_off: 'off',
          avty_t: 'shellies/shelly1-AABBCC/online',
          pl_avail: 'true',
          pl_not_avail: 'false',
        },
      },
    },
    appliance: ['Boiler', 'SWITCH'],
    reports: [
      ['shellies/shelly1-AABBCC/online', 'true'],
      ['shellies/shelly1-AABBCC/relay/0', 'off'],
    ],
    state: { power: false },
    commands: [
      {
        command: set({ power: true }),
        sent: [['shellies/shelly1-AABBCC/relay/0/command', 'on']],
        answer: [['shellies/shelly1-AABBCC/relay/0', 'on']],
        after: { power: true },
      },
    ],
  },
  {
    name: 'Shelly of the first generation: a roller shutter, which says its direction at once and its position at the end',
    announced: {
      'cover/shellyswitch25-ddeeff-roller-0': {
        ...{ name: 'Shutter', uniq_id: 'shellyswitch25-ddeeff-roller-0', opt: false, qos: 0, dev_cla: 'shutter' },
        ...{
          cmd_t: '~roller/0/command',
          pos_t: '~roller/0/pos',
          set_pos_t: '~roller/0/command/pos',
          '~': 'shellies/S25/',
        },
        ...{
          pl_open: 'open',
          pl_cls: 'close',
          pl_stop: 'stop',
          avty_t: '~online',
          pl_avail: 'true',
          pl_not_avail: 'false',
        },
        ...{ stat_t: '~roller/0', stat_opening: 'open', stat_closing: 'close', stat_stopped: 'stop' },
        dev: shellyGen1('Shutter'),
      },
    },
    appliance: ['Shutter', 'SMARTCURTAIN'],
    reports: [
      ['shellies/S25/online', 'true'],
      ['shellies/S25/roller/0', 'stop'],
      ['shellies/S25/roller/0/pos', '0'],
    ],
    state: { open: false },
    commands: [
      {
        command: set({ open: true }),
        sent: [['shellies/S25/roller/0/command', 'open']],
        answer: [['shellies/S25/roller/0', 'open']],
        after: {},
      },
    ],
  },
  {
    name: 'Shelly of the second generation and later: a relay that is a lamp, over RPC',
    announced: {
      'light/a8032a000001/0': {
        ...{
          '~': 'shelly1g4-a8032a000001/',
          name: 'Mirror light',
          uniq_id: 'shelly1g4-a8032a000001-0',
          schema: 'template',
        },
        ...{
          avty: gen2Availability,
          cmd_t: '~rpc',
          cmd_on_tpl: switchSet(true),
          cmd_off_tpl: switchSet(false),
          qos: 0,
        },
        ...{ stat_t: '~status/switch:0', stat_tpl: '{%if value_json.output%}on{%else%}off{%endif%}' },
        dev: { ...shellyGen2, name: 'Mirror light' },
      },
      'sensor/a8032a000001/0-temperature': {
        ...{ '~': 'shelly1g4-a8032a000001/', name: 'Mirror light Temperature', uniq_id: 'shelly1g4-0-temperature' },
        ...{ avty: gen2Availability, stat_t: '~status/rpc', dev_cla: 'temperature', unit_of_meas: '°C', en: 'false' },
        ...{ ent_cat: 'diagnostic', val_tpl: '{{value_json["switch:0"].temperature.tC}}' },
        dev: { ...shellyGen2, name: 'Mirror light' },
      },
    },
    appliance: ['Mirror light', 'LIGHT'],
    reports: [
      ...gen2Reports('shelly1g4-a8032a000001'),
      ['shelly1g4-a8032a000001/status/switch:0', '{"id":0,"source":"init","output":true,"apower":7.5}'],
    ],
    state: { power: true },
    commands: [
      {
        command: set({ power: false }),
        sent: [['shelly1g4-a8032a000001/rpc', switchSet(false)]],
        answer: [['shelly1g4-a8032a000001/status/switch:0', '{"id":0,"source":"MQTT","output":false}']],
        after: { power: false },
      },
    ],
  },
  {
    name: 'Shelly of the second generation and later: a cover by its own topics',
    announced: {
      'cover/a8032a000002/cover0-state': {
        ...{ '~': 'shellyplus2pm-02', name: 'Blind', uniq_id: 'shellyplus2pm-02-cover0', dev_cla: 'blind' },
        ...{ avty_t: '~/online', pl_avail: 'true', pl_not_avail: 'false', cmd_t: '~/command/cover:0' },
        ...{
          pl_open: 'open',
          pl_cls: 'close',
          pl_stop: 'stop',
          stat_t: '~/status/cover:0',
          val_tpl: '{{ value_json.state }}',
        },
        ...{ pos_t: '~/status/cover:0', pos_tpl: '{{ value_json.current_pos }}' },
        ...{ set_pos_t: '~/command/cover:0', set_pos_tpl: 'pos,{{ position }}' },
        dev: { ...shellyGen2, ids: ['02'], cns: [['mac', 'a8:03:2a:00:00:02']], name: 'Blind' },
      },
    },
    appliance: ['Blind', 'SMARTCURTAIN'],
    reports: [
      ['shellyplus2pm-02/online', 'true'],
      ['shellyplus2pm-02/status/cover:0', '{"id":0,"state":"open","current_pos":100,"apower":0.0}'],
    ],
    state: { open: true },
    commands: [
      {
        command: set({ open: false }),
        sent: [['shellyplus2pm-02/command/cover:0', 'close']],
        answer: [['shellyplus2pm-02/status/cover:0', '{"id":0,"state":"closing","current_pos":100,"apower":140.2}']],
        after: {},
      },
    ],
  },
]
