import { Failure } from '../../../src/home/failure.ts'
import type { Trait } from '../../../src/home/traits.ts'
import { say } from '../messages.ts'
import { type DeviceState, onReport } from './deviceState.ts'
import type { Report } from './reportedState.ts'

/** How often a device is asked for its state while one command waits for it. */
const maxRequests = 2

/**
 * Waits for what a device says after a command; begun before the command is sent, so that no answer is too quick.
 * `done` rejects with `offline` when the broker or the device goes, with `deviceFault` when the device or its bridge
 * says that it failed, and with the signal's reason at the deadline. What it resolves with is for the one who judges.
 */
export class CommandWatch {
  readonly done: Promise<Trait | undefined>
  readonly #device: DeviceState
  readonly #signal: AbortSignal
  readonly #ends: (() => void)[] = []
  #requests = 0
  #timer: NodeJS.Timeout | undefined
  #quietTimer: NodeJS.Timeout | undefined
  resolve: (movingTrait?: Trait) => void = () => {}
  reject: (reason: unknown) => void = () => {}

  /** @param onCommandReport is called with each report that came after the command */
  constructor(device: DeviceState, signal: AbortSignal, onCommandReport: (report: Report) => void) {
    this.#device = device
    this.#signal = signal
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
    this.done.catch(() => {})
    const abort = () => this.reject(signal.reason)
    signal.addEventListener('abort', abort)
    device.onFault = (reason) => this.reject(new Failure('deviceFault', reason))
    this.#ends.push(
      () => signal.removeEventListener('abort', abort),
      device.broker.onDisconnect(() => this.reject(new Failure('offline', say('brokerWent')))),
      onReport(device, (report) => {
        if (device.reported.available === false) return this.reject(new Failure('offline', say('deviceAway')))
        // What the broker had kept was said before the command.
        if (!report || report.retained) return
        if (report.fault !== undefined)
          return this.reject(new Failure('deviceFault', say('deviceFault', { fault: report.fault })))
        onCommandReport(report)
      }),
    )
    // A device that says nothing, perhaps because nothing changed, is asked: its answer is the confirmation.
    this.#quietTimer = setTimeout(() => this.requestState(), device.settle)
  }

  /** Runs this after so many milliseconds, in place of what was to run before. */
  schedule(ms: number, then: () => void): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(then, ms)
  }

  get isScheduled(): boolean {
    return this.#timer !== undefined
  }

  unschedule(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** The device said all that was waited for: it need not be asked. */
  stopRequestingState(): void {
    clearTimeout(this.#quietTimer)
  }

  /** @returns true if the device is asked for its state now */
  requestState(): boolean {
    const { ask, broker } = this.#device
    if (!ask || this.#requests >= maxRequests || this.#signal.aborted) return false
    this.#requests += 1
    broker.publish(ask.topic, ask.payload, false, this.#signal).catch(() => {})
    return true
  }

  end(): void {
    this.#device.onFault = undefined
    for (const end of this.#ends) end()
    clearTimeout(this.#timer)
    clearTimeout(this.#quietTimer)
  }
}
