import type { Protocol } from '../protocol.ts'
import { aeha, panasonic } from './aeha.ts'
import { denon, sharp } from './denonAndSharp.ts'
import { jvc } from './jvc.ts'
import { lg } from './lg.ts'
import { mitsubishi } from './mitsubishi.ts'
import { nec } from './nec.ts'
import { rc5 } from './rc5.ts'
import { rc6 } from './rc6.ts'
import { rc6a } from './rc6a.ts'
import { rcmm } from './rcmm.ts'
import { samsung } from './samsung.ts'
import { samsung36 } from './samsung36.ts'
import { sony } from './sony.ts'

/** All protocols, in the order in which they are tried; the ones with few checks stand last. */
export const protocols = {
  nec,
  samsung,
  samsung36,
  lg,
  panasonic,
  aeha,
  // Before Sony: a short and regular one of RC6 passes for Sony's where a learner is at its worst, and none of Sony's for RC6.
  rc6,
  rc6a,
  rcmm,
  sony,
  rc5,
  jvc,
  sharp,
  denon,
  mitsubishi,
} satisfies Readonly<Record<string, Protocol>>

export type ProtocolName = keyof typeof protocols

export const protocolNames = Object.keys(protocols) as readonly ProtocolName[]
