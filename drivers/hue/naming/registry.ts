import type { Log } from '../../../src/home/driver.ts'
import { comparableName } from '../../../src/util/displayName.ts'
import { OncePerTurn, RepeatedWork, runSteps, type Steps } from '../../../src/util/slices.ts'
import { type HueAppliance, listAppliances } from '../appliances/listAppliances.ts'
import type { Bridge } from '../bridge/bridge.ts'
import type { Resource } from '../bridge/resources.ts'
import { type Kind, kinds } from '../options.ts'
import { createStableIds, type StableIdStore, type StableIds } from './stableIds.ts'

/** A name that the user has for an appliance, or its id. */
export interface Reference {
  readonly kind: Kind
  readonly name: string
  /** The appliance that had this name at first, whatever its name is now; of several of one name the first. */
  appliance(): HueAppliance | undefined
  end(): void
}

/** The appliances that a bridge can give, and their names. */
export interface Registry {
  all(): readonly HueAppliance[]
  /** what stays of an appliance: its id, or the one that it had on the bridge before this one */
  keyOf(appliance: HueAppliance): string
  /** Resolves a name or an id that the user wrote. What it refers to is saved over restarts while a reference to it exists. */
  addReference(kind: Kind, name: string): Reference
  /** The names and ids that the user has for appliances, by kinds. */
  userNames(): Iterable<readonly [kind: Kind, name: string]>
  /** The appliance that a name or an id means now. */
  resolve(kind: Kind, name: string): HueAppliance | undefined
  /** All appliances that have this name now. */
  withName(kind: Kind, name: string): readonly HueAppliance[]
  /** Calls back when appliances were added, removed or changed. @returns what ends it */
  onChange(listener: () => void): () => void
  /** Resolves when all that has changed on the bridge is known. */
  settled(): Promise<void>
  close(): void
}

/** The members of a resource that decide which appliances there are and what they can do; all others are only state. */
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

/** So many appliances are looked at in one step. */
const appliancesPerStep = 64
/** An appliance of many lights takes longer: so many ids of its parts count as one more appliance. */
const partsPerAppliance = 64

