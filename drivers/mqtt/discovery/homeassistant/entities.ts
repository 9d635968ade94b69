import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { DeviceInfo } from '../../../../src/home/device.ts'
import { parseBoundedJson } from '../../../../src/util/boundedJson.ts'
import type { Steps } from '../../../../src/util/slices.ts'
import { errorText, type LocalizedText } from '../../../../src/util/translate.ts'
import type { Description } from '../announcement.ts'
import { isEntranceIcon } from '../entrances.ts'
import { say } from '../messages.ts'
import { expandKeys } from './abbreviations.ts'
import { availabilityOf } from './availability.ts'
import type { BuiltEntity, TraitDescriptions } from './build.ts'
import { components } from './components.ts'
import { fields } from './fields.ts'

/** The device that an entity says it belongs to. */
interface EntityDevice {
  readonly name?: string
  readonly about: DeviceInfo
  readonly identifiers: readonly string[]
  /** such as `mac:aa:bb:cc:dd:ee:ff` */
  readonly connections: readonly string[]
  /** both together; entities with a name in common belong to one device */
  readonly names: readonly string[]
  readonly suggestedArea?: string
}

/** One entity as it is kept: what was built from its announcement, without the announcement itself. */
export interface ParsedEntity extends BuiltEntity {
  readonly component: string
  /** the path of the topic; in the announcement of a whole device, with the key of the component */
  readonly path: string
  readonly uniqueId?: string
  /** null: it has the name of its device */
  readonly name?: string | null
  /** it opens a door to the house */
  readonly isEntrance?: true
  readonly device?: EntityDevice
  readonly availability?: Description['availability']
}

type Config = ReadonlyMap<string, unknown>
const object = z.record(z.string(), z.unknown())
const shortText = z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1).max(500))
const name = z
  .string()
  .trim()
  .min(1)
  .transform((text) => text.slice(0, 100))

/** The value if the schema accepts it, else nothing. */
const validOrUndefined = <T extends z.ZodType>(schema: T, value: unknown): z.output<T> | undefined => {
  const parseJson = schema.safeParse(value)
  return parseJson.success ? parseJson.data : undefined
}

/** The greatest number of identifiers, and of connections, of a device that one entity names. */
const maxNames = 20

/** The greatest number of entities in the announcement of one device. */
const maxEntities = 500

/**
 * The entities that are announced on a topic; nothing if the payload is no announcement.
 * @param path the topic without its base and without `/config`, such as `light/kitchen`
 */
export function* parseEntities(path: string, payload: Buffer): Steps<readonly ParsedEntity[] | undefined> {
  const [component = ''] = path.split('/')
  if (component !== 'device' && !components.has(component)) return []
  const json = validOrUndefined(object, parsed(payload))
  if (!json) return undefined
  const config = expandKeys(json, 'config')
  // The entity moves to the announcement of its whole device, which the bridge sends next.
  if (config.get('migrate_discovery') === true) return []
  return component === 'device' ? yield* entitiesOfDevice(path, config) : parseEntity(component, path, config)
}

function parsed(payload: Buffer): unknown {
  try {
    return parseBoundedJson(payload.toString('utf8'))
  } catch {
    return undefined
  }
}

const inheritedKeys = ['state_topic', 'command_topic', 'device', '~']
const availabilityKeys = [
  'availability',
  'availability_mode',
  'availability_template',
  'availability_topic',
  'payload_available',
  'payload_not_available',
]

/** The availability from the keys that are about it. @throws Error in plain words */
const parseAvailability = memoize((keys) =>
  availabilityOf(new Map((keys as [string, unknown][]).filter(([, value]) => value !== undefined))),
)

/** Each entity of a device announcement, with the keys that it inherits from the device. */
function* entitiesOfDevice(path: string, config: Config): Steps<readonly ParsedEntity[]> {
  const components = Object.entries(validOrUndefined(object, config.get('components')) ?? {}).slice(0, maxEntities)
  const entities: ParsedEntity[] = []
  for (const [id, componentConfig] of components) {
    const own = expandKeys(validOrUndefined(object, componentConfig) ?? {}, 'config')
    const component = own.get('platform')
    // A component with nothing but its platform is removed.
    if (typeof component !== 'string' || own.size < 2) continue
    const common = [...inheritedKeys, ...(availabilityKeys.some((key) => own.has(key)) ? [] : availabilityKeys)].filter(
      (key) => config.has(key),
    )
    const whole = new Map([...common.map((key) => [key, config.get(key)] as const), ...own])
    entities.push(...parseEntity(component, `${path}/${id}`, whole))
    yield
  }
  return entities
}

/** The same keys with `~`, at the beginning or end of a topic, replaced by the base topic. */
function withBase(config: Config): Config {
  const base = config.get('~')
  if (typeof base !== 'string') return config
  const full = (topic: unknown) =>
    typeof topic === 'string' ? topic.replace(/^~/, () => base).replace(/~$/, () => base) : topic
  return new Map(
    [...config].map(([key, value]) => {
      if (key.endsWith('topic')) return [key, full(value)] as const
      if (key !== 'availability') return [key, value] as const
      const lists = validOrUndefined(z.array(object), Array.isArray(value) ? value : [value]) ?? []
      return [
        key,
        lists.map((one) =>
          Object.fromEntries([...expandKeys(one, 'config')].map(([k, v]) => [k, k === 'topic' ? full(v) : v])),
        ),
      ] as const
    }),
  )
}

