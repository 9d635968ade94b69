import type { Case } from './case.ts'

const plug = { identifiers: ['zigbee2mqtt_0x01'], name: 'kettle', model: 'TRADFRI control outlet' }
const shelly = { ids: ['shelly-1'], name: 'Shelly', mf: 'Allterco', sw: '1.0', cns: [['mac', 'AA:BB:CC:DD:EE:FF']] }

export const things: readonly Case[] = [
  {
    name: 'Zigbee2MQTT: a plug by its model',
    announcements: {
      'switch/0x01/switch': {
        command_topic: 'z/kettle/set',
        device: plug,
        name: null,
        payload_off: 'OFF',
        payload_on: 'ON',
        state_topic: 'z/kettle',
        unique_id: '0x01_switch',
        value_template: '{{ value_json["state"] }}',
      },
    },
    found: [
      {
        key: '0x01_switch',
        name: 'kettle',
        type: 'SMARTPLUG',
        traits: { power: { state: 'z/kettle', path: '$.state', command: 'z/kettle/set' } },
        reports: [['power', { state: 'OFF' }, false]],
        commands: [['power', true, 'ON']],
      },
    ],
  },
  {
    name: 'Zigbee2MQTT: a switch of two gangs, available only if it and its bridge are',
    announcements: Object.fromEntries(
      ['l1', 'l2'].map((end) => [
        `switch/0x04/switch_${end}`,
        {
          availability: [
            { topic: 'z/bridge/state', value_template: '{{ value_json.state }}' },
            { topic: 'z/wall/availability', value_template: '{{ value_json.state }}' },
          ],
          availability_mode: 'all',
          command_topic: `z/wall/${end}/set`,
          device: { identifiers: ['zigbee2mqtt_0x04'], name: 'wall' },
          name: end.toUpperCase(),
          payload_off: 'OFF',
          payload_on: 'ON',
          state_topic: 'z/wall',
          unique_id: `0x04_switch_${end}`,
          value_template: `{{ value_json["state_${end}"] }}`,
        },
      ]),
    ),
    found: [
      { key: '0x04_switch_l1', name: 'wall L1', type: 'SWITCH', traits: { power: { path: '$.state_l1' } } },
      {
        key: '0x04_switch_l2',
        name: 'wall L2',
        traits: { power: { path: '$.state_l2', command: 'z/wall/l2/set' } },
        availability: {
          mode: 'all',
          topics: [
            { topic: 'z/bridge/state', path: '$.state', online: 'online', offline: 'offline' },
            { topic: 'z/wall/availability', path: '$.state', online: 'online', offline: 'offline' },
          ],
        },
      },
    ],
  },
  {
    name: 'A switch with energy and power is a plug',
    announcements: {
      'switch/s/relay': { cmd_t: 's/set', stat_t: 's', dev: shelly, name: 'Relay', uniq_id: 's-relay' },
      'sensor/s/power': { dev: shelly, stat_t: 's/p', dev_cla: 'power', unit_of_meas: 'W', uniq_id: 's-p' },
      'sensor/s/today': { dev: shelly, stat_t: 's/d', dev_cla: 'energy', unit_of_meas: 'kWh', uniq_id: 's-d' },
      'sensor/s/total': {
        dev: shelly,
        stat_t: 's/e',
        dev_cla: 'energy',
        unit_of_meas: 'kWh',
        uniq_id: 's-e',
        stat_cla: 'total_increasing',
        val_tpl: '{{ value_json.total }}',
      },
    },
    found: [
      {
        key: 's-relay',
        name: 'Shelly',
        type: 'SMARTPLUG',
        about: { manufacturer: 'Allterco', version: '1.0' },
        aliases: ['shelly-1', 'aa:bb:cc:dd:ee:ff', 'aabbccddeeff'],
        traits: {
          power: {},
          consumption: {
            items: [
              { state: 's/e', path: '$.total', name: 'energy', unit: 'kWh' },
              { state: 's/p', name: 'power', unit: 'W' },
            ],
          },
        },
      },
    ],
  },
  {
    name: 'Several relays are several appliances, and their total consumption is a meter',
    announcements: {
      'switch/s/r1': { cmd_t: 's/1/set', stat_t: 's/1', dev: shelly, name: 'One', uniq_id: 'r1' },
      'switch/s/r2': { cmd_t: 's/2/set', stat_t: 's/2', dev: shelly, name: 'Shelly two', uniq_id: 'r2' },
      'sensor/s/p': { dev: shelly, stat_t: 's/p', dev_cla: 'power', unit_of_meas: 'W', uniq_id: 's-p', name: 'Power' },
    },
    found: [
      { key: 'r1', name: 'Shelly One', type: 'SWITCH', traits: { power: { state: 's/1' } } },
      { key: 'r2', name: 'Shelly two', type: 'SWITCH', traits: { power: { state: 's/2' } } },
      { key: 'shelly-1', name: 'Shelly Power', type: 'SMARTMETER', traits: { consumption: {} } },
    ],
  },
  {
    name: 'ESPHome: two switches and a thermometer, which is an appliance of its own',
    announcements: {
      'switch/node/a': {
        dev: { ids: '24a1', name: 'node' },
        name: 'A',
        uniq_id: 'ESPswitcha',
        stat_t: 'a',
        cmd_t: 'a/c',
      },
      'switch/node/b': {
        dev: { ids: '24a1', name: 'node' },
        name: 'B',
        uniq_id: 'ESPswitchb',
        stat_t: 'b',
        cmd_t: 'b/c',
      },
      'sensor/node/t': {
        dev: { ids: '24a1', name: 'node' },
        dev_cla: 'temperature',
        unit_of_meas: '°C',
        stat_cla: 'measurement',
        name: 'Temperature',
        stat_t: 'node/sensor/t/state',
        avty_t: 'node/status',
        uniq_id: 'ESPsensort',
      },
    },
    found: [
      { name: 'node A', type: 'SWITCH', traits: { power: {} } },
      { name: 'node B', type: 'SWITCH', traits: { power: {} } },
      {
        key: '24a1',
        name: 'node Temperature',
        type: 'AIRSENSOR',
        traits: { currentTemperature: { state: 'node/sensor/t/state' } },
        availability: { topic: 'node/status', online: 'online', offline: 'offline' },
      },
    ],
  },
  {
    name: 'Tasmota in its Home Assistant mode: words of the state differ from those of the command',
    announcements: {
      'switch/DC4F22_RL_1': {
        name: 'Tasmota',
        cmd_t: '~cmnd/POWER',
        stat_t: '~tele/STATE',
        val_tpl: '{{value_json.POWER}}',
        pl_off: 'OFF',
        pl_on: 'ON',
        avty_t: '~tele/LWT',
        pl_avail: 'Online',
        pl_not_avail: 'Offline',
        uniq_id: 'DC4F22_RL_1',
        dev: { ids: ['DC4F22'] },
        '~': 'tasmota_DC4F22/',
        stat_on: 'on',
      },
    },
    found: [
      {
        key: 'DC4F22_RL_1',
        name: 'Tasmota',
        type: 'SWITCH',
        traits: { power: { state: 'tasmota_DC4F22/tele/STATE', command: 'tasmota_DC4F22/cmnd/POWER', on: 'on' } },
        availability: { topic: 'tasmota_DC4F22/tele/LWT', online: 'Online', offline: 'Offline' },
        commands: [
          ['power', true, 'ON'],
          ['power', false, 'OFF'],
        ],
      },
    ],
  },
  {
    name: 'zwave-js-ui: true and false',
    announcements: {
      'switch/node7/switch': {
        payload_off: false,
        payload_on: true,
        value_template: '{{ value_json.value }}',
        command_topic: 'zwave/7/37/0/targetValue/set',
        state_topic: 'zwave/7/37/0/currentValue',
        unique_id: 'z7',
        device_class: 'outlet',
      },
    },
    found: [
      {
        type: 'SMARTPLUG',
        traits: { power: {} },
        reports: [
          ['power', { value: true }, true],
          ['power', { value: false }, false],
          ['power', { value: null }, undefined],
        ],
        commands: [['power', true, 'true']],
      },
    ],
  },
  {
    name: 'A state topic that is the command topic is no state',
    announcements: { 'switch/e': { cmd_t: 'e', stat_t: 'e', uniq_id: 'e' } },
    found: [{ traits: { power: { command: 'e' } } }],
  },
  {
    name: 'A command template',
    announcements: {
      'switch/c': { cmd_t: 'c', cmd_tpl: '{"on":{{ value | lower }}}', pl_on: 'TRUE', pl_off: 'FALSE', uniq_id: 'c' },
    },
    found: [{ traits: { power: {} }, commands: [['power', true, '{"on":true}']] }],
  },
  {
    name: 'A siren is sent an object and may publish one',
    announcements: { 'siren/s': { cmd_t: 's/set', stat_t: 's', uniq_id: 's', name: 'Siren' } },
    found: [
      {
        type: 'SWITCH',
        traits: { power: {} },
        reports: [
          ['power', 'ON', true],
          ['power', { state: 'OFF' }, false],
        ],
        commands: [['power', true, '{"state":"ON"}']],
      },
    ],
  },
  {
    name: 'Zigbee2MQTT: a siren whose template makes an object',
    announcements: {
      'siren/s': {
        ...{ uniq_id: 's', name: 'Siren', stat_t: 's', cmd_t: 's/set/alarm', cmd_tpl: 'smoke', cmd_off_tpl: 'off' },
        state_value_template:
          '{% if value_json.alarm == "smoke" %}{{ {"state": "ON", "tone": "smoke"} | to_json }}{% elif value_json.alarm %}{{ {"state": "OFF"} | to_json }}{% endif %}',
      },
    },
    found: [
      {
        traits: { power: {} },
        reports: [
          ['power', { alarm: 'smoke' }, true],
          ['power', { alarm: 'off' }, false],
          ['power', {}, undefined],
        ],
      },
    ],
  },
  {
    name: 'A siren whose template makes a word',
    announcements: {
      'siren/s': { uniq_id: 's', name: 'Siren', stat_t: 's', cmd_t: 's/set', stat_val_tpl: '{{ value_json.alarm }}' },
    },
    found: [{ traits: { power: {} }, reports: [['power', { alarm: 'ON' }, true]] }],
  },
  {
    name: 'A siren with templates for on and off',
    announcements: {
      'siren/s': {
        cmd_t: 's/set',
        uniq_id: 's',
        cmd_tpl: '{"alarm":"{{ state }}"}',
        cmd_off_tpl: 'silence',
        pl_on: 'loud',
      },
    },
    found: [
      {
        traits: { power: {} },
        commands: [
          ['power', true, '{"alarm":"loud"}'],
          ['power', false, 'silence'],
        ],
      },
    ],
  },
  {
    name: 'Valetudo: a vacuum cleaner',
    announcements: {
      'vacuum/valetudo_robot/robot_vacuum': {
        name: 'Robot',
        object_id: 'valetudo_robot',
        supported_features: ['status', 'start', 'stop', 'pause', 'return_home', 'fan_speed'],
        state_topic: 'valetudo/robot/hass/robot_vacuum/state',
        command_topic: 'valetudo/robot/hass/robot_vacuum/command',
        payload_start: 'START',
        payload_pause: 'PAUSE',
        payload_return_to_base: 'HOME',
        payload_stop: 'STOP',
        unique_id: 'robot_vacuum',
        device: { identifiers: ['robot'], name: 'Rocky', manufacturer: 'Dreame', model: 'Z10' },
        availability_topic: 'valetudo/robot/$state',
        payload_available: 'ready',
        payload_not_available: 'lost',
      },
      'sensor/valetudo_robot/battery': {
        state_topic: 'valetudo/robot/BatteryStateAttribute/level',
        unit_of_measurement: '%',
        device_class: 'battery',
        entity_category: 'diagnostic',
        unique_id: 'robot_battery',
        device: { identifiers: ['robot'], name: 'Rocky' },
      },
    },
    found: [
      {
        key: 'robot_vacuum',
        name: 'Rocky',
        type: 'ROBOTVACUUM',
        traits: { power: {}, battery: { state: 'valetudo/robot/BatteryStateAttribute/level' } },
        verbs: { charge: { command: 'valetudo/robot/hass/robot_vacuum/command', payload: 'HOME' } },
        availability: { topic: 'valetudo/robot/$state', online: 'ready', offline: 'lost' },
        reports: [
          ['power', { state: 'cleaning', fan_speed: 'max' }, true],
          ['power', { state: 'docked' }, false],
          ['power', { state: 'unheard of' }, null],
          ['power', { fan_speed: 'max' }, undefined],
          ['battery', 77, 77],
        ],
        commands: [
          ['power', true, 'START'],
          ['power', false, 'STOP'],
        ],
      },
    ],
  },
  {
    name: 'A vacuum cleaner with the default words and its battery in the state',
    announcements: { 'vacuum/v': { cmd_t: 'v/c', stat_t: 'v/s', uniq_id: 'v', schema: 'state' } },
    found: [
      {
        traits: { power: {}, battery: { path: '$.battery_level' } },
        verbs: { charge: { command: 'v/c', payload: 'return_to_base' } },
        reports: [
          ['power', 'cleaning', true],
          ['battery', { battery_level: 61, state: 'docked' }, 61],
        ],
        commands: [['power', false, 'stop']],
      },
    ],
  },
  {
    name: 'A lock',
    announcements: {
      'lock/l': { cmd_t: 'l/set', stat_t: 'l', uniq_id: 'l', val_tpl: '{{ value_json.state }}', name: 'Door' },
    },
    found: [
      {
        type: 'SMARTLOCK',
        traits: { locked: { on: 'LOCKED', off: 'UNLOCKED' } },
        reports: [
          ['locked', { state: 'LOCKED' }, true],
          ['locked', { state: 'JAMMED' }, undefined],
        ],
        commands: [
          ['locked', true, 'LOCK'],
          ['locked', false, 'UNLOCK'],
        ],
      },
    ],
  },
  {
    name: 'Nuki Hub: a lock that says that it is turning, and that it is unlatched',
    announcements: {
      'lock/n/smartlock': {
        ...{ '~': 'nuki', name: null, unique_id: 'n_lock', cmd_t: '~/lock/action', pl_lock: 'lock', pl_unlk: 'unlock' },
        ...{ stat_t: '~/lock/hastate', stat_jam: 'jammed', stat_locked: 'locked', stat_locking: 'locking' },
        ...{ stat_unlocked: 'unlocked', stat_unlocking: 'unlocking', stat_open: 'open', stat_opening: 'opening' },
        ...{ opt: 'false', pl_open: 'unlatch' },
      },
    },
    found: [
      {
        type: 'SMARTLOCK',
        traits: {
          locked: {
            fault: ['jammed'],
            pending: ['locking', 'unlocking', 'opening', 'open'],
            on: 'locked',
            off: 'unlocked',
          },
        },
        commands: [['locked', true, 'lock']],
      },
    ],
  },
  {
    name: 'zwave-js-ui: a lock with numbers for its commands',
    announcements: {
      'lock/node9/lock': {
        command_topic: 'zwave/9/98/0/targetMode/set',
        state_topic: 'zwave/9/98/0/currentMode',
        state_locked: 255,
        state_unlocked: 0,
        payload_lock: 255,
        payload_unlock: 0,
        value_template: '{{ value_json.value }}',
        unique_id: 'z9',
      },
    },
    found: [
      { traits: { locked: {} }, reports: [['locked', { value: 255 }, true]], commands: [['locked', false, '0']] },
    ],
  },
  {
    name: 'A lock that needs a code can only be read',
    announcements: { 'lock/l': { cmd_t: 'l/set', stat_t: 'l', uniq_id: 'l', name: 'Door', code_format: '^\\d{4}$' } },
    found: [{ traits: { locked: { state: 'l' } }, problems: [/wants a code/] }],
  },
  {
    name: 'A valve: what is closed is locked',
    announcements: { 'valve/v': { cmd_t: 'v/set', stat_t: 'v', uniq_id: 'v', pl_stop: 'HALT' } },
    found: [
      {
        type: 'SMARTVALVE',
        traits: { locked: { pending: ['opening', 'closing'] } },
        verbs: { stop: { command: 'v/set', payload: 'HALT' } },
        reports: [
          ['locked', 'closed', true],
          ['locked', { state: 'open' }, false],
        ],
        commands: [
          ['locked', true, 'CLOSE'],
          ['locked', false, 'OPEN'],
        ],
      },
    ],
  },
  {
    name: 'A valve with a position',
    announcements: {
      'valve/v': { cmd_t: 'v/set', stat_t: 'v', uniq_id: 'v', pos: true, val_tpl: '{{ value_json.pos }}' },
    },
    found: [
      {
        traits: { locked: {} },
        reports: [
          ['locked', { pos: 0 }, true],
          ['locked', { pos: 40 }, false],
          ['locked', { pos: 'opening' }, undefined],
          ['locked', { pos: null }, null],
        ],
        commands: [
          ['locked', true, '0'],
          ['locked', false, '100'],
        ],
      },
    ],
  },
]
