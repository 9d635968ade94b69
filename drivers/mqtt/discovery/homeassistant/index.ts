import { createHash } from 'node:crypto'
import type { Steps } from '../../../../src/util/slices.ts'
import { isSameText } from '../../../../src/util/translate.ts'
import type { AnnouncedDevice, AnnouncementParser, Convention } from '../announcement.ts'
import { appliancesOf } from './appliances.ts'
import { type DeviceGroup, groupByDevice } from './deviceGroups.ts'
import { type ParsedEntity, parseEntities } from './entities.ts'

const maxPayloadBytes = 512 * 1024
/** The greatest number of topics with an announcement, and of entities on all of them. */
const [maxTopics, maxEntities] = [20_000, 20_000]

/**
 * Home Assistant's MQTT discovery: a topic announces one entity, or all entities of a device.
 * Source: https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery
 */
export const homeAssistant: Convention = ({ base = 'homeassistant' }) => new HomeAssistantParser(base)

type BuiltGroups = Map<ParsedEntity, { readonly group: DeviceGroup; readonly appliances: readonly AnnouncedDevice[] }>

interface Announcement {
  readonly digest: string
  readonly entities: readonly ParsedEntity[]
}

class HomeAssistantParser implements AnnouncementParser {
  readonly topics: readonly string[]
  readonly isStored = true
  readonly #base: string
  /** by the path of the topic, the earliest announcement first */
  readonly #announcements = new Map<string, Announcement>()
  #entityCount = 0
  /** the appliances of each device, by its first entity: they are built again only if an entity changed */
  #built: BuiltGroups = new Map()

  constructor(base: string) {
    this.#base = base
    this.topics = [`${base}/+/+/config`, `${base}/+/+/+/config`]
  }

  *parse(topic: string, payload: Buffer): Steps<boolean> {
    const path = pathOf(this.#base, topic)
    if (path === undefined || payload.length > maxPayloadBytes) return false
    const before = this.#announcements.get(path)
    const digest = createHash('sha1').update(payload).digest('base64')
    // Many bridges repeat their announcements.
    if (before?.digest === digest) return false
    const entities = payload.length === 0 ? [] : yield* parseEntities(path, payload)
    if (!entities || (!before && entities.length === 0)) return false
    const count = this.#entityCount - (before?.entities.length ?? 0) + entities.length
    if (entities.length > 0 && (count > maxEntities || (!before && this.#announcements.size >= maxTopics))) return false
    this.#entityCount = count
    if (entities.length > 0) this.#announcements.set(path, { digest, entities })
    else this.#announcements.delete(path)
    return true
  }

  *build(): Steps<readonly AnnouncedDevice[]> {
    const groups = yield* groupByDevice([...this.#announcements.values()].flatMap(({ entities }) => entities))
    const built: BuiltGroups = new Map()
    const keys = new Set<string>()
    const devices: AnnouncedDevice[] = []
    for (const group of groups) {
      const [first] = group.entities
      if (!first) continue
      const before = this.#built.get(first)
      const appliances = before && isSameGroup(before.group, group) ? before.appliances : appliancesOf(group)
      built.set(first, { group, appliances })
      for (const device of appliances) devices.push(withUniqueKey(device, keys))
      yield
    }
    this.#built = built
    return devices
  }
}

const isSameGroup = (a: DeviceGroup, b: DeviceGroup) =>
  a.entities.length === b.entities.length &&
  a.entities.every((entity, i) => entity === b.entities[i]) &&
  a.problems.length === b.problems.length &&
  a.problems.every((problem, i) => isSameText(problem, b.problems[i] ?? ''))

/** Entities of two components may have the same unique id; the second one gets its type as a part of the key. */
function withUniqueKey(device: AnnouncedDevice, keys: Set<string>): AnnouncedDevice {
  const isTaken = keys.has(device.key)
  const key = isTaken ? `${device.key} ${device.type ?? device.name}` : device.key
  keys.add(key)
  return isTaken ? { ...device, key } : device
}

/** `light/kitchen` of `homeassistant/light/kitchen/config`; nothing if it is no topic of an announcement. */
function pathOf(base: string, topic: string): string | undefined {
  if (!topic.startsWith(`${base}/`) || !topic.endsWith('/config')) return undefined
  const path = topic.slice(base.length + 1, -'/config'.length)
  return /^[^/]+\/[^/]+(\/[^/]+)?$/.test(path) ? path : undefined
}