/** Components that are never a setting of something else; bridges of wallpads announce them as settings all the same. */
const mainComponents: readonly string[] = ['climate', 'water_heater', 'vacuum', 'humidifier']
/** Device classes that are no setting either: a battery, and an outlet of such a bridge. */
const mainClasses: readonly unknown[] = ['battery', 'outlet']

/** Settings and diagnostics are no abilities of a device. */
const isNotControl = (component: string, config: Config) =>
  (typeof config.get('entity_category') === 'string' &&
    !mainComponents.includes(component) &&
    !mainClasses.includes(config.get('device_class'))) ||
  config.get('enabled_by_default') === false

function parseEntity(component: string, path: string, announced: Config): readonly ParsedEntity[] {
  const make = components.get(component)
  if (!make || isNotControl(component, announced)) return []
  const config = withBase(announced)
  const givenName = config.get('name')
  const uniqueId = validOrUndefined(shortText, config.get('unique_id'))
  const device = parseDevice(config.get('device'))
  const entityName = givenName === null ? null : validOrUndefined(name, givenName)
  const label = entityName ?? device?.name ?? uniqueId ?? path
  const { problems, ...built } = collectProblems(() => make(fields(config)))
  const isEmpty = 'kind' in built && Object.keys({ ...built.traits, ...built.verbs }).length + problems.length === 0
  const there = collectProblems(() => ({
    availability: parseAvailability(availabilityKeys.map((key) => [key, config.get(key)])),
  }))
  if (!('traits' in built) && problems.length === 0) return []
  return [
    {
      traits: {},
      verbs: {},
      ...built,
      ...(config.get('optimistic') === true && built.traits && { traits: assumed(built.traits) }),
      component,
      path,
      ...(uniqueId !== undefined && { uniqueId }),
      ...(entityName !== undefined && { name: entityName }),
      ...(isEntranceIcon(config.get('icon')) && { isEntrance: true as const }),
      ...(device && { device }),
      ...(there.availability && { availability: there.availability }),
      problems: [...problems, ...(isEmpty ? [say('keyMissing', { key: 'command_topic' })] : []), ...there.problems].map(
        (why) => say('about', { what: `${component} ${label}`, why }),
      ),
    },
  ]
}

/** With `optimistic`, Home Assistant takes each command for done; the state topic may stay silent. */
const assumed = (traits: TraitDescriptions): TraitDescriptions =>
  Object.fromEntries(
    Object.entries(traits).map(([name, trait]) => [
      name,
      trait.command !== undefined && trait.state !== undefined ? { ...trait, optimistic: true } : trait,
    ]),
  )

function collectProblems<T extends object>(make: () => (T & { problems?: readonly LocalizedText[] }) | undefined) {
  try {
    return { problems: [], ...make() } as Partial<T> & { readonly problems: readonly LocalizedText[] }
  } catch (error) {
    return { problems: [errorText(error)] } as unknown as Partial<T> & { readonly problems: readonly LocalizedText[] }
  }
}

const parseDevice = memoize((device): EntityDevice | undefined => {
  const announced = validOrUndefined(object, device)
  if (!announced) return undefined
  const of = expandKeys(announced, 'device')
  const several = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value.slice(0, maxNames) : [value])
  const identifiers = several(of.get('identifiers')).flatMap((one) => validOrUndefined(shortText, one) ?? [])
  const pairs = of.get('connections')
  // Some bridges write a single pair without the list around it.
  const connections = several(Array.isArray(pairs) && typeof pairs[0] === 'string' ? [pairs] : pairs).flatMap(
    (pair) => {
      const words = validOrUndefined(z.tuple([shortText, shortText]), pair)
      return words ? [words.join(':').toLowerCase()] : []
    },
  )
  if (identifiers.length + connections.length === 0) return undefined
  const deviceName = validOrUndefined(name, of.get('name'))
  const suggestedArea = validOrUndefined(name, of.get('suggested_area'))
  const [manufacturer, model, version] = ['manufacturer', 'model', 'sw_version'].map((key) =>
    validOrUndefined(shortText, of.get(key)),
  )
  return {
    ...(deviceName !== undefined && { name: deviceName }),
    about: {
      ...(manufacturer !== undefined && { manufacturer }),
      ...(model !== undefined && { model }),
      ...(version !== undefined && { version }),
    },
    identifiers,
    connections,
    names: [...identifiers.map((id) => `id ${id}`), ...connections.map((id) => `connection ${id}`)],
    ...(suggestedArea !== undefined && { suggestedArea }),
  }
})

/** The greatest number of results that are kept. Entities of one device come one after the other and share a result. */
const maxMemoized = 4000

/**
 * The same result object for equal inputs: the entities of one device share the description of that device and of its
 * availability, which would otherwise be most of the memory.
 */
function memoize<T>(make: (given: unknown) => T): (given: unknown) => T {
  const results = new Map<string, T>()
  const byObject = new WeakMap<object, T>()
  return (input) => {
    const known = typeof input === 'object' && input !== null ? byObject.get(input) : undefined
    if (known !== undefined) return known
    const text = JSON.stringify(input) ?? ''
    // Long texts would be most of the memory.
    const key = text.length > 200 ? createHash('sha1').update(text).digest('base64') : text
    const result = results.get(key) ?? make(input)
    if (results.size >= maxMemoized) results.clear()
    results.set(key, result)
    if (typeof input === 'object' && input !== null && result !== undefined) byObject.set(input, result)
    return result
  }
}
