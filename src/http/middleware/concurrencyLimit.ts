import { raceAbort } from '../../home/deadline.ts'
import { Failure } from '../../home/failure.ts'

/** Lets so many requests run at once, and so many more wait for their turn, in the order in which they came. */
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
   * Takes a place; `leave` must be called afterwards. Nothing is returned where one is free at once.
   * @throws Failure `busy` if too many wait already, or if no place got free before the signal aborted
   */
  enter(signal: AbortSignal): Promise<void> | undefined {
    if (this.running < this.maxRunning) {
      this.running += 1
      return undefined
    }
    if (this.waiting.size >= this.maxWaiting)
      throw new Failure('busy', `${this.maxRunning} requests run, and ${this.maxWaiting} wait`)
    let take: () => void = () => {}
    const turn = new Promise<void>((resolve) => {
      take = resolve
    })
    this.waiting.add(take)
    return raceAbort(turn, signal).catch(() => {
      // The place may have been given just when the time was over.
      if (!this.waiting.delete(take)) this.leave()
      throw new Failure('busy', `${this.maxRunning} requests run, and none of them ended in time`)
    })
  }

  /** Gives a place back, to the one that waits longest if one does. */
  leave(): void {
    const [next] = this.waiting
    if (next) {
      this.waiting.delete(next)
      next()
    } else this.running -= 1
  }
}
