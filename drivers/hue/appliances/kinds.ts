import type { State } from '../../../src/home/traits.ts'
import {
  type ApplianceKind,
  type HueCommand,
  isShown,
  type KnownState,
  primaryResource,
  recallScene,
  required,
  resourcesOf,
  unsupported,
} from './command.ts'
import { group } from './group.ts'
import { isLightApplied, lampCommand, lightState } from './light.ts'
import { sensorState } from './sensor.ts'
import type { HueThing } from './things.ts'

/** Every kind of thing. */
const kinds: Readonly<Record<HueThing['kind'], ApplianceKind>> = {
  light: {
    state(thing, known) {
      const light = primaryResource(thing, known)
      const asked = known.sent.get(thing.id)
      return { ...sensorState(resourcesOf(thing.services, known)), ...(light && lightState(light, asked)) }
    },
    command(thing, patch, known) {
      const light = required(primaryResource(thing, known))
      const { body, asked } = lampCommand(patch, light.on?.on, [light])
      return {
        type: 'light',
        id: light.id,
        body,
        rate: 'light',
        asked,
        isApplied: () => isLightApplied(known.resources.get(light.id) ?? light, patch, asked),
        confirmedBy: [['light', light.id]],
      }
    },
  },
  room: group,
  zone: group,
  scene: {
    state(thing, known) {
      const scene = primaryResource(thing, known)
      const grouped = known.resources.get(thing.group ?? '')
      return typeof scene?.status === 'object' ? { power: isShown(scene, grouped) } : {}
    },
    command(thing, { power }, known) {
      const scene = required(primaryResource(thing, known))
      if (power === true) return recallScene(scene, thing.group, known)
      const id = thing.group
      if (power !== false || id === undefined) throw unsupported(thing)
      return {
        type: 'grouped_light',
        id,
        body: { on: { on: false } },
        rate: 'group',
        isApplied: () => known.resources.get(id)?.on?.on === false,
        confirmedBy: [['grouped_light', id]],
      }
    },
  },
  sensor: {
    state: (thing, known) => sensorState(resourcesOf(thing.services, known)),
    command(thing, { power }, known) {
      const { id, type } = required(primaryResource(thing, known))
      if (power === undefined) throw unsupported(thing)
      return {
        type,
        id,
        body: { enabled: power },
        rate: 'light',
        isApplied: () => known.resources.get(id)?.enabled === power,
        confirmedBy: [[type, id]],
      }
    },
  },
}

/** What a thing says now. */
export const stateOf = (thing: HueThing, known: KnownState): State => kinds[thing.kind].state(thing, known)

/** What the bridge is told for a wish. @throws Failure `unsupported`; `offline` if the bridge no longer has it */
export function commandFor(thing: HueThing, patch: State, known: KnownState): HueCommand {
  const stranger = Object.keys(patch).find((trait) => !thing.spec.traits[trait as keyof State]?.can.includes('set'))
  if (stranger !== undefined) throw unsupported(thing)
  return kinds[thing.kind].command(thing, patch, known)
}
