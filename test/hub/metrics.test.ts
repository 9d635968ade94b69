import { jest } from '@jest/globals'
import { HubMetrics } from '../../src/hub/metrics.ts'

/** The value of each line of a text for Prometheus. */
const valuesOf = (text: string) =>
  Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  )

test('requests are counted by result and duration, in the format of Prometheus', () => {
  const metrics = new HubMetrics()
  for (const [result, ms] of [
    ['answered', 10],
    ['answered', 11],
    ['TargetOfflineError', 20_000],
  ] as const)
    metrics.add(result, ms)
  const text = metrics.write({ isConnected: true, homesConnected: 7 })
  expect(valuesOf(text)).toMatchObject({
    'clova_hub_requests_total{result="answered"}': 2,
    'clova_hub_requests_total{result="TargetOfflineError"}': 1,
    'clova_hub_request_seconds_bucket{le="0.01"}': 1,
    'clova_hub_request_seconds_bucket{le="0.025"}': 2,
    'clova_hub_request_seconds_bucket{le="10"}': 2,
    'clova_hub_request_seconds_bucket{le="+Inf"}': 3,
    clova_hub_request_seconds_sum: 20.021,
    clova_hub_request_seconds_count: 3,
    clova_hub_homes: 0,
    clova_hub_homes_connected: 7,
    clova_hub_cluster_connected: 1,
  })
  expect(text.endsWith('\n')).toBe(true)
  const types = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name, type]) => [name, type])
  expect(Object.fromEntries(types)).toEqual({
    clova_hub_requests_total: 'counter',
    clova_hub_request_seconds: 'histogram',
    clova_hub_homes: 'gauge',
    clova_hub_homes_connected: 'gauge',
    clova_hub_cluster_connected: 'gauge',
  })
  expect(text.match(/^# HELP /gm)).toHaveLength(5)
})

test('without a cluster the number of connected homes is left out', () => {
  const text = new HubMetrics().write({ isConnected: false })
  expect(text).not.toContain('clova_hub_homes_connected')
  for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^(# (HELP|TYPE) .+|\w+(\{[^}]*\})? [\d.]+)$/)
  expect(valuesOf(text)).toMatchObject({ clova_hub_cluster_connected: 0, clova_hub_request_seconds_sum: 0 })
})

const hourMs = 3_600_000

/** Metrics of homes that answer at certain times. */
function homesInTime(maxSeenHomes?: number) {
  const now = jest.spyOn(Date, 'now')
  const metrics = new HubMetrics(maxSeenHomes)
  return {
    answeredAt(home: string, ms: number) {
      now.mockReturnValue(ms)
      metrics.answered(home)
    },
    homesAt(ms: number) {
      now.mockReturnValue(ms)
      return valuesOf(metrics.write({ isConnected: true })).clova_hub_homes
    },
  }
}
afterEach(() => jest.restoreAllMocks())

test('a home counts for an hour after its last answer', () => {
  const { answeredAt, homesAt } = homesInTime()
  answeredAt('a', 0)
  answeredAt('b', 10)
  answeredAt('a', 20)
  expect(homesAt(20)).toBe(2)
  expect(homesAt(hourMs + 10)).toBe(2)
  expect(homesAt(hourMs + 11)).toBe(1)
  expect(homesAt(hourMs + 21)).toBe(0)
})

test('if there are more homes than the limit, those that answered last count', () => {
  const { answeredAt, homesAt } = homesInTime(2)
  for (const [i, home] of ['a', 'b', 'a', 'c'].entries()) answeredAt(home, i)
  expect(homesAt(10)).toBe(2)
  // The answer of b, the oldest, is forgotten.
  expect(homesAt(hourMs + 2)).toBe(2)
  expect(homesAt(hourMs + 3)).toBe(1)
})
