import { button, number, select } from './additions.ts'
import type { BuiltEntity } from './build.ts'
import { climate, waterHeater } from './climate.ts'
import { cover } from './cover.ts'
import { fan, humidifier } from './fan.ts'
import type { AnnouncedFields } from './fields.ts'
import { light } from './light.ts'
import { lock } from './lock.ts'
import { binarySensor, sensor } from './sensors.ts'
import { siren, switchEntity } from './switch.ts'
import { vacuum } from './vacuum.ts'
import { valve } from './valve.ts'
/**
 * The builder of each component. Entities of other components (events, updates, cameras, alarm panels) have no traits and
 * are ignored without a warning. Each builder throws an Error in plain words if the entity cannot be understood at all.
 */
export const components: ReadonlyMap<string, (of: AnnouncedFields) => BuiltEntity | undefined> = new Map<
  string,
  (of: AnnouncedFields) => BuiltEntity | undefined
>([
  ['light', light],
  ['switch', switchEntity],
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
