import { Failure } from '../../../src/home/failure.ts'
import type { State, Trait } from '../../../src/home/traits.ts'
import { say } from '../messages.ts'
import { asWord, isSameValue } from '../payload/convert.ts'
import { CommandWatch } from './commandWatch.ts'
import type { DeviceState } from './deviceState.ts'
import type { Report } from './reportedState.ts'
import type { TraitChannel } from './traitChannel.ts'

/** A trait with the value that is to be confirmed. */
export interface PlannedWrite {
  readonly channel: TraitChannel
  readonly value: unknown
}

/** A device that repeats its old value may yet act, a door or an oven: it gets so many times `settle`. */
const unchangedFactor = 3

/** How near to its end something that opens is at its end, in percent of its way: motors count badly. */
const endTolerancePercent = 1

/** How far something must have moved to be on its way, in percent: a blind at rest trembles by one or two. */
const minMovePercent = 3

/**
 * Waits until a device has confirmed a command. Only what it reports after the command counts, and every commanded trait
 * must be reported: silence confirms nothing, and neither does a value that became unknown.
 * `done` resolves
 *  - as soon as the device has reported every requested value, or that it moves there (then with that trait), or
 *  - when it reported other values and none of them changed for `settle`: those are the answer then.
 * @throws Failure `actionFailed` when it said that a value is unknown, or kept its old colour or position; and those of `CommandWatch`
 */
export class Confirmation {
  readonly done: Promise<Trait | undefined>
  readonly #device: DeviceState
  readonly #writes: readonly PlannedWrite[]
  readonly #watch: CommandWatch
  readonly #before: State
  #startOpenness: number | undefined
  #last: State
  /** the traits that the device reported after the command, and those of which it reported a direction of movement */
  readonly #reported = new Set<Trait>()
  readonly #moved = new Set<Trait>()

  constructor(device: DeviceState, writes: readonly PlannedWrite[], signal: AbortSignal) {
    this.#device = device
    this.#writes = writes
    this.#before = device.reported.state
    this.#last = this.#before
    this.#startOpenness = device.reported.movement?.openness
    this.#watch = new CommandWatch(device, signal, (report) => this.#onReport(report))
    this.done = this.#watch.done
    if (writes.length === 0) this.#watch.resolve()
  }

  end(): void {
    this.#watch.end()
  }

