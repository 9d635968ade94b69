import { Failure } from '../../src/home/failure.ts'
import type { State } from '../../src/home/traits.ts'
import type { LaneName } from './client.ts'
import type { Asked } from './light.ts'
import type { Resource, Resources } from './resources.ts'
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

/** A scene is told to a whole group at once. */
export const recall = ({ id }: Resource, known: Known): Order => ({
  type: 'scene',
  id,
  body: { recall: { action: 'active' } },
  lane: 'group',
  isThere: () => isActive(known.resources.get(id)),
  says: [['scene', id]],
})

/** True if a scene is what its lamps show. */
export const isActive = (scene: Resource | undefined): boolean =>
  typeof scene?.status === 'object' && scene.status.active !== undefined && scene.status.active !== 'inactive'
