import type { Trait } from '../../../src/home/traits.ts'
import type { LocalizedText } from '../../../src/util/translate.ts'
import type { TraitDescription } from './announcement.ts'
import type { ApplianceKind } from './applianceTypes.ts'
import { say } from './messages.ts'

/** The topic on which a measurement is published, and where in the payload it stands. */
export type MeasurementSource = Pick<TraitDescription, 'state' | 'path' | 'template' | 'expireAfter'>

/** One measurement of a device. `name` is Zigbee2MQTT's property or Home Assistant's device class. */
export interface Measurement {
  readonly name: string
  readonly source: MeasurementSource
  /** as announced, such as °F or Wh */
  readonly unit?: string | undefined
  /** the payloads of a binary measurement for true and false */
  readonly on?: string | number | boolean | undefined
  readonly off?: string | number | boolean | undefined
}

/** The traits that a measurement gives its device. */
interface MeasurementRow {
  readonly names: string
  /** the kind of a device that has nothing else */
  readonly kind?: ApplianceKind
  /** where several measurements give the same trait, the highest counts */
  readonly precedence?: number
  /** it is true or false, and no number */
  readonly isBoolean?: true
  /** many devices measure it besides their purpose */
  readonly isSecondary?: true
  traits(of: Measurement): { readonly [T in Trait]?: TraitDescription }
  /** the units that can be used; a measurement in another one is left out and reported */
  readonly units?: RegExp
  /** units that are expected and cannot be used, so they are not reported */
  readonly unusableUnits?: RegExp
}

const booleanTrait = ({ source, on, off }: Measurement) => ({
  ...source,
  ...(on !== undefined && { on }),
  ...(off !== undefined && { off }),
})
const wordOr = (value: unknown, otherwise: string) => (value === undefined ? otherwise : String(value))

/** Whether something is detected, and when it was detected last. */
const detectionTraits = (of: Measurement) => ({
  detected: booleanTrait(of),
  detectedAt: { ...of.source, moment: wordOr(of.on, 'true') },
})
/** Whether it is open, and since when it has been open or closed. */
const contactTraits = (of: Measurement) => ({
  open: booleanTrait(of),
  openedAt: { ...of.source, moment: wordOr(of.on, 'true') },
  closedAt: { ...of.source, moment: wordOr(of.off, 'false') },
})
const consumptionTrait = (name: string) => (of: Measurement) => ({
  consumption: { items: [{ ...of.source, state: of.source.state ?? '', name, ...(of.unit && { unit: of.unit }) }] },
})

/** A unit without the spellings that mean the same: ℃ is the usual sign in Korea and Japan. */
const normalizeUnit = (unit = ''): string =>
  unit
    .replace('℃', '°C')
    .replace('℉', '°F')
    .replace(/\s+/g, '')
    .replace(/^[°º˚]?(celsius|c)$/i, '°C')
    .replace(/^deg(ree)?s?c$/i, '°C')
    .replace(/^[°º˚]?(fahrenheit|f)$/i, '°F')
    .replace(/^deg(ree)?s?f$/i, '°F')
    .replace(/^[°º˚]?(kelvin|k)$/i, 'K')

/** A source whose value is in kelvin, as one in °C. */
function inCelsius({ path, template, ...source }: MeasurementSource): MeasurementSource {
  const value = template ?? (typeof path === 'string' ? `{{ value_json${path.slice(1)} }}` : '{{ value }}')
  return {
    ...source,
    template: `{% set kelvin %}${value}{% endset %}{% if kelvin | trim | is_number %}{{ (kelvin | float - 273.15) | round(2) }}{% endif %}`,
  }
}

