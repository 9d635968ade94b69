import type { RawKey } from '../codes/code.ts'
import { code, defaultCarrierHz } from '../codes/code.ts'
import { importError } from './messages.ts'

/*
 * IRP notation: `{38.4k,564}<1,-1|1,-3>(16,-8,D:8,S:8,F:8,~F:8,1,^108m,(16,-4,1,^108m)*)[D:0..255,S:0..255=255-D,F:0..255]`.
 * Carrier and unit of time; what a 0 and a 1 are; what is sent: durations in units, fields as value:bits, ^ fills up to a length,
 * (…)* follows for as long as the key is held; at the end what is computed, and the parameters with their defaults.
 * Source: "IRP Notation" by Graham Dixon, hifi-remote.com.
 */

/** Values by name: D is the device, S the subdevice, F the function. */
export type IrpValues = Readonly<Record<string, number>>

type Expression = (scope: Scope) => number
type Step =
  | { readonly kind: 'time'; readonly us: number }
  | { readonly kind: 'extent'; readonly us: number }
  | { readonly kind: 'field'; readonly value: Expression; readonly width: Expression; readonly skip: Expression }
  | { readonly kind: 'inverted'; readonly field: Step & { readonly kind: 'field' } }
  | { readonly kind: 'assign'; readonly name: string; readonly value: Expression }
  | { readonly kind: 'stream'; readonly stream: Stream }

interface Stream {
  readonly symbols: readonly (readonly Step[])[]
  readonly steps: readonly Step[]
  /** sent so many times, or again for as long as the key is held: not at all (`*`) or once (`+`) for a short press */
  readonly repeat: number | '*' | '+'
}

/** One protocol in IRP notation. */
interface IrpProtocol {
  readonly carrierHz: number
  readonly unitUs: number
  readonly isMsb: boolean
  readonly stream: Stream
  readonly computed: ReadonlyMap<string, Expression>
  /** the parameters, and what they are if nobody says */
  readonly defaults: ReadonlyMap<string, Expression | undefined>
}

/** The values while a key is encoded; what is computed from others is computed when it is needed. */
class Scope {
  readonly #values: Map<string, number>
  readonly #protocol: IrpProtocol

  constructor(protocol: IrpProtocol, values: IrpValues) {
    this.#protocol = protocol
    this.#values = new Map(Object.entries(values))
  }

  /** @throws Error if the protocol needs a value that is not given */
  get(name: string): number {
    const expression = this.#protocol.computed.get(name) ?? this.#protocol.defaults.get(name)
    const value = this.#values.get(name) ?? expression?.(this)
    if (value === undefined) throw importError('missing', { field: name })
    return value
  }

  set(name: string, value: number): void {
    this.#values.set(name, value)
  }
}

