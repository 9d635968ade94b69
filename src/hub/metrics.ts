/** The upper ends of the buckets of a request's time, in seconds. */
const buckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** A home that answered within this time counts as connected, in milliseconds. */
const seenWithinMs = 3_600_000

/** What the hub counts, as Prometheus reads it. */
export class HubMetrics {
  private readonly results = new Map<string, number>()
  private readonly counts = buckets.map(() => 0)
  private count = 0
  private sumSeconds = 0
  private readonly seen = new Map<string, number>()
  private readonly maxSeenHomes: number

  /** @param maxSeenHomes of so many homes that answered last the time is remembered */
  constructor(maxSeenHomes = 200_000) {
    this.maxSeenHomes = maxSeenHomes
  }

  /** @param result the name of the message, or why there was none */
  add(result: string, ms: number): void {
    this.results.set(result, (this.results.get(result) ?? 0) + 1)
    const seconds = ms / 1000
    this.count += 1
    this.sumSeconds += seconds
    buckets.forEach((end, i) => {
      if (seconds <= end) this.counts[i] = Number(this.counts[i]) + 1
    })
  }

  /** A home has answered. */
  answered(home: string): void {
    this.seen.delete(home)
    this.seen.set(home, Date.now())
    if (this.seen.size <= this.maxSeenHomes) return
    const [oldest] = this.seen.keys()
    if (oldest !== undefined) this.seen.delete(oldest)
  }

  /** @param homesConnected absent: the cluster does not tell */
  write({
    isConnected,
    homesConnected,
  }: {
    readonly isConnected: boolean
    readonly homesConnected?: number | undefined
  }): string {
    const since = Date.now() - seenWithinMs
    for (const [home, at] of this.seen) {
      if (at >= since) break
      this.seen.delete(home)
    }
    return `${[
      '# HELP clova_hub_requests_total Requests by result',
      '# TYPE clova_hub_requests_total counter',
      ...[...this.results].map(([result, count]) => `clova_hub_requests_total{result="${result}"} ${count}`),
      '# HELP clova_hub_request_seconds Time of a request in the hub and the home',
      '# TYPE clova_hub_request_seconds histogram',
      ...buckets.map((end, i) => `clova_hub_request_seconds_bucket{le="${end}"} ${this.counts[i]}`),
      `clova_hub_request_seconds_bucket{le="+Inf"} ${this.count}`,
      `clova_hub_request_seconds_sum ${this.sumSeconds}`,
      `clova_hub_request_seconds_count ${this.count}`,
      '# HELP clova_hub_homes Homes that answered within the last hour',
      '# TYPE clova_hub_homes gauge',
      `clova_hub_homes ${this.seen.size}`,
      ...(homesConnected === undefined
        ? []
        : [
            '# HELP clova_hub_homes_connected Homes that are connected to the cluster now; the same for every hub',
            '# TYPE clova_hub_homes_connected gauge',
            `clova_hub_homes_connected ${homesConnected}`,
          ]),
      '# HELP clova_hub_cluster_connected Whether the hub is connected to the NATS cluster',
      '# TYPE clova_hub_cluster_connected gauge',
      `clova_hub_cluster_connected ${isConnected ? 1 : 0}`,
    ].join('\n')}\n`
  }
}
