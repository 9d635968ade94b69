import type { Appliance } from '../home/appliance.ts'
import { createDeadline, raceAbort } from '../home/deadline.ts'
import type { Home, Scene } from '../home/home.ts'
import { numbers, type Spec, words } from '../home/spec.ts'
import type { Trait } from '../home/traits.ts'
import { actionNamed } from './actions/index.ts'
import type { Dialect, Voice } from './edition.ts'
import type { Json } from './envelope.ts'
import { toWord } from './modes.ts'
import { offeredActions } from './offeredActions.ts'

/** How long discovery waits to learn whether a device is reachable, in milliseconds. */
const patience = 500

/** `DiscoverAppliancesResponse`: every appliance with every field that is known, and the scenes as custom commands. */
export async function discoverAppliances(home: Home, dialect: Dialect, signal: AbortSignal): Promise<Json> {
  const appliances = [...home.appliances.values()]
  const described = appliances.map((appliance) => describe(appliance, dialect))
  // Only the edition of LINE asks whether it is reachable; for the other nobody need be asked.
  const reachable = dialect.edition === 'jp' ? await reachability(appliances, signal) : []
  return {
    customCommands: [...home.scenes.values()].flatMap(customCommand),
    discoveredAppliances: described.map((fields, i) => ({
      ...fields,
      ...(reachable.length > 0 && { isReachable: reachable[i] }),
    })),
  }
}

/** `DiscoverScenesResponse` */
export const discoverScenes = (home: Home): Json => ({
  discoveredScenes: [...home.scenes.values()].map(({ id, name, confirm }) => ({
    sceneId: id,
    sceneName: name,
    needsUserConfirmation: confirm,
    additionalSceneDetails: {},
  })),
})

/** Whether each can be reached; who has not said so in time is not. */
async function reachability(appliances: readonly Appliance[], signal: AbortSignal): Promise<readonly boolean[]> {
  const limit = createDeadline(patience, signal)
  const known = appliances.map(() => false)
  const reads = appliances.map(async ({ device }, i) => {
    known[i] = (await device.read({ signal: limit.signal })).online
  })
  await raceAbort(Promise.allSettled(reads), limit.signal).catch(() => {})
  limit.end()
  return [...known]
}

function describe(appliance: Appliance, dialect: Dialect): Json {
  const { id, name, type, device, description, location, tags, confirm, manufacturer, model, version } = appliance
  const actions = offeredActions(dialect.edition, type, device.spec)
  const about = device.about ?? {}
  return {
    applianceId: id,
    manufacturerName: manufacturer ?? about.manufacturer ?? 'clova-home-gateway',
    modelName: model ?? about.model ?? type,
    version: version ?? about.version ?? '1.0',
    friendlyName: name,
    friendlyDescription: description ?? name,
    isIr: device.spec.assumed === true,
    actions,
    ...(dialect.edition === 'jp' && { actionsNeededUserConfirmation: confirm }),
    applianceTypes: [type],
    additionalApplianceDetails: dialect.edition === 'kr' ? details(actions, device.spec, { ...dialect, type }) : {},
    ...(location !== undefined && { location }),
    tags,
  }
}

/** The details that were made for the actions of a spec: alike devices have the same. */
const known = new WeakMap<readonly string[], Json>()

/** The values that each action takes, so that CLOVA refuses others by itself (kr). */
function details(actions: readonly string[], spec: Spec, voice: Voice): Json {
  const found = known.get(actions) ?? makeDetails(actions, spec, voice)
  known.set(actions, found)
  return found
}

function makeDetails(actions: readonly string[], spec: Spec, voice: Voice): Json {
  const actionDetails = actions.flatMap((action) => {
    const row = actionNamed(action)
    const traits = (row?.kind === 'control' && row.allows) || []
    const [allowableValue, another] = traits.flatMap((trait) => allowed(trait, spec, voice) ?? [])
    // A range that holds for one of several temperatures would have CLOVA refuse the others.
    return allowableValue && !another ? [{ action, allowableValue }] : []
  })
  return actionDetails.length > 0 ? { actionDetails } : {}
}

function allowed(trait: Trait, spec: Spec, voice: Voice): Json | undefined {
  const domain = numbers(spec, trait)
  if (domain?.values) return { type: 'number', enumValues: domain.values }
  if (domain) return { type: 'boundedNumber', minValue: domain.min, maxValue: domain.max }
  const list = words(spec, trait)
  if (!list) return undefined
  const enumValues = trait === 'mode' ? list.flatMap((mode) => toWord(voice.edition, voice.type, mode) ?? []) : list
  return enumValues.length > 0 ? { type: 'string', enumValues } : undefined
}

/**
 * A scene as a custom command. CLOVA then asks for each action by itself and can give no value,
 * so only actions without one can be in it (`check` says which are not).
 */
function customCommand({ name, actions }: Scene): readonly Json[] {
  const plain = actions.filter((action) => action.value === undefined)
  if (plain.length === 0) return []
  return [{ name, actions: plain.map((action) => ({ applianceId: action.appliance, action: action.do })) }]
}
