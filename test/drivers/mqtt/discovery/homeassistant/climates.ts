import type { Case } from './case.ts'

const trv = { identifiers: ['zigbee2mqtt_0x02'], name: 'radiator' }
const purifier = { ids: 'p1', name: 'Purifier' }

export const airs: readonly Case[] = [
  {
    name: 'ESPHome: an air conditioner',
    announcements: {
      'climate/ac/ac': {
        curr_temp_t: 'ac/current_temperature/state',
        mode_cmd_t: 'ac/mode/command',
        mode_stat_t: 'ac/mode/state',
        modes: ['heat_cool', 'cool', 'heat', 'dry', 'fan_only', 'off'],
        temp_cmd_t: 'ac/target/command',
        temp_stat_t: 'ac/target/state',
        min_temp: 17,
        max_temp: 30,
        temp_step: 0.5,
        temp_unit: 'C',
        fan_mode_cmd_t: 'ac/fan/command',
        fan_mode_stat_t: 'ac/fan/state',
        fan_modes: ['auto', 'low', 'medium', 'high', 'quiet'],
        swing_mode_cmd_t: 'ac/swing/command',
        swing_mode_stat_t: 'ac/swing/state',
        swing_modes: ['off', 'both', 'vertical', 'horizontal'],
        pr_mode_cmd_t: 'ac/preset/command',
        pr_mode_stat_t: 'ac/preset/state',
        pr_modes: ['eco', 'boost'],
        act_t: 'ac/action',
        name: 'AC',
        uniq_id: 'ac1',
        dev: { ids: 'abc', name: 'Living' },
        avty_t: 'ac/status',
      },
    },
    found: [
      {
        key: 'ac1',
        name: 'Living',
        type: 'AIRCONDITIONER',
        traits: {
          power: { state: 'ac/mode/state', command: 'ac/mode/command', off: 'off', resume: true },
          mode: { values: { auto: 'heat_cool', cool: 'cool', dehumidify: 'dry', fan: 'fan_only', heat: 'heat' } },
          targetTemperature: { min: 17, max: 30, step: 0.5 },
          currentTemperature: { state: 'ac/current_temperature/state' },
          fanSpeed: { values: { 1: 'quiet', 2: 'low', 3: 'medium', 4: 'high' } },
          oscillation: { values: { off: 'off', vertical: 'vertical', horizontal: 'horizontal' } },
        },
        reports: [
          ['power', 'off', false],
          ['power', 'cool', true],
          ['mode', 'dry', 'dehumidify'],
          ['mode', 'off', undefined],
          ['fanSpeed', 'medium', 3],
        ],
        commands: [
          ['power', false, 'off'],
          ['power', true, 'heat_cool'],
          ['mode', 'fan', 'fan_only'],
          ['targetTemperature', 21.5, '21.5'],
          ['oscillation', 'vertical', 'vertical'],
        ],
      },
    ],
  },
  {
    name: 'mitsubishi2mqtt: flaps that stop at their automatic position, and a quiet speed called diffuse',
    announcements: {
      'climate/m/m': {
        ...{ uniq_id: 'm', name: null, dev: { ids: 'm', name: 'Mitsubishi' }, min_temp: 16, max_temp: 31 },
        ...{ modes: ['heat_cool', 'cool', 'dry', 'heat', 'fan_only', 'off'], mode_cmd_t: 'm/mode/set', temp_step: 1 },
        ...{ mode_stat_t: 'm/state', mode_stat_tpl: '{{ value_json.mode }}', temp_cmd_t: 'm/temp/set' },
        ...{ temp_stat_t: 'm/state', temp_stat_tpl: '{{ value_json.temperature }}' },
        ...{ fan_modes: ['auto', 'diffuse', 'low', 'middle', 'medium', 'high'], fan_mode_cmd_t: 'm/fan/set' },
        ...{ fan_mode_stat_t: 'm/state', fan_mode_stat_tpl: '{{ value_json.fan }}' },
        ...{ swing_modes: ['AUTO', '1', '2', '3', '4', '5', 'SWING'], swing_mode_cmd_t: 'm/vane/set' },
        ...{ swing_mode_stat_t: 'm/state', swing_mode_stat_tpl: '{{ value_json.vane }}' },
      },
    },
    found: [
      {
        traits: {
          power: {},
          mode: { ignore: ['off', 'off'] },
          targetTemperature: {},
          fanSpeed: { values: { 1: 'diffuse', 2: 'low', 3: 'middle', 4: 'medium', 5: 'high' }, ignore: ['auto'] },
          oscillation: { values: { off: 'AUTO', vertical: 'SWING' } },
        },
        reports: [
          ['oscillation', { vane: 'SWING' }, 'vertical'],
          ['oscillation', { vane: 'AUTO' }, 'off'],
          ['oscillation', { vane: '3' }, 'off'],
          ['oscillation', { vane: '' }, undefined],
          ['oscillation', { vane: '7' }, undefined],
        ],
        commands: [
          ['oscillation', 'off', 'AUTO'],
          ['fanSpeed', 1, 'diffuse'],
        ],
      },
    ],
  },
  {
    name: 'e2m-hass-bridge: an air conditioner by ECHONET Lite that is on in a mode without a name',
    announcements: {
      'climate/e': {
        ...{ unique_id: 'e', name: null, device: { identifiers: ['echonetlite_fe'], name: '家庭用エアコン' } },
        ...{ modes: ['auto', 'cool', 'heat', 'dry', 'off'], mode_state_topic: 'e/properties' },
        mode_state_template:
          "{% if value_json.operationStatus == 'false' %}\n  off\n{% else %}\n  {% set mapping = {'cooling': 'cool'} %}\n  {{ mapping.get(value_json.operationMode) }}\n{% endif %}",
        ...{ power_command_topic: 'e/properties/set', payload_on: '{"operationStatus": "true"}' },
        ...{ payload_off: '{"operationStatus": "false"}', mode_command_topic: 'e/properties/set' },
      },
    },
    found: [
      {
        name: '家庭用エアコン',
        traits: { power: {}, mode: {} },
        reports: [
          ['power', { operationStatus: 'true', operationMode: 'cooling' }, true],
          ['power', { operationStatus: 'false', operationMode: 'cooling' }, false],
          ['power', { operationStatus: 'true', operationMode: 'other' }, null],
        ],
        commands: [['power', true, '{"operationStatus": "true"}']],
      },
    ],
  },
  {
    name: 'A water heater whose modes are capitalised',
    announcements: {
      'water_heater/w': {
        ...{ uniq_id: 'w', name: 'Boiler', modes: ['Off', 'Eco', 'Manual'], mode_cmd_t: 'w/mode', mode_stat_t: 'w' },
        mode_stat_tpl: '{{ value_json.mode }}',
      },
    },
    found: [
      {
        traits: { power: { off: 'Off', send: { on: 'Eco', off: 'Off' } } },
        reports: [
          ['power', { mode: 'Off' }, false],
          ['power', { mode: 'Manual' }, true],
        ],
        commands: [['power', false, 'Off']],
      },
    ],
  },
  {
    name: 'An air conditioner with a speed below low and one above high',
    announcements: {
      'climate/h': {
        ...{ uniq_id: 'h', name: 'H', modes: ['off', 'cool', 'dry'], mode_cmd_t: 'h/mode', mode_stat_t: 'h/m' },
        ...{ fan_modes: ['auto', 'lower', 'low', 'medium', 'high', 'higher'], fan_mode_cmd_t: 'h/fan' },
        fan_mode_stat_t: 'h/f',
      },
    },
    found: [
      {
        traits: {
          power: {},
          mode: {},
          fanSpeed: { values: { 1: 'lower', 2: 'low', 3: 'medium', 4: 'high', 5: 'higher' } },
        },
        reports: [
          ['fanSpeed', 'higher', 5],
          ['power', 'OFF', false],
        ],
        commands: [['mode', 'dehumidify', 'dry']],
      },
    ],
  },
  {
    name: 'An air conditioner by Tasmota: auto is its only word for swinging',
    announcements: {
      'climate/i': {
        ...{
          uniq_id: 'i',
          name: 'LG',
          modes: ['off', 'cool', 'dry'],
          mode_cmd_t: 'i/mode',
          swing_mode_cmd_t: 'i/swing',
        },
        ...{ swing_mode_stat_t: 'i', swing_modes: ['off', 'auto', 'highest', 'lowest'] },
      },
    },
    found: [
      {
        traits: { power: {}, mode: {}, oscillation: { values: { off: 'off', vertical: 'auto' } } },
        reports: [
          ['oscillation', 'auto', 'vertical'],
          ['oscillation', 'lowest', 'off'],
        ],
      },
    ],
  },
  {
    name: 'Faikout: both directions have words of their own',
    announcements: {
      'climate/d': {
        ...{
          uniq_id: 'd',
          name: 'Daikin',
          modes: ['off', 'cool', 'dry'],
          mode_cmd_t: 'd/mode',
          swing_mode_cmd_t: 'd/s',
        },
        ...{ swing_mode_stat_t: 'd', swing_modes: ['off', 'H', 'V', 'H+V', 'C'] },
      },
    },
    found: [
      {
        traits: {
          power: {},
          mode: {},
          oscillation: { values: { off: 'off', horizontal: 'H', vertical: 'V', both: 'H+V' } },
        },
        reports: [
          ['oscillation', 'H+V', 'both'],
          ['oscillation', 'C', 'off'],
        ],
      },
    ],
  },
  {
    name: 'OpenBeken: flaps that only swing to the sides',
    announcements: {
      'climate/o': {
        ...{
          uniq_id: 'o',
          name: 'O',
          modes: ['off', 'cool', 'dry'],
          mode_cmd_t: 'o/mode',
          swing_h_modes: ['off', 'on'],
        },
        ...{ swing_h_mode_cmd_t: 'o/h', swing_h_mode_stat_t: 'o/hs' },
      },
    },
    found: [{ traits: { power: {}, mode: {}, oscillation: { values: { off: 'off', horizontal: 'on' } } } }],
  },
  {
    name: 'Zigbee2MQTT: a radiator valve with presets, battery and open-window detection',
    announcements: {
      'climate/0x02/climate': {
        action_template:
          "{% set values = {None:None,'idle':'idle','heat':'heating'} %}{{ values[value_json.running_state] }}",
        action_topic: 'z/radiator',
        current_temperature_template: '{{ value_json.local_temperature }}',
        current_temperature_topic: 'z/radiator',
        device: trv,
        max_temp: '35',
        min_temp: '5',
        mode_command_topic: 'z/radiator/set/system_mode',
        mode_state_template: '{{ value_json.system_mode }}',
        mode_state_topic: 'z/radiator',
        modes: ['off', 'heat', 'auto'],
        name: null,
        preset_mode_command_topic: 'z/radiator/set/preset',
        preset_mode_state_topic: 'z/radiator',
        preset_mode_value_template: '{{ value_json.preset }}',
        preset_modes: ['schedule', 'away', 'comfort', 'eco'],
        temp_step: 0.5,
        temperature_command_topic: 'z/radiator/set/current_heating_setpoint',
        temperature_state_template: '{{ value_json.current_heating_setpoint }}',
        temperature_state_topic: 'z/radiator',
        temperature_unit: 'C',
        unique_id: '0x02_climate',
      },
      'sensor/0x02/battery': {
        device: trv,
        device_class: 'battery',
        entity_category: 'diagnostic',
        unit_of_measurement: '%',
        state_topic: 'z/radiator',
        value_template: '{{ value_json.battery }}',
        unique_id: '0x02_battery',
      },
      'binary_sensor/0x02/window': {
        device: trv,
        device_class: 'window',
        state_topic: 'z/radiator',
        value_template: '{{ value_json.window }}',
        unique_id: '0x02_window',
      },
    },
    found: [
      {
        key: '0x02_climate',
        name: 'radiator',
        type: 'THERMOSTAT',
        traits: {
          power: { send: { on: 'auto', off: 'off' } },
          mode: { values: { away: 'away', indoor: 'comfort' } },
          targetTemperature: { min: 5, max: 35, step: 0.5, path: '$.current_heating_setpoint' },
          currentTemperature: { path: '$.local_temperature' },
          battery: { path: '$.battery' },
        },
        reports: [['mode', { preset: 'comfort' }, 'indoor']],
        commands: [['mode', 'away', 'away']],
      },
    ],
  },
  {
    name: 'A climate with a power topic and a template for its mode',
    announcements: {
      'climate/c': {
        uniq_id: 'c',
        pow_cmd_t: 'c/power',
        mode_cmd_t: 'c/mode',
        mode_stat_t: 'c/state',
        mode_stat_tpl: "{{ {0: 'off', 1: 'heat', 2: 'cool'}[value_json.value] | default('off') }}",
        mode_cmd_tpl: "{{ {'off': 0, 'heat': 1, 'cool': 2}[value] | default(0) }}",
        modes: ['off', 'heat', 'cool'],
      },
    },
    found: [
      {
        type: 'AIRCONDITIONER',
        traits: { power: { command: 'c/power', on: 'ON', off: 'OFF' }, mode: {} },
        reports: [
          ['power', { value: 2 }, true],
          ['power', { value: 0 }, false],
          ['mode', { value: 2 }, 'cool'],
        ],
        commands: [
          ['power', true, 'ON'],
          ['mode', 'heat', '1'],
        ],
      },
    ],
  },
  {
    name: 'A climate in °F',
    announcements: {
      'climate/f': {
        uniq_id: 'f',
        temp_cmd_t: 'f/t',
        temp_stat_t: 'f/ts',
        temp_unit: 'F',
        curr_temp_t: 'f/c',
        modes: ['heat'],
      },
    },
    found: [
      {
        type: 'THERMOSTAT',
        traits: {
          targetTemperature: { unit: 'fahrenheit', range: [45, 95] },
          currentTemperature: { unit: 'fahrenheit' },
        },
        reports: [['currentTemperature', '68', 20]],
        commands: [['targetTemperature', 20, '68']],
      },
    ],
  },
  {
    name: 'A climate without modes has the default ones',
    announcements: {
      'climate/u': {
        uniq_id: 'u',
        mode_cmd_t: 'u/m',
        mode_stat_t: 'u/s',
        fan_mode_cmd_t: 'u/f',
        swing_mode_cmd_t: 'u/w',
      },
    },
    found: [
      {
        type: 'AIRCONDITIONER',
        traits: {
          power: {},
          mode: {},
          fanSpeed: { values: { 1: 'low', 2: 'medium', 3: 'high' } },
          oscillation: { values: { off: 'off', vertical: 'on' } },
        },
      },
    ],
  },
  {
    name: 'Invalid limits cost only the target temperature',
    announcements: {
      'climate/w': {
        uniq_id: 'w',
        name: 'W',
        temp_cmd_t: 'w/t',
        min_temp: 30,
        max_temp: 'warm',
        curr_temp_t: 'w/c',
        modes: ['heat'],
      },
    },
    found: [
      { traits: { currentTemperature: {} }, problems: ['climate W: targetTemperature: max_temp is not a number'] },
    ],
  },
  {
    name: 'A water heater',
    announcements: {
      'water_heater/boiler': {
        uniq_id: 'boiler',
        mode_cmd_t: 'b/m',
        mode_stat_t: 'b/ms',
        modes: ['off', 'eco', 'performance'],
        temp_cmd_t: 'b/t',
        temp_stat_t: 'b/ts',
        min_temp: 40,
        max_temp: 65,
        curr_temp_t: 'b/c',
      },
    },
    found: [
      {
        type: 'WATERBOILER',
        traits: {
          power: { off: 'off', resume: true },
          targetTemperature: { min: 40, max: 65 },
          currentTemperature: {},
        },
        commands: [['power', true, 'eco']],
      },
    ],
  },
  {
    name: 'A fan with a range of speeds, presets and oscillation',
    announcements: {
      'fan/f': {
        uniq_id: 'f',
        name: 'Fan',
        cmd_t: 'f/set',
        stat_t: 'f/state',
        stat_val_tpl: '{{ value_json.on }}',
        pl_on: 'true',
        pl_off: 'false',
        pct_cmd_t: 'f/speed/set',
        pct_stat_t: 'f/speed',
        spd_rng_min: 1,
        spd_rng_max: 10,
        pr_mode_cmd_t: 'f/preset/set',
        pr_mode_stat_t: 'f/preset',
        pr_modes: ['auto', 'smart', 'whoosh', 'eco', 'breeze'],
        osc_cmd_t: 'f/osc/set',
        osc_stat_t: 'f/osc',
      },
    },
    found: [
      {
        type: 'FAN',
        traits: {
          power: {},
          fanSpeed: { min: 1, max: 10 },
          mode: { values: { auto: 'auto' } },
          oscillation: { values: { off: 'oscillate_off', horizontal: 'oscillate_on' } },
        },
        reports: [
          ['power', { on: true }, true],
          ['fanSpeed', '7', 7],
          ['oscillation', 'oscillate_on', 'horizontal'],
        ],
        commands: [
          ['fanSpeed', 3, '3'],
          ['oscillation', 'off', 'oscillate_off'],
        ],
      },
    ],
  },
  {
    name: 'Zigbee2MQTT: a fan whose speeds are modes',
    announcements: {
      'fan/0x03/fan': {
        command_topic: 'z/fan/set/fan_state',
        device: { identifiers: ['zigbee2mqtt_0x03'], name: 'ceiling' },
        name: null,
        percentage_command_template: "{{ {0:'off', 1:'low', 2:'medium', 3:'high'}[value] | default('') }}",
        percentage_command_topic: 'z/fan/set/fan_mode',
        percentage_state_topic: 'z/fan',
        percentage_value_template:
          "{{ {'off':0, 'low':1, 'medium':2, 'high':3}[value_json[\"fan_mode\"]] | default('None') }}",
        preset_mode_command_topic: 'z/fan/set/fan_mode',
        preset_mode_state_topic: 'z/fan',
        preset_mode_value_template:
          "{{ value_json[\"fan_mode\"] if value_json[\"fan_mode\"] in ['on', 'auto'] else 'None' | default('None') }}",
        preset_modes: ['on', 'auto'],
        speed_range_max: 3,
        speed_range_min: 1,
        state_topic: 'z/fan',
        state_value_template: '{{ value_json.fan_state }}',
        unique_id: '0x03_fan',
      },
    },
    found: [
      {
        key: '0x03_fan',
        type: 'FAN',
        traits: { power: { path: '$.fan_state' }, fanSpeed: { min: 1, max: 3 }, mode: { values: { auto: 'auto' } } },
        reports: [
          ['fanSpeed', { fan_mode: 'medium' }, 2],
          ['fanSpeed', { fan_mode: 'auto' }, undefined],
          ['mode', { fan_mode: 'auto' }, 'auto'],
          ['mode', { fan_mode: 'low' }, undefined],
        ],
        commands: [
          ['fanSpeed', 2, 'medium'],
          ['mode', 'auto', 'auto'],
        ],
      },
    ],
  },
  {
    name: 'A fan whose presets are its speeds',
    announcements: {
      'fan/f': {
        uniq_id: 'f',
        cmd_t: 'f',
        pr_mode_cmd_t: 'f/p',
        pr_mode_stat_t: 'f/ps',
        pr_modes: ['High', 'Low', 'Auto', 'Medium'],
      },
    },
    found: [
      {
        traits: {
          power: {},
          fanSpeed: { values: { 1: 'Low', 2: 'Medium', 3: 'High' } },
          mode: { values: { auto: 'Auto' } },
        },
        commands: [['fanSpeed', 1, 'Low']],
      },
    ],
  },
  {
    name: 'A fan that measures PM2.5 is an air purifier',
    announcements: {
      'fan/p': {
        uniq_id: 'p-fan',
        cmd_t: 'p/set',
        stat_t: 'p',
        dev: purifier,
        name: null,
        pr_mode_cmd_t: 'p/m',
        pr_modes: ['sleep', 'auto'],
      },
      'sensor/p': { uniq_id: 'p-pm', stat_t: 'p/pm', dev: purifier, dev_cla: 'pm25', unit_of_meas: 'µg/m³' },
      'sensor/h': { uniq_id: 'p-h', stat_t: 'p/h', dev: purifier, dev_cla: 'humidity', unit_of_meas: '%' },
      'switch/l': { uniq_id: 'p-l', cmd_t: 'p/l', dev: purifier, ent_cat: 'config', name: 'Light' },
    },
    found: [
      {
        key: 'p-fan',
        name: 'Purifier',
        type: 'AIRPURIFIER',
        traits: {
          power: {},
          mode: { values: { auto: 'auto', sleep: 'sleep' } },
          humidity: { state: 'p/h' },
          ultraFineDust: { level: 'pm25' },
          airQuality: { level: 'pm25' },
        },
      },
    ],
  },
  {
    name: 'Measurements belong to the main appliance, and the second switch is an appliance of its own',
    announcements: {
      'climate/x': {
        uniq_id: 'x-c',
        mode_cmd_t: 'x/m',
        modes: ['off', 'cool'],
        dev: { ids: 'x', name: 'X' },
        name: 'Climate',
      },
      'switch/x': { uniq_id: 'x-s', cmd_t: 'x/s', dev: { ids: 'x', name: 'X' }, name: 'Beeper' },
      'sensor/x': {
        uniq_id: 'x-t',
        stat_t: 'x/t',
        dev_cla: 'temperature',
        unit_of_meas: '°C',
        dev: { ids: 'x', name: 'X' },
      },
    },
    found: [
      {
        key: 'x-c',
        name: 'X Climate',
        type: 'AIRCONDITIONER',
        traits: { power: {}, mode: {}, currentTemperature: {} },
      },
      { key: 'x-s', name: 'X Beeper', type: 'SWITCH', traits: { power: {} } },
    ],
  },
  {
    name: 'A humidifier and a dehumidifier',
    announcements: {
      'humidifier/a': {
        uniq_id: 'a',
        cmd_t: 'a',
        stat_t: 'as',
        hum_cmd_t: 'ah',
        curr_hum_t: 'ac',
        modes: ['low', 'high', 'auto'],
        mode_cmd_t: 'am',
      },
      'humidifier/b': { uniq_id: 'b', cmd_t: 'b', hum_cmd_t: 'bh', dev_cla: 'dehumidifier' },
    },
    found: [
      {
        type: 'HUMIDIFIER',
        traits: { power: {}, humidity: { state: 'ac' }, fanSpeed: { values: { 1: 'low', 2: 'high' } } },
      },
      { type: 'DEHUMIDIFIER', traits: { power: {} } },
    ],
  },
  {
    name: 'a fan whose speed is a number and whose modes are a selection',
    announcements: {
      'switch/f/power': { cmd_t: 'f/p/set', stat_t: 'f/p', uniq_id: 'f_power', name: 'Power', dev: { ids: 'f' } },
      'fan/f/fan': { cmd_t: 'f/set', stat_t: 'f', uniq_id: 'f_fan', name: null, dev: { ids: 'f', name: 'Fan' } },
      'number/f/speed': {
        cmd_t: 'f/speed/set',
        stat_t: 'f/speed',
        name: 'Fan speed',
        min: 1,
        max: 4,
        uniq_id: 'f_speed',
        dev: { ids: 'f' },
      },
      'select/f/mode': {
        cmd_t: 'f/mode/set',
        stat_t: 'f/mode',
        name: 'Mode',
        options: ['Auto', 'Sleep', 'Manual'],
        uniq_id: 'f_mode',
        dev: { ids: 'f' },
      },
      'button/f/identify': { cmd_t: 'f/identify', name: 'Identify', uniq_id: 'f_identify', dev: { ids: 'f' } },
    },
    found: [
      {
        key: 'f_fan',
        type: 'FAN',
        traits: { power: {}, fanSpeed: { min: 1, max: 4 }, mode: { values: { auto: 'Auto', sleep: 'Sleep' } } },
        commands: [
          ['fanSpeed', 3, '3'],
          ['mode', 'sleep', 'Sleep'],
        ],
      },
      { key: 'f_power', type: 'SWITCH', traits: { power: {} } },
    ],
  },
  {
    name: 'a vacuum that is sent to its dock by a button, and a select that is not used',
    announcements: {
      'vacuum/v/v': {
        cmd_t: 'v/c',
        stat_t: 'v/s',
        sup_feat: ['start', 'stop'],
        uniq_id: 'v',
        name: null,
        dev: { ids: 'v', name: 'Robo' },
      },
      'button/v/dock': { cmd_t: 'v/dock', name: 'Return to dock', pl_prs: 'GO', uniq_id: 'v_dock', dev: { ids: 'v' } },
      'select/v/map': {
        cmd_t: 'v/map',
        stat_t: 'v/m',
        name: 'Map',
        options: ['up', 'down'],
        uniq_id: 'v_map',
        dev: { ids: 'v' },
      },
    },
    found: [
      { key: 'v', type: 'ROBOTVACUUM', traits: { power: {} }, verbs: { charge: { command: 'v/dock', payload: 'GO' } } },
    ],
  },
]
