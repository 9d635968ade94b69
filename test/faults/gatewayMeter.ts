/** Loaded by Node before the gateway (`--require`): tells as the last line of its output what the gateway took. */
import { LoopMeter } from '../support/loopMeter.ts'

/** What one run of a gateway took. */
export interface GatewayFigures {
  /** the longest turn of the event loop since the signal, in milliseconds of processor time of its thread */
  readonly longestPauseMs: number
  /** the most resident memory since the start */
  readonly maxRssMiB: number
}

const meter = new LoopMeter()
// What starting takes is no pause of a gateway that serves.
process.on('SIGUSR2', () => void meter.takeLongestMs())
process.on('exit', () => {
  const figures: GatewayFigures = {
    longestPauseMs: meter.takeLongestMs(),
    maxRssMiB: process.resourceUsage().maxRSS / 1024,
  }
  console.log(JSON.stringify(figures))
})
