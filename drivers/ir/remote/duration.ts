import { Failure } from '../../../src/home/failure.ts'
import { press } from '../codes/index.ts'
import { total, withoutGap } from '../codes/pulses.ts'
import type { RemoteKey } from './file.ts'
import type { Press } from './keySequence.ts'

/** How long all presses of one command may take, in milliseconds: who asked is told in time that they were made. */
export const longest = 4000

/** How long a key of which only lircd knows the code is taken to shine, in milliseconds. */
const usualLength = 110

/** How long one press of a key shines, in milliseconds. */
export const lengthOf = (key: RemoteKey | undefined): number =>
  !key || 'lirc' in key ? usualLength : total(withoutGap(press(key).pulses)) / 1000

/** How long presses take, in milliseconds. @param gap the pause between two, in milliseconds */
export function timeOf(presses: readonly Press[], gap: number, lengthOfKey: (name: string) => number): number {
  const all = presses.reduce((sum, { key, times }) => sum + times * (gap + lengthOfKey(key)), 0)
  return Math.max(0, all - gap)
}

/** @throws Failure `badValue` if these presses take too long, so that none of them is made */
export function mustFit(presses: readonly Press[], gap: number, lengthOfKey: (name: string) => number): void {
  const ms = timeOf(presses, gap, lengthOfKey)
  if (ms <= longest) return
  const count = presses.reduce((sum, { times }) => sum + times, 0)
  throw new Failure(
    'badValue',
    `that would be ${count} presses, which take ${(ms / 1000).toFixed(1)} s, and at most ${longest / 1000} s may pass: nothing was sent; ask for less at once, or set a shorter gap`,
  )
}
