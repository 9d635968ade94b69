import type { Appliance, Description } from '../home/appliance.ts'
import type { Spec } from '../home/spec.ts'
import type { Control, Query } from './actions/factories.ts'
import { type ActionName, actionNamed } from './actions/index.ts'
import { actionsOf } from './applianceTypes.ts'
import type { Edition } from './edition.ts'

/** What was found out of a spec, by edition and type: alike devices share one, and it goes when the spec goes. */
const known = new WeakMap<Spec, Map<string, readonly ActionName[]>>()

/** The actions that an appliance offers: what its device can do, within what its type may list in the edition. */
export function offeredActions(edition: Edition, type: string, spec: Spec): readonly ActionName[] {
  const ofSpec = known.get(spec) ?? new Map<string, readonly ActionName[]>()
  known.set(spec, ofSpec)
  const key = `${edition} ${type}`
  const found = ofSpec.get(key)
  if (found) return found
  const listed = [...(actionsOf(edition, type) ?? [])] as ActionName[]
  const actions = listed.filter((name) => actionNamed(name)?.offered(spec, edition))
  ofSpec.set(key, actions)
  return actions
}

/**
 * The row of an action that the appliance offers, else nothing.
 * HealthCheck is answered whether the type lists it or not: it asks no more than whether the device is there.
 */
export function offeredRow(name: string, { type, device }: Pick<Appliance, 'device'> & Description, edition: Edition) {
  const row = actionNamed(name)
  if (!row || row.kind === 'house' || !row.editions.includes(edition)) return undefined
  const listed = name === 'HealthCheck' || actionsOf(edition, type)?.has(name)
  return listed && row.offered(device.spec, edition) ? (row as Control | Query) : undefined
}
