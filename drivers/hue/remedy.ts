import { remedyFor } from '../../src/home/offlineCause.ts'
import type { Text } from '../../src/util/translate.ts'
import type { HueConfig } from './config.ts'
import { type HueFix, say } from './messages.ts'

/** What its owner can do about a problem of a bridge: a command, or a sentence. */
const remedies: Readonly<Record<HueFix, Text>> = {
  bridges: say('showBridges'),
  pair: 'clova-home pair hue',
  names: say('showNames'),
  clock: say('setClock'),
  write: say('writeThat'),
  unused: say('removeUnused'),
  wait: say('waitMinute'),
}

/** What mends one of the problems of a bridge. */
export const remedy = (problem: Text, { host }: HueConfig): Text =>
  remedyFor(remedies, problem) ?? (host === undefined ? 'clova-home discover' : say('findBridge', { host }))
