import { isDeepStrictEqual } from 'node:util'
import { code, type RemoteCode } from './code.ts'
import { areAlike, recognise } from './press.ts'
import { splitAtGaps, withoutGap } from './pulses.ts'

/** A learnt code, cleaned, and how many times it had been sent while the key was held. */
export interface NormalizedCode {
  readonly code: RemoteCode
  readonly frameCount: number
}

type Part = readonly number[]

/** Above it, in µs, a space is a gap; marks are never as long, but for leaders. */
const maxClusterUs = 12_000

/**
 * The single frame of a learnt code: what was repeated is averaged, signs of a held key and a frame cut off at the end are left out,
 * and each pulse gets the time that most of its kind have. A radio code stays as it is.
 */
export const normalize = (learnt: RemoteCode): RemoteCode => normalizeWithCount(learnt).code

/** As `tidy`, and how many whole frames there were. */
export function normalizeWithCount(learnt: RemoteCode): NormalizedCode {
  if (learnt.medium !== 'ir') return { code: learnt, frameCount: 1 }
  const parts = splitAtGaps(learnt.pulses)
  const { frames, signs } = withoutRepeatSigns(parts)
  const { period, rounds } = repetitionOf(frames)
  const used = frames.slice(0, period * rounds)
  const frame = Array.from({ length: period }, (_, i) =>
    averageParts(
      used.filter((_, at) => at % period === i),
      used.length === parts.length,
    ),
  )
  const averaged = code(
    frame.flat().map((time) => Math.max(1, Math.round(time))),
    learnt.carrierHz,
  )
  const snapped = code(snapUntilStable(frame), learnt.carrierHz)
  // RC-MM has times that are nearer to one another than a bad learner measures: what is known must stay what it is.
  const known = recognise(averaged)
  const clean = known && !isDeepStrictEqual(known, recognise(snapped)) ? averaged : snapped
  const times = rounds + signs
  // What is left of a single round may end in a piece of its own beginning again.
  const again = rounds === 1 && period < frames.length ? normalizeWithCount(clean).code : clean
  return { code: again, frameCount: times }
}

/** From how many pulses on a frame is too long for what is like its beginning to be there by chance. */
const minDistinctivePulses = 8

/** The parts that are frames or pieces of one, and how many signs of a held key stood between them; one that is cut off is none. */
function withoutRepeatSigns(parts: readonly Part[]): { readonly frames: readonly Part[]; readonly signs: number } {
  const first = parts[0] ?? []
  if (withoutGap(first).length <= minDistinctivePulses) return { frames: parts, signs: 0 }
  const frames = parts.filter((part, i) => {
    if (i === 0) return true
    const isLast = i === parts.length - 1
    if (isLast && isPrefixOf(part, first)) return true
    return !isRepeatSign(part, first) && !(isLast && isPrefixOf(part, first.slice(2)))
  })
  const isCutSign = frames.at(-1) !== parts.at(-1) && !isRepeatSign(parts.at(-1) ?? [], first)
  return { frames, signs: parts.length - frames.length - (isCutSign ? 1 : 0) }
}

/** Three pulses, as of NEC, or the first frame without its leader, as of JVC. */
const isRepeatSign = (part: Part, first: Part) =>
  withoutGap(part).length === 3 || areAlike(withoutGap(part), withoutGap(first).slice(2))

/** Whether a part is another that was cut off; where it was cut its last mark may be short. */
function isPrefixOf(part: Part, whole: Part): boolean {
  const [one, other] = [withoutGap(part), withoutGap(whole)]
  return (
    one.length <= other.length &&
    (one.at(-1) ?? 0) <= (other[one.length - 1] ?? 0) * 1.25 &&
    areAlike(one.slice(0, -1), other.slice(0, one.length - 1))
  )
}

/**
 * After how many parts they come again, and how many whole rounds there are. A last round that is cut off counts as one that
 * comes again, but is no whole one. Short parts may be alike by chance, so of these two whole rounds are the proof.
 */
function repetitionOf(parts: readonly Part[]): { readonly period: number; readonly rounds: number } {
  const last = parts.length - 1
  const isDistinctive = withoutGap(parts[0] ?? []).length > minDistinctivePulses
  for (let period = 1; period <= last; period++) {
    const before = (i: number) => parts[i - period] ?? []
    const isAgain = (part: Part, i: number) =>
      areAlike(withoutGap(part), withoutGap(before(i))) || (i === last && isPrefixOf(part, before(i)))
    if (!parts.every((part, i) => i < period || isAgain(part, i))) continue
    const isWhole = areAlike(withoutGap(parts[last] ?? []), withoutGap(before(last)))
    const rounds = Math.floor((isWhole ? parts.length : last) / period)
    if (isDistinctive || rounds >= 2) return { period, rounds }
  }
  return { period: parts.length, rounds: 1 }
}

/**
 * The mean of each pulse; of the gaps those between frames, since that behind the last is as long as the learner waited.
 * @param isAll nothing was heard behind them
 */
function averageParts(parts: readonly Part[], isAll: boolean): Part {
  const length = Math.max(...parts.map((part) => part.length))
  return Array.from({ length }, (_, i) => {
    const times = parts.flatMap((part) => part[i] ?? [])
    const counted = isAll && i % 2 === 1 && i === length - 1 && times.length > 1 ? times.slice(0, -1) : times
    return counted.reduce((sum, time) => sum + time, 0) / counted.length
  })
}

/** Gives marks, and spaces, that are nearly alike the mean of their kind; leaders are a kind of their own, and a gap is left as it is. */
function snapToClusters(parts: readonly Part[]): readonly Part[] {
  const kinds = [0, 1].map((side) => {
    const [leaders, others] = [parts.map((part) => part.slice(0, 2)), parts.map((part) => part.slice(2))].map((some) =>
      clusterMeans(some.flatMap((part) => part.filter((pulse, i) => i % 2 === side && pulse < maxClusterUs))),
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
function snapUntilStable(parts: readonly Part[]): number[] {
  let now = snapToClusters(parts)
  for (let round = 0; round < 8; round++) now = snapToClusters(now)
  return now.flat()
}

/** Each time, and the mean of the times that follow one another closely; of those that spread too far it is itself. */
function clusterMeans(times: readonly number[]): ReadonlyMap<number, number> {
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
