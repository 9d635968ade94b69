/** How many minutes are kept: a day. */
const maxMinutes = 1440
const minuteMs = 60_000

/** How often the lateness of a timer is measured, in milliseconds: often enough to see what blocks, and seldom enough for a Pi Zero. */
const probeIntervalMs = 2000

/** The values of one minute: when it began, requests, failed ones, bytes of memory, and two durations in milliseconds. */
const columns = 6

/**
 * Requests, errors, memory and the delay of the event loop of the last day, minute by minute: 1,440 rows of six numbers, 69 KiB.
 * It measures only while it runs, so a minute without a row was not measured.
 */
export class Charts {
  /** a ring of rows */
  readonly #values = new Float64Array(maxMinutes * columns)
  #count = 0
  #next = 0
  #requests = 0
  #errors = 0
  #maxTotalMs = 0
  #maxDelayMs = 0
  #minuteStart: number
  #probe: NodeJS.Timeout | undefined
  readonly #now: () => number
  readonly #memoryBytes: () => number

  /** @param now milliseconds since 1970 @param memoryBytes what the process occupies */
  constructor(now: () => number = Date.now, memoryBytes: () => number = () => process.memoryUsage.rss()) {
    this.#now = now
    this.#memoryBytes = memoryBytes
    this.#minuteStart = now()
  }

  start(): void {
    let due = performance.now() + probeIntervalMs
    this.#probe = setInterval(() => {
      this.#maxDelayMs = Math.max(this.#maxDelayMs, performance.now() - due)
      due = performance.now() + probeIntervalMs
      if (this.#now() - this.#minuteStart >= minuteMs) this.endMinute()
    }, probeIntervalMs).unref()
  }

  stop(): void {
    clearInterval(this.#probe)
  }

  /** Counts an answered request. */
  record(totalMs: number, isFailed: boolean): void {
    this.#requests += 1
    if (isFailed) this.#errors += 1
    if (totalMs > this.#maxTotalMs) this.#maxTotalMs = totalMs
  }

  /** Ends the present minute and begins the next one. */
  endMinute(): void {
    const row = [
      this.#minuteStart,
      this.#requests,
      this.#errors,
      this.#memoryBytes(),
      round(this.#maxDelayMs),
      round(this.#maxTotalMs),
    ]
    this.#values.set(row, this.#next * columns)
    this.#next = (this.#next + 1) % maxMinutes
    this.#count = Math.min(this.#count + 1, maxMinutes)
    this.#requests = this.#errors = this.#maxTotalMs = this.#maxDelayMs = 0
    this.#minuteStart = this.#now()
  }

  /** The rows of the last day, the oldest first. */
  rows(): number[][] {
    const first = (this.#next - this.#count + maxMinutes) % maxMinutes
    return Array.from({ length: this.#count }, (_, i) => {
      const start = ((first + i) % maxMinutes) * columns
      return [...this.#values.subarray(start, start + columns)]
    })
  }
}

const round = (ms: number) => Math.round(Math.max(0, ms) * 10) / 10
