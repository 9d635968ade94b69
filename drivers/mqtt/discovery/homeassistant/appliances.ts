import type { LocalizedText } from '../../../../src/util/translate.ts'
import type { AnnouncedDevice, Description } from '../announcement.ts'
import { type ApplianceKind, typeOf } from '../applianceTypes.ts'
import { combineMeasurements } from '../measurements.ts'
import type { Addition, TraitDescriptions } from './build.ts'
import type { DeviceGroup } from './deviceGroups.ts'
import type { ParsedEntity } from './entities.ts'
import { hostOf } from './measurementHosts.ts'

/** A device with more appliances than this does not prefix its own name to theirs: nobody can say it. */
const maxPrefixedNames = 6

/** A wallpad is the panel of an apartment, and its appliances are those of the whole home. */
const wallpad = /월패드|wallpad/i
const isWallpad = (device: ParsedEntity['device']) => wallpad.test(`${device?.about.model ?? ''} ${device?.name ?? ''}`)

/** The greatest number of names in other conventions. */
const maxAliases = 100

type WithoutAliases = Omit<AnnouncedDevice, 'aliases'>

/** The appliances of one device: each entity that can be controlled, and what its measurements make besides. */
export function appliancesOf({ entities, problems: groupProblems }: DeviceGroup): readonly AnnouncedDevice[] {
  const controls = entities.filter(isControl)
  const measuring = firstOfEach(entities, controls.length > 1)
  const measurementsOf = new Map<ParsedEntity, ParsedEntity[]>()
  const rest: ParsedEntity[] = []
  for (const entity of measuring) {
    const host = hostOf(entity, controls)
    if (host) measurementsOf.set(host, [...(measurementsOf.get(host) ?? []), entity])
    else rest.push(entity)
  }
  const problems = [
    ...entities.filter((entity) => !isControl(entity)).flatMap((entity) => entity.problems),
    ...groupProblems,
  ]
  const main = controls.length === 1 ? controls[0] : [...measurementsOf.keys()][0]
  const isLarge = controls.length > maxPrefixedNames || (controls.length > 1 && isWallpad(entities[0]?.device))
  const nameOf = isLarge ? entityNames(entities) : controls.length > 1 ? longName : shortName
  const additions = entities.flatMap((entity) => entity.additions ?? [])
  const appliances = controls.map((control): WithoutAliases => {
    const own = measurementsOf.get(control) ?? []
    const { traits, problems: unused } = combine(own)
    const whole = control === additionHost(controls) ? withAdditions(control, additions) : control
    return {
      ...controlAppliance(whole, nameOf(control), traits),
      problems: [...control.problems, ...unused, ...(control === main ? problems : [])],
    }
  })
  const sensors = sensorAppliances(rest, entities, { controls, nameOf, problems: main ? [] : problems })
  const aliases = aliasesOf(entities)
  const area = entities.find(({ device }) => device?.suggestedArea !== undefined)?.device?.suggestedArea
  return [...appliances, ...sensors].map((appliance) => ({
    ...appliance,
    aliases,
    ...(area !== undefined && { area }),
  }))
}

/** True if the entity is an appliance of its own, and no measurement or addition. */
const isControl = ({ kind, traits, verbs, measurement, additions }: ParsedEntity) =>
  !measurement && !additions && (kind !== undefined || Object.keys(traits).length > 0 || Object.keys(verbs).length > 0)

/** The kinds that selects, numbers and buttons of a device are about, in order of precedence. */
const additionKinds: readonly ApplianceKind[] = [
  'airConditioner',
  'thermostat',
  'waterHeater',
  'humidifier',
  'dehumidifier',
  'fan',
]
const precedence = ({ kind }: ParsedEntity) =>
  kind && additionKinds.includes(kind) ? additionKinds.indexOf(kind) : additionKinds.length

/** The entity that gets the additions: the only one, or the only one of the kind that comes first. */
function additionHost(controls: readonly ParsedEntity[]): ParsedEntity | undefined {
  const [first, second] = controls.toSorted((a, b) => precedence(a) - precedence(b))
  if (!first || !second) return first
  return precedence(first) < precedence(second) ? first : undefined
}

