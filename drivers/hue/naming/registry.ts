import type { Log } from '../../../src/home/driver.ts'
import { comparableName } from '../../../src/util/displayName.ts'
import { RepeatedWork, type Steps } from '../../../src/util/slices.ts'
import { type HueAppliance, listAppliances } from '../appliances/listAppliances.ts'
import type { Bridge } from '../bridge/bridge.ts'
import type { Resource } from '../bridge/resources.ts'
import { type Kind, kinds } from '../options.ts'
import { createStableIds, type StableIdStore, type StableIds } from './stableIds.ts'

/** Something by the name that the user has for it, or by its id. */
export interface Reference {
  readonly kind: Kind
  readonly name: string
  /** The appliance that had this name at first, whatever its name is now; of several of one name the first. */
  appliance(): HueAppliance | undefined
  end(): void
}

/** What of a bridge can be an appliance, and what it is called. */
export interface Registry {
  all(): readonly HueAppliance[]
  /** what stays of an appliance: its id, or the one that it had on the bridge before this one */
  keyOf(appliance: HueAppliance): string
  /** Resolves a name or an id that the user wrote. What it means is kept over restarts while a reference to it exists. */
  addReference(kind: Kind, name: string): Reference
  /** The names and ids that the user has for things, by kinds. */
  userNames(): readonly (readonly [kind: Kind, name: string])[]
  /** The appliance that a name or an id means now. */
  resolve(kind: Kind, name: string): HueAppliance | undefined
  /** All things that have this name now. */
  withName(kind: Kind, name: string): readonly HueAppliance[]
  /** Tells when things came, left or became others. @returns what ends it */
  onChange(listener: () => void): () => void
  /** Resolves when all that has changed on the bridge is known. */
  settled(): Promise<void>
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

/** So many things are compared with what they were in one step. */
const appliancesPerStep = 64

/** The things of a large bridge are sorted in slices: until that is over, they are what they were before. */
export function createRegistry(bridge: Bridge, store: StableIdStore, log: Log): Registry {
  const { resources } = bridge
  const ids: StableIds = createStableIds(store)
  const listeners = new Set<() => void>()
  const references = new Set<Reference>()
  /** the resources that the things were made of */
  let shaped = new Map<string, Resource>()
  let appliances: readonly HueAppliance[] = []
  let byId = new Map<string, HueAppliance>()
  let byName: NameIndex = new Map()
  let byAlias: NameIndex = new Map()
  const rebuilding = new RepeatedWork(rebuild, (error) =>
    log.error({ error }, 'the names of what the bridge has cannot be sorted'),
  )
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
      rememberNames()
      return one
    },
    userNames: () => ids.names().flatMap(([kind, name]) => (isKind(kind) ? [[kind, name] as const] : [])),
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
    },
  }

  function called(kind: Kind, name: string): readonly HueAppliance[] {
    const wanted = comparableName(name)
    const same = (byName.get(wanted) ?? []).filter((appliance) => fits(appliance, kind))
    return same.length > 0 ? same : (byAlias.get(wanted) ?? []).filter((appliance) => fits(appliance, kind))
  }

  function named(kind: Kind, name: string): HueAppliance | undefined {
    const one = byId.get(ids.idOf(ids.keyOfName(kind, name) ?? name))
    return one && fits(one, kind) ? one : called(kind, name)[0]
  }

  /** Saves what each name means. An appliance that is absent just now keeps its name. */
  function rememberNames(): void {
    ids.saveNames(
      [...references].flatMap(({ kind, name, appliance }) => {
        const one = appliance()
        const key = one ? ids.keyOf(one.id) : ids.keyOfName(kind, name)
        return key === undefined ? [] : [{ kind, name, key }]
      }),
    )
  }

  function isOther(id: string): boolean {
    const [now, before] = [resources.get(id), shaped.get(id)]
    return (now && shapeOf(now)) !== (before && shapeOf(before))
  }

  /** An appliance that is what it was stays the same object. */
  function* rebuild(): Steps<void> {
    shaped = new Map([...resources.all()].map((one) => [one.id, one]))
    const before = byId
    const listed = [...(yield* listAppliances(resources))]
    for (const [i, appliance] of listed.entries()) {
      const was = before.get(appliance.id)
      if (was && JSON.stringify(was) === JSON.stringify(appliance)) listed[i] = was
      if (i % appliancesPerStep === appliancesPerStep - 1) yield
    }
    const names = indexBy(listed, ({ name }) => [comparableName(name)])
    const aliases = indexBy(listed, (appliance) => [...new Set(appliance.aliases.map(comparableName))])
    if (listed.length >= appliancesPerStep) yield
    const bridgeId = [...resources.all()].find(({ type }) => type === 'bridge')?.bridge_id
    if (listed.length > 0) yield* ids.update(listed, bridgeId?.toLowerCase())
    appliances = listed
    byId = new Map(listed.map((appliance) => [appliance.id, appliance]))
    byName = names
    byAlias = aliases
    if (listed.length > 0) rememberNames()
    if (before.size === byId.size && appliances.every((appliance) => before.get(appliance.id) === appliance)) return
    for (const listener of [...listeners]) listener()
  }
}

/** Things by a name that they have, in their order. */
type NameIndex = ReadonlyMap<string, readonly HueAppliance[]>

function indexBy(
  appliances: readonly HueAppliance[],
  namesOf: (appliance: HueAppliance) => readonly string[],
): NameIndex {
  const index = new Map<string, HueAppliance[]>()
  for (const appliance of appliances)
    for (const name of namesOf(appliance)) {
      const same = index.get(name)
      if (same) same.push(appliance)
      else index.set(name, [appliance])
    }
  return index
}

const isKind = (text: string): text is Kind => (kinds as readonly string[]).includes(text)
const fits = (appliance: HueAppliance, kind: Kind) => kind === 'device' || appliance.kind === kind
