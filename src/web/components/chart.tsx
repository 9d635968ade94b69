import type { ComponentChildren } from 'preact'

interface ChartProps {
  readonly title: string
  /** the newest value in words */
  readonly current: ComponentChildren
  /** the greatest value and what else is worth a line */
  readonly caption: ComponentChildren
  /** says all of it to screen readers */
  readonly label: string
  /** the oldest first; absent where nothing was measured */
  readonly values: readonly (number | undefined)[]
  /** how many errors there were at each moment; they hang below the line */
  readonly errors?: readonly number[]
}

const [width, height, errorHeight] = [100, 40, 8]

/** A small chart of the last day: line, area, and errors below it. What was not measured is a gap. */
export function Chart({ title, current, caption, label, values, errors = [] }: ChartProps) {
  const top = Math.max(...values.map((value) => value ?? 0), 1e-9)
  const x = (index: number) => (values.length < 2 ? 0 : (index / (values.length - 1)) * width)
  const y = (value: number) => height - (value / top) * (height - 2)
  const runs = splitAtGaps(values)
  const mostErrors = Math.max(...errors, 1)
  return (
    <figure class="card chart">
      <div class="between">
        <h3>{title}</h3>
        <b>{current}</b>
      </div>
      <svg viewBox={`0 0 ${width} ${height + errorHeight}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {runs.map((run) => {
          const points = run.map(([index, value]) => `${x(index).toFixed(2)} ${y(value).toFixed(2)}`).join('L')
          const [first, last] = [run[0]?.[0] ?? 0, run.at(-1)?.[0] ?? 0]
          return (
            <g key={first}>
              <path class="area" d={`M${x(first)} ${height}L${points}L${x(last)} ${height}z`} />
              <path class="line" d={`M${points}`} />
            </g>
          )
        })}
        <path class="base" d={`M0 ${height}H${width}`} />
        {errors.map((count, index) =>
          count > 0 ? (
            <rect
              key={index}
              class="err"
              x={x(index)}
              y={height + 1}
              width={Math.max(0.6, width / errors.length)}
              height={(count / mostErrors) * (errorHeight - 1)}
            />
          ) : null,
        )}
      </svg>
      <figcaption class="small soft">{caption}</figcaption>
    </figure>
  )
}

/** The measured values in runs without a gap, each with its place. */
function splitAtGaps(values: readonly (number | undefined)[]): readonly (readonly [number, number])[][] {
  const runs: [number, number][][] = []
  values.forEach((value, index) => {
    if (value === undefined) return
    const run = runs.at(-1)
    if (run && run.at(-1)?.[0] === index - 1) run.push([index, value])
    else runs.push([[index, value]])
  })
  return runs
}
