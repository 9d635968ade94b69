import { formatMoment } from '../../src/cli/format.ts'

test.each([
  ['Asia/Seoul', '2026-11-30 19:33'],
  ['Asia/Tokyo', '2026-11-30 19:33'],
  ['UTC', '2026-11-30 10:33'],
])('a moment is told as the clock of %s shows it', (timeZone, expected) => {
  expect(formatMoment(Date.UTC(2026, 10, 30, 10, 33, 20, 387), timeZone)).toBe(expected)
})
