import { filters, joined, property, replaced, type Tools, tool } from './filters.ts'
import { format } from './format.ts'
import { modulo } from './operators.ts'
import {
  compare,
  contains,
  count,
  type Dict,
  entriesOf,
  equal,
  Float,
  has,
  isDict,
  isFloat,
  isList,
  isTrue,
  itemsOf,
  list,
  lookup,
  read,
  str,
  type Value,
} from './values.ts'

const named = (...names: readonly string[]): Tools =>
  Object.fromEntries(names.flatMap((name) => (filters[name] ? [[name, filters[name]] as const] : [])))

const of = (name: 'min' | 'max') =>
  tool('', (...args) => filters[name]?.run(args.length === 1 ? args[0] : list(args)), true)

const isReal = (value: Value) => typeof value === 'number' || value instanceof Float

/** What a template may call, always on its arguments alone: nothing here knows the time or the house. */
export const functions: Tools = {
  ...named('float', 'int', 'bool', 'is_number', 'iif', 'round', 'abs', 'dict', 'list'),
  min: of('min'),
  max: of('max'),
  str: tool('', str),
  len: tool('', (value) => itemsOf(value).length),
  range: tool('stop step', (first, second, third) => {
    const [from, to] = second === undefined ? [0, count(first)] : [count(first), count(second)]
    const step = third === undefined ? 1 : count(third)
    const size = step === 0 ? 0 : Math.max(0, Math.ceil((to - from) / step))
    if (size > 1000) throw new Error('a range has at most 1000 numbers')
    return Array.from({ length: size }, (_, i) => from + i * step)
  }),
}

/** What may stand after `is`. */
export const tests: Tools = {
  defined: tool('', (value) => value !== undefined),
  undefined: tool('', (value) => value === undefined),
  none: tool('', (value) => value === null),
  number: tool('', (value) => isReal(value) || typeof value === 'boolean'),
  integer: tool('', (value) => typeof value === 'number' && Number.isInteger(value)),
  float: tool('', isFloat),
  string: tool('', (value) => typeof value === 'string'),
  boolean: tool('', (value) => typeof value === 'boolean'),
  true: tool('', (value) => value === true),
  false: tool('', (value) => value === false),
  mapping: tool('', isDict),
  sequence: tool('', (value) => isList(value) || isDict(value) || typeof value === 'string'),
  iterable: tool('', (value) => isList(value) || isDict(value) || typeof value === 'string'),
  list: tool('', isList),
  odd: tool('', (value) => modulo(count(value), 2) === 1),
  even: tool('', (value) => modulo(count(value), 2) === 0),
  divisibleby: tool('num', (value, by) => modulo(count(value), count(by)) === 0),
  is_number: tool('', (value) => value !== null && read(value) !== undefined),
  in: tool('seq', (value, container) => contains(container, value)),
  contains: tool('value', contains),
  eq: tool('other', equal),
  ne: tool('other', (value, other) => !equal(value, other)),
  lt: tool('other', (value, other) => compare(value, other) < 0),
  le: tool('other', (value, other) => compare(value, other) <= 0),
  gt: tool('other', (value, other) => compare(value, other) > 0),
  ge: tool('other', (value, other) => compare(value, other) >= 0),
}

const word = (value: Value): string => {
  if (typeof value !== 'string') throw new Error(`${str(value) || 'what is not there'} is no text`)
  return value
}
const stripped = (value: Value, chars: Value, sides: string): string => {
  const isOff = (c: string) => (chars === undefined || chars === null ? c.trim() === '' : str(chars).includes(c))
  const letters = [...word(value)]
  const from = sides.includes('l') ? letters.findIndex((c) => !isOff(c)) : 0
  const to = sides.includes('r') ? letters.findLastIndex((c) => !isOff(c)) + 1 : letters.length
  return from === -1 ? '' : letters.slice(from, to).join('')
}
const starts = (value: Value, what: Value, does: (word: string, part: string) => boolean) =>
  (isList(what) ? what : [what]).some((part) => does(word(value), word(part)))

