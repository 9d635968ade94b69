import { randomBytes } from 'node:crypto'
import { uptime } from 'node:os'
import { LRUCache } from 'lru-cache'

/**
 * How old a request of a hub is, though the clocks of a hub and of a home differ and may be set at any time.
 *
 * A hub states when it sent a request by a clock of its own process. The home answers the first request of a hub by its own
 * time, and the hub sends the request again with that time in it. The hub sent the second request after the home wrote the
 * time, so the request is not older than what passed at home since then. From the same pair follows how far the clock of the
 * hub is ahead at most, by which the home judges later requests of this hub without asking again.
 */

/** The fields of a request that state its age. */
export interface RequestTimes {
  /** the process of the hub */
  readonly hub: string
  /** when the hub sent it, in milliseconds by a clock of that process which is never set */
  readonly sentAtMs: number
  /** the time of the home that the hub repeats, see `stamp` */
  readonly homeTime?: string
}

/** The pattern of `stamp`. */
export const homeTimePattern = /^[\w-]{8,32}\.\d{1,16}$/

/** How far two clocks may run apart: 1 ms in each second, twice as much as a daemon that corrects a clock may cause. */
const maxDriftRatio = 0.001
/** From so many processes of hubs are the clocks remembered. */
const maxHubs = 64

/** The clock of the hub that is known: home time minus hub time was `offsetMs` or more at `measuredAtMs`. */
interface Measurement {
  readonly offsetMs: number
  readonly measuredAtMs: number
}

export class RequestAges {
  private readonly process = randomBytes(9).toString('base64url')
  private readonly measurements = new LRUCache<string, Measurement>({ max: maxHubs })
  private readonly nowMs: () => number

  /** @param nowMs a clock that is never set and counts sleep */
  constructor(nowMs?: () => number) {
    const clock = new UptimeClock()
    this.nowMs = nowMs ?? (() => clock.nowMs())
  }

  /** The time of this home, as text for the hub to repeat. Only this process understands it. */
  stamp(): string {
    return `${this.process}.${Math.floor(this.nowMs())}`
  }

  /** How old a request is at most, in milliseconds. @returns undefined if it cannot be judged */
  maxAgeMs({ hub, sentAtMs, homeTime }: RequestTimes): number | undefined {
    const now = this.nowMs()
    const known = this.measurements.get(hub)
    const offsetMs = known && known.offsetMs - (now - known.measuredAtMs) * maxDriftRatio
    const repeatedMs = this.timeOf(homeTime)
    if (repeatedMs !== undefined && repeatedMs <= now) {
      const measuredMs = repeatedMs - sentAtMs
      // The answer of the home may have travelled for long: the greater offset is the better measurement.
      if (offsetMs === undefined || measuredMs > offsetMs)
        this.measurements.set(hub, { offsetMs: measuredMs, measuredAtMs: repeatedMs })
      return now - repeatedMs
    }
    if (offsetMs === undefined) return undefined
    const ageMs = now - sentAtMs - offsetMs
    if (ageMs >= 0) return ageMs
    // Sent in the future: one of the clocks was set after all.
    this.measurements.delete(hub)
    return undefined
  }

  private timeOf(homeTime: string | undefined): number | undefined {
    if (homeTime === undefined) return undefined
    const [process, ms] = homeTime.split('.')
    return process === this.process ? Number(ms) : undefined
  }
}

/** How far two clocks of the machine may run apart before it counts as sleep, in milliseconds. */
const maxUnnoticedSleepMs = 20

/** What a machine has: the time since it started, a clock that stands still while it sleeps, and the time of day. */
const machine = { uptimeMs: () => uptime() * 1000, monotonicMs: () => performance.now(), wallMs: () => Date.now() }

/**
 * The time since the machine started, which counts sleep as well. Node reads a file of the system for it, which
 * costs some 45 us of processor time for each request (`npm run bench:hub`). So it is read again only when the time of day and
 * the clock that stands still in sleep have moved apart: the machine has slept, or somebody has set the time.
 */
export class UptimeClock {
  private readonly clocks: typeof machine
  /** the time since the start minus the monotonic clock, when it was read */
  private offsetMs = 0
  /** the time of day minus the monotonic clock at that moment */
  private wallOffsetMs = Number.NaN

  constructor(clocks = machine) {
    this.clocks = clocks
  }

  nowMs(): number {
    const { uptimeMs, monotonicMs, wallMs } = this.clocks
    const now = monotonicMs()
    const wallOffsetMs = wallMs() - now
    const isKnown = Math.abs(wallOffsetMs - this.wallOffsetMs) < maxUnnoticedSleepMs
    if (!isKnown) {
      this.offsetMs = uptimeMs() - now
      this.wallOffsetMs = wallOffsetMs
    }
    return now + this.offsetMs
  }
}
