import type { Appliance, ApplianceDescription } from '../home/appliance.ts'
import type { Spec } from '../home/spec.ts'
import type { Control, Query } from './actions/factories.ts'
import { type ActionName, actions } from './actions/index.ts'
import { actionsOf } from './applianceTypes.ts'
import type { Edition } from './edition.ts'

/** Offered actions by spec, then by edition and type. Devices with the same spec share an entry, and it is freed with the spec. */
const offeredCache = new WeakMap<Spec, Map<string, readonly ActionName[]>>()

/** The actions that an appliance offers: what its device can do, within what its type may list in the edition. */
export function offeredActions(edition: Edition, type: string, spec: Spec): readonly ActionName[] {
  const ofSpec = offeredCache.get(spec) ?? new Map<string, readonly ActionName[]>()
  offeredCache.set(spec, ofSpec)
  const key = `${edition} ${type}`
  const found = ofSpec.get(key)
  if (found) return found
  const listed = [...(actionsOf(edition, type) ?? [])] as ActionName[]
  const offered = listed.filter((name) => rowOf(name).isOffered(spec, edition))
  ofSpec.set(key, offered)
  return offered
}

/**
 * The row of an action if the appliance offers it, else undefined.
 * HealthCheck is answered even where the type does not list it: CLOVA may ask any appliance whether it is reachable.
 */
export function offeredRow(
  name: string,
  { type, device }: Pick<Appliance, 'device'> & ApplianceDescription,
  edition: Edition,
) {
  if (name !== 'HealthCheck' && !actionsOf(edition, type)?.has(name)) return undefined
  const row = rowOf(name)
  return row.isOffered(device.spec, edition) ? row : undefined
}

/** The row of an action that a type lists: a type lists actions of its edition, and none on the whole home. */
const rowOf = (name: string) => actions[name as ActionName] as Control | Query
