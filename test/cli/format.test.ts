import { formatMoment } from '../../src/cli/format.ts'
import { headedTable, printable, table } from '../../src/util/terminal.ts'

test.each([
  ['Asia/Seoul', '2026-11-30 19:33'],
  ['Asia/Tokyo', '2026-11-30 19:33'],
  ['UTC', '2026-11-30 10:33'],
])('a time is printed in the time zone %s', (timeZone, expected) => {
  expect(formatMoment(Date.UTC(2026, 10, 30, 10, 33, 20, 387), timeZone)).toBe(expected)
})

test('a table that is wider than the terminal is printed as one paragraph for each row', () => {
  const headings = ['ID', '이름', '상태']
  const rows = [
    ['lamp', '거실 조명', 'power true'],
    ['plug', '부엌', 'power false'],
  ]
  const wide = 'ID    이름       상태\nlamp  거실 조명  power true\nplug  부엌       power false'
  const narrow = 'lamp\n  이름  거실 조명\n  상태  power true\n\nplug\n  이름  부엌\n  상태  power false'
  expect([undefined, 28, 27].map((width) => headedTable(headings, rows, width))).toEqual([wide, wide, narrow])
})

test.each([
  ['an escape sequence', '\u001b[31mred', '\\u001b[31mred'],
  ['a carriage return', 'lamp\rroot', 'lamp\\u000droot'],
  ['DEL and a C1 control', 'a\u007f\u009bb', 'a\\u007f\\u009bb'],
  ['a mark of direction', 'gnp.\u202eexe', 'gnp.\\u202eexe'],
])('a name with %s cannot control the terminal', (_what, name, shown) => {
  expect(printable(name)).toBe(shown)
  expect(table([[name, 'x']])).toBe(`${shown}  x`)
})

test('a line break and a tab are printed, but a table cell stays on one line', () => {
  expect(printable('a\n\tb')).toBe('a\n\tb')
  expect(table([['a\n\tb', 'x']])).toBe('a  b  x')
})
