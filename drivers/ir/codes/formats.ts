import type { Format } from './format.ts'
import { broadlink } from './formats/broadlink.ts'
import { pronto } from './formats/pronto.ts'
import { irctl, mode2, raw } from './formats/raw.ts'
import { tuya } from './formats/tuya.ts'

/** All formats of texts, in the order in which a bare text is tried. */
export const formats = {
  pronto,
  mode2,
  broadlink,
  raw,
  irctl,
  tuya,
} satisfies Readonly<Record<string, Format>>
