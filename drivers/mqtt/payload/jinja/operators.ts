import { printf } from './format.ts'
import {
  bounds,
  compare,
  contains,
  count,
  equal,
  isFloat,
  isList,
  list,
  made,
  str,
  text,
  type Value,
} from './values.ts'

const numeric = (of: (a: number, b: number) => number) => (a: Value, b: Value) =>
  made(of(count(a), count(b)), isFloat(a) || isFloat(b))

const divisor = (b: number): number => {
  if (b === 0) throw new Error('nothing can be divided by zero')
  return b
}

function plus(a: Value, b: Value): Value {
  if (typeof a === 'string' && typeof b === 'string') return text(a + b)
  if (isList(a) && isList(b)) return list([...a, ...b])
  return numeric((m, n) => m + n)(a, b)
}

function times(a: Value, b: Value): Value {
  const [word, n] = typeof a === 'string' ? [a, b] : [b, a]
  if (typeof word !== 'string') return numeric((m, k) => m * k)(a, b)
  const often = Math.max(0, count(n))
  if (word.length * often > bounds.text) throw new Error(`it makes more than ${bounds.text} characters`)
  return word.repeat(Math.floor(often))
}

function power(a: Value, b: Value): Value {
  return made(count(a) ** count(b), isFloat(a) || isFloat(b) || count(b) < 0)
}

/** Of two numbers as Python has it: the remainder has the sign of the divisor. */
export const modulo = (m: number, n: number): number => m - Math.floor(m / divisor(n)) * n

/** The operators that look at both sides; `and`, `or` look at the second only if they must. */
export const operators: Readonly<Record<string, (a: Value, b: Value) => Value>> = {
  '+': plus,
  '-': numeric((m, n) => m - n),
  '*': times,
  '/': (a, b) => made(count(a) / divisor(count(b)), true),
  '//': numeric((m, n) => Math.floor(m / divisor(n))),
  '%': (a, b) => (typeof a === 'string' ? printf(a, isList(b) ? b : [b]) : numeric(modulo)(a, b)),
  '**': power,
  '~': (a, b) => text(str(a) + str(b)),
  '==': equal,
  '!=': (a, b) => !equal(a, b),
  '<': (a, b) => compare(a, b) < 0,
  '>': (a, b) => compare(a, b) > 0,
  '<=': (a, b) => compare(a, b) <= 0,
  '>=': (a, b) => compare(a, b) >= 0,
  in: (a, b) => contains(b, a),
  'not in': (a, b) => !contains(b, a),
}
