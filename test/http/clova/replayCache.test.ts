import { jest } from '@jest/globals'
import { ReplayCache } from '../../../src/http/clova/replayCache.ts'

describe('the answers that are kept', () => {
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

  test('are kept for all of ten minutes, whenever in a second they were asked for', async () => {
    let now = 999
    const cache = new ReplayCache(() => now)
    await cache.getOrCompute('a', s, answer, nobody).text
    now += 10 * 60_000 - 1
    expect(cache.getOrCompute('a', s, answer, nobody).replayed).toBe(true)
  })

  test('end ten minutes after they were asked for, however often they are asked for meanwhile', async () => {
    let now = 1
    const cache = new ReplayCache(() => now)
    await cache.getOrCompute('a', s, answer, nobody).text
    for (now = 60_001; now < 10 * 60_000; now += 60_000)
      expect(cache.getOrCompute('a', s, answer, nobody).replayed).toBe(true)
    now = 10 * 60_000 + 2
    expect(cache.getOrCompute('a', s, answer, nobody).replayed).toBe(false)
  })

  test('that took long to compute end ten minutes after they were asked for, too', async () => {
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

  test('are measured by a clock that never jumps', async () => {
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

  test('are kept as their text', async () => {
    const cache = new ReplayCache(() => 1)
    const first = await cache.getOrCompute('a', s, async () => '{"x":1}', nobody).text
    expect(first).toBe('{"x":1}')
    expect(cache.getOrCompute('a', s, answer, nobody).text).toBe(first)
  })

  test('are none of a request that failed', async () => {
    const cache = new ReplayCache(() => 1)
    await expect(cache.getOrCompute('a', s, () => Promise.reject(new Error('x')), nobody).text).rejects.toThrow('x')
    await settled()
    expect(cache.getOrCompute('a', s, answer, nobody).replayed).toBe(false)
  })

  test('are a thousand', async () => {
    const cache = new ReplayCache(() => 1)
    for (let i = 0; i <= 1000; i += 1) cache.getOrCompute(String(i), s, answer, nobody)
    await settled()
    expect(cache.getOrCompute('1', s, answer, nobody).replayed).toBe(true)
    expect(cache.getOrCompute('0', s, answer, nobody).replayed).toBe(false)
  })

  test('are eight million characters: the oldest go first, but none that is not there yet', async () => {
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
