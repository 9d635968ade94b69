import type { Appliance } from './appliance.ts'

/** One action of a scene: the appliance, CLOVA's action and its value. */
export interface SceneAction {
  readonly appliance: string
  readonly do: string
  readonly value?: unknown
}

/** Several actions under one name. */
export interface Scene {
  readonly id: string
  readonly name: string
  /** whether CLOVA asks the user to confirm first */
  readonly confirm: boolean
  readonly actions: readonly SceneAction[]
}

/** All appliances and scenes, by id, in the order of the configuration. */
export interface Home {
  readonly appliances: ReadonlyMap<string, Appliance>
  readonly scenes: ReadonlyMap<string, Scene>
}

/** Creates a home from its appliances and scenes. */
export const createHome = (appliances: Iterable<Appliance>, scenes: Iterable<Scene>): Home => ({
  appliances: byId(appliances),
  scenes: byId(scenes),
})

/** Results of `restrictHome`, which every request needs. */
const restrictedHomes = new WeakMap<Home, WeakMap<ReadonlySet<string>, Home>>()

/**
 * The part of a home that an access token may use: other appliances do not exist for it, nor scenes that contain them.
 * @param ids the appliances that the token may use; absent: all
 */
export function restrictHome(home: Home, ids: ReadonlySet<string> | undefined): Home {
  if (!ids) return home
  const ofHome = restrictedHomes.get(home) ?? new WeakMap<ReadonlySet<string>, Home>()
  restrictedHomes.set(home, ofHome)
  const restricted = ofHome.get(ids) ?? filterHome(home, ids)
  ofHome.set(ids, restricted)
  return restricted
}

const exposedHomes = new WeakMap<Home, Home>()

/** The part of a home that CLOVA is told of. */
export function exposedHome(home: Home): Home {
  const known = exposedHomes.get(home)
  if (known) return known
  const shown = [...home.appliances.values()].filter(({ isHidden }) => !isHidden).map(({ id }) => id)
  const exposed = shown.length === home.appliances.size ? home : filterHome(home, new Set(shown))
  exposedHomes.set(home, exposed)
  return exposed
}

const filterHome = ({ appliances, scenes }: Home, ids: ReadonlySet<string>): Home =>
  createHome(
    [...appliances.values()].filter(({ id }) => ids.has(id)),
    [...scenes.values()].filter(({ actions }) => actions.every(({ appliance }) => ids.has(appliance))),
  )

const byId = <T extends { readonly id: string }>(items: Iterable<T>): ReadonlyMap<string, T> =>
  new Map([...items].map((item) => [item.id, item]))
