import { isObject } from '../../../../src/util/parse.ts'
import type { Measurement } from '../measurements.ts'
import type { TasmotaConfig, Topics } from './config.ts'

/** Tasmota's name of a quantity → the measurement, its unit, and its precedence where not 0 (lower first). */
const quantities: Readonly<Record<string, readonly [name: string, unit: string, rank?: number]>> = {
  Temperature: ['temperature', 'C'],
  Humidity: ['humidity', '%'],
  'PM2.5': ['pm25', 'µg/m³'],
  PM2_5: ['pm25', 'µg/m³'],
  PM10: ['pm10', 'µg/m³'],
  CarbonDioxide: ['co2', 'ppm'],
  // Computed by gas sensors; used only where nothing measures CO2.
  eCO2: ['co2', 'ppm', 1],
  TVOC: ['voc', 'ppb'],
  Battery: ['battery', '%'],
}

/** Sensors inside the device or its meter, which do not measure the room. */
const internalSensors = /^(ESP32|ENERGY|AXP\d+|BL09\d+|CSE77\d+|ADE79\d+|ANALOG|Time)$/

/** True if the name can stand between quotes in a template. */
const isPlain = (name: string) => /^[\p{L}\p{N}_ .:+-]{1,64}$/u.test(name)
const entries = (value: unknown) => (isObject(value) ? Object.entries(value).slice(0, 64) : [])

/** The measurements of a device. */
export interface SensorMeasurements {
  /** of the room */
  readonly room: readonly Measurement[]
  /** of what is plugged in */
  readonly meter: readonly Measurement[]
}

/** The expression for a sensor's value; the answer to `Status 10` has it inside `StatusSNS`, the telemetry has not. */
export const sensorValue = (sensor: string, key: string): string =>
  `(value_json.StatusSNS | default(value_json))['${sensor}']['${key}']`

/** The topics of measurements: the telemetry, and the answer to `Status 10`. */
export const sensorTopics = ({ stat, tele }: Topics): string[] => [`${tele}SENSOR`, `${stat}STATUS10`]

/**
 * The measurements that a device announced; where several sensors measure the same, the first one.
 * Source: arendst/Tasmota docs, and emontnemery/hatasmota `sensor.py` for the units.
 * @param sn the tree of `<base>/<MAC>/sensors`, an example of the telemetry
 */
export function sensors(sn: unknown, device: TasmotaConfig, topics: Topics): SensorMeasurements {
  const state = sensorTopics(topics)
  const unit = isObject(sn) && sn.TempUnit === 'F' ? 'F' : 'C'
  const found = new Map<string, { measurement: Measurement; rank: number }>()
  for (const [sensor, parts] of entries(sn)) {
    if (internalSensors.test(sensor) || !isPlain(sensor)) continue
    for (const [key, value] of entries(parts)) {
      const quantity = Object.hasOwn(quantities, key) ? quantities[key] : undefined
      // A sensor that has no value yet announces null.
      if (!quantity || isObject(value) || Array.isArray(value)) continue
      const [name, ownUnit, rank = 0] = quantity
      if ((found.get(name)?.rank ?? Number.POSITIVE_INFINITY) <= rank) continue
      const source = { state, template: `{{ ${sensorValue(sensor, key)} }}` }
      found.set(name, { rank, measurement: { name, source, unit: name === 'temperature' ? unit : ownUnit } })
    }
  }
  const battery = {
    name: 'battery',
    source: { state: [`${topics.stat}RESULT`, `${topics.tele}STATE`], path: '$.BatteryPercentage' },
    unit: '%',
  }
  const room = [...found.values()].map(({ measurement }) => measurement)
  return {
    room: device.bat && room.length > 0 && !found.has('battery') ? [...room, battery] : room,
    meter: isObject(sn) ? meter(sn.ENERGY, state) : [],
  }
}

/** Power in W and total energy in kWh; a meter of several phases reports a list, and the sum of it counts. */
function meter(energy: unknown, state: string[]): readonly Measurement[] {
  return meterReadings.flatMap(([key, name, unit]) => {
    const value = isObject(energy) ? energy[key] : undefined
    if (!Array.isArray(value) && typeof value !== 'number') return []
    const template = `{% set all = ${sensorValue('ENERGY', key)} %}{{ all | sum | round(3) if all is sequence else all }}`
    return [{ name, unit, source: { state, template } }]
  })
}
const meterReadings = [
  ['Total', 'energy', 'kWh'],
  ['Power', 'power', 'W'],
] as const
