import fc from 'fast-check'
import { extract, follow, parsePath, parsePayloadShape } from '../../../../drivers/mqtt/payload/jsonPath.ts'
import { runs } from '../../../support/randomRuns.ts'

type Json = fc.JsonValue

/** A key as a path must write it: plain where it can be, else in quotes. */
const written = (key: string | number) =>
  typeof key === 'number'
    ? `[${key}]`
    : /^[\p{L}\p{N}_-]+$/u.test(key)
      ? `.${key}`
      : key.includes("'")
        ? `["${key}"]`
        : `['${key}']`
const isWritable = (key: string | number) => typeof key === 'number' || !(key.includes("'") && key.includes('"'))

/** Every leaf of a JSON value, and the keys that lead there. */
function leaves(
  json: Json,
  keys: readonly (string | number)[] = [],
): { keys: readonly (string | number)[]; leaf: Json }[] {
  if (Array.isArray(json)) return json.flatMap((item, i) => leaves(item, [...keys, i]))
  if (typeof json === 'object' && json !== null)
    return Object.entries(json).flatMap(([key, inner]) => leaves(inner as Json, [...keys, key]))
  return [{ keys, leaf: json }]
}

describe('a path', () => {
  test('leads to every leaf of any object', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (json) => {
        for (const { keys, leaf } of leaves(json)) {
          if (!keys.every(isWritable)) continue
          const path = parsePath(`$${keys.map(written).join('')}`)
          expect(path).toStrictEqual(keys)
          expect(follow(path, json)).toBe(leaf)
        }
      }),
      { numRuns: runs(500) },
    )
  })

  test.each([
    ['$', []],
    ['$.state', ['state']],
    ['$.color.hue', ['color', 'hue']],
    ["$['a b'][0].c-d", ['a b', 0, 'c-d']],
    ['$["it\'s"]', ["it's"]],
    ['$.거실.온도', ['거실', '온도']],
    ['$[12]', [12]],
  ])('%s is read', (text, keys) => {
    expect(parsePath(text)).toEqual(keys)
  })

  test.each([
    ['state', 'begins with $'],
    ['', 'begins with $'],
    ['$state', '"state"'],
    ['$.a..b', '"..b"'],
    ['$.', '"."'],
    ['$.a b', '" b"'],
    ['$[x]', '"[x]"'],
    ['$[-1]', '"[-1]"'],
    ["$['a]", `"['a]"`],
    ['$.*', '".*"'],
  ])('%s is refused with the place of the mistake', (text, expectedError) => {
    expect(() => parsePath(text)).toThrow(expectedError)
  })

  test('does not lead to inherited properties', () => {
    const message = JSON.parse('{"a":{"b":1},"list":[1],"text":"on"}') as unknown
    const inherited = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf']
    for (const key of inherited) {
      for (const path of [
        `$.${key}`,
        `$.a.${key}`,
        `$.list.${key}`,
        `$.text.${key}`,
        `$.${key}.${key}`,
        `$.${key}.name`,
      ])
        expect(follow(parsePath(path), message)).toBeUndefined()
      expect(extract(parsePayloadShape({ value: `$.${key}` }), message)).toEqual({})
    }
    expect(follow(parsePath('$.text.length'), message)).toBeUndefined()
    expect(follow(parsePath('$.a.b.c'), message)).toBeUndefined()
  })

  test('leads to own properties with such names, and changes nothing', () => {
    const message = JSON.parse('{"__proto__":{"polluted":1},"constructor":2}') as unknown
    expect(follow(parsePath('$.__proto__.polluted'), message)).toBe(1)
    expect(extract(parsePayloadShape({ value: '$.constructor' }), message)).toEqual({ value: 2 })
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })
})

describe('a shape', () => {
  const message = { pm: 12, level: 'good', parts: [{ left: 30 }, {}] }
  test.each<readonly [what: string, written: unknown, made: unknown]>([
    ['a path', '$.pm', 12],
    ['the whole message', '$', message],
    ['a constant', 'good', 'good'],
    ['a number', 3, 3],
    ['an object', { value: '$.pm', index: '$.level' }, { value: 12, index: 'good' }],
    ['an object of which a part is not there', { value: '$.pm10', index: '$.level' }, { index: 'good' }],
    ['a list', [{ name: 'filter', used: '$.parts[0].left' }], [{ name: 'filter', used: 30 }]],
    ['a list of which an item is not there', ['$.level', '$.nowhere'], ['good']],
  ])('of %s is extracted', (_what, written, made) => {
    // Jest's toEqual takes [1, undefined] for [1].
    expect(extract(parsePayloadShape(written), message)).toStrictEqual(made)
  })

  test('whose path cannot be read is refused, however deep', () => {
    expect(() => parsePayloadShape({ a: [{ b: '$.a..b' }] })).toThrow('$.a..b')
  })
})
