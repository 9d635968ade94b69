import { Backoff } from '../../src/util/backoff.ts'

test.each([
  [10_000, 4000, 'goes on with its delays'],
  [10_001, 1000, 'begins with the shortest delay'],
])('after a connection of %i ms was lost, the next attempt comes within %i ms: it %s', (lastedMs, maxDelayMs) => {
  const backoff = new Backoff({ initialMs: 1000, maxMs: 60_000 })
  for (let i = 0; i < 2; i += 1) backoff.next()
  backoff.resetIfLasted(lastedMs)
  const delayMs = backoff.next()
  expect(delayMs).toBeLessThanOrEqual(maxDelayMs)
  expect(delayMs).toBeGreaterThanOrEqual(maxDelayMs / 2)
})
