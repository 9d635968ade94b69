import { raceAbort } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import { say } from '../messages.ts'

/** How much a bridge takes of one kind of command. */
interface Rate {
  /** how many may reach the bridge within any `intervalMs` */
  readonly maxCommands: number
  readonly intervalMs: number
  /** how many may be under way at once */
  readonly concurrency: number
  /** a command that would have to wait longer than this for its turn is refused at once */
  readonly maxWaitMs: number
}

interface Waiting {
  readonly begin: () => void
  readonly refuse: (reason: unknown) => void
}

/**
 * Runs commands in the order in which they came, no more of them than a bridge takes. The rate is kept in every window of
 * time: turns that were not used are not saved up. A command counts until `intervalMs` after its end, because it is not known
 * when in between the bridge received it.
 */
export class BridgeRateLimiter {
  readonly #rate: Rate
  readonly #waiting: Waiting[] = []
  /** when the last commands ended, the latest last; those under way count besides */
  #endTimes: number[] = []
  #running = 0
  #pausedUntil = 0
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(rate: Rate) {
    this.#rate = rate
  }

  /**
   * @param isRetry it had its turn already, and the bridge wants it once more: it goes before all others
   * @throws Failure `busy` at once if the turn would come too late; the signal's reason if it aborts before the turn
   */
  async run<T>(task: () => Promise<T>, signal: AbortSignal, isRetry = false): Promise<T> {
    signal.throwIfAborted()
    if (this.#isClosed) throw new Failure('offline', say('closed'))
    // Whole milliseconds: adding and subtracting the same time does not give quite the same number.
    if (!isRetry && Math.floor(this.#expectedWaitMs()) > this.#rate.maxWaitMs)
      throw new Failure(
        'busy',
        say('queueFull', { waiting: this.#waiting.length, max: this.#rate.maxCommands, ms: this.#rate.intervalMs }),
      )
    await this.#turn(signal, isRetry)
    try {
      return await task()
    } finally {
      this.#running -= 1
      this.#endTimes = [...this.#endTimes, performance.now()].slice(-this.#rate.maxCommands)
      this.#startNext()
    }
  }

  async #turn(signal: AbortSignal, isRetry: boolean): Promise<void> {
    let own: Waiting | undefined
    const come = new Promise<void>((resolve, reject) => {
      own = { begin: resolve, refuse: reject }
      if (isRetry) this.#waiting.unshift(own)
      else this.#waiting.push(own)
    })
    this.#startNext()
    try {
      await raceAbort(come, signal)
    } catch (error) {
      const index = own ? this.#waiting.indexOf(own) : -1
      if (index >= 0) this.#waiting.splice(index, 1)
      // The turn had come in the same moment: it is given back.
      else if (!this.#isClosed) {
        this.#running -= 1
        this.#startNext()
      }
      throw error
    }
  }

  #startNext(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    while (this.#waiting.length > 0 && this.#running < this.#rate.concurrency) {
      const delayMs = this.#nextFreeMs()
      if (delayMs > 0) {
        this.#timer = setTimeout(() => this.#startNext(), delayMs)
        return
      }
      this.#running += 1
      this.#waiting.shift()?.begin()
    }
  }

  /** Milliseconds until the next command may begin. */
  #nextFreeMs(): number {
    const now = performance.now()
    const recent = this.#endTimes.filter((time) => time > now - this.#rate.intervalMs)
    const excess = recent.length + this.#running - this.#rate.maxCommands
    // If those under way are too many already, the end of one of them calls `startNext` again.
    const oldest = excess < 0 ? Number.NEGATIVE_INFINITY : (recent[excess] ?? now)
    return Math.ceil(Math.max(oldest + this.#rate.intervalMs - now, this.#pausedUntil - now, 0))
  }

  /** Milliseconds until a command that came now would have its turn. */
  #expectedWaitMs(): number {
    const now = performance.now()
    const pauseMs = Math.max(0, this.#pausedUntil - now)
    const begun = Array.from({ length: this.#running }, () => now)
    const recent = [...this.#endTimes, ...begun]
      .slice(-this.#rate.maxCommands)
      .filter((time) => time > now + pauseMs - this.#rate.intervalMs)
    const ahead = this.#waiting.length
    const free = this.#rate.maxCommands - recent.length
    if (ahead < free) return pauseMs
    const firstMs = (recent[(ahead - free) % this.#rate.maxCommands] ?? now + pauseMs) + this.#rate.intervalMs - now
    return Math.max(pauseMs, firstMs + Math.floor((ahead - free) / this.#rate.maxCommands) * this.#rate.intervalMs)
  }

  /** The bridge asked to be left alone: no command begins for so many milliseconds. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + ms)
    this.#startNext()
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    for (const { refuse } of this.#waiting.splice(0)) refuse(new Failure('offline', say('closed')))
  }
}

/**
 * Lets so many requests run at once; the others wait, the urgent ones in front. A request that is aborted while it waits
 * never runs.
 */
export class ConcurrencyLimit {
  readonly #max: number
  readonly #urgent: (() => void)[] = []
  readonly #other: (() => void)[] = []
  #running = 0

  constructor(max: number) {
    this.#max = max
  }

  /** @throws what the task throws; the signal's reason if it aborts before the task runs */
  async run<T>(task: () => Promise<T>, signal: AbortSignal, isUrgent: boolean): Promise<T> {
    signal.throwIfAborted()
    if (this.#running < this.#max) this.#running += 1
    else await this.#turn(isUrgent ? this.#urgent : this.#other, signal)
    try {
      return await task()
    } finally {
      this.#release()
    }
  }

  async #turn(queue: (() => void)[], signal: AbortSignal): Promise<void> {
    let begin = () => {}
    const come = new Promise<void>((resolve) => {
      begin = resolve
    })
    queue.push(begin)
    try {
      await raceAbort(come, signal)
    } catch (error) {
      const index = queue.indexOf(begin)
      if (index >= 0) queue.splice(index, 1)
      else this.#release()
      throw error
    }
  }

  /** Gives the place of a request that ended to the next one. */
  #release(): void {
    const next = this.#urgent.shift() ?? this.#other.shift()
    if (next) next()
    else this.#running -= 1
  }
}
