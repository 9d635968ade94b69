import type { Format } from '../code.ts'
import { broadlink } from './broadlink.ts'
import { pronto } from './pronto.ts'
import { irctl, mode2, raw } from './raw.ts'
import { sendir } from './sendir.ts'
import { tasmota } from './tasmota.ts'
import { tuya } from './tuya.ts'

/** All formats of texts, in the order in which a bare text is tried. */
export const formats = {
  pronto,
  sendir,
  mode2,
  broadlink,
  tasmota,
  raw,
  irctl,
  tuya,
} satisfies Readonly<Record<string, Format>>