/** An entity with the additions of other entities of its device, where it lacks the trait or verb itself. */
function withAdditions(entity: ParsedEntity, additions: readonly Addition[]): ParsedEntity {
  const fitting = additions.filter(({ kinds }) => entity.kind !== undefined && kinds.includes(entity.kind))
  const traits = Object.assign({}, ...fitting.map((one) => one.traits), entity.traits) as TraitDescriptions
  const verbs = Object.assign({}, ...fitting.map((one) => one.verbs), entity.verbs) as ParsedEntity['verbs']
  return { ...entity, traits, verbs }
}

/**
 * The measuring entities: of each measurement the first, sums that only grow before those of a day. A device with several
 * controls may measure the same at each of them, so all of them are kept there.
 */
function firstOfEach(entities: readonly ParsedEntity[], keepsAll: boolean): readonly ParsedEntity[] {
  const isSum = ({ measurement }: ParsedEntity) => Number(measurement?.isTotal ?? false)
  const measuring = entities.filter(({ measurement }) => measurement).toSorted((a, b) => isSum(b) - isSum(a))
  if (keepsAll) return measuring
  const names = new Set<string>()
  return measuring.filter(({ measurement }) => {
    const isFirst = measurement !== undefined && !names.has(measurement.name)
    if (measurement) names.add(measurement.name)
    return isFirst
  })
}

/** The traits that measurements give, and the kinds of sensor that they make. */
function combine(measuring: readonly ParsedEntity[]) {
  const combined = combineMeasurements(firstOfEach(measuring, false).flatMap(({ measurement }) => measurement ?? []))
  if (!measuring.some(({ measurement }) => measurement?.isMomentary)) return combined
  const { detected: _, ...traits } = combined.traits
  return { ...combined, traits }
}

function controlAppliance(
  entity: ParsedEntity,
  name: string,
  measured: TraitDescriptions,
): Omit<WithoutAliases, 'problems'> {
  const kind = refineKind(entity, measured)
  const isEmpty = Object.keys(entity.traits).length === 0 && entity.verbs.callElevator === undefined
  return {
    key: entity.uniqueId ?? entity.path,
    name,
    ...(kind && !isEmpty && !isBridge(entity) && { type: typeOf(kind) }),
    ...(entity.isEntrance && { isEntrance: true }),
    about: entity.device?.about ?? {},
    description: describe(entity, { ...measured, ...entity.traits }),
  }
}

/** The kind of an entity, judged also by what it measures and by the model of its device. */
function refineKind({ kind, device }: ParsedEntity, traits: TraitDescriptions): ApplianceKind | undefined {
  const model = device?.about.model ?? ''
  if (kind === 'switch' && (traits.consumption || /plug|outlet|socket/i.test(model))) return 'plug'
  // The fan of a wallpad is the ventilation of the home.
  if (kind === 'fan' && /환기|전열 ?교환|ventilat|월패드|wallpad/i.test(`${model} ${device?.name ?? ''}`))
    return 'ventilator'
  return kind === 'fan' && (traits.airQuality || /purifier/i.test(model)) ? 'airPurifier' : kind
}

/** Zigbee2MQTT's own entities open its network to new devices, so only the configuration makes appliances of them. */
const isBridge = ({ device }: ParsedEntity) =>
  device?.identifiers.some((id) => id.startsWith('zigbee2mqtt_bridge_')) ?? false

const describe = (entity: ParsedEntity, traits: Description['traits']): Description => ({
  traits,
  ...(Object.keys(entity.verbs).length > 0 && { verbs: entity.verbs }),
  ...(entity.availability && { availability: entity.availability }),
})

const shortName = ({ device, name, uniqueId, path }: ParsedEntity) => device?.name ?? name ?? uniqueId ?? path

/** The name as Home Assistant makes it: that of the device and its own, unless its own begins with that of the device. */
function longName(entity: ParsedEntity): string {
  const { device, name, uniqueId, path } = entity
  const own = name ?? (name === null ? '' : (uniqueId ?? path))
  if (device?.name === undefined || own.toLowerCase().startsWith(device.name.toLowerCase()))
    return own || shortName(entity)
  return `${device.name} ${own}`.trim()
}

/** The names of many entities of one device: their own, with that of the device where two have the same. */
function entityNames(entities: readonly ParsedEntity[]): (entity: ParsedEntity) => string {
  const counts = new Map<string, number>()
  for (const { name } of entities) if (name) counts.set(name, (counts.get(name) ?? 0) + 1)
  return (entity) => (entity.name && counts.get(entity.name) === 1 ? entity.name : longName(entity))
}

