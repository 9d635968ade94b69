import type { Measured } from '../transmitter.ts'
import type { Model } from './models.ts'

/**
 * What the data of a device's sensors mean: a whole number and a fraction for each. Source: python-broadlink, remote.py.
 * New ones have their sensors in a cable, and say zeros without it.
 */
export function measured(sensors: Model['sensors'], data: Buffer): Measured {
  if (sensors === 1) return data.length < 2 ? {} : { temperature: together(data.readInt8(0), data.readInt8(1) / 10) }
  if (sensors === undefined || data.length < 4) return {}
  const temperature = together(data.readInt8(0), data.readInt8(1) / 100)
  const humidity = together(data.readUInt8(2), data.readUInt8(3) / 100)
  if (humidity > 0) return { temperature, humidity }
  return temperature === 0 ? {} : { temperature }
}

/** What a device with these sensors may measure: the old ones have none for humidity. */
export const measures = (sensors: Model['sensors']): readonly (keyof Measured)[] =>
  sensors === undefined ? [] : sensors === 1 ? ['temperature'] : ['temperature', 'humidity']

const together = (whole: number, fraction: number) => Math.round((whole + fraction) * 100) / 100
