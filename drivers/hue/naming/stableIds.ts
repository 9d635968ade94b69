import type { Steps } from '../../../src/util/slices.ts'
import type { HueAppliance } from '../appliances/listAppliances.ts'

/** An appliance as it was when its bridge was last connected. */
interface IdRecord {
  readonly id: string
  readonly key: string
  readonly kind: string
  readonly name: string
  readonly v1?: string
}

/** The ids and names that are saved for one bridge. */
export interface SavedIds {
  /** the bridge for which it was saved: the previous bridge if it was replaced */
  readonly bridgeId?: string
  readonly records: readonly IdRecord[]
  readonly names: readonly SavedName[]
}

/** A name of the configuration, and the key of the appliance to which it referred first. */
interface SavedName {
  readonly kind: string
  readonly name: string
  readonly key: string
}

/** Saves the keys across restarts, in steps: a bridge may have thousands of appliances. */
export interface StableIdStore {
  /** The saved ids of a bridge, or of the bridge that it replaced. */
  load(bridgeId: string | undefined): Steps<SavedIds>
  /** Saves what differs from what was saved last. */
  save(savedIds: SavedIds): Steps<void>
}

/** Saved names that are not used within this time after the start are dropped, in milliseconds. */
const forgetNamesAfterMs = 60_000

/** So many appliances, records or names are looked at in one step. */
const entriesPerStep = 256

/** The key under which a name is saved. */
const nameKey = (kind: string, name: string) => JSON.stringify([kind, name])

/** Maps the ids of a bridge's resources to keys that stay the same when the ids change. */
export interface StableIds {
  keyOf(id: string): string
  idOf(key: string): string
  /** The key of the appliance that had this name when it was first used in the configuration. */
  keyOfName(kind: string, name: string): string | undefined
  /** Updates the mapping. @param appliances all appliances of the bridge now @param bridgeId the id of that bridge */
  update(appliances: readonly HueAppliance[], bridgeId: string | undefined): Steps<void>
  /** All saved names. */
  names(): Iterable<readonly [kind: string, name: string]>
  /** Sets what a name refers to. It is on the disk after the next `save`. @param id the id of the appliance now */
  setName(kind: string, name: string, id: string): void
  /** Saves everything. @param used the names that are in use; others are dropped unless the start was a moment ago */
  save(used: Iterable<{ readonly kind: string; readonly name: string }>): Steps<void>
}

/**
 * The key of an appliance is the first id that it had. An appliance with a new id is matched to a saved record whose id is
 * gone: on a replacement bridge by its CLIP v1 id or its name; on the same bridge by its name only, because a bridge reuses
 * CLIP v1 ids for other lamps.
 */
export function createStableIds(store: StableIdStore): StableIds {
  let records: readonly IdRecord[] = []
  let savedBridgeId: string | undefined
  /** the keys of names, by kind and name */
  let names = new Map<string, SavedName>()
  let isLoaded = false
  let byId = new Map<string, string>()
  let byKey = new Map<string, string>()
  let loadedAtMs = 0
  return {
    keyOfName: (kind, name) => names.get(nameKey(kind, name))?.key,
    keyOf: (id) => byId.get(id) ?? id,
    idOf: (key) => byKey.get(key) ?? key,
    *update(appliances, bridgeId) {
      if (!isLoaded) {
        const saved = yield* store.load(bridgeId)
        records = saved.records
        savedBridgeId = saved.bridgeId
        names = new Map(
          saved.names.flatMap((one) => (one.name === one.key ? [] : [[nameKey(one.kind, one.name), one]])),
        )
        byId = new Map(saved.records.map(({ id, key }) => [id, key]))
        isLoaded = true
        loadedAtMs = performance.now()
      }
      const present = new Set(appliances.map(({ id }) => id))
      const taken = new Set<string>()
      // Appliances with a known id keep their key.
      const keyById = new Map<string, string>()
      for (const { id } of appliances) {
        const key = byId.get(id)
        if (key === undefined) continue
        keyById.set(id, key)
        taken.add(key)
      }
      const missingRecords = records.filter(({ key }) => !taken.has(key) && !present.has(key))
      const isOtherBridge = savedBridgeId !== undefined && bridgeId !== undefined && savedBridgeId !== bridgeId
      // A small bridge is done in one step.
      if (appliances.length >= entriesPerStep) yield
      const missingByV1 = yield* recordsBy(missingRecords, ({ kind, v1 }) => nameKey(kind, v1 ?? ''))
      const missingByName = yield* recordsBy(missingRecords, ({ kind, name }) => nameKey(kind, name))
      const nextRecords: IdRecord[] = []
      const idByKey = new Map<string, string>()
      for (const appliance of appliances) {
        const { id, kind, v1 } = appliance
        const name = fullName(appliance)
        const match = keyById.has(id)
          ? undefined
          : ((isOtherBridge && v1 !== undefined ? firstLeft(missingByV1.get(nameKey(kind, v1)), taken) : undefined) ??
            firstLeft(missingByName.get(nameKey(kind, name)), taken))
        const key = keyById.get(id) ?? match?.key ?? id
        taken.add(key)
        keyById.set(id, key)
        idByKey.set(key, id)
        nextRecords.push({ id, key, kind, name, ...(v1 !== undefined && { v1 }) })
        if (nextRecords.length % entriesPerStep === 0) yield
      }
      byId = keyById
      byKey = idByKey
      records = nextRecords
      savedBridgeId = bridgeId ?? savedBridgeId
    },
    *names() {
      for (const { kind, name } of names.values()) yield [kind, name] as const
    },
    setName(kind, name, id) {
      const key = byId.get(id) ?? id
      // A key needs no name: that of each exposed appliance is its name here.
      if (key !== name) names.set(nameKey(kind, name), { kind, name, key })
    },
    *save(used) {
      if (!isLoaded) return
      if (performance.now() - loadedAtMs >= forgetNamesAfterMs) {
        const usedNames = new Set([...used].map(({ kind, name }) => nameKey(kind, name)))
        for (const key of names.keys()) if (!usedNames.has(key)) names.delete(key)
        yield
      }
      yield* store.save({
        ...(savedBridgeId !== undefined && { bridgeId: savedBridgeId }),
        records,
        names: [...names.values()],
      })
    },
  }
}

/** Records by what they have in common, the first one at the end of each list. */
function* recordsBy(
  records: readonly IdRecord[],
  by: (record: IdRecord) => string,
): Steps<ReadonlyMap<string, IdRecord[]>> {
  const groups = new Map<string, IdRecord[]>()
  for (const [i, record] of records.toReversed().entries()) {
    const key = by(record)
    const group = groups.get(key)
    if (group) group.push(record)
    else groups.set(key, [record])
    if (i % entriesPerStep === entriesPerStep - 1) yield
  }
  return groups
}

/** The first of these records whose key is not taken. Those that are taken are dropped, so that none is looked at twice. */
function firstLeft(records: IdRecord[] | undefined, taken: ReadonlySet<string>): IdRecord | undefined {
  while (records?.length && taken.has(records.at(-1)?.key ?? '')) records.pop()
  return records?.at(-1)
}

/** The name of an appliance; of a scene with its room, because several rooms may have scenes of one name. */
const fullName = ({ kind, name, aliases: [full = name] }: HueAppliance) => (kind === 'scene' ? full : name)
