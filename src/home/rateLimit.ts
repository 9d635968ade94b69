import { Failure } from './failure.ts'
import { say } from './messages.ts'

/** How many commands an appliance takes within a sliding window. */
export interface RateLimit {
  readonly maxCommands: number
  readonly windowMs: number
}

/** More than a person says, less than a program in a loop sends. */
export const defaultRateLimit: RateLimit = { maxCommands: 20, windowMs: 10_000 }

/** Counts a command. @throws Failure `busy` beyond the limit */
export type RateLimiter = () => void

const clock = () => performance.now()

/** @param now a clock in milliseconds; tests give their own */
export function createRateLimiter({ maxCommands, windowMs }: RateLimit, now: () => number = clock): RateLimiter {
  // A ring of the times of the last commands: the time that is overwritten must lie before the window.
  // It starts empty and grows, since most appliances get few commands.
  const times: number[] = []
  let next = 0
  return () => {
    const nowMs = now()
    if (nowMs - (times[next] ?? Number.NEGATIVE_INFINITY) < windowMs)
      throw new Failure('busy', say('tooManyCommands', { count: maxCommands, seconds: windowMs / 1000 }))
    times[next] = nowMs
    next = (next + 1) % maxCommands
  }
}
