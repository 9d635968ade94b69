import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { useLoaded } from '../../app/loaded.ts'
import { linkTo } from '../../app/router.ts'
import { language } from '../../i18n/index.ts'
import { clockTime, formatMs, momentText, now } from '../../i18n/time.ts'
import { type Intervals, intoIntervals, type Series, startsOf } from './intervals.ts'
import type { PlotData } from './plot.ts'
import { healthText } from './text/index.ts'

const dayMs = 24 * 60 * 60_000
const intervalCount = 96
const mebibyte = 1024 * 1024

/** One minute of the day by the names of its columns. */
type Minute = Readonly<Record<ResponseOf<'charts'>['columns'][number], number>>

const minutesOf = ({ columns, minutes }: ResponseOf<'charts'>): readonly Minute[] =>
  minutes.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i] ?? 0])) as Minute)

const sumOf = (name: keyof Minute) => (minutes: readonly Minute[]) =>
  minutes.reduce((sum, minute) => sum + minute[name], 0)
const greatestOf = (name: keyof Minute) => (minutes: readonly Minute[]) =>
  Math.max(...minutes.map((minute) => minute[name]))

const greatest = (series: Series) => Math.max(0, ...series.map((value) => value ?? 0))

/** The series of the charts. */
function seriesOf(report: ResponseOf<'charts'>) {
  const minutes = minutesOf(report)
  const toMs = now.peek()
  const intervals = { fromMs: toMs - dayMs, toMs, count: intervalCount }
  const series = (combine: (minutes: readonly Minute[]) => number | undefined) =>
    intoIntervals(minutes, intervals, combine)
  return {
    minutes,
    intervals,
    requests: series(sumOf('requests')),
    errors: series(sumOf('errors')),
    memory: series((some) => greatestOf('memoryBytes')(some) / mebibyte),
    delays: series(greatestOf('eventLoopDelayMs')),
    // A minute without requests has no slowest one.
    slowest: series((some) => greatestOf('totalMs')(some) || undefined),
  }
}

/** Four pictures of the last day. They explain and do not alarm, so they stand below everything else. */
export function Charts() {
  const { result } = useLoaded((signal) => callOwner('charts', {}, signal), [])
  return result.state === 'loaded' ? <LastDay report={result.value} /> : null
}

function LastDay({ report }: { readonly report: ResponseOf<'charts'> }) {
  const words = healthText()
  // Drawn once for what was read, and not anew with each minute of the clock.
  const { minutes, intervals, requests, errors, memory, delays, slowest } = useMemo(() => seriesOf(report), [report])
  const last = minutes.at(-1)
  const number = (value: number) => Math.round(value).toLocaleString(language.value)
  const megabytes = (value: number) => `${number(value)} MB`
  const hasRequests = slowest.some((ms) => ms !== null)
  const [requestCount, errorCount] = [sumOf('requests')(minutes), sumOf('errors')(minutes)].map(number)
  return (
    <section aria-labelledby="last-day">
      <div class="head">
        <h2 id="last-day">{words.lastDay}</h2>
        <a class="small" href={linkTo('log')}>
          {words.voiceLog}
        </a>
      </div>
      {last === undefined ? (
        <p class="card pad soft">{words.noSamples}</p>
      ) : (
        <div class="cols two four">
          <ChartCard
            kind="bars"
            title={words.requests}
            value={words.requestCount(requestCount ?? '0')}
            note={words.errorsBelow(errorCount ?? '0')}
            values={requests}
            errors={errors}
            intervals={intervals}
            format={(value) => words.requestCount(number(value))}
          />
          <ChartCard
            kind="bars"
            title={words.slowest}
            value={hasRequests ? formatMs(slowest.findLast((ms) => ms !== null) ?? 0) : '–'}
            note={words.most(hasRequests ? formatMs(greatest(slowest)) : '–')}
            values={slowest}
            intervals={intervals}
            format={formatMs}
          />
          <ChartCard
            kind="line"
            title={words.memory}
            value={megabytes(last.memoryBytes / mebibyte)}
            note={words.most(megabytes(greatest(memory)))}
            values={memory}
            intervals={intervals}
            format={megabytes}
          />
          <ChartCard
            kind="line"
            title={words.loopDelay}
            value={formatMs(last.eventLoopDelayMs)}
            note={words.most(formatMs(greatest(delays)))}
            values={delays}
            intervals={intervals}
            format={formatMs}
          />
        </div>
      )}
    </section>
  )
}

interface ChartProps extends Omit<PlotData, 'starts'> {
  readonly title: string
  /** the newest value, or the sum of the day */
  readonly value: string
  readonly note: string
  readonly intervals: Intervals
  /** a value of an interval in words */
  format(value: number): string
}

/** A chart of the day. Under the pointer it tells the time and the value of an interval. */
function ChartCard({ title, value, note, intervals, format, kind, values, errors }: ChartProps) {
  const words = healthText()
  const element = useRef<HTMLDivElement>(null)
  const [index, setIndex] = useState<number | undefined>(undefined)
  const { result } = useLoaded(() => import('./plot.ts'), [])
  const drawPlot = result.state === 'loaded' ? result.value.drawPlot : undefined
  const starts = startsOf(intervals)
  useEffect(() => {
    if (!drawPlot || !element.current) return
    return drawPlot(element.current, { starts, values, kind, ...(errors && { errors }) }, setIndex)
  }, [drawPlot, values, errors])
  const pointed = index === undefined ? undefined : values[index]
  return (
    <figure class="card chart">
      <figcaption class="between">
        <h3>{title}</h3>
        <b>{value}</b>
      </figcaption>
      <div class="plot" ref={element} role="img" aria-label={words.chartOf(title, value, note)} />
      <p class="between small soft">
        {index === undefined ? (
          <>
            <span>{clockTime(intervals.fromMs)}</span>
            <span>{note}</span>
            <span>{words.now}</span>
          </>
        ) : (
          <>
            <span>{momentText((starts[index] ?? 0) * 1000)}</span>
            <b>{pointed == null ? '–' : format(pointed)}</b>
          </>
        )}
      </p>
    </figure>
  )
}
