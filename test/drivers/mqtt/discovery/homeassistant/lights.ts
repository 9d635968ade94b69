import type { Case } from './case.ts'

const hue = {
  identifiers: ['zigbee2mqtt_0x0017880104e45517'],
  manufacturer: 'Philips',
  model: 'Hue',
  name: 'hue_color',
}

export const lights: readonly Case[] = [
  {
    name: 'Zigbee2MQTT: a lamp with colour and temperature',
    announcements: {
      'light/0x0017880104e45517/light': {
        availability: [{ topic: 'zigbee2mqtt/bridge/state', value_template: '{{ value_json.state }}' }],
        brightness: true,
        brightness_scale: 254,
        command_topic: 'zigbee2mqtt/hue_color/set',
        device: hue,
        effect: true,
        effect_list: ['blink'],
        max_mireds: 500,
        min_mireds: 153,
        name: null,
        schema: 'json',
        state_topic: 'zigbee2mqtt/hue_color',
        supported_color_modes: ['xy', 'color_temp'],
        unique_id: '0x0017880104e45517_light_zigbee2mqtt',
      },
      'update/0x0017880104e45517/update': { device: hue, unique_id: 'u', state_topic: 't' },
      'select/0x0017880104e45517/effect': { device: hue, unique_id: 's', options: ['a'], command_topic: 't' },
      'sensor/0x0017880104e45517/linkquality': {
        device: hue,
        unique_id: 'l',
        entity_category: 'diagnostic',
        state_topic: 'zigbee2mqtt/hue_color',
      },
    },
    found: [
      {
        key: '0x0017880104e45517_light_zigbee2mqtt',
        name: 'hue_color',
        type: 'LIGHT',
        about: { manufacturer: 'Philips', model: 'Hue' },
        aliases: ['zigbee2mqtt_0x0017880104e45517', '0x0017880104e45517'],
        availability: { topic: 'zigbee2mqtt/bridge/state', path: '$.state', online: 'online', offline: 'offline' },
        traits: {
          power: { path: '$.state', payload: '{"state":"${value}"}', on: 'ON', off: 'OFF' },
          brightness: { path: '$.brightness', range: [0, 254] },
          colorTemperature: { unit: 'mirek', range: [153, 500], when: { path: '$.color_mode', is: ['color_temp'] } },
          color: { path: '$.color', when: { path: '$.color_mode' } },
        },
        reports: [
          ['power', { state: 'ON' }, true],
          ['brightness', { brightness: 127 }, 50],
          ['colorTemperature', { color_temp: 250 }, 4000],
          ['color', { color: { hue: 120, saturation: 100 } }, { hue: 120, saturation: 100 }],
        ],
        commands: [
          ['power', false, '{"state":"OFF"}'],
          ['brightness', 100, '{"state":"ON","brightness":254}'],
          ['colorTemperature', 4000, '{"state":"ON","color_temp":250}'],
          ['color', { hue: 0, saturation: 100, brightness: 50 }, '{"state":"ON","color":{"x":0.7006,"y":0.2993}}'],
        ],
      },
    ],
  },
  {
    name: 'JSON schema: hue and saturation alone, so the colour mode is not needed',
    announcements: {
      'light/strip': { schema: 'json', cmd_t: 's/set', stat_t: 's', sup_clrm: ['hs'], uniq_id: 'strip', name: 'Strip' },
    },
    found: [
      {
        key: 'strip',
        name: 'Strip',
        type: 'LIGHT',
        traits: { power: {}, brightness: { range: [0, 255] }, color: { path: '$.color' } },
        reports: [['color', { color: { h: 20, s: 70 } }, { hue: 20, saturation: 70 }]],
        commands: [['color', { hue: 20, saturation: 70, brightness: 100 }, '{"state":"ON","color":{"h":20,"s":70}}']],
      },
    ],
  },
  {
    name: 'JSON schema: red, green, blue and white, without modes, as ESPHome once wrote it',
    announcements: {
      'light/esp/lamp': { schema: 'json', command_topic: 'e/set', state_topic: 'e', brightness: true, rgb: true },
    },
    found: [
      {
        key: 'light/esp/lamp',
        name: 'light/esp/lamp',
        traits: { power: {}, brightness: {}, color: {} },
        reports: [['color', { color: { r: 255, g: 0, b: 0 } }, { hue: 0, saturation: 100 }]],
        commands: [
          ['color', { hue: 0, saturation: 100, brightness: 100 }, '{"state":"ON","color":{"r":255,"g":0,"b":0}}'],
        ],
      },
    ],
  },
  {
    name: 'JSON schema: kelvin',
    announcements: {
      'light/k': {
        schema: 'json',
        cmd_t: 'k/set',
        stat_t: 'k',
        sup_clrm: ['color_temp'],
        clr_temp_k: true,
        min_k: 2200,
        max_k: 6500,
        uniq_id: 'k',
      },
    },
    found: [
      {
        traits: { power: {}, brightness: {}, colorTemperature: { unit: 'kelvin', range: [2200, 6500] } },
        reports: [['colorTemperature', { color_temp: 3000 }, 3000]],
        commands: [['colorTemperature', 3000, '{"state":"ON","color_temp":3000}']],
      },
    ],
  },
  {
    name: 'JSON schema: limits in kelvin, values in mirek',
    announcements: {
      'light/k': { schema: 'json', cmd_t: 'k/set', sup_clrm: ['color_temp'], min_k: 2000, max_k: 5000, uniq_id: 'k' },
    },
    found: [
      {
        traits: { power: {}, brightness: {}, colorTemperature: { unit: 'mirek', range: [200, 500] } },
        commands: [['colorTemperature', 4000, '{"state":"ON","color_temp":250}']],
      },
    ],
  },
  {
    name: 'JSON schema: only on and off',
    announcements: { 'light/o': { schema: 'json', cmd_t: 'o/set', stat_t: 'o', sup_clrm: ['onoff'], uniq_id: 'o' } },
    found: [{ traits: { power: {} } }],
  },
  {
    name: 'Default schema: a topic for each trait, with templates',
    announcements: {
      'light/d': {
        '~': 'd',
        name: 'Desk',
        uniq_id: 'desk',
        cmd_t: '~/power',
        stat_t: '~/state',
        stat_val_tpl: '{{ value_json.POWER }}',
        bri_cmd_t: '~/dimmer',
        bri_stat_t: '~/state',
        bri_scl: 100,
        bri_val_tpl: '{{ value_json.Dimmer }}',
        clr_temp_cmd_t: '~/ct',
        clr_temp_stat_t: '~/state',
        clr_temp_val_tpl: '{{ value_json.CT }}',
        hs_cmd_t: '~/hs',
        hs_stat_t: '~/state',
        hs_val_tpl: "{{ value_json.HSBColor.split(',')[0:2] | join(',') }}",
        on_cmd_type: 'brightness',
      },
    },
    found: [
      {
        key: 'desk',
        name: 'Desk',
        traits: {
          power: { state: 'd/state', path: '$.POWER', command: 'd/power' },
          brightness: { state: 'd/state', path: '$.Dimmer', command: 'd/dimmer', range: [0, 100] },
          colorTemperature: { path: '$.CT', command: 'd/ct', range: [153, 500] },
          color: { command: 'd/hs', form: 'hs' },
        },
        reports: [
          ['color', { HSBColor: '120,100,30' }, { hue: 120, saturation: 100 }],
          ['brightness', { Dimmer: 30 }, 30],
        ],
        commands: [
          ['color', { hue: 120, saturation: 100 }, '120,100'],
          ['brightness', 30, '30'],
          ['power', true, 'ON'],
        ],
      },
    ],
  },
  {
    name: 'Default schema: red, green and blue by templates, as zwave-js-ui announces it',
    announcements: {
      'light/node5/rgb_dimmer': {
        command_topic: 'zwave/5/38/0/targetValue/set',
        state_topic: 'zwave/5/38/0/currentValue',
        brightness_command_topic: 'zwave/5/38/0/targetValue/set',
        brightness_state_topic: 'zwave/5/38/0/currentValue',
        on_command_type: 'brightness',
        payload_off: 0,
        state_value_template: '{{ "OFF" if value_json.value == 0 else "ON" }}',
        brightness_value_template: '{{ value_json.value }}',
        brightness_scale: 99,
        rgb_command_topic: 'zwave/5/51/0/hexColor/set',
        rgb_command_template: "{{ {'red': red, 'green': green, 'blue': blue}|to_json }}",
        rgb_state_topic: 'zwave/5/51/0/currentColor',
        rgb_value_template: '{{ value_json.value.red }},{{ value_json.value.green }},{{ value_json.value.blue }}',
        name: 'Lamp_dimmer',
        unique_id: 'zwavejs2mqtt_0xd7_node5_rgb_dimmer',
        device: { identifiers: ['zwavejs2mqtt_0xd7_node5'], name: 'nodeID_5' },
      },
    },
    found: [
      {
        key: 'zwavejs2mqtt_0xd7_node5_rgb_dimmer',
        name: 'nodeID_5',
        type: 'LIGHT',
        traits: { power: { send: { on: '99', off: '0' } }, brightness: { range: [0, 99] }, color: { form: 'rgb' } },
        reports: [
          ['brightness', { value: 99 }, 100],
          ['color', { value: { red: 0, green: 255, blue: 0 } }, { hue: 120, saturation: 100 }],
        ],
        commands: [
          ['power', true, '99'],
          ['power', false, '0'],
          ['color', { hue: 120, saturation: 100 }, '{"red": 0, "green": 255, "blue": 0}'],
        ],
      },
    ],
  },
  {
    name: 'Default schema: x and y',
    announcements: { 'light/x': { cmd_t: 'x/set', xy_cmd_t: 'x/xy', xy_stat_t: 'x/xy/is', uniq_id: 'x' } },
    found: [{ traits: { power: {}, color: { form: 'xy', command: 'x/xy' } }, commands: [['power', false, 'OFF']] }],
  },
  {
    name: 'Template schema: the payloads are made by the device',
    announcements: {
      'light/shelly': {
        schema: 'template',
        uniq_id: 'shelly',
        cmd_t: 'sh/set',
        stat_t: 'sh/status',
        cmd_on_tpl:
          '{"turn":"on"{%- if brightness is defined -%},"gain":{{ brightness | float | multiply(0.3922) | round(0) }}{%- endif -%}{%- if red is defined and green is defined and blue is defined -%},"red":{{ red }},"green":{{ green }},"blue":{{ blue }}{%- endif -%}}',
        cmd_off_tpl: '{"turn":"off"}',
        stat_tpl: '{% if value_json.ison %}on{% else %}off{% endif %}',
        bri_tpl: '{{ value_json.gain | float | multiply(2.55) | round(0) }}',
        r_tpl: '{{ value_json.red }}',
        g_tpl: '{{ value_json.green }}',
        b_tpl: '{{ value_json.blue }}',
      },
    },
    found: [
      {
        traits: { power: { on: 'on', off: 'off' }, brightness: { range: [0, 255] }, color: { form: 'rgb' } },
        reports: [
          ['power', { ison: true }, true],
          ['power', { ison: false }, false],
          ['brightness', { gain: 50 }, 50],
          ['color', { red: 255, green: 0, blue: 0 }, { hue: 0, saturation: 100 }],
        ],
        commands: [
          ['power', true, '{"turn":"on"}'],
          ['power', false, '{"turn":"off"}'],
          ['brightness', 50, '{"turn":"on","gain":50}'],
          [
            'color',
            { hue: 0, saturation: 100, brightness: 50 },
            '{"turn":"on","gain":50,"red":255,"green":0,"blue":0}',
          ],
        ],
      },
    ],
  },
  {
    name: 'Template schema: temperature',
    announcements: {
      'light/t': {
        schema: 'template',
        uniq_id: 't',
        cmd_t: 't/set',
        cmd_on_tpl: 'on{% if color_temp is defined %},{{ color_temp }}{% endif %}',
        cmd_off_tpl: 'off',
        clr_temp_tpl: "{{ value.split(',')[1] }}",
      },
    },
    found: [
      {
        traits: { power: {}, colorTemperature: { unit: 'mirek' } },
        commands: [['colorTemperature', 4000, 'on,250']],
      },
    ],
  },
  {
    name: 'An invalid template costs only its trait',
    announcements: {
      'light/b': {
        name: 'Bad',
        uniq_id: 'b',
        cmd_t: 'b/set',
        bri_cmd_t: 'b/bri',
        bri_stat_t: 'b/state',
        bri_val_tpl: "{{ states('light.x') }}",
      },
    },
    found: [
      {
        traits: { power: {} },
        problems: ['light Bad: brightness: brightness_value_template: the function "states" is not known'],
      },
    ],
  },
  {
    name: 'Invalid limits cost only the colour temperature',
    announcements: {
      'light/c': { schema: 'json', name: 'C', uniq_id: 'c', cmd_t: 'c', sup_clrm: ['color_temp'], min_mirs: 5e-324 },
    },
    found: [{ traits: { power: {}, brightness: {} }, problems: [/light C: colorTemperature: /] }],
  },
  {
    name: 'An unknown schema is no light',
    announcements: { 'light/z': { schema: 'zigbee', cmd_t: 'z/set', name: 'Z' } },
    found: [{ traits: {}, type: undefined, problems: ['light Z: the schema zigbee is not known'] }],
  },
]
