import { uptime } from 'node:os'
import { jest } from '@jest/globals'
import { RequestAges, UptimeClock } from '../../src/hub/requestAge.ts'

afterEach(() => jest.restoreAllMocks())

/** A home and hubs whose clocks start anywhere, all moved by the same true time. */
function world({ homeStartMs = 5_000, hubStartMs = 900_000_000 } = {}) {
  let trueMs = 0
  const ages = new RequestAges(() => homeStartMs + trueMs)
  return {
    ages,
    pass(ms: number) {
      trueMs += ms
    },
    /** A request that a hub sends now. */
    sent: (homeTime?: string, hub = 'hub-1') => ({
      hub,
      sentAtMs: hubStartMs + trueMs,
      ...(homeTime !== undefined && { homeTime }),
    }),
  }
}

test.each([
  ['ahead of', { homeStartMs: 5_000, hubStartMs: 3_600_000 }],
  ['behind', { homeStartMs: 3_600_000, hubStartMs: 5_000 }],
])('the age of a request of a hub whose clock is %s that of the home is at least its true age', (_name, starts) => {
  const { ages, pass, sent } = world(starts)
  expect(ages.maxAgeMs(sent())).toBeUndefined()
  const stamp = ages.stamp()
  pass(30)
  const repeated = sent(stamp)
  pass(20)
  expect(ages.maxAgeMs(repeated)).toBe(50)
  // The later request needs no stamp: its true age is 40 ms, and the answer of the home took 30 ms.
  const later = sent()
  pass(40)
  const ageMs = Number(ages.maxAgeMs(later))
  expect(ageMs).toBeGreaterThanOrEqual(40)
  expect(ageMs).toBeLessThan(40 + 30 + 1)
})

test('a request that was delayed for a minute is a minute old, with and without a time stamp', () => {
  const { ages, pass, sent } = world()
  const repeated = sent(ages.stamp())
  pass(60_000)
  expect(ages.maxAgeMs(repeated)).toBe(60_000)
  const later = sent()
  pass(60_000)
  expect(ages.maxAgeMs(later)).toBeGreaterThanOrEqual(60_000)
})

test('a slow measurement does not replace a better one', () => {
  const { ages, pass, sent } = world()
  ages.maxAgeMs(sent(ages.stamp()))
  const stamp = ages.stamp()
  pass(5_000)
  ages.maxAgeMs(sent(stamp))
  expect(ages.maxAgeMs(sent())).toBeLessThan(10)
})

test('a better measurement replaces a slow one', () => {
  const { ages, pass, sent } = world()
  const stamp = ages.stamp()
  pass(5_000)
  ages.maxAgeMs(sent(stamp))
  expect(ages.maxAgeMs(sent())).toBe(5_005)
  ages.maxAgeMs(sent(ages.stamp()))
  expect(ages.maxAgeMs(sent())).toBe(0)
})

test('a measurement that is not better than the known one does not replace it', () => {
  const { ages, pass, sent } = world()
  ages.maxAgeMs(sent(ages.stamp()))
  pass(999_000)
  const stamp = ages.stamp()
  // In a million milliseconds the clocks may have run a thousand apart, which is how long this answer took.
  pass(1_000)
  ages.maxAgeMs(sent(stamp))
  expect(ages.maxAgeMs(sent())).toBe(1_000)
})

test('the time of a home is that since its machine started, in milliseconds', () => {
  const [, ms] = new RequestAges().stamp().split('.')
  expect(Math.abs(Number(ms) - uptime() * 1000)).toBeLessThan(60_000)
})

test('the longer ago the clock of a hub was measured, the older its requests may be', () => {
  const { ages, pass, sent } = world()
  ages.maxAgeMs(sent(ages.stamp()))
  pass(3_600_000)
  expect(ages.maxAgeMs(sent())).toBe(3_600)
})

