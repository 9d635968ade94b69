import type { MeasurementSource } from '../measurements.ts'
import { announcementError } from '../messages.ts'
import { type EntityMeasurement, type EntityTraits, stateSource } from './build.ts'
import type { AnnouncedFields } from './fields.ts'

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

/** The measurement of a sensor without a device class, by its unit and its names; many bridges announce none. */
const measurementByName: readonly (readonly [unit: RegExp, name: RegExp, measurement: string])[] = [
  [/^[µμu]g\/m(³|3)$/, /pm ?2[._]?5|초미세/i, 'pm25'],
  [/^[µμu]g\/m(³|3)$/, /pm ?10|미세 ?먼지/i, 'pm10'],
  [/^ppm$/i, /co ?2\b|co₂|이산화 ?탄소|二酸化炭素/i, 'co2'],
  [/^(℃|[°º] ?C)$/, /temp|온도|温度/i, 'temperature'],
  [/^%$/, /humid|습도|湿度/i, 'humidity'],
]

function measurementName(of: AnnouncedFields): string | undefined {
  const deviceClass = of.text('device_class')
  if (deviceClass !== undefined) return measurementByClass.get(deviceClass)
  const unit = of.text('unit_of_measurement') ?? ''
  const names = [of.text('name'), of.text('object_id'), of.text('unique_id')].join(' ')
  return measurementByName.find(([units, name]) => units.test(unit) && name.test(names))?.[2]
}

/** A source whose value is no longer known when it was not published for `expire_after` seconds. */
function expiring(of: AnnouncedFields): MeasurementSource {
  const seconds = of.number('expire_after', 0)
  return { ...stateSource(of, 'state_topic', 'value_template'), ...(seconds > 0 && { expireAfter: `${seconds}s` }) }
}

/** Source: https://www.home-assistant.io/integrations/sensor.mqtt/ */
export function sensor(of: AnnouncedFields): Sensor | undefined {
  const name = measurementName(of)
  if (name === undefined) return undefined
  const source = expiring(of)
  if (source.state === undefined) throw announcementError('keyMissing', { key: 'state_topic' })
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
export function binarySensor(of: AnnouncedFields): Sensor | undefined {
  const name = of.textOr('device_class', '')
  if (!binaryClasses.has(name)) return undefined
  const source = expiring(of)
  if (source.state === undefined) throw announcementError('keyMissing', { key: 'state_topic' })
  const [on, off] = [of.textOr('payload_on', 'ON'), of.textOr('payload_off', 'OFF')]
  // With off_delay, Home Assistant turns the sensor off by itself: the device never reports the end.
  const isMomentary = of.number('off_delay', 0) > 0
  return measurementOnly({ name, source, on, off, ...(isMomentary && { isMomentary }) })
}
