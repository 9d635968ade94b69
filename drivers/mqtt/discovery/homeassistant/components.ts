import type { Entity } from './additions.ts'
import { button, number, select } from './additions.ts'
import { climate, waterHeater } from './climate.ts'
import { cover, lock, valve } from './cover.ts'
import { fan, humidifier } from './fan.ts'
import type { Fields } from './fields.ts'
import { light } from './light.ts'
import { binarySensor, sensor } from './sensors.ts'
import { siren, switchable, vacuum } from './simple.ts'
/**
 * What is made of each component. The others (events, updates, cameras, alarm panels and
 * whatever comes) have nothing that can be said to them in the words of the house, and are left without complaint.
 * @throws Error in plain words if the entity is not understood at all
 */
export const components: ReadonlyMap<string, (of: Fields) => Entity | undefined> = new Map<
  string,
  (of: Fields) => Entity | undefined
>([
  ['light', light],
  ['switch', switchable],
  ['siren', siren],
  ['vacuum', vacuum],
  ['climate', climate],
  ['water_heater', waterHeater],
  ['fan', fan],
  ['humidifier', humidifier],
  ['cover', cover],
  ['valve', valve],
  ['lock', lock],
  ['sensor', sensor],
  ['binary_sensor', binarySensor],
  ['select', select],
  ['number', number],
  ['button', button],
])
