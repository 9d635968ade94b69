import { jinjaError } from './messages.ts'

/** A word or sign of a template, or a text outside of all braces. */
export interface Token {
  readonly type: 'text' | 'name' | 'string' | 'integer' | 'float' | 'sign' | 'begin' | 'end'
  readonly value: string
}

/** The longest template in characters, and the most words and signs in it. */
const maxTemplateChars = 10_000
const maxTokens = 2000

/** How many brackets may be inside each other. */
const maxDepth = 100

const opening = /\{([{%#])([-+]?)/g
const token =
  /\s*(?:([\p{L}_][\p{L}\p{N}_]*)|(0[xob][\da-f_]+|\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?(?:e[+-]?\d+(?:_\d+)*)?)|'((?:[^'\\]|\\[\s\S])*)'|"((?:[^"\\]|\\[\s\S])*)"|(==|!=|<=|>=|\*\*|\/\/|[-+*/%~[\](){}<>=.:|,]))/iuy
const raw = /\{%[-+]?\s*raw\s*[-+]?%\}([\s\S]*?)\{%[-+]?\s*endraw\s*[-+]?%\}/y

/**
 * Takes a template apart as Jinja does (https://jinja.palletsprojects.com/en/stable/templates/).
 * @throws Error in plain words
 */
export function tokenize(template: string): readonly Token[] {
  if (template.length > maxTemplateChars) throw jinjaError('templateTooLong', { max: maxTemplateChars })
  // As Python's, a newline at the very end is none of the text.
  const source = template.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  const tokens: Token[] = []
  let position = 0
  let trimNext = false
  const add = (type: Token['type'], value: string) => {
    tokens.push({ type, value })
    if (tokens.length > maxTokens) throw jinjaError('tooManyTokens', { max: maxTokens })
  }
  const addText = (text: string) => {
    const trimmed = trimNext ? text.trimStart() : text
    if (trimmed !== '') add('text', trimmed)
    trimNext = false
  }
  while (position < source.length) {
    opening.lastIndex = position
    const begin = opening.exec(source)
    if (!begin) {
      addText(source.slice(position))
      break
    }
    const text = source.slice(position, begin.index)
    addText(begin[2] === '-' ? text.trimEnd() : text)
    raw.lastIndex = begin.index
    const verbatim = raw.exec(source)
    if (verbatim) {
      if (verbatim[1]) add('text', verbatim[1])
      position = raw.lastIndex
    } else if (begin[1] === '#') {
      const end = source.indexOf('#}', opening.lastIndex)
      if (end === -1) throw jinjaError('commentNoEnd')
      trimNext = source[end - 1] === '-'
      position = end + 2
    } else position = inBraces(begin[1] === '%' ? '%}' : '}}', opening.lastIndex)
  }
  return tokens

  /** @returns where the text goes on */
  function inBraces(end: '%}' | '}}', from: number): number {
    add('begin', end)
    let depth = 0
    token.lastIndex = from
    for (let at = from; ; at = token.lastIndex) {
      const close = /\s*([-+]?)([%}]\})/y
      close.lastIndex = at
      const closing = close.exec(source)
      if (closing && closing[2] === end && depth === 0) {
        trimNext = closing[1] === '-'
        add('end', end)
        return close.lastIndex
      }
      token.lastIndex = at
      const found = token.exec(source)
      if (!found) {
        const rest = source.slice(at).trim()
        throw rest === '' ? jinjaError('endsEarly') : jinjaError('unreadable', { word: rest.slice(0, 20) })
      }
      const [, name, number, single, double, sign] = found
      if (name !== undefined) add('name', name)
      else if (number !== undefined)
        add(/[.]|^\d.*e/i.test(number) && !/^0x/i.test(number) ? 'float' : 'integer', number)
      else if (sign !== undefined) {
        depth += /[([{]/.test(sign) ? 1 : /[)\]}]/.test(sign) ? -1 : 0
        if (depth > maxDepth) throw jinjaError('tooDeep')
        add('sign', sign)
      } else add('string', unescaped(single ?? double ?? ''))
    }
  }
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  0: '\0',
  '\n': '',
}

/** Python keeps a backslash that escapes nothing. */
const unescaped = (text: string): string =>
  text.replace(
    /\\(?:x([\da-f]{2})|u([\da-f]{4})|([\s\S]))/gi,
    (whole, hex: string | undefined, unicode: string | undefined, char = '') => {
      if (hex !== undefined || unicode !== undefined)
        return String.fromCharCode(Number.parseInt(hex ?? unicode ?? '', 16))
      if (/['"\\]/.test(char)) return char
      return Object.hasOwn(escapes, char) ? String(escapes[char]) : whole
    },
  )

/** The tokens of a template, one after the other. */
export class TokenStream {
  readonly #tokens: readonly Token[]
  #position = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  get current(): Token | undefined {
    return this.at(0)
  }

  /** The token so many places on. */
  at(ahead: number): Token | undefined {
    return this.#tokens[this.#position + ahead]
  }

  advance(count: number): void {
    this.#position += count
  }

  is(type: Token['type'], value: string, ahead = 0): boolean {
    const token = this.at(ahead)
    return token?.type === type && token.value === value
  }

  isSign(value: string): boolean {
    return this.is('sign', value)
  }

  isName(value: string): boolean {
    return this.is('name', value)
  }

  /** @returns true if the token was there, and is behind now */
  skip(type: Token['type'], value: string): boolean {
    if (!this.is(type, value)) return false
    this.#position += 1
    return true
  }

  /** @throws Error at the end */
  next(): Token {
    const token = this.current
    if (!token) throw jinjaError('endsEarly')
    this.#position += 1
    return token
  }

  /** @throws Error if another token is there */
  expect(type: Token['type'], value: string): void {
    const found = this.next()
    if (found.type !== type || found.value !== value)
      throw jinjaError('expected', { wanted: value, found: found.value.slice(0, 20) })
  }

  /** @throws Error if something else than a name is there */
  name(): string {
    const { type, value } = this.next()
    if (type !== 'name') throw jinjaError('nameExpected', { found: value.slice(0, 20) })
    return value
  }
}
