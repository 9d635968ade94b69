import { type EntityMeasurement, type EntityTraits, stateSource } from './build.ts'
import type { Fields } from './fields.ts'

type Sensor = EntityTraits & { readonly measurement: EntityMeasurement }
const measurementOnly = (measurement: EntityMeasurement): Sensor => ({
  traits: {},
  verbs: {},
  problems: [],
  measurement,
})

/** Home Assistant's device class of a sensor → the measurement; CLOVA cannot ask for the other classes. */
const measurementByClass: ReadonlyMap<string, string> = new Map([
  ['temperature', 'temperature'],
  ['humidity', 'humidity'],
  ['battery', 'battery'],
  ['pm10', 'pm10'],
  ['pm25', 'pm25'],
  ['volatile_organic_compounds', 'voc'],
  ['carbon_dioxide', 'co2'],
  ['energy', 'energy'],
  ['power', 'power'],
  ['water', 'water'],
  ['gas', 'gas_consumed'],
])

/** The device classes of binary sensors that are read; each is also the name of the measurement. */
const binaryClasses: ReadonlySet<string> = new Set(
  'door window opening garage_door occupancy motion presence moving vibration smoke gas carbon_monoxide heat moisture'.split(
    ' ',
  ),
)

/** Source: https://www.home-assistant.io/integrations/sensor.mqtt/ */
export function sensor(of: Fields): Sensor | undefined {
  const name = measurementByClass.get(of.textOr('device_class', ''))
  if (name === undefined) return undefined
  const source = stateSource(of, 'state_topic', 'value_template')
  if (source.state === undefined) throw new Error('state_topic is not there')
  // Of several sums, such as today's and yesterday's, the meter is the one that only grows.
  const total = of.text('state_class') === 'total_increasing'
  return measurementOnly({
    name,
    source,
    unit: of.text('unit_of_measurement'),
    ...(total && { isTotal: total }),
  })
}

/** Source: https://www.home-assistant.io/integrations/binary_sensor.mqtt/ */
export function binarySensor(of: Fields): Sensor | undefined {
  const name = of.textOr('device_class', '')
  if (!binaryClasses.has(name)) return undefined
  const source = stateSource(of, 'state_topic', 'value_template')
  if (source.state === undefined) throw new Error('state_topic is not there')
  const [on, off] = [of.textOr('payload_on', 'ON'), of.textOr('payload_off', 'OFF')]
  // With off_delay, Home Assistant turns the sensor off by itself: the device never reports the end.
  const isMomentary = of.number('off_delay', 0) > 0
  return measurementOnly({ name, source, on, off, ...(isMomentary && { isMomentary }) })
}
