import { charge } from './budget.ts'
import { jinjaError, say } from './messages.ts'

/** A float that prints as one: Python writes 21.0 where JavaScript knows only 21. */
export class Float {
  readonly n: number
  constructor(n: number) {
    this.n = n
  }
}

/**
 * What a template works with. `undefined` is Jinja's undefined, `null` its None; a number that is no integer is a float;
 * what comes from JSON is a plain object, what the template itself writes in braces is a Map.
 */
export type Value = undefined | null | boolean | number | Float | string | readonly Value[] | Dict | Namespace | Macro
export type Dict = ReadonlyMap<string | number, Value> | { readonly [key: string]: Value }

/** A list that cannot be changed; Python writes it in parentheses, and it equals no list. */
export class Tuple extends Array<Value> {
  static made(...items: readonly Value[]): Tuple {
    const tuple = new Tuple()
    tuple.push(...items)
    return tuple
  }
}

/** What `namespace()` makes: its fields can be set from inside a loop. */
export class Namespace {
  readonly fields = new Map<string, Value>()
}

/** What `macro` makes. */
export class Macro {
  readonly call: (args: readonly Value[], named: ReadonlyMap<string, Value>) => Value
  constructor(call: Macro['call']) {
    this.call = call
  }
}

/** The longest text that a value may be, in characters. */
const maxTextChars = 65_536

/** A new text, paid for, if it is none that is too long. */
export function text(made: string): string {
  charge(made.length / 8)
  if (made.length > maxTextChars) throw jinjaError('tooManyCharacters', { max: maxTextChars })
  return made
}

/** A new list, paid for. */
export function list(made: readonly Value[]): readonly Value[] {
  charge(made.length)
  return made
}

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value)
export const isDict = (value: Value): value is Dict =>
  typeof value === 'object' &&
  value !== null &&
  !isList(value) &&
  !(value instanceof Float || value instanceof Namespace || value instanceof Macro)
export const isFloat = (value: Value): boolean =>
  value instanceof Float || (typeof value === 'number' && !Number.isInteger(value))

/** The number that a value is, without reading texts; as in Python, True is 1. */
function numberOf(value: Value): number | undefined {
  if (value instanceof Float) return value.n
  return typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : undefined
}

/** A number that must be one. */
export function count(value: Value): number {
  const found = numberOf(value)
  if (found === undefined) throw jinjaError('notNumber', { value: repr(value) || say('absent') })
  return found
}

