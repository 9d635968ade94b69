import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { useLoaded } from '../../app/loaded.ts'
import { linkTo } from '../../app/router.ts'
import { language } from '../../i18n/index.ts'
import { formatMs, momentText, now } from '../../i18n/time.ts'
import { barChart, chartHeight, chartWidth, intoIntervals, lineChart, type Series } from './chart.ts'
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

/** Four pictures of the last day. They explain and do not alarm, so they stand below everything else. */
export function Charts() {
  const words = healthText()
  const { result } = useLoaded((signal) => callOwner('charts', {}, signal), [])
  if (result.state !== 'loaded') return null
  const minutes = minutesOf(result.value)
  const toMs = now.value
  const intervals = { fromMs: toMs - dayMs, toMs, count: intervalCount }
  const series = (combine: (minutes: readonly Minute[]) => number) => intoIntervals(minutes, intervals, combine)
  const last = minutes.at(-1)
  const number = (value: number) => Math.round(value).toLocaleString(language.value)
  const requests = series(sumOf('requests'))
  const errors = series(sumOf('errors'))
  const memory = series(greatestOf('memoryBytes')).map((bytes) => (bytes === undefined ? undefined : bytes / mebibyte))
  const delays = series(greatestOf('eventLoopDelayMs'))
  // A minute without requests has no slowest one.
  const slowest = series(greatestOf('totalMs')).map((ms) => ms || undefined)
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
          <Bars
            title={words.requests}
            value={words.requestCount(requestCount ?? '0')}
            note={words.errorsBelow(errorCount ?? '0')}
            values={requests}
            errors={errors}
            fromMs={intervals.fromMs}
          />
          <Bars
            title={words.slowest}
            value={
              slowest.some((ms) => ms !== undefined) ? formatMs(slowest.findLast((ms) => ms !== undefined) ?? 0) : '–'
            }
            note={words.most(formatMs(greatest(slowest)))}
            values={slowest}
            errors={[]}
            fromMs={intervals.fromMs}
          />
          <Lines
            title={words.memory}
            value={`${number(last.memoryBytes / mebibyte)} MB`}
            note={words.most(`${number(greatest(memory))} MB`)}
            values={memory}
            fromMs={intervals.fromMs}
          />
          <Lines
            title={words.loopDelay}
            value={formatMs(last.eventLoopDelayMs)}
            note={words.most(formatMs(greatest(delays)))}
            values={delays}
            fromMs={intervals.fromMs}
          />
        </div>
      )}
    </section>
  )
}

interface ChartProps {
  readonly title: string
  /** the newest value, or the sum of the day */
  readonly value: string
  readonly note: string
  readonly values: Series
  readonly fromMs: number
}

const Bars = ({ errors, ...chart }: ChartProps & { readonly errors: Series }) => {
  const drawn = barChart(chart.values, errors)
  return (
    <ChartCard {...chart}>
      <path class="bar" d={drawn.bars} />
      <path class="err" d={drawn.errors} />
      <line class="base" x1="0" x2={chartWidth} y1={drawn.base} y2={drawn.base} />
    </ChartCard>
  )
}

const Lines = (chart: ChartProps) => {
  const { area, line } = lineChart(chart.values)
  return (
    <ChartCard {...chart}>
      <path class="area" d={area} />
      <path class="line" d={line} />
      <line class="base" x1="0" x2={chartWidth} y1={chartHeight - 1} y2={chartHeight - 1} />
    </ChartCard>
  )
}

const ChartCard = ({
  title,
  value,
  note,
  fromMs,
  children,
}: Omit<ChartProps, 'values'> & { readonly children: preact.ComponentChildren }) => (
  <figure class="card chart">
    <figcaption class="between">
      <h3>{title}</h3>
      <b>{value}</b>
    </figcaption>
    <svg
      viewBox={`0 0 ${chartWidth} ${chartHeight}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={healthText().chartOf(title, value, note)}
    >
      {children}
    </svg>
    <p class="between small soft">
      <span>{momentText(fromMs)}</span>
      <span>{note}</span>
      <span>{healthText().now}</span>
    </p>
  </figure>
)
