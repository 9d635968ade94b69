import { lengthOf, longest, timeOf } from './duration.ts'
import type { Keys } from './file.ts'
import { type Levels, type LevelTrait, stairs } from './keymap.ts'

/**
 * The levels of a light that can be gone through in the time that there is, and why others cannot.
 * @param gap the pause between two presses, in milliseconds
 */
export function levelsInTime(
  keys: Keys,
  given: Levels,
  gap: number,
): { readonly levels: Levels; readonly problems: readonly string[] } {
  const problems: string[] = []
  const good = (Object.keys(stairs) as LevelTrait[]).flatMap((trait) => {
    const [up, down] = stairs[trait]
    const levels = given[trait]
    const isThere = keys[up] !== undefined && keys[down] !== undefined
    if (levels === undefined || !isThere) {
      if (isThere && trait === 'colorTemperature')
        problems.push(`${up} and ${down} are not used: with "levels: { ${trait}: [2700, 4600, 6500] }" it could be set`)
      return []
    }
    const between = Math.floor((levels.length - 1) / 2)
    const longer = lengthOf(keys[up]) > lengthOf(keys[down]) ? up : down
    const presses = [...(keys.on ? [{ key: 'on', times: 1 }] : []), { key: longer, times: levels.length - 1 + between }]
    const ms = timeOf(presses, gap, (name) => lengthOf(keys[name]))
    if (ms <= longest) return [[trait, levels] as const]
    problems.push(
      `${trait} cannot be set: its ${levels.length} levels would take up to ${(ms / 1000).toFixed(1)} s, and at most ${longest / 1000} s may pass; a shorter pause between two presses, such as gap: ${Math.max(20, Math.floor((gap * 0.6) / 10) * 10)}ms, may mend that`,
    )
    return []
  })
  return { levels: Object.fromEntries(good), problems }
}
