import { EventEmitter } from 'node:events'
import { jest } from '@jest/globals'
import type { Context } from 'koa'
import { EventStream, type EventSubscription } from '../../../src/http/admin/events.ts'

/** What a client gets, and how much of it waits to be read. */
class FakeResponse extends EventEmitter {
  writableLength = 0
  writableNeedDrain = false
  readonly written: unknown[] = []
  writeHead(status: number, headers: object) {
    this.written.push([status, headers])
  }
  write(text: string) {
    this.written.push(text)
  }
  end(text: string) {
    this.written.push(['end', text])
  }
  /** The client has read all. */
  drain() {
    this.writableNeedDrain = false
    this.emit('drain')
  }
  destroy() {
    this.written.push('destroyed')
    this.emit('close')
  }
}

let stream: EventStream
let listening: boolean[]
beforeEach(() => {
  jest.useFakeTimers({ now: 1000 })
  listening = []
  stream = new EventStream((isListening) => listening.push(isListening))
})
afterEach(() => {
  jest.useRealTimers()
})

/** Connects a client. @returns its response without the beginning, which is always the same */
function connect(subscription?: Partial<EventSubscription>) {
  const res = new FakeResponse()
  const context = { res, respond: true }
  const whole = subscription && { accepts: () => true, isOver: () => false, ...subscription }
  const isAdded = stream.add(context as unknown as Context, whole)
  const beginning = res.written.splice(0)
  return { res, isAdded, beginning, context }
}
const homeEvent = 'event: home\ndata: {"at":1000}\n\n'
const overflow = ['end', 'event: overflow\ndata: {"at":1000}\n\n']
const stateEvent = (appliance: string, online = true) => ({ appliance, online, state: {} })
const textOf = (appliance: string, online = true) =>
  `event: state\ndata: ${JSON.stringify({ at: 1000, ...stateEvent(appliance, online) })}\n\n`
const kilobytes = (count: number) => count * 1024

