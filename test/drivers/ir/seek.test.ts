import { jest } from '@jest/globals'
import { singleFlight } from '../../../drivers/ir/transmitter.ts'

const { signal } = new AbortController()

test('is sought once, however many need it, and again after a while', async () => {
  let now = 0
  let looks = 0
  const seek = singleFlight(
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
    const never = singleFlight(() => new Promise(() => {}))(signal)
    await jest.advanceTimersByTimeAsync(1000)
    await never
    await singleFlight(() => Promise.reject(new Error('gone')))(signal)
    const aborted = AbortSignal.abort(new Error('too late'))
    await singleFlight(() => new Promise(() => {}))(aborted)
    expect(jest.getTimerCount()).toBe(0)
  } finally {
    jest.useRealTimers()
  }
})
