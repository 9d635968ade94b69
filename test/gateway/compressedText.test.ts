import { compressedText } from '../../src/gateway/compressedText.ts'

test.each([
  ['a small one', 'appliances: []\n'],
  ['a large one, in every script', '거실 조명 リビング 💡\n'.repeat(10_000)],
  ['none', ''],
])('a text that is kept is the same when it is asked for: %s', async (_name, text) => {
  expect(await compressedText(text)()).toBe(text)
})
