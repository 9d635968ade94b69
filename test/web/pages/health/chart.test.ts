import { barChart, chartWidth, intoIntervals, lineChart, niceTop } from '../../../../src/web/pages/health/chart.ts'

test.each([
  [0, 1],
  [0.3, 0.5],
  [1, 1],
  [66, 100],
  [214, 500],
  [1001, 2000],
])('the scale for %d ends at %d', (value, top) => {
  expect(niceTop(value)).toBeCloseTo(top)
})

test('samples are put into intervals, and an interval without samples has no value', () => {
  const samples = [0, 1, 55, 59, 60].map((at) => ({ at }))
  expect(intoIntervals(samples, { fromMs: 0, toMs: 60, count: 3 }, ({ length }) => length)).toEqual([2, undefined, 3])
})

test('a line has a gap where nothing is known', () => {
  const { line, area, top } = lineChart([10, 20, undefined, 0])
  expect(top).toBe(20)
  expect(line).toBe(`M0,31.5 128,3M256,60 ${chartWidth},60`)
  expect(area.split('M')).toHaveLength(3)
})

test('errors hang below the line, and a single one can be seen beside many requests', () => {
  const { bars, errors, base } = barChart([100, 0, 50], [0, 1, undefined])
  expect(bars.split('M')).toHaveLength(3)
  const [, y, height] = /M[\d.]+,([\d.]+)h[\d.]+v([\d.]+)/.exec(errors) ?? []
  expect(Number(y)).toBeGreaterThan(base)
  expect(Number(height)).toBeGreaterThanOrEqual(4)
})

test('a day without anything is empty and no error', () => {
  expect(lineChart([])).toEqual({ line: '', area: '', top: 1 })
  expect(barChart([], [])).toMatchObject({ bars: '', errors: '' })
})
