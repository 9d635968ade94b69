import { distance } from './gamut.ts'
import { type Asked, colorOf, isLightThere, kelvinOf, lampWish, percent, slack } from './light.ts'
import { all, isActive, type Kind, main, must, recall, unsupported } from './order.ts'
import type { Resource } from './resources.ts'

/** A room or zone: told at once, and what its lamps have in common. */
export const group: Kind = {
  state(thing, known) {
    const grouped = main(thing, known)
    const lit = all(thing.lights, known).filter(({ on }) => on?.on)
    const asked = known.asked.get(thing.main ?? '')
    const brightness = grouped && percent(grouped)
    const color = common(
      lit,
      ({ color }) => color !== undefined,
      (one) => colorOf(one, asked),
      asked,
    )
    const kelvin = common(
      lit,
      (one) => one.color_temperature !== undefined,
      (one) => kelvinOf(one, asked),
      asked,
    )
    const active = Object.keys(thing.scenes).find((mode) => isActive(known.resources.get(thing.scenes[mode] ?? '')))
    return {
      ...(grouped?.on?.on !== undefined && { power: grouped.on.on }),
      ...(brightness !== undefined && thing.spec.traits.brightness && { brightness }),
      ...(color && { color: { ...color, ...(brightness !== undefined && { brightness }) } }),
      ...(kelvin !== undefined && { colorTemperature: kelvin }),
      ...(active !== undefined && { mode: active }),
    }
  },
  order(thing, patch, known) {
    const grouped = must(main(thing, known))
    if (patch.mode !== undefined) {
      const scene = known.resources.get(thing.scenes[patch.mode] ?? '')
      if (!scene) throw unsupported(thing)
      return recall(scene, known)
    }
    const { body, asked } = lampWish(patch, grouped.on?.on, undefined)
    const lights = () => all(thing.lights, known).filter(({ on }) => on?.on)
    return {
      type: 'grouped_light',
      id: grouped.id,
      body,
      lane: 'group',
      asked,
      isThere() {
        const { on, dimming } = known.resources.get(grouped.id) ?? {}
        const { power = true, brightness = patch.color?.brightness } = patch
        // Each lamp takes what it can of colours, and those that can take none say none.
        const colored = lights().filter((one) =>
          asked.color ? one.color : asked.white ? one.color_temperature : false,
        )
        return (
          on?.on === power &&
          (!power ||
            brightness === undefined ||
            Math.abs((dimming?.brightness ?? -100) - brightness) <= slack.brightness) &&
          (!power || colored.every((one) => isLightThere(one, {}, asked)))
        )
      },
      says: [
        ['grouped_light', grouped.id],
        ...lights()
          .slice(0, asked.color || asked.white ? 3 : 0)
          .map(lightSays),
      ],
    }
  },
}

const lightSays = ({ id }: Resource) => ['light', id] as const

/** What all lamps that can have it have; nothing if they differ. */
function common<T>(
  lamps: readonly Resource[],
  can: (lamp: Resource) => boolean,
  value: (lamp: Resource) => T | undefined,
  asked: Asked | undefined,
): T | undefined {
  const able = lamps.filter(can)
  const [first] = able
  const found = first && value(first)
  if (found === undefined || !first) return undefined
  const same = able.every((one) => JSON.stringify(value(one)) === JSON.stringify(found))
  return same || (asked === undefined && able.every((one) => isNear(one, first))) ? found : undefined
}

const isNear = (a: Resource, b: Resource) =>
  a.color?.xy && b.color?.xy
    ? distance(a.color.xy, b.color.xy) <= 2 * slack.color
    : a.color_temperature?.mirek === b.color_temperature?.mirek
