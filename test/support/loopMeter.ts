import { readFileSync } from 'node:fs'

/**
 * How long a thread had the processor so far, in milliseconds: this one, or that of a folder below `/proc`. Unlike the time of day it does not count what other processes
 * take of a busy machine, and unlike that of the process, not what its other threads do at the same time.
 */
export const threadCpuMs = (thread = '/proc/thread-self'): number =>
  Number(readFileSync(`${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e6

/** The event loop is looked at this often, in milliseconds. */
const intervalMs = 5

/** Measures how long the turns of the event loop of this thread take, in milliseconds of processor time. */
export class LoopMeter {
  #longestMs = 0

  constructor() {
    let beforeMs = threadCpuMs()
    const look = () => {
      const nowMs = threadCpuMs()
      this.#longestMs = Math.max(this.#longestMs, nowMs - beforeMs - intervalMs)
      beforeMs = nowMs
    }
    setInterval(look, intervalMs).unref()
  }

  /** @returns the longest turn since this was called last */
  takeLongestMs(): number {
    const longestMs = this.#longestMs
    this.#longestMs = 0
    return longestMs
  }
}
