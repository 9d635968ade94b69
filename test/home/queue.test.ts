import { setMaxListeners } from 'node:events'
import { jest } from '@jest/globals'
import fc from 'fast-check'
import { createDeadline } from '../../src/home/deadline.ts'
import { Failure } from '../../src/home/failure.ts'
import { createQueue } from '../../src/home/queue.ts'
import { untranslated } from '../../src/util/translate.ts'
import { runs } from '../support/randomRuns.ts'

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(100) })

interface Deferred<T> {
  readonly promise: Promise<T>
  resolve(value: T): void
  reject(error: unknown): void
}

function deferred<T = void>(): Deferred<T> {
  let resolve: (value: T) => void = () => {}
  let reject: (error: unknown) => void = () => {}
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}

const never = new AbortController().signal
// Many wait for it at once.
setMaxListeners(0, never)
/** All promises that can go on have gone on. */
const settled = () => new Promise((resolve) => setImmediate(resolve))
const outcome = (promise: Promise<unknown>) =>
  promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )

test('tasks run in their order and one at a time, however long each takes', async () => {
  const lengths = fc.uniqueArray(fc.nat({ max: 100 }), { minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(lengths, async (ends) => {
      const turn = createQueue(32)
      const works = ends.map(() => deferred<number>())
      const started: number[] = []
      let running = 0
      const results = works.map((work, i) =>
        turn(async () => {
          started.push(i)
          running += 1
          expect(running).toBe(1)
          const value = await work.promise
          running -= 1
          return value
        }, never),
      )
      // The works end in any order, some long before their turn.
      const order = [...works.keys()].sort((a, b) => (ends[a] ?? 0) - (ends[b] ?? 0))
      for (const i of order) {
        works[i]?.resolve(i)
        await settled()
      }
      expect(await Promise.all(results)).toEqual([...works.keys()])
      expect(started).toEqual([...works.keys()])
    }),
  )
})

test('no task starts before the previous one has ended', async () => {
  const turn = createQueue(2)
  const first = deferred()
  const started: string[] = []
  const one = turn(() => {
    started.push('one')
    return first.promise
  }, never)
  const two = turn(async () => started.push('two'), never)
  await settled()
  expect(started).toEqual(['one'])
  first.resolve()
  await Promise.all([one, two])
  expect(started).toEqual(['one', 'two'])
})

test('one more than the limit is refused at once, and there is room again afterwards', async () => {
  const turn = createQueue(2)
  const work = deferred()
  const waiting = [turn(() => work.promise, never), turn(() => work.promise, never)]
  const refused = jest.fn(async () => {})
  await expect(turn(refused, never)).rejects.toMatchObject({ name: 'Failure', reason: { code: 'busy' } })
  work.resolve()
  await Promise.all(waiting)
  expect(refused).not.toHaveBeenCalled()
  await expect(turn(async () => 'room', never)).resolves.toBe('room')
})

test('the queue reports how many tasks run or wait, and when all tasks in it have ended', async () => {
  const turn = createQueue(8)
  expect(turn.pending()).toBe(0)
  const works = [deferred(), deferred()] as const
  const ended: string[] = []
  const running = works.map(({ promise }) => turn(() => promise, never))
  const idle = turn.idle().then(() => ended.push('idle'))
  expect(turn.pending()).toBe(2)
  works[0].resolve()
  await running[0]
  await settled()
  expect([turn.pending(), ...ended]).toEqual([1])
  works[1].resolve()
  await idle
  expect(turn.pending()).toBe(0)
})

test('a waiting task whose signal aborts is rejected at once and never runs', async () => {
  const turn = createQueue(8)
  const work = deferred()
  const controller = new AbortController()
  const late = jest.fn(async () => {})
  const running = turn(() => work.promise, never)
  const waiting = turn(late, controller.signal)
  const next = turn(async () => 'next', never)
  controller.abort(new Failure('offline', untranslated('too late')))
  await expect(waiting).rejects.toMatchObject({ message: 'too late' })
  work.resolve()
  await running
  await expect(next).resolves.toBe('next')
  expect(late).not.toHaveBeenCalled()
})

test('a task with an aborted signal never runs', async () => {
  const turn = createQueue(8)
  const late = jest.fn(async () => {})
  await expect(turn(late, AbortSignal.abort(new Failure('offline')))).rejects.toMatchObject({ name: 'Failure' })
  await settled()
  expect(late).not.toHaveBeenCalled()
})

test('a task that hangs delays the next one only until its own deadline', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'] })
  try {
    const turn = createQueue(8)
    const clock = createDeadline(1000)
    const next = jest.fn(async () => 'next')
    const hung = outcome(turn(() => new Promise(() => {}), clock.signal))
    const after = turn(next, never)
    // The clock runs from the end of the turn in which it was asked for.
    await settled()
    jest.advanceTimersByTime(999)
    await settled()
    expect(next).not.toHaveBeenCalled()
    jest.advanceTimersByTime(1)
    expect(await hung).toMatchObject({ error: { reason: { code: 'offline' }, message: 'no answer within 1000 ms' } })
    await expect(after).resolves.toBe('next')
    clock.end()
  } finally {
    jest.useRealTimers()
  }
})

test('a task that fails after its deadline does not affect others', async () => {
  const turn = createQueue(8)
  const controller = new AbortController()
  const work = deferred()
  const hung = outcome(turn(() => work.promise, controller.signal))
  await settled()
  controller.abort(new Failure('offline'))
  await hung
  work.reject(new Error('much later'))
  await settled()
  await expect(turn(async () => 'still here', never)).resolves.toBe('still here')
})

const fails: readonly (readonly [how: string, task: () => Promise<unknown>])[] = [
  ['rejects', () => Promise.reject(new Error('wrong'))],
  [
    'throws before it is a promise',
    () => {
      throw new Error('wrong')
    },
  ],
]
test.each(fails)('a task that %s makes no other task fail', async (_how, task) => {
  const turn = createQueue(2)
  const results = await Promise.all([outcome(turn(task, never)), outcome(turn(async () => 'well', never))])
  expect(results).toEqual([{ error: new Error('wrong') }, { value: 'well' }])
  // Its place is free again.
  const again = [turn(async () => 1, never), turn(async () => 2, never)]
  await expect(Promise.all(again)).resolves.toEqual([1, 2])
})