/** One row for each measurement. */
const measurementRows: readonly MeasurementRow[] = [
  {
    names: 'temperature local_temperature soil_temperature',
    kind: 'airSensor',
    isSecondary: true,
    units: /^(°[CF]|K|)$/,
    traits: ({ source, unit }) => ({
      currentTemperature:
        unit === 'K' ? inCelsius(source) : { ...source, ...(unit === '°F' && { unit: 'fahrenheit' as const }) },
    }),
  },
  { names: 'humidity', kind: 'airSensor', traits: ({ source }) => ({ humidity: source }) },
  { names: 'battery', units: /^%?$/, traits: ({ source }) => ({ battery: source }) },
  {
    names: 'pm10',
    kind: 'airSensor',
    precedence: 1,
    traits: ({ source }) => ({ fineDust: { ...source, level: 'pm10' }, airQuality: { ...source, level: 'pm10' } }),
  },
  {
    names: 'pm25 pm2_5',
    kind: 'airSensor',
    precedence: 2,
    traits: ({ source }) => ({
      ultraFineDust: { ...source, level: 'pm25' },
      airQuality: { ...source, level: 'pm25' },
    }),
  },
  {
    names: 'voc volatile_organic_compounds',
    kind: 'airSensor',
    precedence: 3,
    // Parts per billion cannot be converted to a mass without the compound.
    units: /^[µμu]g\/m(³|3)$/,
    unusableUnits: /^pp[bmt]$/i,
    traits: ({ source }) => ({ airQuality: { ...source, level: 'voc' } }),
  },
  {
    names: 'co2 carbon_dioxide',
    kind: 'airSensor',
    precedence: 4,
    units: /^(ppm)?$/i,
    traits: ({ source }) => ({ airQuality: { ...source, level: 'co2' } }),
  },
  // A closed contact is a closed door: Zigbee2MQTT announces false as its `value_on`.
  {
    names: 'contact garage_door_contact',
    kind: 'openCloseSensor',
    isBoolean: true,
    traits: (of) => contactTraits({ ...of, on: of.on ?? false, off: of.off ?? true }),
  },
  { names: 'door window opening garage_door', kind: 'openCloseSensor', isBoolean: true, traits: contactTraits },
  // The purpose of a detector comes before what it detects besides, and a fire before everything.
  { names: 'moving vibration', kind: 'motionSensor', isBoolean: true, traits: detectionTraits },
  { names: 'occupancy motion', kind: 'motionSensor', precedence: 1, isBoolean: true, traits: detectionTraits },
  { names: 'presence', kind: 'motionSensor', precedence: 2, isBoolean: true, traits: detectionTraits },
  { names: 'water_leak moisture', precedence: 3, isBoolean: true, traits: detectionTraits },
  { names: 'gas carbon_monoxide heat', kind: 'smokeSensor', precedence: 4, isBoolean: true, traits: detectionTraits },
  { names: 'smoke', kind: 'smokeSensor', precedence: 5, isBoolean: true, traits: detectionTraits },
  { names: 'energy', kind: 'meter', units: /^[kM]?Wh$/, traits: consumptionTrait('energy') },
  { names: 'power', kind: 'meter', units: /^[kM]?W$/, traits: consumptionTrait('power') },
  { names: 'water water_consumed', kind: 'meter', units: /^(L|m³|m3)$/, traits: consumptionTrait('water') },
  { names: 'gas_consumed', kind: 'meter', units: /^(L|m³|m3)$/, traits: consumptionTrait('gas') },
]

const rowByName = new Map(measurementRows.flatMap((row) => row.names.split(' ').map((name) => [name, row] as const)))

/** True if the measurement is true or false; else it is a number. */
export const isBooleanMeasurement = (name: string): boolean => rowByName.get(name)?.isBoolean ?? false

/** The traits of all measurements of one device. */
export interface CombinedMeasurements {
  readonly traits: { readonly [T in Trait]?: TraitDescription }
  /** the kinds of a device that has nothing but these measurements, the most important first */
  readonly kinds: readonly ApplianceKind[]
  /** the measurements that were left out */
  readonly problems: readonly LocalizedText[]
}

/** The kinds of a device with several measurements, the most important first: alarms come before the climate. */
const kindPriority: readonly ApplianceKind[] = ['smokeSensor', 'openCloseSensor', 'motionSensor', 'airSensor', 'meter']

/** Combines the measurements of one device. Unknown measurements are left out; those in an unknown unit are reported too. */
export function combineMeasurements(measurements: readonly Measurement[]): CombinedMeasurements {
  const problems: LocalizedText[] = []
  const usable = measurements.flatMap((measurement) => {
    const row = rowByName.get(measurement.name)
    if (!row) return []
    const unit = normalizeUnit(measurement.unit)
    if (!row.units || row.units.test(unit)) return [{ row, traits: row.traits({ ...measurement, unit }) }]
    if (!row.unusableUnits?.test(unit))
      problems.push(say('unknownUnit', { name: measurement.name, unit: JSON.stringify(measurement.unit ?? '') }))
    return []
  })
  const traits: { [T in Trait]?: TraitDescription } = {}
  for (const { traits: more } of usable.toSorted((a, b) => (a.row.precedence ?? 0) - (b.row.precedence ?? 0))) {
    const items = [...(traits.consumption?.items ?? []), ...(more.consumption?.items ?? [])]
    Object.assign(traits, more, items.length > 0 && { consumption: { items } })
  }
  const kindsOf = (isSecondary: boolean) =>
    kindPriority.filter((kind) =>
      usable.some(({ row }) => row.kind === kind && (row.isSecondary ?? false) === isSecondary),
    )
  return { traits, kinds: [...new Set([...kindsOf(false), ...kindsOf(true)])], problems }
}
