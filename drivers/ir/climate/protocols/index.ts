import type { RemoteCode } from '../../codes/code.ts'
import type { ClimateProtocol, ClimateState } from '../protocol.ts'
import { daikin } from './daikin.ts'
import { fujitsu } from './fujitsu.ts'
import { hitachi } from './hitachi.ts'
import { hitachi344, hitachi424 } from './hitachiPairs.ts'
import { lg, lg2 } from './lg.ts'
import { mitsubishi } from './mitsubishi.ts'
import { mitsubishiHeavy, mitsubishiHeavy88 } from './mitsubishiHeavy.ts'
import { panasonic, panasonicDke } from './panasonic.ts'
import { samsung } from './samsung.ts'
import { toshiba } from './toshiba.ts'

const all: readonly ClimateProtocol[] = [
  ...[lg, lg2, samsung, daikin, mitsubishi, panasonic, panasonicDke, fujitsu, toshiba],
  ...[hitachi, hitachi344, hitachi424, mitsubishiHeavy, mitsubishiHeavy88],
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
  'mitsubishi-ac': ['mitsubishi', 'mitsubishi-electric', 'mitsubishi-electric-ac'],
  'mitsubishi-heavy-ac': ['mitsubishi-heavy', 'mhi', 'mitsubishi-heavy-152'],
  'mitsubishi-heavy88-ac': ['mitsubishi-heavy-88', 'mhi88'],
  'panasonic-ac': ['panasonic', 'national', 'panasonic-jke-ac'],
  'panasonic-dke-ac': ['panasonic-dke'],
  'fujitsu-ac': ['fujitsu', 'fujitsu-general', 'ogeneral', 'arrah2e'],
  'toshiba-ac': ['toshiba'],
  'hitachi-ac': ['hitachi', 'hitachi-224'],
  'hitachi344-ac': ['hitachi344', 'hitachi-344'],
  'hitachi424-ac': ['hitachi424', 'hitachi-424', 'rar-8p2'],
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
