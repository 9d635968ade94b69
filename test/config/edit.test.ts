import fc from 'fast-check'
import { parse } from 'yaml'
import { YamlTextEditor } from '../../src/config/yaml/editor.ts'
import { Secret } from '../../src/config/yaml/source.ts'
import { runs } from '../support/randomRuns.ts'

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(100) })

const home = `# my home
edition: kr      # where I live

server:
  listen: 127.0.0.1:8710   # the tunnel
  # path: /other

drivers: { m: { type: virtual } }
appliances:
  - { id: a, name: "A", type: LIGHT, driver: m }
  # the last one
`

const cases: readonly (readonly [name: string, text: string, work: (editor: YamlTextEditor) => void, after: string])[] =
  [
    [
      'another value keeps the remark',
      home,
      (editor) => editor.set(['edition'], 'jp'),
      home.replace('edition: kr ', 'edition: jp '),
    ],
    [
      'a new key stands at the end of its map',
      home,
      (editor) => editor.set(['server', 'publicUrl'], 'https://a.example'),
      home.replace('# the tunnel\n', '# the tunnel\n  publicUrl: https://a.example\n'),
    ],
    [
      'a new key on one line',
      home,
      (editor) => editor.set(['drivers', 'b'], { type: 'mqtt', password: new Secret('pw') }),
      home.replace('{ m: { type: virtual } }', '{ m: { type: virtual }, b: { type: mqtt, password: !secret pw } }'),
    ],
    [
      'a new map at the end',
      home,
      (editor) => editor.set(['linking', 'clientId'], 'clova'),
      `${home}linking:\n  clientId: clova\n`,
    ],
    [
      'a value in an item of a list',
      home,
      (editor) => editor.set(['appliances', 0, 'name'], '거실'),
      home.replace('"A"', '거실'),
    ],
    [
      'a secret is replaced whole',
      'a: !secret old # r\n',
      (editor) => editor.set(['a'], new Secret('new')),
      'a: !secret new # r\n',
    ],
    ['a key without a value', 'a:\nb: 1\n', (editor) => editor.set(['a'], 2), 'a: 2\nb: 1\n'],
    [
      'a key without a value becomes a map',
      'a: # r\nb: 1\n',
      (editor) => editor.set(['a', 'x'], 2),
      'a: # r\n  x: 2\nb: 1\n',
    ],
    ['an empty map', 'a: {}   # r\nb: 1\n', (editor) => editor.set(['a', 'x'], 2), 'a:   # r\n  x: 2\nb: 1\n'],
    ['an empty text', '', (editor) => editor.set(['a', 'x'], 'y'), 'a:\n  x: y\n'],
    ['only remarks', '# r\n', (editor) => editor.set(['a'], 1), '# r\na: 1\n'],
    ['no last line end', 'a: 1', (editor) => editor.set(['b'], 2), 'a: 1\nb: 2\n'],
    [
      'a block of many lines',
      'a:\n  x: 1\n  y: 2\nb: 3\n',
      (editor) => editor.set(['a'], { z: 1 }),
      'a:\n  z: 1\nb: 3\n',
    ],
    ['a text of many lines', 'a: |\n  x\n  y\nb: 3\n', (editor) => editor.set(['a'], 'z'), 'a: z\nb: 3\n'],
    [
      'a key is renamed',
      home,
      (editor) => editor.rename(['server', 'listen'], 'bind'),
      home.replace('listen:', 'bind:'),
    ],
    ['a key is renamed on one line', 'a: { "b": 1 }\n', (editor) => editor.rename(['a', 'b'], 'c'), 'a: { c: 1 }\n'],
    ['a key is taken out', home, (editor) => editor.remove(['edition']), home.replace(/edition.*\n/, '')],
    ['a map is taken out', 'a: 1\nb:\n  c: 1\n  d: 2\ne: 3\n', (editor) => editor.remove(['b']), 'a: 1\ne: 3\n'],
    ['the only key of a map', 'a:\n  b: 1\nc: 2\n', (editor) => editor.remove(['a', 'b']), 'a:\n  {}\nc: 2\n'],
    ['the first on one line', 'a: { b: 1, c: 2 }\n', (editor) => editor.remove(['a', 'b']), 'a: { c: 2 }\n'],
    ['the last on one line', 'a: { b: 1, c: 2 }\n', (editor) => editor.remove(['a', 'c']), 'a: { b: 1 }\n'],
    ['the only one on one line', 'a: { b: 1 }\n', (editor) => editor.remove(['a', 'b']), 'a: {  }\n'],
    [
      'an item more, on one line',
      'a: [ { x: 1 } ] # r\n',
      (editor) => editor.append(['a'], { y: 2 }),
      'a: [ { x: 1 }, { y: 2 }] # r\n',
    ],
    [
      'an item more',
      'a:\n  - x: 1 # r\n    z: 3\n  # s\nb: 1\n',
      (editor) => editor.append(['a'], 2),
      'a:\n  - x: 1 # r\n    z: 3\n  - 2\n  # s\nb: 1\n',
    ],
    ['the first item', 'a: 1\n', (editor) => editor.append(['b', 'c'], 2), 'a: 1\nb:\n  c: [ 2 ]\n'],
    ['what is not there', 'a: 1\n', (editor) => editor.remove(['b']), 'a: 1\n'],
  ]

