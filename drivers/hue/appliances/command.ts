import { Failure } from '../../../src/home/failure.ts'
import type { State } from '../../../src/home/traits.ts'
import type { CommandRate } from '../bridge/client.ts'
import type { Resource, Resources } from '../bridge/resources.ts'
import type { LastCommand } from './light.ts'
import type { HueThing } from './things.ts'

/** What things of one connection are known by: what the bridge says, and what each was last told. */
export interface KnownState {
  readonly resources: Resources
  readonly sent: Map<string, LastCommand>
}

/** One thing that the bridge is told, and how it is known to have happened. */
export interface HueCommand {
  readonly type: string
  readonly id: string
  readonly body: object
  readonly rate: CommandRate
  readonly asked?: LastCommand
  /** true once the bridge says that it is so */
  isApplied(): boolean
  /** the resources that say it, by type and id */
  readonly confirmedBy: readonly (readonly [type: string, id: string])[]
}

/** What one kind of thing says, and how it is told. */
export interface ApplianceKind {
  state(thing: HueThing, known: KnownState): State
  /** @throws Failure `unsupported` */
  command(thing: HueThing, patch: State, known: KnownState): HueCommand
}

/** What a radio says that does not reach its device; batteries sleep, and a switch without one only ever calls. */
const unreachableStatuses = ['disconnected', 'connectivity_issue']
export const isUnreachable = ({ status }: Resource): boolean => unreachableStatuses.includes(String(status))

/** It has no words for that. */
export const unsupported = (thing: HueThing) => new Failure('unsupported', `${thing.name} cannot be told that`)
/** The resources of these ids that there are. */
export const resourcesOf = (ids: readonly string[], { resources }: KnownState) =>
  ids.flatMap((id) => resources.get(id) ?? [])
/** That which is told. */
export const primaryResource = ({ primary: main = '' }: HueThing, { resources }: KnownState) => resources.get(main)

/** @throws Failure `offline` if it is no longer there */
export function required(resource: Resource | undefined): Resource {
  if (!resource) throw new Failure('offline', 'the bridge no longer has it')
  return resource
}

/** A scene is told to a whole group at once. @param group the id of the light of that group */
export const recallScene = ({ id }: Resource, group: string | undefined, known: KnownState): HueCommand => ({
  type: 'scene',
  id,
  body: { recall: { action: 'active' } },
  rate: 'group',
  isApplied: () => isShown(known.resources.get(id), known.resources.get(group ?? '')),
  confirmedBy: [['scene', id], ...(group === undefined ? [] : [['grouped_light', group] as const])],
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