/** Takes apart a text in IRP notation. */
class Parser {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text.replace(/\s+/g, '')
  }

  protocol(): IrpProtocol {
    const { carrierHz, unitUs, isMsb } = this.#general()
    const stream = this.#stream([], unitUs, carrierHz)
    const computed = new Map<string, Expression>()
    while (this.#take('{')) {
      while (!this.#take('}')) {
        const name = this.#match(/\w+/y)
        this.#expect('=')
        computed.set(name, this.#expression())
        this.#take(',')
      }
    }
    const defaults = new Map<string, Expression | undefined>()
    if (this.#take('['))
      while (!this.#take(']')) {
        const name = this.#match(/\w+/y)
        this.#match(/@?(:\d+\.\.\w+)?/y)
        defaults.set(name, this.#take('=') ? this.#expression() : undefined)
        this.#take(',')
      }
    return { carrierHz, unitUs, isMsb, stream, computed, defaults }
  }

  #general() {
    let [carrierHz, unitUs, isPulses, isMsb] = [defaultCarrierHz, 1, false, false]
    for (const part of this.#match(/\{[^}]*\}/y)
      .slice(1, -1)
      .split(',')) {
      if (part.endsWith('k')) carrierHz = Math.round(Number.parseFloat(part) * 1000)
      else if (/^\d+(\.\d+)?[up]?$/.test(part)) {
        unitUs = Number.parseFloat(part)
        isPulses = part.endsWith('p')
      } else if (part === 'msb') isMsb = true
    }
    return { carrierHz, unitUs: isPulses ? (unitUs * 1e6) / carrierHz : unitUs, isMsb }
  }

  #stream(outer: Stream['symbols'], unitUs: number, carrierHz: number): Stream {
    const symbols: (readonly Step[])[] = []
    if (this.#take('<')) {
      do symbols.push(this.#steps(unitUs, carrierHz, outer))
      while (this.#take('|'))
      this.#expect('>')
    }
    const own = symbols.length > 0 ? symbols : outer
    this.#expect('(')
    const steps = this.#steps(unitUs, carrierHz, own)
    this.#expect(')')
    const repeat = this.#match(/[*+]|\d*/y)
    return { symbols: own, steps, repeat: repeat === '*' || repeat === '+' ? repeat : Number(repeat || 1) }
  }

  #steps(unitUs: number, carrierHz: number, symbols: Stream['symbols']): readonly Step[] {
    const steps: Step[] = []
    do {
      const rest = this.#text.slice(this.#at)
      const assigned = /^(\w+)=/.exec(rest)?.[1]
      if (/^[<(]/.test(rest) && this.#isStream()) {
        steps.push({ kind: 'stream', stream: this.#stream(symbols, unitUs, carrierHz) })
      } else if (assigned !== undefined) {
        this.#at += assigned.length + 1
        steps.push({ kind: 'assign', name: assigned, value: this.#expression() })
      } else if (this.#take('^')) steps.push({ kind: 'extent', us: this.#time(unitUs, carrierHz) })
      else if (/^-?[\d.]+[ump]?(?=[,|>)])/.test(rest)) {
        steps.push({ kind: 'time', us: this.#time(unitUs, carrierHz) })
      } else steps.push(this.#field())
    } while (this.#take(','))
    return steps
  }

  /** Whether what begins here is a stream, and no field whose value stands in brackets. */
  #isStream(): boolean {
    if (this.#text[this.#at] === '<') return true
    let depth = 0
    for (let i = this.#at; i < this.#text.length; i += 1) {
      if (this.#text[i] === '(') depth += 1
      if (this.#text[i] === ')') depth -= 1
      if (depth === 0) return this.#text[i + 1] !== ':'
    }
    return true
  }

  #time(unitUs: number, carrierHz: number): number {
    const text = this.#match(/-?[\d.]+[ump]?/y)
    const scale = text.endsWith('m') ? 1000 : text.endsWith('u') ? 1 : text.endsWith('p') ? 1e6 / carrierHz : unitUs
    return Number.parseFloat(text) * scale
  }

  #field(): Step {
    const isInverted = this.#take('~')
    const value = this.#primary()
    this.#expect(':')
    const width = this.#take('-') ? negated(this.#primary()) : this.#primary()
    const skip = this.#take(':') ? this.#primary() : () => 0
    const field = { kind: 'field', value, width, skip } as const
    return isInverted ? { kind: 'inverted', field } : field
  }

  /** The operators, those that bind least first. */
  #expression(level = 0): Expression {
    const operators = [['|'], ['^'], ['&'], ['+', '-'], ['*', '/', '%']][level]
    if (!operators) return this.#unary()
    let left = this.#expression(level + 1)
    for (;;) {
      const operator = operators.find((one) => this.#take(one))
      if (operator === undefined) return left
      const [one, other] = [left, this.#expression(level + 1)]
      left = (scope) => compute(operator, one(scope), other(scope))
    }
  }

  #unary(): Expression {
    if (this.#take('~')) {
      const of = this.#unary()
      return (scope) => ~of(scope)
    }
    if (this.#take('-')) return negated(this.#unary())
    if (this.#take('#')) {
      const of = this.#unary()
      return (scope) => [...(of(scope) >>> 0).toString(2)].filter((bit) => bit === '1').length
    }
    const value = this.#primary()
    if (!this.#take(':')) return value
    // `X:4:4` are four bits from the fourth on, `X::4` all from there on.
    const width = this.#text[this.#at] === ':' ? undefined : this.#primary()
    const skip = this.#take(':') ? this.#primary() : () => 0
    return (scope) => {
      const shifted = value(scope) >> skip(scope)
      return width === undefined ? shifted : shifted & (2 ** width(scope) - 1)
    }
  }

  #primary(): Expression {
    if (this.#take('(')) {
      const inside = this.#expression()
      this.#expect(')')
      return inside
    }
    const word = this.#match(/0x[\dA-Fa-f]+|\w+/y)
    return /^\d/.test(word) ? () => Number(word) : (scope) => scope.get(word)
  }

  #take(sign: string): boolean {
    if (!this.#text.startsWith(sign, this.#at)) return false
    this.#at += sign.length
    return true
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) throw new Error(`"${sign}" is expected in IRP notation at ${this.#text.slice(this.#at)}`)
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const [found] = pattern.exec(this.#text) ?? []
    if (found === undefined) throw new Error(`IRP notation is wrong at ${this.#text.slice(this.#at)}`)
    this.#at += found.length
    return found
  }
}

const negated =
  (of: Expression): Expression =>
  (scope) =>
    -of(scope)

function compute(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return Math.floor(left / right)
    case '%':
      return left % right
    case '&':
      return left & right
    case '^':
      return left ^ right
    default:
      return left | right
  }
}

/** Marks, positive, and spaces, negative, of a stream that is sent. */
class Signal {
  readonly times: number[] = []
  readonly #protocol: IrpProtocol
  readonly #scope: Scope
  /** bits of neighbouring fields, the first sent first, that have no marks and spaces yet */
  #bits: number[] = []
  /** µs since the last extent, or the beginning */
  #sinceExtentUs = 0

  constructor(protocol: IrpProtocol, scope: Scope) {
    this.#protocol = protocol
    this.#scope = scope
  }

  /** @param repeats how often a stream that a held key repeats is sent in this stream */
  send({ steps, symbols }: Stream, repeats: 0 | 1): void {
    for (const step of steps) {
      if (step.kind !== 'field' && step.kind !== 'inverted') this.#flush(symbols)
      this.#sendStep(step, repeats)
    }
    this.#flush(symbols)
  }

  #sendStep(step: Step, repeats: 0 | 1): void {
    if (step.kind === 'time') this.#add(step.us)
    else if (step.kind === 'extent') {
      this.#add(-Math.max(step.us - this.#sinceExtentUs, 1))
      this.#sinceExtentUs = 0
    } else if (step.kind === 'assign') this.#scope.set(step.name, step.value(this.#scope))
    else if (step.kind === 'field') this.#addField(step, false)
    else if (step.kind === 'inverted') this.#addField(step.field, true)
    else {
      const { repeat } = step.stream
      const count = repeat === '*' ? repeats : repeat === '+' ? 1 : repeat
      for (let i = 0; i < count; i += 1) this.send(step.stream, repeats)
    }
  }

  #addField({ value, width, skip }: Step & { readonly kind: 'field' }, isInverted: boolean): void {
    const signedWidth = width(this.#scope)
    const number = Math.floor(value(this.#scope) / 2 ** skip(this.#scope))
    const lowestFirst = Array.from({ length: Math.abs(signedWidth) }, (_, i) => {
      const bit = (((Math.floor(number / 2 ** i) % 2) + 2) % 2) as 0 | 1
      return isInverted ? 1 - bit : bit
    })
    // A negative width turns the order of the bits round.
    const isMsb = this.#protocol.isMsb !== signedWidth < 0
    this.#bits.push(...(isMsb ? lowestFirst.reverse() : lowestFirst))
  }

  /** Marks and spaces of the bits: so many at a time as the symbols need. */
  #flush(symbols: Stream['symbols']): void {
    const bits = this.#bits
    this.#bits = []
    const size = Math.round(Math.log2(symbols.length))
    for (let i = 0; i + size <= bits.length && size > 0; i += size) {
      const index = bits.slice(i, i + size).reduce((all, bit) => all * 2 + bit, 0)
      for (const step of symbols[index] ?? []) this.#sendStep(step, 0)
    }
  }

  #add(us: number): void {
    this.#sinceExtentUs += Math.abs(us)
    const last = this.times.at(-1)
    // Darkness before the first light is nothing that can be sent.
    if (last === undefined && us < 0) return
    if (last !== undefined && last > 0 === us > 0) this.times[this.times.length - 1] = last + us
    else this.times.push(us)
  }
}

/** What follows for as long as the key is held, where that is not all of it. */
const repeatedStream = ({ steps }: Stream): Stream | undefined =>
  steps.flatMap((step) => (step.kind === 'stream' && step.stream.repeat === '*' ? [step.stream] : []))[0]

const parsed = new Map<string, IrpProtocol>()

/**
 * The key that a protocol in IRP notation makes of values.
 * @throws Error for the user if a value is missing, or nothing can send that
 */
export function encodeIrp(notation: string, values: IrpValues): RawKey {
  const protocol = parsed.get(notation) ?? new Parser(notation).protocol()
  parsed.set(notation, protocol)
  const { stream, carrierHz } = protocol
  const pulsesOf = (sent: Stream, more: IrpValues, repeats: 0 | 1) => {
    const signal = new Signal(protocol, new Scope(protocol, { ...values, ...more }))
    signal.send(sent, repeats)
    return code(
      signal.times.map((us) => Math.max(1, Math.round(Math.abs(us)))),
      carrierHz >= 20_000 ? carrierHz : defaultCarrierHz,
    )
  }
  // A stream around everything whose first part is what comes once, as `((…)*,T=1-T)`.
  const [only] = stream.steps
  const isWrapped = only?.kind === 'stream' && stream.steps.slice(1).every(({ kind }) => kind === 'assign')
  const whole = isWrapped ? only.stream : stream
  const repeated = repeatedStream(whole)
  const hasToggle = protocol.defaults.has('T') && values.T === undefined
  return {
    code: pulsesOf(whole, {}, 0),
    ...(repeated && { repeatCode: pulsesOf(repeated, {}, 1) }),
    ...(hasToggle && { alternate: pulsesOf(whole, { T: 1 }, 0) }),
  }
}
