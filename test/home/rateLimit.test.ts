import { createRateLimiter, defaultRateLimit } from '../../src/home/rateLimit.ts'

/** A limiter with a clock that the test moves. */
function limiter(limit = { maxCommands: 2, windowMs: 1500 }) {
  let nowMs = 0
  const count = createRateLimiter(limit, () => nowMs)
  /** @returns whether a command at this time is taken */
  return (atMs: number) => {
    nowMs = atMs
    try {
      count()
      return true
    } catch (error) {
      expect(error).toMatchObject({ reason: { code: 'busy' } })
      return false
    }
  }
}

test('a command is refused if the window before it already has as many commands as the limit', () => {
  const isTaken = limiter()
  expect([100, 400, 1599, 1600, 1899, 1900, 3099, 3100].map(isTaken)).toEqual([
    true,
    true,
    false,
    true,
    false,
    true,
    false,
    true,
  ])
})

test('the message names the limit and its seconds', () => {
  const count = createRateLimiter({ maxCommands: 1, windowMs: 1500 }, () => 7)
  count()
  expect(count).toThrow('more than 1 commands in 1.5 s')
})

test('by default twenty commands are accepted in ten seconds', () => {
  const isTaken = limiter(defaultRateLimit)
  expect(Array.from({ length: 21 }, (_, i) => isTaken(i)).indexOf(false)).toBe(20)
  expect([isTaken(9_999), isTaken(10_000)]).toEqual([false, true])
})
