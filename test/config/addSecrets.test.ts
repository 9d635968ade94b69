import { addSecrets } from '../../src/config/additions.ts'

const cases: readonly (readonly [name: string, text: string, value: string, after: string])[] = [
  [
    'the remark behind a secret stays',
    'a: old # of the cellar\nb: 2 # r\n',
    'new',
    'a: new # of the cellar\nb: 2 # r\n',
  ],
  ['a sign in a text is no remark', 'a: "old # 1" # r\n', 'new', 'a: new # r\n'],
  ['of many lines, too', 'a: | # r\n  x\n  y\nb: 1\n', 'new', 'a: new # r\nb: 1\n'],
  ['one that becomes many lines', 'a: x # r\n', 'y\nz\n', 'a: | # r\n  y\n  z\n'],
  ['what was not there stands at the end', '# r\nb: 1', 'new', '# r\nb: 1\na: new\n'],
]
test.each(cases)('%s', (_name, text, value, after) => expect(addSecrets(text, { a: value })).toBe(after))
