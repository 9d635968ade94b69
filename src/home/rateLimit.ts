import { Failure } from './failure.ts'

/** How many commands one appliance takes in how many milliseconds. */
export interface Pace {
  readonly commands: number
  readonly within: number
}

/** What a person may say in good faith, and no loop. */
export const usualPace: Pace = { commands: 20, within: 10_000 }

/** Lets a command through. @throws Failure `busy` when there were too many lately */
export type Gate = () => void

const clock = () => performance.now()

/** @param now milliseconds; a clock of its own for tests */
export function gate({ commands, within }: Pace, now: () => number = clock): Gate {
  // A ring of the times of the last commands: the one that is written over must be long ago.
  // It grows as it is needed: most things in a house are hardly ever spoken to.
  const times: number[] = []
  let next = 0
  return () => {
    const at = now()
    if (at - (times[next] ?? Number.NEGATIVE_INFINITY) < within)
      throw new Failure('busy', `more than ${commands} commands in ${within / 1000} s`)
    times[next] = at
    next = (next + 1) % commands
  }
}
