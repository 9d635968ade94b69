import { describe, expect, test } from '@jest/globals'
import type { AnnouncedDevice } from '../../../../../drivers/mqtt/discovery/announcement.ts'
import type { TasmotaConfig } from '../../../../support/tasmota/device.ts'
import { cases } from './cases.ts'
import { announced } from './createParser.ts'

const summary = ({ key, type, name, description }: AnnouncedDevice) =>
  `${key.slice(13)} ${type} ${name}: ${[...Object.keys(description.traits ?? {}), ...Object.keys(description.verbs ?? {})].join(' ')}`
const sorted = (lines: readonly string[]) =>
  lines.map((line) => line.replace(/: (.*)$/, (_, list: string) => `: ${list.split(' ').sort().join(' ')}`))

describe('the appliances of an announced device', () => {
  test.each(cases)('%s', (_, change, sn, parts) => {
    const all = announced(change, sn)
    expect(sorted(all.map(summary))).toEqual(sorted(parts))
    expect(all.flatMap(({ problems }) => problems)).toEqual([])
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length)
  })
})

const state = ['stat/t/RESULT', 'tele/t/STATE']
const command = (name: string) => `cmnd/t/${name}`
const sensor = ['tele/t/SENSOR', 'stat/t/STATUS10']
const lamp = (change: Partial<TasmotaConfig>) => ({ rl: [2], lt_st: 5, lk: 1, ...change })

/** Single parts of descriptions, in full. */
const exact: readonly (readonly [string, Partial<TasmotaConfig>, object, number, object])[] = [
  [
    'one relay is POWER or POWER1',
    {},
    {},
    0,
    {
      traits: {
        power: {
          state,
          template: '{{ value_json.POWER | default(value_json.POWER1) }}',
          on: 'ON',
          off: 'OFF',
          command: command('POWER1'),
        },
      },
      availability: { topic: 'tele/t/LWT', online: 'Online', offline: 'Offline' },
      ask: { topic: command('STATE'), payload: '' },
    },
  ],
  [
    'of several it has a number',
    { rl: [1, 1] },
    {},
    1,
    { traits: { power: { path: '$.POWER2', command: command('POWER2') } } },
  ],
  [
    'words of its own',
    { state: ['꺼짐', '켜짐', 'x', 'y'] },
    {},
    0,
    { traits: { power: { on: '켜짐', off: '꺼짐' } } },
  ],
  [
    'a last will in another language',
    { onln: '在线', ofln: '离线' },
    {},
    0,
    { availability: { online: '在线', offline: '离线' } },
  ],
  [
    'SetOption4: a topic for each command',
    { so: { 4: 1 } },
    {},
    0,
    { traits: { power: { state: ['stat/t/POWER', 'stat/t/POWER1', 'stat/t/STATE', 'tele/t/STATE'] } } },
  ],
  [
    'a lamp of all colours',
    lamp({}),
    {},
    0,
    {
      traits: {
        brightness: { state, path: '$.Dimmer', command: command('Dimmer'), tolerance: 1 },
        color: {
          state,
          path: '$.HSBColor',
          form: 'hs',
          command: command('HSBColor'),
          payload: '${hue},${saturation},${brightness}',
          when: { path: '$.White', is: [0] },
        },
        colorTemperature: { state, path: '$.CT', unit: 'mirek', range: [153, 500], command: command('CT') },
      },
    },
  ],
  [
    'SetOption82: fewer whites',
    lamp({ so: { 82: 1 } }),
    {},
    0,
    { traits: { colorTemperature: { range: [200, 380] } } },
  ],
  [
    'SetOption68',
    lamp({ so: { 68: 1 }, rl: [1, 2] }),
    {},
    1,
    { traits: { brightness: { path: '$.Channel2', command: command('Channel2') } } },
  ],
  [
    'a Tuya dimmer',
    lamp({ lt_st: 1, ty: 1 }),
    {},
    0,
    { traits: { brightness: { path: '$.Dimmer', command: command('Dimmer3') } } },
  ],
  [
    'white apart',
    lamp({ rl: [2, 2], lk: 0 }),
    {},
    1,
    { traits: { brightness: { path: '$.Dimmer2', command: command('Dimmer2') } } },
  ],
  [
    'a shutter',
    { rl: [3, 3] },
    {},
    0,
    {
      traits: {
        open: {
          state: ['stat/t/RESULT', ...sensor],
          position: [0, 100],
          command: command('ShutterPosition1'),
          send: { on: 'OPEN', off: 'CLOSE' },
        },
      },
      verbs: { stop: { command: command('ShutterStop1'), payload: '' } },
      ask: { topic: command('STATUS'), payload: '10' },
    },
  ],
  ['an inverted shutter', { rl: [3, 3], sho: [9] }, {}, 0, { traits: { open: { position: [100, 0] } } }],
  [
    'a fan is on at any speed but 0',
    { if: 1, rl: [0] },
    {},
    0,
    {
      traits: {
        power: { path: '$.FanSpeed', command: command('FanSpeed'), off: 0, resume: true, send: { on: 1, off: 0 } },
        fanSpeed: { path: '$.FanSpeed', command: command('FanSpeed'), values: [1, 2, 3] },
      },
    },
  ],
  [
    'a plug is asked for both',
    {},
    { ENERGY: { Total: 1, Power: 2 } },
    0,
    { ask: { topic: command('Backlog'), payload: 'NoDelay;State;NoDelay;Status 10' } },
  ],
  [
    'fahrenheit',
    { rl: [] },
    { SI7021: { Temperature: 70 }, TempUnit: 'F' },
    0,
    { traits: { currentTemperature: { state: sensor, unit: 'fahrenheit' } } },
  ],
]

test('a sensor without a value at the start of the device is an appliance too', () => {
  const [plug, sensor] = announced({ t: 't' }, { DS18B20: { Id: '01', Temperature: null }, TempUnit: 'C' })
  expect(plug?.type).toBe('SWITCH')
  expect(sensor).toMatchObject({ type: 'AIRSENSOR', description: { traits: { currentTemperature: {} } } })
})

describe('the description of one appliance', () => {
  test.each(exact)('%s', (_, change, sn, index, part) => {
    expect(announced({ t: 't', ...change }, sn)[index]?.description).toMatchObject(part)
  })

  test('a device in deep sleep has no availability and is not asked for its state', () => {
    const [one] = announced({ dslp: 1 })
    expect(one?.description).not.toHaveProperty('ask')
    expect(one?.description).not.toHaveProperty('availability')
  })
})
