import { Subscriptions } from '../../../../drivers/mqtt/broker/subscriptions.ts'
import { topicMatches } from '../../../../drivers/mqtt/broker/topics.ts'
import type { LogLine } from '../../../support/mqttFixture.ts'

const open = () => {
  const lines: LogLine[] = []
  const note = (fields: object, message: string) => void lines.push({ ...fields, message })
  return { lines, subscriptions: new Subscriptions({ debug: note, info: note, warn: note, error: note }) }
}
const bytes = (text: string) => Buffer.from(text)

describe('a received message', () => {
  test.each([
    ['a/b', 'a/b', true],
    ['a/+', 'a/b', true],
    ['a/+', 'a/b/c', false],
    ['a/+', 'a', false],
    ['a/+/config', 'a/b/config', true],
    ['a/+/config', 'a/b/c/config', false],
    ['a/#', 'a', true],
    ['a/#', 'a/b/c', true],
    ['#', 'a/b', true],
    ['a/b', 'a/c', false],
    ['+/b', '/b', true],
  ])('%s as a topic filter matches %s: %s', (pattern, topic, is) => {
    expect(topicMatches(pattern, topic)).toBe(is)
  })

  test('goes to every listener of the topic, by name or by pattern, until it unsubscribes', () => {
    const { subscriptions } = open()
    const received: string[] = []
    const exact = (payload: Buffer) => void received.push(`exact ${payload}`)
    const wild = (payload: Buffer, retained: boolean, topic: string) =>
      void received.push(`wild ${topic} ${payload} ${retained}`)
    subscriptions.add('a/b', exact)
    subscriptions.add('a/+', wild)
    subscriptions.deliver('a/b', bytes('1'), true)
    expect(subscriptions.topics()).toEqual(['a/b', 'a/+'])
    expect(subscriptions.remove('a/b', exact)).toBe(true)
    subscriptions.deliver('a/b', bytes('2'), false)
    expect(received).toEqual(['exact 1', 'wild a/b 1 true', 'wild a/b 2 false'])
  })

  test('is dropped and counted if it is too large or not text; each kind is logged once', () => {
    const { subscriptions, lines } = open()
    const received: number[] = []
    subscriptions.add('a', (payload) => void received.push(payload.length))
    subscriptions.add('large', (payload) => void received.push(payload.length), 300_000)
    for (let i = 0; i < 50; i += 1) {
      subscriptions.deliver('a', Buffer.alloc(256 * 1024 + 1, 65), false)
      subscriptions.deliver('a', Buffer.from([0xff, 0xfe, 0x80]), false)
    }
    subscriptions.deliver('a', Buffer.alloc(256 * 1024, 65), false)
    subscriptions.deliver('large', Buffer.alloc(300_000, 65), false)
    expect(received).toEqual([256 * 1024, 300_000])
    expect(subscriptions.ignored).toEqual({ tooLarge: 50, notText: 50, failed: 0 })
    expect(lines).toHaveLength(2)
    expect(subscriptions.problems().join()).toBe(
      'messages were ignored: 50 larger than a device has reason to send, 50 no UTF-8',
    )
  })

  test('reaches the other listeners if one listener throws', () => {
    const { subscriptions, lines } = open()
    let receivedCount = 0
    subscriptions.add('a', () => {
      throw new Error('no')
    })
    subscriptions.add('a', () => {
      receivedCount += 1
    })
    for (let i = 0; i < 5; i += 1) subscriptions.deliver('a', bytes('x'), false)
    expect(receivedCount).toBe(5)
    expect(subscriptions.ignored.failed).toBe(5)
    expect(lines).toHaveLength(1)
  })
})
