import type { Protocol } from './protocol.ts'
import { aeha, panasonic } from './protocols/aeha.ts'
import { jvc } from './protocols/jvc.ts'
import { lg } from './protocols/lg.ts'
import { mitsubishi } from './protocols/mitsubishi.ts'
import { nec } from './protocols/nec.ts'
import { rc5 } from './protocols/rc5.ts'
import { rc6 } from './protocols/rc6.ts'
import { samsung } from './protocols/samsung.ts'
import { samsung36 } from './protocols/samsung36.ts'
import { sharp } from './protocols/sharp.ts'
import { sony } from './protocols/sony.ts'

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
  sony,
  rc5,
  jvc,
  sharp,
  mitsubishi,
} satisfies Readonly<Record<string, Protocol>>

export type ProtocolName = keyof typeof protocols

export const protocolNames = Object.keys(protocols) as readonly ProtocolName[]