  #onReport({ known, unknown, moved, pending }: Report): void {
    // What it said before is no answer any more: the value that it is on its way to is yet to come.
    for (const trait of pending) this.#reported.delete(trait)
    const reportedWrites = this.#writes.filter(
      (write) =>
        unknown.has(write.channel.trait) ||
        moved.has(write.channel.trait) ||
        (known.has(write.channel.trait) && !this.#isLateAnswer(write)),
    )
    if (reportedWrites.length === 0) return
    for (const { channel } of reportedWrites) {
      this.#reported.add(channel.trait)
      if (moved.has(channel.trait)) this.#moved.add(channel.trait)
    }
    this.#startOpenness ??= this.#device.reported.movement?.openness
    if (this.#writes.every((write) => this.#isReached(write) || this.#isMoving(write))) {
      this.#watch.resolve(this.#writes.find((write) => !this.#isReached(write))?.channel.trait)
      return
    }
    if (this.#writes.every(({ channel }) => this.#reported.has(channel.trait))) this.#watch.stopRequestingState()
    const { settle, reported } = this.#device
    const differs = (from: State) =>
      reportedWrites.some(({ channel: { trait } }) => !isSameValue(from[trait], reported.state[trait], 0))
    if (differs(this.#last)) this.#watch.schedule(settle, () => this.#settled())
    else if (!this.#watch.isScheduled)
      this.#watch.schedule(differs(this.#before) ? settle : settle * unchangedFactor, () => this.#settled())
    this.#last = reported.state
  }

  /** True if the report may be the late answer to an earlier command whose deadline passed. */
  #isLateAnswer({ channel: { trait, codec }, value }: PlannedWrite): boolean {
    const before = this.#device.timedOutWrites?.get(trait)
    if (!before || performance.now() > before.untilMs) return false
    const now = withoutBrightness(this.#device.reported.state[trait])
    const { tolerance } = codec.converter
    return (
      isSameValue(withoutBrightness(before.value), now, tolerance) &&
      !isSameValue(withoutBrightness(value), now, tolerance)
    )
  }

  /** The device reported other values than the requested ones, and nothing more for a while. */
  #settled(): void {
    const { state } = this.#device.reported
    this.#watch.unschedule()
    const open = this.#writes.filter((write) => !this.#isReached(write) && !this.#isMoving(write))
    const silent = open.filter(({ channel }) => !this.#reported.has(channel.trait))
    if (silent.length > 0) {
      // What was not said may still come, until the deadline.
      this.#watch.requestState()
      return
    }
    const stuck = open.filter((write) => this.#isWhereItWas(write))
    if (stuck.length > 0 && this.#watch.requestState()) {
      // Some devices say their new value only when they are asked.
      this.#watch.schedule(this.#device.settle, () => this.#settled())
      return
    }
    const failed = open.find((write) => state[write.channel.trait] === undefined || this.#mustChange(write))
    if (failed) this.#fail(failed)
    else this.#watch.resolve()
  }

  #fail({ channel: { trait }, value }: PlannedWrite): void {
    const now = this.#device.reported.state[trait]
    const wanted = JSON.stringify(value)
    const why =
      now === undefined
        ? say('unknownState', { trait, wanted })
        : say('otherState', { trait, wanted, now: JSON.stringify(now) })
    this.#watch.reject(new Failure('actionFailed', why))
  }

  /** Whether the answer would take the old value for the new one. */
  #mustChange(write: PlannedWrite): boolean {
    const { codec } = write.channel
    // What is open in part is open: the answer would be "done".
    if (codec.openness && write.value === true && this.#device.reported.movement?.openness !== undefined) return true
    // Of a colour that was not known before, another one may be the one of before.
    const isUnknownBefore = this.#before[write.channel.trait] === undefined
    return typeof write.value === 'object' && (isUnknownBefore || this.#isWhereItWas(write))
  }

  #isWhereItWas({ channel: { trait } }: PlannedWrite): boolean {
    const now = this.#device.reported.state[trait]
    return now !== undefined && isSameValue(withoutBrightness(this.#before[trait]), now, 0)
  }

  #isReached({ channel: { trait, codec }, value }: PlannedWrite): boolean {
    if (!this.#reported.has(trait)) return false
    const { state, movement } = this.#device.reported
    // Half open is not yet as open as was requested.
    if (codec.openness && movement?.openness !== undefined && value === true)
      return movement.openness >= 100 - endTolerancePercent
    const now = state[trait]
    const wanted = typeof now === 'object' && now !== null && !('brightness' in now) ? withoutBrightness(value) : value
    if (isSameValue(wanted, now, codec.converter.tolerance)) return true
    // On the coarser scale of the device both are one.
    return typeof now === 'number' && asWord(codec.converter.toDevice(now)) === asWord(codec.converter.toDevice(value))
  }

  #isMoving({ channel: { trait, codec }, value }: PlannedWrite): boolean {
    const { movement } = this.#device.reported
    if (!movement || !this.#reported.has(trait)) return false
    if (this.#moved.has(trait) && movement.direction !== undefined) return movement.direction === value
    const { openness, previousOpenness = openness } = movement
    const start = this.#startOpenness
    if (!codec.openness || openness === undefined || previousOpenness === undefined || start === undefined) return false
    return value
      ? openness >= start + minMovePercent && openness >= previousOpenness
      : openness <= start - minMovePercent && openness <= previousOpenness
  }
}

/** What of a colour a device says where it says its brightness elsewhere. */
function withoutBrightness(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const { brightness: _, ...rest } = value as { readonly brightness?: number }
  return rest
}
