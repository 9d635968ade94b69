import type { Case } from './case.ts'

const blind = { identifiers: ['zigbee2mqtt_0x000b57fffec6a5b4'], name: '寝室のブラインド' }
const aqara = { identifiers: ['zigbee2mqtt_0x00158d00022ef7a1'], name: 'bedroom_sensor', manufacturer: 'Aqara' }
const sensor = (name: string, unit: string, more: object = {}) => ({
  device: aqara,
  device_class: name,
  state_topic: 'z/bedroom_sensor',
  unique_id: `0x00158d00022ef7a1_${name}`,
  unit_of_measurement: unit,
  value_template: `{{ value_json["${name}"] }}`,
  ...more,
})

export const covers: readonly Case[] = [
  {
    name: 'Zigbee2MQTT: a blind named in Japanese, with a position',
    announcements: {
      'cover/0x000b57fffec6a5b4/cover': {
        command_topic: 'z/寝室のブラインド/set',
        device: blind,
        name: null,
        position_template: '{{ value_json["position"] }}',
        position_topic: 'z/寝室のブラインド',
        set_position_template: '{ "position": {{ position }} }',
        set_position_topic: 'z/寝室のブラインド/set',
        state_closed: 'CLOSE',
        state_open: 'OPEN',
        state_stopped: 'STOP',
        state_topic: 'z/寝室のブラインド',
        unique_id: '0x000b57fffec6a5b4_cover',
        value_template: '{{ value_json["state"] }}',
      },
    },
    found: [
      {
        key: '0x000b57fffec6a5b4_cover',
        name: '寝室のブラインド',
        type: 'SMARTCURTAIN',
        aliases: ['zigbee2mqtt_0x000b57fffec6a5b4', '0x000b57fffec6a5b4'],
        traits: { open: { path: '$.position', position: [0, 100] } },
        verbs: { stop: { payload: 'STOP' } },
        reports: [
          ['open', { position: 0 }, false],
          ['open', { position: 60 }, true],
        ],
        commands: [
          ['open', true, 'OPEN'],
          ['open', false, 'CLOSE'],
        ],
      },
    ],
  },
  {
    name: 'zwave-js-ui: a cover with numbers for its commands',
    announcements: {
      'cover/node3/position': {
        command_topic: 'zw/3/set',
        position_topic: 'zw/3',
        set_position_topic: 'zw/3/set',
        position_template: '{{ value_json.value | round(0) }}',
        position_open: 99,
        position_closed: 0,
        payload_open: '99',
        payload_close: '0',
        payload_stop: 'stop',
        unique_id: 'z3',
        device_class: 'shutter',
      },
    },
    found: [
      {
        type: 'SMARTCURTAIN',
        traits: { open: { position: [0, 99] } },
        verbs: { stop: { command: 'zw/3/set', payload: 'stop' } },
        reports: [['open', { value: 98.7 }, true]],
        commands: [['open', false, '0']],
      },
    ],
  },
  {
    name: 'ESPHome: a cover with words for its state that cannot be stopped',
    announcements: {
      'cover/c': { uniq_id: 'c', cmd_t: 'c/command', stat_t: 'c/state', pl_stop: null, dev_cla: 'curtain' },
    },
    found: [
      {
        traits: { open: { on: 'open', off: 'closed', moving: { on: ['opening'], off: ['closing'] } } },
        verbs: undefined as never,
        reports: [
          ['open', 'closed', false],
          ['open', 'opening', true],
        ],
      },
    ],
  },
  {
    name: 'A cover without a state is assumed and can be stopped',
    announcements: { 'cover/c': { uniq_id: 'c', cmd_t: 'c/command', opt: true } },
    found: [
      {
        traits: { open: { command: 'c/command' } },
        verbs: { stop: { payload: 'STOP' } },
        commands: [['open', true, 'OPEN']],
      },
    ],
  },
  {
    name: 'A cover with only an inverted position topic',
    announcements: {
      'cover/c': {
        uniq_id: 'c',
        set_pos_t: 'c/set',
        set_pos_tpl: '{"p":{{ position }},"raw":{{ value }}}',
        pos_t: 'c/pos',
        pos_open: 0,
        pos_clsd: 100,
      },
    },
    found: [
      {
        traits: { open: { position: [100, 0] } },
        reports: [['open', '100', false]],
        commands: [
          ['open', true, '{"p":100,"raw":0}'],
          ['open', false, '{"p":0,"raw":100}'],
        ],
      },
    ],
  },
  {
    name: 'A garage door has no type',
    announcements: {
      'cover/g': { uniq_id: 'g', name: 'Garage', cmd_t: 'g/set', stat_t: 'g', dev_cla: 'garage' },
      'cover/h': { uniq_id: 'h', name: 'Gate', cmd_t: 'h/set', stat_t: 'h', dev_cla: 'gate' },
    },
    found: [
      { name: 'Garage', type: undefined, traits: { open: {} } },
      { name: 'Gate', type: undefined, traits: { open: {} } },
    ],
  },
  {
    name: 'A cover whose open and closed positions are equal is a problem',
    announcements: { 'cover/c': { uniq_id: 'c', name: 'C', cmd_t: 'c/set', pos_t: 'c/pos', pos_open: 0 } },
    found: [{ type: undefined, traits: {}, problems: ['cover C: open: the two ends of its position are the same'] }],
  },
  {
    name: 'A cover that can only be opened gets no command',
    announcements: { 'cover/o': { uniq_id: 'o', cmd_t: 'o/set', stat_t: 'o', pl_cls: null } },
    found: [{ traits: { open: { state: 'o' } } }],
  },
]

