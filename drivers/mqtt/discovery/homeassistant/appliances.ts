import type { Trait } from '../../../../src/home/traits.ts'
import type { AnnouncedDevice, Description } from '../announcement.ts'
import { type ApplianceKind, typeOf } from '../applianceTypes.ts'
import { type CombinedMeasurements, combineMeasurements } from '../measurements.ts'
import type { Addition, TraitDescriptions } from './build.ts'
import type { ParsedEntity } from './entities.ts'

const airTraits: readonly Trait[] = ['currentTemperature', 'humidity', 'airQuality', 'fineDust', 'ultraFineDust']
const climateKinds = new Set<ApplianceKind>([
  'thermostat',
  'airConditioner',
  'heater',
  'waterHeater',
  'fan',
  'humidifier',
  'dehumidifier',
])
const meteredKinds = new Set<ApplianceKind>(['plug', 'switch', 'thermostat', 'airConditioner', 'heater', 'waterHeater'])

/** What a thing takes of the measurements of its device. */
const traitsTakenBy = (kind: ApplianceKind | undefined): ReadonlySet<Trait> =>
  new Set<Trait>([
    'battery',
    ...(kind && climateKinds.has(kind) ? airTraits : []),
    ...(kind && meteredKinds.has(kind) ? (['consumption'] as const) : []),
  ])

/** The appliances that all entities together make. */
export function groupEntities(parts: readonly ParsedEntity[]): readonly AnnouncedDevice[] {
  const seen = new Set<string>()
  const once = parts
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .filter(({ component, uniqueId }) => {
      const id = `${component} ${uniqueId}`
      if (uniqueId === undefined || !seen.has(id)) return seen.add(id)
      return false
    })
  const keys = new Set<string>()
  return groupByDevice(once)
    .flatMap(appliancesOf)
    .map((announced) => {
      const isTaken = keys.has(announced.key)
      const key = isTaken ? `${announced.key} ${announced.type ?? announced.name}` : announced.key
      keys.add(key)
      return isTaken ? { ...announced, key } : announced
    })
}

/** Entities belong together that share an identifier or a connection of their device. */
function groupByDevice(parts: readonly ParsedEntity[]): readonly (readonly ParsedEntity[])[] {
  const groups = new Map<string, ParsedEntity[]>()
  for (const part of parts) {
    const { identifiers = [], connections = [] } = part.device ?? {}
    const names = part.device
      ? [...identifiers.map((id) => `id ${id}`), ...connections.map((id) => `connection ${id}`)]
      : [`path ${part.path}`]
    const joined = new Set(names.flatMap((name) => groups.get(name) ?? []))
    const before = new Set(names.flatMap((name) => (groups.has(name) ? [groups.get(name)] : [])))
    const [home = []] = before
    // Two devices turn out to be one.
    const merged = before.size > 1 ? [...joined] : home
    merged.push(part)
    if (before.size > 1) for (const [name, group] of groups) if (before.has(group)) groups.set(name, merged)
    for (const name of names) groups.set(name, merged)
  }
  return [...new Set(groups.values())]
}

const isControl = ({ kind, traits, measurement, additions }: ParsedEntity) =>
  !measurement && !additions && (kind !== undefined || Object.keys(traits).length > 0)
/** What moves air or heats is what a device's measurements are about. */
const hostKinds: readonly ApplianceKind[] = [
  'airConditioner',
  'thermostat',
  'waterHeater',
  'humidifier',
  'dehumidifier',
  'fan',
]
const hostRank = ({ kind }: ParsedEntity) =>
  kind && hostKinds.includes(kind) ? hostKinds.indexOf(kind) : hostKinds.length

function appliancesOf(parts: readonly ParsedEntity[]): readonly AnnouncedDevice[] {
  const primaries = parts.filter(isControl)
  const sensors = firstOfEach(parts)
  const best = primaries.toSorted((a, b) => hostRank(a) - hostRank(b))[0]
  const host = primaries.length === 1 || (best && hostRank(best) < hostKinds.length) ? best : undefined
  const problems = parts.filter((part) => !isControl(part)).flatMap((part) => part.problems)
  const aliases = aliasesOf(parts)
  const { traits } = combine(sensors)
  const taken = host ? traitsTakenBy(host.kind) : new Set<Trait>()
  const share = Object.fromEntries(Object.entries(traits).filter(([trait]) => taken.has(trait as Trait)))
  const given = parts.flatMap(({ additions = [] }) => additions)
  const made = primaries.map((part) => ({
    ...controlAppliance(
      part === host ? withAdditions(part, given) : part,
      primaries.length > 1,
      part === host ? share : {},
    ),
    aliases,
    problems: part === host ? [...part.problems, ...problems] : part.problems,
  }))
  const left = sensors.filter((part) => !Object.keys(combine([part]).traits).some((trait) => taken.has(trait as Trait)))
  const rest = sensorAppliance(left, parts, { isAlone: primaries.length === 0, host, problems: host ? [] : problems })
  return [...made, ...rest.map((announced) => ({ ...announced, aliases }))]
}

/** A thing with what others of its device give it, where it has nothing of the kind itself. */
function withAdditions(part: ParsedEntity, given: readonly Addition[]): ParsedEntity {
  const fit = given.filter(({ kinds }) => part.kind !== undefined && kinds.includes(part.kind))
  const traits = Object.assign({}, ...fit.map((one) => one.traits), part.traits) as TraitDescriptions
  const verbs = Object.assign({}, ...fit.map((one) => one.verbs), part.verbs) as ParsedEntity['verbs']
  return { ...part, traits, verbs }
}

