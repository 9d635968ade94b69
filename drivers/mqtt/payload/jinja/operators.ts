import { charge } from './budget.ts'
import { printf } from './format.ts'
import { jinjaError } from './messages.ts'
import { compare, contains, count, equal, isFloat, isList, made, str, Tuple, text, type Value } from './values.ts'

/** @throws Error for zero */
const divisor = (b: number): number => {
  if (b === 0) throw jinjaError('divisionByZero')
  return b
}

/** Of two numbers as Python has it: the remainder has the sign of the divisor. */
export const modulo = (m: number, n: number): number => {
  const rest = m % divisor(n)
  if (rest === 0) return n < 0 ? -0 : 0
  return rest < 0 !== n < 0 ? rest + n : rest
}

/** The operators that compare. */
export const comparisons: Readonly<Record<string, (a: Value, b: Value) => boolean>> = {
  '==': equal,
  '!=': (a, b) => !equal(a, b),
  '<': (a, b) => compare(a, b) < 0,
  '>': (a, b) => compare(a, b) > 0,
  '<=': (a, b) => compare(a, b) <= 0,
  '>=': (a, b) => compare(a, b) >= 0,
  in: (a, b) => contains(b, a),
  'not in': (a, b) => !contains(b, a),
}

const numeric = (of: (a: number, b: number) => number) => (a: Value, b: Value) =>
  made(of(count(a), count(b)), isFloat(a) || isFloat(b))

export function plus(a: Value, b: Value): Value {
  if (typeof a === 'string' && typeof b === 'string') return text(a + b)
  if (isList(a) && isList(b) && a instanceof Tuple === b instanceof Tuple) {
    charge(a.length + b.length)
    return a instanceof Tuple ? Tuple.made(...a, ...b) : [...a, ...b]
  }
  return numeric((m, n) => m + n)(a, b)
}

function times(a: Value, b: Value): Value {
  const [repeated, times] = typeof a === 'string' || isList(a) ? [a, b] : [b, a]
  if (typeof repeated !== 'string' && !isList(repeated)) return numeric((m, k) => m * k)(a, b)
  if (isFloat(times)) throw jinjaError('repeatedWhole')
  const often = Math.max(0, count(times))
  charge((repeated.length * often) / (typeof repeated === 'string' ? 8 : 1))
  if (typeof repeated === 'string') return text(repeated.repeat(often))
  const items = Array.from({ length: often }, () => repeated).flat()
  return repeated instanceof Tuple ? Tuple.made(...items) : items
}

/** The operators that make one value of two. */
export const operators: Readonly<Record<string, (a: Value, b: Value) => Value>> = {
  '+': plus,
  '-': numeric((m, n) => m - n),
  '*': times,
  '/': (a, b) => made(count(a) / divisor(count(b)), true),
  '//': numeric((m, n) => Math.floor(m / divisor(n))),
  '%': (a, b) => (typeof a === 'string' ? printf(a, b instanceof Tuple ? b : [b], b) : numeric(modulo)(a, b)),
  '**': (a, b) => made(count(a) ** count(b), isFloat(a) || isFloat(b) || count(b) < 0),
  '~': (a, b) => text(str(a) + str(b)),
}
