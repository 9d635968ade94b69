import { getEventListeners } from 'node:events'
import { jest } from '@jest/globals'
import {
  createCancellableSleep,
  createDeadline,
  createLinkedController,
  raceAbort,
  sleep,
  withTimeout,
} from '../../src/home/deadline.ts'

// The first test: it counts the signals of the whole process.
test('eight signals are made before they take turns', () => {
  const signals = Array.from({ length: 16 }, () => {
    const { signal, end } = createDeadline(100)
    end()
    return signal
  })
  expect(new Set(signals).size).toBe(8)
  for (const [i, signal] of signals.slice(8).entries()) expect(signal).toBe(signals[i])
})

describe('a deadline', () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate'] }))
  afterEach(() => void jest.useRealTimers())
  /** The clock starts when the turn is over. */
  const turn = () => new Promise((resolve) => setImmediate(resolve))

  test('aborts with its reason when its time is over', async () => {
    const { signal } = createDeadline(100)
    await turn()
    jest.advanceTimersByTime(99)
    expect(signal.aborted).toBe(false)
    jest.advanceTimersByTime(1)
    expect(signal.reason).toMatchObject({ message: 'no answer within 100 ms', reason: { code: 'offline' } })
    expect(() => signal.throwIfAborted()).toThrow('no answer within 100 ms')
    expect(signal.reason.text.ko).toBe('0.1초 안에 대답하지 않았습니다')
  })

  test.each(['in the same turn', 'later'])('that is ended %s leaves no timer and never aborts', async (when) => {
    const { signal, end } = createDeadline(100)
    if (when === 'later') await turn()
    end()
    await turn()
    expect(jest.getTimerCount()).toBe(0)
    jest.advanceTimersByTime(2000)
    expect(signal.aborted).toBe(false)
  })

  test('calls each listener once, and none that was removed', async () => {
    const { signal } = createDeadline(100)
    const events: string[] = []
    const third = () => events.push('third')
    const first = () => {
      events.push('first')
      signal.removeEventListener('abort', third)
    }
    const second = () => events.push('second')
    for (const listener of [first, first, second, third]) signal.addEventListener('abort', listener)
    const gone = () => events.push('gone')
    signal.addEventListener('abort', gone)
    signal.removeEventListener('abort', gone)
    signal.removeEventListener('abort', gone)
    await turn()
    jest.advanceTimersByTime(1000)
    expect(events).toEqual(['first', 'second'])
  })

  test('follows another signal, and removes its listener when it ends', async () => {
    const other = new AbortController()
    const { signal, end } = createDeadline(100, other.signal)
    const ended = createDeadline(100, other.signal)
    ended.end()
    other.abort(new Error('gone'))
    expect(signal.reason).toEqual(new Error('gone'))
    expect(ended.signal.aborted).toBe(false)
    end()
  })

  test('of a task ends with the task, and its signal aborts when the time is over', async () => {
    expect(await withTimeout(100, async (signal) => signal.aborted)).toBe(false)
    await expect(withTimeout(100, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(jest.getTimerCount()).toBe(0)
    const late = withTimeout(100, (signal) => raceAbort(new Promise(() => {}), signal))
    jest.advanceTimersByTime(100)
    await expect(late).rejects.toThrow('no answer within 100 ms')
  })

  test('a sleep ends after its time', async () => {
    const isOver = jest.fn()
    const sleeping = sleep(100, new AbortController().signal).then(isOver)
    jest.advanceTimersByTime(99)
    await turn()
    expect(isOver).not.toHaveBeenCalled()
    jest.advanceTimersByTime(1)
    await sleeping
    expect(jest.getTimerCount()).toBe(0)
  })

  test('a sleep ends with the reason of its signal, and does not begin once that is aborted', async () => {
    const other = new AbortController()
    const sleeping = sleep(100, other.signal)
    other.abort(new Error('gone'))
    await expect(sleeping).rejects.toThrow('gone')
    expect(jest.getTimerCount()).toBe(0)
    const asleep = sleep(100, other.signal)
    expect(jest.getTimerCount()).toBe(0)
    await expect(asleep).rejects.toThrow('gone')
  })

  test('a sleep that can be cancelled ends after its time or when it is cancelled, and it may be cancelled afterwards', async () => {
    const { wait, cancel } = createCancellableSleep()
    cancel()
    const isOver = jest.fn()
    const whole = wait(100).then(isOver)
    jest.advanceTimersByTime(99)
    await turn()
    expect(isOver).not.toHaveBeenCalled()
    jest.advanceTimersByTime(1)
    await whole
    const cancelled = wait(100)
    cancel()
    expect(jest.getTimerCount()).toBe(0)
    expect(await cancelled).toBeUndefined()
  })
})

describe('a controller that follows a signal', () => {
  test('is aborted from the start if the signal is', () => {
    const { signal, end } = createLinkedController(AbortSignal.abort(new Error('gone')))
    expect(signal.reason).toEqual(new Error('gone'))
    end()
  })

  test('leaves no listener when it ends, and is not aborted afterwards', () => {
    const parent = new AbortController()
    const { signal, abort, end } = createLinkedController(parent.signal)
    expect(getEventListeners(parent.signal, 'abort')).toHaveLength(1)
    end()
    expect(getEventListeners(parent.signal, 'abort')).toEqual([])
    expect(() => abort(new Error('late'))).not.toThrow()
    expect(signal.aborted).toBe(false)
  })
})

test('a race leaves no listener, whichever promise settles first', async () => {
  const { signal } = new AbortController()
  await raceAbort(Promise.resolve(), signal)
  await expect(raceAbort(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken')
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('at most 64 signals are kept for the next requests', () => {
  const many = () => Array.from({ length: 70 }, () => createLinkedController())
  const first = many()
  for (const { end } of first) end()
  const signals = new Set(first.map(({ signal }) => signal))
  const second = many()
  expect(second.filter(({ signal }) => signals.has(signal))).toHaveLength(64)
  for (const { end } of second) end()
})

test('the first of the result and the signal counts; a later rejection is handled', async () => {
  const other = new AbortController()
  expect(await raceAbort(Promise.resolve(1), other.signal)).toBe(1)
  let fail = (_: Error) => {}
  const late = new Promise((_, reject) => {
    fail = reject
  })
  const waiting = raceAbort(late, other.signal)
  other.abort(new Error('gone'))
  await expect(waiting).rejects.toThrow('gone')
  fail(new Error('late'))
  await expect(raceAbort(Promise.resolve(1), other.signal)).rejects.toThrow('gone')
})

test('the signals of ended deadlines are reused in turn, except one that still has a listener', () => {
  const oneAfterTheOther = () =>
    Array.from({ length: 70 }, () => {
      const { signal, end } = createDeadline(1000)
      end()
      return signal
    })
  const first = oneAfterTheOther()
  const again = new Set(oneAfterTheOther())
  expect(again.size).toBeLessThan(70)
  expect([...again].filter((signal) => !first.includes(signal))).toEqual([])
  const { signal: followed, end } = createDeadline(1000)
  followed.addEventListener('abort', () => {})
  end()
  expect(oneAfterTheOther().includes(followed)).toBe(false)
})

test('ending a deadline twice does not end the deadline that reuses its signal', () => {
  const first = createDeadline(1000)
  first.end()
  const second = createDeadline(1000)
  first.end()
  const third = createDeadline(1000)
  expect(third.signal).not.toBe(second.signal)
  second.end()
  third.end()
})

test('an aborted signal is never reused', () => {
  const parent = new AbortController()
  const linked = createLinkedController(parent.signal)
  parent.abort(new Error('gone'))
  expect(linked.signal.reason).toEqual(new Error('gone'))
  linked.end()
  const next = createLinkedController()
  expect(next.signal).not.toBe(linked.signal)
  expect(next.signal.aborted).toBe(false)
  next.abort('over')
  next.end()
})
