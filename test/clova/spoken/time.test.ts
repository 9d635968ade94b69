import { spokenCount, spokenDuration, spokenTime, timestamp } from '../../../src/clova/spoken/time.ts'

const noon = new Date('2024-02-03T12:00:00+09:00')

test.each([
  ['2024-02-03T03:00:09Z', 'Asia/Seoul', '2024-02-03T12:00:09+09:00'],
  ['2024-02-03T03:00:09Z', 'Asia/Tokyo', '2024-02-03T12:00:09+09:00'],
  ['2024-02-03T03:00:09Z', 'UTC', '2024-02-03T03:00:09+00:00'],
  ['2024-02-03T15:00:00Z', 'Asia/Seoul', '2024-02-04T00:00:00+09:00'],
  ['2024-07-03T03:00:09Z', 'America/New_York', '2024-07-02T23:00:09-04:00'],
  ['2024-02-03T03:00:09Z', 'America/St_Johns', '2024-02-02T23:30:09-03:30'],
])('writes %s in the time zone %s as %s, whatever that of the machine is', (at, timeZone, written) => {
  expect(timestamp(new Date(at), timeZone)).toBe(written)
})

test.each([
  ['Asia/Seoul', '오늘 오전 12:05'],
  ['UTC', '어제 오후 3:05'],
  ['America/New_York', '오늘 오전 10:05'],
])('speaks midnight in Seoul in the time zone %s as %s', (timeZone, spoken) => {
  expect(spokenTime(new Date('2024-02-03T00:05:00+09:00'), 'ko', timeZone, noon)).toBe(spoken)
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
] as const)('says %s in %s as %s', (at, language, expectedText) => {
  expect(spokenTime(new Date(at), language, 'Asia/Seoul', noon)).toBe(expectedText)
})

test.each([
  ['ko', '2023년 12월 31일 오후 11:05'],
  ['ja', '2023年12月31日 午後11:05'],
  ['en', 'December 31, 2023 11:05 PM'],
] as const)('says the year in %s where it is another', (language, expectedText) => {
  expect(
    spokenTime(new Date('2023-12-31T23:05:00+09:00'), language, 'Asia/Seoul', new Date('2024-03-01T00:00:00+09:00')),
  ).toBe(expectedText)
})

test.each([
  ['PT1H15M', 'ko', '1시간 15분'],
  ['P2DT8H40M', 'ja', '2日 8時間 40分'],
  ['PT30S', 'en', '30 s'],
  ['PT0S', 'ko', '0분'],
  ['P1DT12H1S', 'ko', '1일 12시간 1초'],
  ['PT1S', 'ja', '1秒'],
  ['about P1D', 'ko', 'about P1D'],
  ['P0001-04-10', 'ko', 'P0001-04-10'],
] as const)('says the duration %s in %s as %s', (duration, language, expectedText) => {
  expect(spokenDuration(duration, language)).toBe(expectedText)
})

test('the day before the first of a month is yesterday', () => {
  const [leapDay, first] = [new Date('2024-02-29T22:00:00+09:00'), new Date('2024-03-01T10:00:00+09:00')]
  expect(spokenTime(leapDay, 'ko', 'Asia/Seoul', first)).toBe('어제 오후 10:00')
})

test.each([
  ['ko', '어제 2건, 오늘 1건'],
  ['ja', '昨日 2件, 今日 1件'],
  ['en', 'yesterday 2, today 1'],
] as const)('numbers of detections are said in %s as %s', (language, expectedText) => {
  expect(spokenCount({ today: 1, yesterday: 2 }, language)).toBe(expectedText)
})
