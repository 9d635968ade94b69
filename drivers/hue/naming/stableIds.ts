import type { Steps } from '../../../src/util/slices.ts'
import type { HueAppliance } from '../appliances/listAppliances.ts'

/** An appliance as it was when its bridge was last connected. */
export interface IdRecord {
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
  /** the key of the appliance that each name of the configuration referred to first, by kind and name */
  readonly names: ReadonlyMap<string, string>
}

/** Saves the keys across restarts. */
export interface StableIdStore {
  /** The saved ids of a bridge, or of the bridge that it replaced. */
  load(bridgeId: string | undefined): SavedIds
  save(savedIds: SavedIds): void
}

/** Saved names that are not used within this time after the start are dropped, in milliseconds. */
const forgetNamesAfterMs = 60_000

/** So many appliances are matched with their records in one step. */
const appliancesPerStep = 256

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
  names(): readonly (readonly [kind: string, name: string])[]
  /** Sets the keys of the names that are in use, and saves everything. Names that stay unused after the start are dropped. */
  saveNames(names: readonly { readonly kind: string; readonly name: string; readonly key: string }[]): void
}

/**
 * The key of an appliance is the first id that it had. An appliance with a new id is matched to a saved record whose id is
 * gone: on a replacement bridge by its CLIP v1 id or its name; on the same bridge by its name only, because a bridge reuses
 * CLIP v1 ids for other lamps.
 */
export function createStableIds(store: StableIdStore): StableIds {
  let savedIds: SavedIds = { records: [], names: new Map() }
  let isLoaded = false
  let byId = new Map<string, string>()
  let byKey = new Map<string, string>()
  let savedText = ''
  let loadedAtMs = 0
  return {
    keyOfName: (kind, name) => savedIds.names.get(nameKey(kind, name)),
    keyOf: (id) => byId.get(id) ?? id,
    idOf: (key) => byKey.get(key) ?? key,
    *update(appliances, bridgeId) {
      if (!isLoaded) {
        savedIds = store.load(bridgeId)
        byId = new Map(savedIds.records.map(({ id, key }) => [id, key]))
        isLoaded = true
        loadedAtMs = performance.now()
      }
      const { records: savedRecords, bridgeId: lastBridge } = savedIds
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
      const missingRecords = savedRecords.filter(({ key }) => !taken.has(key) && !present.has(key))
      const isOtherBridge = lastBridge !== undefined && bridgeId !== undefined && lastBridge !== bridgeId
      const missingByV1 = recordsBy(missingRecords, ({ kind, v1 }) => nameKey(kind, v1 ?? ''))
      const missingByName = recordsBy(missingRecords, ({ kind, name }) => nameKey(kind, name))
      for (const [i, appliance] of appliances.entries()) {
        const { id, kind, v1 } = appliance
        if (i % appliancesPerStep === appliancesPerStep - 1) yield
        if (keyById.has(id)) continue
        const match =
          (isOtherBridge && v1 !== undefined ? firstLeft(missingByV1.get(nameKey(kind, v1)), taken) : undefined) ??
          firstLeft(missingByName.get(nameKey(kind, fullName(appliance))), taken)
        const key = match?.key ?? id
        taken.add(key)
        keyById.set(id, key)
      }
      byId = keyById
      byKey = new Map([...keyById].map(([id, key]) => [key, id]))
      const records = appliances.map((appliance) => ({
        id: appliance.id,
        key: keyById.get(appliance.id) ?? appliance.id,
        kind: appliance.kind,
        name: fullName(appliance),
        ...(appliance.v1 !== undefined && { v1: appliance.v1 }),
      }))
      const currentBridgeId = bridgeId ?? lastBridge
      savedIds = { ...savedIds, ...(currentBridgeId !== undefined && { bridgeId: currentBridgeId }), records }
    },
    names: () => [...savedIds.names.keys()].map((key) => JSON.parse(key)),
    saveNames(names) {
      const isEarly = performance.now() - loadedAtMs < forgetNamesAfterMs
      const usedNames = names.map(({ kind, name, key }) => [nameKey(kind, name), key] as const)
      savedIds = { ...savedIds, names: new Map([...(isEarly ? savedIds.names : []), ...usedNames]) }
      const text = JSON.stringify([savedIds, ...savedIds.names])
      if (isLoaded && text !== savedText) store.save(savedIds)
      savedText = text
    },
  }
}

/** Records by what they have in common, the first one at the end of each list. */
function recordsBy(records: readonly IdRecord[], by: (record: IdRecord) => string): Map<string, IdRecord[]> {
  const groups = new Map<string, IdRecord[]>()
  for (const record of records.toReversed()) {
    const group = groups.get(by(record))
    if (group) group.push(record)
    else groups.set(by(record), [record])
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
