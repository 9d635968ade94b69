import type { Code } from '../codes/index.ts'

/** What one writing to a LIRC device may have. Sources: IR_MAX_DURATION of the kernel's rc-core, LIRCBUF_SIZE of ir-ctl. */
const most = { time: 500_000, edges: 1023 }
/** Where a frame may end: no protocol has so long a space within one. µs */
const betweenFrames = 15_000
/** The gap behind a frame that says none. µs */
const usualGap = 40_000

/** Pulses that are sent in one go, mark first and last, and the gap behind them. */
export interface Piece {
  readonly pulses: readonly number[]
  /** µs */
  readonly gap: number
}

/** A code, and its repeats, as pieces that the kernel takes; nothing if a frame of it is longer than that. */
export function pieces({ pulses }: Code, repeats: number): readonly Piece[] | undefined {
  const once = pulses.length % 2 === 0 ? pulses : [...pulses, usualGap]
  const frames = Array.from({ length: repeats + 1 }, () => once).flat()
  const done: { pulses: number[]; gap: number }[] = []
  let frame: number[] = []
  let fits = true
  for (const [i, pulse] of frames.entries()) {
    const isEnd = i % 2 === 1 && (pulse >= betweenFrames || i === frames.length - 1)
    if (!isEnd) {
      frame.push(pulse)
      continue
    }
    const last = done.at(-1)
    const joined = last && [...last.pulses, last.gap, ...frame]
    fits &&= isShort(frame)
    if (last && joined && isShort(joined)) Object.assign(last, { pulses: joined, gap: pulse })
    else done.push({ pulses: frame, gap: pulse })
    frame = []
  }
  return fits ? done : undefined
}

const isShort = (pulses: readonly number[]) =>
  pulses.length <= most.edges && pulses.reduce((sum, pulse) => sum + pulse, 0) <= most.time
