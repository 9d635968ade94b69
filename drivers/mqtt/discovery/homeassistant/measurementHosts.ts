import type { ApplianceKind } from '../applianceTypes.ts'
import type { ParsedEntity } from './entities.ts'

/** The kinds that can have what is measured in the air of their room. CLOVA's FAN has no temperature. */
const airKinds: readonly ApplianceKind[] = [
  'thermostat',
  'airConditioner',
  'heater',
  'waterHeater',
  'humidifier',
  'dehumidifier',
  'ventilator',
  'airPurifier',
]
const meteredKinds: readonly ApplianceKind[] = [
  'plug',
  'switch',
  'thermostat',
  'airConditioner',
  'heater',
  'waterHeater',
]

/** Measurement → the kinds that can have it; those that are not listed make a sensor of their own. */
const kindsByMeasurement: Readonly<Record<string, readonly ApplianceKind[]>> = {
  temperature: airKinds,
  humidity: airKinds,
  pm10: [...airKinds, 'fan'],
  pm25: [...airKinds, 'fan'],
  voc: [...airKinds, 'fan'],
  co2: [...airKinds, 'fan'],
  energy: meteredKinds,
  power: meteredKinds,
  water: meteredKinds,
  gas_consumed: meteredKinds,
}

/**
 * The entity of the same device that a measurement belongs to: the only one of the device, the only one that can have it, or
 * the one whose name or topic it shares; nothing if that is not certain. A reading on the wrong appliance would be a lie.
 * @param controls the entities of the device that are appliances
 */
export function hostOf(entity: ParsedEntity, controls: readonly ParsedEntity[]): ParsedEntity | undefined {
  const { measurement } = entity
  if (!measurement) return undefined
  const kinds = kindsByMeasurement[measurement.name]
  const canHave = ({ kind }: ParsedEntity) =>
    measurement.name === 'battery' || (kind !== undefined && (kinds?.includes(kind) ?? false))
  const [only] = controls
  if (controls.length === 1 && only) return canHave(only) || (only.kind === 'fan' && kinds) ? only : undefined
  const candidates = controls.filter(canHave)
  if (candidates.length === 0) return undefined
  const byName = bestMatch(controls, (control) => sharedWords(entity, control))
  if (byName) return canHave(byName) ? byName : undefined
  const byTopic = bestMatch(controls, (control) => sharedLevels(entity, control))
  if (byTopic) return canHave(byTopic) ? byTopic : undefined
  // A lamp uses power too, although CLOVA cannot ask it: a total of the device belongs to no single one of them.
  const isOfRoom = kinds?.includes('thermostat') === true && !kinds.includes('plug')
  return isOfRoom && candidates.length === 1 ? candidates[0] : undefined
}

/** The entity with the highest score above 0; nothing if two have it. */
function bestMatch(controls: readonly ParsedEntity[], score: (control: ParsedEntity) => number) {
  let best: ParsedEntity | undefined
  let highest = 0
  for (const control of controls) {
    const own = score(control)
    if (own > highest) [best, highest] = [control, own]
    else if (own === highest) best = undefined
  }
  return best
}

const wordsOf = (name: string | null | undefined) => (name ?? '').toLowerCase().match(/[\p{L}]+|\d+/gu) ?? []

/** How many words a measurement's name shares with an entity, if it contains the whole name of the entity. */
function sharedWords({ name: measured }: ParsedEntity, { name }: ParsedEntity): number {
  const words = wordsOf(name)
  const own = new Set<string>(wordsOf(measured))
  return words.length > 0 && words.every((word) => own.has(word)) ? words.length : 0
}

/** How many levels of their topics both share, if that is all but the last two of the measurement's, and at least two. */
function sharedLevels({ measurement }: ParsedEntity, control: ParsedEntity): number {
  const own = [measurement?.source.state ?? []].flat()[0]?.split('/') ?? []
  const topics = Object.values(control.traits).flatMap((trait) => [trait?.state ?? [], trait?.command ?? []].flat())
  const shared = Math.max(0, ...topics.map((topic) => commonLevels(own, topic.split('/'))))
  return shared >= 2 && shared >= own.length - 2 ? shared : 0
}

function commonLevels(a: readonly string[], b: readonly string[]): number {
  let levels = 0
  while (levels < a.length && levels < b.length && a[levels] === b[levels]) levels += 1
  return levels
}