/** The appliances of a large bridge are listed in slices: until that is over, they are those of before. */
export function createRegistry(bridge: Bridge, store: StableIdStore, log: Log): Registry {
  const { resources } = bridge
  const ids: StableIds = createStableIds(store)
  const listeners = new Set<() => void>()
  const references = new Set<Reference>()
  /** the resources from which the appliances were made */
  let shaped = new Map<string, Resource>()
  let appliances: readonly HueAppliance[] = []
  let byId = new Map<string, HueAppliance>()
  let byName: NameIndex = new Map()
  let byAlias: NameIndex = new Map()
  const rebuilding = new RepeatedWork(rebuild, (error) =>
    log.error({ error }, 'the names of what the bridge has cannot be sorted'),
  )
  const saving = new RepeatedWork(saveNames, (error) =>
    log.error({ error }, 'the names of what the bridge has cannot be saved'),
  )
  // Thousands of references may be added in one turn.
  const savingSoon = new OncePerTurn(() => saving.request())
  let changes = 0
  let savedChanges = 0
  const end = bridge.onChange((changed) => {
    if (changed === 'all' || [...changed].some(isOther)) rebuilding.request()
  })
  rebuilding.request()

  return {
    all: () => appliances,
    keyOf: ({ id }) => ids.keyOf(id),
    addReference(kind, name) {
      const one = { kind, name, appliance: () => named(kind, name), end: () => void references.delete(one) }
      references.add(one)
      setName(one)
      requestSave()
      return one
    },
    *userNames() {
      for (const [kind, name] of ids.names()) if (isKind(kind)) yield [kind, name] as const
    },
    resolve: named,
    withName: called,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    settled: () => rebuilding.settled(),
    close() {
      end()
      rebuilding.stop()
      saving.stop()
      savingSoon.cancel()
      // The memory is closed after this.
      if (changes !== savedChanges) runSteps(saveNames())
    },
  }

  function called(kind: Kind, name: string): readonly HueAppliance[] {
    const wanted = indexKey(kind, name)
    return byName.get(wanted) ?? byAlias.get(wanted) ?? []
  }

  function named(kind: Kind, name: string): HueAppliance | undefined {
    const one = byId.get(ids.idOf(ids.keyOfName(kind, name) ?? name))
    return one && fits(one, kind) ? one : called(kind, name)[0]
  }

  /** An appliance that is absent just now keeps its name. */
  function setName({ kind, name, appliance }: Reference): void {
    const one = appliance()
    if (one) ids.setName(kind, name, one.id)
  }

  function requestSave(): void {
    changes += 1
    savingSoon.request()
  }

  function* saveNames(): Steps<void> {
    const before = changes
    yield* ids.save(references)
    savedChanges = before
  }

  function isOther(id: string): boolean {
    const [now, before] = [resources.get(id), shaped.get(id)]
    return (now && shapeOf(now)) !== (before && shapeOf(before))
  }

  /** An appliance that is what it was stays the same object. */
  function* rebuild(): Steps<void> {
    shaped = new Map([...resources.all()].map((one) => [one.id, one]))
    const before = byId
    const listed: HueAppliance[] = []
    const nextById = new Map<string, HueAppliance>()
    const names: NameIndex = new Map()
    const aliases: NameIndex = new Map()
    let sinceStep = 0
    for (const fresh of yield* listAppliances(resources)) {
      const was = before.get(fresh.id)
      const appliance = was && isSameAppliance(was, fresh) ? was : fresh
      listed.push(appliance)
      nextById.set(appliance.id, appliance)
      addTo(names, [appliance.name], appliance)
      addTo(aliases, appliance.aliases, appliance)
      sinceStep += 1 + appliance.lights.length / partsPerAppliance
      if (sinceStep < appliancesPerStep) continue
      sinceStep = 0
      yield
    }
    const bridgeId = [...resources.all()].find(({ type }) => type === 'bridge')?.bridge_id
    if (listed.length > 0) yield* ids.update(listed, bridgeId?.toLowerCase())
    appliances = listed
    byId = nextById
    byName = names
    byAlias = aliases
    if (listed.length > 0) yield* setNames()
    if (before.size === byId.size && appliances.every((appliance) => before.get(appliance.id) === appliance)) return
    for (const listener of [...listeners]) listener()
  }

  function* setNames(): Steps<void> {
    let count = 0
    for (const reference of references) {
      setName(reference)
      count += 1
      if (count % appliancesPerStep === 0) yield
    }
    requestSave()
  }
}

/** Appliances by their kind, or `device`, and a name that they have, in their order. */
type NameIndex = Map<string, HueAppliance[]>

const indexKey = (kind: Kind, name: string) => `${kind}:${comparableName(name)}`

function addTo(index: NameIndex, names: readonly string[], appliance: HueAppliance): void {
  const keys = names.flatMap((name) => [indexKey(appliance.kind, name), indexKey('device', name)])
  for (const key of new Set(keys)) {
    const same = index.get(key)
    if (same) same.push(appliance)
    else index.set(key, [appliance])
  }
}

/** The ids of parts are thousands in a large group, and most scenes share those of their room: they are not written as text. */
function isSameAppliance(before: HueAppliance, now: HueAppliance): boolean {
  const { lights: lightsBefore, connectivityServices: servicesBefore, ...restBefore } = before
  const { lights, connectivityServices, ...rest } = now
  return (
    isSameList(lightsBefore, lights) &&
    isSameList(servicesBefore, connectivityServices) &&
    JSON.stringify(restBefore) === JSON.stringify(rest)
  )
}

const isSameList = (a: readonly string[], b: readonly string[]) =>
  a === b || (a.length === b.length && a.every((one, i) => one === b[i]))

const isKind = (text: string): text is Kind => (kinds as readonly string[]).includes(text)
const fits = (appliance: HueAppliance, kind: Kind) => kind === 'device' || appliance.kind === kind
