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

/** What is announced, and what comes of it: for each appliance its label, its type and its traits. */
export type Case = readonly [
  what: string,
  exposes: readonly object[],
  ...appliances: (readonly [label: string, type: string | undefined, traits: string])[],
]

const air = oneOf('system_mode', ['off', 'auto', 'cool', 'heat', 'dry', 'fan_only'])
const heat = oneOf('system_mode', ['off', 'auto', 'heat'])
const power = numeric('power', 'W', { access: 5 })
const energy = numeric('energy', 'kWh', { access: 5 })
const temperature = numeric('temperature', '°C')
const humidity = numeric('humidity', '%')
const occupancy = binary('occupancy', true, false)
const contact = binary('contact', false, true)
const warning = { type: 'composite', name: 'warning', property: 'warning', access: 2, features: [] }
const quality = ['excellent', 'good', 'moderate', 'poor', 'unhealthy', 'hazardous', 'out_of_range', 'unknown']
const setting = (name: string) => ({ ...binary(name, 'ON', 'OFF', 3), category: 'config' })

export const cases: readonly Case[] = [
  ['Smart bulb', [lamp()], ['', 'LIGHT', 'brightness power']],
  ['Wall light, on and off', [lamp({ dim: false })], ['', 'LIGHT', 'power']],
  ['White spectrum bulb', [lamp({ white: [250, 454] })], ['', 'LIGHT', 'brightness colorTemperature power']],
  ['Colour bulb, xy', [lamp({ xy: true })], ['', 'LIGHT', 'brightness color power']],
  [
    'Colour bulb',
    [lamp({ white: [153, 500], hs: true, xy: true })],
    ['', 'LIGHT', 'brightness color colorTemperature power'],
  ],
  [
    'RGBCCT strip controller',
    [lamp({ white: [153, 500], hs: true, access: 3 })],
    ['', 'LIGHT', 'brightness color colorTemperature power'],
  ],
  [
    'Bulb with every mired there is',
    [lamp({ white: [0, 65_279] })],
    ['', 'LIGHT', 'brightness colorTemperature power'],
  ],
  [
    '2 gang dimmer module',
    [lamp({ endpoint: 'l1' }), lamp({ endpoint: 'l2' })],
    ['l1', 'LIGHT', 'brightness power'],
    ['l2', 'LIGHT', 'brightness power'],
  ],
  ['Dimmer on one endpoint', [lamp({ endpoint: 'l1' }), power], ['', 'LIGHT', 'brightness consumption power']],
  ['Smart plug', [relay(), power, energy], ['', 'SMARTPLUG', 'consumption power']],
  ['TRADFRI control outlet', [relay(), setting('child_lock')], ['', 'SMARTPLUG', 'power']],
  ['Power metering thing', [relay(), power], ['', 'SMARTPLUG', 'consumption power']],
  [
    'Double socket',
    [relay('left'), relay('right'), numeric('power', 'W', {}, 'left'), numeric('power', 'W', {}, 'right')],
    ['left', 'SMARTPLUG', 'consumption power'],
    ['right', 'SMARTPLUG', 'consumption power'],
  ],
  [
    'Double GPO with energy monitoring',
    [relay('l1'), relay('l2'), energy],
    ['', 'SMARTMETER', 'consumption'],
    ['l1', 'SMARTPLUG', 'power'],
    ['l2', 'SMARTPLUG', 'power'],
  ],
  [
    'Power strip',
    [relay(), relay('l1'), relay('l2')],
    ['', 'SMARTPLUG', 'power'],
    ['l1', 'SMARTPLUG', 'power'],
    ['l2', 'SMARTPLUG', 'power'],
  ],
  ['1 gang wall switch', [relay()], ['', 'SWITCH', 'power']],
  ['Relay with metering', [relay(), power, energy], ['', 'SWITCH', 'consumption power']],
  [
    '4 gang switch with 2 gang socket',
    [relay('l1'), relay('l2')],
    ['l1', 'SWITCH', 'power'],
    ['l2', 'SWITCH', 'power'],
  ],
  ['Smart light socket', [relay()], ['', 'SWITCH', 'power']],
  [
    'Battery powered 2 gang switch',
    [relay('l1'), relay('l2'), battery],
    ['l1', 'SWITCH', 'power'],
    ['l2', 'SWITCH', 'power'],
  ],
  [
    'Dual controller',
    [binary('state_l1', 'ON', 'OFF', 3), binary('state_l2', 'ON', 'OFF', 3)],
    ['l1', 'SWITCH', 'power'],
    ['l2', 'SWITCH', 'power'],
  ],
  [
    'DIN mount RCBO with metering',
    [binary('state', 'ON', 'OFF', 3), power, energy, temperature],
    ['', 'SWITCH', 'consumption currentTemperature power'],
  ],
  ['Smart energy monitor', [power, energy], ['', 'SMARTMETER', 'consumption']],
  ['Smart energy monitor with a contact', [relay(), power, energy], ['', 'SMARTMETER', 'consumption power']],
  [
    'Two-channel meter',
    [numeric('power_l1', 'W'), numeric('power_l2', 'W')],
    ['l1', 'SMARTMETER', 'consumption'],
    ['l2', 'SMARTMETER', 'consumption'],
  ],
  ['Water meter', [numeric('water_consumed', 'm³'), battery], ['', 'SMARTMETER', 'battery consumption']],
  ['Smart water valve', [relay(), battery], ['', 'SMARTVALVE', 'battery locked']],
  [
    'Water irrigation valve',
    [binary('state', 'ON', 'OFF', 3), numeric('water_consumed', 'L')],
    ['', 'SMARTVALVE', 'consumption locked'],
  ],
  ['Gas valve', [binary('gas_valve_state', 'OPEN', 'CLOSE', 7)], ['', 'SMARTVALVE', 'locked']],
  ['Hose faucet water timer', [relay(), battery], ['', 'SMARTVALVE', 'battery locked']],
  [
    '2-zone watering timer',
    [
      binary('valve_1', 'ON', 'OFF', 3),
      oneOf('state_1', ['Manual', 'Auto', 'Closed'], 1),
      binary('valve_2', 'ON', 'OFF', 3),
      oneOf('state_2', ['Manual', 'Auto', 'Closed'], 1),
    ],
    ['1', 'SMARTVALVE', 'locked'],
    ['2', 'SMARTVALVE', 'locked'],
  ],
  ['Water heater controller', [relay(), energy], ['', 'WATERBOILER', 'consumption power']],
  ['Centralized ventilation switch', [relay()], ['', 'VENTILATOR', 'power']],
  ['Air humidifier', [relay(), humidity], ['', 'HUMIDIFIER', 'humidity power']],
  ['Smart dehumidifier', [relay(), humidity], ['', 'DEHUMIDIFIER', 'humidity power']],
  [
    'Smart siren',
    [binary('alarm', true, false, 3), numeric('volume', undefined, { access: 3 })],
    ['', 'SWITCH', 'power'],
  ],
  ['Indoor siren 85db', [warning, battery], ['', 'SWITCH', 'battery power']],
  ['Siren', [binary('siren_on', 'ON', 'OFF', 2), battery], ['', 'SWITCH', 'battery power']],
  ['Outdoor solar alarm', [binary('alarm_switch', 'ON', 'OFF', 3), battery], ['', 'SWITCH', 'battery power']],
  [
    'Sound and flash siren',
    [oneOf('alarm_state', ['alarm_light', 'alarm_sound', 'normal'], 3)],
    ['', 'SWITCH', 'power'],
  ],
  ['Access Control', [relay()], ['', undefined, 'power']],
  ['Garage door opener', [relay(), binary('garage_door_contact', true, false)], ['', undefined, 'power']],
  ['Roller blind', [shade(), battery], ['', 'SMARTCURTAIN', 'battery open']],
  ['Curtain motor without a position', [shade({ position: false })], ['', 'SMARTCURTAIN', 'open']],
  ['Venetian blind', [shade({ tilt: true })], ['', 'SMARTCURTAIN', 'open']],
  [
    'Day-night shade',
    [shade({ endpoint: 'top' }), shade({ endpoint: 'bottom' })],
    ['top', 'SMARTCURTAIN', 'open'],
    ['bottom', 'SMARTCURTAIN', 'open'],
  ],
  ['Curtain switch with a light', [shade(), relay('l1')], ['', 'SMARTCURTAIN', 'open'], ['l1', 'SWITCH', 'power']],
  ['Roller shutter controller', [oneOf('state', ['open', 'stop', 'close'], 3)], ['', 'SMARTCURTAIN', 'open']],
  ['Garage door drive', [shade()], ['', undefined, 'open']],
  ['Window opener', [shade()], ['', undefined, 'open']],
  ['Smart vent', [shade(), temperature], ['', undefined, 'currentTemperature open']],
  ['Smart lock', [doorLock, battery, setting('auto_relock')], ['', 'SMARTLOCK', 'battery locked']],
  [
    'Smart door lock S2',
    [binary('state', 'UNLOCK', 'LOCK'), binary('reverse', 'UNLOCK', 'LOCK')],
    ['', 'SMARTLOCK', 'locked'],
  ],
  [
    'Room thermostat',
    [climate([setpoint('occupied_heating_setpoint', [5, 30]), heat])],
    ['', 'THERMOSTAT', 'currentTemperature power targetTemperature'],
  ],
  [
    'Wall thermostat whose mode is set by a feature of its own',
    [
      climate([setpoint('current_heating_setpoint', [5, 35]), oneOf('system_mode', ['off', 'heat'], 1)]),
      oneOf('system_mode', ['off', 'heat'], 3),
    ],
    ['', 'THERMOSTAT', 'currentTemperature power targetTemperature'],
  ],
  [
    'Thermostat with presets',
    [climate([setpoint('current_heating_setpoint', [5, 35]), oneOf('preset', ['manual', 'away', 'home', 'sleep'])])],
    ['', 'THERMOSTAT', 'currentTemperature mode targetTemperature'],
  ],
  [
    'Floor thermostat with a switch',
    [climate([setpoint('current_heating_setpoint', [5, 35])]), binary('state', 'ON', 'OFF', 3)],
    ['', 'THERMOSTAT', 'currentTemperature power targetTemperature'],
  ],
  [
    'Six-zone controller',
    [
      climate([setpoint('occupied_heating_setpoint', [5, 35], 0.5, 'l1')], 'l1'),
      climate([setpoint('occupied_heating_setpoint', [5, 35], 0.5, 'l2')], 'l2'),
    ],
    ['l1', 'THERMOSTAT', 'currentTemperature targetTemperature'],
    ['l2', 'THERMOSTAT', 'currentTemperature targetTemperature'],
  ],
  [
    'Thermostat without a range',
    [climate([numeric('occupied_heating_setpoint', '°C', { access: 7 })])],
    ['', 'THERMOSTAT', 'currentTemperature'],
  ],
  [
    'Thermostatic radiator valve',
    [
      climate([setpoint('current_heating_setpoint', [5, 30]), heat]),
      binary('window', 'OPEN', 'CLOSE'),
      relay(),
      battery,
    ],
    ['', 'HEATER', 'battery currentTemperature power targetTemperature'],
  ],
  [
    'Radiator thermostat with away switch',
    [
      climate([setpoint('current_heating_setpoint', [5, 30])]),
      { type: 'switch', features: [binary('away_mode', 'ON', 'OFF', 3)] },
    ],
    ['', 'HEATER', 'currentTemperature mode targetTemperature'],
  ],
  [
    'Pilot wire module for heaters',
    [climate([setpoint('current_heating_setpoint', [5, 30]), oneOf('preset', ['comfort', 'eco', 'off'])])],
    ['', 'HEATER', 'currentTemperature mode power targetTemperature'],
  ],
  [
    'Panel heater',
    [climate([setpoint('occupied_heating_setpoint', [5, 35]), heat]), power],
    ['', 'HEATER', 'consumption currentTemperature power targetTemperature'],
  ],
  [
    'Fan coil',
    [
      climate([
        setpoint('occupied_heating_setpoint', [7, 30]),
        setpoint('occupied_cooling_setpoint', [10, 32]),
        air,
        oneOf('fan_mode', ['off', 'low', 'medium', 'high', 'auto']),
      ]),
    ],
    ['', 'AIRCONDITIONER', 'currentTemperature fanSpeed mode power targetTemperature'],
  ],
  [
    'Air conditioner IR bridge',
    [
      climate([setpoint('occupied_cooling_setpoint', [16, 30], 1), air, oneOf('swing_mode', ['off', 'on'])]),
      fan([fanState, fanMode('low', 'medium', 'high', 'auto')]),
    ],
    ['', 'AIRCONDITIONER', 'currentTemperature fanSpeed mode oscillation power targetTemperature'],
  ],
  [
    'Adapter for household systems',
    [
      relay(),
      { ...setpoint('target_temperature', [16, 32]) },
      numeric('current_temperature', '°C'),
      air,
      numeric('fan_speed', undefined, { access: 7, value_min: 0, value_max: 3 }),
    ],
    ['', 'AIRCONDITIONER', 'currentTemperature fanSpeed mode power targetTemperature'],
  ],
  [
    'Bathroom heater with a lamp',
    [
      lamp(),
      climate([
        setpoint('current_heating_setpoint', [16, 45], 1),
        oneOf('system_mode', ['off', 'heat', 'dry', 'fan_only']),
      ]),
    ],
    ['', 'HEATER', 'currentTemperature power targetTemperature'],
    ['light', 'LIGHT', 'brightness power'],
  ],
  ['Ceiling fan', [fan([fanState, fanMode('off', 'low', 'medium', 'high', 'on')])], ['', 'FAN', 'fanSpeed power']],
  [
    'Ceiling fan with a lamp',
    [fan([fanState, fanMode('low', 'medium', 'high', 'smart')]), lamp()],
    ['', 'FAN', 'fanSpeed mode power'],
    ['light', 'LIGHT', 'brightness power'],
  ],
  [
    'Fan by a byte',
    [fan([binary('state', 'ON', 'OFF', 7), numeric('speed', undefined, { access: 7, value_min: 1, value_max: 254 })])],
    ['', 'FAN', 'fanSpeed power'],
  ],
  [
    'Fan switch',
    [relay(undefined, 3), numeric('fan_speed', undefined, { access: 3, value_min: 1, value_max: 5 })],
    ['', 'FAN', 'fanSpeed power'],
  ],
  [
    'Fan and light switch',
    [relay(undefined, 3), oneOf('fan_speed', ['minimum', 'medium', 'maximum'], 3)],
    ['', 'FAN', 'fanSpeed'],
    ['switch', 'SWITCH', 'power'],
  ],
  [
    'Fan with 5 levels and light with 5 levels',
    [
      lamp(),
      binary('fan_state', 'ON', 'OFF', 3),
      numeric('fan_speed', undefined, { access: 3, value_min: 1, value_max: 5 }),
    ],
    ['', 'FAN', 'fanSpeed power'],
    ['light', 'LIGHT', 'brightness power'],
  ],
  [
    'STARKVIND air purifier',
    [
      fan([fanState, fanMode('off', 'auto', '1', '2', '3')]),
      numeric('pm25', 'µg/m³', { access: 5 }),
      oneOf('air_quality', quality, 5),
    ],
    ['', 'AIRPURIFIER', 'airQuality fanSpeed mode power ultraFineDust'],
  ],
  [
    'Temperature and humidity sensor',
    [temperature, humidity, battery],
    ['', 'AIRSENSOR', 'battery currentTemperature humidity'],
  ],
  ['Fahrenheit thermometer', [numeric('temperature', '°F')], ['', 'AIRSENSOR', 'currentTemperature']],
  [
    'Air quality sensor',
    [numeric('co2', 'ppm'), numeric('pm25', 'µg/m³'), numeric('pm10', 'µg/m³'), numeric('voc', 'ppb'), temperature],
    ['', 'AIRSENSOR', 'airQuality currentTemperature fineDust ultraFineDust'],
  ],
  [
    'TVOC monitor',
    [oneOf('air_quality', quality, 1), numeric('voc', 'ppb'), battery],
    ['', 'AIRSENSOR', 'airQuality battery'],
  ],
  [
    'CO2 monitor with a lamp',
    [numeric('co2', 'ppm'), lamp()],
    ['', 'AIRSENSOR', 'airQuality'],
    ['light', 'LIGHT', 'brightness power'],
  ],
  [
    'Two-probe thermometer',
    [numeric('temperature', '°C', {}, '1'), numeric('temperature', '°C', {}, '2'), battery],
    ['1', 'AIRSENSOR', 'currentTemperature'],
    ['2', 'AIRSENSOR', 'currentTemperature'],
  ],
  [
    'Motion sensor',
    [occupancy, battery, numeric('illuminance', 'lx')],
    ['', 'MOTIONSENSOR', 'battery detected detectedAt'],
  ],
  [
    'Presence radar',
    [binary('presence', true, false), binary('state', 'ON', 'OFF', 3)],
    ['', 'MOTIONSENSOR', 'detected detectedAt'],
  ],
  [
    'Presence radar by words',
    [oneOf('presence_state', ['none', 'presence', 'peaceful'], 1)],
    ['', 'MOTIONSENSOR', 'detected detectedAt'],
  ],
  [
    'Motion sensor with a switch',
    [occupancy, relay()],
    ['', 'MOTIONSENSOR', 'detected detectedAt'],
    ['switch', 'SWITCH', 'power'],
  ],
  [
    'Motion sensing switch',
    [binary('presence', true, false), binary('switch1', 'ON', 'OFF', 3), binary('switch2', 'ON', 'OFF', 3)],
    ['', 'MOTIONSENSOR', 'detected detectedAt'],
    ['1', 'SWITCH', 'power'],
    ['2', 'SWITCH', 'power'],
  ],
  [
    'Smart IR remote switch',
    [temperature, binary('switch1', 'ON', 'OFF', 3), binary('switch2', 'ON', 'OFF', 3)],
    ['', 'AIRSENSOR', 'currentTemperature'],
  ],
  ['Switch with a motion sensor', [occupancy, relay()], ['', 'SWITCH', 'detected detectedAt power']],
  [
    'Door and window sensor',
    [contact, binary('tamper', true, false), battery],
    ['', 'OPENCLOSESENSOR', 'battery closedAt open openedAt'],
  ],
  [
    'Garage door contact',
    [binary('garage_door_contact', true, false)],
    ['', 'OPENCLOSESENSOR', 'closedAt open openedAt'],
  ],
  [
    'Smoke detector with a thermometer',
    [binary('smoke', true, false), numeric('temperature', '°C', {}, '38'), warning, battery],
    ['', 'SMOKESENSOR', 'battery currentTemperature detected detectedAt'],
  ],
  ['Gas detector', [binary('gas', true, false)], ['', 'SMOKESENSOR', 'detected detectedAt']],
  ['CO alarm', [binary('carbon_monoxide_alarm_1', true, false)], ['', 'SMOKESENSOR', 'detected detectedAt']],
  ['Water leak sensor', [binary('water_leak', true, false), battery], ['', undefined, 'battery detected detectedAt']],
  ['Wireless button', [oneOf('action', ['single', 'double', 'hold'], 1), battery], ['', undefined, 'battery']],
  ['Infrared blaster', [{ type: 'text', name: 'ir_code_to_send', property: 'ir_code_to_send', access: 2 }]],
  ['Router', [{ ...numeric('temperature', '°C'), category: 'diagnostic' }, setting('led')]],
]

/** Devices that are not announced at all. */
export const left: readonly (readonly [string, object])[] = [
  ['the coordinator', { type: 'Coordinator' }],
  ['a disabled one', { disabled: true }],
  ['one that is not supported', { supported: false }],
  ['one whose interview goes on', { interview_state: 'IN_PROGRESS', interview_completed: false }],
  ['one of an older bridge whose interview goes on', { interview_state: undefined, interview_completed: false }],
  ['one without definition', { definition: null }],
  ['one with a name that is none', { friendly_name: 7 }],
]

export const bulb = () => device('lamp', 'Smart bulb', [lamp()])
