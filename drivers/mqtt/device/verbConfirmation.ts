import { Failure } from '../../../src/home/failure.ts'
import type { Verb } from '../../../src/home/spec.ts'
import type { Trait } from '../../../src/home/traits.ts'
import { say } from '../messages.ts'
import type { MqttOptions } from '../options.ts'
import { asWord } from '../payload/convert.ts'
import { parseMessage, payloadWordReader } from '../payload/read.ts'
import { CommandWatch } from './commandWatch.ts'
import { type DeviceState, reportsState } from './deviceState.ts'
import type { Report } from './reportedState.ts'

type VerbCommand = NonNullable<MqttOptions['verbs'][Verb]>

/** How long something that goes on moving may take to stop, in times of `settle`. */
const stopFactor = 3

/** A position that came in such intervals counts as still when it did not change for so many of them, up to a bound in milliseconds. */
const stillFactor = 1.5
const maxMoveIntervalMs = 2000

/** Traits that show what a device does; that it tells its battery says nothing of a command. */
const activityTraits: readonly Trait[] = ['power', 'mode', 'phase', 'open', 'locked']

/**
 * Waits until a device has confirmed something that no trait shows: by words that its description names; of a stop, by
 * a position that stands still; else by any word of what it does. A device that never says anything confirms nothing,
 * and is believed.
 * @throws Failure `actionFailed` when it goes on moving after a stop; and those of `CommandWatch`
 */
export class VerbConfirmation {
  readonly done: Promise<Trait | undefined>
  readonly #device: DeviceState
  readonly #watch: CommandWatch
  readonly #isStop: boolean
  readonly #hasWords: boolean
  #end: () => void = () => {}
  #openness: number | undefined
  #movesSinceMs: number | undefined

  constructor(device: DeviceState, verb: Verb, { confirm }: VerbCommand, signal: AbortSignal) {
    this.#device = device
    this.#isStop = verb === 'stop' && device.channels.some(({ trait, states }) => trait === 'open' && states.length > 0)
    this.#hasWords = confirm !== undefined
    this.#openness = device.reported.movement?.openness
    this.#watch = new CommandWatch(device, signal, (report) => this.#onReport(report))
    this.done = this.#watch.done
    if (confirm) this.#end = this.#waitForWords(confirm)
    else if (!reportsState(device)) this.#watch.resolve()
  }

  end(): void {
    this.#end()
    this.#watch.end()
  }

  #waitForWords({ state, is, ...source }: NonNullable<VerbCommand['confirm']>): () => void {
    const read = payloadWordReader(source)
    const words = is.map((word) => asWord(word))
    return this.#device.broker.subscribe(state, (payload, retained, topic) => {
      const word = retained ? undefined : asWord(read(parseMessage(payload, retained, topic)))
      if (word !== undefined && words.includes(word)) this.#watch.resolve()
    })
  }

  #onReport(report: Report): void {
    const { known, unknown, moved } = report
    if (this.#hasWords) return
    if (this.#isStop) this.#onStopReport(report)
    else if (activityTraits.some((trait) => known.has(trait) || unknown.has(trait) || moved.has(trait)))
      this.#watch.resolve()
  }

  #onStopReport({ known, moved }: Report): void {
    const { movement } = this.#device.reported
    if (!known.has('open') && !moved.has('open')) return
    this.#watch.stopRequestingState()
    const reportsMoving = moved.has('open') && movement?.direction !== undefined
    const reportsStopped = moved.has('open') && movement?.isStopped === true
    const isMoving = reportsMoving || movement?.openness !== this.#openness
    this.#openness = movement?.openness
    const now = performance.now()
    if (isMoving) this.#movesSinceMs ??= now
    const movesForMs = isMoving ? now - (this.#movesSinceMs ?? now) : 0
    // Without a position, any word but that it moves says that it stands still.
    if (reportsStopped || (movement?.openness === undefined && !reportsMoving)) this.#watch.resolve()
    else if (movesForMs > this.#device.settle * stopFactor)
      this.#watch.reject(new Failure('actionFailed', say('stillMoving')))
    else if (reportsMoving) this.#watch.unschedule()
    else if (isMoving || !this.#watch.isScheduled) this.#watch.schedule(this.#stillMs(), () => this.#watch.resolve())
  }

  /** How long a position must not change to stand still: longer than it took to change before. */
  #stillMs(): number {
    const { settle, reported } = this.#device
    const intervalMs = reported.movement?.moveIntervalMs ?? Number.POSITIVE_INFINITY
    return intervalMs <= maxMoveIntervalMs ? Math.max(settle, intervalMs * stillFactor) : settle
  }
}
