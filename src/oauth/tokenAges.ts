/** The two clocks, in milliseconds. */
export interface TimeSource {
  /** since 1970; it jumps when it is set */
  readonly wall: () => number
  /** since an arbitrary moment of this process; it never jumps */
  readonly monotonic: () => number
}

/**
 * The ages of codes and tokens. A Raspberry Pi starts with a wrong clock that is set later, so what this process made is
 * measured by the monotonic clock, and only what another process made is measured by the wall clock.
 */
export class TokenAges {
  readonly #clocks: TimeSource
  readonly #madeAt = new WeakMap<object, number>()

  constructor(clocks: TimeSource) {
    this.#clocks = clocks
  }

  /** Records that a code or token was made so many milliseconds ago, and returns it. */
  stamp<T extends object>(token: T, ageMs = 0): T {
    this.#madeAt.set(token, this.#clocks.monotonic() - ageMs)
    return token
  }

  /** The age in milliseconds. @param wallTime when it was made by the wall clock; used if another process made it */
  ageMs(token: object, wallTime: number): number {
    const madeAt = this.#madeAt.get(token)
    return madeAt === undefined ? this.#clocks.wall() - wallTime : this.#clocks.monotonic() - madeAt
  }
}
