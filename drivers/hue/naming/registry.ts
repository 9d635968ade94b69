import { type HueThing, thingsOf } from '../appliances/things.ts'
import type { Bridge } from '../bridge/bridge.ts'
import type { Resource } from '../bridge/resources.ts'
import { type Kind, kinds } from '../options.ts'
import { createStableIds, type IdStore, type StableIds } from './stableIds.ts'

/** Something by the name that the user has for it, or by its id. */
export interface Reference {
  readonly kind: Kind
  readonly name: string
  /** What was so called at first, whatever it is called now; of several of one name the first. */
  thing(): HueThing | undefined
  end(): void
}

/** What of a bridge can be an appliance, and what it is called. */
export interface Registry {
  all(): readonly HueThing[]
  /** what stays of a thing: its id, or the one that it had on the bridge before this one */
  keyOf(thing: HueThing): string
  /** What the user means by a name or an id. It is kept over restarts for as long as somebody refers to it. */
  refer(kind: Kind, name: string): Reference
  /** The names and ids that the user has for things, by kinds. */
  words(): readonly (readonly [kind: Kind, name: string])[]
  /** What would be meant by a name or an id now. */
  named(kind: Kind, name: string): HueThing | undefined
  /** All that are called so now. */
  called(kind: Kind, name: string): readonly HueThing[]
  /** Tells when things came, left or became others. @returns what ends it */
  onChange(listener: () => void): () => void
  close(): void
}

/** What of a resource decides which things there are and what they can do; all else is only their state. */
const shapeOf = (one: Resource) =>
  JSON.stringify([
    one.type,
    one.metadata,
    one.owner,
    one.services,
    one.children,
    one.group,
    one.product_data,
    one.enabled !== undefined,
    one.dimming && (one.dimming.min_dim_level ?? 0),
    one.name,
    one.color !== undefined,
    one.color_temperature?.mirek_schema,
    [one.effects?.effect_values, one.effects_v2?.action, one.timed_effects?.effect_values],
  ])

export function createRegistry(bridge: Bridge, store: IdStore): Registry {
  const { resources } = bridge
  const ids: StableIds = createStableIds(store)
  const listeners = new Set<() => void>()
  const references = new Set<Reference>()
  let shapes = new Map<string, string>()
  let things: readonly HueThing[] = []
  let byId = new Map<string, HueThing>()
  const end = bridge.onChange((changed) => {
    if (changed === 'all' || [...changed].some(isOther)) rebuild()
  })
  rebuild()

  return {
    all: () => things,
    keyOf: ({ id }) => ids.keyOf(id),
    refer(kind, name) {
      const one = { kind, name, thing: () => named(kind, name), end: () => void references.delete(one) }
      references.add(one)
      rememberNames()
      return one
    },
    words: () => ids.names().flatMap(([kind, name]) => (isKind(kind) ? [[kind, name] as const] : [])),
    named,
    called,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: end,
  }

  function called(kind: Kind, name: string): readonly HueThing[] {
    const all = things.filter((thing) => fits(thing, kind))
    const same = all.filter((thing) => thing.name === name)
    return same.length > 0 ? same : all.filter(({ aliases }) => aliases.includes(name))
  }

  function named(kind: Kind, name: string): HueThing | undefined {
    const one = byId.get(ids.idOf(ids.keyOfName(kind, name) ?? name))
    return one && fits(one, kind) ? one : called(kind, name)[0]
  }

  /** Keeps what is meant now. One that is not there just now stays meant. */
  function rememberNames(): void {
    ids.remember(
      [...references].flatMap(({ kind, name, thing }) => {
        const one = thing()
        const key = one ? ids.keyOf(one.id) : ids.keyOfName(kind, name)
        return key === undefined ? [] : [{ kind, name, key }]
      }),
    )
  }

  function isOther(id: string): boolean {
    const one = resources.get(id)
    return (one && shapeOf(one)) !== shapes.get(id)
  }

  /** A thing that is what it was stays the same object. */
  function rebuild(): void {
    shapes = new Map([...resources.all()].map((one) => [one.id, shapeOf(one)]))
    const before = byId
    things = thingsOf(resources).map((thing) => {
      const was = before.get(thing.id)
      return was && JSON.stringify(was) === JSON.stringify(thing) ? was : thing
    })
    byId = new Map(things.map((thing) => [thing.id, thing]))
    const bridgeId = [...resources.all()].find(({ type }) => type === 'bridge')?.bridge_id
    if (things.length > 0) ids.learn(things, bridgeId?.toLowerCase())
    if (things.length > 0) rememberNames()
    if (before.size === byId.size && things.every((thing) => before.get(thing.id) === thing)) return
    for (const listener of [...listeners]) listener()
  }
}

const isKind = (text: string): text is Kind => (kinds as readonly string[]).includes(text)
const fits = (thing: HueThing, kind: Kind) => kind === 'device' || thing.kind === kind
