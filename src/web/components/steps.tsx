import { formatMs } from '../i18n/time.ts'

interface Step {
  readonly name: string
  readonly ms: number
  /** the step that took the blame */
  readonly isFailed?: boolean
}

/** The least width of a bar in percent: what took under a hundredth is still a hair. */
const minWidth = 0.8

interface StepsProps {
  readonly steps: readonly Step[]
  /** how long all took, in milliseconds: with more than the steps took, their bars do not fill the scale */
  readonly totalMs: number | undefined
}

/** A waterfall of durations on one scale, each with its number. */
export function Steps({ steps, totalMs = 0 }: StepsProps) {
  const sumMs = steps.reduce((sum, { ms }) => sum + ms, 0)
  const total = Math.max(sumMs, totalMs, 0.001)
  let elapsed = 0
  return (
    <ol class="steps">
      {steps.map(({ name, ms, isFailed }) => {
        const width = Math.max(minWidth, (ms / total) * 100)
        const x = Math.min((elapsed / total) * 100, 100 - width)
        elapsed += ms
        return (
          <li key={name} class={isFailed ? 'hot' : undefined}>
            <span>{name}</span>
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              <rect x={x.toFixed(2)} width={width.toFixed(2)} height="10" />
            </svg>
            <b>{formatMs(ms, 1)}</b>
          </li>
        )
      })}
    </ol>
  )
}
