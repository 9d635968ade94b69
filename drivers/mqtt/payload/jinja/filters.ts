import { printf, rounded } from './format.ts'
import {
  bounds,
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
  json,
  list,
  lookup,
  made,
  read,
  repr,
  str,
  text,
  type Value,
} from './values.ts'

/** A filter, function or method: the names of its arguments and what it makes of them; a left-out argument is undefined. */
export interface Tool {
  readonly args: readonly string[]
  /** it takes any number of arguments after these */
  readonly more?: true
  run(value: Value, ...args: readonly Value[]): Value
}
export type Tools = Readonly<Record<string, Tool>>

export const tool = (args: string, run: Tool['run'], more?: true): Tool => ({
  args: args === '' ? [] : args.split(' '),
  run,
  ...(more && { more }),
})

function orElse(found: Value, otherwise: Value, value: Value, what: string): Value {
  if (found !== undefined) return found
  if (otherwise !== undefined) return otherwise
  throw new Error(`${repr(value) || 'what is not there'} is no ${what}`)
}

const asFloat = (value: Value, otherwise: Value) => {
  const n = read(value)
  return orElse(n === undefined ? undefined : made(n, true), otherwise, value, 'number')
}

function asInt(value: Value, otherwise: Value, base: Value): Value {
  const radix = base === undefined ? 10 : count(base)
  if (radix !== 10 && typeof value === 'string') {
    const word = value.trim().replace(/^[-+]?0[xbo]/i, (prefix) => prefix.slice(0, -2))
    const digits = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, radix)
    const isOne = word !== '' && [...word.replace(/^[-+]/, '').toLowerCase()].every((c) => digits.includes(c))
    return orElse(isOne ? Number.parseInt(word, radix) : undefined, otherwise, value, 'number')
  }
  const n = read(value)
  return orElse(n === undefined ? undefined : Math.trunc(n), otherwise, value, 'number')
}

/** Home Assistant's `round`: without places the result is an integer. */
function round(value: Value, precision: Value, method: Value, otherwise: Value): Value {
  const n = read(value)
  if (n === undefined) return orElse(undefined, otherwise, value, 'number')
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
  return orElse(found, otherwise, value, 'boolean')
}

const arithmetic = (of: (n: number, by: number) => number) =>
  tool('amount default', (value, amount, otherwise) => {
    const n = read(value)
    if (n === undefined) return orElse(undefined, otherwise, value, 'number')
    return made(of(n, count(amount)), typeof value === 'string' || isFloat(value) || isFloat(amount))
  })

const bitwise = (of: (a: bigint, b: bigint) => bigint) =>
  tool('other', (value, other) => Number(of(BigInt(Math.trunc(count(value))), BigInt(Math.trunc(count(other))))))

const words = (of: (word: string) => string) => tool('', (value) => text(of(str(value))))
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()
const title = (line: string) => line.replace(/[^\s([{<-]+/g, capital)

const fromJson = (value: Value, otherwise: Value): Value => {
  try {
    return JSON.parse(str(value)) as Value
  } catch {
    return orElse(undefined, otherwise, value, 'JSON')
  }
}

const best = (isBetter: (order: number) => boolean) =>
  tool('', (value) => itemsOf(value).reduce((a, b) => (isBetter(compare(b, a)) ? b : a)))

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
  default: tool('default_value boolean', (value, otherwise = '', boolean = false) =>
    value === undefined || (isTrue(boolean) && !isTrue(value)) ? otherwise : value,
  ),
  is_defined: tool('', (value) => orElse(value, undefined, value, 'value')),
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
  length: tool('', (value) => itemsOf(value).length),
  replace: tool('old new count', (value, old, by, most) => replaced(str(value), str(old), str(by), most)),
  truncate: tool('length killwords end leeway', (value, length = 255, kill = false, end = '...', leeway = 5) => {
    const [word, most, tail] = [str(value), count(length), str(end)]
    if (word.length <= most + count(leeway)) return word
    const cut = word.slice(0, Math.max(0, most - tail.length))
    return (isTrue(kill) || !cut.includes(' ') ? cut : cut.slice(0, cut.lastIndexOf(' '))) + tail
  }),
  format: tool('', (value, ...args) => printf(str(value), args), true),
  first: tool('', (value) => itemsOf(value)[0]),
  last: tool('', (value) => itemsOf(value).at(-1)),
  list: tool('', itemsOf),
  items: tool('', (value) => (isDict(value) ? entriesOf(value).map(([key, item]) => [key, item]) : [])),
  join: tool('d attribute', (value, by = '', attribute = undefined) => {
    const parts = itemsOf(value).map((item) => str(attribute === undefined ? item : property(item, attribute)))
    return joined(parts, str(by))
  }),
  reverse: tool('', (value) => {
    const items = [...itemsOf(value)].reverse()
    return typeof value === 'string' ? items.join('') : items
  }),
  sort: tool('reverse', (value, reverse = false) => {
    const items = [...itemsOf(value)].sort(compare)
    return isTrue(reverse) ? items.reverse() : items
  }),
  unique: tool('', (value) => {
    const items = itemsOf(value)
    // Each is compared with each.
    if (items.length > 1000) throw new Error('only lists of up to 1000 items can be made unique')
    return items.filter((item, i) => items.findIndex((one) => equal(one, item)) === i)
  }),
  min: best((order) => order < 0),
  max: best((order) => order > 0),
  sum: tool('', (value) => {
    const items = itemsOf(value)
    return made(
      items.map(count).reduce((a, b) => a + b, 0),
      items.some(isFloat),
    )
  }),
  contains: tool('value', (value, item) => contains(value, item)),
  dict: tool('', (value) => dict(itemsOf(value).map((pair) => [itemsOf(pair)[0], itemsOf(pair)[1]]))),
}

/** A text with another in place of one; at most `most` times. */
export function replaced(word: string, old: string, by: string, most: Value): string {
  const parts = old === '' ? [...word] : word.split(old)
  const limit = most === undefined ? parts.length : Math.max(0, count(most))
  const [changed, kept] = [parts.slice(0, limit + 1), parts.slice(limit + 1)]
  const tail = kept.map((part) => old + part).join('')
  return text(joined(changed, by) + tail)
}

/** Texts put together, if that is not too long. */
export function joined(parts: readonly string[], by: string): string {
  const size = parts.reduce((sum, part) => sum + part.length + by.length, 0)
  if (size > 2 * bounds.text) throw new Error(`it makes more than ${bounds.text} characters`)
  return text(parts.join(by))
}

/** What is under a key or an index, undefined if nothing is. */
export function property(value: Value, key: Value): Value {
  if (value === undefined) throw new Error('something that is not there has no parts')
  if (isDict(value)) return lookup(value, key)
  if ((isList(value) || typeof value === 'string') && typeof key === 'number') return list(itemsOf(value)).at(key)
  return undefined
}
