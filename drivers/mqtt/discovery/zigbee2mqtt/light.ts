import type { TraitDescription } from '../announcement.ts'
import { say } from '../messages.ts'
import { canGet, canSet, type Feature, findFeature, isPublished } from './exposes.ts'
import { onOff, type PartTraits, pathOf, payloadOf, readWriteTrait, stateSource, type TopicLayout } from './topics.ts'

/** A lamp. */
export function light(features: readonly Feature[], layout: TopicLayout): PartTraits {
  const power = findFeature(features, 'state')
  const brightness = findFeature(features, 'brightness')
  const temperature = findFeature(features, 'color_temp')
  // Hue and saturation need no conversion, so they are preferred to x and y.
  const color = findFeature(features, 'color_hs', 'color_xy')
  const both = temperature && color
  return {
    kind: 'light',
    traits: {
      ...(power && { power: onOff(layout, power) }),
      ...(brightness && { brightness: { ...readWriteTrait(layout, brightness), ...rangeOf(brightness, [0, 254]) } }),
      ...(temperature && {
        colorTemperature: {
          ...readWriteTrait(layout, temperature),
          unit: 'mirek',
          ...mirekRange(temperature),
          ...(both && onlyInMode(color, layout, ['color_temp'])),
        },
      }),
      ...(color && layout.json && { color: colorTrait(color, layout, both !== undefined) }),
    },
    problems: color && !layout.json ? [say('colorOnTopics', { name: color.property })] : [],
  }
}

const rangeOf = ({ value_min, value_max }: Feature, [low, high]: [number, number]) => {
  const range: [number, number] = [value_min ?? low, value_max ?? high]
  return range[0] === range[1] ? { min: range[0], max: range[1] } : { range }
}

/** Some devices announce the whole width of the number as their range; below 15 and above 1000 mirek the default is taken. */
const mirekRange = ({ value_min = 0, value_max = 0, ...feature }: Feature) =>
  rangeOf(
    { ...feature, value_min: value_min < 15 ? 153 : value_min, value_max: value_max > 1000 ? 500 : value_max || 500 },
    [153, 500],
  )

function colorTrait(color: Feature, layout: TopicLayout, both: boolean): TraitDescription {
  const at = (part: string) => pathOf(color.property, part)
  const isHue = color.name === 'color_hs'
  const value = isHue ? '{"hue":${hue},"saturation":${saturation}}' : '{"x":${x},"y":${y}}'
  return {
    ...(isPublished(color) && {
      state: layout.topic,
      path: isHue ? { hue: at('hue'), saturation: at('saturation') } : { x: at('x'), y: at('y') },
    }),
    ...(canSet(color) && { command: `${layout.topic}/set`, payload: payloadOf({ [color.property]: value }) }),
    ...(both && onlyInMode(color, layout, ['hs', 'xy'])),
  }
}

/**
 * A lamp publishes in `color_mode` whether it shows a colour or a white, and keeps the other value in step:
 * syncColorState in zigbee-herdsman-converters `src/lib/color.ts`. Lamps with Tuya's own protocol do not.
 */
const onlyInMode = (color: Feature, layout: TopicLayout, is: string[]): Pick<TraitDescription, 'when'> =>
  layout.json && canGet(color) && stateSource(layout, color).path !== undefined
    ? { when: { path: pathOf(color.property.replace(/^color/, 'color_mode')), is } }
    : {}
