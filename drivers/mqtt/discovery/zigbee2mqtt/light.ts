import type { TraitDescription } from '../announcement.ts'
import { type Feature, isAsked, isSaid, isSet, named } from './exposes.ts'
import { type Built, heard, onOff, type Place, pathOf, payloadOf, spoken } from './topics.ts'

/** A lamp. */
export function light(features: readonly Feature[], place: Place): Built {
  const power = named(features, 'state')
  const brightness = named(features, 'brightness')
  const temperature = named(features, 'color_temp')
  // Hue and saturation need no conversion, so they go before x and y.
  const color = named(features, 'color_hs', 'color_xy')
  const both = temperature && color
  return {
    kind: 'light',
    traits: {
      ...(power && { power: onOff(place, power) }),
      ...(brightness && { brightness: { ...spoken(place, brightness), ...rangeOf(brightness, [0, 254]) } }),
      ...(temperature && {
        colorTemperature: {
          ...spoken(place, temperature),
          unit: 'mirek',
          ...miredOf(temperature),
          ...(both && modeOf(color, place, ['color_temp'])),
        },
      }),
      ...(color && place.json && { color: colour(color, place, both !== undefined) }),
    },
    problems:
      color && !place.json
        ? [`${color.property}: hue and saturation come on a topic each; the bridge must publish JSON (advanced.output)`]
        : [],
  }
}

const rangeOf = ({ value_min, value_max }: Feature, [low, high]: [number, number]) => {
  const range: [number, number] = [value_min ?? low, value_max ?? high]
  return range[0] === range[1] ? { min: range[0], max: range[1] } : { range }
}

/** Light of fewer than 15 or more than 1000 mired is none: some announce the whole width of the number. */
const miredOf = ({ value_min = 0, value_max = 0, ...feature }: Feature) =>
  rangeOf(
    { ...feature, value_min: value_min < 15 ? 153 : value_min, value_max: value_max > 1000 ? 500 : value_max || 500 },
    [153, 500],
  )

function colour(color: Feature, place: Place, both: boolean): TraitDescription {
  const at = (part: string) => pathOf(color.property, part)
  const isHue = color.name === 'color_hs'
  const value = isHue ? '{"hue":${hue},"saturation":${saturation}}' : '{"x":${x},"y":${y}}'
  return {
    ...(isSaid(color) && {
      state: place.topic,
      path: isHue ? { hue: at('hue'), saturation: at('saturation') } : { x: at('x'), y: at('y') },
    }),
    ...(isSet(color) && { command: `${place.topic}/set`, payload: payloadOf({ [color.property]: value }) }),
    ...(both && modeOf(color, place, ['hs', 'xy'])),
  }
}

/**
 * A lamp says which of the two it shows, and keeps the other in step:
 * syncColorState in zigbee-herdsman-converters `src/lib/color.ts`. Lamps that speak Tuya's own protocol do not.
 */
const modeOf = (color: Feature, place: Place, is: string[]): Pick<TraitDescription, 'when'> =>
  place.json && isAsked(color) && heard(place, color).path !== undefined
    ? { when: { path: pathOf(color.property.replace(/^color/, 'color_mode')), is } }
    : {}
