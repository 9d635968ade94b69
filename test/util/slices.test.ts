import { setImmediate as nextTurn } from 'node:timers/promises'
import { SlicedWork } from '../../src/util/slices.ts'

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

test('work that was taken back is not done, and a part that throws does not stop the others', async () => {
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
