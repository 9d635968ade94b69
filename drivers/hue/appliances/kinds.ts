import type { State } from '../../../src/home/traits.ts'
import {
  type CommandOptions,
  type HueApplianceKind,
  type HueCommand,
  type KnownState,
  nameOfLight,
  primaryResource,
  reachableLights,
  resourcesOf,
  unsupported,
} from './command.ts'
import { group, setLamps } from './group.ts'
import { isLightApplied, lampCommand, lightState } from './light.ts'
import type { HueAppliance } from './listAppliances.ts'
import { isShown, recallScene, recallSmartScene } from './scene.ts'
import { sensorState } from './sensor.ts'

/** A lamp or a plug. */
const light: HueApplianceKind = {
  state(appliance, known) {
    const lamp = known.resources.get(appliance.commandResource ?? '')
    return {
      ...sensorState(resourcesOf(appliance.reportingServices, known)),
      ...(lamp && lightState(lamp, known.sent.get(lamp.id))),
    }
  },
  command(appliance, patch, known) {
    const lamp = primaryResource(appliance, known)
    const { id } = lamp
    const { body, sent } = lampCommand(patch, lamp.on?.on, [lamp])
    return {
      requests: [{ type: 'light', id, body, rate: 'light' }],
      sent: [[id, sent]],
      confirmedBy: [['light', id]],
      missing: () => (isLightApplied(known.resources.get(id) ?? lamp, patch, sent) ? [] : [nameOfLight(lamp)]),
      isForSeveral: false,
    }
  },
}

/** A scene, or a smart scene such as natural light, which changes with the time of the day. It is on while its lamps show it. */
const scene: HueApplianceKind = {
  state(appliance, known) {
    const resource = known.resources.get(appliance.commandResource ?? '')
    const isReported = resource?.type === 'smart_scene' ? resource.state : typeof resource?.status === 'object'
    return resource && isReported ? { power: isShown(resource, reachableLights(appliance, known)) } : {}
  },
  command(appliance, { power }, known, options) {
    const resource = primaryResource(appliance, known)
    if (power === true) return recallScene(resource, appliance, known, options)
    if (power === false && resource.type === 'smart_scene') return recallSmartScene(resource, 'deactivate', known)
    if (power !== false || appliance.groupedLight === undefined) throw unsupported(appliance)
    return setLamps({ ...appliance, commandResource: appliance.groupedLight }, { power }, known)
  },
}

/** A sensor, which can be switched off where it senses motion. */
const sensor: HueApplianceKind = {
  state: (appliance, known) => sensorState(resourcesOf(appliance.reportingServices, known)),
  command(appliance, { power }, known) {
    const { id, type } = primaryResource(appliance, known)
    if (power === undefined) throw unsupported(appliance)
    return {
      requests: [{ type, id, body: { enabled: power }, rate: 'light' }],
      sent: [],
      confirmedBy: [[type, id]],
      missing: () => (known.resources.get(id)?.enabled === power ? [] : [appliance.name]),
      isForSeveral: false,
    }
  },
}

const kinds: Readonly<Record<HueAppliance['kind'], HueApplianceKind>> = {
  light,
  room: group,
  zone: group,
  home: group,
  scene,
  sensor,
}

/** What an appliance shows now, as far as that is known. */
export const stateOf = (appliance: HueAppliance, known: KnownState): State =>
  kinds[appliance.kind].state(appliance, known)

/** What the bridge is sent for a patch. @throws Failure `unsupported`; `offline` if the bridge no longer has it */
export function commandFor(
  appliance: HueAppliance,
  patch: State,
  known: KnownState,
  options: CommandOptions,
): HueCommand {
  const notSettable = Object.keys(patch).some(
    (trait) => !appliance.spec.traits[trait as keyof State]?.can.includes('set'),
  )
  if (notSettable) throw unsupported(appliance)
  return kinds[appliance.kind].command(appliance, patch, known, options)
}
