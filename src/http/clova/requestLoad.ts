import { changeV8Flags, type Phase } from '../../util/v8Flags.ts'

/** From so many requests in so many milliseconds on, they are many: a voice, and a routine of all lamps, are fewer. */
const many = { requests: 20, withinMs: 1000 }

/** Follows how many requests there are, and tells V8. */
export class RequestLoad {
  readonly #set: (phase: Phase) => void
  readonly #now: () => number
  #windowStartMs = Number.NEGATIVE_INFINITY
  #count = 0
  #isHigh = false

  constructor(set: (phase: Phase) => void = changeV8Flags, now: () => number = () => performance.now()) {
    this.#set = set
    this.#now = now
  }

  /** Must be called for each request. */
  onRequest(): void {
    const nowMs = this.#now()
    const sinceStartMs = nowMs - this.#windowStartMs
    if (sinceStartMs >= many.withinMs) {
      const isStill = this.#count >= many.requests && sinceStartMs < 2 * many.withinMs
      this.#setHigh(this.#isHigh && isStill)
      this.#windowStartMs = nowMs
      this.#count = 0
    }
    this.#count += 1
    if (this.#count === many.requests) this.#setHigh(true)
  }

  #setHigh(isHigh: boolean): void {
    if (this.#isHigh === isHigh) return
    this.#isHigh = isHigh
    this.#set(isHigh ? 'manyRequests' : 'singleRequests')
  }
}
