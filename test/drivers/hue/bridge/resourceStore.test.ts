import { setImmediate as nextTurn } from 'node:timers/promises'
import { jest } from '@jest/globals'
import { ResourceStore } from '../../../../drivers/hue/bridge/resourceStore.ts'

const { signal } = new AbortController()
const lamp = (id: string, isOn: boolean) => ({ id, type: 'light', on: { on: isOn } })

/** A store whose bridge answers when it is told to: the oldest request for a path that has no answer yet. */
async function storeOf(resources: readonly object[]) {
  const waiting: { readonly path: string; readonly resolve: (data: readonly unknown[]) => void }[] = []
  const get = (path: string) =>
    new Promise<readonly unknown[]>((resolve) => {
      waiting.push({ path: path.replace('/clip/v2/resource', ''), resolve })
    })
  const store = new ResourceStore(get, undefined)
  /** @param which of the requests for that path that wait, the oldest first */
  const answer = (path: string, data: readonly unknown[], which = 0) => {
    const request = waiting.filter((one) => one.path === path)[which]
    if (!request) throw new Error(`nobody waits for ${path}`)
    waiting.splice(waiting.indexOf(request), 1)
    request.resolve(data)
  }
  const first = store.readAll(signal)
  answer('', resources)
  await first
  /** Begins to read a lamp, or all of them. */
  async function begin(id?: string): Promise<{ answered: Promise<void> }> {
    const before = waiting.length
    const answered = store.refresh('light', id, signal)
    for (let turn = 0; turn < 10 && waiting.length === before; turn += 1) await Promise.resolve()
    return { answered }
  }
  const isOn = (id: string) => store.resources.get(id)?.on?.on
  const change = (id: string, to: boolean) => store.applyEvents([{ type: 'update', data: [lamp(id, to)] }])
  return { store, answer, begin, isOn, change }
}

describe('answers that come in another order than the bridge was asked', () => {
  test('everything, asked before a lamp was, leaves the lamp as it is known since', async () => {
    const { store, answer, begin, isOn } = await storeOf([lamp('a', true), lamp('b', true)])
    const everything = store.readAll(signal)
    const { answered } = await begin('a')
    answer('/light/a', [lamp('a', false)])
    await answered
    store.applyEvents([{ type: 'update', data: [{ id: 'a', type: 'light', dimming: { brightness: 7 } }] }])
    answer('', [lamp('a', true), lamp('b', false), lamp('c', true)])
    await everything
    expect([isOn('a'), isOn('b'), isOn('c')]).toEqual([false, false, true])
    expect(store.resources.get('a')?.dimming?.brightness).toBe(7)
  })

  test('everything, asked before a lamp was removed, does not bring it back', async () => {
    const { store, answer, begin } = await storeOf([lamp('a', true), lamp('b', true)])
    const everything = store.readAll(signal)
    const { answered } = await begin('a')
    answer('/light/a', [])
    await answered
    answer('', [lamp('a', true), lamp('b', true)])
    await everything
    expect([...store.resources.all()].map(({ id }) => id)).toEqual(['b'])
  })

  test('a check whether all is known takes what was read since for known', async () => {
    const { store, answer, begin, isOn } = await storeOf([lamp('a', true)])
    const isCurrent = store.isCurrent(60_000)
    const { answered } = await begin('a')
    answer('/light/a', [lamp('a', false)])
    await answered
    answer('', [lamp('a', true)])
    expect(await isCurrent).toBe(true)
    expect(isOn('a')).toBe(false)
  })

  test('a lamp, asked before everything was, stays as everything has it', async () => {
    const { store, answer, begin, isOn } = await storeOf([lamp('a', true), lamp('b', true)])
    const { answered } = await begin('a')
    const everything = store.readAll(signal)
    answer('', [lamp('a', false), lamp('b', false)])
    await everything
    answer('/light/a', [lamp('a', true)])
    await answered
    expect(isOn('a')).toBe(false)
  })

  test('all lamps, asked before everything was, add and remove nothing', async () => {
    const { store, answer, begin, isOn } = await storeOf([lamp('a', true)])
    const { answered } = await begin()
    const everything = store.readAll(signal)
    answer('', [lamp('a', false), lamp('b', true)])
    await everything
    answer('/light', [lamp('a', true)])
    await answered
    expect([isOn('a'), isOn('b')]).toEqual([false, true])
  })
})

test('of two answers of everything the one that was asked for later counts, whichever comes first', async () => {
  const { store, answer, isOn } = await storeOf([lamp('a', true)])
  const first = store.readAll(signal)
  const second = store.readAll(signal)
  answer('', [lamp('a', false)], 1)
  await second
  answer('', [lamp('a', true)])
  await first
  expect(isOn('a')).toBe(false)
})

describe('with a turn of the event loop for each lamp', () => {
  beforeEach(() => {
    let nowMs = 0
    jest.spyOn(performance, 'now').mockImplementation(() => {
      nowMs += 10
      return nowMs
    })
  })
  afterEach(() => jest.restoreAllMocks())
  const ids = Array.from({ length: 8 }, (_, i) => `lamp ${i}`)
  const house = (isOn: boolean, ...more: readonly object[]) => [...ids.map((id) => lamp(id, isOn)), ...more]
  const last = ids.at(-1) ?? ''
  const turns = Array.from({ length: 30 }, (_, turn) => turn)
  async function afterTurns(count: number): Promise<void> {
    for (let turn = 0; turn < count; turn += 1) await nextTurn()
  }

  test.each(turns)('an event %i turns after an answer of everything is not lost', async (turn) => {
    const { store, answer, isOn, change } = await storeOf(house(true))
    const isCurrent = store.isCurrent(60_000)
    answer('', house(true))
    await afterTurns(turn)
    change(last, false)
    expect(await isCurrent).toBe(true)
    expect(isOn(last)).toBe(false)
  })

  test.each(turns)('an event is not lost if nobody waits for an answer any more after %i turns of it', async (turn) => {
    const { store, answer, isOn, change } = await storeOf(house(true))
    const limit = new AbortController()
    const answered = store.refresh('light', undefined, limit.signal).catch(() => {})
    await nextTurn()
    change('lamp 0', false)
    answer('/light', house(true))
    await afterTurns(turn)
    limit.abort()
    await answered
    await afterTurns(30)
    expect(isOn('lamp 0')).toBe(false)
  })

  const orders = turns.flatMap((turn) => [
    ['of everything', turn, 'of all lamps'] as const,
    ['of all lamps', turn, 'of everything'] as const,
  ])
  test.each(orders)('an answer %s, %i turns before one %s, removes and restores nothing', async (first, turn) => {
    const { store, answer, begin, isOn, change } = await storeOf(house(true))
    const { answered } = await begin()
    change('lamp 0', false)
    const everything = store.readAll(signal)
    const paths = first === 'of everything' ? ['', '/light'] : ['/light', '']
    for (const path of paths) {
      answer(path, house(true, lamp('new', true)))
      await afterTurns(turn)
    }
    await Promise.all([answered, everything])
    expect([isOn('lamp 0'), isOn(last), isOn('new')]).toEqual([true, true, true])
  })
})

test('an answer that nothing overtook is taken', async () => {
  const { store, answer, begin, isOn } = await storeOf([lamp('a', true), lamp('b', true)])
  const { answered } = await begin()
  answer('/light', [lamp('a', false)])
  await answered
  expect([isOn('a'), isOn('b')]).toEqual([false, undefined])
  const everything = store.readAll(signal)
  answer('', [lamp('a', true)])
  await everything
  expect(isOn('a')).toBe(true)
})
