import { type Case, error } from '../case.ts'

/** What is wrong with the file before anybody asks what it means. */
export const yaml: readonly Case[] = [
  { name: 'an empty file is a house with nothing in it', text: '', problems: [] },
  { name: 'nothing but comments is an empty file', text: '# later\n', problems: [] },
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
    name: 'a list that is not closed',
    text: 'appliances: [\nedition: kr\n',
    problems: [error(2, 1, 'this is not YAML')],
  },
  {
    name: 'a tab as indentation',
    text: 'server:\n\tpath: /clova\n',
    problems: [error(2, 1, 'Tabs are not allowed as indentation')],
  },
  {
    name: 'a key too deep: one mistake is told once',
    text: 'edition: kr\n  language: ko\n',
    problems: [error(1, 10, 'this is not YAML')],
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
    name: 'Windows line ends and a byte order mark are nothing wrong',
    text: '\uFEFFedition: jp\r\nlanguage: ko\r\n',
    problems: [],
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
