import type { Trait } from '../../../src/home/traits.ts'
import type { TraitDescription } from './announcement.ts'
import type { Kind } from './applianceTypes.ts'

/** Where a measurement is heard. */
export type Where = Pick<TraitDescription, 'state' | 'path' | 'template'>

/** One thing that a device measures: by Zigbee2MQTT's name of the property or Home Assistant's device class. */
export interface Measurement {
  readonly name: string
  readonly where: Where
  /** as it is announced, such as °F or Wh */
  readonly unit?: string | undefined
  /** the words for yes and no of what is either */
  readonly on?: string | number | boolean | undefined
  readonly off?: string | number | boolean | undefined
}

/** What a measurement makes of its device. */
interface Row {
  readonly names: string
  /** the kind of thing that a device is which has nothing else */
  readonly kind?: Kind
  /** where several measurements tell the same trait, the highest counts */
  readonly rank?: number
  /** it is there or not, and no number */
  readonly either?: true
  /** it is measured by much that is for something else */
  readonly aside?: true
  traits(of: Measurement): { readonly [T in Trait]?: TraitDescription }
  /** if it is no measurement in a unit that is understood, it is left */
  readonly units?: RegExp
}

const said = ({ where, on, off }: Measurement) => ({
  ...where,
  ...(on !== undefined && { on }),
  ...(off !== undefined && { off }),
})
const word = (value: unknown, otherwise: string) => (value === undefined ? otherwise : String(value))

/** Something is there or not, and when it was there last. */
const detection = (of: Measurement) => ({
  detected: said(of),
  detectedAt: { ...of.where, moment: word(of.on, 'true') },
})
/** It is open or closed, and since when. */
const opening = (of: Measurement) => ({
  open: said(of),
  openedAt: { ...of.where, moment: word(of.on, 'true') },
  closedAt: { ...of.where, moment: word(of.off, 'false') },
})
const used = (name: string) => (of: Measurement) => ({
  consumption: { items: [{ ...of.where, state: of.where.state ?? '', name, ...(of.unit && { unit: of.unit }) }] },
})

/** A new measurement is one row. */
const rows: readonly Row[] = [
  {
    names: 'temperature local_temperature soil_temperature',
    kind: 'airSensor',
    aside: true,
    units: /^(°|º)?[CF]$|^$/,
    traits: ({ where, unit }) => ({
      currentTemperature: { ...where, ...(unit?.endsWith('F') && { unit: 'fahrenheit' as const }) },
    }),
  },
  { names: 'humidity', kind: 'airSensor', traits: ({ where }) => ({ humidity: where }) },
  { names: 'battery', units: /^%?$/, traits: ({ where }) => ({ battery: where }) },
  {
    names: 'pm10',
    kind: 'airSensor',
    rank: 1,
    traits: ({ where }) => ({ fineDust: { ...where, level: 'pm10' }, airQuality: { ...where, level: 'pm10' } }),
  },
  {
    names: 'pm25 pm2_5',
    kind: 'airSensor',
    rank: 2,
    traits: ({ where }) => ({ ultraFineDust: { ...where, level: 'pm25' }, airQuality: { ...where, level: 'pm25' } }),
  },
  {
    names: 'voc volatile_organic_compounds',
    kind: 'airSensor',
    rank: 3,
    // Parts per billion are no mass until it is known of what.
    units: /^[µμu]g\/m(³|3)$/,
    traits: ({ where }) => ({ airQuality: { ...where, level: 'voc' } }),
  },
  {
    names: 'co2 carbon_dioxide',
    kind: 'airSensor',
    rank: 4,
    units: /^(ppm)?$/i,
    traits: ({ where }) => ({ airQuality: { ...where, level: 'co2' } }),
  },
  // Closed contact, closed door: Zigbee2MQTT announces false as its `value_on`.
  {
    names: 'contact garage_door_contact',
    kind: 'openCloseSensor',
    either: true,
    traits: (of) => opening({ ...of, on: of.on ?? false, off: of.off ?? true }),
  },
  { names: 'door window opening garage_door', kind: 'openCloseSensor', either: true, traits: opening },
  // What a detector is for goes before what it happens to feel, and a fire before everything.
  { names: 'moving vibration', kind: 'motionSensor', either: true, traits: detection },
  { names: 'occupancy motion', kind: 'motionSensor', rank: 1, either: true, traits: detection },
  { names: 'presence', kind: 'motionSensor', rank: 2, either: true, traits: detection },
  { names: 'water_leak moisture', rank: 3, either: true, traits: detection },
  { names: 'gas carbon_monoxide heat', kind: 'smokeSensor', rank: 4, either: true, traits: detection },
  { names: 'smoke', kind: 'smokeSensor', rank: 5, either: true, traits: detection },
  { names: 'energy', kind: 'meter', units: /^[kM]?Wh$/, traits: used('energy') },
  { names: 'power', kind: 'meter', units: /^[kM]?W$/, traits: used('power') },
  { names: 'water water_consumed', kind: 'meter', units: /^(L|m³|m3)$/, traits: used('water') },
  { names: 'gas_consumed', kind: 'meter', units: /^(L|m³|m3)$/, traits: used('gas') },
]

const byName = new Map(rows.flatMap((row) => row.names.split(' ').map((name) => [name, row] as const)))

/** True if what is measured under this name is there or not; else it is a number. */
export const isEither = (name: string): boolean => byName.get(name)?.either ?? false

/** What the measurements of one device make of it. */
export interface Measured {
  readonly traits: { readonly [T in Trait]?: TraitDescription }
  /** the kind of thing it is if it is nothing but these, the most telling first */
  readonly kinds: readonly Kind[]
}

/** The kind that counts when a device measures several things: what it warns of before what it happens to know. */
const weight: readonly Kind[] = ['smokeSensor', 'openCloseSensor', 'motionSensor', 'airSensor', 'meter']

/** Puts the measurements of one device together; those that nobody understands are left out. */
export function measured(measurements: readonly Measurement[]): Measured {
  const known = measurements.flatMap((measurement) => {
    const row = byName.get(measurement.name)
    const isLeft = row?.units && !row.units.test(measurement.unit ?? '')
    return row && !isLeft ? [{ row, traits: row.traits(measurement) }] : []
  })
  const traits: { [T in Trait]?: TraitDescription } = {}
  for (const { traits: more } of known.toSorted((a, b) => (a.row.rank ?? 0) - (b.row.rank ?? 0))) {
    const items = [...(traits.consumption?.items ?? []), ...(more.consumption?.items ?? [])]
    Object.assign(traits, more, items.length > 0 && { consumption: { items } })
  }
  const kindsOf = (aside: boolean) =>
    weight.filter((kind) => known.some(({ row }) => row.kind === kind && (row.aside ?? false) === aside))
  return { traits, kinds: [...new Set([...kindsOf(false), ...kindsOf(true)])] }
}
