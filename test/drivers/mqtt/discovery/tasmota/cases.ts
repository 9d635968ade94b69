import type { TasmotaConfig } from '../../../../support/tasmota/device.ts'

/** One device: what it announces beside the usual, what it measures, and what it is: `part TYPE name: traits`. */
export type Case = readonly [
  what: string,
  config: Partial<TasmotaConfig>,
  sn: Readonly<Record<string, unknown>>,
  parts: readonly string[],
]

const names = (...fn: readonly string[]) => [...fn, ...Array.from({ length: 8 - fn.length }, () => null)]
const relays = (...rl: readonly number[]) => [...rl, ...Array.from({ length: 32 - rl.length }, () => 0)]
const none = {}
const so = (...on: readonly number[]) => ({
  so: Object.fromEntries([4, 11, 13, 17, 20, 30, 68, 73, 82, 114, 117].map((n) => [n, on.includes(n) ? 1 : 0])),
})
const energy = {
  ENERGY: {
    TotalStartTime: '2026-01-01T00:00:00',
    Total: 12.345,
    Yesterday: 0.5,
    Today: 0.1,
    Power: 42,
    ApparentPower: 50,
    ReactivePower: 20,
    Factor: 0.84,
    Voltage: 221,
    Current: 0.19,
  },
}
const phases = { ENERGY: { Total: 3.2, Power: [10, 20], Voltage: 230, Current: [0.1, 0.2] } }
const lamp = (lt_st: number, lk = 1) => ({ rl: relays(2), lt_st, lk })

