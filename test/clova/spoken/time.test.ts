import { spokenDuration, spokenTime, timestamp } from '../../../src/clova/spoken/time.ts'

const noon = new Date('2024-02-03T12:00:00+09:00')

test('writes a moment with its offset from UTC', () => {
  expect(timestamp(new Date('2024-02-03T03:00:09Z'))).toBe('2024-02-03T12:00:09+09:00')
})

test.each([
  ['2024-02-03T00:05:00+09:00', 'ko', '오늘 오전 12:05'],
  ['2024-02-02T22:00:00+09:00', 'ko', '어제 오후 10:00'],
  ['2024-02-01T09:30:00+09:00', 'ko', '2월 1일 오전 9:30'],
  ['2024-02-03T00:05:00+09:00', 'ja', '今日 午前0:05'],
  ['2024-02-02T22:00:00+09:00', 'ja', '昨日 午後10:00'],
  ['2024-02-01T12:30:00+09:00', 'ja', '2月1日 午後0:30'],
  ['2024-02-03T00:05:00+09:00', 'en', 'today 12:05 AM'],
  ['2024-02-02T22:00:00+09:00', 'en', 'yesterday 10:00 PM'],
  ['2024-02-01T12:30:00+09:00', 'en', 'February 1 12:30 PM'],
] as const)('says %s in %s as %s', (at, language, said) => {
  expect(spokenTime(new Date(at), language, noon)).toBe(said)
})

test.each([
  ['ko', '2023년 12월 31일 오후 11:05'],
  ['ja', '2023年12月31日 午後11:05'],
  ['en', 'December 31, 2023 11:05 PM'],
] as const)('says the year in %s where it is another', (language, said) => {
  expect(spokenTime(new Date('2023-12-31T23:05:00+09:00'), language, new Date('2024-03-01T00:00:00+09:00'))).toBe(said)
})

test.each([
  ['PT1H15M', 'ko', '1시간 15분'],
  ['P2DT8H40M', 'ja', '2日 8時間 40分'],
  ['PT30S', 'en', '30 s'],
  ['PT0S', 'ko', '0분'],
  ['P0001-04-10', 'ko', 'P0001-04-10'],
] as const)('says the duration %s in %s as %s', (duration, language, said) => {
  expect(spokenDuration(duration, language)).toBe(said)
})
