/** Marks and spaces in µs by turns, a mark first, as the gateway reports a press of a remote. */
export type Pulses = readonly number[]

/** The size of a picture of presses, in the units of its `viewBox`. */
export const pictureWidth = 720
export const pictureHeight = 74
/** The upper edge of the first and of the second press, and how high their marks are. */
const rowTop = [10, 40] as const
const rowHeight = 20
const pointerWidth = 10

/** The picture of one or two presses over each other: the `d` of SVG paths; an empty text draws nothing. */
export interface PulsePicture {
  readonly first: string
  readonly second: string
  /** the marks of the second press that differ */
  readonly differing: string
  /** the ▲ under each of them */
  readonly pointers: string
  /** how long the longer press is, without the gap behind it */
  readonly durationMs: number
}

/** The pulses without the gap at their end, which only says when the receiver stopped listening. */
const withoutGap = (pulses: Pulses) => (pulses.length % 2 === 0 ? pulses.slice(0, -1) : pulses)
const total = (pulses: Pulses) => withoutGap(pulses).reduce((sum, one) => sum + one, 0)
const round = (value: number) => Math.round(value * 10) / 10

interface Box {
  /** the index of the mark among the pulses */
  readonly pulse: number
  readonly x: number
  readonly y: number
  readonly width: number
}

/**
 * Draws presses by one scale, so that what differs stands out of line.
 * @param differingPulses indexes among the pulses; a space that differs is shown at the mark before it
 */
export function drawPresses(
  first: Pulses,
  second: Pulses | undefined,
  differingPulses: readonly number[] = [],
): PulsePicture {
  const longestUs = Math.max(total(first), second ? total(second) : 0, 1)
  const scale = pictureWidth / longestUs
  const boxes = (pulses: Pulses, row: 0 | 1): readonly Box[] => {
    let at = 0
    return withoutGap(pulses).flatMap((durationUs, pulse) => {
      const x = round(at * scale)
      at += durationUs
      return pulse % 2 === 0 ? [{ pulse, x, y: rowTop[row], width: Math.max(round(durationUs * scale), 1) }] : []
    })
  }
  const path = (all: readonly Box[]) =>
    all.map(({ x, y, width }) => `M${x},${y}h${width}v${rowHeight}h${-width}z`).join('')
  const differs = new Set(differingPulses.map((pulse) => pulse - (pulse % 2)))
  const lower = second ? boxes(second, 1) : []
  const different = lower.filter(({ pulse }) => differs.has(pulse))
  const pointerAt = ({ x, width }: Box) =>
    Math.min(Math.max(round(x + width / 2 - pointerWidth / 2), 0), pictureWidth - pointerWidth)
  return {
    first: path(boxes(first, 0)),
    second: path(lower.filter(({ pulse }) => !differs.has(pulse))),
    differing: path(different),
    pointers: different.map((box) => `M${pointerAt(box)},${pictureHeight - 2}l5,-8l5,8z`).join(''),
    durationMs: round(longestUs / 1000),
  }
}
