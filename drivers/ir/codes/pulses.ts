/**
 * From how many µs on a space is a gap between frames. The longest within a frame, but for leaders, is Mitsubishi's 2100;
 * the shortest that parts frames, or the halves of one, is Samsung36's 4438.
 */
export const minGapUs = 3600

/** Whether a time is the wanted one as receivers measure: within a quarter of it, or 200 µs, or `slack` µs if that is given. */
export const near = (actual: number | undefined, wanted: number, toleranceUs = 200): boolean =>
  actual !== undefined && Math.abs(actual - wanted) <= Math.max(wanted / 4, toleranceUs)

/** Whether a frame ends before this pulse: there is none, or it is a gap. */
export const isEnd = (pulse: number | undefined): boolean => pulse === undefined || pulse >= minGapUs

export const durationUs = (pulses: readonly number[]): number => pulses.reduce((sum, pulse) => sum + pulse, 0)

/** The pulses without the gap at their end. */
export const withoutGap = (pulses: readonly number[]): readonly number[] =>
  pulses.length % 2 === 0 ? pulses.slice(0, -1) : pulses

/**
 * Frames one behind the other, each with the gap behind it.
 * @param frames they end with a mark
 * @param period µs from start to start; where a frame is longer than that allows, the gap is `least`
 */
export const withPeriod = (frames: readonly (readonly number[])[], period: number, least = 10_000): number[] =>
  frames.flatMap((frame) => [...frame, Math.max(least, period - durationUs(frame))])

/** From start to start of the frames of a key that is held, where nobody said: as with NEC and most others. µs */
const defaultPeriodUs = 108_000

/** The pulses with a gap at their end, the usual one if they have none. */
export const ensureGap = (pulses: readonly number[]): readonly number[] =>
  pulses.length % 2 === 0 ? pulses : withPeriod([pulses], defaultPeriodUs, 20_000)

/** Splits pulses at the gaps; each part has its gap, but for the last perhaps. */
export function splitAtGaps(pulses: readonly number[]): readonly (readonly number[])[] {
  const parts: number[][] = [[]]
  pulses.forEach((pulse, i) => {
    parts.at(-1)?.push(pulse)
    // The space behind a long first mark belongs to the leader.
    const isLeader = parts.at(-1)?.length === 2
    if (i % 2 === 1 && pulse >= minGapUs && !isLeader && i < pulses.length - 1) parts.push([])
  })
  return parts
}
