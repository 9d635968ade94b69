import type { RemoteCode } from '../../codes/code.ts'
import type { ClimateProtocol, ClimateState } from '../protocol.ts'
import { carrier64 } from './carrier.ts'
import { coolix } from './coolix.ts'
import { daikin } from './daikin.ts'
import { daikin152, daikin160, daikin176, daikin216, daikin312 } from './daikinLengths.ts'
import { fujitsu, fujitsuArdb1, fujitsuArrew4e } from './fujitsu.ts'
import { gree, greeYbofb } from './gree.ts'
import { haier, haier160, haier176, haierYrw02 } from './haier.ts'
import { hitachi } from './hitachi.ts'
import { hitachi344, hitachi424 } from './hitachiPairs.ts'
import { hitachi264, hitachi296 } from './hitachiShort.ts'
import { lg, lg2 } from './lg.ts'
import { midea } from './midea.ts'
import { mitsubishi } from './mitsubishi.ts'
import { mitsubishiHeavy, mitsubishiHeavy88 } from './mitsubishiHeavy.ts'
import { mitsubishi112, mitsubishi136 } from './mitsubishiShort.ts'
import { panasonic, panasonicDke } from './panasonic.ts'
import { samsung } from './samsung.ts'
import { sharp, sharpA705, sharpA903 } from './sharp.ts'
import { tcl112 } from './tcl.ts'
import { toshiba } from './toshiba.ts'

/** In the order in which a frame is tried: where one could be of several, such as off, the first is meant. */
const all: readonly ClimateProtocol[] = [
  ...[
    lg,
    lg2,
    samsung,
    mitsubishi,
    mitsubishi112,
    mitsubishi136,
    mitsubishiHeavy,
    mitsubishiHeavy88,
    panasonic,
    panasonicDke,
    toshiba,
  ],
  ...[daikin, daikin152, daikin160, daikin176, daikin216, daikin312],
  ...[fujitsu, fujitsuArrew4e, fujitsuArdb1],
  ...[hitachi, hitachi264, hitachi296, hitachi344, hitachi424],
  ...[
    sharp,
    sharpA903,
    sharpA705,
    midea,
    coolix,
    carrier64,
    gree,
    greeYbofb,
    tcl112,
    haier,
    haierYrw02,
    haier160,
    haier176,
  ],
]

/** Every protocol that can be said, by the name that the user writes. */
export const protocols: Readonly<Record<string, ClimateProtocol>> = Object.fromEntries(
  all.map((protocol) => [protocol.name, protocol]),
)

/** What else a user may write: makers, their other names, and the remotes whose protocol it is. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  'lg-ac': ['lg', 'goldstar', 'lg-28', 'ge6711ar2853m'],
  'lg2-ac': ['lg2', 'akb74955603', 'akb75215403'],
  'samsung-ac': ['samsung'],
  'daikin-ac': ['daikin', 'daikin-arc'],
  'daikin152-ac': ['daikin-152', 'arc480a5'],
  'daikin160-ac': ['daikin-160', 'arc423a5'],
  'daikin176-ac': ['daikin-176', 'brc4c153'],
  'daikin216-ac': ['daikin-216', 'arc433b69'],
  'daikin312-ac': ['daikin-312', 'arc472a43'],
  'mitsubishi-ac': ['mitsubishi', 'mitsubishi-electric', 'mitsubishi-electric-ac'],
  'mitsubishi112-ac': ['mitsubishi-112', 'kpoa'],
  'mitsubishi136-ac': ['mitsubishi-136', 'par-fa32ma'],
  'mitsubishi-heavy-ac': ['mitsubishi-heavy', 'mhi', 'mitsubishi-heavy-152'],
  'mitsubishi-heavy88-ac': ['mitsubishi-heavy-88', 'mhi88'],
  'panasonic-ac': ['panasonic', 'national', 'panasonic-jke-ac'],
  'panasonic-dke-ac': ['panasonic-dke'],
  'fujitsu-ac': ['fujitsu', 'fujitsu-general', 'ogeneral', 'arrah2e', 'arreb1e', 'arry4'],
  'fujitsu-arrew4e-ac': ['arrew4e'],
  'fujitsu-ardb1-ac': ['ardb1', 'arjw2', 'ardl10'],
  'toshiba-ac': ['toshiba'],
  'hitachi-ac': ['hitachi', 'hitachi-224'],
  'hitachi264-ac': ['hitachi264', 'hitachi-264', 'rar-2p2'],
  'hitachi296-ac': ['hitachi296', 'hitachi-296', 'rar-3u3'],
  'hitachi344-ac': ['hitachi344', 'hitachi-344'],
  'hitachi424-ac': ['hitachi424', 'hitachi-424', 'rar-8p2'],
  'sharp-ac': ['sharp', 'sharp-a907'],
  'sharp-a903-ac': ['sharp-a903'],
  'sharp-a705-ac': ['sharp-a705'],
  'midea-ac': ['midea', 'comfee', 'pioneer-system', 'trotec'],
  'coolix-ac': ['coolix', 'beko', 'midea-coolix'],
  'carrier64-ac': ['carrier', 'carrier64', 'carrier-64'],
  'gree-ac': ['gree', 'gree-yaw1f', 'yaw1f'],
  'gree-ybofb-ac': ['gree-ybofb', 'ybofb'],
  'tcl112-ac': ['tcl', 'tcl112', 'tcl-112', 'leberg'],
  'haier-ac': ['haier'],
  'haier-yrw02-ac': ['haier-yrw02', 'yr-w02'],
  'haier160-ac': ['haier160', 'haier-160'],
  'haier176-ac': ['haier176', 'haier-176'],
}
const byAlias = new Map(
  Object.entries(aliases).flatMap(([name, others]) => [name, ...others].map((written) => [written, name])),
)

/** All names that a user may write, the proper ones first: what a misspelt one is compared with. */
export const protocolWords: readonly string[] = [...new Set([...Object.keys(protocols), ...byAlias.keys()])]

/** The protocol of a name or an alias, however it is capitalised, spaced or underlined. */
export function protocolOf(written: string): ClimateProtocol | undefined {
  const plain = written
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
  const name = byAlias.get(plain)
  return name === undefined ? undefined : protocols[name]
}

/**
 * The state as a frame of it says it: modes that have fewer levels of fan, or no temperature, say so; a frame that does not tell
 * the flaps leaves them as they are. What is asked for by name and comes back otherwise is to be refused; what was only kept from
 * another mode is not.
 */
export function fitToProtocol(protocol: ClimateProtocol, state: ClimateState): ClimateState {
  // Frames for off do not say all.
  const decoded = protocol.decode(protocol.encode({ ...state, power: true }).pulses)
  return decoded ? { ...decoded, power: state.power } : state
}

/** The protocol that some light is of, and the state that it tells; nothing if it is none of ours. Of radio, nothing. */
export function recogniseClimate(code: RemoteCode): { protocol: ClimateProtocol; state: ClimateState } | undefined {
  if (code.medium !== 'ir') return undefined
  for (const protocol of all) {
    const state = protocol.decode(code.pulses)
    if (state) return { protocol, state }
  }
  return undefined
}
