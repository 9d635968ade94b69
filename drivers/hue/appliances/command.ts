import { Failure } from '../../../src/home/failure.ts'
import type { State } from '../../../src/home/traits.ts'
import type { LaneName } from '../bridge/client.ts'
import type { Resource, Resources } from '../bridge/resources.ts'
import type { Asked } from './light.ts'
import type { Thing } from './things.ts'

/** What things of one connection are known by: what the bridge says, and what each was last told. */
export interface Known {
  readonly resources: Resources
  readonly asked: Map<string, Asked>
}

/** One thing that the bridge is told, and how it is known to have happened. */
export interface Order {
  readonly type: string
  readonly id: string
  readonly body: object
  readonly lane: LaneName
  readonly asked?: Asked
  /** true once the bridge says that it is so */
  isThere(): boolean
  /** the resources that say it, by type and id */
  readonly says: readonly (readonly [type: string, id: string])[]
}

/** What one kind of thing says, and how it is told. */
export interface Kind {
  state(thing: Thing, known: Known): State
  /** @throws Failure `unsupported` */
  order(thing: Thing, patch: State, known: Known): Order
}

/** What a radio says that does not reach its device; batteries sleep, and a switch without one only ever calls. */
const unreached = ['disconnected', 'connectivity_issue']
export const isCut = ({ status }: Resource): boolean => unreached.includes(String(status))

/** It has no words for that. */
export const unsupported = (thing: Thing) => new Failure('unsupported', `${thing.name} cannot be told that`)
/** The resources of these ids that there are. */
export const all = (ids: readonly string[], { resources }: Known) => ids.flatMap((id) => resources.get(id) ?? [])
/** That which is told. */
export const main = ({ main = '' }: Thing, { resources }: Known) => resources.get(main)

/** @throws Failure `offline` if it is no longer there */
export function must(resource: Resource | undefined): Resource {
  if (!resource) throw new Failure('offline', 'the bridge no longer has it')
  return resource
}

/** A scene is told to a whole group at once. @param group the id of the light of that group */
export const recall = ({ id }: Resource, group: string | undefined, known: Known): Order => ({
  type: 'scene',
  id,
  body: { recall: { action: 'active' } },
  lane: 'group',
  isThere: () => isShown(known.resources.get(id), known.resources.get(group ?? '')),
  says: [['scene', id], ...(group === undefined ? [] : [['grouped_light', group] as const])],
})

/** True if a scene is what the lamps of its group show: of one that was recalled before they went out, nothing is seen. */
export const isShown = (scene: Resource | undefined, grouped: Resource | undefined): boolean =>
  isActive(scene) && (grouped?.on?.on !== false || isDark(scene))

/** A scene may put out all of its lamps. */
const isDark = (scene: Resource | undefined): boolean =>
  scene?.actions !== undefined &&
  scene.actions.length > 0 &&
  scene.actions.every(({ action }) => action?.on?.on === false)

const isActive = (scene: Resource | undefined): boolean =>
  typeof scene?.status === 'object' && scene.status.active !== undefined && scene.status.active !== 'inactive'
