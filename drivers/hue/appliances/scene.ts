import type { Resource } from '../bridge/resources.ts'
import { type CommandOptions, type HueCommand, type KnownState, nameOfLight, reachableLights } from './command.ts'
import { isBrightnessApplied } from './light.ts'
import type { HueAppliance } from './listAppliances.ts'

/** Recalls a scene for its whole group. @param appliance the group or the scene, whose lights are looked at */
export function recallScene(
  resource: Resource,
  appliance: HueAppliance,
  known: KnownState,
  { recall }: CommandOptions,
): HueCommand {
  if (resource.type === 'smart_scene') return recallSmartScene(resource, 'activate', known)
  const lights = reachableLights(appliance, known).map(({ id }) => id)
  const action = { static: 'static', dynamic: 'dynamic_palette', default: 'active' }[recall ?? 'default']
  return {
    requests: [{ type: 'scene', id: resource.id, body: { recall: { action } }, rate: 'group' }],
    sent: [],
    confirmedBy: [['scene', resource.id], ...lights.map((id) => ['light', id] as const)],
    missing() {
      const now = known.resources.get(resource.id)
      const reachable = reachableLights(appliance, known)
      const isRecalled =
        now && isShown(now, reachable) && (recall !== 'dynamic' || activeStateOf(now) === 'dynamic_palette')
      // The colours of a dynamic scene move on; what is on and how bright it is at first does not.
      const lamps = new Map(reachable.map((lamp) => [lamp.id, lamp]))
      const late = (now?.actions ?? []).flatMap(({ target, action: sceneAction }) => {
        const lamp = lamps.get(target?.rid ?? '')
        if (!lamp || !sceneAction) return []
        const isOn = sceneAction.on?.on ?? true
        const follows =
          lamp.on?.on === isOn &&
          (!isOn || recall === 'dynamic' || isBrightnessApplied(lamp, sceneAction.dimming?.brightness))
        return follows ? [] : [nameOfLight(lamp)]
      })
      return isRecalled ? late : ['the scene', ...late]
    },
    isForSeveral: true,
  }
}

export function recallSmartScene(resource: Resource, action: 'activate' | 'deactivate', known: KnownState): HueCommand {
  const expectedState = action === 'activate' ? 'active' : 'inactive'
  return {
    requests: [{ type: 'smart_scene', id: resource.id, body: { recall: { action } }, rate: 'group' }],
    sent: [],
    confirmedBy: [['smart_scene', resource.id]],
    missing: () => (known.resources.get(resource.id)?.state === expectedState ? [] : ['the scene']),
    isForSeveral: true,
  }
}

/**
 * True if lamps show a scene: the bridge goes on to call a scene active whose lamps were put out.
 * @param lamps those of its group that are reached
 */
export function isShown(resource: Resource, lamps: readonly Resource[]): boolean {
  if (!isActive(resource)) return false
  if (isDark(resource)) return true
  const lightsUp = new Set(
    (resource.actions ?? []).flatMap(({ target, action }) => (action?.on?.on === false ? [] : (target?.rid ?? []))),
  )
  const own = lightsUp.size > 0 ? lamps.filter(({ id }) => lightsUp.has(id)) : lamps
  return own.some(({ on }) => on?.on)
}

/** A scene may put out all of its lamps. */
const isDark = ({ actions = [] }: Resource): boolean =>
  actions.length > 0 && actions.every(({ action }) => action?.on?.on === false)

const activeStateOf = ({ status }: Resource) => (typeof status === 'object' ? status.active : undefined)

const isActive = (resource: Resource): boolean => {
  const active = resource.type === 'smart_scene' ? resource.state : activeStateOf(resource)
  return active !== undefined && active !== 'inactive'
}
