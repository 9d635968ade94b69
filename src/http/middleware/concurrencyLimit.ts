import { say } from '../../clova/messages.ts'
import { raceAbort } from '../../home/deadline.ts'
import { Failure } from '../../home/failure.ts'

/** Limits how many requests run at once; further ones wait in the order of their arrival, up to a maximum. */
export class ConcurrencyLimiter {
  private running = 0
  private readonly waiting = new Set<() => void>()
  private readonly maxRunning: number
  private readonly maxWaiting: number

  constructor(maxRunning: number, maxWaiting: number) {
    this.maxRunning = maxRunning
    this.maxWaiting = maxWaiting
  }

  /**
   * Takes a slot; `leave` must be called afterwards. Returns undefined if a slot is free at once.
   * @throws Failure `busy` if too many are waiting, or if no slot became free before the signal aborted
   */
  enter(signal: AbortSignal): Promise<void> | undefined {
    if (this.running < this.maxRunning) {
      this.running += 1
      return undefined
    }
    if (this.waiting.size >= this.maxWaiting)
      throw new Failure('busy', say('allRunning', { running: this.maxRunning, waiting: this.maxWaiting }))
    let take: () => void = () => {}
    const turn = new Promise<void>((resolve) => {
      take = resolve
    })
    this.waiting.add(take)
    return raceAbort(turn, signal).catch(() => {
      // The slot may have been assigned just before the deadline.
      if (!this.waiting.delete(take)) this.leave()
      throw new Failure('busy', say('noneEnded', { running: this.maxRunning }))
    })
  }

  /** Releases a slot; the request that has waited longest gets it. */
  leave(): void {
    if (this.waiting.size === 0) {
      this.running -= 1
      return
    }
    const [next] = this.waiting
    if (next) {
      this.waiting.delete(next)
      next()
    }
  }
}
