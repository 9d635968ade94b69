import uPlot from 'uplot'
import { isolated, niceTop, type Series } from './intervals.ts'

/** What a chart shows. */
export interface PlotData {
  /** the beginning of each interval, in seconds since 1970 */
  readonly starts: number[]
  readonly values: Series
  /** hang below the line, on a scale of their own, so that one error is seen among hundreds of requests; bars alone have them */
  readonly errors?: Series
  readonly kind: 'bars' | 'line'
}

/** The share of the height below the line, for errors; and the least share of that for one error. */
const belowShare = 0.2
const minErrorShare = 0.4
const heightPx = 62

const greatest = (values: Series) => Math.max(0, ...values.map((value) => value ?? 0))

/** A colour of the style sheet. Where the user forces colours, it is the one of text. */
const colour = (name: string) => (plot: uPlot) =>
  matchMedia('(forced-colors: active)').matches
    ? 'CanvasText'
    : getComputedStyle(plot.root).getPropertyValue(name).trim()

/**
 * Draws a chart into an element, as wide as that, and follows its size and the theme.
 * @param onPoint is called with the index of the interval under the pointer, and with undefined once there is none
 * @returns what removes it
 */
export function drawPlot(
  element: HTMLElement,
  { starts, values, errors, kind }: PlotData,
  onPoint: (index: number | undefined) => void,
): () => void {
  const top = kind === 'bars' ? Math.max(1, greatest(values)) : niceTop(greatest(values))
  const maxErrors = errors ? Math.max(1, greatest(errors)) : 0
  const belowRatio = errors ? belowShare / (1 - belowShare) : 0
  const bars = uPlot.paths.bars?.({ size: [0.75, 64], align: 1 })
  const plot = new uPlot(
    {
      width: Math.max(1, element.clientWidth),
      height: heightPx,
      padding: [2, 0, 2, 0],
      legend: { show: false },
      // Touching a chart scrolls the page; a pointer over it reads values.
      cursor: { y: false, drag: { x: false, y: false }, points: { show: kind === 'line' } },
      axes: [{ show: false }, { show: false }],
      scales: {
        y: { range: [-top * belowRatio, top] },
        errors: { range: [-maxErrors, belowRatio === 0 ? 0 : maxErrors / belowRatio] },
      },
      series: [
        {},
        kind === 'bars' && bars
          ? { scale: 'y', fill: colour('--edge'), width: 0, paths: bars, points: { show: false } }
          : {
              scale: 'y',
              stroke: colour('--accent'),
              fill: colour('--tint'),
              width: 1.6,
              points: { show: true, size: 3, filter: () => isolated(values) },
            },
        ...(errors && bars
          ? [{ scale: 'errors', fill: colour('--bad'), width: 0, paths: bars, points: { show: false } }]
          : []),
      ],
      hooks: {
        draw: [
          (drawn) => {
            const { ctx, bbox } = drawn
            const y = Math.round(drawn.valToPos(0, 'y', true))
            ctx.fillStyle = colour('--edge')(drawn)
            ctx.fillRect(bbox.left, y, bbox.width, Math.max(1, Math.round(devicePixelRatio)))
          },
        ],
        setCursor: [({ cursor: { idx } }) => onPoint(idx ?? undefined)],
      },
    },
    [starts, [...values], ...(errors ? [errors.map((n) => (n ? -Math.max(n, maxErrors * minErrorShare) : null))] : [])],
    element,
  )
  const redraw = () => plot.redraw()
  const colours = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => matchMedia(query))
  for (const query of colours) query.addEventListener('change', redraw)
  const theme = new MutationObserver(redraw)
  theme.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  const size = new ResizeObserver(() => plot.setSize({ width: Math.max(1, element.clientWidth), height: heightPx }))
  size.observe(element)
  return () => {
    for (const query of colours) query.removeEventListener('change', redraw)
    theme.disconnect()
    size.disconnect()
    plot.destroy()
  }
}
