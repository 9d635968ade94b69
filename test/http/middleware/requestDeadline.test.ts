import type { IncomingMessage } from 'node:http'
import { deadlineMsOf, limitDeadline } from '../../../src/http/middleware/requestDeadline.ts'

test.each([
  ['none was set', undefined, 5000, 5000],
  ['the sender waits longer', 60_000, 5000, 5000],
  ['the sender has given up', -1, 5000, 0],
])('the deadline of a request is found if %s', (_when, remainingMs, defaultMs, expected) => {
  const request = {} as IncomingMessage
  if (remainingMs !== undefined) limitDeadline(request, remainingMs)
  expect(deadlineMsOf(request, defaultMs)).toBe(expected)
})

test('the deadline of a request is that of its sender if it is earlier', () => {
  const request = {} as IncomingMessage
  limitDeadline(request, 60_000)
  const ms = deadlineMsOf(request, 100_000)
  expect(ms).toBeGreaterThan(0)
  expect(ms).toBeLessThanOrEqual(60_000)
})
