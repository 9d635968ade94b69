import { formatMoment } from '../../src/cli/format.ts'
import { headedTable } from '../../src/util/terminal.ts'

test.each([
  ['Asia/Seoul', '2026-11-30 19:33'],
  ['Asia/Tokyo', '2026-11-30 19:33'],
  ['UTC', '2026-11-30 10:33'],
])('a moment is told as the clock of %s shows it', (timeZone, expected) => {
  expect(formatMoment(Date.UTC(2026, 10, 30, 10, 33, 20, 387), timeZone)).toBe(expected)
})

test('a table that is wider than the terminal is a paragraph for each row', () => {
  const headings = ['ID', '이름', '상태']
  const rows = [
    ['lamp', '거실 조명', 'power true'],
    ['plug', '부엌', 'power false'],
  ]
  const wide = 'ID    이름       상태\nlamp  거실 조명  power true\nplug  부엌       power false'
  const narrow = 'lamp\n  이름  거실 조명\n  상태  power true\n\nplug\n  이름  부엌\n  상태  power false'
  expect([undefined, 28, 27].map((width) => headedTable(headings, rows, width))).toEqual([wide, wide, narrow])
})
