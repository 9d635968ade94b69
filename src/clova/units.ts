import { roundFloat } from '../home/spec.ts'

/** A number with at most one decimal, as the guide has temperatures. `+ 0` makes 0 of -0. */
export const toOneDecimal = (value: number): number => Number(value.toFixed(1)) + 0

/**
 * The units of ConsumptionInfoObject are KW (kw), W, KL (kl), L (l) and cc, and energy is sent as KW too.
 * Meters report others: the factor and the guide's unit for each, by the unit in lower case.
 */
const guideUnits: Readonly<Record<string, readonly [factor: number, unit: string]>> = {
  kwh: [1, 'KW'],
  wh: [0.001, 'KW'],
  mwh: [1000, 'KW'],
  'm³': [1, 'KL'],
  m3: [1, 'KL'],
  ml: [1, 'cc'],
  'cm³': [1, 'cc'],
  cm3: [1, 'cc'],
  kw: [1, 'KW'],
}
const unchanged = new Set(['kw', 'W', 'KL', 'kl', 'L', 'l', 'cc'])

/** A consumption in a unit of the guide; undefined if its unit cannot be converted. */
export function toGuideUnit(
  value: number,
  unit: string,
): { readonly value: number; readonly unit: string } | undefined {
  if (unchanged.has(unit)) return { value, unit }
  const name = unit.toLowerCase()
  const row = Object.hasOwn(guideUnits, name) ? guideUnits[name] : undefined
  return row && { value: roundFloat(value * row[0]), unit: row[1] }
}
