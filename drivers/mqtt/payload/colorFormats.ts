import { fromRgb, fromXy, type HueSaturation } from '../../../src/home/color.ts'

/** How a colour that is told without names is meant. */
export type ColorForm = 'hs' | 'xy' | 'rgb'

const fieldNames: Readonly<Record<ColorForm, readonly string[]>> = {
  hs: ['hue', 'saturation', 'brightness'],
  xy: ['x', 'y'],
  rgb: ['r', 'g', 'b'],
}

const fieldAliases: Readonly<Record<string, string>> = { h: 'hue', s: 'saturation', red: 'r', green: 'g', blue: 'b' }

/** A colour in whatever way a device tells it: an object with names, a list or a text such as "120,100" in a known form. */
export function readColor(
  raw: unknown,
  form: ColorForm | undefined,
): (HueSaturation & { brightness?: number }) | undefined {
  const parts = fields(raw, form)
  const { hue, saturation, brightness, x, y, r, g, b } = parts
  if (hue !== undefined && saturation !== undefined)
    return { hue, saturation, ...(brightness !== undefined && { brightness }) }
  const seen =
    x !== undefined && y !== undefined
      ? fromXy([x, y])
      : r !== undefined && g !== undefined && b !== undefined
        ? fromRgb([r, g, b])
        : undefined
  return seen && { hue: Math.round(seen.hue) % 360, saturation: Math.round(seen.saturation) }
}

function fields(raw: unknown, form: ColorForm | undefined): Readonly<Record<string, number | undefined>> {
  const list = Array.isArray(raw) ? raw : typeof raw === 'string' && form ? raw.split(',') : undefined
  const entries = list
    ? list.map((value, i) => [fieldNames[form ?? 'hs'][i] ?? '', value] as const)
    : Object.entries(typeof raw === 'object' && raw !== null ? raw : {})
  return Object.fromEntries(
    entries.flatMap(([name, value]) => {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
      const isNumber = typeof number === 'number' && Number.isFinite(number)
      return isNumber ? [[Object.hasOwn(fieldAliases, name) ? String(fieldAliases[name]) : name, number]] : []
    }),
  )
}
