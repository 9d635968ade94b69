import type { State } from '../../../src/home/traits.ts'
import { all, isShown, type Kind, type Known, main, must, type Order, recall, unsupported } from './command.ts'
import { group } from './group.ts'
import { isLightThere, lampWish, lightState } from './light.ts'
import { sensorState } from './sensor.ts'
import type { Thing } from './things.ts'

/** Every kind of thing. */
const kinds: Readonly<Record<Thing['kind'], Kind>> = {
  light: {
    state(thing, known) {
      const light = main(thing, known)
      const asked = known.asked.get(thing.id)
      return { ...sensorState(all(thing.services, known)), ...(light && lightState(light, asked)) }
    },
    order(thing, patch, known) {
      const light = must(main(thing, known))
      const { body, asked } = lampWish(patch, light.on?.on, [light])
      return {
        type: 'light',
        id: light.id,
        body,
        lane: 'light',
        asked,
        isThere: () => isLightThere(known.resources.get(light.id) ?? light, patch, asked),
        says: [['light', light.id]],
      }
    },
  },
  room: group,
  zone: group,
  scene: {
    state(thing, known) {
      const scene = main(thing, known)
      const grouped = known.resources.get(thing.group ?? '')
      return typeof scene?.status === 'object' ? { power: isShown(scene, grouped) } : {}
    },
    order(thing, { power }, known) {
      const scene = must(main(thing, known))
      if (power === true) return recall(scene, thing.group, known)
      const id = thing.group
      if (power !== false || id === undefined) throw unsupported(thing)
      return {
        type: 'grouped_light',
        id,
        body: { on: { on: false } },
        lane: 'group',
        isThere: () => known.resources.get(id)?.on?.on === false,
        says: [['grouped_light', id]],
      }
    },
  },
  sensor: {
    state: (thing, known) => sensorState(all(thing.services, known)),
    order(thing, { power }, known) {
      const { id, type } = must(main(thing, known))
      if (power === undefined) throw unsupported(thing)
      return {
        type,
        id,
        body: { enabled: power },
        lane: 'light',
        isThere: () => known.resources.get(id)?.enabled === power,
        says: [[type, id]],
      }
    },
  },
}

/** What a thing says now. */
export const stateOf = (thing: Thing, known: Known): State => kinds[thing.kind].state(thing, known)

/** What the bridge is told for a wish. @throws Failure `unsupported`; `offline` if the bridge no longer has it */
export function orderOf(thing: Thing, patch: State, known: Known): Order {
  const stranger = Object.keys(patch).find((trait) => !thing.spec.traits[trait as keyof State]?.can.includes('set'))
  if (stranger !== undefined) throw unsupported(thing)
  return kinds[thing.kind].order(thing, patch, known)
}