export const sensors: readonly Case[] = [
  {
    name: 'Zigbee2MQTT: temperature, humidity, battery are one air sensor',
    announcements: {
      'sensor/0x00158d00022ef7a1/temperature': sensor('temperature', '°C'),
      'sensor/0x00158d00022ef7a1/humidity': sensor('humidity', '%'),
      'sensor/0x00158d00022ef7a1/battery': sensor('battery', '%', { entity_category: 'diagnostic' }),
      'sensor/0x00158d00022ef7a1/pressure': sensor('atmospheric_pressure', 'hPa'),
      'sensor/0x00158d00022ef7a1/voltage': sensor('voltage', 'mV', { entity_category: 'diagnostic' }),
      'sensor/0x00158d00022ef7a1/off': sensor('pm25', 'µg/m³', { enabled_by_default: false }),
    },
    found: [
      {
        key: 'zigbee2mqtt_0x00158d00022ef7a1',
        name: 'bedroom_sensor',
        type: 'AIRSENSOR',
        traits: {
          currentTemperature: { path: '$.temperature' },
          humidity: { path: '$.humidity' },
          battery: { path: '$.battery' },
        },
        reports: [
          ['currentTemperature', { temperature: 21.46 }, 21.46],
          ['humidity', { humidity: null }, undefined],
        ],
      },
    ],
  },
  {
    name: 'OpenMQTTGateway: a thermometer over Bluetooth',
    announcements: {
      'sensor/A4C138-tempc': {
        stat_t: '+/+/BTtoMQTT/A4C138',
        name: 'tempc',
        uniq_id: 'A4C138-tempc',
        dev_cla: 'temperature',
        val_tpl: '{{ value_json.tempc | is_defined }}',
        unit_of_meas: '°C',
        device: { ids: ['A4C138'], cns: [['mac', 'A4C138112233']], name: 'LYWSD03' },
      },
      'sensor/A4C138-hum': {
        stat_t: 'home/OMG/BTtoMQTT/A4C138',
        name: 'hum',
        uniq_id: 'A4C138-hum',
        dev_cla: 'humidity',
        val_tpl: '{{ value_json.hum | is_defined }}',
        unit_of_meas: '%',
        device: { ids: ['A4C138'], cns: [['mac', 'A4C138112233']], name: 'LYWSD03' },
      },
    },
    found: [
      {
        key: 'A4C138',
        name: 'LYWSD03',
        type: 'AIRSENSOR',
        aliases: ['a4c138', 'a4c138112233', 'a4:c1:38:11:22:33'],
        traits: {
          humidity: { state: 'home/OMG/BTtoMQTT/A4C138' },
          currentTemperature: { state: '+/+/BTtoMQTT/A4C138' },
        },
        reports: [
          ['currentTemperature', { tempc: 20 }, 20],
          ['humidity', { hum: 45.5 }, 45.5],
          ['humidity', { tempc: 20 }, undefined],
        ],
      },
    ],
  },
  {
    name: 'Dust, gases and °F',
    announcements: {
      'sensor/a/1': {
        uniq_id: '1',
        dev: { ids: 'a', name: 'Air' },
        stat_t: 'a/1',
        dev_cla: 'pm10',
        unit_of_meas: 'µg/m³',
      },
      'sensor/a/2': {
        uniq_id: '2',
        dev: { ids: 'a', name: 'Air' },
        stat_t: 'a/2',
        dev_cla: 'pm25',
        unit_of_meas: 'µg/m³',
      },
      'sensor/a/3': {
        uniq_id: '3',
        dev: { ids: 'a', name: 'Air' },
        stat_t: 'a/3',
        dev_cla: 'carbon_dioxide',
        unit_of_meas: 'ppm',
      },
      'sensor/a/4': {
        uniq_id: '4',
        dev: { ids: 'a', name: 'Air' },
        stat_t: 'a/4',
        dev_cla: 'temperature',
        unit_of_meas: '°F',
      },
      'sensor/a/5': { uniq_id: '5', dev: { ids: 'a', name: 'Air' }, stat_t: 'a/5', dev_cla: 'aqi' },
    },
    found: [
      {
        key: 'a',
        type: 'AIRSENSOR',
        traits: {
          fineDust: { state: 'a/1', level: 'pm10' },
          ultraFineDust: { state: 'a/2', level: 'pm25' },
          airQuality: { state: 'a/3', level: 'co2' },
          currentTemperature: { unit: 'fahrenheit' },
        },
        reports: [['currentTemperature', 50, 10]],
      },
    ],
  },
  {
    name: 'A door, a motion, smoke',
    announcements: {
      'binary_sensor/d': {
        uniq_id: 'd',
        name: 'Door',
        stat_t: 'd',
        dev_cla: 'door',
        pl_on: true,
        pl_off: false,
        val_tpl: '{{ value_json.open }}',
      },
      'binary_sensor/m': { uniq_id: 'm', name: 'Motion', stat_t: 'm', dev_cla: 'motion' },
      'binary_sensor/s': { uniq_id: 's', name: 'Smoke', stat_t: 's', dev_cla: 'smoke' },
      'binary_sensor/c': { uniq_id: 'c', name: 'Connected', stat_t: 'c', dev_cla: 'connectivity' },
    },
    found: [
      {
        key: 'd',
        name: 'Door',
        type: 'OPENCLOSESENSOR',
        traits: { open: { path: '$.open' }, openedAt: { moment: 'true' }, closedAt: { moment: 'false' } },
        reports: [['open', { open: true }, true]],
      },
      {
        key: 'm',
        type: 'MOTIONSENSOR',
        traits: { detected: {}, detectedAt: { moment: 'ON' } },
        reports: [['detected', 'OFF', false]],
      },
      { key: 's', type: 'SMOKESENSOR', traits: { detected: {}, detectedAt: {} } },
    ],
  },
  {
    name: 'Zigbee2MQTT: a contact that is true is closed',
    announcements: {
      'binary_sensor/0x05/contact': {
        device: { identifiers: ['zigbee2mqtt_0x05'], name: 'window' },
        device_class: 'door',
        payload_off: true,
        payload_on: false,
        state_topic: 'z/window',
        unique_id: '0x05_contact',
        value_template: '{{ value_json["contact"] }}',
      },
    },
    found: [
      {
        key: 'zigbee2mqtt_0x05',
        type: 'OPENCLOSESENSOR',
        traits: { open: {}, openedAt: { moment: 'false' }, closedAt: { moment: 'true' } },
        reports: [
          ['open', { contact: true }, false],
          ['open', { contact: false }, true],
        ],
      },
    ],
  },
  {
    name: 'A sensor with off_delay has no detected state',
    announcements: { 'binary_sensor/m': { uniq_id: 'm', stat_t: 'm', dev_cla: 'motion', off_dly: 30 } },
    found: [{ type: 'MOTIONSENSOR', traits: { detectedAt: {} } }],
  },
  {
    name: 'A meter',
    announcements: { 'sensor/e': { uniq_id: 'e', name: 'Meter', stat_t: 'e', dev_cla: 'energy', unit_of_meas: 'kWh' } },
    found: [{ type: 'SMARTMETER', traits: { consumption: { items: [{ name: 'energy', unit: 'kWh' }] } } }],
  },
  {
    name: 'Entities with different identifiers of one device are one appliance',
    announcements: {
      'sensor/1': { uniq_id: '1', dev: { ids: ['b'] }, stat_t: '1', dev_cla: 'temperature', unit_of_meas: 'C' },
      'sensor/2': { uniq_id: '2', dev: { cns: ['mac', 'AA:AA:AA:AA:AA:AA'] }, stat_t: '2', dev_cla: 'humidity' },
      'sensor/3': {
        uniq_id: '3',
        dev: { ids: 'b', cns: [['mac', 'aa:aa:aa:aa:aa:aa']] },
        stat_t: '3',
        dev_cla: 'pm10',
      },
    },
    found: [
      { key: 'b', type: 'AIRSENSOR', traits: { currentTemperature: {}, humidity: {}, fineDust: {}, airQuality: {} } },
    ],
  },
]

