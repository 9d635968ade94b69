import { type Token, TokenStream, tokenize } from './lexer.ts'
import { jinjaError } from './messages.ts'
import type { Arguments, AssignmentTarget, Block, Expression, Statement } from './syntax.ts'
import { Float, type Value } from './values.ts'

/** How many parts of a template may be inside each other. */
const maxDepth = 100

const constants: Readonly<Record<string, Value>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
}
const noArguments: Arguments = { positional: [], named: [] }

/**
 * Reads a template as Jinja's own parser does, with its order of operators: `~` binds more tightly than `+`, a filter
 * more tightly than a sign, and comparisons are chained.
 * @throws Error in plain words
 */
export const parse = (template: string): Block => new Parser(tokenize(template)).parse()

class Parser {
  readonly #stream: TokenStream
  #depth = 0

  constructor(tokens: readonly Token[]) {
    this.#stream = new TokenStream(tokens)
  }

  parse(): Block {
    const block = this.#block([])
    if (this.#stream.current) throw jinjaError('noBeginning', { word: this.#stream.current.value })
    return block
  }

  #nested<T>(parse: () => T): T {
    this.#depth += 1
    if (this.#depth > maxDepth) throw jinjaError('tooDeep')
    const parsed = parse()
    this.#depth -= 1
    return parsed
  }

  /** Up to one of the words that end it, which is left. */
  #block(ends: readonly string[]): Block {
    const statements: Statement[] = []
    for (let token = this.#stream.current; token; token = this.#stream.current) {
      if (token.type === 'text') {
        this.#stream.advance(1)
        statements.push({ kind: 'text', text: token.value })
      } else if (this.#stream.skip('begin', '}}')) {
        statements.push({ kind: 'print', value: this.#tupleOrOne() })
        this.#stream.expect('end', '}}')
      } else {
        const word = this.#stream.at(1)
        if (word?.type === 'name' && ends.includes(word.value)) return statements
        this.#stream.expect('begin', '%}')
        statements.push(this.#nested(() => this.#statement(this.#stream.name())))
      }
    }
    if (ends.length > 0) throw jinjaError('missingEnd', { end: ends.at(-1) ?? '' })
    return statements
  }

  #statement(word: string): Statement {
    switch (word) {
      case 'if':
        return this.#if()
      case 'for':
        return this.#for()
      case 'set':
        return this.#set()
      case 'macro':
        return this.#macro()
      default:
        throw jinjaError('unreadable', { word })
    }
  }

  #endOfStatement(): void {
    this.#stream.expect('end', '%}')
  }

  /** The word that ended a block. */
  #endWord(): string {
    this.#stream.expect('begin', '%}')
    return this.#stream.name()
  }

  #if(): Statement {
    const branches: (readonly [Expression, Block])[] = []
    for (let word = 'elif'; word === 'elif'; ) {
      const test = this.#tupleOrOne()
      this.#endOfStatement()
      branches.push([test, this.#block(['elif', 'else', 'endif'])])
      word = this.#endWord()
      if (word === 'elif') continue
      this.#endOfStatement()
      const otherwise = word === 'else' ? this.#block(['endif']) : []
      if (word === 'else') {
        this.#endWord()
        this.#endOfStatement()
      }
      return { kind: 'if', branches, otherwise }
    }
    throw jinjaError('endsEarly')
  }

  #for(): Statement {
    const target = this.#target()
    this.#stream.expect('name', 'in')
    const iterable = this.#or()
    const test = this.#stream.skip('name', 'if') ? this.#expression() : undefined
    this.#endOfStatement()
    const body = this.#block(['else', 'endfor'])
    const hasElse = this.#endWord() === 'else'
    this.#endOfStatement()
    const otherwise = hasElse ? this.#block(['endfor']) : []
    if (hasElse) {
      this.#endWord()
      this.#endOfStatement()
    }
    return { kind: 'for', target, iterable, test, body, otherwise }
  }

