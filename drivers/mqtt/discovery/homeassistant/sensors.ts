import type { Measurement } from '../measurements.ts'
import { type Built, type Fields, heard } from './fields.ts'

/** A measurement of a device. */
export interface Gauge extends Measurement {
  /** it says when something happens, and never that it is over */
  readonly momentary?: boolean
  /** a sum that only grows */
  readonly total?: boolean
}
type Sensor = Built & { readonly measurement: Gauge }
const only = (measurement: Gauge): Sensor => ({ traits: {}, verbs: {}, problems: [], measurement })

/** What is made of a sensor's device class; the others measure what nobody asks for. */
const measured: ReadonlyMap<string, string> = new Map([
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

/** The same of what is either so or not. */
const noticed: ReadonlySet<string> = new Set(
  'door window opening garage_door occupancy motion presence moving vibration smoke gas carbon_monoxide heat moisture'.split(
    ' ',
  ),
)

/** Source: https://www.home-assistant.io/integrations/sensor.mqtt/ */
export function sensor(of: Fields): Sensor | undefined {
  const name = measured.get(of.word('device_class', ''))
  if (name === undefined) return undefined
  const where = heard(of, 'state_topic', 'value_template')
  if (where.state === undefined) throw new Error('state_topic is not there')
  // Of several sums, such as today's and yesterday's, the one that only grows is the meter's.
  const total = of.text('state_class') === 'total_increasing'
  return only({ name, where, unit: of.text('unit_of_measurement'), ...(total && { total }) })
}

/** Source: https://www.home-assistant.io/integrations/binary_sensor.mqtt/ */
export function binarySensor(of: Fields): Sensor | undefined {
  const name = of.word('device_class', '')
  if (!noticed.has(name)) return undefined
  const where = heard(of, 'state_topic', 'value_template')
  if (where.state === undefined) throw new Error('state_topic is not there')
  const [on, off] = [of.word('payload_on', 'ON'), of.word('payload_off', 'OFF')]
  // What turns itself off after a while never says so.
  const momentary = of.number('off_delay', 0) > 0
  return only({ name, where, on, off, ...(momentary && { momentary }) })
}
