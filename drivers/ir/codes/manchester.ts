import type { Bit, Bits } from './bits.ts'
import { isEnd, near } from './pulses.ts'

/** Light or dark, for the length of half a bit each. */
export type Halves = readonly boolean[]

/** The halves of a bit; `one` is what the first half of a 1 is. `width` is how many half bits one half is long. */
export const toHalves = (bits: Bits, one: 'mark' | 'space', width = 1): Halves =>
  bits.flatMap((bit) => {
    const first = (bit === 1) === (one === 'mark')
    return [...Array<boolean>(width).fill(first), ...Array<boolean>(width).fill(!first)]
  })

/** The bit that two halves are; nothing if they do not differ. */
export function bitOf(first: boolean | undefined, second: boolean | undefined, one: 'mark' | 'space'): Bit | undefined {
  if (first === undefined || second === undefined || first === second) return undefined
  return first === (one === 'mark') ? 1 : 0
}

/** The pulses of halves; darkness before the first light and behind the last is left out. */
export function halvesToPulses(halves: Halves, unit: number): number[] {
  const lit = halves.slice(halves.indexOf(true), halves.lastIndexOf(true) + 1)
  const runs: number[] = []
  lit.forEach((half, i) => {
    if (i > 0 && half === lit[i - 1]) runs.push((runs.pop() ?? 0) + 1)
    else runs.push(1)
  })
  return runs.map((run) => Math.round(run * unit))
}

/** The halves of the pulses from `at` up to a gap or their end, and where the next frame begins; nothing if a pulse does not fit. */
export function readHalves(
  pulses: readonly number[],
  at: number,
  unit: number,
  widest: number,
): { readonly halves: Halves; readonly next: number } | undefined {
  const halves: boolean[] = []
  for (let i = at; i < pulses.length; i++) {
    const [isMark, pulse = 0] = [(i - at) % 2 === 0, pulses[i]]
    if (!isMark && isEnd(pulse)) return { halves, next: i + 1 }
    const run = Math.round(pulse / unit)
    if (run < 1 || run > widest || !near(pulse, run * unit) || halves.length > 200) return undefined
    halves.push(...Array<boolean>(run).fill(isMark))
  }
  return { halves, next: pulses.length }
}