function split(value: Value, by: Value, most: Value): Value {
  const parts = by === undefined || by === null ? stripped(value, null, 'lr').split(/\s+/) : word(value).split(word(by))
  const limit = most === undefined ? parts.length : count(most)
  if (limit < 0 || parts.length <= limit + 1) return list(parts[0] === '' && by === undefined ? [] : parts)
  return list([...parts.slice(0, limit), parts.slice(limit).join(by === undefined ? ' ' : str(by))])
}

const ofDict =
  (what: (dict: Dict, key: Value, otherwise: Value) => Value) => (value: Value, key: Value, other: Value) => {
    if (!isDict(value)) throw new Error('only a dictionary has keys and values')
    return what(value, key, other)
  }

/** What may be called on a text or a dictionary. */
export const methods: Tools = {
  lower: tool('', (value) => word(value).toLowerCase()),
  upper: tool('', (value) => word(value).toUpperCase()),
  title: tool('', (value) => filters.title?.run(word(value))),
  capitalize: tool('', (value) => filters.capitalize?.run(word(value))),
  strip: tool('chars', (value, chars) => stripped(value, chars, 'lr')),
  lstrip: tool('chars', (value, chars) => stripped(value, chars, 'l')),
  rstrip: tool('chars', (value, chars) => stripped(value, chars, 'r')),
  split: tool('sep maxsplit', split),
  replace: tool('old new count', (value, old, by, most) => replaced(word(value), word(old), word(by), most)),
  startswith: tool('prefix', (value, what) => starts(value, what, (whole, part) => whole.startsWith(part))),
  endswith: tool('suffix', (value, what) => starts(value, what, (whole, part) => whole.endsWith(part))),
  find: tool('sub', (value, what) => word(value).indexOf(word(what))),
  isdigit: tool('', (value) => /^\d+$/.test(word(value))),
  isnumeric: tool('', (value) => /^\d+$/.test(word(value))),
  zfill: tool('width', (value, width) => word(value).padStart(Math.min(count(width), 1000), '0')),
  join: tool('parts', (value, parts) => joined(itemsOf(parts).map(word), word(value))),
  format: tool('', (value, ...args) => format(word(value), args), true),
  get: tool(
    'key default',
    ofDict((dict, key, otherwise = null) => (has(dict, key) ? lookup(dict, key) : otherwise)),
  ),
  keys: tool(
    '',
    ofDict((dict) => entriesOf(dict).map(([key]) => key)),
  ),
  values: tool(
    '',
    ofDict((dict) => entriesOf(dict).map(([, item]) => item)),
  ),
  items: tool(
    '',
    ofDict((dict) => entriesOf(dict).map(([key, item]) => [key, item])),
  ),
}

const tested = (wanted: boolean, key: boolean) =>
  tool(
    key ? 'attribute test' : 'test',
    (value, ...args) => {
      const [name, ...rest] = key ? args.slice(1) : args
      const test = name === undefined ? undefined : own(tests, str(name))
      if (name !== undefined && !test) throw new Error(`the test "${str(name)}" is not known`)
      return itemsOf(value).filter((item) => {
        const part = key ? property(item, args[0]) : item
        return isTrue(test ? test.run(part, ...rest) : part) === wanted
      })
    },
    true,
  )

/** The filters that themselves name a filter or a test. */
export const higherFilters: Tools = {
  map: {
    ...tool('filter', (value, name, ...args) => {
      const filter = own(filters, str(name))
      if (!filter) throw new Error(`the filter "${str(name)}" is not known`)
      return itemsOf(value).map((item) => filter.run(item, ...args))
    }),
    more: true,
  },
  select: tested(true, false),
  reject: tested(false, false),
  selectattr: tested(true, true),
  rejectattr: tested(false, true),
}

export const own = (tools: Tools, name: string) => (Object.hasOwn(tools, name) ? tools[name] : undefined)
