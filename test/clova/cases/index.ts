import type { ClovaCase } from '../case.ts'
import { building } from './building.ts'
import { climate } from './climate.ts'
import { covers } from './covers.ts'
import { discovery } from './discovery.ts'
import { errors } from './errors.ts'
import { fan } from './fan.ts'
import { fridge } from './fridge.ts'
import { health } from './health.ts'
import { inputs } from './inputs.ts'
import { kitchen } from './kitchen.ts'
import { light } from './light.ts'
import { locks } from './locks.ts'
import { meters } from './meters.ts'
import { modes } from './modes.ts'
import { payloads } from './payloads.ts'
import { periods } from './periods.ts'
import { power } from './power.ts'
import { precision } from './precision.ts'
import { scenes } from './scenes.ts'
import { sensors } from './sensors.ts'
import { state } from './state.ts'
import { television } from './television.ts'
import { verbs } from './verbs.ts'

/** Every case of the protocol. */
export const cases: readonly ClovaCase[] = [
  ...light,
  ...power,
  ...climate,
  ...fridge,
  ...fan,
  ...modes,
  ...television,
  ...inputs,
  ...covers,
  ...locks,
  ...verbs,
  ...sensors,
  ...kitchen,
  ...meters,
  ...health,
  ...building,
  ...state,
  ...discovery,
  ...scenes,
  ...errors,
  ...payloads,
  ...periods,
  ...precision,
]
