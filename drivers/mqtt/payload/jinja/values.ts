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
export type Value = undefined | null | boolean | number | Float | string | readonly Value[] | Dict
export type Dict = ReadonlyMap<string | number, Value> | { readonly [key: string]: Value }

/** What may be made by one rendering, in characters and in items of a list. */
export const bounds = { text: 65_536, items: 10_000 } as const

/** A text, if it is none that is too long. */
export function text(made: string): string {
  if (made.length > bounds.text) throw new Error(`it makes more than ${bounds.text} characters`)
  return made
}

/** A list, if it is none that is too long. */
export function list(made: readonly Value[]): readonly Value[] {
  if (made.length > bounds.items) throw new Error(`it makes a list of more than ${bounds.items} items`)
  return made
}

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value)
export const isDict = (value: Value): value is Dict =>
  typeof value === 'object' && value !== null && !isList(value) && !(value instanceof Float)
export const isFloat = (value: Value): boolean =>
  value instanceof Float || (typeof value === 'number' && !Number.isInteger(value))

/** The number that a value is, without reading texts; as in Python, True is 1. */
export function numberOf(value: Value): number | undefined {
  if (value instanceof Float) return value.n
  return typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : undefined
}

/** A number that must be one. */
export function count(value: Value): number {
  const found = numberOf(value)
  if (found === undefined) throw new Error(`${repr(value)} is no number`)
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
  if (!Number.isFinite(n)) throw new Error('the number is too large')
  return float ? new Float(n) : n
}

/** Keys that are equal in Python are one here. */
const keyOf = (key: Value): string | number | undefined => (typeof key === 'string' ? key : numberOf(key))

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

/** A dictionary of a template. */
export const dict = (entries: readonly (readonly [Value, Value])[]): Dict =>
  new Map(entries.map(([key, value]) => [keyOf(key) ?? String(key), value]))

export const entriesOf = (of: Dict): readonly (readonly [string | number, Value])[] =>
  of instanceof Map ? [...of.entries()] : Object.entries(of)

/** What a loop or a filter goes through: a dictionary by its keys, a text by its characters. */
export function itemsOf(value: Value): readonly Value[] {
  if (value === undefined) return []
  if (isList(value)) return value
  if (typeof value === 'string') return [...value]
  if (isDict(value)) return entriesOf(value).map(([key]) => key)
  throw new Error(`${repr(value)} is no list`)
}

export function isTrue(value: Value): boolean {
  if (typeof value === 'object' && value !== null && !(value instanceof Float)) return itemsOf(value).length > 0
  return value instanceof Float ? value.n !== 0 : Boolean(value)
}

function float(n: number): string {
  const size = Math.abs(n)
  if (size !== 0 && (size >= 1e16 || size < 1e-4))
    return n.toExponential().replace(/e([+-])(\d)$/, (_, sign: string, digit: string) => `e${sign}0${digit}`)
  return Number.isInteger(n) ? `${n}.0` : String(n)
}

/** A value as Python writes it inside a list. */
export function repr(value: Value): string {
  if (typeof value !== 'string') return str(value)
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')
  return value.includes("'") && !value.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`
}

/** A value as Python prints it. */
export function str(value: Value): string {
  if (value === undefined) return ''
  if (value === null) return 'None'
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (value instanceof Float) return float(value.n)
  if (typeof value === 'number') return Number.isInteger(value) ? String(BigInt(value)) : float(value)
  return text(
    isList(value)
      ? `[${joined(value.map(repr))}]`
      : `{${joined(entriesOf(value).map(([key, item]) => `${repr(key)}: ${repr(item)}`))}}`,
  )
}

/** As JSON, for `to_json`. */
export function json(value: Value): string {
  if (value === undefined) throw new Error('what is not there cannot be JSON')
  if (value instanceof Float) return float(value.n)
  if (isList(value)) return text(`[${joined(value.map(json))}]`)
  if (isDict(value))
    return text(`{${joined(entriesOf(value).map(([k, v]) => `${JSON.stringify(String(k))}: ${json(v)}`))}}`)
  return JSON.stringify(value)
}

/** The parts are summed up before they are put together, so that a small template cannot make a huge text. */
function joined(parts: readonly string[]): string {
  const size = parts.reduce((sum, part) => sum + part.length + 2, 0)
  if (size > 2 * bounds.text) throw new Error(`it makes more than ${bounds.text} characters`)
  return parts.join(', ')
}

/** Whether two values are equal as Python has it: 1 is 1.0, and 1 is not "1". */
export function equal(a: Value, b: Value): boolean {
  const [m, n] = [numberOf(a), numberOf(b)]
  if (m !== undefined || n !== undefined) return m === n
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, i) => equal(item, b[i]))
  if (isDict(a) && isDict(b)) {
    const [left, right] = [entriesOf(a), entriesOf(b)]
    return left.length === right.length && left.every(([key, item]) => has(b, key) && equal(item, lookup(b, key)))
  }
  return a === b
}

/** Below zero if `a` comes before `b`; numbers and texts can be compared, and nothing else. */
export function compare(a: Value, b: Value): number {
  const [m, n] = [numberOf(a), numberOf(b)]
  if (m !== undefined && n !== undefined) return m - n
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  throw new Error(`${repr(a)} and ${repr(b)} cannot be compared`)
}

/** Whether `container` holds `item`. */
export function contains(container: Value, item: Value): boolean {
  if (typeof container === 'string') {
    if (typeof item !== 'string') throw new Error('only a text can be in a text')
    return container.includes(item)
  }
  if (isDict(container)) return has(container, item)
  return itemsOf(container).some((one) => equal(one, item))
}
