import { ResourceStore } from '../../../../drivers/hue/bridge/resourceStore.ts'

const { signal } = new AbortController()
const lamp = (id: string, isOn: boolean) => ({ id, type: 'light', on: { on: isOn } })

/** A store whose bridge answers when it is told to; answers are by path. */
async function storeOf(resources: readonly object[]) {
  const waiting = new Map<string, (data: readonly unknown[]) => void>()
  const get = (path: string) => new Promise<readonly unknown[]>((resolve) => waiting.set(path, resolve))
  const store = new ResourceStore(get, undefined)
  const answer = (path: string, data: readonly unknown[]) => waiting.get(`/clip/v2/resource${path}`)?.(data)
  const first = store.readAll(signal)
  answer('', resources)
  await first
  /** Begins to read a lamp, or all of them. */
  async function begin(id?: string): Promise<{ answered: Promise<void> }> {
    const path = `/light${id === undefined ? '' : `/${id}`}`
    waiting.delete(`/clip/v2/resource${path}`)
    const answered = store.refresh('light', id, signal)
    for (let turn = 0; turn < 10 && !waiting.has(`/clip/v2/resource${path}`); turn += 1) await Promise.resolve()
    return { answered }
  }
  const isOn = (id: string) => store.resources.get(id)?.on?.on
  return { store, answer, begin, isOn }
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
