import type { Caller } from '../../../control/api.ts'
import { controlError } from '../../../control/errors.ts'
import { explain } from '../../../control/explanations/index.ts'
import type { Appliance } from '../../../home/appliance.ts'
import type { Home } from '../../../home/home.ts'
import { suggestion } from '../../../util/suggest.ts'

/** The appliance with an id. @throws controlError `notFound` if there is none, or if the caller may not see it */
export function findAppliance(home: Home, id: string, { appliances: only }: Caller): Appliance {
  const found = !only || only.has(id) ? home.appliances.get(id) : undefined
  if (!found) throw noSuchAppliance(id, home, only)
  return found
}

export const noSuchAppliance = (id: string, { appliances }: Home, only?: ReadonlySet<string>): Error =>
  controlError('notFound', explain('noSuchApplianceId', { id, hint: suggestion(id, only ?? appliances.keys()) }))