/** The first of each measurement, those that sum up before those of a day. */
function firstOfEach(parts: readonly ParsedEntity[]): readonly ParsedEntity[] {
  const sums = (part: ParsedEntity) => Number(part.measurement?.isTotal ?? false)
  const found = new Map<string, ParsedEntity>()
  for (const part of parts.toSorted((a, b) => sums(b) - sums(a))) {
    const name = part.measurement?.name
    if (name !== undefined && !found.has(name)) found.set(name, part)
  }
  return [...found.values()]
}

function combine(sensors: readonly ParsedEntity[]): CombinedMeasurements {
  const made = combineMeasurements(sensors.flatMap(({ measurement }) => measurement ?? []))
  if (!sensors.some(({ measurement }) => measurement?.isMomentary)) return made
  const { detected: _, ...traits } = made.traits
  return { ...made, traits }
}

type WithoutAliases = Omit<AnnouncedDevice, 'aliases'>

function controlAppliance(
  part: ParsedEntity,
  isOneOfSeveral: boolean,
  share: TraitDescriptions,
): Omit<WithoutAliases, 'problems'> {
  const kind = refineKind(part, share)
  const isEmpty = Object.keys(part.traits).length === 0
  return {
    key: part.uniqueId ?? part.path,
    name: isOneOfSeveral ? deviceAndEntityName(part) : deviceName(part),
    ...(kind && !isEmpty && !isBridge(part) && { type: typeOf(kind) }),
    about: part.device?.about ?? {},
    description: describe(part, { ...share, ...part.traits }),
  }
}

/** What a thing turns out to be by what it measures, or by what its maker calls it. */
function refineKind({ kind, device: owner }: ParsedEntity, traits: TraitDescriptions): ApplianceKind | undefined {
  const model = owner?.about.model ?? ''
  if (kind === 'switch' && (traits.consumption || /plug|outlet|socket/i.test(model))) return 'plug'
  return kind === 'fan' && (traits.airQuality || /purifier/i.test(model)) ? 'airPurifier' : kind
}

/** Zigbee2MQTT's own entities open its network to new devices: not by voice, unless its owner says so. */
const isBridge = ({ device: owner }: ParsedEntity) =>
  owner?.identifiers.some((id) => id.startsWith('zigbee2mqtt_bridge_')) ?? false

const describe = (part: ParsedEntity, traits: Description['traits']): Description => ({
  traits,
  ...(Object.keys(part.verbs).length > 0 && { verbs: part.verbs }),
  ...(part.availability && { availability: part.availability }),
})

const deviceName = ({ device: owner, name, uniqueId, path }: ParsedEntity) => owner?.name ?? name ?? uniqueId ?? path

/** As Home Assistant does it: the device's name, and its own, if that does not begin with it. */
function deviceAndEntityName(part: ParsedEntity): string {
  const { device: owner, name, uniqueId, path } = part
  const own = name ?? (name === null ? '' : (uniqueId ?? path))
  if (owner?.name === undefined || own.toLowerCase().startsWith(owner.name.toLowerCase()))
    return own || deviceName(part)
  return `${owner.name} ${own}`.trim()
}

interface SensorContext {
  /** nothing else of the device is a thing */
  readonly isAlone: boolean
  readonly host: ParsedEntity | undefined
  readonly problems: readonly string[]
}

/** What is left of the measurements is a thing of its own, under the name of its device. */
function sensorAppliance(
  left: readonly ParsedEntity[],
  parts: readonly ParsedEntity[],
  { isAlone, host, problems }: SensorContext,
): readonly WithoutAliases[] {
  const [first] = left.length > 0 ? left : parts
  const { traits, kinds } = combine(left)
  // What a thermostat measures besides is about itself, and so is the power of a lamp.
  const telling = kinds.filter(
    (kind) => isAlone || (!(host && hostRank(host) < hostKinds.length) && (kind !== 'meter' || !host)),
  )
  const [kind] = telling
  const isWorth = isAlone ? Object.keys(traits).length + problems.length > 0 : kind !== undefined
  if (!first || !isWorth) return []
  const ids = parts.flatMap(({ device: owner }) => owner?.identifiers[0] ?? owner?.connections[0] ?? []).toSorted()
  return [
    {
      key: ids[0] ?? first.uniqueId ?? first.path,
      name: isAlone ? deviceName(first) : deviceAndEntityName(first),
      ...(kind && !isBridge(first) && { type: typeOf(kind) }),
      about: first.device?.about ?? {},
      description: describe(first, traits),
      problems,
    },
  ]
}

/** What others may call the device; addresses are written in every way that others write them. */
function aliasesOf(parts: readonly ParsedEntity[]): readonly string[] {
  const names = parts.flatMap(({ device: owner }) => [
    ...(owner?.identifiers ?? []),
    ...(owner?.connections ?? []).flatMap((pair) => (pair.startsWith('mac:') ? [pair.slice(4)] : [])),
  ])
  const ways = [...new Set(names.map((name) => name.toLowerCase()))].flatMap((name) => {
    const [zigbee] = /0x[0-9a-f]{16}$/.exec(name) ?? []
    const mac = /^[0-9a-f]{2}([:-]?[0-9a-f]{2}){5}$/.test(name) ? name.replace(/[:-]/g, '') : undefined
    return [name, ...(zigbee ? [zigbee] : []), ...(mac ? [mac, mac.match(/../g)?.join(':') ?? mac] : [])]
  })
  return [...new Set(ways)]
}
