import { fromXy, toXy } from '../../../src/home/color.ts'
import type { Spec } from '../../../src/home/spec.ts'
import type { State } from '../../../src/home/traits.ts'
import type { Point, Resource } from '../bridge/resources.ts'
import { clip, distance } from './gamut.ts'
import { modeBody, modeOfLight, modesOfLight } from './modes.ts'

/** The last command to a lamp, in the units of the bridge and in ours. While the lamp shows it, its state is the value in ours. */
export interface LastCommand {
  readonly color?: { readonly xy: Point; readonly value: NonNullable<State['color']> }
  readonly white?: { readonly mirek: number; readonly kelvin: number }
  /** percent */
  readonly brightness?: number
}

/** How far the state that a lamp reports may lie from what it was sent: in the diagram, in percent (it has 254 steps), in mirek. */
export const tolerance = { color: 0.015, white: 0.02, brightness: 0.45, mirek: 1 }

const readSet = ['read', 'set'] as const

/** What lamps of these limits can do; of a group, what one of its lamps can. */
export function lampTraits(lights: readonly Resource[]): Spec['traits'] {
  const range = mirekRangeOf(lights)
  const min = Math.min(...lights.flatMap(({ dimming }) => (dimming ? [minBrightnessOf(dimming)] : [])))
  return {
    power: { can: readSet },
    ...(Number.isFinite(min) && { brightness: { can: readSet, min, max: 100, step: 1 } }),
    ...(lights.some(({ color }) => color) && { color: { can: readSet } }),
    ...(range && { colorTemperature: { can: readSet, ...kelvinRange(range) } }),
  }
}

/** Percent, whole. A lamp whose least step is below one percent goes from 0: it shows that step then. */
function minBrightnessOf({ min_dim_level = 0 }: NonNullable<Resource['dimming']>): number {
  return min_dim_level < 1 || min_dim_level > 50 ? 0 : Math.ceil(min_dim_level)
}

interface MirekRange {
  readonly min: number
  readonly max: number
}

/**
 * What at least one of these lamps can show; nothing if none has whites. In a room a lamp that cannot go as far as
 * another goes as far as it can.
 */
function mirekRangeOf(lights: readonly Resource[]): MirekRange | undefined {
  // The limits of CLIP v2 where a lamp does not tell its own.
  const ranges = lights.flatMap(({ color_temperature: white }) =>
    white ? [{ min: white.mirek_schema?.mirek_minimum ?? 153, max: white.mirek_schema?.mirek_maximum ?? 500 }] : [],
  )
  if (ranges.length === 0) return undefined
  return { min: Math.min(...ranges.map(({ min }) => min)), max: Math.max(...ranges.map(({ max }) => max)) }
}

const clampMirek = (mirek: number, range: MirekRange | undefined) =>
  range ? Math.min(range.max, Math.max(range.min, mirek)) : mirek

/** The range in whole tens of kelvin, never wider than the lamp's own. */
function kelvinRange(range: MirekRange) {
  const min = Math.ceil(1e5 / range.max) * 10
  return { min, max: Math.max(min, Math.floor(1e5 / range.min) * 10), step: 1 }
}

/** What one lamp can do. */
export function lightTraits(light: Resource): Spec['traits'] {
  const values = modesOfLight(light)
  return { ...lampTraits([light]), ...(values.length > 0 && { mode: { can: readSet, values, rest: 'none' } }) }
}

