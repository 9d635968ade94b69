import { compressedText } from '../../src/gateway/compressedText.ts'

test.each([
  ['a small one', 'appliances: []\n'],
  ['a large one, in every script', '거실 조명 リビング 💡\n'.repeat(10_000)],
  ['none', ''],
])('a compressed text is decompressed unchanged: %s', async (_name, text) => {
  expect(await compressedText(text)()).toBe(text)
})
