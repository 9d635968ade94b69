/** How long to wait before connecting again, in milliseconds. */
export interface BackoffOptions {
  readonly initialMs: number
  readonly maxMs: number
}

/** How long a connection lasts that is good, in milliseconds. */
const stableAfterMs = 10_000

/** The delays between attempts to connect: each is twice the last, up to a limit, and up to half of it is taken off at random. */
export class Backoff {
  readonly #options: BackoffOptions
  #delayMs: number

  constructor(options: BackoffOptions) {
    this.#options = options
    this.#delayMs = options.initialMs
  }

  /** The delay before the next attempt, in milliseconds. The random part keeps many clients from coming back all at once. */
  next(): number {
    const delayMs = this.#delayMs
    this.#delayMs = Math.min(delayMs * 2, this.#options.maxMs)
    return withJitter(delayMs)
  }

  /** The connection is good again: the next failure begins with the shortest delay. */
  reset(): void {
    this.#delayMs = this.#options.initialMs
  }

  /**
   * A connection has ended that lasted so long, in milliseconds. The next failure begins with the shortest delay, unless the
   * other side has let us in only to throw us out again.
   */
  resetIfLasted(ms: number): void {
    if (ms > stableAfterMs) this.reset()
  }

  /** The next delay is this one, in milliseconds, where the reason of the failure will not pass soon. */
  waitAtLeast(ms: number): void {
    this.#delayMs = Math.max(this.#delayMs, ms)
  }
}

/** Between half of a delay and all of it, in milliseconds. */
export const withJitter = (ms: number): number => ms * (0.5 + Math.random() / 2)
