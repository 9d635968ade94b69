import { toXy } from '../../../src/home/color.ts'
import { clip, type Gamut } from '../appliances/gamut.ts'
import type { Light } from './schema.ts'

const point = (x: number, y: number) => ({ x, y })

/** The corners of the gamuts that Signify names A, B and C (developers.meethue.com, "Color conversion formulas"). */
const gamuts = {
  A: { red: point(0.704, 0.296), green: point(0.2151, 0.7106), blue: point(0.138, 0.08) },
  B: { red: point(0.675, 0.322), green: point(0.409, 0.518), blue: point(0.167, 0.04) },
  C: { red: point(0.6915, 0.3083), green: point(0.17, 0.7), blue: point(0.1532, 0.0475) },
} as const satisfies Record<string, Gamut>

/** Gamuts by model id, for lamps that do not tell theirs; all later models have C. */
const models: readonly (readonly [RegExp, Gamut])[] = [
  [/^(LLC0[01]\d|LST001)/, gamuts.A],
  [/^(LCT00\d|LLM\d)/, gamuts.B],
  [/^(LC|LLC|LST)/, gamuts.C],
]

/** The gamut of a lamp: its own, or that of its model; absent if neither is known. */
function gamutOf({ capabilities, modelid = '' }: Light): Gamut | undefined {
  const [red, green, blue] = capabilities?.control?.colorgamut ?? []
  if (red && green && blue) return { red: point(...red), green: point(...green), blue: point(...blue) }
  return models.find(([model]) => model.test(modelid))?.[1]
}

/** What a lamp has. */
export interface LampFeatures {
  readonly brightness: boolean
  readonly white: boolean
  readonly color: boolean
}

/** The colour and the white of a lamp, as CLIP v2 has them: what counts is `colormode`, the way in which it was set last. */
export function colors(light: Light, has: Pick<LampFeatures, 'white' | 'color'>): object {
  const { state = {}, capabilities } = light
  const { xy, ct, hue, sat, colormode } = state
  const gamut = gamutOf(light)
  const isHs = hue !== undefined && sat !== undefined && (colormode === 'hs' || !xy)
  const [x, y] = isHs ? toXy({ hue: (hue * 360) / 65_536, saturation: (sat * 100) / 254 }) : (xy ?? [])
  const at = x === undefined || y === undefined ? undefined : clip(point(x, y), isHs ? gamut : undefined)
  const isWhite = colormode === 'ct' || (colormode === undefined && !at)
  const { min, max } = capabilities?.control?.ct ?? {}
  return {
    ...(has.white && {
      color_temperature: {
        ...(typeof ct === 'number' && (isWhite || !at)
          ? { mirek: ct, mirek_valid: true }
          : { mirek: null, mirek_valid: false }),
        // Lamps that do not know their limits say 0 and 65535.
        ...(min && max && max < 1000 && { mirek_schema: { mirek_minimum: Math.max(min, 100), mirek_maximum: max } }),
      },
    }),
    ...(has.color && { color: { ...(at && { xy: at }), ...(gamut && { gamut }) } }),
  }
}