/** The state of one lamp. A colour is known only in its colour mode, a colour temperature only in its white one. */
export function lightState(light: Resource, sent: LastCommand | undefined): State {
  const brightness = brightnessOf(light)
  const color = colorOf(light, sent)
  const kelvin = kelvinOf(light, sent)
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
function brightnessOf({ dimming }: Resource): number | undefined {
  const { brightness } = dimming ?? {}
  return brightness !== undefined && brightness >= 0 && brightness <= 100 ? Math.round(brightness) : undefined
}

/**
 * The white that a lamp shows, in mirek; nothing if it shows a colour. Lamps of other makers call a white that they show
 * not valid, or tell nothing but its point in the diagram: then that decides.
 */
function mirekOf({ color, color_temperature: white }: Resource, sent: LastCommand | undefined): number | undefined {
  if (!white) return undefined
  const mirek = white.mirek ?? undefined
  if (mirek !== undefined && white.mirek_valid !== false) return mirek
  const shows = (one: number) => color?.xy === undefined || distance(color.xy, pointOfWhite(one)) <= tolerance.white
  if (mirek !== undefined) return shows(mirek) ? mirek : undefined
  const last = sent?.white?.mirek
  return color?.xy && last !== undefined && shows(last) ? last : undefined
}

/**
 * A point on the curve of the whites. Source: the cubic spline of Kim et al., "Design of advanced color temperature
 * control system" (2002), as in CIE literature, for 1,667–25,000 K.
 */
function pointOfWhite(mirek: number): Point {
  const t = mirek / 1000
  const x =
    mirek >= 250
      ? 0.17991 + 0.8776956 * t - 0.2343589 * t ** 2 - 0.2661239 * t ** 3
      : 0.24039 + 0.2226347 * t + 2.1070379 * t ** 2 - 3.0258469 * t ** 3
  const y =
    mirek >= 450
      ? -0.20219683 + 2.18555832 * x - 1.3481102 * x ** 2 - 1.1063814 * x ** 3
      : mirek >= 250
        ? -0.16748867 + 2.09137015 * x - 1.37418593 * x ** 2 - 0.9549476 * x ** 3
        : -0.37001483 + 3.75112997 * x - 5.8733867 * x ** 2 + 3.081758 * x ** 3
  return { x, y }
}

/** Hue in whole degrees and saturation in percent. */
export function colorOf(light: Resource, sent: LastCommand | undefined): State['color'] {
  const { xy, gamut } = light.color ?? {}
  if (!xy || mirekOf(light, sent) !== undefined) return undefined
  // The nearest point that it can show to the red that was sent is that red.
  if (sent?.color && distance(clip(sent.color.xy, gamut), xy) <= tolerance.color) {
    const { hue, saturation } = sent.color.value
    return { hue, saturation }
  }
  const seen = fromXy([xy.x, xy.y])
  return seen && { hue: Math.round(seen.hue) % 360, saturation: Math.min(100, Math.round(seen.saturation)) }
}

/** In tens of kelvin, since mirek are that coarse; or as it was sent. */
export function kelvinOf(light: Resource, sent: LastCommand | undefined): number | undefined {
  const mirek = mirekOf(light, sent)
  if (mirek === undefined) return undefined
  if (sent?.white && Math.abs(sent.white.mirek - mirek) <= tolerance.mirek) return sent.white.kelvin
  return Math.round(1e5 / mirek) * 10
}

/** What a lamp or a group is sent. */
interface LampCommand {
  readonly body: Readonly<Record<string, unknown>>
  readonly sent: LastCommand
}

/**
 * A lamp that is off takes nothing but `on`: it is switched on by the same command.
 * @param lights whose limits count: the lamp itself, or the lamps of a group, which each take what they can
 */
export function lampCommand(patch: State, isOn: boolean | undefined, lights: readonly Resource[]): LampCommand {
  const light = lights.length === 1 ? lights[0] : undefined
  const { power, color, colorTemperature, mode } = patch
  if (power === false) return { body: { on: { on: false } }, sent: {} }
  const brightness = patch.brightness ?? color?.brightness
  const xy = color && clip(pointOfColor(color), light?.color?.gamut)
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
    sent: {
      ...(color && xy && { color: { xy, value: color } }),
      ...(mirek !== undefined && colorTemperature !== undefined && { white: { mirek, kelvin: colorTemperature } }),
      ...(brightness !== undefined && { brightness }),
    },
  }
}

function pointOfColor(color: NonNullable<State['color']>): Point {
  const [x, y] = toXy(color).map((n) => Math.round(n * 10_000) / 10_000)
  return { x: x ?? 0, y: y ?? 0 }
}

/** True if a lamp shows what it was sent, as far as it can: what it cannot show does not count. */
export function isLightApplied(light: Resource, patch: State, sent: LastCommand): boolean {
  const { power, mode } = patch
  const { color, on } = light
  if (power === false) return on?.on === false
  return (
    on?.on === true &&
    isBrightnessApplied(light, patch.brightness ?? patch.color?.brightness) &&
    (!sent.color ||
      !color ||
      (!!color.xy && distance(color.xy, clip(sent.color.xy, color.gamut)) <= tolerance.color)) &&
    isWhiteApplied(light, sent) &&
    (mode === undefined || modeOfLight(light) === mode)
  )
}

/** @param requested percent; a lamp that cannot be dimmed so far goes as far as it can */
export function isBrightnessApplied({ dimming }: Resource, requested: number | undefined): boolean {
  if (requested === undefined || !dimming) return true
  const { brightness, min_dim_level = 0 } = dimming
  return brightness !== undefined && Math.abs(brightness - Math.max(requested, min_dim_level)) <= tolerance.brightness
}

function isWhiteApplied(light: Resource, sent: LastCommand): boolean {
  if (!sent.white || !light.color_temperature) return true
  const nearest = clampMirek(sent.white.mirek, mirekRangeOf([light]))
  const shown = mirekOf(light, { white: { ...sent.white, mirek: nearest } })
  return shown !== undefined && Math.abs(shown - nearest) <= tolerance.mirek
}
