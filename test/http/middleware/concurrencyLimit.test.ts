import { Failure } from '../../../src/home/failure.ts'
import { ConcurrencyLimiter } from '../../../src/http/middleware/concurrencyLimit.ts'

describe('the limit of concurrent requests', () => {
  const { signal } = new AbortController()
  const busy = expect.objectContaining({ reason: { code: 'busy' } })

  test('a limited number runs, a limited number waits in order, and the next is refused at once', async () => {
    const limiter = new ConcurrencyLimiter(2, 3)
    expect([limiter.enter(signal), limiter.enter(signal)]).toEqual([undefined, undefined])
    const order: number[] = []
    const waiting = [1, 2, 3].map((n) => limiter.enter(signal)?.then(() => order.push(n)))
    expect(() => limiter.enter(signal)).toThrow('2 requests run, and 3 wait')
    for (const turn of waiting) {
      limiter.leave()
      await turn
    }
    expect(order).toEqual([1, 2, 3])
    // Two still run; both places are free after them, and no more.
    limiter.leave()
    limiter.leave()
    expect([limiter.enter(signal), limiter.enter(signal)]).toEqual([undefined, undefined])
    expect(limiter.enter(signal)).toBeInstanceOf(Promise)
  })

  test('a request that waits too long is refused and takes no slot', async () => {
    const limiter = new ConcurrencyLimiter(1, 2)
    limiter.enter(signal)
    const limit = new AbortController()
    let isTaken = false
    const next = limiter.enter(signal)?.then(() => {
      isTaken = true
    })
    const late = limiter.enter(limit.signal)
    limit.abort(new Failure('offline'))
    await expect(late).rejects.toEqual(busy)
    await expect(late).rejects.toThrow('1 requests run, and none of them ended in time')
    await new Promise((turn) => setImmediate(turn))
    expect(isTaken).toBe(false)
    limiter.leave()
    await next
    limiter.leave()
    expect(limiter.enter(signal)).toBeUndefined()
  })

  test('a slot that is assigned to a request whose time is over goes to the next request', async () => {
    const limiter = new ConcurrencyLimiter(1, 2)
    limiter.enter(signal)
    const limit = new AbortController()
    const late = limiter.enter(limit.signal)
    limit.abort(new Failure('offline'))
    limiter.leave()
    await expect(late).rejects.toEqual(busy)
    expect(limiter.enter(signal)).toBeUndefined()
  })
})
