import { fromXy, toXy } from '../../../src/home/color.ts'
import type { Spec } from '../../../src/home/spec.ts'
import type { State } from '../../../src/home/traits.ts'
import type { Point, Resource } from '../bridge/resources.ts'
import { clip, distance } from './gamut.ts'
import { modeBody, modeOfLight, modesOfLight } from './modes.ts'

/** What a lamp was last told, with what that came to: told again in the same words while the lamp is still there. */
export interface LastCommand {
  readonly color?: { readonly xy: Point; readonly value: NonNullable<State['color']> }
  readonly white?: { readonly mirek: number; readonly kelvin: number }
}

/** How far what a lamp says may lie from what it was told: in the diagram, in percent (it has 254 steps), in mirek. */
export const tolerance = { color: 0.015, brightness: 0.45, mirek: 1 }

const readSet = ['read', 'set'] as const

/** What lamps of these limits can do; of a group, what one of its lamps can. */
export function lampTraits(lights: readonly Resource[]): Spec['traits'] {
  const range = mirekRangeOf(lights)
  return {
    power: { can: readSet },
    ...(lights.some(({ dimming }) => dimming) && { brightness: { can: readSet, min: 0, max: 100, step: 1 } }),
    ...(lights.some(({ color }) => color) && { color: { can: readSet } }),
    ...(range && { colorTemperature: { can: readSet, ...kelvinRange(range) } }),
  }
}

interface MirekRange {
  readonly least: number
  readonly most: number
}

/**
 * What at least one of these lamps can show, in mirek; nothing if none has whites. Of a room, a lamp that cannot go as
 * far as another goes as far as it can.
 */
function mirekRangeOf(lights: readonly Resource[]): MirekRange | undefined {
  // Those of CLIP v2 where a lamp does not say.
  const ranges = lights.flatMap(({ color_temperature: white }) =>
    white ? [{ least: white.mirek_schema?.mirek_minimum ?? 153, most: white.mirek_schema?.mirek_maximum ?? 500 }] : [],
  )
  if (ranges.length === 0) return undefined
  return { least: Math.min(...ranges.map(({ least }) => least)), most: Math.max(...ranges.map(({ most }) => most)) }
}

const clampMirek = (mirek: number, range: MirekRange | undefined) =>
  range ? Math.min(range.most, Math.max(range.least, mirek)) : mirek

/** The range in whole tens of kelvin, never wider than the lamp's own. */
function kelvinRange({ least, most }: MirekRange) {
  const min = Math.ceil(1e5 / most) * 10
  return { min, max: Math.max(min, Math.floor(1e5 / least) * 10), step: 1 }
}

/** What one lamp can do. */
export function lightTraits(light: Resource): Spec['traits'] {
  const values = modesOfLight(light)
  return { ...lampTraits([light]), ...(values.length > 0 && { mode: { can: readSet, values, rest: 'none' } }) }
}

/** What one lamp says. A colour is known only in its colour mode, a colour temperature only in its white one. */
export function lightState(light: Resource, asked: LastCommand | undefined): State {
  const brightness = brightnessOf(light)
  const color = colorOf(light, asked)
  const kelvin = kelvinOf(light, asked)
  const mode = modeOfLight(light)
  return {
    ...(light.on?.on !== undefined && { power: light.on.on }),
    ...(brightness !== undefined && { brightness }),
    ...(color && { color: { ...color, ...(brightness !== undefined && { brightness }) } }),
    ...(kelvin !== undefined && { colorTemperature: kelvin }),
    ...(mode !== undefined && modesOfLight(light).includes(mode) && { mode }),
  }
}

/** In whole percent. */
export function brightnessOf({ dimming }: Resource): number | undefined {
  const { brightness } = dimming ?? {}
  return brightness !== undefined && brightness >= 0 && brightness <= 100 ? Math.round(brightness) : undefined
}

const isWhite = ({ color_temperature }: Resource) =>
  typeof color_temperature?.mirek === 'number' && color_temperature.mirek_valid !== false

/** Hue in whole degrees and saturation in percent. */
export function colorOf(light: Resource, asked: LastCommand | undefined): State['color'] {
  const { xy, gamut } = light.color ?? {}
  if (!xy || isWhite(light)) return undefined
  // Its nearest to the red that was wished for is that red.
  if (asked?.color && distance(clip(asked.color.xy, gamut), xy) <= tolerance.color) {
    const { hue, saturation } = asked.color.value
    return { hue, saturation }
  }
  const seen = fromXy([xy.x, xy.y])
  return seen && { hue: Math.round(seen.hue) % 360, saturation: Math.min(100, Math.round(seen.saturation)) }
}

/** In tens of kelvin, since mirek are that coarse; or as it was wished. */
export function kelvinOf(light: Resource, asked: LastCommand | undefined): number | undefined {
  const mirek = light.color_temperature?.mirek
  if (!isWhite(light) || typeof mirek !== 'number') return undefined
  if (asked?.white && Math.abs(asked.white.mirek - mirek) <= tolerance.mirek) return asked.white.kelvin
  return Math.round(1e5 / mirek) * 10
}

/** What a lamp or a group is told for a wish, and what it is to be afterwards. */
export interface LampCommand {
  readonly body: Readonly<Record<string, unknown>>
  readonly asked: LastCommand
}

/**
 * Nothing but `on` can be told to one that is off: it is switched on with it, or it would not hear.
 * @param lights what says the limits: the lamp itself, or those of a group, which each take what they can
 */
export function lampCommand(patch: State, isOn: boolean | undefined, lights: readonly Resource[]): LampCommand {
  const light = lights.length === 1 ? lights[0] : undefined
  const { power, color, colorTemperature, mode } = patch
  if (power === false) return { body: { on: { on: false } }, asked: {} }
  const brightness = patch.brightness ?? color?.brightness
  const xy = color && clip(pointOf(color), light?.color?.gamut)
  const mirek =
    colorTemperature === undefined ? undefined : clampMirek(Math.round(1e6 / colorTemperature), mirekRangeOf(lights))
  return {
    body: {
      ...((power || isOn !== true) && { on: { on: true } }),
      ...(brightness !== undefined && { dimming: { brightness } }),
      ...(xy && { color: { xy } }),
      ...(mirek !== undefined && { color_temperature: { mirek } }),
      ...(mode !== undefined && light && modeBody(light, mode)),
    },
    asked: {
      ...(color && xy && { color: { xy, value: color } }),
      ...(mirek !== undefined && colorTemperature !== undefined && { white: { mirek, kelvin: colorTemperature } }),
    },
  }
}

function pointOf(color: NonNullable<State['color']>): Point {
  const [x, y] = toXy(color).map((n) => Math.round(n * 10_000) / 10_000)
  return { x: x ?? 0, y: y ?? 0 }
}

/** True if a lamp is what it was told to be. */
export function isLightApplied(light: Resource, patch: State, asked: LastCommand): boolean {
  const { power, brightness = patch.color?.brightness, mode } = patch
  const { color, color_temperature, dimming, on } = light
  if (power === false) return on?.on === false
  return (
    on?.on === true &&
    (brightness === undefined || Math.abs((dimming?.brightness ?? -100) - brightness) <= tolerance.brightness) &&
    (!asked.color || (!!color?.xy && distance(color.xy, clip(asked.color.xy, color.gamut)) <= tolerance.color)) &&
    (!asked.white ||
      Math.abs((color_temperature?.mirek ?? -100) - clampMirek(asked.white.mirek, mirekRangeOf([light]))) <=
        tolerance.mirek) &&
    (mode === undefined || modeOfLight(light) === mode)
  )
}