test.each([
  ['of another hub', ({ sent }: ReturnType<typeof world>) => sent(undefined, 'hub-2')],
  ['with the stamp of another process', ({ sent }: ReturnType<typeof world>) => sent('other-process.1', 'hub-2')],
  ['with a stamp from the future', ({ ages, sent }: ReturnType<typeof world>) => sent(`${ages.stamp()}0`, 'hub-2')],
  [
    'sent in the future, since a clock was set',
    ({ sent }: ReturnType<typeof world>) => ({ ...sent(), sentAtMs: 9e12 }),
  ],
])('the age of a request %s is not known', (_name, create) => {
  const it = world()
  it.ages.maxAgeMs(it.sent(it.ages.stamp()))
  expect(it.ages.maxAgeMs(create(it))).toBeUndefined()
})

test('the clocks of 64 hubs are remembered, and no more', () => {
  const { ages, sent } = world()
  for (let hub = 0; hub < 65; hub += 1) ages.maxAgeMs(sent(ages.stamp(), `hub-${hub}`))
  expect(ages.maxAgeMs(sent(undefined, 'hub-0'))).toBeUndefined()
  expect(ages.maxAgeMs(sent(undefined, 'hub-64'))).toBe(0)
})

/** A machine whose clocks are moved by hand. */
function machine() {
  const times = { uptimeMs: 5_000, monotonicMs: 100, wallMs: 1e12 }
  let reads = 0
  const clock = new UptimeClock({
    uptimeMs: () => {
      reads += 1
      return times.uptimeMs
    },
    monotonicMs: () => times.monotonicMs,
    wallMs: () => times.wallMs,
  })
  const move = (changes: Partial<typeof times>) => {
    for (const [name, ms] of Object.entries(changes)) times[name as keyof typeof times] += ms
  }
  return {
    clock,
    reads: () => reads,
    runs: (ms: number) => move({ uptimeMs: ms, monotonicMs: ms, wallMs: ms }),
    sleeps: (ms: number) => move({ uptimeMs: ms, wallMs: ms }),
    isSet: (ms: number) => move({ wallMs: ms }),
  }
}

test('the time since the start is read once while the machine is awake', () => {
  const { clock, reads, runs } = machine()
  expect(clock.nowMs()).toBe(5_000)
  for (let i = 1; i <= 100; i += 1) {
    runs(60_000)
    expect(clock.nowMs()).toBe(5_000 + i * 60_000)
  }
  expect(reads()).toBe(1)
})

test.each([
  ['a long sleep', [3_600_000]],
  ['the shortest sleep that counts', [20]],
  ['naps, as soon as they are together as long', [19, 1]],
])('%s counts for the age of a request', (_name, sleepsMs) => {
  const { clock, runs, sleeps } = machine()
  clock.nowMs()
  for (const ms of sleepsMs) {
    sleeps(ms)
    runs(5)
    clock.nowMs()
  }
  expect(clock.nowMs()).toBe(5_000 + sleepsMs.reduce((sum, ms) => sum + ms + 5, 0))
})

test.each([3_600_000, -3_600_000])(
  'a time of day that is set by %d ms changes nothing, and sleep after it is counted',
  (ms) => {
    const { clock, reads, runs, sleeps, isSet } = machine()
    clock.nowMs()
    isSet(ms)
    runs(10)
    expect(clock.nowMs()).toBe(5_010)
    expect(clock.nowMs()).toBe(5_010)
    expect(reads()).toBe(2)
    sleeps(1000)
    expect(clock.nowMs()).toBe(6_010)
  },
)

test('the clock of this machine is read once while the time of day runs with it', () => {
  jest.spyOn(Date, 'now').mockReturnValue(1e12)
  const monotonic = jest.spyOn(performance, 'now').mockReturnValue(100)
  const clock = new UptimeClock()
  const before = clock.nowMs()
  monotonic.mockReturnValue(100.5)
  expect(clock.nowMs() - before).toBeCloseTo(0.5, 3)
})

test('the clock of this machine counts like the clock of the system', () => {
  const before = uptime() * 1000
  const now = new UptimeClock().nowMs()
  expect(now).toBeGreaterThanOrEqual(before - 10)
  expect(now).toBeLessThanOrEqual(uptime() * 1000 + 10)
})
