import type { Config } from '../../config/load.ts'
import { explain } from '../../control/explanations/index.ts'
import type { Explanation } from '../../control/operations/shapes.ts'
import { authority } from '../../setup/tunnelKinds.ts'
import { isLoopback } from '../../util/networkList.ts'

/** How many effects are told one by one. */
const maxEffects = 8

/** What CLOVA is told of an appliance: a change of it must be searched for. */
const announcedFields = ({ description: { name, type, location, tags, isHidden } }: Config['appliances'][number]) =>
  JSON.stringify([name, type, location, tags, isHidden])

/**
 * What it does to put a configuration in force in place of another one, in words for the user: first what changes the way into
 * the dashboard. @param before absent: there was none that is right
 */
export function effectsOf(before: Config | undefined, after: Config): Explanation[] {
  const access = before ? accessEffects(before, after) : []
  const { effects, mustSearch } = homeEffects(before, after)
  if (access.length + effects.length === 0) return [explain('effectNone')]
  return [...access, ...effects, explain('effectNoRestart'), ...(mustSearch ? [explain('effectSearch')] : [])]
}

/** What changes the way into the dashboard, with the command that tells its new address. */
export function accessEffects({ dashboard: before }: Config, { dashboard: after }: Config): Explanation[] {
  if (before.enabled && !after.enabled) return [explain('effectDashboardOff')]
  const [was, is] = [authority(before.listen), authority(after.listen)]
  const isHere = (host: string) => isLoopback(host) || host === 'localhost'
  const names = accessKeys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
  return [
    ...(was === is ? [] : [explain('effectDashboardMoves', { before: was, after: is }, { command: addressCommand })]),
    ...(isHere(after.listen.host) && !isHere(before.listen.host) ? [explain('effectDashboardHere')] : []),
    ...(names.length > 0 ? [explain('effectDashboardNames', { keys: names.join(', ') })] : []),
  ]
}

const addressCommand = 'sudo clova-home dashboard'
const accessKeys = ['allowedHosts', 'trustedProxies', 'basePath'] as const

/** What changes of appliances, connections and settings, and whether CLOVA must search again for it. */
export function homeEffects(
  before: Config | undefined,
  after: Config,
): { readonly effects: readonly Explanation[]; readonly mustSearch: boolean } {
  const effects: Explanation[] = []
  let mustSearch = false
  const was = new Map((before?.appliances ?? []).map((entry) => [entry.description.id, entry]))
  for (const entry of after.appliances) {
    const { id, name, type } = entry.description
    const old = was.get(id)
    was.delete(id)
    if (old && announcedFields(old) === announcedFields(entry) && optionsOf(old) === optionsOf(entry)) continue
    mustSearch ||= !old || announcedFields(old) !== announcedFields(entry)
    if (!old) effects.push(explain('effectAdded', { name }))
    else if (old.description.name !== name)
      effects.push(explain('effectRenamed', { name, before: old.description.name }))
    else if (old.description.type !== type) effects.push(explain('effectType', { name, type }))
    else effects.push(explain('effectChanged', { name }))
  }
  for (const { description } of was.values()) {
    mustSearch = true
    effects.push(explain('effectRemoved', { name: description.name }))
  }
  for (const [name, entry] of after.drivers) {
    const old = before?.drivers.get(name)
    if (!old) effects.push(explain('effectConnectionAdded', { name }))
    else if (JSON.stringify([old.type, old.options]) !== JSON.stringify([entry.type, entry.options]))
      effects.push(explain('effectConnectionChanged', { name }))
  }
  for (const name of before?.drivers.keys() ?? [])
    if (!after.drivers.has(name)) effects.push(explain('effectConnectionRemoved', { name }))
  const keys = settingKeys.filter((key) => JSON.stringify(before?.[key]) !== JSON.stringify(after[key]))
  if (before && keys.length > 0) effects.push(explain('effectSettings', { keys: keys.join(', ') }))
  const shown = effects.slice(0, maxEffects)
  if (effects.length > maxEffects) shown.push(explain('effectMore', { count: effects.length - maxEffects }))
  return { effects: shown, mustSearch }
}

const settingKeys = [
  'edition',
  'language',
  'timeZone',
  'previousState',
  'server',
  'scenes',
  'linking',
  'backup',
] as const

const optionsOf = ({ options, pace, contents, description: { driver } }: Config['appliances'][number]) =>
  JSON.stringify([driver, options, pace, contents])
