import { jest } from '@jest/globals'
import { sweeper } from '../../../drivers/mqtt/discovery/staleTopics.ts'

describe('announcements that were taken back while nobody listened', () => {
  beforeEach(() => jest.useFakeTimers())
  afterEach(() => jest.useRealTimers())
  /** Hears some topics, connects anew, hears others. @returns what is gone a minute later */
  const goneAfter = (first: readonly string[], then: readonly string[]) => {
    const gone: string[] = []
    const sweep = sweeper((topic) => void gone.push(topic))
    sweep.begin()
    for (const topic of first) sweep.heard(topic)
    jest.advanceTimersByTime(60_000)
    sweep.begin()
    for (const topic of then) sweep.heard(topic)
    jest.advanceTimersByTime(59_999)
    expect(gone).toEqual([])
    jest.advanceTimersByTime(1)
    sweep.close()
    return gone
  }

  test('are gone', () => expect(goneAfter(['a', 'b', 'c'], ['b', 'd'])).toEqual(['a', 'c']))
  test('are none when all came again', () => expect(goneAfter(['a'], ['a', 'b'])).toEqual([]))
  test('are not believed of a broker that forgot everything', () => expect(goneAfter(['a', 'b'], [])).toEqual([]))
})