export const devices: readonly Case[] = [
  {
    name: 'A device announcement, with the keys that its entities inherit',
    announcements: {
      'device/0AFFD2': {
        dev: { ids: 'ea33', name: 'Kitchen', mf: 'Bla', mdl: 'xya', sw: '1.0' },
        o: { name: 'bla2mqtt' },
        '~': 'k',
        stat_t: '~/state',
        avty: [{ t: '~/online' }, { t: 'bridge', val_tpl: '{{ value_json.up }}', pl_avail: 'yes' }],
        avty_mode: 'all',
        cmps: {
          a: { p: 'sensor', dev_cla: 'temperature', unit_of_meas: '°C', val_tpl: '{{ value_json.t }}', uniq_id: 'kt' },
          b: { p: 'switch', cmd_t: '~/set', val_tpl: '{{ value_json.s }}', uniq_id: 'ks', name: null },
          c: { p: 'sensor' },
          d: { p: 'device_automation', automation_type: 'trigger', topic: 'x' },
          e: 'nothing',
          f: { p: 7, uniq_id: 'f' },
        },
      },
    },
    found: [
      {
        key: 'ks',
        name: 'Kitchen',
        type: 'SWITCH',
        about: { manufacturer: 'Bla', model: 'xya', version: '1.0' },
        traits: { power: { state: 'k/state', path: '$.s', command: 'k/set' } },
        availability: {
          mode: 'all',
          topics: [
            { topic: 'k/online', online: 'online', offline: 'offline' },
            { topic: 'bridge', path: '$.up', online: 'yes', offline: 'offline' },
          ],
        },
      },
      { key: 'ea33', type: 'AIRSENSOR', traits: { currentTemperature: { state: 'k/state', path: '$.t' } } },
    ],
  },
  {
    name: 'An entity of a device announcement with its own availability',
    announcements: {
      'device/node/obj': {
        device: { identifiers: ['n'] },
        origin: { name: 'o' },
        availability_topic: 'n/all',
        components: { s: { platform: 'switch', command_topic: 's', unique_id: 's', availability: { topic: 'n/s' } } },
      },
    },
    found: [{ key: 's', traits: { power: {} }, availability: { topic: 'n/s', online: 'online', offline: 'offline' } }],
  },
  {
    name: 'Availability with a template, and with an invalid template',
    announcements: {
      'switch/a': {
        uniq_id: 'a',
        cmd_t: 'a',
        avty_t: 'a/s',
        avty_tpl: "{{ 'online' if value_json.x > 1 else 'offline' }}",
      },
      'switch/b': {
        uniq_id: 'b',
        cmd_t: 'b',
        avty_t: 'b/s',
        avty_tpl: '{{ this.state }}{% unknown %}',
        name: 'B',
      },
    },
    found: [
      {
        traits: { power: {} },
        availability: {
          topic: 'a/s',
          template: "{{ 'online' if value_json.x > 1 else 'offline' }}",
          online: 'online',
          offline: 'offline',
        },
      },
      { traits: { power: {} }, availability: undefined, problems: [/switch B: availability_template: "unknown"/] },
    ],
  },
  {
    name: 'The same unique id of two components keeps both apart',
    announcements: { 'switch/a': { uniq_id: 'a', cmd_t: 'a' }, 'lock/b': { uniq_id: 'a', cmd_t: 'b' } },
    found: [
      { key: 'a', traits: { locked: {} } },
      { key: 'a SWITCH', traits: { power: {} } },
    ],
  },
  {
    name: "Zigbee2MQTT's own switch opens its network: no type",
    announcements: {
      'switch/bridge/permit_join': {
        command_topic: 'z/bridge/request/permit_join',
        device: { identifiers: ['zigbee2mqtt_bridge_0x00124b0012345678'], name: 'Zigbee2MQTT Bridge' },
        name: 'Permit join',
        payload_off: '{"time": 0}',
        payload_on: '{"time": 254}',
        state_off: 'false',
        state_on: 'true',
        state_topic: 'z/bridge/info',
        unique_id: 'bridge_permit_join',
        value_template: '{{ value_json.permit_join | lower }}',
      },
    },
    found: [
      {
        type: undefined,
        traits: { power: {} },
        reports: [['power', { permit_join: false }, false]],
        commands: [['power', true, '{"time": 254}']],
      },
    ],
  },
  {
    name: 'Components without traits are ignored without a problem',
    announcements: Object.fromEntries(
      'event update camera tag text scene device_automation image alarm_control_panel lawn_mower infrared button number select notify remote date unheard_of'
        .split(' ')
        .map((component) => [`${component}/x`, { uniq_id: component, cmd_t: 'x', stat_t: 'y', name: component }]),
    ),
    found: [],
  },
  {
    name: 'A device with nothing but a problem is reported',
    announcements: { 'light/n': { uniq_id: 'n', name: 'N', schema: 'json', sup_clrm: {} } },
    found: [
      {
        key: 'n',
        type: undefined,
        traits: {},
        problems: [
          /brightness: supported_color_modes/,
          /colorTemperature: supported_color_modes/,
          /color: supported_color_modes/,
        ],
      },
    ],
  },
  {
    name: 'An entity without any topic is a problem',
    announcements: {
      'switch/a': { uniq_id: 'a', name: 'A' },
      'sensor/b': { uniq_id: 'b', name: 'B', dev_cla: 'temperature' },
    },
    found: [
      { key: 'b', type: undefined, traits: {}, problems: ['sensor B: state_topic is not there'] },
      { key: 'a', type: undefined, traits: {}, problems: ['switch A: command_topic is not there'] },
    ],
  },
  {
    name: 'Keys in full go before their abbreviations',
    announcements: { 'switch/a': { uniq_id: 'short', unique_id: 'long', cmd_t: 'short', command_topic: 'long' } },
    found: [{ key: 'long', traits: { power: { command: 'long' } } }],
  },
  {
    name: 'A topic with a wildcard is a problem',
    announcements: { 'switch/a': { uniq_id: 'a', cmd_t: 'a/#', name: 'A' } },
    found: [{ traits: {}, type: undefined, problems: [/command_topic is not a topic of one device/] }],
  },
  {
    name: 'A device without a name is named by its id',
    announcements: { 'switch/a': { uniq_id: 'relay-7', cmd_t: 'a', dev: { ids: [7] } } },
    found: [{ key: 'relay-7', name: 'relay-7', aliases: ['7'], traits: { power: {} } }],
  },
]
