import { parseYamlDocument } from '../../src/util/yamlDocument.ts'

const errorsOf = (text: string) => parseYamlDocument(text, {}).errors.map(({ pos, message }) => [pos[0], message])
const tooDeep = 'it is nested too deep'

// Composing a text by recursion, V8 ended the process where it compiled a regular expression near the end of the stack.
test.each([
  ['lists in brackets', `${'['.repeat(99)}${']'.repeat(99)}`, `${'['.repeat(5000)}`, 99],
  ['maps in braces', `${'{a: '.repeat(99)}1${'}'.repeat(99)}`, '{a: '.repeat(5000), 99 * 4],
  ['keys of keys', `${'{'.repeat(99)}${'}'.repeat(99)}`, '{'.repeat(5000), 99],
  ['lists of lines', `${'- '.repeat(99)}a`, '- '.repeat(5000), 99 * 2],
])('%s are read to a depth of 99, and refused below it', (_what, text, deep, offset) => {
  expect(errorsOf(text)).toEqual([])
  expect(errorsOf(deep)).toEqual([[offset, tooDeep]])
})

test('a second document is reported, and a text without a document is empty', () => {
  expect(errorsOf('a: 1\n---\nb: 1\n')).toEqual([[5, 'a second document']])
  expect(parseYamlDocument('# nothing\n', {}).toJS()).toBeNull()
})
