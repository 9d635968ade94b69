import { jest } from '@jest/globals'
import { createStaleTopics } from '../../../../drivers/mqtt/discovery/staleTopics.ts'

describe('announcements that were removed while the gateway was not connected', () => {
  beforeEach(() => jest.useFakeTimers())
  afterEach(() => jest.useRealTimers())
  /** Receives some topics, reconnects, receives others. @returns the topics that are reported a minute later */
  const staleAfter = (first: readonly string[], then: readonly string[]) => {
    const stale: string[] = []
    const topics = createStaleTopics((topic) => void stale.push(topic))
    topics.connected()
    for (const topic of first) topics.received(topic, false)
    jest.advanceTimersByTime(60_000)
    topics.connected()
    for (const topic of then) topics.received(topic, false)
    jest.advanceTimersByTime(59_999)
    expect(stale).toEqual([])
    jest.advanceTimersByTime(1)
    topics.close()
    return stale
  }

  test('are reported after a minute', () => expect(staleAfter(['a', 'b', 'c'], ['b', 'd'])).toEqual(['a', 'c']))
  test('are none if every topic was announced again', () => expect(staleAfter(['a'], ['a', 'b'])).toEqual([]))
  test('are not reported if no topic was announced again', () => expect(staleAfter(['a', 'b'], [])).toEqual([]))
})
