/** How many warnings are logged in an interval, and the length of that in milliseconds. */
const maxWarnings = 20
const intervalMs = 60_000

interface WarningLog {
  warn(fields: object, message: string): void
}

/** Logs what another side causes as often as it likes: some warnings a minute, and then how many were left out. */
export class LimitedLog implements WarningLog {
  readonly #log: WarningLog
  readonly #nowMs: () => number
  #startMs = Number.NEGATIVE_INFINITY
  #count = 0

  constructor(log: WarningLog, nowMs: () => number = () => performance.now()) {
    this.#log = log
    this.#nowMs = nowMs
  }

  warn(fields: object, message: string): void {
    const now = this.#nowMs()
    let leftOut = 0
    if (now - this.#startMs >= intervalMs) {
      leftOut = Math.max(0, this.#count - maxWarnings)
      this.#startMs = now
      this.#count = 0
    }
    this.#count += 1
    if (this.#count <= maxWarnings) this.#log.warn({ ...fields, ...(leftOut > 0 && { leftOut }) }, message)
  }
}
