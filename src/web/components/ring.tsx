import { useEffect, useState } from 'preact/hooks'

const radius = 46
const circumference = 2 * Math.PI * radius

interface RingProps {
  readonly secondsLeft: number
  readonly totalSeconds: number
  /** a drawing of what the user has to press, as paths on a square of 104 by 104 */
  readonly outline: string
  /** the centre and the radius of the button in it */
  readonly button: readonly [x: number, y: number, r: number]
}

/** A ring that empties while something is waited for, with a drawing of what to press. The seconds stand beside it as a number. */
export const Ring = ({ secondsLeft, totalSeconds, outline, button: [x, y, r] }: RingProps) => (
  <svg class="ring" viewBox="0 0 104 104" aria-hidden="true">
    <circle cx="52" cy="52" r={radius} />
    <circle
      class="left"
      cx="52"
      cy="52"
      r={radius}
      transform="rotate(-90 52 52)"
      stroke-dasharray={circumference}
      stroke-dashoffset={circumference * (1 - Math.min(1, Math.max(0, secondsLeft / totalSeconds)))}
    />
    <path class="outline" d={outline} />
    <circle class="dot" cx={x} cy={y} r={r} />
  </svg>
)

/** The whole seconds until a time in milliseconds since 1970, counted down; 0 when it has passed. */
export function useSecondsLeft(endsAt: number): number {
  const left = () => Math.max(0, Math.ceil((endsAt - Date.now()) / 1000))
  const [seconds, setSeconds] = useState(left())
  useEffect(() => {
    setSeconds(left())
    const timer = setInterval(() => {
      setSeconds(left())
      if (left() === 0) clearInterval(timer)
    }, 250)
    return () => clearInterval(timer)
  }, [endsAt])
  return seconds
}