export const cases: readonly Case[] = [
  ['Sonoff Basic', { dn: '현관', fn: names('현관') }, none, ['1 SWITCH 현관: power']],
  ['a name nobody gave', {}, none, ['1 SWITCH tasmota_F03D5C: power']],
  ['a friendly name only', { fn: names('寝室') }, none, ['1 SWITCH 寝室: power']],
  ['a device name only', { dn: '거실 등' }, none, ['1 SWITCH 거실 등: power']],
  ['both names', { dn: 'Living room', fn: names('Lamp') }, none, ['1 SWITCH Lamp: power']],
  ['Sonoff S20 by its module', { dn: 'P', md: 'Sonoff S20' }, none, ['1 SMARTPLUG P: power']],
  ['a plug by its template', { dn: 'P', md: 'Gosund Smart Plug' }, none, ['1 SMARTPLUG P: power']],
  ['a relay that is a lamp (SetOption30)', { dn: 'L', ...so(30) }, none, ['1 LIGHT L: power']],
  [
    'Sonoff 4CH',
    { dn: '4CH', md: 'Sonoff 4CH', fn: names('등 하나', '등 둘', '등 셋', '등 넷'), rl: relays(1, 1, 1, 1) },
    none,
    ['1 SWITCH 등 하나: power', '2 SWITCH 등 둘: power', '3 SWITCH 등 셋: power', '4 SWITCH 등 넷: power'],
  ],
  [
    'several relays with the names of the firmware',
    { dn: '멀티탭', md: 'Power Strip', fn: names('Tasmota', 'Tasmota2', 'Tasmota3'), rl: relays(1, 1, 1) },
    none,
    ['1 SMARTPLUG 멀티탭 1: power', '2 SMARTPLUG 멀티탭 2: power', '3 SMARTPLUG 멀티탭 3: power'],
  ],
  [
    'several relays of one name',
    { dn: 'Küche', fn: names('Küche', 'Küche'), rl: relays(1, 1) },
    none,
    ['1 SWITCH Küche: power', '2 SWITCH Küche 2: power'],
  ],
  ['a gap between the relays', { dn: 'G', rl: relays(0, 1) }, none, ['2 SWITCH G: power']],
  [
    'Sonoff Dual R3 as a shutter',
    { dn: '블라인드', rl: relays(3, 3), sho: [0] },
    none,
    ['1 SMARTCURTAIN 블라인드: open stop'],
  ],
  [
    'two shutters',
    { dn: 'B', fn: names('Left', 'x', 'Right'), rl: relays(3, 3, 3, 3), sho: [0, 1] },
    none,
    ['1 SMARTCURTAIN Left: open stop', '3 SMARTCURTAIN Right: open stop'],
  ],
  [
    'a shutter beside a relay',
    { dn: 'B', rl: relays(1, 3, 3), sho: [0] },
    none,
    ['1 SWITCH B 1: power', '2 SMARTCURTAIN B 2: open stop'],
  ],
  ['Shelly 1', { dn: 'Flur', md: 'Shelly 1' }, none, ['1 SWITCH Flur: power']],
  [
    'Shelly 2.5',
    { dn: 'S', md: 'Shelly 2.5', fn: names('가', '나'), rl: relays(1, 1) },
    phases,
    ['1 SWITCH 가: power', '2 SWITCH 나: power', 'meter SMARTMETER S: consumption'],
  ],
  [
    'Shelly 2.5 as a shutter',
    { dn: 'S', rl: relays(3, 3), sho: [0] },
    phases,
    ['1 SMARTCURTAIN S: open stop', 'meter SMARTMETER S meter: consumption'],
  ],
  ['Shelly Plug S', { dn: '냉장고', md: 'Shelly Plug S' }, energy, ['1 SMARTPLUG 냉장고: power consumption']],
  ['NOUS A1T', { dn: 'TV', md: 'NOUS A1T' }, energy, ['1 SMARTPLUG TV: power consumption']],
  ['Sonoff Pow, whatever it is called', { dn: 'W', md: 'Sonoff Pow' }, energy, ['1 SMARTPLUG W: power consumption']],
  ['a meter alone', { dn: '계량기', rl: relays() }, energy, ['meter SMARTMETER 계량기: consumption']],
  [
    'a lamp with a meter',
    { dn: 'L', ...lamp(1) },
    energy,
    ['1 LIGHT L: power brightness', 'meter SMARTMETER L meter: consumption'],
  ],
  ['a dimmer', { dn: 'D', ...lamp(1) }, none, ['1 LIGHT D: power brightness']],
  ['a dimmer behind a Tuya MCU', { dn: 'D', ty: 1, ...lamp(1) }, none, ['1 LIGHT D: power brightness']],
  ['cold and warm', { dn: 'C', ...lamp(2) }, none, ['1 LIGHT C: power brightness colorTemperature']],
  ['RGB', { dn: 'R', ...lamp(3) }, none, ['1 LIGHT R: power brightness color']],
  ['RGBW', { dn: 'R', ...lamp(4) }, none, ['1 LIGHT R: power brightness color']],
  ['RGBCW', { dn: '침실', ...lamp(5) }, none, ['1 LIGHT 침실: power brightness color colorTemperature']],
  [
    'RGBCW, colour and white apart (SetOption37)',
    { dn: 'R', fn: names('Farbe', 'Weiß'), rl: relays(2, 2), lt_st: 5, lk: 0 },
    none,
    ['1 LIGHT Farbe: power brightness color', '2 LIGHT Weiß: power brightness colorTemperature'],
  ],
  [
    'RGBW, colour and white apart',
    { dn: 'R', rl: relays(2, 2), lt_st: 4, lk: 0 },
    none,
    ['1 LIGHT R 1: power brightness color', '2 LIGHT R 2: power brightness'],
  ],
  [
    'each channel a lamp (SetOption68)',
    { dn: 'H', rl: relays(2, 2, 2), lt_st: 3, lk: 1, ...so(68) },
    none,
    ['1 LIGHT H 1: power brightness', '2 LIGHT H 2: power brightness', '3 LIGHT H 3: power brightness'],
  ],
  [
    'a relay and a lamp',
    { dn: 'M', fn: names('팬', '조명'), rl: relays(1, 2), lt_st: 2, lk: 1 },
    none,
    ['1 SWITCH 팬: power', '2 LIGHT 조명: power brightness colorTemperature'],
  ],
  [
    'iFan04',
    { dn: '실링팬', md: 'Sonoff iFan03', fn: names('천장등'), if: 1, rl: relays(2) },
    none,
    ['1 LIGHT 천장등: power', 'fan FAN 실링팬: power fanSpeed'],
  ],
  [
    'iFan of one name',
    { dn: 'Fan', fn: names('Fan'), if: 1, rl: relays(2) },
    none,
    ['1 LIGHT Fan 1: power', 'fan FAN Fan: power fanSpeed'],
  ],
  [
    'Sonoff TH16',
    { dn: '온실', md: 'Sonoff TH' },
    { AM2301: { Temperature: 22.1, Humidity: 51.2, DewPoint: 11.6 }, TempUnit: 'C' },
    ['1 SWITCH 온실: power', 'sensors AIRSENSOR 온실 sensor: currentTemperature humidity'],
  ],
  [
    'a sensor alone, in °F',
    { dn: 'Attic', rl: relays() },
    { BME280: { Temperature: 71.2, Humidity: 40, Pressure: 1001 }, PressureUnit: 'hPa', TempUnit: 'F' },
    ['sensors AIRSENSOR Attic: currentTemperature humidity'],
  ],
  [
    'several thermometers: the first',
    { dn: 'T', rl: relays() },
    { 'DS18B20-1': { Id: '0316', Temperature: 21 }, 'DS18B20-2': { Id: '0317', Temperature: 44 }, TempUnit: 'C' },
    ['sensors AIRSENSOR T: currentTemperature'],
  ],
  [
    'a sensor of dust',
    { dn: '미세먼지', rl: relays() },
    { SDS0X1: { 'PM2.5': 12.1, PM10: 20.3 } },
    ['sensors AIRSENSOR 미세먼지: airQuality fineDust ultraFineDust'],
  ],
  [
    'PMS5003 and MH-Z19B',
    { dn: 'Air', rl: relays() },
    {
      PMS5003: { CF1: 5, PM1: 5, 'PM2.5': 7, PM10: 8, 'PB0.3': 900 },
      MHZ19B: { Model: 'B', CarbonDioxide: 700, Temperature: 24 },
    },
    ['sensors AIRSENSOR Air: airQuality currentTemperature fineDust ultraFineDust'],
  ],
  ['SGP30: gases', { dn: 'G', rl: relays() }, { SGP30: { TVOC: 12, eCO2: 450 } }, ['sensors AIRSENSOR G: airQuality']],
  [
    'on a battery, asleep',
    { dn: 'B', rl: relays(), bat: 1, dslp: 1 },
    { SHT3X: { Temperature: 20, Humidity: 40 }, TempUnit: 'C' },
    ['sensors AIRSENSOR B: battery currentTemperature humidity'],
  ],
  [
    'the chip is not the room',
    { dn: 'E', md: 'ESP32' },
    { ESP32: { Temperature: 51 }, TempUnit: 'C' },
    ['1 SWITCH E: power'],
  ],
  ['nothing that an appliance is', { dn: 'IR', rl: relays() }, { Time: 'x' }, []],
  ['a name in Cyrillic', { dn: 'Кухня «свет»' }, none, ['1 SWITCH Кухня «свет»: power']],
]
