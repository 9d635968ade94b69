import { jest } from '@jest/globals'
import { seeker } from '../../../drivers/ir/singleFlight.ts'

const { signal } = new AbortController()

test('is sought once, however many need it, and again after a while', async () => {
  let now = 0
  let looks = 0
  const seek = seeker(
    async () => {
      looks += 1
    },
    () => now,
  )
  await Promise.all([seek(signal), seek(signal), seek(signal)])
  now = 4999
  await seek(signal)
  expect(looks).toBe(1)
  now = 5000
  await seek(signal)
  expect(looks).toBe(2)
})

test('what cannot be found, or is not found in time, is no error', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] })
  try {
    const never = seeker(() => new Promise(() => {}))(signal)
    await jest.advanceTimersByTimeAsync(1000)
    await never
    await seeker(() => Promise.reject(new Error('gone')))(signal)
    const aborted = AbortSignal.abort(new Error('too late'))
    await seeker(() => new Promise(() => {}))(aborted)
    expect(jest.getTimerCount()).toBe(0)
  } finally {
    jest.useRealTimers()
  }
})
