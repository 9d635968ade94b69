import type { Trait } from '../../../src/home/traits.ts'
import type { TraitDescription } from './announcement.ts'
import type { ApplianceKind } from './applianceTypes.ts'

/** Where a measurement is heard. */
export type MeasurementSource = Pick<TraitDescription, 'state' | 'path' | 'template'>

/** One thing that a device measures: by Zigbee2MQTT's name of the property or Home Assistant's device class. */
export interface Measurement {
  readonly name: string
  readonly source: MeasurementSource
  /** as it is announced, such as °F or Wh */
  readonly unit?: string | undefined
  /** the words for yes and no of what is either */
  readonly on?: string | number | boolean | undefined
  readonly off?: string | number | boolean | undefined
}

/** What a measurement makes of its device. */
interface MeasurementRow {
  readonly names: string
  /** the kind of thing that a device is which has nothing else */
  readonly kind?: ApplianceKind
  /** where several measurements tell the same trait, the highest counts */
  readonly precedence?: number
  /** it is there or not, and no number */
  readonly isBoolean?: true
  /** it is measured by much that is for something else */
  readonly isSecondary?: true
  traits(of: Measurement): { readonly [T in Trait]?: TraitDescription }
  /** if it is no measurement in a unit that is understood, it is left */
  readonly units?: RegExp
}

const booleanTrait = ({ source, on, off }: Measurement) => ({
  ...source,
  ...(on !== undefined && { on }),
  ...(off !== undefined && { off }),
})
const wordOr = (value: unknown, otherwise: string) => (value === undefined ? otherwise : String(value))

/** Something is there or not, and when it was there last. */
const detectionTraits = (of: Measurement) => ({
  detected: booleanTrait(of),
  detectedAt: { ...of.source, moment: wordOr(of.on, 'true') },
})
/** It is open or closed, and since when. */
const contactTraits = (of: Measurement) => ({
  open: booleanTrait(of),
  openedAt: { ...of.source, moment: wordOr(of.on, 'true') },
  closedAt: { ...of.source, moment: wordOr(of.off, 'false') },
})
const consumptionTrait = (name: string) => (of: Measurement) => ({
  consumption: { items: [{ ...of.source, state: of.source.state ?? '', name, ...(of.unit && { unit: of.unit }) }] },
})

/** A new measurement is one row. */
const measurementRows: readonly MeasurementRow[] = [
  {
    names: 'temperature local_temperature soil_temperature',
    kind: 'airSensor',
    isSecondary: true,
    units: /^(°|º)?[CF]$|^$/,
    traits: ({ source, unit }) => ({
      currentTemperature: { ...source, ...(unit?.endsWith('F') && { unit: 'fahrenheit' as const }) },
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
    // Parts per billion are no mass until it is known of what.
    units: /^[µμu]g\/m(³|3)$/,
    traits: ({ source }) => ({ airQuality: { ...source, level: 'voc' } }),
  },
  {
    names: 'co2 carbon_dioxide',
    kind: 'airSensor',
    precedence: 4,
    units: /^(ppm)?$/i,
    traits: ({ source }) => ({ airQuality: { ...source, level: 'co2' } }),
  },
  // Closed contact, closed door: Zigbee2MQTT announces false as its `value_on`.
  {
    names: 'contact garage_door_contact',
    kind: 'openCloseSensor',
    isBoolean: true,
    traits: (of) => contactTraits({ ...of, on: of.on ?? false, off: of.off ?? true }),
  },
  { names: 'door window opening garage_door', kind: 'openCloseSensor', isBoolean: true, traits: contactTraits },
  // What a detector is for goes before what it happens to feel, and a fire before everything.
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

/** True if what is measured under this name is there or not; else it is a number. */
export const isBooleanMeasurement = (name: string): boolean => rowByName.get(name)?.isBoolean ?? false

/** What the measurements of one device make of it. */
export interface CombinedMeasurements {
  readonly traits: { readonly [T in Trait]?: TraitDescription }
  /** the kind of thing it is if it is nothing but these, the most telling first */
  readonly kinds: readonly ApplianceKind[]
}

/** The kind that counts when a device measures several things: what it warns of before what it happens to know. */
const kindPriority: readonly ApplianceKind[] = ['smokeSensor', 'openCloseSensor', 'motionSensor', 'airSensor', 'meter']

/** Puts the measurements of one device together; those that nobody understands are left out. */
export function combineMeasurements(measurements: readonly Measurement[]): CombinedMeasurements {
  const known = measurements.flatMap((measurement) => {
    const row = rowByName.get(measurement.name)
    const isIgnored = row?.units && !row.units.test(measurement.unit ?? '')
    return row && !isIgnored ? [{ row, traits: row.traits(measurement) }] : []
  })
  const traits: { [T in Trait]?: TraitDescription } = {}
  for (const { traits: more } of known.toSorted((a, b) => (a.row.precedence ?? 0) - (b.row.precedence ?? 0))) {
    const items = [...(traits.consumption?.items ?? []), ...(more.consumption?.items ?? [])]
    Object.assign(traits, more, items.length > 0 && { consumption: { items } })
  }
  const kindsOf = (aside: boolean) =>
    kindPriority.filter((kind) => known.some(({ row }) => row.kind === kind && (row.isSecondary ?? false) === aside))
  return { traits, kinds: [...new Set([...kindsOf(false), ...kindsOf(true)])] }
}
