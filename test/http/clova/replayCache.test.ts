import { jest } from '@jest/globals'
import { ReplayCache } from '../../../src/http/clova/replayCache.ts'

describe('the cached answers', () => {
  const answer = async () => '{}'
  const nobody = () => {}
  const s = Buffer.alloc(256, 's')
  const settled = () => new Promise((resolve) => setImmediate(resolve))

  test('are kept for ten minutes', async () => {
    let now = 1
    const cache = new ReplayCache(() => now)
    await cache.getOrCompute('a', s, answer, nobody).text
    now = 10 * 60_000
    expect(cache.getOrCompute('a', s, answer, nobody).replayed).toBe(true)
    now += 2
    expect(cache.getOrCompute('a', s, answer, nobody).replayed).toBe(false)
  })

  test('are kept for the full ten minutes, at whatever part of a second the request came', async () => {
    let now = 999
    const cache = new ReplayCache(() => now)
    await cache.getOrCompute('a', s, answer, nobody).text
    now += 10 * 60_000 - 1
    expect(cache.getOrCompute('a', s, answer, nobody).replayed).toBe(true)
  })

  test('expire ten minutes after the request, however often it is repeated', async () => {
    let now = 1
    const cache = new ReplayCache(() => now)
    await cache.getOrCompute('a', s, answer, nobody).text
    for (now = 60_001; now < 10 * 60_000; now += 60_000)
      expect(cache.getOrCompute('a', s, answer, nobody).replayed).toBe(true)
    now = 10 * 60_000 + 2
    expect(cache.getOrCompute('a', s, answer, nobody).replayed).toBe(false)
  })

  test('expire ten minutes after the request even if they took long to compute', async () => {
    let now = 1
    const cache = new ReplayCache(() => now)
    const compute = async () => {
      now = 5000
      return '{}'
    }
    await cache.getOrCompute('a', s, compute, nobody).text
    now = 10 * 60_000 + 2
    expect(cache.getOrCompute('a', s, answer, nobody).replayed).toBe(false)
  })

  test('expire by the monotonic clock', async () => {
    const clock = jest.spyOn(performance, 'now').mockReturnValue(1)
    try {
      const cache = new ReplayCache()
      await cache.getOrCompute('a', s, answer, nobody).text
      expect(cache.getOrCompute('a', s, answer, nobody).replayed).toBe(true)
      clock.mockReturnValue(10 * 60_000 + 2)
      expect(cache.getOrCompute('a', s, answer, nobody).replayed).toBe(false)
    } finally {
      clock.mockRestore()
    }
  })

  test('are kept per signature: another signature with the same id is a new request and is logged', async () => {
    const cache = new ReplayCache(() => 1)
    let conflicts = 0
    const other = Buffer.from(s)
    other[0] = 0
    const ask = (signature: Buffer) => cache.getOrCompute('a', signature, answer, () => (conflicts += 1))
    ask(s)
    // While the first is under way, and when it has its answer.
    for (const expected of [1, 2]) {
      expect(ask(other).replayed).toBe(false)
      expect(conflicts).toBe(expected)
      expect(ask(s).replayed).toBe(true)
      await settled()
    }
  })

  test('are stored as their text', async () => {
    const cache = new ReplayCache(() => 1)
    const first = await cache.getOrCompute('a', s, async () => '{"x":1}', nobody).text
    expect(first).toBe('{"x":1}')
    expect(cache.getOrCompute('a', s, answer, nobody).text).toBe(first)
  })

  test('do not include that of a request that failed', async () => {
    const cache = new ReplayCache(() => 1)
    await expect(cache.getOrCompute('a', s, () => Promise.reject(new Error('x')), nobody).text).rejects.toThrow('x')
    await settled()
    expect(cache.getOrCompute('a', s, answer, nobody).replayed).toBe(false)
  })

  test('are a thousand at most', async () => {
    const cache = new ReplayCache(() => 1)
    for (let i = 0; i <= 1000; i += 1) cache.getOrCompute(String(i), s, answer, nobody)
    await settled()
    expect(cache.getOrCompute('1', s, answer, nobody).replayed).toBe(true)
    expect(cache.getOrCompute('0', s, answer, nobody).replayed).toBe(false)
  })

  test('have eight million characters at most: the oldest are removed first, but none that is not computed yet', async () => {
    const cache = new ReplayCache(() => 1)
    const long = async () => 'x'.repeat(2 ** 20)
    cache.getOrCompute('0', s, () => new Promise(() => {}), nobody)
    for (let i = 1; i <= 9; i += 1) await cache.getOrCompute(String(i), s, long, nobody).text
    await settled()
    const isKept = (id: number) => cache.getOrCompute(String(id), s, answer, nobody).replayed
    expect([9, 8, 7, 6, 5, 4, 3].map(isKept)).toEqual(Array(7).fill(true))
    expect([2, 1].map(isKept)).toEqual([false, false])
    expect(isKept(0)).toBe(true)
  })
})
