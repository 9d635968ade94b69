import type { Trait } from '../../../../src/home/traits.ts'
import type { Announced, Description } from '../announcement.ts'
import { type Kind, typeOf } from '../applianceTypes.ts'
import { type Measured, measured } from '../measurements.ts'
import type { Addition } from './additions.ts'
import type { Part } from './entities.ts'
import type { Traits } from './fields.ts'

const air: readonly Trait[] = ['currentTemperature', 'humidity', 'airQuality', 'fineDust', 'ultraFineDust']
const moving = new Set<Kind>([
  'thermostat',
  'airConditioner',
  'heater',
  'waterHeater',
  'fan',
  'humidifier',
  'dehumidifier',
])
const metered = new Set<Kind>(['plug', 'switch', 'thermostat', 'airConditioner', 'heater', 'waterHeater'])

/** What a thing takes of the measurements of its device. */
const takes = (kind: Kind | undefined): ReadonlySet<Trait> =>
  new Set<Trait>([
    'battery',
    ...(kind && moving.has(kind) ? air : []),
    ...(kind && metered.has(kind) ? (['consumption'] as const) : []),
  ])

/** The appliances that all entities together make. */
export function grouped(parts: readonly Part[]): readonly Announced[] {
  const seen = new Set<string>()
  const once = parts
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .filter(({ component, uniqueId }) => {
      const id = `${component} ${uniqueId}`
      if (uniqueId === undefined || !seen.has(id)) return seen.add(id)
      return false
    })
  const keys = new Set<string>()
  return devices(once)
    .flatMap(appliances)
    .map((announced) => {
      const isTaken = keys.has(announced.key)
      const key = isTaken ? `${announced.key} ${announced.type ?? announced.name}` : announced.key
      keys.add(key)
      return isTaken ? { ...announced, key } : announced
    })
}

