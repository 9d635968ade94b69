import { charge } from './budget.ts'
import { jinjaError } from './messages.ts'
import { count, isDict, isFloat, lookup, read, repr, str, text, type Value } from './values.ts'

/** The widest field and the most digits of a number. */
const maxWidth = 10_000
const maxDigits = 100

/** A number rounded as Python does it: what lies exactly between two goes to the even one. */
export function rounded(n: number, digits: number): number {
  if (Math.abs(n) >= 1e15 || digits > 15) return n
  if (digits < 0) return rounded(n * 10 ** digits, 0) * 10 ** -digits
  const near = Number(n.toFixed(digits))
  const scaled = n * 10 ** digits
  // Only a number that ends on the right binary digit lies exactly between two.
  const isTie = Number.isInteger(n * 2 ** (digits + 1)) && Math.abs(scaled % 1) === 0.5
  return isTie ? (2 * Math.round(scaled / 2)) / 10 ** digits : near
}

/** How a value is to be written, by the language of `%` or of `format`. */
interface FieldFormat {
  readonly sign: string
  readonly align: string
  readonly fill: string
  readonly isAlternate: boolean
  readonly width: number
  readonly comma: boolean
  readonly digits: number | undefined
  readonly kind: string
}

function written(value: Value, format: FieldFormat): string {
  const { sign, align, fill, width, kind } = format
  if (width > maxWidth || (format.digits ?? 0) > maxDigits) throw jinjaError('formatTooWide')
  const isNumber = /[dfFeEgGxXob%]/.test(kind)
  let word = isNumber ? numberText(value, format) : kind === 'r' ? repr(value) : str(value)
  if (!isNumber && format.digits !== undefined) word = [...word].slice(0, format.digits).join('')
  if (isNumber && !word.startsWith('-') && sign !== '') word = sign + word
  const missing = width - [...word].length
  if (missing <= 0) return word
  charge(missing)
  const padding = fill.repeat(missing)
  if (align === '=') {
    const signLength = /^[-+ ]/.test(word) ? 1 : 0
    return word.slice(0, signLength) + padding + word.slice(signLength)
  }
  if (align === '^') return fill.repeat(Math.floor(missing / 2)) + word + fill.repeat(Math.ceil(missing / 2))
  return align === '<' ? word + padding : padding + word
}

function numberText(value: Value, { kind, digits = 6, isAlternate, comma }: FieldFormat): string {
  const n = count(value)
  const grouped = (text: string) => (comma ? text.replace(/\B(?=(\d{3})+(?!\d))/g, ',') : text)
  switch (kind) {
    case 'f':
    case 'F': {
      const [whole = '', fraction] = fixed(n, digits).split('.')
      return grouped(whole) + (fraction === undefined ? '' : `.${fraction}`)
    }
    case '%':
      return `${fixed(n * 100, digits)}%`
    case 'e':
    case 'E': {
      const text = n.toExponential(Math.min(digits, maxDigits)).replace(/e([+-])(\d)$/, 'e$10$2')
      return kind === 'E' ? text.toUpperCase() : text
    }
    case 'g':
    case 'G':
      return general(n, Math.max(1, digits), isFloat(value))
    case 'd':
      return grouped(Object.is(Math.trunc(n), -0) ? '0' : String(BigInt(Math.trunc(n))))
    default: {
      const radix = { x: 16, X: 16, o: 8, b: 2 }[kind] ?? 10
      const [sign, text] = [n < 0 ? '-' : '', Math.abs(Math.trunc(n)).toString(radix)]
      const prefix = isAlternate ? `0${kind}` : ''
      return sign + prefix + (kind === 'X' ? text.toUpperCase() : text)
    }
  }
}

function fixed(n: number, digits: number): string {
  const text = Math.abs(n) >= 1e21 ? String(BigInt(n)) : rounded(n, digits).toFixed(Math.min(digits, maxDigits))
  return n < 0 && !text.startsWith('-') ? `-${text}` : text
}

