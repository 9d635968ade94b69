import type { Bridge } from './bridge.ts'
import { type KeyStore, type Keys, keys } from './keys.ts'
import type { Kind } from './options.ts'
import type { Resource } from './resources.ts'
import { type Thing, thingsOf } from './things.ts'

/** What of a bridge can be an appliance, and what it is called. */
export interface Registry {
  all(): readonly Thing[]
  /** what stays of a thing: its id, or the one that it had on the bridge before this one */
  keyOf(thing: Thing): string
  byKey(key: string): Thing | undefined
  /** The one of this key or id, else of this name; of several of one name the first. */
  named(kind: Kind, name: string): Thing | undefined
  /** Tells when things came, left or became others. @returns what ends it */
  onChange(listener: () => void): () => void
  close(): void
}

/** What of a resource decides which things there are and what they can do; all else is only their state. */
const shape = (one: Resource) =>
  JSON.stringify([
    one.type,
    one.metadata,
    one.owner,
    one.services,
    one.children,
    one.group,
    one.product_data,
    one.dimming !== undefined,
    one.color !== undefined,
    one.color_temperature?.mirek_schema,
    [one.effects?.effect_values, one.effects_v2?.action, one.timed_effects?.effect_values],
  ])

export function registry(bridge: Bridge, store: KeyStore): Registry {
  const { resources } = bridge
  const kept: Keys = keys(store)
  const listeners = new Set<() => void>()
  let shapes = new Map<string, string>()
  let things: readonly Thing[] = []
  let byId = new Map<string, Thing>()
  const end = bridge.onChange((changed) => {
    if (changed === 'all' || [...changed].some(isOther)) rebuild()
  })
  rebuild()

  return {
    all: () => things,
    keyOf: ({ id }) => kept.keyOf(id),
    byKey: (key) => byId.get(kept.idOf(key)),
    named(kind, name) {
      const one = byId.get(kept.idOf(name))
      if (one && fits(one, kind)) return one
      const all = things.filter((thing) => fits(thing, kind))
      return all.find((thing) => thing.name === name) ?? all.find(({ aliases }) => aliases.includes(name))
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: end,
  }

  function isOther(id: string): boolean {
    const one = resources.get(id)
    return (one && shape(one)) !== shapes.get(id)
  }

  /** A thing that is what it was stays the same object. */
  function rebuild(): void {
    shapes = new Map([...resources.all()].map((one) => [one.id, shape(one)]))
    const before = byId
    things = thingsOf(resources).map((thing) => {
      const was = before.get(thing.id)
      return was && JSON.stringify(was) === JSON.stringify(thing) ? was : thing
    })
    byId = new Map(things.map((thing) => [thing.id, thing]))
    const bridgeId = [...resources.all()].find(({ type }) => type === 'bridge')?.bridge_id
    if (things.length > 0) kept.learn(things, bridgeId?.toLowerCase())
    if (before.size === byId.size && things.every((thing) => before.get(thing.id) === thing)) return
    for (const listener of [...listeners]) listener()
  }
}

const fits = (thing: Thing, kind: Kind) => kind === 'device' || thing.kind === kind
