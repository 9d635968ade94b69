import { readFileSync } from 'node:fs'
import { complete, type JsonSchema } from '../../../../src/web/pages/settings/completion.ts'
import { yamlPosition } from '../../../../src/web/pages/settings/yamlPosition.ts'

const schema: JsonSchema = JSON.parse(readFileSync('config/gateway.schema.json', 'utf8'))

/** The text without its `|`, and where that stood. */
const cursor = (text: string) => ({ text: text.replace('|', ''), offset: text.indexOf('|') })
const labels = (marked: string) => {
  const { text, offset } = cursor(marked)
  return complete(schema, text, offset, [{ key: 'driver', map: 'drivers' }])?.options.map(({ label }) => label)
}

test.each([
  ['edition: kr\nser|', [], undefined, 'ser'],
  ['server:\n  lis|', ['server'], undefined, 'lis'],
  ['server:\n  listen: 127|', ['server'], 'listen', '127'],
  ['appliances:\n  - id: a\n    na|', ['appliances', '[]'], undefined, 'na'],
  ['appliances:\n- id: a\n  na|', ['appliances', '[]'], undefined, 'na'],
  ['appliances:\n  - |', ['appliances', '[]'], undefined, ''],
  [
    'appliances:\n  - id: a\n    traits:\n      power: { state: x, o|',
    ['appliances', '[]', 'traits', 'power'],
    undefined,
    'o',
  ],
  [
    'appliances:\n  - id: a\n    traits:\n      power: { state: |',
    ['appliances', '[]', 'traits', 'power'],
    'state',
    '',
  ],
  ['server: { listen: 127.0.0.1:8710, pa|', ['server'], undefined, 'pa'],
  ['linking:\n  users: [{ name: a, pass|', ['linking', 'users', '[]'], undefined, 'pass'],
  ['drivers:\n  "a b":\n    ty|', ['drivers', 'a b'], undefined, 'ty'],
  ['drivers:\n  broker:\n    type: mqtt\n\nbac|', [], undefined, 'bac'],
])('the position of %j is found', (marked, path, key, word) => {
  const { text, offset } = cursor(marked)
  const { key: found, ...position } = yamlPosition(text, offset) ?? { path: 'none' }
  expect({ ...position, key: found }).toMatchObject({ path, word, from: offset - word.length })
  expect(found).toBe(key)
})

test.each(['edition: kr # a remark|', '# na|', 'text: |\n  li|ne'.replace('|', '>'), 'name: "거실|'])(
  'nothing is offered in %j',
  (marked) => {
    const { text, offset } = cursor(marked)
    expect(yamlPosition(text, offset)).toBeUndefined()
  },
)

test('keys of the map are offered, except those that it already has', () => {
  expect(labels('server:\n  |\n  path: /clova\n')).toEqual(expect.arrayContaining(['listen', 'publicUrl']))
  expect(labels('server:\n  |\n  path: /clova\n')).not.toContain('path')
})

test('keys of another item of the list are offered, keys of the own one below the cursor are not', () => {
  const offered = labels(
    'appliances:\n  - id: a\n    name: x\n  - id: b\n    |\n    type: LIGHT\n  - id: c\n    location: X\n',
  )
  expect(offered).toEqual(expect.arrayContaining(['name', 'location']))
  expect(offered).not.toContain('type')
  expect(offered).not.toContain('id')
})

test('nothing is offered inside of a block text of the part', () => {
  expect(labels('a: 1\ndrivers:\n  one:\n    ca: >\n      first\n      |\nb: 2')).toBeUndefined()
})

test('keys that begin with the word are listed before keys that only contain it', () => {
  expect(labels('server:\n  p|')?.slice(0, 2)).toEqual(['path', 'publicUrl'])
})

test('the type of a connection chooses which keys are offered', () => {
  const keysOf = (type: string) => labels(`drivers:\n  one:\n    type: ${type}\n    |`) ?? []
  expect(keysOf('mqtt')).toContain('url')
  expect(keysOf('mqtt')).not.toContain('type')
  expect(keysOf('hue')).not.toContain('url')
})

test.each([
  ['edition: |', ['kr', 'jp']],
  ['drivers:\n  one:\n    type: v|', ['virtual']],
  ['appliances:\n  - { id: a, type: AIRC|', ['AIRCONDITIONER']],
  ['drivers:\n  broker: { type: mqtt }\n  bridge: { type: hue }\nappliances:\n  - driver: |', ['broker', 'bridge']],
])('the values of %j are offered', (marked, values) => {
  expect(labels(marked)).toEqual(values)
})

test('a value that YAML would read as something else is put in quotes', () => {
  const root: JsonSchema = { type: 'object', properties: { is: { enum: ['ON', 'auto', 'a: b'] } } }
  expect(complete(root, 'is: ', 4)?.options.map(({ apply }) => apply)).toEqual(["'ON'", 'auto', "'a: b'"])
})

test('a schema that refers to itself in a circle ends', () => {
  const root: JsonSchema = { $ref: '#/$defs/a', $defs: { a: { anyOf: [{ $ref: '#/$defs/a' }] } } }
  expect(complete(root, 'x', 1)).toBeUndefined()
})
