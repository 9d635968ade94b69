/**
 * How often a property is tried: `FULL=1 npm test` tries it as often as given here, the suite of every change a fifth of that.
 * A failure prints its seed, so what a long run found can be tried again.
 */
export const runs = (full: number) => (process.env.FULL === '1' ? full : Math.max(20, Math.round(full / 5)))
