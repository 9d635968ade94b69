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

const byId = <T extends { readonly id: string }>(things: Iterable<T>): ReadonlyMap<string, T> =>
  new Map([...things].map((thing) => [thing.id, thing]))