test.each(cases)('%s', (_name, text, work, after) => {
  const editor = new YamlTextEditor(text)
  work(editor)
  expect(editor.text).toBe(after)
})

test.each<[string, string, (editor: YamlTextEditor) => void, RegExp]>([
  ['no YAML', 'a: [', () => {}, /this is not YAML/],
  ['a key in a text', 'a: text\n', (editor) => editor.set(['a', 'b'], 1), /no map|cannot be changed/],
  ['a key that is not there', 'a: 1\n', (editor) => editor.rename(['b'], 'c'), /there is no b/],
])('%s is refused and the file is unchanged', (_name, text, work, message) => {
  expect(() => {
    const editor = new YamlTextEditor(text)
    try {
      work(editor)
    } finally {
      expect(editor.text).toBe(text)
    }
  }).toThrow(message)
})

const key = fc.constantFrom('a', 'b', 'c', 'd')
const scalar = fc.oneof(fc.string({ maxLength: 8 }), fc.integer(), fc.boolean())
const tree = fc.dictionary(key, fc.oneof(scalar, fc.dictionary(key, scalar, { maxKeys: 3 })), { maxKeys: 4 })

test('set values are present, deleted values are absent, and nothing else changes', () => {
  fc.assert(
    fc.property(tree, fc.boolean(), key, key, scalar, (before, isFlow, outer, inner, value) => {
      const text = isFlow
        ? `# r\n${Object.entries(before)
            .map(([name, one]) => `${name}: ${JSON.stringify(one)} # ${name}\n`)
            .join('')}`
        : `# r\n${Object.entries(before)
            .map(([name, one]) =>
              typeof one === 'object' && Object.keys(one).length > 0
                ? `${name}: # ${name}\n${Object.entries(one)
                    .map(([k, v]) => `    ${k}: ${JSON.stringify(v)}\n`)
                    .join('')}`
                : `${name}: ${JSON.stringify(one)}\n`,
            )
            .join('')}`
      const editor = new YamlTextEditor(text)
      const old = before[outer]
      fc.pre(old === undefined || typeof old === 'object')
      editor.set([outer, inner], value)
      const whole = { ...before, [outer]: { ...(old as object | undefined), [inner]: value } }
      expect(parse(editor.text)).toEqual(whole)
      expect(editor.text).toMatch(/^# r\n/)
      editor.remove([outer])
      const { [outer]: _gone, ...rest } = whole
      expect(parse(editor.text) ?? {}).toEqual(rest)
    }),
  )
})
