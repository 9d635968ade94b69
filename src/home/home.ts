import type { Appliance } from './appliance.ts'

/** One step of a scene: what CLOVA would ask of the appliance, with the value it would give. */
export interface SceneAction {
  readonly appliance: string
  readonly do: string
  readonly value?: unknown
}

/** Several wishes under one name. */
export interface Scene {
  readonly id: string
  readonly name: string
  /** CLOVA is to ask first */
  readonly confirm: boolean
  readonly actions: readonly SceneAction[]
}

/** All appliances and scenes, by id, in the order of the configuration. */
export interface Home {
  readonly appliances: ReadonlyMap<string, Appliance>
  readonly scenes: ReadonlyMap<string, Scene>
}

/** Makes a house of what is in it. */
export const home = (appliances: Iterable<Appliance>, scenes: Iterable<Scene>): Home => ({
  appliances: byId(appliances),
  scenes: byId(scenes),
})

/** What was made by `reachable`: asked for at each request. */
const parts = new WeakMap<Home, WeakMap<ReadonlySet<string>, Home>>()

/**
 * The part of a house that somebody may use: what they may not is not there for them, and neither is a scene that touches it.
 * @param ids of the appliances that they may use; without them all
 */
export function reachable(whole: Home, ids: ReadonlySet<string> | undefined): Home {
  if (!ids) return whole
  const known = parts.get(whole) ?? new WeakMap<ReadonlySet<string>, Home>()
  parts.set(whole, known)
  const part = known.get(ids) ?? partOf(whole, ids)
  known.set(ids, part)
  return part
}

const partOf = ({ appliances, scenes }: Home, ids: ReadonlySet<string>): Home =>
  home(
    [...appliances.values()].filter(({ id }) => ids.has(id)),
    [...scenes.values()].filter(({ actions }) => actions.every(({ appliance }) => ids.has(appliance))),
  )

const byId = <T extends { readonly id: string }>(things: Iterable<T>): ReadonlyMap<string, T> =>
  new Map([...things].map((thing) => [thing.id, thing]))