  #set(): Statement {
    const target = this.#target()
    if (this.#stream.skip('sign', '=')) {
      const value = this.#tupleOrOne()
      this.#endOfStatement()
      return { kind: 'set', target, value, body: [] }
    }
    this.#endOfStatement()
    const body = this.#block(['endset'])
    this.#endWord()
    this.#endOfStatement()
    return { kind: 'set', target, value: undefined, body }
  }

  #macro(): Statement {
    const name = this.#stream.name()
    this.#stream.expect('sign', '(')
    const parameters: (readonly [string, Expression | undefined])[] = []
    while (!this.#stream.skip('sign', ')')) {
      if (parameters.length > 0) this.#stream.expect('sign', ',')
      parameters.push([this.#stream.name(), this.#stream.skip('sign', '=') ? this.#expression() : undefined])
    }
    this.#endOfStatement()
    const body = this.#block(['endmacro'])
    this.#endWord()
    this.#endOfStatement()
    return { kind: 'macro', name, parameters, body }
  }

  #target(): AssignmentTarget {
    if (this.#stream.is('sign', '.', 1)) {
      const namespace = this.#stream.name()
      this.#stream.next()
      return { namespace, field: this.#stream.name() }
    }
    const isParenthesised = this.#stream.skip('sign', '(')
    const names = [this.#stream.name()]
    let isTuple = false
    while (this.#stream.skip('sign', ',')) {
      isTuple = true
      if (this.#stream.current?.type === 'name' && !this.#stream.isName('in')) names.push(this.#stream.name())
    }
    if (isParenthesised) this.#stream.expect('sign', ')')
    return { names, isTuple }
  }

  /** An expression, or several with commas between. */
  #tupleOrOne(): Expression {
    const first = this.#expression()
    if (!this.#stream.isSign(',')) return first
    const items = [first]
    while (this.#stream.skip('sign', ',')) {
      if (this.#stream.current?.type === 'end' || this.#stream.isSign(')')) break
      items.push(this.#expression())
    }
    return { kind: 'tuple', items }
  }

  #expression(): Expression {
    return this.#nested(() => {
      let value = this.#or()
      while (this.#stream.skip('name', 'if')) {
        const test = this.#or()
        const no = this.#stream.skip('name', 'else') ? this.#expression() : undefined
        value = { kind: 'if', test, yes: value, no }
      }
      return value
    })
  }

  #or(): Expression {
    let left = this.#and()
    while (this.#stream.skip('name', 'or')) left = { kind: 'or', left, right: this.#and() }
    return left
  }

  #and(): Expression {
    let left = this.#not()
    while (this.#stream.skip('name', 'and')) left = { kind: 'and', left, right: this.#not() }
    return left
  }

  #not(): Expression {
    return this.#stream.skip('name', 'not')
      ? this.#nested(() => ({ kind: 'not', operand: this.#not() }))
      : this.#compare()
  }

  #compare(): Expression {
    const first = this.#sum()
    const rest: (readonly [string, Expression])[] = []
    for (let operator = this.#comparison(); operator; operator = this.#comparison()) rest.push([operator, this.#sum()])
    return rest.length > 0 ? { kind: 'compare', first, rest } : first
  }

  #comparison(): string | undefined {
    if (
      this.#stream.current?.type === 'sign' &&
      ['==', '!=', '<', '<=', '>', '>='].includes(this.#stream.current.value)
    )
      return this.#stream.next().value
    if (this.#stream.skip('name', 'in')) return 'in'
    if (!this.#stream.isName('not') || !this.#stream.is('name', 'in', 1)) return undefined
    this.#stream.advance(2)
    return 'not in'
  }

  #binary(operators: readonly string[], operand: () => Expression): Expression {
    let left = operand()
    while (this.#stream.current?.type === 'sign' && operators.includes(this.#stream.current.value)) {
      const operator = this.#stream.next().value
      left = { kind: 'binary', operator, left, right: operand() }
    }
    return left
  }

  #sum = () => this.#binary(['+', '-'], this.#concatenation)
  #concatenation = () => this.#binary(['~'], this.#product)
  #product = () => this.#binary(['*', '/', '//', '%'], this.#power)
  #power = () => this.#binary(['**'], () => this.#unary(true))

  #unary(withFilters: boolean): Expression {
    const sign = this.#stream.isSign('-') ? 'negate' : this.#stream.isSign('+') ? 'plus' : undefined
    if (sign) this.#stream.advance(1)
    const value: Expression = sign
      ? this.#nested(() => ({ kind: sign, operand: this.#unary(false) }))
      : this.#postfix(this.#primary())
    return withFilters ? this.#filters(value) : value
  }

  #primary(): Expression {
    const { type, value } = this.#stream.next()
    switch (type) {
      case 'name':
        return Object.hasOwn(constants, value)
          ? { kind: 'constant', value: constants[value] }
          : { kind: 'name', name: value }
      case 'string': {
        let text = value
        while (this.#stream.current?.type === 'string') text += this.#stream.next().value
        return { kind: 'constant', value: text }
      }
      case 'integer':
        return { kind: 'constant', value: wholeNumber(value) }
      case 'float':
        return { kind: 'constant', value: new Float(Number(value.replaceAll('_', ''))) }
      case 'sign':
        if (value === '(') return this.#nested(() => this.#parenthesised())
        if (value === '[')
          return this.#nested(() => ({ kind: 'list', items: this.#items(']', () => this.#expression()) }))
        if (value === '{') return this.#nested(() => ({ kind: 'dict', pairs: this.#items('}', () => this.#pair()) }))
    }
    throw type === 'end' ? jinjaError('endsEarly') : jinjaError('unreadableHere', { word: value.slice(0, 20) })
  }

  #parenthesised(): Expression {
    if (this.#stream.skip('sign', ')')) return { kind: 'tuple', items: [] }
    const value = this.#tupleOrOne()
    this.#stream.expect('sign', ')')
    return value
  }

  #items<T>(end: string, item: () => T): readonly T[] {
    const items: T[] = []
    while (!this.#stream.skip('sign', end)) {
      if (items.length > 0) this.#stream.expect('sign', ',')
      if (this.#stream.skip('sign', end)) break
      items.push(item())
    }
    return items
  }

  #pair(): readonly [Expression, Expression] {
    const key = this.#expression()
    this.#stream.expect('sign', ':')
    return [key, this.#expression()]
  }

  #postfix(start: Expression): Expression {
    let value = start
    for (;;) {
      if (this.#stream.skip('sign', '.')) {
        const { type, value: name } = this.#stream.next()
        if (type !== 'name' && type !== 'integer') throw jinjaError('unreadableAfterPoint', { word: name.slice(0, 20) })
        const key: Expression = { kind: 'constant', value: type === 'integer' ? Number(name) : name }
        value = { kind: 'member', object: value, key, isAttribute: type === 'name' }
      } else if (this.#stream.skip('sign', '[')) value = this.#subscript(value)
      else if (this.#stream.isSign('(')) value = { kind: 'call', callee: value, args: this.#arguments() }
      else return value
    }
  }

  #subscript(object: Expression): Expression {
    const ends: (Expression | undefined)[] = []
    const isEnd = () => this.#stream.isSign(':') || this.#stream.isSign(']')
    ends.push(isEnd() ? undefined : this.#expression())
    if (ends[0] && this.#stream.skip('sign', ']')) return { kind: 'member', object, key: ends[0], isAttribute: false }
    while (this.#stream.skip('sign', ':') && ends.length < 3) ends.push(isEnd() ? undefined : this.#expression())
    this.#stream.expect('sign', ']')
    return { kind: 'slice', object, ends }
  }

  #filters(start: Expression): Expression {
    let value = start
    for (;;) {
      if (this.#stream.skip('sign', '|')) {
        const name = this.#stream.name()
        value = {
          kind: 'filter',
          operand: value,
          name,
          args: this.#stream.isSign('(') ? this.#arguments() : noArguments,
        }
      } else if (this.#stream.skip('name', 'is')) value = this.#test(value)
      else if (this.#stream.isSign('(')) value = { kind: 'call', callee: value, args: this.#arguments() }
      else return value
    }
  }

  #test(operand: Expression): Expression {
    const isNegated = this.#stream.skip('name', 'not')
    const name = this.#stream.name()
    let args = noArguments
    if (this.#stream.isSign('(')) args = this.#arguments()
    else if (this.#beginsArgument()) args = { positional: [this.#postfix(this.#primary())], named: [] }
    const test: Expression = { kind: 'test', operand, name, args }
    return isNegated ? { kind: 'not', operand: test } : test
  }

  /** Whether an argument of a test stands here without parentheses. */
  #beginsArgument(): boolean {
    const token = this.#stream.current
    if (token?.type === 'name') {
      if (token.value === 'is') throw jinjaError('testAfterTest')
      return !['else', 'or', 'and', 'if', 'in', 'not'].includes(token.value)
    }
    return (
      ['string', 'integer', 'float'].includes(token?.type ?? '') || this.#stream.isSign('[') || this.#stream.isSign('{')
    )
  }

  #arguments(): Arguments {
    this.#stream.expect('sign', '(')
    const positional: Expression[] = []
    const named: (readonly [string, Expression])[] = []
    this.#nested(() =>
      this.#items(')', () => {
        if (this.#stream.current?.type === 'name' && this.#stream.is('sign', '=', 1)) {
          const name = this.#stream.name()
          this.#stream.next()
          named.push([name, this.#expression()])
        } else if (named.length > 0) throw jinjaError('placeAfterName')
        else positional.push(this.#expression())
      }),
    )
    return { positional, named }
  }
}

function wholeNumber(written: string): number {
  const value = Number(written.replaceAll('_', ''))
  if (!Number.isSafeInteger(value)) throw jinjaError('numberWrittenTooLarge', { number: written.slice(0, 30) })
  return value
}
