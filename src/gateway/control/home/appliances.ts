import { offeredForms } from '../../../clova/actionForms.ts'
import { actionLabel } from '../../../clova/spoken/actionNames.ts'
import type { Caller } from '../../../control/api.ts'
import { controlError } from '../../../control/errors.ts'
import { explain } from '../../../control/explanations/index.ts'
import type { Appliance } from '../../../home/appliance.ts'
import type { Home } from '../../../home/home.ts'
import type { ControlHandlers } from '../../../http/admin/router.ts'
import { suggestion } from '../../../util/suggest.ts'
import type { HomeRuntime } from '../../homeRuntime.ts'
import type { Observation } from '../../observation.ts'
import type { GatewaySettings } from '../../settings.ts'
import { setAssumedState } from '../assumeState.ts'
import { inventory } from '../inventory.ts'
import { similarNames } from '../similarNames.ts'

type ApplianceHandlers = Pick<ControlHandlers, 'appliances' | 'appliance' | 'checkName' | 'assume' | 'confirmSearch'>

interface ApplianceDependencies {
  readonly home: HomeRuntime
  settings(): GatewaySettings
  readonly observation: Observation
  /** where an appliance stands in the configuration */
  positionOf(appliance: string): Promise<{ readonly line: number; readonly column: number } | undefined>
}

/** A longer name is often misunderstood; in characters. */
const longNameLength = 15

/** The operations on appliances: the list, one appliance, its name and its assumed state. */
export function createApplianceHandlers(gateway: ApplianceDependencies): ApplianceHandlers {
  const { home: runtime, settings, observation } = gateway
  const { presence, searchReminder } = observation
  const sources = () => ({ runtime, settings: settings(), presence })

  return {
    async appliances(_request, signal, { appliances: only, role }) {
      const pending = role === 'owner' ? searchReminder.pending() : undefined
      return {
        appliances: await inventory(sources(), signal, only),
        problems: role === 'owner' ? runtime.problems() : [],
        ...(pending && { searchAgain: pending }),
      }
    },
    async appliance({ appliance: id }, signal, caller) {
      const found = findAppliance(runtime.home(), id, caller)
      const [status] = await inventory(sources(), signal, new Set([id]))
      if (!status) throw noSuchAppliance(id, runtime.home())
      const { edition } = settings()
      const position = caller.role === 'owner' ? await gateway.positionOf(id) : undefined
      return {
        appliance: status,
        actions: offeredForms(edition, found.type, found.device.spec).map(({ does, ...form }) => ({
          ...form,
          label: { ...actionLabel(form.action) },
          effect: does.effect,
          ...(does.trait !== undefined && { trait: does.trait }),
          ...('implied' in does && { implied: does.implied }),
        })),
        changes: presence.of(id).changes.map(({ at, online, reason }) => ({
          at,
          online,
          ...(reason !== undefined && { reason }),
        })),
        neighbours: neighboursOf(id, found.driver),
        ...(position && { position }),
      }
    },
    checkName({ name, except }) {
      const similar = similarNames(runtime.home(), name, except)
      const problem = nameProblem(name, similar[0])
      return { similar, ...(problem && { explanation: problem }) }
    },
    assume(request, _signal, caller) {
      if (caller.appliances) findAppliance(runtime.home(), request.appliance, caller)
      return { state: { ...setAssumedState(request, runtime.home()) } }
    },
    confirmSearch() {
      searchReminder.recordSearch()
      return {}
    },
  }

  /** How many of the other appliances of a connection were online when they were last looked at. */
  function neighboursOf(id: string, driver: string): { online: number; offline: number } {
    const others = [...runtime.home().appliances.values()].filter((one) => one.driver === driver && one.id !== id)
    const offline = others.filter((one) => presence.isOffline(one.id)).length
    return { online: others.length - offline, offline }
  }
}

function nameProblem(name: string, like: ReturnType<typeof similarNames>[number] | undefined) {
  if (!/[\p{L}\p{N}]/u.test(name)) return explain('unspeakableName')
  if (like) return explain(like.likeness === 'same' ? 'sameName' : 'alikeName', { other: like.name })
  return [...name].length > longNameLength ? explain('longName') : undefined
}

/** The appliance with an id. @throws controlError `notFound` if there is none, or if the caller may not see it */
export function findAppliance(home: Home, id: string, { appliances: only }: Caller): Appliance {
  const found = !only || only.has(id) ? home.appliances.get(id) : undefined
  if (!found) throw noSuchAppliance(id, home, only)
  return found
}

const noSuchAppliance = (id: string, { appliances }: Home, only?: ReadonlySet<string>): Error =>
  controlError('notFound', explain('noSuchApplianceId', { id, hint: suggestion(id, only ?? appliances.keys()) }))
