import { parseBoundedJson } from '../../../../src/util/boundedJson.ts'
import { charge } from './budget.ts'
import { printf, rounded } from './format.ts'
import { jinjaError, say } from './messages.ts'
import { plus } from './operators.ts'
import {
  compare,
  contains,
  count,
  dict,
  entriesOf,
  equal,
  isDict,
  isFloat,
  isList,
  isTrue,
  itemsOf,
  join,
  json,
  lookup,
  made,
  Namespace,
  read,
  repr,
  str,
  Tuple,
  text,
  type Value,
} from './values.ts'

/** A filter, function or method: the names of its arguments and what it makes of them; a left-out argument is undefined. */
export interface Tool {
  readonly args: readonly string[]
  /** it takes any number of arguments after these */
  readonly more?: true
  /** its first argument is a pattern */
  readonly hasPattern?: true
  run(value: Value, ...args: readonly Value[]): Value
}
export type Tools = Readonly<Record<string, Tool>>

export const tool = (args: string, run: Tool['run'], more?: true): Tool => ({
  args: args === '' ? [] : args.split(' '),
  run,
  ...(more && { more }),
})

function orElse(found: Value, otherwise: Value, value: Value, mistake: 'notNumber' | 'notTruth' | 'notJson'): Value {
  if (found !== undefined) return found
  if (otherwise !== undefined) return otherwise
  throw jinjaError(mistake, { value: repr(value) || say('absent') })
}

const asFloat = (value: Value, otherwise: Value) => {
  const n = read(value)
  return orElse(n === undefined ? undefined : made(n, true), otherwise, value, 'notNumber')
}

function asInt(value: Value, otherwise: Value, base: Value): Value {
  const radix = base === undefined ? 10 : count(base)
  if (radix !== 10 && typeof value === 'string') {
    const word = value.trim().replace(/^[-+]?0[xbo]/i, (prefix) => prefix.slice(0, -2))
    const digits = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, radix)
    const isOne = word !== '' && [...word.replace(/^[-+]/, '').toLowerCase()].every((c) => digits.includes(c))
    return orElse(isOne ? Number.parseInt(word, radix) : undefined, otherwise, value, 'notNumber')
  }
  const n = read(value)
  return orElse(n === undefined ? undefined : Math.trunc(n), otherwise, value, 'notNumber')
}

/** Home Assistant's `round`: without places the result is an integer. */
function round(value: Value, precision: Value, method: Value, otherwise: Value): Value {
  const n = read(value)
  if (n === undefined) return orElse(undefined, otherwise, value, 'notNumber')
  const places = precision === undefined ? 0 : count(precision)
  const scale = 10 ** places
  const done =
    method === 'ceil'
      ? Math.ceil(n * scale) / scale
      : method === 'floor'
        ? Math.floor(n * scale) / scale
        : method === 'half'
          ? rounded(n * 2, 0) / 2
          : rounded(n, places)
  return places === 0 ? made(Math.trunc(done), false) : made(done, true)
}

function asBool(value: Value, otherwise: Value): Value {
  const word = typeof value === 'boolean' ? value : String(str(value)).toLowerCase()
  const found = [true, 'true', 'yes', 'on', 'enable', '1'].includes(word)
    ? true
    : [false, 'false', 'no', 'off', 'disable', '0'].includes(word)
      ? false
      : undefined
  return orElse(found, otherwise, value, 'notTruth')
}

const arithmetic = (of: (n: number, by: number) => number) =>
  tool('amount default', (value, amount, otherwise) => {
    const n = read(value)
    if (n === undefined) return orElse(undefined, otherwise, value, 'notNumber')
    return made(of(n, count(amount)), typeof value === 'string' || isFloat(value) || isFloat(amount))
  })

const bitwise = (of: (a: bigint, b: bigint) => bigint) =>
  tool('other', (value, other) => Number(of(BigInt(Math.trunc(count(value))), BigInt(Math.trunc(count(other))))))

