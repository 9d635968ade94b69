import { RequestLoad } from '../../../src/http/clova/requestLoad.ts'

/** What V8 is told while requests arrive after these times of rest, in milliseconds. */
function phases(restsMs: readonly number[]): string[] {
  let nowMs = 0
  const told: string[] = []
  const load = new RequestLoad(
    (phase) => void told.push(`${phase} at ${nowMs}`),
    () => nowMs,
  )
  for (const restMs of restsMs) {
    nowMs += restMs
    load.onRequest()
  }
  return told
}
const times = (count: number, restMs: number) => Array.from({ length: count }, () => restMs)

test('five requests a second, for an hour, are few', () => {
  expect(phases(times(18_000, 200))).toEqual([])
})

test('the twentieth request within a second makes them many, and the nineteenth does not', () => {
  expect(phases(times(19, 10))).toEqual([])
  expect(phases(times(20, 10))).toEqual(['manyRequests at 200'])
})

test('requests stay many while each second has twenty, and are few at the first after a second with fewer', () => {
  expect(phases([...times(300, 10), ...times(12, 100)])).toEqual(['manyRequests at 200', 'singleRequests at 4100'])
})

test('requests that were many and pause are few again with the next', () => {
  expect(phases([...times(25, 10), 60_000])).toEqual(['manyRequests at 200', 'singleRequests at 60250'])
})

test('a process whose flags nobody has set keeps them, however many requests there are', () => {
  const load = new RequestLoad()
  for (let i = 0; i < 100; i += 1) load.onRequest()
  expect(Reflect.get(globalThis, Symbol.for('clova-home-gateway: what V8 is to do well'))).toBeUndefined()
})
