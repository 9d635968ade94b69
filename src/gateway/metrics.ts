import { setTimeout as sleepMs } from 'node:timers/promises'
import type { RequestRecord } from '../clova/handler.ts'

/** The upper ends of the buckets of a step, in milliseconds. */
const bucketEndsMs = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000]

const steps = ['verify', 'wait', 'read', 'apply', 'total'] as const satisfies readonly (keyof RequestRecord['ms'])[]

/** How many pairs of an action and a result are counted by themselves: CLOVA signs for strangers, too, who may invent actions. */
const maxSeries = 500

/** The count of durations in each bucket, the last one without an end, and their sum. */
interface Histogram {
  readonly counts: number[]
  sumMs: number
}

/** What is read when the metrics are asked for, and costs nothing before. */
export interface Gauges {
  /** whether each connection has no problem now, by its name */
  readonly connections: ReadonlyMap<string, boolean>
  readonly appliances: number
  /** how many requests run or wait, by the id of the appliance; those with none are left out */
  readonly queueLengths: ReadonlyMap<string, number>
  readonly isHubConnected?: boolean | undefined
  readonly eventClients: number
}

/** Counts requests for Prometheus. Counting one costs less than a microsecond, after the answer was sent. */
export class RequestMetrics {
  /** by source, action and result */
  readonly #requests = new Map<string, number>()
  /** those for which there is no series any more */
  #otherCount = 0
  readonly #histograms: readonly Histogram[] = steps.map(() => ({
    counts: new Array<number>(bucketEndsMs.length + 1).fill(0),
    sumMs: 0,
  }))

  add(source: string, { action = '', result = '', ms }: RequestRecord): void {
    const series = `${source}\0${action}\0${result}`
    const count = this.#requests.get(series)
    if (count !== undefined) this.#requests.set(series, count + 1)
    else if (this.#requests.size < maxSeries) this.#requests.set(series, 1)
    else this.#otherCount += 1
    for (let i = 0; i < steps.length; i += 1) {
      const step = steps[i]
      const duration = step && ms[step]
      const histogram = this.#histograms[i]
      if (duration === undefined || !histogram) continue
      let bucket = 0
      while (bucket < bucketEndsMs.length && duration > Number(bucketEndsMs[bucket])) bucket += 1
      histogram.counts[bucket] = Number(histogram.counts[bucket]) + 1
      histogram.sumMs += duration
    }
  }

  /** The text format of Prometheus, version 0.0.4. */
  async write(gauges: Gauges): Promise<string> {
    const delaySeconds = await eventLoopDelaySeconds()
    const { rss, heapUsed, heapTotal, external } = process.memoryUsage()
    const metrics: readonly (readonly [name: string, type: string, help: string, rows: readonly string[]])[] = [
      [
        'clova_home_requests_total',
        'counter',
        'Requests that were answered, by who asked, action and result',
        this.#requestRows(),
      ],
      ['clova_home_step_seconds', 'histogram', 'Duration of each step of a request', this.#histogramRows()],
      [
        'clova_home_connection_up',
        'gauge',
        'Whether a connection of the home has no problem',
        [...gauges.connections].map(([name, isUp]) => `{connection="${escaped(name)}"} ${Number(isUp)}`),
      ],
      ['clova_home_appliances', 'gauge', 'Appliances of the home', [` ${gauges.appliances}`]],
      [
        'clova_home_queue_length',
        'gauge',
        'Requests that run or wait for an appliance; those without any are left out',
        [...gauges.queueLengths].map(([id, length]) => `{appliance="${escaped(id)}"} ${length}`),
      ],
      [
        'clova_home_hub_connected',
        'gauge',
        'Whether the hub is connected; absent without a hub',
        gauges.isHubConnected === undefined ? [] : [` ${Number(gauges.isHubConnected)}`],
      ],
      ['clova_home_event_clients', 'gauge', 'Clients that listen to events', [` ${gauges.eventClients}`]],
      ['clova_home_event_loop_delay_seconds', 'gauge', 'Delay of a timer, measured now', [` ${delaySeconds}`]],
      ['process_resident_memory_bytes', 'gauge', 'Resident memory', [` ${rss}`]],
      ['nodejs_heap_used_bytes', 'gauge', 'Used heap of V8', [` ${heapUsed}`]],
      ['nodejs_heap_total_bytes', 'gauge', 'Heap of V8', [` ${heapTotal}`]],
      ['nodejs_external_memory_bytes', 'gauge', 'Memory outside of the heap', [` ${external}`]],
      [
        'process_start_time_seconds',
        'gauge',
        'When the process started, since 1970',
        [` ${((Date.now() - process.uptime() * 1000) / 1000).toFixed(3)}`],
      ],
    ]
    return metrics
      .filter(([, , , rows]) => rows.length > 0)
      .flatMap(([name, type, help, rows]) => [
        `# HELP ${name} ${help}`,
        `# TYPE ${name} ${type}`,
        ...rows.map((row) => `${name}${row}`),
      ])
      .join('\n')
  }

  #requestRows(): readonly string[] {
    const rows = [...this.#requests].map(([series, count]) => {
      const [source = '', action = '', result = ''] = series.split('\0').map(escaped)
      return `{source="${source}",action="${action}",result="${result}"} ${count}`
    })
    return this.#otherCount === 0 ? rows : [...rows, `{source="other",action="other",result=""} ${this.#otherCount}`]
  }

  /** Rows that follow the name, each of a bucket, a sum or a count. */
  #histogramRows(): readonly string[] {
    return this.#histograms.flatMap(({ counts, sumMs }, i) => {
      let total = 0
      const label = `step="${steps[i]}"`
      const buckets = counts.map((count, bucket) => {
        total += count
        const end = bucketEndsMs[bucket]
        return `_bucket{${label},le="${end === undefined ? '+Inf' : end / 1000}"} ${total}`
      })
      return [...buckets, `_sum{${label}} ${sumMs / 1000}`, `_count{${label}} ${total}`]
    })
  }
}

/** The value of a label: the text format escapes three characters. */
const escaped = (text: string) =>
  text.slice(0, 100).replace(/[\\"\n]/g, (char) => (char === '\n' ? '\\n' : `\\${char}`))

/** The timer whose delay is measured, in milliseconds. */
const probeMs = 20

/** How late a timer fires now. Nothing is measured while nobody asks: that would wake the processor all the time. */
async function eventLoopDelaySeconds(): Promise<number> {
  const start = performance.now()
  await sleepMs(probeMs)
  return Math.max(0, performance.now() - start - probeMs) / 1000
}
