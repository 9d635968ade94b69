import { charge } from './budget.ts'
import { attributeOf, filters, own, replaced, type Tool, type Tools, tool } from './filters.ts'
import { format } from './format.ts'
import { jinjaError, say } from './messages.ts'
import { modulo } from './operators.ts'
import { regexFilters, regexTests } from './regex.ts'
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
  join,
  list,
  lookup,
  read,
  str,
  Tuple,
  type Value,
} from './values.ts'

const filtersNamed = (...names: readonly string[]): Tools =>
  Object.fromEntries(names.flatMap((name) => (filters[name] ? [[name, filters[name]] as const] : [])))

const best = (name: 'min' | 'max') =>
  tool('', (...args) => filters[name]?.run(args.length === 1 ? args[0] : list(args), true), true)

const isReal = (value: Value) => typeof value === 'number' || value instanceof Float

/** What a template may call, always on its arguments alone: nothing here knows the time or the house. */
export const functions: Tools = {
  ...filtersNamed('float', 'int', 'bool', 'is_number', 'iif', 'round', 'abs', 'dict', 'list'),
  tuple: tool('', (value) => Tuple.made(...itemsOf(value))),
  min: best('min'),
  max: best('max'),
  str: tool('', str),
  len: filters.length as Tool,
  range: tool('stop step', (first, second, third) => {
    const [from, to] = second === undefined ? [0, count(first)] : [count(first), count(second)]
    const step = third === undefined ? 1 : count(third)
    const size = step === 0 ? 0 : Math.max(0, Math.ceil((to - from) / step))
    charge(size)
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
  sequence: tool('', (value) => isList(value) || isDict(value) || typeof value === 'string' || value === undefined),
  iterable: tool('', (value) => isList(value) || isDict(value) || typeof value === 'string' || value === undefined),
  lower: tool('', (value) => /\p{L}/u.test(str(value)) && str(value) === str(value).toLowerCase()),
  upper: tool('', (value) => /\p{L}/u.test(str(value)) && str(value) === str(value).toUpperCase()),
  sameas: tool('other', (value, other) => value === other),
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

/** Signs and long names by which a test may be named in `select` and its like. */
const testAliases: Readonly<Record<string, string>> = {
  '==': 'eq',
  equalto: 'eq',
  '!=': 'ne',
  '<': 'lt',
  lessthan: 'lt',
  '<=': 'le',
  '>': 'gt',
  greaterthan: 'gt',
  '>=': 'ge',
}

const word = (value: Value): string => {
  if (typeof value !== 'string') throw jinjaError('notText', { value: str(value) || say('absent') })
  charge(value.length)
  return value
}
const stripped = (value: Value, chars: Value, sides: string): string => {
  const isOff = (c: string) => (chars === undefined || chars === null ? c.trim() === '' : str(chars).includes(c))
  const letters = [...word(value)]
  const from = sides.includes('l') ? letters.findIndex((c) => !isOff(c)) : 0
  const to = sides.includes('r') ? letters.findLastIndex((c) => !isOff(c)) + 1 : letters.length
  return from === -1 ? '' : letters.slice(from, to).join('')
}
/** A text of the width that is asked for. */
function padded(value: Value, width: Value, fill: string, side: 'start' | 'end'): string {
  const size = Math.max(0, count(width))
  charge(size)
  return side === 'start' ? word(value).padStart(size, fill) : word(value).padEnd(size, fill)
}

const starts = (value: Value, what: Value, does: (word: string, part: string) => boolean) =>
  (isList(what) ? what : [what]).some((part) => does(word(value), word(part)))

function split(value: Value, by: Value, maxSplits: Value): Value {
  const parts = by === undefined || by === null ? stripped(value, null, 'lr').split(/\s+/) : word(value).split(word(by))
  const limit = maxSplits === undefined ? parts.length : count(maxSplits)
  if (limit < 0 || parts.length <= limit + 1) return list(parts[0] === '' && by === undefined ? [] : parts)
  return list([...parts.slice(0, limit), parts.slice(limit).join(by === undefined ? ' ' : str(by))])
}

const ofDict =
  (what: (dict: Dict, key: Value, otherwise: Value) => Value) => (value: Value, key: Value, other: Value) => {
    if (!isDict(value)) throw jinjaError('onlyDictionary')
    return what(value, key, other)
  }

/** What may be called on a text or a dictionary. */
export const methods: Tools = {
  lower: tool('', (value) => word(value).toLowerCase()),
  upper: tool('', (value) => word(value).toUpperCase()),
  // Each letter after something that is no letter.
  title: tool('', (value) =>
    word(value)
      .toLowerCase()
      .replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase()),
  ),
  swapcase: tool('', (value) =>
    word(value).replace(/\p{L}/gu, (letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    ),
  ),
  count: tool('sub', (value, sub) => word(value).split(word(sub)).length - 1),
  index: tool('sub', (value, sub) => {
    const place = word(value).indexOf(word(sub))
    if (place === -1) throw jinjaError('notInText')
    return place
  }),
  rfind: tool('sub', (value, sub) => word(value).lastIndexOf(word(sub))),
  removeprefix: tool('prefix', (value, prefix) =>
    word(value).startsWith(word(prefix)) ? word(value).slice(word(prefix).length) : value,
  ),
  removesuffix: tool('suffix', (value, suffix) =>
    word(suffix) !== '' && word(value).endsWith(word(suffix)) ? word(value).slice(0, -word(suffix).length) : value,
  ),
  ljust: tool('width', (value, width) => padded(value, width, ' ', 'end')),
  rjust: tool('width', (value, width) => padded(value, width, ' ', 'start')),
  capitalize: tool('', (value) => filters.capitalize?.run(word(value))),
  strip: tool('chars', (value, chars) => stripped(value, chars, 'lr')),
  lstrip: tool('chars', (value, chars) => stripped(value, chars, 'l')),
  rstrip: tool('chars', (value, chars) => stripped(value, chars, 'r')),
  split: tool('sep maxsplit', split),
  replace: tool('old new count', (value, old, by, limit) => replaced(word(value), word(old), word(by), limit)),
  startswith: tool('prefix', (value, what) => starts(value, what, (whole, part) => whole.startsWith(part))),
  endswith: tool('suffix', (value, what) => starts(value, what, (whole, part) => whole.endsWith(part))),
  find: tool('sub', (value, what) => word(value).indexOf(word(what))),
  isdigit: tool('', (value) => /^\d+$/.test(word(value))),
  isdecimal: tool('', (value) => /^\d+$/.test(word(value))),
  isalpha: tool('', (value) => /^\p{L}+$/u.test(word(value))),
  isupper: tool('', (value) => /\p{L}/u.test(word(value)) && word(value) === word(value).toUpperCase()),
  islower: tool('', (value) => /\p{L}/u.test(word(value)) && word(value) === word(value).toLowerCase()),
  isnumeric: tool('', (value) => /^\d+$/.test(word(value))),
  zfill: tool('width', (value, width) => {
    const [, sign = '', digits = ''] = /^([-+]?)(.*)$/s.exec(word(value)) ?? []
    return sign + padded(digits, count(width) - sign.length, '0', 'start')
  }),
  join: tool('parts', (value, parts) => join(itemsOf(parts).map(word), word(value))),
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
    ofDict((dict) => entriesOf(dict).map((entry) => Tuple.made(...entry))),
  ),
}

const allTests: Tools = { ...tests, ...regexTests }

function testNamed(name: Value): Tool {
  const test = own(allTests, testAliases[str(name)] ?? str(name))
  if (!test) throw jinjaError('unknownTest', { name: str(name) })
  return test
}

/** The items of a list for which a test holds, or does not. */
const selected = (wanted: boolean, byAttribute: boolean) =>
  tool(
    byAttribute ? 'attribute test' : 'test',
    (value, ...args) => {
      const [name, ...rest] = byAttribute ? args.slice(1) : args
      const test = name === undefined ? undefined : testNamed(name)
      return itemsOf(value).filter((item) => {
        const tested = byAttribute ? attributeOf(item, args[0]) : item
        return isTrue(test ? test.run(tested, ...rest) : tested) === wanted
      })
    },
    true,
  )

/** The filters that themselves name a filter or a test. */
export const higherFilters: Tools = {
  map: tool(
    'filter',
    (value, name, ...args) => {
      const filter = own(filters, str(name)) ?? own(regexFilters, str(name))
      if (!filter) throw jinjaError('unknownFilter', { name: str(name) })
      return itemsOf(value).map((item) => filter.run(item, ...args))
    },
    true,
  ),
  select: selected(true, false),
  reject: selected(false, false),
  selectattr: selected(true, true),
  rejectattr: selected(false, true),
}
