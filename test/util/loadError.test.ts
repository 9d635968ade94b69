import { describeLoadError } from '../../src/util/loadError.ts'

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