const words = (of: (word: string) => string) =>
  tool('', (value) => {
    const word = str(value)
    charge(word.length)
    return text(of(word))
  })
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()
const title = (line: string) =>
  line
    .split(/([-\s({[<]+)/)
    .map(capital)
    .join('')

const fromJson = (value: Value, otherwise: Value): Value => {
  try {
    const word = str(value)
    charge(word.length)
    return parseBoundedJson(word) as Value
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error
    return orElse(undefined, otherwise, value, 'notJson')
  }
}

/** What texts are compared by where upper and lower case are one. */
const folded = (value: Value, caseSensitive: Value): Value =>
  typeof value === 'string' && !isTrue(caseSensitive) ? text(value.toLowerCase()) : value

const best = (isBetter: (order: number) => boolean) =>
  tool('case_sensitive attribute', (value, caseSensitive = false, attribute = undefined) => {
    const keyed = itemsOf(value).map((item) => [part(item, attribute, caseSensitive), item] as const)
    return keyed.reduce<(typeof keyed)[number] | undefined>(
      (a, b) => (a === undefined || isBetter(compare(b[0], a[0])) ? b : a),
      undefined,
    )?.[1]
  })

function part(item: Value, attribute: Value, caseSensitive: Value): Value {
  charge(5)
  return folded(attribute === undefined || attribute === null ? item : attributeOf(item, attribute), caseSensitive)
}

/** The tool of that name, if it is one of these. */
export const own = (tools: Tools, name: string): Tool | undefined =>
  Object.hasOwn(tools, name) ? tools[name] : undefined

/** What is under a path such as `color.r` or `0.name`. */
export const attributeOf = (item: Value, path: Value): Value =>
  typeof path === 'number'
    ? property(item, path)
    : str(path)
        .split('.')
        .reduce((here, key) => property(here, /^\d+$/.test(key) ? Number(key) : key), item)

/** What the templates that come by MQTT put after a `|`: Jinja's own filters and those of Home Assistant. */
export const filters: Tools = {
  float: tool('default', asFloat),
  int: tool('default base', asInt),
  bool: tool('default', asBool),
  round: tool('precision method default', round),
  abs: tool('', (value) => made(Math.abs(count(value)), isFloat(value))),
  multiply: arithmetic((n, by) => n * by),
  add: arithmetic((n, by) => n + by),
  bitwise_and: bitwise((a, b) => a & b),
  bitwise_or: bitwise((a, b) => a | b),
  bitwise_xor: bitwise((a, b) => a ^ b),
  // A default that is undefined itself stays so: another default may follow.
  default: tool('default_value boolean', (value, ...args) => {
    const [otherwise, boolean = false] = args.length === 0 ? [''] : args
    return value === undefined || (isTrue(boolean) && !isTrue(value)) ? otherwise : value
  }),
  is_defined: tool('', (value) => {
    if (value === undefined) throw jinjaError('noValue')
    return value
  }),
  is_number: tool('', (value) => value !== null && read(value) !== undefined),
  iif: tool('if_true if_false if_none', (value, yes = true, no = false, none = undefined) =>
    value === null && none !== undefined ? none : isTrue(value) ? yes : no,
  ),
  from_json: tool('default', fromJson),
  to_json: tool('', json),
  lower: words((word) => word.toLowerCase()),
  upper: words((word) => word.toUpperCase()),
  title: words(title),
  capitalize: words(capital),
  string: words((word) => word),
  trim: words((word) => word.trim()),
  length: tool('', (value) => {
    if (value !== undefined && typeof value !== 'string' && !isList(value) && !isDict(value))
      throw jinjaError('noLength', { value: repr(value) })
    return itemsOf(value).length
  }),
  replace: tool('old new count', (value, old, by, limit) => replaced(str(value), str(old), str(by), limit)),
  truncate: tool('length killwords end leeway', (value, length = 255, kill = false, end = '...', leeway = 5) => {
    const [word, limit, tail] = [str(value), count(length), str(end)]
    if (word.length <= limit + count(leeway)) return word
    const cut = word.slice(0, Math.max(0, limit - tail.length))
    return (isTrue(kill) || !cut.includes(' ') ? cut : cut.slice(0, cut.lastIndexOf(' '))) + tail
  }),
  format: tool('', (value, ...args) => printf(str(value), args, args[0]), true),
  first: tool('', (value) => itemsOf(value)[0]),
  last: tool('', (value) => itemsOf(value).at(-1)),
  list: tool('', (value) => [...itemsOf(value)]),
  items: tool('', (value) => (isDict(value) ? entriesOf(value).map((entry) => Tuple.made(...entry)) : [])),
  wordcount: tool('', (value) => text(str(value)).match(/\w+/gu)?.length ?? 0),
  join: tool('d attribute', (value, by = '', attribute = undefined) =>
    join(
      itemsOf(value).map((item) => str(attribute === undefined ? item : attributeOf(item, attribute))),
      str(by),
    ),
  ),
  reverse: tool('', (value) => {
    const items = [...itemsOf(value)].reverse()
    return typeof value === 'string' ? items.join('') : items
  }),
  sort: tool(
    'reverse case_sensitive attribute',
    (value, reverse = false, caseSensitive = false, attribute = undefined) => {
      const order = isTrue(reverse) ? -1 : 1
      const paths = attribute === undefined || attribute === null ? [undefined] : str(attribute).split(',')
      const keyed = itemsOf(value).map((item) => ({ item, keys: paths.map((path) => part(item, path, caseSensitive)) }))
      return keyed
        .sort((a, b) => {
          const i = a.keys.findIndex((key, i) => compare(key, b.keys[i]) !== 0)
          return i === -1 ? 0 : order * compare(a.keys[i], b.keys[i])
        })
        .map(({ item }) => item)
    },
  ),
  unique: tool('case_sensitive attribute', (value, caseSensitive = false, attribute = undefined) => {
    const keyed = itemsOf(value).map((item) => [part(item, attribute, caseSensitive), item] as const)
    return keyed.filter(([key], i) => keyed.findIndex(([other]) => equal(other, key)) === i).map(([, item]) => item)
  }),
  dictsort: tool('case_sensitive by reverse', (value, caseSensitive = false, by = 'key', reverse = false) => {
    if (!isDict(value)) throw jinjaError('onlyDictionary')
    const place = by === 'value' ? 1 : 0
    const order = isTrue(reverse) ? -1 : 1
    return entriesOf(value)
      .map((entry) => Tuple.made(...entry))
      .sort((a, b) => order * compare(folded(a[place], caseSensitive), folded(b[place], caseSensitive)))
  }),
  min: best((order) => order < 0),
  max: best((order) => order > 0),
  sum: tool('attribute start', (value, attribute = undefined, start = 0) =>
    itemsOf(value)
      .map((item) => (attribute === undefined || attribute === null ? item : attributeOf(item, attribute)))
      .reduce(plus, start),
  ),
  contains: tool('value', (value, item) => contains(value, item)),
  dict: tool('', (value) => dict(itemsOf(value).map((pair) => [itemsOf(pair)[0], itemsOf(pair)[1]]))),
}

/** A text with another in place of one; at most `most` times. */
export function replaced(word: string, old: string, by: string, maxCount: Value): string {
  charge(word.length)
  const parts = old === '' ? ['', ...word, ''] : word.split(old)
  const limit = maxCount === undefined || maxCount === null || count(maxCount) < 0 ? parts.length : count(maxCount)
  const [changed, unchanged] = [parts.slice(0, limit + 1), parts.slice(limit + 1)]
  return text(
    join(changed, by) +
      join(
        unchanged.map((part) => old + part),
        '',
      ),
  )
}

/** What is under a key or an index, undefined if nothing is. */
export function property(value: Value, key: Value): Value {
  if (value === undefined) throw jinjaError('absentNoParts')
  if (value instanceof Namespace) return value.fields.get(str(key))
  if (isDict(value)) return lookup(value, key)
  const index = typeof key === 'boolean' ? Number(key) : key
  if (typeof index !== 'number' || !Number.isInteger(index)) return undefined
  if (isList(value)) return value.at(index)
  if (typeof value !== 'string') return undefined
  charge(value.length)
  return [...value].at(index)
}
