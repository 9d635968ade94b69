import type { TraitDescription } from '../announced.ts'
import type { Fields } from './fields.ts'

/** The scale of a device whose greatest brightness is this number. */
export const brightnessScale = (of: Fields): [number, number] => {
  const scale = of.number('brightness_scale', 255)
  if (scale < 1) throw new Error('brightness_scale is below 1')
  return [0, scale]
}

/** Home Assistant's limits where the lamp names none: 153–500 mirek, 2000–6535 K. */
export function temperatureScale(of: Fields): Pick<TraitDescription, 'range' | 'unit'> {
  const [coldest, warmest] = [of.number('max_kelvin', 6535), of.number('min_kelvin', 2000)]
  if (!(warmest > 0 && warmest < coldest)) throw new Error('min_kelvin is not below max_kelvin')
  if (of.flag('color_temp_kelvin')) return { unit: 'kelvin', range: [warmest, coldest] }
  const isInKelvin = of.has('min_kelvin') || of.has('max_kelvin')
  const mirek: [number, number] = isInKelvin
    ? [Math.round(1e6 / coldest), Math.round(1e6 / warmest)]
    : [of.number('min_mireds', 153), of.number('max_mireds', 500)]
  if (!(mirek[0] > 0 && mirek[0] < mirek[1])) throw new Error('min_mireds is not below max_mireds')
  return { unit: 'mirek', range: mirek }
}
