import type { Appliance } from '../home/appliance.ts'
import { createDeadline, raceAbort } from '../home/deadline.ts'
import type { Home, Scene } from '../home/home.ts'
import { allowedWords, numberDomain, type Spec } from '../home/spec.ts'
import type { Trait } from '../home/traits.ts'
import { type ActionName, actions } from './actions/index.ts'
import { sceneType } from './applianceTypes.ts'
import type { EditionSettings, SpeechContext } from './edition.ts'
import type { JsonObject } from './envelope.ts'
import { fanLevels } from './fanSpeed.ts'
import { toClovaMode } from './modes.ts'
import { offeredActions } from './offeredActions.ts'

/** How long discovery of `jp` waits for the devices to say whether they are reachable. */
const reachabilityTimeoutMs = 500

/** `DiscoverAppliancesResponse`: every appliance with every field that is known, and the scenes as custom commands. */
export async function discoverAppliances(
  home: Home,
  settings: EditionSettings,
  signal: AbortSignal,
): Promise<JsonObject> {
  const appliances = [...home.appliances.values()]
  const described = appliances.map((appliance) => describeAppliance(appliance, settings))
  // Only `jp` has the field isReachable, so only there the devices are read.
  const reachable = settings.edition === 'jp' ? await readReachability(appliances, signal) : undefined
  return {
    customCommands: [...home.scenes.values()].flatMap(customCommand),
    discoveredAppliances: [
      ...described.map((fields, i) => ({ ...fields, ...(reachable && { isReachable: reachable[i] }) })),
      ...(settings.edition === 'kr' ? sceneSwitches(home) : []),
    ],
  }
}

/**
 * The scenes as switches for `kr`, which has no ActionScene, and whose custom commands cannot give a value
 * (and do not appear in CLOVA for some users). Turning such a switch on runs the whole scene.
 */
const sceneSwitches = (home: Home): readonly JsonObject[] =>
  [...home.scenes.values()].flatMap(({ id, name }) =>
    home.appliances.has(sceneApplianceId(id))
      ? []
      : [
          {
            applianceId: sceneApplianceId(id),
            manufacturerName: 'clova-home-gateway',
            modelName: sceneType,
            version: '1.0',
            friendlyName: name,
            friendlyDescription: name,
            isIr: false,
            actions: ['HealthCheck', 'TurnOn'],
            applianceTypes: [sceneType],
            additionalApplianceDetails: {},
            location: '',
            tags: [],
          },
        ],
  )

/** The id of the switch that represents a scene. */
export const sceneApplianceId = (sceneId: string) => `scene:${sceneId}`

/** `DiscoverScenesResponse` */
export const discoverScenes = (home: Home): JsonObject => ({
  discoveredScenes: [...home.scenes.values()].map(({ id, name, confirm }) => ({
    sceneId: id,
    sceneName: name,
    needsUserConfirmation: confirm,
    additionalSceneDetails: {},
  })),
})

/** Whether each device is online; one that does not answer within the timeout counts as offline. */
async function readReachability(appliances: readonly Appliance[], signal: AbortSignal): Promise<readonly boolean[]> {
  const deadline = createDeadline(reachabilityTimeoutMs, signal)
  const online = appliances.map(() => false)
  const reads = appliances.map(async ({ device }, i) => {
    online[i] = (await device.read({ signal: deadline.signal })).online
  })
  await raceAbort(Promise.allSettled(reads), deadline.signal).catch(() => {})
  deadline.end()
  return [...online]
}

function describeAppliance(appliance: Appliance, settings: EditionSettings): JsonObject {
  const { id, name, type, device, description, location, tags, confirm, manufacturer, model, version } = appliance
  const offered = offeredActions(settings.edition, type, device.spec)
  const about = device.deviceInfo ?? {}
  return {
    applianceId: id,
    manufacturerName: manufacturer ?? about.manufacturer ?? 'clova-home-gateway',
    modelName: model ?? about.model ?? type,
    version: version ?? about.version ?? '1.0',
    friendlyName: name,
    friendlyDescription: description ?? name,
    isIr: device.spec.assumed === true,
    actions: offered,
    ...(settings.edition === 'jp' && { actionsNeededUserConfirmation: confirm }),
    applianceTypes: [type],
    additionalApplianceDetails:
      settings.edition === 'kr' ? cachedDetails(offered, device.spec, { ...settings, type, spec: device.spec }) : {},
    // The guide fills in every field; its example has "" where there is no location.
    location: location ?? '',
    tags,
  }
}

/** Details by list of actions; `offeredActions` returns the same list for devices of one spec, so they share one entry. */
const detailsCache = new WeakMap<readonly ActionName[], JsonObject>()

/** `additionalApplianceDetails` of `kr`: the values that each action takes. CLOVA refuses other values by itself. */
function cachedDetails(actions: readonly ActionName[], spec: Spec, context: SpeechContext): JsonObject {
  const found = detailsCache.get(actions) ?? makeDetails(actions, spec, context)
  detailsCache.set(actions, found)
  return found
}

function makeDetails(names: readonly ActionName[], spec: Spec, context: SpeechContext): JsonObject {
  const actionDetails = names.flatMap((action) => {
    const values = actions[action].detailTraits?.flatMap((trait) => allowableValue(trait, spec, context) ?? [])
    const [value, another] = values ?? []
    // SetTargetTemperature may set several temperatures. The range of one would make CLOVA refuse values of the others.
    return value && !another ? [{ action, allowableValue: value }] : []
  })
  return actionDetails.length > 0 ? { actionDetails } : {}
}

function allowableValue(trait: Trait, spec: Spec, context: SpeechContext): JsonObject | undefined {
  if (trait === 'fanSpeed') return { type: 'number', enumValues: fanLevels(spec).map(({ clova }) => clova) }
  const domain = numberDomain(spec, trait)
  if (domain?.values) return { type: 'number', enumValues: domain.values }
  if (domain) return { type: 'boundedNumber', minValue: domain.min, maxValue: domain.max }
  const list = allowedWords(spec, trait)
  if (!list) return undefined
  const enumValues =
    trait === 'mode' ? list.flatMap((mode) => toClovaMode(context.edition, context.type, mode) ?? []) : list
  return enumValues.length > 0 ? { type: 'string', enumValues } : undefined
}

/**
 * A scene as a custom command of discovery. CLOVA sends one request for each action of it and cannot send a value,
 * so actions with a value are left out (`check` lists them).
 */
function customCommand({ name, actions }: Scene): readonly JsonObject[] {
  const plain = actions.filter((action) => action.value === undefined)
  if (plain.length === 0) return []
  return [{ name, actions: plain.map((action) => ({ applianceId: action.appliance, action: action.do })) }]
}
