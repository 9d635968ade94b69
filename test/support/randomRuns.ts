import * as fc from 'fast-check'

const isFull = process.env.FULL === '1'

/**
 * Properties are tried with the same values each time, so that no change fails for a value that it has nothing to do with; with
 * `FULL=1` they are others each time. A failure prints its seed, so what a long run found can be tried again.
 */
if (!isFull) fc.configureGlobal({ seed: 1 })

/** How often a property is tried: `FULL=1 npm test` tries it as often as given here, the suite of every change a fifth of that. */
export const runs = (full: number) => (isFull ? full : Math.max(20, Math.round(full / 5)))