/** The shortest of the two ways to write a number, without zeros at its end. */
function general(n: number, digits: number, _isFloat: boolean): string {
  if (n === 0) return '0'
  const exponent = Number(n.toExponential(digits - 1).split('e')[1])
  if (exponent < -4 || exponent >= digits)
    return n
      .toExponential(digits - 1)
      .replace(/\.?0+e/, 'e')
      .replace(/e([+-])(\d)$/, 'e$10$2')
  const text = n.toFixed(Math.max(0, digits - 1 - exponent))
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

const number = (digits: string | undefined) => (digits ? Number(digits) : undefined)

/**
 * `'%02x' % (1,)`.
 * @param whole what stands after the sign, for `%(name)s`
 */
export function printf(format: string, values: readonly Value[], whole?: Value): string {
  charge(format.length)
  let next = 0
  const made = format.replace(
    /%(?:\((\w+)\))?([-+ 0#]*)(\d*)(?:\.(\d*))?([a-zA-Z%]?)/g,
    (_, name: string | undefined, flags: string, width: string, digits: string | undefined, kind: string) => {
      if (kind === '%') return '%'
      if (!/^[diufFeEgGxXosrc]$/.test(kind)) throw jinjaError('formatUnknown', { format: kind })
      if (name === undefined && next >= values.length) throw jinjaError('formatTooFew')
      if (name !== undefined && !isDict(whole)) throw jinjaError('formatDictionary')
      const value = name === undefined ? values[next++] : lookup(whole as never, name)
      const isText = /[src]/.test(kind)
      if (!isText && read(value) === undefined) throw jinjaError('formatNumber')
      return written(value, {
        sign: flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '',
        align: flags.includes('-') ? '<' : flags.includes('0') && !isText ? '=' : '>',
        fill: flags.includes('0') && !flags.includes('-') && !isText ? '0' : ' ',
        isAlternate: flags.includes('#'),
        width: Number(width),
        comma: false,
        digits: digits === undefined ? undefined : Number(digits),
        kind: /[iu]/.test(kind) ? 'd' : kind === 'c' ? 's' : kind,
      })
    },
  )
  // A dictionary or a list that the format does not ask for is let through, as Python does.
  if (
    next < values.length &&
    !/%\(/.test(format) &&
    !(values.length === 1 && (isDict(values[0]) || Array.isArray(values[0])))
  )
    throw jinjaError('formatTooMany')
  return text(made)
}

const fieldFormat = /^(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\d*)(,)?(?:\.(\d+))?([a-zA-Z%]?)$/su

/** `'{:.1f}'.format(1)`. */
export function format(pattern: string, values: readonly Value[]): string {
  charge(pattern.length)
  let next = 0
  const made = pattern.replace(
    /\{\{|\}\}|\{(\d*)(?:!([rs]))?(?::([^{}]*))?\}|[{}]/g,
    (whole, index: string | undefined, conversion: string | undefined, spec = '') => {
      if (whole === '{{' || whole === '}}') return whole.slice(1)
      if (whole === '{' || whole === '}') throw jinjaError('formatBrace')
      const place = index ? Number(index) : next++
      if (place >= values.length) throw jinjaError('formatTooFew')
      const given = values[place]
      const value = conversion === 'r' ? repr(given) : conversion === 's' ? str(given) : given
      const parts = fieldFormat.exec(spec)
      if (!parts) throw jinjaError('formatUnknown', { format: spec })
      const [, fill, align, sign, alternate, zero, width, comma, digits, kind] = parts
      const isNumber = typeof value === 'number' || isFloat(value)
      if (kind && kind !== 's' && !isNumber) throw jinjaError('formatOfNumber', { format: spec })
      const otherwise = isNumber ? (digits !== undefined ? 'g' : isFloat(value) || spec === '' ? 's' : 'd') : 's'
      return written(value, {
        sign: sign === '-' || sign === undefined ? '' : sign,
        align: align ?? (zero ? '=' : isNumber ? '>' : '<'),
        fill: fill ?? (zero ? '0' : ' '),
        isAlternate: alternate !== undefined,
        width: Number(width),
        comma: comma !== undefined,
        digits: number(digits),
        kind: kind || otherwise,
      })
    },
  )
  return text(made)
}
