import { isObject } from '../../../../src/util/isObject.ts'
import type { Measurement } from '../measurements.ts'
import type { Config, Topics } from './config.ts'

/** What is measured, by what Tasmota calls it: what it is here, and its unit. */
const quantities: Readonly<Record<string, readonly [name: string, unit: string, rank?: number]>> = {
  Temperature: ['temperature', 'C'],
  Humidity: ['humidity', '%'],
  'PM2.5': ['pm25', 'µg/m³'],
  PM2_5: ['pm25', 'µg/m³'],
  PM10: ['pm10', 'µg/m³'],
  CarbonDioxide: ['co2', 'ppm'],
  // What a sensor of gases makes of them, told only where nothing measures it.
  eCO2: ['co2', 'ppm', 1],
  TVOC: ['voc', 'ppb'],
  Battery: ['battery', '%'],
}

/** These measure themselves: the chip of the device or of its meter. */
const notTheRoom = /^(ESP32|ENERGY|AXP\d+|BL09\d+|CSE77\d+|ADE79\d+|ANALOG|Time)$/

/** A name that can stand between quotes in a template. */
const isPlain = (name: string) => /^[\p{L}\p{N}_ .:+-]{1,64}$/u.test(name)
const entries = (value: unknown) => (isObject(value) ? Object.entries(value).slice(0, 64) : [])

/** All that a device measures. */
export interface Sensed {
  /** of the room */
  readonly room: readonly Measurement[]
  /** of what hangs on it */
  readonly meter: readonly Measurement[]
}

/** The place of a sensor's value, which is under one key more in the answer to `Status 10` than in the telemetry. */
export const sensed = (sensor: string, key: string): string =>
  `(value_json.StatusSNS | default(value_json))['${sensor}']['${key}']`

/** The topics that tell what is measured: the telemetry, and the answer to `Status 10`. */
export const sensorTopics = ({ stat, tele }: Topics): string[] => [`${tele}SENSOR`, `${stat}STATUS10`]

/**
 * What a device announced to measure; of several that measure the same, the first.
 * Source: arendst/Tasmota docs, and emontnemery/hatasmota `sensor.py` for the units.
 * @param sn the tree of `<base>/<MAC>/sensors`, an example of the telemetry
 */
export function sensors(sn: unknown, device: Config, topics: Topics): Sensed {
  const state = sensorTopics(topics)
  const unit = isObject(sn) && sn.TempUnit === 'F' ? 'F' : 'C'
  const found = new Map<string, { measurement: Measurement; rank: number }>()
  for (const [sensor, parts] of entries(sn)) {
    if (notTheRoom.test(sensor) || !isPlain(sensor)) continue
    for (const [key, value] of entries(parts)) {
      const known = Object.hasOwn(quantities, key) ? quantities[key] : undefined
      if (!known || typeof value === 'object') continue
      const [name, ownUnit, rank = 0] = known
      if ((found.get(name)?.rank ?? Number.POSITIVE_INFINITY) <= rank) continue
      const where = { state, template: `{{ ${sensed(sensor, key)} }}` }
      found.set(name, { rank, measurement: { name, where, unit: name === 'temperature' ? unit : ownUnit } })
    }
  }
  const battery = {
    name: 'battery',
    where: { state: [`${topics.stat}RESULT`, `${topics.tele}STATE`], path: '$.BatteryPercentage' },
    unit: '%',
  }
  const room = [...found.values()].map(({ measurement }) => measurement)
  return {
    room: device.bat && room.length > 0 && !found.has('battery') ? [...room, battery] : room,
    meter: isObject(sn) ? meter(sn.ENERGY, state) : [],
  }
}

/** Power in W and all energy so far in kWh; a meter of several phases tells a list of them, and their sum is meant. */
function meter(energy: unknown, state: string[]): readonly Measurement[] {
  return meters.flatMap(([key, name, unit]) => {
    const value = isObject(energy) ? energy[key] : undefined
    if (!Array.isArray(value) && typeof value !== 'number') return []
    const template = `{% set all = ${sensed('ENERGY', key)} %}{{ all | sum | round(3) if all is sequence else all }}`
    return [{ name, unit, where: { state, template } }]
  })
}
const meters = [
  ['Total', 'energy', 'kWh'],
  ['Power', 'power', 'W'],
] as const
