import type { Resource } from './bridgeDevices.ts'

export type Body = Readonly<Record<string, unknown>>
const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value)
export const part = (value: unknown): Body => (isBody(value) ? value : {})

/** Keys that a lamp and a group of lamps take. */
const ofLight = [
  'on',
  'dimming',
  'dimming_delta',
  'color_temperature',
  'color_temperature_delta',
  'color',
  'dynamics',
  'alert',
  'signaling',
]

/** Keys that each type takes. */
const takes: Readonly<Record<string, readonly string[]>> = {
  light: [...ofLight, 'effects', 'effects_v2', 'timed_effects', 'metadata', 'gradient', 'powerup'],
  grouped_light: ofLight,
  scene: ['recall', 'metadata', 'actions', 'palette', 'speed', 'auto_dynamic'],
  room: ['metadata', 'children'],
  zone: ['metadata', 'children'],
  device: ['metadata', 'identify'],
  motion: ['enabled', 'sensitivity'],
  light_level: ['enabled'],
  temperature: ['enabled'],
  contact: ['enabled'],
}

/** What is wrong with the values themselves; then nothing is done. */
export function wrong({ type, color_temperature: has }: Resource, body: unknown): string | undefined {
  if (!isBody(body)) return 'body contains invalid json'
  const known = takes[type]
  if (!known) return `method, PUT, not available for resource, /${type}`
  const stranger = Object.keys(body).find((key) => key !== 'type' && !known.includes(key))
  if (stranger !== undefined) return `unknown property: .${stranger}`
  const number = (path: string, value: unknown, least: number, most: number) =>
    value === undefined || (typeof value === 'number' && value >= least && value <= most)
      ? undefined
      : `invalid value: ${path} is not within ${least} and ${most}`
  const { on, dimming, color_temperature, color, effects, effects_v2, recall } = body
  const { x, y } = part(part(color).xy)
  // What is meant for a lamp must be within its own range, or the usual one; a group takes what any lamp may have.
  const { mirek_minimum = 153, mirek_maximum = 500 } = part(part(has).mirek_schema)
  const [least, most] =
    type === 'light' ? [Math.min(153, Number(mirek_minimum)), Math.max(500, Number(mirek_maximum))] : [50, 1000]
  if (on !== undefined && typeof part(on).on !== 'boolean') return 'invalid value: .on.on is no boolean'
  if (effects !== undefined && typeof part(effects).effect !== 'string') return 'invalid value: .effects.effect'
  if (effects_v2 !== undefined && typeof part(part(effects_v2).action).effect !== 'string')
    return 'invalid value: .effects_v2.action.effect'
  if (color !== undefined && (x === undefined || y === undefined)) return 'invalid value: .color.xy'
  if (recall !== undefined && !['active', 'static', 'dynamic_palette'].includes(String(part(recall).action)))
    return 'invalid value: .recall.action'
  return (
    number('.dimming.brightness', part(dimming).brightness, 0, 100) ??
    number('.color_temperature.mirek', part(color_temperature).mirek, least, most) ??
    number('.color.xy.x', x, 0, 1) ??
    number('.color.xy.y', y, 0, 1)
  )
}