interface SensorContext {
  readonly controls: readonly ParsedEntity[]
  nameOf(entity: ParsedEntity): string
  /** those of the device, where no control reports them */
  readonly problems: readonly LocalizedText[]
}

/** The appliances that are made of measurements without a host. */
function sensorAppliances(
  rest: readonly ParsedEntity[],
  entities: readonly ParsedEntity[],
  { controls, nameOf, problems }: SensorContext,
): readonly WithoutAliases[] {
  const [first] = rest.length > 0 ? rest : entities
  if (!first) return []
  const isAlone = controls.length === 0
  // Two measurements of the same quantity at different places are two sensors.
  const names = rest.map(({ measurement }) => measurement?.name)
  const isAmbiguous = ({ measurement }: ParsedEntity) =>
    !isAlone && !measurement?.isTotal && names.filter((name) => name === measurement?.name).length > 1
  const separate = rest.filter(isAmbiguous)
  const together = rest.filter((entity) => !separate.includes(entity))
  const ids = entities.flatMap(({ device }) => device?.identifiers[0] ?? device?.connections[0] ?? []).toSorted()
  const key = ids[0] ?? first.uniqueId ?? first.path
  const isKind = (kind: ApplianceKind) => isAlone || isSensorBeside(kind, controls)
  const name = isAlone ? shortName(first) : nameOf(first)
  const shared = sensorAppliance(together, { first, key, name, isKind })
  const own = separate.flatMap((entity) =>
    sensorAppliance([entity], { first: entity, key: entity.uniqueId ?? entity.path, name: nameOf(entity), isKind }),
  )
  const all = [...shared, ...own].filter(({ type, problems }) => isAlone || type !== undefined || problems.length > 0)
  if (all.length > 0) return all.map((one, i) => (i === 0 ? { ...one, problems: [...one.problems, ...problems] } : one))
  // A device with nothing but problems is reported.
  return isAlone && problems.length > 0
    ? [{ key, name: shortName(first), about: first.device?.about ?? {}, description: describe(first, {}), problems }]
    : []
}

/** False of what a single control measures about itself: the surroundings of a thermostat, or the power of a lamp. */
function isSensorBeside(kind: ApplianceKind, controls: readonly ParsedEntity[]): boolean {
  const [only, other] = controls
  if (!only || other) return true
  return kind !== 'meter' && !(only.kind && additionKinds.includes(only.kind))
}

interface SensorNames {
  readonly first: ParsedEntity
  readonly key: string
  readonly name: string
  isKind(kind: ApplianceKind): boolean
}

function sensorAppliance(
  measuring: readonly ParsedEntity[],
  { first, key, name, isKind }: SensorNames,
): readonly WithoutAliases[] {
  const { traits, kinds, problems } = combine(measuring)
  if (Object.keys(traits).length + problems.length === 0) return []
  const kind = kinds.find(isKind)
  return [
    {
      key,
      name,
      ...(kind && !isBridge(first) && { type: typeOf(kind) }),
      about: first.device?.about ?? {},
      description: describe(first, traits),
      problems,
    },
  ]
}

/** The names of the device in other conventions; addresses in each form that other conventions use. */
function aliasesOf(entities: readonly ParsedEntity[]): readonly string[] {
  const names = new Set<string>()
  for (const { device } of entities) {
    if (names.size >= maxAliases) break
    for (const id of device?.identifiers ?? []) names.add(id.toLowerCase())
    for (const pair of device?.connections ?? []) if (pair.startsWith('mac:')) names.add(pair.slice(4).toLowerCase())
  }
  const forms = [...names].slice(0, maxAliases).flatMap((name) => {
    const [zigbee] = /0x[0-9a-f]{16}$/.exec(name) ?? []
    const mac = /^[0-9a-f]{2}([:-]?[0-9a-f]{2}){5}$/.test(name) ? name.replace(/[:-]/g, '') : undefined
    return [name, ...(zigbee ? [zigbee] : []), ...(mac ? [mac, mac.match(/../g)?.join(':') ?? mac] : [])]
  })
  return [...new Set(forms)]
}