test('a client gets the present state at once, and then each event', () => {
  const { res, isAdded, beginning, context } = connect()
  expect([isAdded, context.respond, beginning]).toEqual([
    ...[true, false],
    [
      [200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' }],
      ': listening\n\n',
    ],
  ])
  stream.publish('home', {})
  stream.publish('state', stateEvent('lamp'))
  expect(res.written).toEqual([homeEvent, textOf('lamp')])
})

test('the callbacks run for the first and the last client, and no timer runs without clients', () => {
  stream.publish('home', {})
  expect(jest.getTimerCount()).toBe(0)
  const [first, second] = [connect(), connect()]
  expect([listening, stream.clientCount(), jest.getTimerCount()]).toEqual([[true], 2, 1])
  first.res.emit('close')
  expect(listening).toEqual([true])
  second.res.emit('close')
  second.res.emit('close')
  expect([listening, stream.clientCount(), jest.getTimerCount()]).toEqual([[true, false], 0, 0])
})

test('the callbacks are optional', () => {
  stream = new EventStream()
  connect().res.emit('close')
  expect(stream.clientCount()).toBe(0)
})

test.each([
  ['sixteen', {}, 16],
  ['four of one session', { session: 'one' }, 4],
])('at most %s clients are accepted', (_count, subscription, count) => {
  const added = Array.from({ length: count + 1 }, () => connect(subscription))
  expect(added.map(({ isAdded }) => isAdded)).toEqual([...Array(count).fill(true), false])
  expect(added.at(-1)?.beginning).toEqual([])
  expect(connect({ session: 'other' }).isAdded).toBe(count === 4)
})

test('a client gets the events that it may see, until its session ends', () => {
  let isOver = false
  const [some, all] = [connect({ accepts: (name) => name === 'home', isOver: () => isOver }), connect()]
  stream.publish('state', stateEvent('lamp'))
  stream.publish('home', {})
  isOver = true
  stream.publish('home', {})
  stream.publish('home', {})
  expect(some.res.written).toEqual([homeEvent, ['end', '']])
  expect(all.res.written).toEqual([textOf('lamp'), homeEvent, homeEvent, homeEvent])
})

describe('a client that reads slowly', () => {
  test('gets only the latest state of each appliance', () => {
    const { res } = connect()
    // However much waits: how much a buffer may hold is for Node to say.
    res.writableLength = kilobytes(60)
    stream.publish('state', stateEvent('now'))
    res.writableNeedDrain = true
    stream.publish('state', stateEvent('lamp', false))
    stream.publish('state', stateEvent('tv'))
    stream.publish('state', stateEvent('lamp'))
    stream.publish('home', {})
    stream.publish('request', { appliance: 'lamp', ms: {}, source: 'clova' })
    // What waits is sent first.
    res.writableNeedDrain = false
    stream.publish('state', stateEvent('fan'))
    stream.publish('state', stateEvent('door'))
    expect(res.written.splice(0)).toEqual([textOf('now'), homeEvent, expect.stringMatching(/^event: request\n/)])
    expect(res.listenerCount('drain')).toBe(1)
    const write = jest.spyOn(res, 'write').mockImplementation((text) => {
      res.written.push(text)
      res.writableNeedDrain = res.written.length === 3
    })
    res.drain()
    expect(res.written.splice(0)).toEqual([textOf('lamp'), textOf('tv'), textOf('fan')])
    expect(res.listenerCount('drain')).toBe(1)
    res.drain()
    expect(res.written.splice(0)).toEqual([textOf('door')])
    expect(res.listenerCount('drain')).toBe(0)
    write.mockRestore()
    stream.publish('state', stateEvent('lamp'))
    expect(res.written).toEqual([textOf('lamp')])
  })

  test('is disconnected when its buffer is full, and its connection is closed after five seconds', () => {
    const { res } = connect()
    res.writableLength = kilobytes(256) - homeEvent.length
    stream.publish('home', {})
    res.writableLength += 1
    stream.publish('home', {})
    expect(res.written.splice(0)).toEqual([homeEvent, overflow])
    expect([stream.clientCount(), listening]).toEqual([0, [true, false]])
    jest.advanceTimersByTime(4999)
    expect(res.written).toEqual([])
    jest.advanceTimersByTime(1)
    expect(res.written).toEqual(['destroyed'])
    expect(jest.getTimerCount()).toBe(0)
  })

  test('is not closed a second time if it closes the connection itself', () => {
    const { res } = connect()
    stream.close()
    expect(jest.getTimerCount()).toBe(1)
    res.emit('close')
    expect([jest.getTimerCount(), res.written]).toEqual([0, [['end', '']]])
  })

  test('gets no waiting events after it was disconnected', () => {
    const { res } = connect()
    res.writableNeedDrain = true
    stream.publish('state', stateEvent('lamp'))
    stream.close()
    res.drain()
    expect(res.written).toEqual([['end', '']])
  })
})

describe('the heartbeat', () => {
  const heartbeat = (at: number) => `event: heartbeat\ndata: {"at":${at}}\n\n`

  test('is sent every fifteen seconds to a client that has read everything', () => {
    const { res } = connect()
    jest.advanceTimersByTime(14_999)
    expect(res.written).toEqual([])
    jest.advanceTimersByTime(15_001)
    expect(res.written).toEqual([heartbeat(16_000), heartbeat(31_000)])
  })

  test('disconnects a client that has read nothing for four heartbeats', () => {
    const { res } = connect()
    res.writableLength = 1
    jest.advanceTimersByTime(45_000)
    res.writableLength = 0
    jest.advanceTimersByTime(15_000)
    res.writableLength = 1
    jest.advanceTimersByTime(45_000)
    expect(res.written.splice(0)).toEqual([heartbeat(61_000)])
    jest.advanceTimersByTime(15_000)
    expect(res.written).toEqual([['end', 'event: overflow\ndata: {"at":121000}\n\n']])
  })

  test('disconnects a client whose session is over', () => {
    const { res } = connect({ isOver: () => true })
    jest.advanceTimersByTime(15_000)
    expect(res.written).toEqual([['end', '']])
  })

  test('keeps no process running', () => {
    jest.useRealTimers()
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const before = timers()
    const { res } = connect()
    stream.close()
    expect(timers()).toBe(before)
    res.emit('close')
  })
})

test('all clients are disconnected when the stream is closed', () => {
  const clients = [connect(), connect()]
  stream.close()
  for (const { res } of clients) expect(res.written).toEqual([['end', '']])
  expect(stream.clientCount()).toBe(0)
})
