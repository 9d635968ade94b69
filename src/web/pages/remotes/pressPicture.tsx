import type { Code } from './keyLearning.ts'
import { drawPresses, pictureHeight, pictureWidth } from './pulses.ts'
import { remotesText } from './text/index.ts'

interface PressPictureProps {
  readonly first: Code
  readonly second?: Code
  /** indexes of the pulses that differ */
  readonly differences?: readonly number[]
}

/** The pulses of one press, or of two over each other; what differs is red and has a ▲ below it. */
export function PressPicture({ first, second, differences = [] }: PressPictureProps) {
  const words = remotesText()
  const picture = drawPresses(first.pulses, second?.pulses, differences)
  const label = !second
    ? words.pictureOne
    : differences.length > 0
      ? words.pictureDifferent(differences.length)
      : words.pictureSame
  const carrier =
    first.carrierHz === undefined || first.carrierHz === 0 ? '' : ` · ${Math.round(first.carrierHz / 1000)} kHz`
  return (
    <figure class="stack tight">
      <figcaption class="between small soft">
        <span class="flow">
          {second && (
            <>
              <i class="legend first" />
              {words.firstPress}
              <i class="legend second" />
              {words.secondPress}
            </>
          )}
        </span>
        <span>
          {picture.durationMs} ms{carrier}
        </span>
      </figcaption>
      <svg
        class="pulse"
        viewBox={second ? `0 0 ${pictureWidth} ${pictureHeight}` : `0 0 ${pictureWidth} 40`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        <path class="first" d={picture.first} />
        <path class="second" d={picture.second} />
        <path class="differing" d={picture.differing} />
        <path class="differing" d={picture.pointers} />
        {second && <line x1="0" x2={pictureWidth} y1="35" y2="35" />}
      </svg>
    </figure>
  )
}
