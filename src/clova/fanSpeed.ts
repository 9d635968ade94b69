import type { Command } from '../home/device.ts'
import { Failure } from '../home/failure.ts'
import { numberDomain, roundFloat, type Spec, supports } from '../home/spec.ts'
import type { State } from '../home/traits.ts'
import type { LocalizedText } from '../util/translate.ts'
import { say } from './messages.ts'

/**
 * CLOVA has three fan speeds: 1 weak, 2 medium, 3 strong (SetFanSpeed and every FanSpeed confirmation, both editions).
 * Inside the gateway `fanSpeed` is on the device's own scale; it is converted here, at the edge of the protocol.
 *
 * Up to ten speeds of a device: the lowest, the middle (the lower of two) and the highest one. A finer scale, such as
 * percent: a third, two thirds and all of it. Two speeds are weak and strong. A single one cannot be mapped.
 */
interface Level {
  readonly clova: 1 | 2 | 3
  /** on the device's own scale */
  readonly value: number
  /** its place among the device's speeds, from 0 */
  readonly place: number
}

const [weakest, strongest] = [1, 3]
/** Above this number of speeds the scale counts as fine. */
const maxCoarseSpeeds = 10

/** The speeds of CLOVA that a device has, the weakest first; empty if its scale is not known or has a single speed. */
export function fanLevels(spec: Spec): readonly Level[] {
  const scale = scaleOf(spec)
  if (!scale || scale.count < 2) return []
  const { count, valueAt } = scale
  const places: readonly (readonly [Level['clova'], number])[] =
    count === 2
      ? [
          [1, 0],
          [3, 1],
        ]
      : count <= maxCoarseSpeeds
        ? [
            [1, 0],
            [2, Math.floor((count - 1) / 2)],
            [3, count - 1],
          ]
        : [
            [1, Math.round(count / 3) - 1],
            [2, Math.round((count * 2) / 3) - 1],
            [3, count - 1],
          ]
  return places.map(([clova, place]) => ({ clova, place, value: valueAt(place) }))
}

/** The device's speeds, the slowest first. With more than three speeds, 0 is "off" and no speed. */
function scaleOf(spec: Spec): { readonly count: number; valueAt(place: number): number } | undefined {
  const domain = numberDomain(spec, 'fanSpeed')
  if (!domain) return undefined
  const { min, max, step, values } = domain
  if (values) {
    const sorted = [...values].sort((a, b) => a - b)
    const speeds = sorted.length > 3 ? sorted.filter((value) => value !== 0) : sorted
    return { count: speeds.length, valueAt: (place) => speeds[place] ?? max }
  }
  const count = Math.floor((max - min) / step + 1e-6) + 1
  const isOffIncluded = min === 0 && count > 3
  const first = isOffIncluded ? step : min
  return { count: isOffIncluded ? count - 1 : count, valueAt: (place) => roundFloat(first + place * step) }
}

/** CLOVA's speed nearest to a device's; undefined for "off" (0) and where the scale cannot be mapped. */
export function toClovaFanSpeed(value: number, spec: Spec): 1 | 2 | 3 | undefined {
  const levels = fanLevels(spec)
  if (value <= 0 && levels.every((level) => level.value > 0)) return undefined
  return nearest(value, levels)?.clova
}

const nearest = (value: number, levels: readonly Level[]) =>
  [...levels].sort((a, b) => Math.abs(a.value - value) - Math.abs(b.value - value))[0]

/** The device's speed for CLOVA's. @throws Failure `outOfRange` beyond 1 to 3, `badValue` for one that the device lacks */
export function fromClovaFanSpeed(speed: number, spec: Spec): number {
  if (!(speed >= weakest && speed <= strongest)) throw outOfRange(say('fanRange'))
  const level = fanLevels(spec).find(({ clova }) => clova === speed)
  if (!level) throw new Failure('badValue', say('noFanSpeed', { speed }))
  return level.value
}

const outOfRange = (detail: LocalizedText) => new Failure({ code: 'outOfRange', min: weakest, max: strongest }, detail)

/**
 * Moves the fan by so many speeds of CLOVA.
 * @throws Failure `outOfRange` at the weakest or strongest speed, `badValue` for no whole number, `unknownValue`
 */
export function stepFanSpeed(by: number, now: State, spec: Spec): Command {
  const levels = fanLevels(spec)
  if (!Number.isInteger(by)) throw new Failure('badValue', say('fanNotStep', { by }))
  const present = presentLevel(now, levels)
  if (!present) {
    if (!supports(spec, 'step', 'fanSpeed')) throw new Failure('unknownValue', say('fanUnknown'))
    return { kind: 'step', trait: 'fanSpeed', by: by * distance(levels, spec) }
  }
  const index = levels.indexOf(present)
  const target = levels[Math.min(levels.length - 1, Math.max(0, index + by))]
  if (!target || target === present) throw outOfRange(say('fanAtLimit'))
  if (supports(spec, 'set', 'fanSpeed')) return { kind: 'set', patch: { fanSpeed: target.value } }
  return { kind: 'step', trait: 'fanSpeed', by: distance([present, target], spec) }
}

const presentLevel = ({ fanSpeed }: State, levels: readonly Level[]): Level | undefined =>
  fanSpeed === undefined ? undefined : nearest(fanSpeed, levels)

/** How far apart the first two levels are in the unit of a step of the device: places in a list of values, else the trait's unit. */
function distance(levels: readonly Level[], spec: Spec): number {
  const isListed = numberDomain(spec, 'fanSpeed')?.values !== undefined
  const [from = 0, to = 0] = levels.map(({ place, value }) => (isListed ? place : value))
  return roundFloat(to - from)
}

/** Moves the fan to the next speed of CLOVA, from strong to weak; a device that only cycles goes through its own speeds. */
export function cycleFanSpeed(now: State, spec: Spec): Command {
  const levels = fanLevels(spec)
  const present = presentLevel(now, levels)
  if (!supports(spec, 'set', 'fanSpeed') || !present) return { kind: 'cycle', trait: 'fanSpeed' }
  const next = levels[(levels.indexOf(present) + 1) % levels.length] ?? present
  return { kind: 'set', patch: { fanSpeed: next.value } }
}

/** What of a device's fan speeds CLOVA cannot use: the name of the message; undefined if all three of CLOVA's exist. */
export function fanSpeedProblem(spec: Spec): 'singleFanSpeed' | 'twoFanSpeeds' | undefined {
  const canBeSet = (['set', 'step', 'cycle'] as const).some((access) => supports(spec, access, 'fanSpeed'))
  if (!canBeSet) return undefined
  const levels = fanLevels(spec)
  if (levels.length === 3) return undefined
  return levels.length === 2 ? 'twoFanSpeeds' : 'singleFanSpeed'
}
