import * as z from 'zod'
import { Failure } from '../../../src/home/failure.ts'
import type { Order } from './api.ts'

/** What is told to whom, in the words of CLIP v1. */
export type Told =
  | { readonly light: string; readonly group?: undefined; readonly scene?: undefined; readonly state: Order }
  | { readonly light?: undefined; readonly group: string; readonly scene?: string; readonly state: Order }

const body = z.object({
  on: z.object({ on: z.boolean() }).optional(),
  dimming: z.object({ brightness: z.number() }).optional(),
  color: z.object({ xy: z.object({ x: z.number(), y: z.number() }) }).optional(),
  color_temperature: z.object({ mirek: z.number() }).optional(),
  recall: z.object({ action: z.string() }).optional(),
})

/** What a PUT of CLIP v2 is in CLIP v1. @throws Failure `unsupported` for what that has not */
export function orderOf(type: string, id: string, wish: object): Told {
  const { on, dimming, color, color_temperature, recall } = body.parse(wish)
  const [, kind, number = ''] = /^(?:[0-9a-f]{6}-)?(lights|groups|scenes)-(.+?)(?:-light)?$/.exec(id) ?? []
  if (type === 'scene' && kind === 'scenes' && recall) return { group: '0', scene: number, state: { scene: number } }
  const state: Order = {
    ...(on && { on: on.on }),
    ...(dimming && { bri: Math.min(254, Math.max(1, Math.round((dimming.brightness * 254) / 100))) }),
    ...(color && { xy: [color.xy.x, color.xy.y] }),
    ...(color_temperature && { ct: Math.round(color_temperature.mirek) }),
  }
  if (Object.keys(state).length === 0) throw new Failure('unsupported', 'a bridge of CLIP v1 cannot be told that')
  if (type === 'light' && kind === 'lights') return { light: number, state }
  if (type === 'grouped_light' && kind === 'groups') return { group: number, state }
  throw new Failure('unsupported', 'a bridge of CLIP v1 cannot be told that')
}
