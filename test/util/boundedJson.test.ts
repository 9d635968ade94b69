import { parseBoundedJson } from '../../src/util/boundedJson.ts'

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

test.each([
  ['a value', '1'],
  ['brackets, commas and quotes in a text', JSON.stringify({ a: `${'[{,:'.repeat(100)}"\\"`, b: '\\' })],
  ['as deep as allowed', nested(64)],
  ['many lists side by side', `[${'[],'.repeat(9)}[]]`],
])('%s is parsed', (_, text) => {
  expect(parseBoundedJson(text, 200)).toEqual(JSON.parse(text))
})

test.each([
  ['too many values', `[${'1,'.repeat(20)}1]`, /more than 20 values/],
  ['too deep', nested(65), /nested too deep/],
  ['too deep behind a text', `["\\"",${nested(64)}]`, /nested too deep/],
])('%s is refused before it is parsed', (_, text, reason) => {
  expect(() => parseBoundedJson(text, _ === 'too many values' ? 20 : undefined)).toThrow(reason)
  expect(() => parseBoundedJson(text, _ === 'too many values' ? 20 : undefined)).toThrow(RangeError)
})

test('a truncated text is refused', () => {
  expect(() => parseBoundedJson('{"a":"b')).toThrow(SyntaxError)
})
