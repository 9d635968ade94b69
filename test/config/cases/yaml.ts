import { type ConfigCase, error, warning } from '../case.ts'

/** What is wrong with the file before anybody asks what it means. */
export const yaml: readonly ConfigCase[] = [
  {
    name: 'an empty file has lost its keys',
    text: '',
    problems: [error(1, 1, 'no key stands in this file')],
  },
  {
    name: 'nothing but comments and blank lines has lost its keys',
    text: '# later\n\n  \n',
    problems: [error(1, 1, 'no key stands in this file')],
  },
  { name: 'an empty map has lost its keys', text: '{}\n', problems: [error(1, 1, 'no key stands in this file')] },
  {
    name: 'a file in the Korean encoding of Notepad',
    text: '',
    bytes: Buffer.from([...Buffer.from('edition: kr\nstate: '), 0xb0, 0xc5, 0xbd, 0xc7, 0x0a]),
    problems: [error(2, 8, 'this is not UTF-8; save the file as UTF-8')],
  },
  {
    name: 'a file in the Japanese encoding of Notepad, behind words that are UTF-8',
    text: '',
    bytes: Buffer.from([...Buffer.from('# 거실 \ufffd\nstate: あ'), 0x82, 0xa0, 0x0a]),
    problems: [error(2, 9, 'this is not UTF-8')],
  },
  {
    name: 'a file in UTF-16',
    text: '',
    bytes: Buffer.from('\ufeffedition: kr\n', 'utf16le'),
    problems: [error(1, 1, 'this is not UTF-8')],
  },
  { name: 'one key is enough', text: 'edition: kr\n', problems: [] },
  {
    name: 'a file of zero bytes, as a power cut leaves it',
    text: 'edition: kr\n\0\0\0\0',
    problems: [error(2, 1, 'damaged, as after a power cut')],
  },
  {
    name: 'a list at the top',
    text: '- a\n- b\n',
    problems: [error(1, 1, 'the file must be keys and values, and is a list')],
  },
  {
    name: 'a text at the top',
    text: 'hello\n',
    problems: [error(1, 1, 'the file must be keys and values, and is a text')],
  },
  {
    name: 'the same key twice, at the top and within',
    text: 'edition: kr\nserver:\n  path: /a\n  path: /b\nedition: jp\n',
    problems: [error(4, 3, 'this key stands here twice'), error(5, 1, 'this key stands here twice')],
  },
  {
    name: 'a list that is not closed, where it opens',
    text: 'language: ko\nappliances: [\nedition: kr\n',
    problems: [error(2, 13, 'the [ that opens here is not closed; write ]')],
  },
  {
    name: 'a map that is not closed, within a list, where it opens',
    text: 'appliances:\n  - { id: a, name: b\n  - { id: c, name: d }\n',
    problems: [error(2, 5, 'the { that opens here is not closed; write }')],
  },
  {
    name: 'a map that is not closed behind one that is',
    text: 'server: { path: /a }\nlinking: { users: [{ name: a }], name: b\nedition: kr\n',
    problems: [error(2, 10, 'the { that opens here')],
  },
  {
    name: 'a bracket that is never closed',
    text: 'edition: kr\nappliances: [{ id: a }\n',
    problems: [error(2, 13, 'the [ that opens here')],
  },
  {
    name: 'a double quote that is not closed, where it opens',
    text: 'edition: kr\nstate: "folder\nlanguage: ko\nappliances: []\n',
    problems: [error(2, 8, 'the quote that opens here is not closed')],
  },
  {
    name: 'a single quote that is not closed, where it opens',
    text: "language: ko\nserver:\n  path: '/clova\nedition: kr\n",
    problems: [error(3, 9, 'the quote that opens here is not closed')],
  },
  {
    name: 'a bracket too many',
    text: 'appliances: []]\nedition: kr\nlanguage: ko\n',
    problems: [error(1, 15, 'this bracket closes nothing')],
  },
  {
    name: 'connections below the braces of the template',
    text: 'drivers: {}   # none yet\n  broker: { type: mqtt }\nappliances: []\n',
    problems: [error(1, 10, '{} says that nothing is in it, and something stands in the line below; remove the {}')],
  },
  {
    name: 'appliances below the brackets of the template, indented',
    text: 'drivers: { m: { type: virtual } }\nappliances: []\n\n  # the first\n  - { id: a }\n',
    problems: [error(2, 13, 'remove the []')],
  },
  {
    name: 'appliances below the brackets of the template, not indented',
    text: 'appliances: []\n- { id: a }\n',
    problems: [error(1, 13, 'remove the []')],
  },
  {
    name: 'a full-width colon at the top',
    text: 'edition： kr\nlanguage: ko\n',
    problems: [error(1, 8, 'this is a full-width colon')],
  },
  {
    name: 'a full-width colon in the only line',
    text: 'edition： kr\n',
    problems: [error(1, 8, 'this is a full-width colon')],
  },
  {
    name: 'a full-width colon behind a name',
    text: 'drivers:\n  b：\n    type: mqtt\n',
    problems: [error(2, 4, 'this is a full-width colon')],
  },
  {
    name: 'a full-width colon in braces',
    text: 'drivers: { b： { type: mqtt } }\n',
    problems: [error(1, 13, 'this is a full-width colon')],
  },
  {
    name: 'a full-width comma in braces',
    text: 'server: { path: /a， deadline: 5s }\n',
    problems: [error(1, 19, 'this is a full-width comma')],
  },
  { name: 'a full-width colon in a text is nothing wrong', text: "state: '방：하나'\n", problems: [] },
  {
    name: 'a text with a colon in it',
    text: 'drivers: { m: { type: virtual } }\nappliances:\n  - id: a\n    name: TV: 거실\n',
    problems: [error(4, 11, "put the text in quotes, as name: 'Kitchen: lamp'")],
  },
  {
    name: 'two documents',
    text: 'edition: kr\n---\nedition: jp\n',
    problems: [error(2, 1, 'this --- begins a second document')],
  },
  {
    name: 'a no-break space as indentation',
    text: 'edition: kr\ndrivers:\n\u00a0\u00a0b: { type: mqtt }\n',
    problems: [error(3, 1, 'another space than the ordinary one')],
  },
  {
    name: 'a full-width space as indentation',
    text: 'drivers:\n　b: { type: mqtt }\n',
    problems: [error(2, 1, 'another space than the ordinary one')],
  },
  {
    name: 'a no-break space behind ordinary ones',
    text: 'server:\n  path: /a\n \u00a0deadline: 5s\n',
    problems: [error(3, 2, 'another space than the ordinary one')],
  },
  {
    name: 'a full-width space behind a colon',
    text: 'language: ko\nedition:　kr\n',
    problems: [error(2, 9, 'another space than the ordinary one')],
  },
  {
    name: 'a full-width space within a name is nothing wrong',
    text: "state: 'あ　い'\nlanguage: ja\n",
    problems: [],
  },
  {
    name: 'a merge',
    text: 'drivers: { a: &x { type: virtual }, b: { <<: *x } }\n',
    problems: [error(1, 42, '<< is not known; write the keys')],
  },
  {
    name: 'a space that is missing behind a colon',
    text: 'edition:kr\nlanguage: ko\n',
    problems: [error(1, 9, 'a space is missing behind the colon')],
  },
  {
    name: 'a space that is missing behind a dash',
    text: 'appliances:\n  -id: a\n   name: b\n',
    problems: [error(2, 3, 'a space is missing behind the dash')],
  },
  {
    name: 'a key without a colon',
    text: 'edition: kr\nlanguage\nstate: a\n',
    problems: [error(2, 1, 'a colon is missing behind this key')],
  },
  {
    name: 'a key without a colon at the end',
    text: 'edition: kr\nlanguage\n',
    problems: [error(2, 1, 'a colon is missing behind this key')],
  },
  {
    name: 'a tab as indentation',
    text: 'server:\n\tpath: /clova\n',
    problems: [error(2, 1, 'Tabs are not allowed as indentation; write spaces')],
  },
  {
    name: 'a key too deep: one mistake is told once',
    text: 'edition: kr\n  language: ko\n',
    problems: [error(1, 10, 'begin that line in the same column as this key')],
  },
  {
    name: 'a key that is indented less than its neighbours and more than its parent',
    text: 'server:\n    path: /a\n  deadline: 5s\n',
    problems: [error(3, 1, 'keys that belong together begin in the same column')],
  },
  ...['@a', '%a', '`a'].map(
    (text): ConfigCase => ({
      name: `a text that begins with ${text[0]}`,
      text: `edition: kr\nstate: ${text}\n`,
      problems: [error(2, 8, 'must be in quotes')],
    }),
  ),
  {
    name: 'something behind a closing quote',
    text: 'state: "a" b\nedition: kr\n',
    problems: [error(1, 12, 'something stands behind the closing quote')],
  },
  {
    name: 'a path of Windows in double quotes',
    text: 'state: "C:\\data"\n',
    problems: [error(1, 11, 'put the text in single quotes')],
  },
  {
    name: 'curly quotes',
    text: 'state: “folder”\n',
    problems: [warning(1, 8, 'these curly quotes')],
  },
  {
    name: 'a tag that nobody knows',
    text: 'state: !secrit folder\n',
    problems: [error(1, 8, 'only !secret is known')],
  },
  {
    name: 'an alias without its anchor',
    text: 'edition: jp\nstate: *folder\n',
    problems: [error(2, 8, 'no anchor')],
  },
  {
    name: 'an alias within its own anchor',
    text: 'edition: kr\nstate: &a [*a]\n',
    problems: [error(2, 12, 'contains itself')],
  },
  {
    name: 'an alias within its own anchor, at the top',
    text: '&a [*a]\n',
    problems: [error(1, 5, 'contains itself')],
  },
  {
    name: 'an alias within its own anchor, further down',
    text: 'state: &a { b: [1, { c: *a }] }\n',
    problems: [error(1, 25, 'contains itself')],
  },
  {
    name: 'brackets that are nested a hundred deep',
    text: `edition: kr\nstate: ${'['.repeat(100)}${']'.repeat(100)}\n`,
    problems: [error(2, 71, 'nested too deep; a configuration has at most 64 levels')],
  },
  {
    name: 'brackets that are nested deeper than the stack',
    text: `edition: kr\nstate: ${'['.repeat(50_000)}${']'.repeat(50_000)}\n`,
    problems: [error(2, 71, 'nested too deep')],
  },
  {
    name: 'dashes that are nested deeper than the stack',
    text: `edition: kr\nstate:\n  ${'- '.repeat(20_000)}a\n`,
    problems: [error(3, 129, 'nested too deep')],
  },
  {
    name: 'keys that are nested deep',
    text: `edition: kr\n${Array.from({ length: 70 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')}`,
    problems: [error(66, 65, 'nested too deep')],
  },
  {
    name: 'too many aliases',
    text: `a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`,
    problems: [error(1, 1, 'too many aliases')],
  },
  {
    name: 'Windows line ends and a byte order mark are nothing wrong',
    text: '\uFEFFedition: jp\r\nlanguage: ko\r\n',
    problems: [],
  },
  {
    name: 'a byte order mark moves no column',
    text: '\uFEFFedition: krr\n',
    problems: [error(1, 10, 'one of kr, jp')],
  },
  {
    name: 'a mistake under Windows line ends',
    text: 'edition: jp\r\nlangage: ko\r\n',
    problems: [error(2, 1, 'Did you mean "language"?')],
  },
  {
    name: 'an anchor used twice is nothing wrong',
    text: 'drivers: { one: &m { type: virtual }, two: *m }\n',
    problems: [],
  },
  {
    name: 'names that JavaScript knows mean nothing here',
    text: '__proto__: { edition: jp }\nconstructor: 3\ndrivers: { constructor: { type: toString } }\n',
    problems: [
      error(1, 1, '"__proto__" is not known here'),
      error(2, 1, '"constructor" is not known here'),
      error(3, 33, 'there is no driver "toString"'),
    ],
  },
]
