import { LimitedLog } from '../../src/util/limitedLog.ts'

test('20 warnings a minute are logged, and then how many were left out', () => {
  const lines: object[] = []
  let nowMs = 5
  const log = new LimitedLog({ warn: (fields, message) => void lines.push({ ...fields, message }) }, () => nowMs)
  for (let i = 0; i < 100; i += 1) log.warn({ i }, 'odd')
  expect(lines).toEqual(Array.from({ length: 20 }, (_, i) => ({ i, message: 'odd' })))
  nowMs += 59_999
  log.warn({ i: 100 }, 'odd')
  expect(lines).toHaveLength(20)
  nowMs += 1
  log.warn({ i: 101 }, 'odd')
  log.warn({ i: 102 }, 'odd')
  expect(lines.slice(20)).toEqual([
    { i: 101, leftOut: 81, message: 'odd' },
    { i: 102, message: 'odd' },
  ])
})
