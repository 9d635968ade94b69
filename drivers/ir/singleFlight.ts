import { createDeadline, raceAbort } from '../../src/home/deadline.ts'

/** How long who needs a blaster waits until it is found, and how long it is not sought again at once, in milliseconds. */
const patience = { wait: 1000, pause: 5000 }

/**
 * Looks for a blaster that is away as soon as somebody needs it, where otherwise it would be looked for in a while.
 * @param look resolves or rejects once it is found or not
 * @param now milliseconds; a clock of its own for tests
 * @returns what resolves, and never rejects, when that is over or has lasted too long
 */
export function seeker(
  look: () => Promise<unknown>,
  now: () => number = () => performance.now(),
): (signal: AbortSignal) => Promise<void> {
  let sought = Number.NEGATIVE_INFINITY
  return async (signal) => {
    if (now() - sought < patience.pause) return
    sought = now()
    const limit = createDeadline(patience.wait, signal)
    await raceAbort(look(), limit.signal)
      .catch(() => {})
      .finally(limit.end)
  }
}
