import type { HueThing } from '../appliances/things.ts'

/** What was known of a thing when its bridge was last seen. */
export interface IdRecord {
  readonly id: string
  readonly key: string
  readonly kind: string
  readonly name: string
  readonly v1?: string
}

/** What is saved of one bridge. */
export interface IdBook {
  /** the bridge that it was saved of: the one before this, if this took its place */
  readonly bridgeId?: string
  readonly records: readonly IdRecord[]
  /** by kind and name as the user wrote them: the key of the thing that was meant at first */
  readonly names: ReadonlyMap<string, string>
}

/** Where keys outlive the process. */
export interface IdStore {
  /** What is saved of a bridge, or else of the bridge whose place it took. */
  load(bridgeId: string | undefined): IdBook
  save(book: IdBook): void
}

/** How long after the start names may begin to be used, in milliseconds. */
const forgetNamesAfterMs = 60_000

/** The key under which a name is saved. */
const nameKey = (kind: string, name: string) => JSON.stringify([kind, name])

/** The keys by which the house knows things, whatever ids their bridge gives them. */
export interface StableIds {
  keyOf(id: string): string
  idOf(key: string): string
  /** The key of the thing that had this name when the user wrote it. */
  keyOfName(kind: string, name: string): string | undefined
  /** Takes what the bridge has now. @param bridgeId whose that is */
  learn(things: readonly HueThing[], bridgeId: string | undefined): void
  /** All saved names. */
  names(): readonly (readonly [kind: string, name: string])[]
  /** Takes what the user's names mean now, and saves all. Names that are not used for a while are forgotten. */
  remember(names: readonly { readonly kind: string; readonly name: string; readonly key: string }[]): void
}

/**
 * A thing's key is the id that it had first. On another bridge, to which everything was moved, it is known again by its
 * name, or by its id of CLIP v1; on the same one by its name alone, since that gives such an id to one lamp after another.
 */
export function createStableIds(store: IdStore): StableIds {
  let book: IdBook = { records: [], names: new Map() }
  let isLoaded = false
  let byId = new Map<string, string>()
  let byKey = new Map<string, string>()
  let saved = ''
  let since = 0
  return {
    keyOfName: (kind, name) => book.names.get(nameKey(kind, name)),
    keyOf: (id) => byId.get(id) ?? id,
    idOf: (key) => byKey.get(key) ?? key,
    learn(things, bridgeId) {
      if (!isLoaded) {
        book = store.load(bridgeId)
        byId = new Map(book.records.map(({ id, key }) => [id, key]))
        isLoaded = true
        since = performance.now()
      }
      const { records: kept, bridgeId: lastBridge } = book
      const present = new Set(things.map(({ id }) => id))
      const taken = new Set<string>()
      // Of those whose ids the bridge has, or that are known under another id by now, nothing is to be found out.
      const next = new Map<string, string>()
      for (const { id } of things) {
        const key = byId.get(id)
        if (key !== undefined) taken.add(next.set(id, key).get(id) ?? id)
      }
      const lost = kept.filter(({ key }) => !taken.has(key) && !present.has(key))
      const isOther = lastBridge !== undefined && bridgeId !== undefined && lastBridge !== bridgeId
      for (const thing of things) {
        const { id, kind, v1 } = thing
        if (next.has(id)) continue
        const free = lost.filter((one) => one.kind === kind && !taken.has(one.key))
        const same =
          free.find((one) => isOther && v1 !== undefined && one.v1 === v1) ??
          free.find((one) => one.name === fullName(thing))
        const key = same?.key ?? id
        taken.add(key)
        next.set(id, key)
      }
      byId = next
      byKey = new Map([...next].map(([id, key]) => [key, id]))
      const now = things.map((thing) => ({
        id: thing.id,
        key: next.get(thing.id) ?? thing.id,
        kind: thing.kind,
        name: fullName(thing),
        ...(thing.v1 !== undefined && { v1: thing.v1 }),
      }))
      const whose = bridgeId ?? lastBridge
      book = { ...book, ...(whose !== undefined && { bridgeId: whose }), records: now }
    },
    names: () => [...book.names.keys()].map((word) => JSON.parse(word)),
    remember(names) {
      const isEarly = performance.now() - since < forgetNamesAfterMs
      const now = names.map(({ kind, name, key }) => [nameKey(kind, name), key] as const)
      book = { ...book, names: new Map([...(isEarly ? book.names : []), ...now]) }
      const text = JSON.stringify([book, ...book.names])
      if (isLoaded && text !== saved) store.save(book)
      saved = text
    },
  }
}

/** Every room may have a scene of the same name. */
const fullName = ({ kind, name, aliases: [full = name] }: HueThing) => (kind === 'scene' ? full : name)
