import fc from 'fast-check'
import { parseJsonInSlices } from '../../src/util/slicedJson.ts'
import { runSteps } from '../../src/util/slices.ts'

const parse = (text: string, maxValues = 1000) => runSteps(parseJsonInSlices(Buffer.from(text), maxValues))

test.each([
  '1',
  ' "a" ',
  'null',
  '[]',
  '{ }',
  '[[], {}, [[1, [2]], {"a": {"b": [3]}}], "x,]}\\"", -0.5e3 ]',
  '{"errors":[],"data":[{"id":"a","on":{"on":true}},{"id":"b \\\\\\" [{","x":null}]}',
  '{"lights":{"1":{"name":"램프"},"2":{}},"config":{"name":"x"},"a":1,"a":2}',
  '{"__proto__":{"polluted":true},"toString":[1]}',
  '\t{\r\n "a" : [ 1 , 2 ] }\n',
  '{"a":1, "b":2}',
  '{ "a":{"x":1,\n"y":2} ,\t"b" : [{"c":3 , "d":4}]}',
  JSON.stringify({ errors: [], data: [{ id: 'a', on: { on: true } }, {}, []], more: 1 }, null, 2),
])('%s is parsed as by JSON.parse', (text) => {
  const parsed = parse(text)
  expect(parsed).toEqual(JSON.parse(text))
  expect(Object.getPrototypeOf(parsed ?? {})).toBe(Object.getPrototypeOf(JSON.parse(text) ?? {}))
})

test.each([
  '',
  '[',
  '[1',
  '[1,',
  '[1,]',
  '[1 2]',
  '{"a":1,}',
  '{"a" 1}',
  '{a:1}',
  '{"a":}',
  '{"a":1]',
  '[1}',
  '1 2',
  '[]]',
  '{"a":[1]}x',
  '"a',
  '[[1,{"b":[}]]',
  '\u00a0[]',
])('%j is refused, as by JSON.parse', (text) => {
  expect(() => JSON.parse(text)).toThrow(SyntaxError)
  expect(() => parse(text)).toThrow(SyntaxError)
})

test.each([
  ['entries', `{"data":[${'[],'.repeat(1000)}[]]}`, /more than 1000 values/],
  ['values in one entry', `[[[${'1,'.repeat(60_000)}1]]]`, /more than 50000 values/],
  ['bytes in one entry', `["${'x'.repeat(2 ** 21)}"]`, /longer than 2097152 bytes/],
  ['bytes in one name', `{"${'x'.repeat(2 ** 21)}":1}`, /longer than 2097152 bytes/],
  ['levels', `{"data":[${'['.repeat(100)}${']'.repeat(100)}]}`, /nested too deep/],
])('too many %s are refused', (_, text, reason) => {
  expect(() => parse(text)).toThrow(RangeError)
  expect(() => parse(text)).toThrow(reason)
})

test('entries beyond the limit of a list or an object are counted and not parsed', () => {
  const limited = (text: string) => runSteps(parseJsonInSlices(Buffer.from(text), 100, 2))
  expect(limited('{"data":[{"a":[1,2]}, 7 ,{"b":"]}"},[1 [2]], 9 ]}')).toEqual({
    data: [{ a: [1, 2] }, 7, undefined, undefined, undefined],
  })
  const lamps = limited('{"lights":{"1":{"on":true},"2":{},"3":{"x" "},"}},"b":1,"c":{}}') as { lights: object }
  expect(Object.entries(lamps.lights)).toEqual([
    ['1', { on: true }],
    ['2', {}],
    ['3', undefined],
  ])
  expect(() => limited(`[${'[],'.repeat(200)}[]]`)).toThrow(/more than 100 values/)
})

test.each([
  ['lists', '[]'],
  ['objects', '{}'],
])('no step parses more than a few hundred empty %s', (_what, empty) => {
  const steps = parseJsonInSlices(Buffer.from(JSON.stringify(Array(10_000).fill(JSON.parse(empty)))), 20_000)
  let count = 0
  while (!steps.next().done) count += 1
  expect(count).toBeGreaterThan(10_000 / 500)
})

test('no step parses more than a few dozen entries', () => {
  const entries = Array.from({ length: 2000 }, (_, i) => ({ id: `${i}`, padding: 'x'.repeat(1000) }))
  const steps = parseJsonInSlices(Buffer.from(JSON.stringify({ data: entries })), 20_000)
  let count = 0
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) {
      expect(step.value).toEqual({ data: entries })
      break
    }
    count += 1
  }
  expect(count).toBeGreaterThan(30)
})

describe('no step looks at more than a few hundred kilobytes of', () => {
  const documents: readonly (readonly [what: string, text: string, value: unknown])[] = [
    ['spaces', `[${' '.repeat(2 ** 20)}1${'\n'.repeat(2 ** 20)}]`, [1]],
    ['spaces between entries', `[1${`,${' '.repeat(60_000)}1`.repeat(35)}]`, Array(36).fill(1)],
    ['one text', `["${'x'.repeat(2 ** 21 - 2)}"]`, ['x'.repeat(2 ** 21 - 2)]],
    ['one text of quotation marks', `["${'\\"'.repeat(2 ** 20 - 1)}"]`, ['"'.repeat(2 ** 20 - 1)]],
    [
      'names',
      `{"${'x'.repeat(2 ** 20)}":1,"${'y'.repeat(2 ** 20)}" :2}`,
      { ['x'.repeat(2 ** 20)]: 1, ['y'.repeat(2 ** 20)]: 2 },
    ],
  ]
  test.each(documents)('%s', (_what, text, value) => {
    const steps = parseJsonInSlices(Buffer.from(text), 100)
    let count = 0
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) {
        expect(step.value).toEqual(value)
        break
      }
      count += 1
    }
    expect(count).toBeGreaterThan(2 ** 21 / 200_000)
  })
})

test('whatever text there is, it is parsed as by JSON.parse, or refused by both', () => {
  const pieces = [
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    '"',
    '\\',
    ' ',
    '1',
    '"a"',
    '"a":',
    'null',
    '"\\""',
    '램',
    '[]',
    '{}',
    '[1,2]',
  ]
  const outcome = (parseText: () => unknown) => {
    try {
      return { value: parseText() }
    } catch (error) {
      return (error as Error).name
    }
  }
  const text = fc.oneof(
    fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((list) => list.join('')),
    fc
      .tuple(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(0, 1, '\t'))
      .map(([value, indent]) => JSON.stringify(value, null, indent)),
  )
  fc.assert(
    fc.property(text, (document) => {
      expect(outcome(() => parse(document, 100_000))).toEqual(outcome(() => JSON.parse(document)))
    }),
    { numRuns: 2000 },
  )
})
