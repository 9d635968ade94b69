import { intoIntervals, isolated, niceTop, startsOf } from '../../../../src/web/pages/health/intervals.ts'

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
  expect(intoIntervals(samples, { fromMs: 0, toMs: 60, count: 3 }, ({ length }) => length)).toEqual([2, null, 3])
  expect(intoIntervals([], { fromMs: 0, toMs: 60, count: 2 }, () => 1)).toEqual([null, null])
})

test('intervals begin at equal distances', () => {
  expect(startsOf({ fromMs: 60_000, toMs: 120_000, count: 3 })).toEqual([60, 80, 100])
})

test('a value between two gaps is drawn as a point', () => {
  expect(isolated([1, 2, null, 0, null, 3])).toEqual([3, 5])
})
