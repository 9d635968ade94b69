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

/** Runs commands in the order in which they came, no more of them than a bridge takes. */
export interface BridgeRateLimiter {
  /**
   * @param isRetry it had its turn already, and the bridge wants it once more: it goes before all others
   * @throws Failure `busy` at once if the turn would come too late; the signal's reason if it aborts before the turn
   */
  <T>(task: () => Promise<T>, signal: AbortSignal, isRetry?: boolean): Promise<T>
  /** The bridge asked to be left alone: no command begins for so many milliseconds. */
  pause(ms: number): void
  close(): void
}

interface Waiting {
  readonly begin: () => void
  readonly refuse: (reason: unknown) => void
}

/**
 * The rate is kept in every window of time: turns that were not used are not saved up. A command counts until
 * `intervalMs` after its end, because it is not known when in between the bridge received it.
 */
export function createRateLimiter({ maxCommands, intervalMs, concurrency, maxWaitMs }: Rate): BridgeRateLimiter {
  const waiting: Waiting[] = []
  /** when the last commands ended, the latest last; those under way count besides */
  let endTimes: number[] = []
  let running = 0
  let pausedUntil = 0
  let timer: NodeJS.Timeout | undefined
  let closed = false
  return Object.assign(run, { pause, close })

  async function run<T>(task: () => Promise<T>, signal: AbortSignal, isRetry = false): Promise<T> {
    signal.throwIfAborted()
    if (closed) throw new Failure('offline', say('closed'))
    // Whole milliseconds: adding and subtracting the same time does not give quite the same number.
    if (!isRetry && Math.floor(expectedWaitMs()) > maxWaitMs)
      throw new Failure('busy', say('queueFull', { waiting: waiting.length, max: maxCommands, ms: intervalMs }))
    await turn(signal, isRetry)
    try {
      return await task()
    } finally {
      running -= 1
      endTimes = [...endTimes, performance.now()].slice(-maxCommands)
      startNext()
    }
  }

  async function turn(signal: AbortSignal, isRetry: boolean): Promise<void> {
    let own: Waiting | undefined
    const come = new Promise<void>((resolve, reject) => {
      own = { begin: resolve, refuse: reject }
      if (isRetry) waiting.unshift(own)
      else waiting.push(own)
    })
    startNext()
    try {
      await raceAbort(come, signal)
    } catch (error) {
      const index = own ? waiting.indexOf(own) : -1
      if (index >= 0) waiting.splice(index, 1)
      // The turn had come in the same moment: it is given back.
      else if (!closed) {
        running -= 1
        startNext()
      }
      throw error
    }
  }

  function startNext(): void {
    clearTimeout(timer)
    timer = undefined
    while (waiting.length > 0 && running < concurrency) {
      const delayMs = nextFreeMs()
      if (delayMs > 0) {
        timer = setTimeout(startNext, delayMs)
        return
      }
      running += 1
      waiting.shift()?.begin()
    }
  }

  /** Milliseconds until the next command may begin. */
  function nextFreeMs(): number {
    const now = performance.now()
    const recent = endTimes.filter((time) => time > now - intervalMs)
    const excess = recent.length + running - maxCommands
    // If those under way are too many already, the end of one of them calls `startNext` again.
    const oldest = excess < 0 ? Number.NEGATIVE_INFINITY : (recent[excess] ?? now)
    return Math.ceil(Math.max(oldest + intervalMs - now, pausedUntil - now, 0))
  }

  /** Milliseconds until a command that came now would have its turn. */
  function expectedWaitMs(): number {
    const now = performance.now()
    const pauseMs = Math.max(0, pausedUntil - now)
    const begun = Array.from({ length: running }, () => now)
    const recent = [...endTimes, ...begun].slice(-maxCommands).filter((time) => time > now + pauseMs - intervalMs)
    const ahead = waiting.length
    const free = maxCommands - recent.length
    if (ahead < free) return pauseMs
    const firstMs = (recent[(ahead - free) % maxCommands] ?? now + pauseMs) + intervalMs - now
    return Math.max(pauseMs, firstMs + Math.floor((ahead - free) / maxCommands) * intervalMs)
  }

  function pause(ms: number): void {
    pausedUntil = Math.max(pausedUntil, performance.now() + ms)
    startNext()
  }

  function close(): void {
    closed = true
    clearTimeout(timer)
    for (const { refuse } of waiting.splice(0)) refuse(new Failure('offline', say('closed')))
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
