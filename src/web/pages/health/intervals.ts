/** A value for each interval of the day, the oldest first; null where the gateway did not run, since uPlot wants that. */
export type Series = readonly (number | null)[]

/** The intervals that a day is divided into. */
export interface Intervals {
  readonly fromMs: number
  readonly toMs: number
  readonly count: number
}

/** When each interval begins, in seconds since 1970. */
export const startsOf = ({ fromMs, toMs, count }: Intervals): number[] =>
  Array.from({ length: count }, (_, i) => (fromMs + ((toMs - fromMs) * i) / count) / 1000)

/** Sums or maxima of the samples of a day, interval by interval. @param combine is not called for an interval without samples */
export function intoIntervals<S extends { readonly at: number }>(
  samples: readonly S[],
  { fromMs, toMs, count }: Intervals,
  combine: (samples: readonly S[]) => number | undefined,
): Series {
  const buckets: S[][] = Array.from({ length: count }, () => [])
  const width = (toMs - fromMs) / count
  for (const sample of samples) buckets[Math.min(count - 1, Math.floor((sample.at - fromMs) / width))]?.push(sample)
  return buckets.map((bucket) => (bucket.length > 0 ? (combine(bucket) ?? null) : null))
}

/** The least of 1, 2, 5, 10, 20 … that is not below the value, so that small noise does not fill the chart. */
export function niceTop(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  return [1, 2, 5, 10].map((factor) => factor * power).find((top) => top >= value) ?? 10 * power
}

/** The indexes of values without a neighbour: a line through them has no length, so they are drawn as points. */
export const isolated = (values: Series): number[] =>
  values.flatMap((value, i) => (value !== null && values[i - 1] == null && values[i + 1] == null ? [i] : []))