const numeral = /^[+-]?(\d[\d_]*(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i

/** The number that a value is or, as text, reads as. */
export function read(value: Value): number | undefined {
  if (typeof value !== 'string') return numberOf(value)
  const written = value.trim()
  return numeral.test(written) ? Number(written.replaceAll('_', '')) : undefined
}

/** A result that is a float if one of its parts was. */
export function made(n: number, float: boolean): Value {
  if (!Number.isFinite(n) || (!float && !Number.isSafeInteger(n))) throw jinjaError('numberTooLarge')
  if (float) return new Float(n)
  // A whole number has no negative zero.
  return n === 0 ? 0 : n
}

/** Keys that are equal in Python are one here; what cannot be one is undefined. */
const keyOf = (key: Value): string | number | undefined =>
  typeof key === 'string' ? key : key === null ? noneKey : numberOf(key)
const noneKey = '\0None'

/** What a dictionary has under a key; only what is its own. */
export function lookup(dict: Dict, key: Value): Value {
  const name = keyOf(key)
  if (name === undefined) return undefined
  if (dict instanceof Map) return dict.get(name) as Value
  return typeof name === 'string' && Object.hasOwn(dict, name) ? (Reflect.get(dict, name) as Value) : undefined
}

export const has = (dict: Dict, key: Value): boolean => {
  const name = keyOf(key)
  if (name === undefined) return false
  return dict instanceof Map ? dict.has(name) : typeof name === 'string' && Object.hasOwn(dict, name)
}

/** A dictionary of a template. @throws Error if a key can be none */
export function dict(entries: readonly (readonly [Value, Value])[]): Dict {
  charge(entries.length)
  return new Map(
    entries.map(([key, value]) => {
      const name = keyOf(key)
      if (name === undefined) throw jinjaError('noKey', { value: repr(key) })
      return [name, value]
    }),
  )
}

export function entriesOf(of: Dict): readonly (readonly [key: Value, value: Value])[] {
  const entries: readonly [string | number, Value][] = of instanceof Map ? [...of.entries()] : Object.entries(of)
  charge(entries.length)
  return entries.map(([key, value]) => [key === noneKey ? null : key, value])
}

/** What a loop or a filter goes through: a dictionary by its keys, a text by its characters. */
export function itemsOf(value: Value): readonly Value[] {
  if (value === undefined) return []
  if (isList(value)) {
    charge(value.length)
    return value
  }
  if (typeof value === 'string') {
    charge(value.length)
    return [...value]
  }
  if (isDict(value)) return entriesOf(value).map(([key]) => key)
  throw jinjaError('notList', { value: repr(value) || say('absent') })
}

export function isTrue(value: Value): boolean {
  if (isList(value)) return value.length > 0
  if (isDict(value)) return value instanceof Map ? value.size > 0 : Object.keys(value).length > 0
  return value instanceof Float ? value.n !== 0 : Boolean(value)
}

function float(n: number): string {
  const size = Math.abs(n)
  if (size !== 0 && (size >= 1e16 || size < 1e-4))
    return n.toExponential().replace(/e([+-])(\d)$/, (_, sign: string, digit: string) => `e${sign}0${digit}`)
  if (Object.is(n, -0)) return '-0.0'
  return Number.isInteger(n) ? `${n}.0` : String(n)
}

/** A value as Python writes it inside a list. */
export function repr(value: Value): string {
  if (typeof value !== 'string') return str(value)
  charge(value.length)
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')
  return value.includes("'") && !value.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`
}

/** A value as Python prints it. */
export function str(value: Value): string {
  charge(1)
  if (value === undefined) return ''
  if (value === null) return 'None'
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (value instanceof Float) return float(value.n)
  if (typeof value === 'number') return Number.isInteger(value) ? String(BigInt(value)) : float(value)
  if (value instanceof Tuple) return text(`(${join(value.map(repr), ', ')}${value.length === 1 ? ',' : ''})`)
  if (isList(value)) return text(`[${join(value.map(repr), ', ')}]`)
  if (!isDict(value)) throw jinjaError('notPrintable')
  return text(
    `{${join(
      entriesOf(value).map(([key, item]) => `${repr(key)}: ${repr(item)}`),
      ', ',
    )}}`,
  )
}

/** As JSON, for `to_json`. */
export function json(value: Value): string {
  charge(1)
  if (value === undefined || value instanceof Macro || value instanceof Namespace) throw jinjaError('absentNoJson')
  if (value instanceof Float) return float(value.n)
  if (isList(value)) return text(`[${join(value.map(json), ', ')}]`)
  if (isDict(value))
    return text(
      `{${join(
        entriesOf(value).map(([k, v]) => `${JSON.stringify(String(k))}: ${json(v)}`),
        ', ',
      )}}`,
    )
  if (typeof value === 'string') charge(value.length)
  return JSON.stringify(value)
}

/** Texts put together; their length is summed up before, so that a small template cannot make a huge text. */
export function join(parts: readonly string[], by: string): string {
  const size = parts.reduce((sum, part) => sum + part.length + by.length, 0)
  charge(parts.length)
  if (size > 2 * maxTextChars) throw jinjaError('tooManyCharacters', { max: maxTextChars })
  return text(parts.join(by))
}

/** Whether two values are equal as Python has it: 1 is 1.0, and 1 is not "1". */
export function equal(a: Value, b: Value): boolean {
  charge(4)
  const [m, n] = [numberOf(a), numberOf(b)]
  if (m !== undefined || n !== undefined) return m === n
  if (typeof a === 'string' && typeof b === 'string') {
    charge(Math.min(a.length, b.length) / 8)
    return a === b
  }
  if (isList(a) && isList(b))
    return a.length === b.length && a instanceof Tuple === b instanceof Tuple && a.every((item, i) => equal(item, b[i]))
  if (isDict(a) && isDict(b)) {
    const [left, right] = [entriesOf(a), entriesOf(b)]
    return left.length === right.length && left.every(([key, item]) => has(b, key) && equal(item, lookup(b, key)))
  }
  return a === b
}

/** Below zero if `a` comes before `b`; numbers, texts and lists can be compared with their like, and nothing else. */
export function compare(a: Value, b: Value): number {
  charge(4)
  const [m, n] = [numberOf(a), numberOf(b)]
  if (m !== undefined && n !== undefined) return m - n
  if (typeof a === 'string' && typeof b === 'string') {
    charge(Math.min(a.length, b.length) / 8)
    return a < b ? -1 : a > b ? 1 : 0
  }
  if (isList(a) && isList(b) && a instanceof Tuple === b instanceof Tuple) {
    const i = a.findIndex((item, i) => i >= b.length || !equal(item, b[i]))
    return i === -1 ? a.length - b.length : i >= b.length ? 1 : compare(a[i], b[i])
  }
  throw jinjaError('notComparable', { one: repr(a) || say('absent'), other: repr(b) || say('absent') })
}

/** Whether `container` holds `item`. */
export function contains(container: Value, item: Value): boolean {
  if (typeof container === 'string') {
    if (typeof item !== 'string') throw jinjaError('onlyTextInText')
    charge(container.length)
    return container.includes(item)
  }
  if (isDict(container)) {
    if (isList(item) && !(item instanceof Tuple)) throw jinjaError('listNoKey')
    return has(container, item)
  }
  return itemsOf(container).some((one) => equal(one, item))
}
