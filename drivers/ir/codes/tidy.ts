import { type Code, code } from './code.ts'
import { alike } from './press.ts'
import { split, withoutGap } from './pulses.ts'

/** A learnt code, cleaned, and how many times it had been sent while the key was held. */
export interface Tidied {
  readonly code: Code
  readonly times: number
}

type Part = readonly number[]

/** Above it, in µs, a space is a gap; marks are never as long, but for leaders. */
const longestKind = 12_000

/**
 * The single frame of a learnt code: what was repeated is averaged, signs of a held key and a frame cut off at the end are left out,
 * and each pulse gets the time that most of its kind have. A radio code stays as it is.
 */
export const tidy = (learnt: Code): Code => tidied(learnt).code

/** As `tidy`, and how many frames there were. */
export function tidied(learnt: Code): Tidied {
  if (learnt.medium !== 'ir') return { code: learnt, times: 1 }
  const parts = split(learnt.pulses)
  const whole = parts.filter((part, i) => i === 0 || !isSignOfHeld(part, parts[0] ?? []))
  const period = periodOf(whole)
  const times = Math.floor(whole.length / period)
  const frame = Array.from({ length: period }, (_, i) =>
    averaged(whole.filter((_, at) => at % period === i).slice(0, times)),
  )
  return { code: code(settled(frame), learnt.carrier), times: times + parts.length - whole.length }
}

/** Three pulses, as of NEC, or the first frame without its leader, as of JVC. */
const isSignOfHeld = (part: Part, first: Part) =>
  withoutGap(first).length > 8 && (withoutGap(part).length === 3 || alike(withoutGap(part), withoutGap(first).slice(2)))

/** After how many parts they come again; all of them if they never do. At least two whole rounds prove it. */
function periodOf(parts: readonly Part[]): number {
  const isAgain = (part: Part, before: Part, isLast: boolean) => {
    const [one, other] = [withoutGap(part), withoutGap(before)]
    return (
      alike(one, other) ||
      (isLast && one.length < other.length && alike(one.slice(0, -1), other.slice(0, one.length - 1)))
    )
  }
  for (let period = 1; 2 * period <= parts.length; period++) {
    const isPeriod = parts.every(
      (part, i) => i < period || isAgain(part, parts[i - period] ?? [], i === parts.length - 1 && i >= 2 * period),
    )
    if (isPeriod) return period
  }
  return parts.length
}

/** The mean of each pulse; of the gaps those between frames, since that behind the last is as long as the learner waited. */
function averaged(parts: readonly Part[]): Part {
  const length = Math.max(...parts.map((part) => part.length))
  return Array.from({ length }, (_, i) => {
    const times = parts.flatMap((part) => part[i] ?? [])
    const counted = i % 2 === 1 && i === length - 1 && times.length > 1 ? times.slice(0, -1) : times
    return counted.reduce((sum, time) => sum + time, 0) / counted.length
  })
}

/** Gives marks, and spaces, that are nearly alike the mean of their kind; leaders are a kind of their own, and a gap is left as it is. */
function snapped(parts: readonly Part[]): readonly Part[] {
  const kinds = [0, 1].map((side) => {
    const [leaders, others] = [parts.map((part) => part.slice(0, 2)), parts.map((part) => part.slice(2))].map((some) =>
      kindsOf(some.flatMap((part) => part.filter((pulse, i) => i % 2 === side && pulse < longestKind))),
    )
    return { leaders, others }
  })
  const timeOf = (pulse: number, i: number) => {
    const { leaders, others } = kinds[i % 2] ?? {}
    if (i >= 2) return others?.get(pulse) ?? pulse
    const first = leaders?.get(pulse) ?? pulse
    return [...new Set(others?.values())].find((mean) => Math.abs(mean - first) <= mean / 10) ?? first
  }
  return parts.map((part) => part.map((pulse, i) => Math.max(1, Math.round(timeOf(pulse, i)))))
}

/** Snaps until nothing moves any more, so that what is clean stays so: a leader may be near a mean only once that is one. */
function settled(parts: readonly Part[]): number[] {
  let now = snapped(parts)
  for (let round = 0; round < 8; round++) now = snapped(now)
  return now.flat()
}

/** Each time, and the mean of the times that follow one another closely; of those that spread too far it is itself. */
function kindsOf(times: readonly number[]): ReadonlyMap<number, number> {
  const kinds: number[][] = []
  for (const time of [...times].sort((a, b) => a - b)) {
    const last = kinds.at(-1)?.at(-1)
    if (last !== undefined && (time <= last * 1.15 || time - last <= 60)) kinds.at(-1)?.push(time)
    else kinds.push([time])
  }
  return new Map(
    kinds.flatMap((kind) => {
      const mean = kind.reduce((sum, time) => sum + time, 0) / kind.length
      const isOne = (kind.at(-1) ?? 0) <= (kind[0] ?? 0) * 1.5
      return kind.map((time): [number, number] => [time, isOne ? mean : time])
    }),
  )
}
