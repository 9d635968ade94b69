import { timeZoneFindings } from '../../src/diagnostics/checks/machine.ts'

const now = new Date('2024-02-03T03:00:00Z')

test.each([
  ['the same', 'Asia/Seoul', 'Asia/Seoul'],
  ['another with the same time', 'Asia/Seoul', 'Asia/Tokyo'],
])('a machine in the time zone %s is not reported', (_name, configured, machine) => {
  expect(timeZoneFindings(configured, machine, now)).toEqual([])
})

test('a machine in another time zone is reported with both time zones and how to change either', () => {
  const [finding] = timeZoneFindings('Asia/Seoul', 'UTC', now)
  expect(finding).toMatchObject({ level: 'warning', message: expect.stringMatching(/Asia\/Seoul.*UTC/) })
  expect(finding?.fix).toMatch(/timedatectl set-timezone Asia\/Seoul.*timeZone: UTC/)
})
