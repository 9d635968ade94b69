/** How long to wait before connecting again, in milliseconds. */
export interface BackoffOptions {
  readonly initialMs: number
  readonly maxMs: number
}

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

  /** The next delay is this one, in milliseconds, where the reason of the failure will not pass soon. */
  waitAtLeast(ms: number): void {
    this.#delayMs = Math.max(this.#delayMs, ms)
  }
}

/** Between half of a delay and all of it, in milliseconds. */
export const withJitter = (ms: number): number => ms * (0.5 + Math.random() / 2)
