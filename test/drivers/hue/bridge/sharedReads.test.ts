import { setMaxListeners } from 'node:events'
import { SharedReads } from '../../../../drivers/hue/bridge/sharedReads.ts'

/** Reads that are answered when the test says so. */
function setUp(maxUnderWay = 1) {
  const begun: { readonly parts: readonly string[]; readonly signal: AbortSignal; answer(error?: Error): void }[] = []
  const reads = new SharedReads<string>(
    (parts, signal) =>
      new Promise((resolve, reject) => {
        begun.push({ parts: [...parts], signal, answer: (error) => (error ? reject(error) : resolve()) })
      }),
    maxUnderWay,
  )
  return { begun, reads }
}
const { signal: never } = new AbortController()
// So many reads wait for it at once.
setMaxListeners(0, never)
const microtasks = async () => {
  for (let i = 0; i < 20; i += 1) await undefined
}

test('reads that are requested while one runs become one read, which begins after it', async () => {
  const { begun, reads } = setUp()
  const first = reads.request('a', never)
  await microtasks()
  const later: Promise<void>[] = []
  for (let i = 0; i < 50; i += 1) {
    later.push(reads.request(`b${i % 3}`, never))
    await undefined
  }
  expect(begun.map(({ parts }) => parts)).toEqual([['a']])
  begun[0]?.answer()
  await first
  await microtasks()
  expect(begun.map(({ parts }) => parts)).toEqual([['a'], ['b0', 'b1', 'b2']])
  begun[1]?.answer(new Error('the bridge is away'))
  for (const result of await Promise.allSettled(later))
    expect(result).toMatchObject({ status: 'rejected', reason: { message: 'the bridge is away' } })
  const last = reads.request('c', never)
  await microtasks()
  begun[2]?.answer()
  await last
})

test('a read does not wait for one that is not answered while fewer than the limit are under way', async () => {
  const { begun, reads } = setUp(2)
  const all: Promise<void>[] = []
  for (const part of ['a', 'b', 'c', 'd']) {
    all.push(reads.request(part, never))
    await microtasks()
  }
  expect(begun.map(({ parts }) => parts)).toEqual([['a'], ['b']])
  begun[1]?.answer()
  await microtasks()
  expect(begun.map(({ parts }) => parts)).toEqual([['a'], ['b'], ['c', 'd']])
  begun[0]?.answer()
  begun[2]?.answer()
  await Promise.all(all)
})

test('a read whose callers all gave up is aborted, or does not begin', async () => {
  const { begun, reads } = setUp()
  const [one, other, third] = [new AbortController(), new AbortController(), new AbortController()]
  const first = [reads.request('a', one.signal), reads.request('a', other.signal)].map((read) => read.catch(() => {}))
  await microtasks()
  const pending = reads.request('b', third.signal).catch(() => {})
  one.abort()
  await first[0]
  expect(begun[0]?.signal.aborted).toBe(false)
  other.abort()
  third.abort()
  await Promise.all([...first, pending])
  expect(begun[0]?.signal.aborted).toBe(true)
  begun[0]?.answer()
  await microtasks()
  expect(begun).toHaveLength(1)
})