/** Entities belong together that share an identifier or a connection of their device. */
function devices(parts: readonly Part[]): readonly (readonly Part[])[] {
  const groups = new Map<string, Part[]>()
  for (const part of parts) {
    const { identifiers = [], connections = [] } = part.owner ?? {}
    const names = part.owner
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

const isThing = ({ kind, traits, measurement, additions }: Part) =>
  !measurement && !additions && (kind !== undefined || Object.keys(traits).length > 0)
/** What moves air or heats is what a device's measurements are about. */
const order: readonly Kind[] = ['airConditioner', 'thermostat', 'waterHeater', 'humidifier', 'dehumidifier', 'fan']
const rank = ({ kind }: Part) => (kind && order.includes(kind) ? order.indexOf(kind) : order.length)

function appliances(parts: readonly Part[]): readonly Announced[] {
  const primaries = parts.filter(isThing)
  const sensors = firsts(parts)
  const best = primaries.toSorted((a, b) => rank(a) - rank(b))[0]
  const host = primaries.length === 1 || (best && rank(best) < order.length) ? best : undefined
  const problems = parts.filter((part) => !isThing(part)).flatMap((part) => part.problems)
  const aliases = aliasesOf(parts)
  const { traits } = put(sensors)
  const taken = host ? takes(host.kind) : new Set<Trait>()
  const share = Object.fromEntries(Object.entries(traits).filter(([trait]) => taken.has(trait as Trait)))
  const given = parts.flatMap(({ additions = [] }) => additions)
  const made = primaries.map((part) => ({
    ...primary(part === host ? enriched(part, given) : part, primaries.length > 1, part === host ? share : {}),
    aliases,
    problems: part === host ? [...part.problems, ...problems] : part.problems,
  }))
  const left = sensors.filter((part) => !Object.keys(put([part]).traits).some((trait) => taken.has(trait as Trait)))
  const rest = sensorOf(left, parts, { isAlone: primaries.length === 0, host, problems: host ? [] : problems })
  return [...made, ...rest.map((announced) => ({ ...announced, aliases }))]
}

/** A thing with what others of its device give it, where it has nothing of the kind itself. */
function enriched(part: Part, given: readonly Addition[]): Part {
  const fit = given.filter(({ kinds }) => part.kind !== undefined && kinds.includes(part.kind))
  const traits = Object.assign({}, ...fit.map((one) => one.traits), part.traits) as Traits
  const verbs = Object.assign({}, ...fit.map((one) => one.verbs), part.verbs) as Part['verbs']
  return { ...part, traits, verbs }
}

/** The first of each measurement, those that sum up before those of a day. */
function firsts(parts: readonly Part[]): readonly Part[] {
  const sums = (part: Part) => Number(part.measurement?.total ?? false)
  const found = new Map<string, Part>()
  for (const part of parts.toSorted((a, b) => sums(b) - sums(a))) {
    const name = part.measurement?.name
    if (name !== undefined && !found.has(name)) found.set(name, part)
  }
  return [...found.values()]
}

function put(sensors: readonly Part[]): Measured {
  const made = measured(sensors.flatMap(({ measurement }) => measurement ?? []))
  if (!sensors.some(({ measurement }) => measurement?.momentary)) return made
  const { detected: _, ...traits } = made.traits
  return { ...made, traits }
}

type Bare = Omit<Announced, 'aliases'>

function primary(part: Part, isOneOfSeveral: boolean, share: Traits): Omit<Bare, 'problems'> {
  const kind = refined(part, share)
  const isEmpty = Object.keys(part.traits).length === 0
  return {
    key: part.uniqueId ?? part.path,
    name: isOneOfSeveral ? longName(part) : shortName(part),
    ...(kind && !isEmpty && !isBridge(part) && { type: typeOf(kind) }),
    about: part.owner?.about ?? {},
    description: describe(part, { ...share, ...part.traits }),
  }
}

/** What a thing turns out to be by what it measures, or by what its maker calls it. */
function refined({ kind, owner }: Part, traits: Traits): Kind | undefined {
  const model = owner?.about.model ?? ''
  if (kind === 'switch' && (traits.consumption || /plug|outlet|socket/i.test(model))) return 'plug'
  return kind === 'fan' && (traits.airQuality || /purifier/i.test(model)) ? 'airPurifier' : kind
}

/** Zigbee2MQTT's own entities open its network to new devices: not by voice, unless its owner says so. */
const isBridge = ({ owner }: Part) => owner?.identifiers.some((id) => id.startsWith('zigbee2mqtt_bridge_')) ?? false

const describe = (part: Part, traits: Description['traits']): Description => ({
  traits,
  ...(Object.keys(part.verbs).length > 0 && { verbs: part.verbs }),
  ...(part.availability && { availability: part.availability }),
})

const shortName = ({ owner, name, uniqueId, path }: Part) => owner?.name ?? name ?? uniqueId ?? path

/** As Home Assistant does it: the device's name, and its own, if that does not begin with it. */
function longName(part: Part): string {
  const { owner, name, uniqueId, path } = part
  const own = name ?? (name === null ? '' : (uniqueId ?? path))
  if (owner?.name === undefined || own.toLowerCase().startsWith(owner.name.toLowerCase())) return own || shortName(part)
  return `${owner.name} ${own}`.trim()
}

interface Rest {
  /** nothing else of the device is a thing */
  readonly isAlone: boolean
  readonly host: Part | undefined
  readonly problems: readonly string[]
}

/** What is left of the measurements is a thing of its own, under the name of its device. */
function sensorOf(left: readonly Part[], parts: readonly Part[], { isAlone, host, problems }: Rest): readonly Bare[] {
  const [first] = left.length > 0 ? left : parts
  const { traits, kinds } = put(left)
  // What a thermostat measures besides is about itself, and so is the power of a lamp.
  const telling = kinds.filter(
    (kind) => isAlone || (!(host && rank(host) < order.length) && (kind !== 'meter' || !host)),
  )
  const [kind] = telling
  const isWorth = isAlone ? Object.keys(traits).length + problems.length > 0 : kind !== undefined
  if (!first || !isWorth) return []
  const ids = parts.flatMap(({ owner }) => owner?.identifiers[0] ?? owner?.connections[0] ?? []).toSorted()
  return [
    {
      key: ids[0] ?? first.uniqueId ?? first.path,
      name: isAlone ? shortName(first) : longName(first),
      ...(kind && !isBridge(first) && { type: typeOf(kind) }),
      about: first.owner?.about ?? {},
      description: describe(first, traits),
      problems,
    },
  ]
}

/** What others may call the device; addresses are written in every way that others write them. */
function aliasesOf(parts: readonly Part[]): readonly string[] {
  const names = parts.flatMap(({ owner }) => [
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
