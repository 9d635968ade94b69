/** The size of a chart in the units of its `viewBox`; it is stretched to the width of its card. */
export const chartWidth = 384
export const chartHeight = 62
/** Bars stand on this line, errors hang below it. */
const barBase = 49
const errorHeight = 10
/** Lines have this much room, so that the stroke of the greatest value is not cut off. */
const lineTop = 3
const lineBase = 60

/** A value each interval of the day, the oldest first; `undefined` where the gateway did not run. */
export type Series = readonly (number | undefined)[]

const round = (value: number) => Math.round(value * 10) / 10

/**
 * The `d` of the line and of the area below it. Where no value is known the line has a gap, so that a time in which the
 * gateway did not run does not look like zero.
 */
export function lineChart(values: Series): { readonly line: string; readonly area: string; readonly top: number } {
  const known = values.filter((value) => value !== undefined)
  const top = niceTop(Math.max(0, ...known))
  const step = chartWidth / Math.max(1, values.length - 1)
  const y = (value: number) => round(lineBase - (value / top) * (lineBase - lineTop))
  const pieces: { readonly x: number; readonly y: number }[][] = [[]]
  values.forEach((value, i) => {
    if (value === undefined) pieces.push([])
    else pieces.at(-1)?.push({ x: round(i * step), y: y(value) })
  })
  // A single point has no length; it is drawn as long as one interval.
  const drawn = pieces.flatMap((piece) => {
    const [only] = piece
    if (!only || piece.length > 1) return only ? [piece] : []
    const x = round(Math.max(0, Math.min(only.x, chartWidth - step)))
    return [
      [
        { x, y: only.y },
        { x: round(Math.min(chartWidth, x + step)), y: only.y },
      ],
    ]
  })
  const points = (piece: (typeof drawn)[number]) => piece.map((point) => `${point.x},${point.y}`).join(' ')
  return {
    line: drawn.map((piece) => `M${points(piece)}`).join(''),
    area: drawn
      .map((piece) => `M${points(piece)} L${piece.at(-1)?.x},${lineBase} L${piece[0]?.x},${lineBase}z`)
      .join(''),
    top,
  }
}

/** The `d` of bars that stand, and of errors that hang below the line. */
export function barChart(
  values: Series,
  errors: Series,
): { readonly bars: string; readonly errors: string; readonly base: number } {
  const count = Math.max(1, values.length)
  const step = chartWidth / count
  const width = round(Math.max(1, step * 0.75))
  const greatest = Math.max(1, ...values.map((value) => value ?? 0))
  const box = (i: number, y: number, height: number, extra = 0) =>
    `M${round(i * step - extra / 2)},${round(y)}h${width + extra}v${round(height)}h${-(width + extra)}z`
  const most = Math.max(1, ...errors.map((value) => value ?? 0))
  return {
    bars: values
      .map((value, i) => {
        const height = ((value ?? 0) / greatest) * (barBase - 3)
        return value ? box(i, barBase - height, height) : ''
      })
      .join(''),
    // One error must be seen among hundreds of requests, so it has a height of its own.
    errors: errors
      .map((value, i) => (value ? box(i, barBase + 2, Math.max(4, (value / most) * errorHeight), 2) : ''))
      .join(''),
    base: barBase + 0.5,
  }
}

/** The least of 1, 2, 5, 10, 20 … that is not below the value, so that small noise does not fill the chart. */
export function niceTop(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  return [1, 2, 5, 10].map((factor) => factor * power).find((top) => top >= value) ?? 10 * power
}

/** Sums or means of the samples of a day in `count` intervals. @param combine undefined for an interval without samples */
export function intoIntervals<S extends { readonly at: number }>(
  samples: readonly S[],
  { fromMs, toMs, count }: { readonly fromMs: number; readonly toMs: number; readonly count: number },
  combine: (samples: readonly S[]) => number | undefined,
): Series {
  const buckets: S[][] = Array.from({ length: count }, () => [])
  const width = (toMs - fromMs) / count
  for (const sample of samples) buckets[Math.min(count - 1, Math.floor((sample.at - fromMs) / width))]?.push(sample)
  return buckets.map((bucket) => (bucket.length > 0 ? combine(bucket) : undefined))
}
