import { jest } from '@jest/globals'
import { describeLoadError, loadOnce } from '../../src/util/lazyLoad.ts'

test('a module is loaded only by the first call, also if others follow while it loads', async () => {
  const load = jest.fn(async () => ({ part: true }))
  const get = loadOnce(load)
  expect(load).not.toHaveBeenCalled()
  const [first, second] = await Promise.all([get(), get()])
  expect(second).toBe(first)
  expect(await get()).toBe(first)
  expect(load).toHaveBeenCalledTimes(1)
})

test('a failed load is an error for all waiting callers, and is tried again by the next call', async () => {
  const load = jest.fn(async () => 'there').mockRejectedValueOnce(new Error('too many open files'))
  const get = loadOnce(load)
  const both = await Promise.allSettled([get(), get()])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await get()).toBe('there')
  expect(load).toHaveBeenCalledTimes(2)
})

test.each([
  [
    'whose file an upgrade removed',
    Object.assign(new Error('Cannot find module'), { code: 'ERR_MODULE_NOT_FOUND' }),
    /restart clova-home/,
  ],
  ['that throws', new Error('it has a mistake'), /log of the gateway/],
])('a part of the program %s', (_what, error, words) => {
  expect(describeLoadError(error)).toMatch(words)
})
