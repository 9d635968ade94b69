import { setImmediate as nextTurn } from 'node:timers/promises'
import { OncePerTurn, RepeatedWork, SlicedWork, type Steps } from '../../src/util/slices.ts'

/** Keeps the processor for longer than a slice. */
function spin(): void {
  for (const end = performance.now() + 10; performance.now() < end; );
}

test('work that takes longer than a slice is continued in the next turn of the event loop, and all of it is done', async () => {
  const done: number[] = []
  const work = new SlicedWork(() => {})
  for (let i = 0; i < 3; i += 1)
    work.add(() => {
      spin()
      done.push(i)
    })
  expect(done).toEqual([0])
  await nextTurn()
  expect(done).toEqual([0, 1])
  await nextTurn()
  expect(done).toEqual([0, 1, 2])
})

test('cancelled work is not done, and a part that throws does not stop the others', async () => {
  const done: string[] = []
  const errors: unknown[] = []
  const work = new SlicedWork((error) => errors.push(error))
  const takenBack = () => void done.push('taken back')
  work.add(spin)
  work.add(takenBack)
  work.add(() => {
    throw new Error('a part failed')
  })
  work.add(() => void done.push('last'))
  work.remove(takenBack)
  await nextTurn()
  expect(done).toEqual(['last'])
  expect(errors).toEqual([new Error('a part failed')])
})

test('work that is requested several times in one turn is done once in the next, unless it is cancelled', async () => {
  let done = 0
  const work = new OncePerTurn(() => {
    done += 1
  })
  work.request()
  work.request()
  expect(done).toBe(0)
  await nextTurn()
  expect(done).toBe(1)
  work.request()
  await nextTurn()
  expect(done).toBe(2)
  work.request()
  work.cancel()
  await nextTurn()
  expect(done).toBe(2)
})

describe('work that is repeated on each request', () => {
  const setUp = () => {
    const done: string[] = []
    const errors: unknown[] = []
    let runs = 0
    const work = new RepeatedWork(
      function* (): Steps<void> {
        runs += 1
        if (runs === 3) throw new Error('a step failed')
        done.push(`begin ${runs}`)
        spin()
        yield
        done.push(`end ${runs}`)
      },
      (error) => errors.push(error),
    )
    return { work, done, errors }
  }

  test('is continued in the next turn; requests meanwhile cause one repetition', async () => {
    const { work, done } = setUp()
    work.request()
    expect(done).toEqual(['begin 1'])
    work.request()
    work.request()
    await work.settled()
    expect(done).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2'])
    await work.settled()
  })

  test('starts again after a step that threw', async () => {
    const { work, done, errors } = setUp()
    for (let i = 0; i < 4; i += 1) {
      work.request()
      await work.settled()
    }
    expect(errors).toEqual([new Error('a step failed')])
    expect(done.at(-1)).toBe('end 4')
  })

  test('ends at its present step when it is stopped', async () => {
    const { work, done } = setUp()
    work.request()
    const settled = work.settled()
    work.stop()
    await settled
    work.request()
    await nextTurn()
    expect(done).toEqual(['begin 1'])
  })
})
