import { Failure } from '../../../src/home/failure.ts'
import type { Text } from '../../../src/util/translate.ts'
import { encodePress } from '../codes/index.ts'
import { durationUs, withoutGap } from '../codes/pulses.ts'
import { say } from '../messages.ts'
import { codeIntervalMs } from '../transmitter.ts'
import type { Keys, RemoteKey } from './file.ts'
import { type Levels, type LevelTrait, levelKeys, levelsWithKeys } from './keymap.ts'
import type { Press } from './keySequence.ts'

/** How long all presses of one command may take, in milliseconds: who asked is told in time that they were made. */
const maxCommandMs = 4000

/** How long a key of which only lircd knows the code is taken to shine, in milliseconds. */
const defaultKeyMs = 110

/** How long one press of a key shines, in milliseconds. */
export function keyLengthMs(key: RemoteKey | undefined): number {
  if (!key || 'lirc' in key) return defaultKeyMs
  const codes = 'sequence' in key ? key.sequence : [encodePress(key)]
  const lightMs = codes.reduce((sum, { pulses }) => sum + durationUs(withoutGap(pulses)) / 1000, 0)
  return lightMs + (codes.length - 1) * codeIntervalMs
}

/** How long presses take, in milliseconds. @param gap the pause between two, in milliseconds */
function pressesLengthMs(presses: readonly Press[], gap: number, lengthOfKey: (name: string) => number): number {
  const all = presses.reduce((sum, { key, times }) => sum + times * (gap + lengthOfKey(key)), 0)
  return Math.max(0, all - gap)
}

/** @throws Failure `badValue` if these presses take too long, so that none of them is made */
export function assertFits(presses: readonly Press[], gap: number, lengthOfKey: (name: string) => number): void {
  const ms = pressesLengthMs(presses, gap, lengthOfKey)
  if (ms <= maxCommandMs) return
  const count = presses.reduce((sum, { times }) => sum + times, 0)
  throw new Failure(
    'badValue',
    say('tooManyPresses', { count, seconds: (ms / 1000).toFixed(1), max: maxCommandMs / 1000 }),
  )
}

/**
 * The levels of a light that can be gone through in the time that there is, and why others cannot.
 * @param gapMs the pause between two presses, in milliseconds
 */
export function reachableLevels(
  keys: Keys,
  levelsByTrait: Levels,
  gapMs: number,
): { readonly levels: Levels; readonly problems: readonly Text[] } {
  const problems: Text[] = []
  const good = (Object.keys(levelKeys) as LevelTrait[]).flatMap((trait) => {
    const [up, down] = levelKeys[trait]
    const levels = levelsByTrait[trait]
    const direct = levelsWithKeys(new Set(Object.keys(keys)), trait)
    if (direct.length > 0) return [[trait, direct] as const]
    const isThere = keys[up] !== undefined && keys[down] !== undefined
    if (levels === undefined || !isThere) {
      if (isThere && trait === 'colorTemperature') problems.push(say('levelsUnused', { up, down, trait }))
      return []
    }
    const between = Math.floor((levels.length - 1) / 2)
    const longer = keyLengthMs(keys[up]) > keyLengthMs(keys[down]) ? up : down
    const presses = [...(keys.on ? [{ key: 'on', times: 1 }] : []), { key: longer, times: levels.length - 1 + between }]
    const ms = pressesLengthMs(presses, gapMs, (name) => keyLengthMs(keys[name]))
    if (ms <= maxCommandMs) return [[trait, levels] as const]
    problems.push(
      say('levelsTooSlow', {
        ...{ trait, count: levels.length, seconds: (ms / 1000).toFixed(1), max: maxCommandMs / 1000 },
        gap: Math.max(20, Math.floor((gapMs * 0.6) / 10) * 10),
      }),
    )
    return []
  })
  return { levels: Object.fromEntries(good), problems }
}
