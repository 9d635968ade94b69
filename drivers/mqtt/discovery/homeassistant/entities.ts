import * as z from 'zod'
import type { About } from '../../../../src/home/device.ts'
import type { Description } from '../announcement.ts'
import { inFull } from './abbreviations.ts'
import type { Entity } from './additions.ts'
import { availabilityOf } from './availability.ts'
import { components } from './components.ts'
import { fields } from './fields.ts'
import { alike } from './memoize.ts'

/** The device that an entity says it belongs to. */
export interface Owner {
  readonly name?: string
  readonly about: About
  readonly identifiers: readonly string[]
  /** such as `mac:aa:bb:cc:dd:ee:ff` */
  readonly connections: readonly string[]
}

/** One entity, as it is kept: nothing of what it announced but what is made of it. */
export interface Part extends Entity {
  readonly component: string
  /** the topic's path, and in a device's announcement the entity's name in it */
  readonly path: string
  readonly uniqueId?: string
  /** null: its device's name is its name */
  readonly name?: string | null
  readonly owner?: Owner
  readonly availability?: Description['availability']
}

type Config = ReadonlyMap<string, unknown>
const object = z.record(z.string(), z.unknown())
const short = z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1).max(500))
const name = z
  .string()
  .trim()
  .min(1)
  .transform((text) => text.slice(0, 100))

/** A value that is one, or nothing. */
const believed = <T extends z.ZodType>(schema: T, value: unknown): z.output<T> | undefined => {
  const parsed = schema.safeParse(value)
  return parsed.success ? parsed.data : undefined
}

/** The entities of a device's announcement at most. */
const most = 500

/**
 * What is announced on a topic; nothing if it is no announcement at all.
 * @param path the topic without its base and without `/config`, such as `light/kitchen`
 */
export function readParts(path: string, payload: Buffer): readonly Part[] | undefined {
  const [component = ''] = path.split('/')
  if (component !== 'device' && !components.has(component)) return []
  const json = believed(object, parsed(payload))
  if (!json) return undefined
  const config = inFull(json, 'config')
  // Only the device is to announce it from now on.
  if (config.get('migrate_discovery') === true) return []
  return component === 'device' ? ofDevice(path, config) : partOf(component, path, config)
}

function parsed(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'))
  } catch {
    return undefined
  }
}

const shared = ['state_topic', 'command_topic', 'device', '~']
const presence = [
  'availability',
  'availability_mode',
  'availability_template',
  'availability_topic',
  'payload_available',
  'payload_not_available',
]

/** Where it says whether it is there, of the keys that are about that. @throws Error in plain words */
const presenceOf = alike((keys) =>
  availabilityOf(new Map((keys as [string, unknown][]).filter(([, value]) => value !== undefined))),
)

/** Each entity with what it has in common with the others. */
function ofDevice(path: string, config: Config): readonly Part[] {
  const entities = Object.entries(believed(object, config.get('components')) ?? {}).slice(0, most)
  return entities.flatMap(([id, given]) => {
    const own = inFull(believed(object, given) ?? {}, 'config')
    const component = own.get('platform')
    // With nothing but its platform, an entity is taken back.
    if (typeof component !== 'string' || own.size < 2) return []
    const common = [...shared, ...(presence.some((key) => own.has(key)) ? [] : presence)].filter((key) =>
      config.has(key),
    )
    const whole = new Map([...common.map((key) => [key, config.get(key)] as const), ...own])
    return partOf(component, `${path}/${id}`, whole)
  })
}

/** With `~` at the beginning or the end of a topic replaced by what it stands for. */
function withBase(config: Config): Config {
  const base = config.get('~')
  if (typeof base !== 'string') return config
  const full = (topic: unknown) =>
    typeof topic === 'string' ? topic.replace(/^~/, () => base).replace(/~$/, () => base) : topic
  return new Map(
    [...config].map(([key, value]) => {
      if (key.endsWith('topic')) return [key, full(value)] as const
      if (key !== 'availability') return [key, value] as const
      const lists = believed(z.array(object), Array.isArray(value) ? value : [value]) ?? []
      return [
        key,
        lists.map((one) =>
          Object.fromEntries([...inFull(one, 'config')].map(([k, v]) => [k, k === 'topic' ? full(v) : v])),
        ),
      ] as const
    }),
  )
}

/** Settings of a device are none of its abilities, but how much battery it has is asked for. */
const isAside = (config: Config) =>
  (typeof config.get('entity_category') === 'string' && config.get('device_class') !== 'battery') ||
  config.get('enabled_by_default') === false

function partOf(component: string, path: string, given: Config): readonly Part[] {
  const make = components.get(component)
  if (!make || isAside(given)) return []
  const config = withBase(given)
  const said = config.get('name')
  const uniqueId = believed(short, config.get('unique_id'))
  const owner = ownerOf(config.get('device'))
  const named = said === null ? null : believed(name, said)
  const who = named ?? owner?.name ?? uniqueId ?? path
  const { problems, ...built } = attempt(() => make(fields(config)))
  const isEmpty = 'kind' in built && Object.keys({ ...built.traits, ...built.verbs }).length + problems.length === 0
  const there = attempt(() => ({ availability: presenceOf(presence.map((key) => [key, config.get(key)])) }))
  if (!('traits' in built) && problems.length === 0) return []
  return [
    {
      traits: {},
      verbs: {},
      ...built,
      component,
      path,
      ...(uniqueId !== undefined && { uniqueId }),
      ...(named !== undefined && { name: named }),
      ...(owner && { owner }),
      ...(there.availability && { availability: there.availability }),
      problems: [...problems, ...(isEmpty ? ['command_topic is not there'] : []), ...there.problems].map(
        (problem) => `${component} ${who}: ${problem}`,
      ),
    },
  ]
}

function attempt<T extends object>(make: () => (T & { problems?: readonly string[] }) | undefined) {
  try {
    return { problems: [], ...make() } as Partial<T> & { readonly problems: readonly string[] }
  } catch (error) {
    return { problems: [(error as Error).message] } as unknown as Partial<T> & { readonly problems: readonly string[] }
  }
}

const ownerOf = alike((device): Owner | undefined => {
  const given = believed(object, device)
  if (!given) return undefined
  const of = inFull(given, 'device')
  const several = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value.slice(0, 50) : [value])
  const identifiers = several(of.get('identifiers')).flatMap((one) => believed(short, one) ?? [])
  const pairs = of.get('connections')
  // One pair alone is also written without the list around it.
  const connections = several(Array.isArray(pairs) && typeof pairs[0] === 'string' ? [pairs] : pairs).flatMap(
    (pair) => {
      const words = believed(z.tuple([short, short]), pair)
      return words ? [words.join(':').toLowerCase()] : []
    },
  )
  if (identifiers.length + connections.length === 0) return undefined
  const called = believed(name, of.get('name'))
  const [manufacturer, model, version] = ['manufacturer', 'model', 'sw_version'].map((key) =>
    believed(short, of.get(key)),
  )
  return {
    ...(called !== undefined && { name: called }),
    about: {
      ...(manufacturer !== undefined && { manufacturer }),
      ...(model !== undefined && { model }),
      ...(version !== undefined && { version }),
    },
    identifiers,
    connections,
  }
})
