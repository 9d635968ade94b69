import { jest } from '@jest/globals'
import { AttemptLimiter } from '../../src/hub/rateLimit.ts'

test('an address has a number of attempts in each window, which begins with its first attempt', () => {
  jest.useFakeTimers({ doNotFake: ['performance'] })
  const now = jest.spyOn(performance, 'now')
  try {
    const limiter = new AttemptLimiter(2, 1000)
    const takenAt = (ms: number, address = 'a') => {
      now.mockReturnValue(5000 + ms)
      // The cache asks for the time once in a millisecond.
      jest.advanceTimersByTime(1)
      return limiter.take(address)
    }
    expect([takenAt(0), takenAt(900), takenAt(901), takenAt(999)]).toEqual([true, true, false, false])
    expect([takenAt(999, 'b'), takenAt(1001), takenAt(1002), takenAt(1003)]).toEqual([true, true, true, false])
    expect([takenAt(1990, 'b'), takenAt(2000, 'b'), takenAt(2002, 'b')]).toEqual([true, true, true])
  } finally {
    jest.useRealTimers()
    now.mockRestore()
  }
})
