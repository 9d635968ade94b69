import { bounds, count, read, str, text, type Value } from './values.ts'

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

interface Spec {
  readonly flags: string
  readonly width: number
  readonly digits: number | undefined
  readonly kind: string
}

/** One value under one placeholder of `%` or `format`. */
function written(value: Value, { flags, width, digits, kind }: Spec): string {
  if (width > bounds.items) throw new Error('the width is too large')
  const word = spelt(value, kind, digits)
  if (flags.includes('-') || flags.includes('<')) return word.padEnd(width)
  if (!flags.includes('0')) return word.padStart(width)
  return word.startsWith('-') ? `-${word.slice(1).padStart(width - 1, '0')}` : word.padStart(width, '0')
}

function spelt(value: Value, kind: string, digits: number | undefined): string {
  switch (kind) {
    case 'f':
    case 'F': {
      const places = Math.min(digits ?? 6, 20)
      return rounded(count(value), places).toFixed(places)
    }
    case 'd':
    case 'i':
      return String(Math.trunc(count(value)))
    case 'x':
      return Math.trunc(count(value)).toString(16)
    case 'X':
      return Math.trunc(count(value)).toString(16).toUpperCase()
    case 's':
      return digits === undefined ? str(value) : str(value).slice(0, digits)
    default:
      throw new Error(`the format "${kind}" is not known`)
  }
}

const number = (digits: string | undefined) => (digits ? Number(digits) : undefined)

/** `'%02x' % (1,)`. */
export function printf(format: string, values: readonly Value[]): string {
  let at = 0
  const made = format.replace(
    /%([-0]*)(\d*)(?:\.(\d+))?([a-zA-Z%])/g,
    (_, flags: string, width: string, digits: string | undefined, kind: string) => {
      if (kind === '%') return '%'
      if (at >= values.length) throw new Error('the format asks for more values than there are')
      return written(values[at++], { flags, width: Number(width), digits: number(digits), kind })
    },
  )
  return text(made)
}

/** `'{:.1f}'.format(1)`. */
export function format(pattern: string, values: readonly Value[]): string {
  let at = 0
  const made = pattern.replace(
    /\{\{|\}\}|\{(\d*)(?::([<>]?0?)(\d*)(?:\.(\d+))?([a-zA-Z]?))?\}/g,
    (whole, index: string, flags = '', width = '', digits: string | undefined, kind = '') => {
      if (whole === '{{' || whole === '}}') return whole.slice(1)
      const value = values[index === '' ? at++ : Number(index)]
      const otherwise = digits !== undefined && read(value) !== undefined ? 'f' : 's'
      return written(value, { flags, width: Number(width), digits: number(digits), kind: kind || otherwise })
    },
  )
  return text(made)
}
