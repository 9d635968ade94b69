import type { Steps } from '../../../../src/util/slices.ts'
import type { LocalizedText } from '../../../../src/util/translate.ts'
import { say } from '../messages.ts'
import type { ParsedEntity } from './entities.ts'

/** The entities of one device, in the order of their paths. */
export interface DeviceGroup {
  readonly entities: readonly ParsedEntity[]
  /** what of the device was left out */
  readonly problems: readonly LocalizedText[]
}

/** The greatest number of entities of one device, on however many topics they are announced. */
const maxEntitiesOfDevice = 500

/** How many entities are handled in one step. */
const entitiesPerStep = 200

/**
 * The entities of each device. Entities belong to one device if they share an identifier or a connection, be it over a third
 * entity (union-find). Two entities of a component with the same unique id are the same entity: the one that was announced
 * first stays, as in Home Assistant.
 * @param announced in the order in which they were announced
 */
export function* groupByDevice(announced: readonly ParsedEntity[]): Steps<readonly DeviceGroup[]> {
  const { entities, problems } = yield* withoutDuplicates(announced)
  const parents = entities.map((_, i) => i)
  const ownerOfName = new Map<string, number>()
  for (const [i, { device, path }] of entities.entries()) {
    if (i % entitiesPerStep === 0) yield
    for (const name of device ? device.names : [`path ${path}`]) {
      const other = ownerOfName.get(name)
      if (other === undefined) ownerOfName.set(name, i)
      else parents[rootOf(parents, i)] = rootOf(parents, other)
    }
  }
  const groups = new Map<number, { entities: ParsedEntity[]; problems: LocalizedText[] }>()
  for (const [i, entity] of entities.entries()) {
    if (i % entitiesPerStep === 0) yield
    const root = rootOf(parents, i)
    const group = groups.get(root) ?? { entities: [], problems: [] }
    groups.set(root, group)
    group.problems.push(...(problems.get(entity) ?? []))
    if (group.entities.length < maxEntitiesOfDevice) group.entities.push(entity)
    else if (group.entities.length === maxEntitiesOfDevice && !group.problems.includes(tooMany))
      group.problems.push(tooMany)
  }
  return [...groups.values()]
}

const tooMany = say('tooManyEntities', { max: maxEntitiesOfDevice })

/** The representative of a set; the path to it is halved on the way, so that the next search is shorter. */
function rootOf(parents: number[], start: number): number {
  let i = start
  for (;;) {
    const parent = parents[i] ?? i
    if (parent === i) return i
    const grandparent = parents[parent] ?? parent
    parents[i] = grandparent
    i = grandparent
  }
}

/** The entities in the order of their paths, each unique id once; with the warnings about second announcements. */
function* withoutDuplicates(announced: readonly ParsedEntity[]) {
  const first = new Map<string, ParsedEntity>()
  const problems = new Map<ParsedEntity, LocalizedText[]>()
  const entities: ParsedEntity[] = []
  for (const [i, entity] of announced.entries()) {
    if (i % entitiesPerStep === 0) yield
    const id = entity.uniqueId === undefined ? undefined : `${entity.component} ${entity.uniqueId}`
    const earlier = id === undefined ? undefined : first.get(id)
    if (!earlier) {
      if (id !== undefined) first.set(id, entity)
      entities.push(entity)
      continue
    }
    const list = problems.get(earlier) ?? []
    if (list.length < 10)
      list.push(say('sameUniqueId', { component: entity.component, path: entity.path, earlier: earlier.path }))
    problems.set(earlier, list)
  }
  return { entities: entities.sort((a, b) => (a.path < b.path ? -1 : 1)), problems }
}
