import { charge } from './budget.ts'
import { attributeOf, filters, own, property, type Tool, type Tools } from './filters.ts'
import { functions, higherFilters, methods, tests } from './functions.ts'
import { type JinjaMessage, jinjaError } from './messages.ts'
import { comparisons, operators } from './operators.ts'
import { constantPattern, regexFilters, regexTests } from './regex.ts'
import type { Arguments, AssignmentTarget, Block, Expression, Statement } from './syntax.ts'
import {
  count,
  dict,
  equal,
  isFloat,
  isList,
  isTrue,
  itemsOf,
  join,
  list,
  Macro,
  made,
  Namespace,
  str,
  Tuple,
  text,
  type Value,
} from './values.ts'

/** The names that are known in one place of a template; those of the places around it are known too. */
export class Scope {
  readonly #names = new Map<string, Value>()
  readonly #outer: Scope | undefined

  constructor(outer?: Scope) {
    this.#outer = outer
  }

  get(name: string): Value {
    for (let scope: Scope | undefined = this; scope; scope = scope.#outer)
      if (scope.#names.has(name)) return scope.#names.get(name)
    return undefined
  }

  set(name: string, value: Value): void {
    this.#names.set(name, value)
  }
}

/** What is noticed while a template is rendered. */
interface Rendering {
  /** something that is not there was printed */
  printedUndefined: boolean
}

type Code = (scope: Scope) => Value
type Writer = (scope: Scope, rendering: Rendering) => string

const filterTools: Tools = {
  ...filters,
  ...higherFilters,
  ...regexFilters,
  d: filters.default as Tool,
  count: filters.length as Tool,
  tojson: filters.to_json as Tool,
  e: filters.string as Tool,
}
const testTools: Tools = { ...tests, ...regexTests }

/**
 * Makes a template ready to be rendered.
 * @throws Error in plain words if it holds what is not understood
 */
function compileBlock(block: Block): Writer {
  const writers = block.map(statement)
  return (scope, rendering) => {
    let made = ''
    for (const write of writers) made = text(made + write(scope, rendering))
    return made
  }
}

function statement(node: Statement): Writer {
  switch (node.kind) {
    case 'text':
      return () => node.text
    case 'print': {
      const code = expression(node.value)
      return (scope, rendering) => {
        const value = code(scope)
        if (value === undefined) rendering.printedUndefined = true
        return str(value)
      }
    }
    case 'if': {
      const branches = node.branches.map(([test, body]) => [expression(test), compileBlock(body)] as const)
      const otherwise = compileBlock(node.otherwise)
      return (scope, rendering) => (branches.find(([test]) => isTrue(test(scope)))?.[1] ?? otherwise)(scope, rendering)
    }
    case 'set': {
      const assign = assignment(node.target)
      const value = node.value && expression(node.value)
      const body = compileBlock(node.body)
      return (scope, rendering) => {
        assign(scope, value ? value(scope) : body(scope, rendering))
        return ''
      }
    }
    case 'for':
      return loop(node)
    case 'macro':
      return macro(node)
  }
}

function assignment(target: AssignmentTarget): (scope: Scope, value: Value) => void {
  if ('namespace' in target)
    return (scope, value) => {
      const namespace = scope.get(target.namespace)
      if (!(namespace instanceof Namespace)) throw jinjaError('onlyNamespace')
      namespace.fields.set(target.field, value)
    }
  const { names, isTuple } = target
  if (!isTuple) return (scope, value) => scope.set(names[0] ?? '', value)
  return (scope, value) => {
    const items = itemsOf(value)
    if (items.length !== names.length) throw jinjaError('valuesForNames', { values: items.length, names: names.length })
    for (const [i, name] of names.entries()) scope.set(name, items[i])
  }
}

function loop(node: Extract<Statement, { kind: 'for' }>): Writer {
  const assign = assignment(node.target)
  const iterable = expression(node.iterable)
  const test = node.test && expression(node.test)
  const [body, otherwise] = [compileBlock(node.body), compileBlock(node.otherwise)]
  return (outer, rendering) => {
    const items = itemsOf(iterable(outer)).filter((item) => {
      if (!test) return true
      const scope = new Scope(outer)
      assign(scope, item)
      return isTrue(test(scope))
    })
    let made = ''
    for (const [i, item] of items.entries()) {
      charge(1)
      // What is set in one round is not known in the next.
      const scope = new Scope(outer)
      assign(scope, item)
      const { length } = items
      scope.set('loop', {
        index: i + 1,
        index0: i,
        revindex: length - i,
        revindex0: length - i - 1,
        first: i === 0,
        last: i === length - 1,
        length,
        previtem: items[i - 1],
        nextitem: items[i + 1],
      })
      made = text(made + body(scope, rendering))
    }
    return items.length === 0 ? otherwise(outer, rendering) : made
  }
}

/** How many macros may be running inside each other. */
const maxCalls = 50
let runningCalls = 0

function macro({ name, parameters, body }: Extract<Statement, { kind: 'macro' }>): Writer {
  const defaults = parameters.map(([name, value]) => [name, value && expression(value)] as const)
  const write = compileBlock(body)
  return (outer, rendering) => {
    const call: Macro['call'] = (args, named) => {
      if (args.length > defaults.length) throw jinjaError('tooManyArguments', { name })
      if (runningCalls >= maxCalls) throw jinjaError('macrosTooDeep')
      const scope = new Scope(outer)
      for (const [i, [parameter, value]] of defaults.entries())
        scope.set(parameter, i < args.length ? args[i] : named.has(parameter) ? named.get(parameter) : value?.(scope))
      runningCalls += 1
      try {
        return write(scope, rendering)
      } finally {
        runningCalls -= 1
      }
    }
    outer.set(name, new Macro(call))
    return ''
  }
}

/** What an expression comes to. Each part of it costs something. */
function expression(node: Expression): Code {
  const code = compileExpression(node)
  return (scope) => {
    charge(1)
    return code(scope)
  }
}

function compileExpression(node: Expression): Code {
  switch (node.kind) {
    case 'constant':
      return () => node.value
    case 'name':
      return (scope) => scope.get(node.name)
    case 'list':
    case 'tuple': {
      const items = node.items.map(expression)
      const isTuple = node.kind === 'tuple'
      return (scope) => {
        const values = items.map((item) => item(scope))
        return isTuple ? Tuple.made(...values) : list(values)
      }
    }
    case 'dict': {
      const pairs = node.pairs.map(([key, value]) => [expression(key), expression(value)] as const)
      return (scope) => dict(pairs.map(([key, value]) => [key(scope), value(scope)]))
    }
    case 'member': {
      const [object, key] = [expression(node.object), expression(node.key)]
      return (scope) => property(object(scope), key(scope))
    }
    case 'slice': {
      const [object, ends] = [expression(node.object), node.ends.map((end) => end && expression(end))]
      return (scope) =>
        slice(
          object(scope),
          ends.map((end) => end?.(scope)),
        )
    }
    case 'call':
      return call(node.callee, node.args)
    case 'filter':
      return filter(node)
    case 'test':
      return called('unknownTest', node.name, testTools, node.args, node.operand)
    case 'not': {
      const operand = expression(node.operand)
      return (scope) => !isTrue(operand(scope))
    }
    case 'negate':
    case 'plus': {
      const operand = expression(node.operand)
      const sign = node.kind === 'negate' ? -1 : 1
      return (scope) => {
        const value = operand(scope)
        return made(sign * count(value), isFloat(value))
      }
    }
    case 'and':
    case 'or': {
      const [left, right, ends] = [expression(node.left), expression(node.right), node.kind === 'or']
      return (scope) => {
        const value = left(scope)
        return isTrue(value) === ends ? value : right(scope)
      }
    }
    case 'compare':
      return comparison(node)
    case 'binary': {
      const [left, right, operate] = [expression(node.left), expression(node.right), operators[node.operator]]
      if (!operate) throw jinjaError('unknownOperator', { operator: node.operator })
      return (scope) => operate(left(scope), right(scope))
    }
    case 'if': {
      const [test, yes, no] = [expression(node.test), expression(node.yes), node.no && expression(node.no)]
      return (scope) => (isTrue(test(scope)) ? yes(scope) : no?.(scope))
    }
  }
}

/** `a < b <= c` is `a < b and b <= c`, and looks at `c` only where it must. */
function comparison({ first, rest }: Extract<Expression, { kind: 'compare' }>): Code {
  const start = expression(first)
  const steps = rest.map(([operator, value]) => [comparisons[operator] ?? equal, expression(value)] as const)
  return (scope) => {
    let left = start(scope)
    for (const [holds, code] of steps) {
      const right = code(scope)
      if (!holds(left, right)) return false
      left = right
    }
    return true
  }
}

/** A part of a text or a list, as Python counts: from the end where a number is negative, backwards where the step is. */
function slice(value: Value, [start, stop, step]: readonly Value[]): Value {
  if (typeof value !== 'string' && !isList(value)) throw jinjaError('onlySliced')
  const items = itemsOf(value)
  const by = step === undefined || step === null ? 1 : count(step)
  if (by === 0 || !Number.isInteger(by)) throw jinjaError('sliceStep')
  const [low, high] = by > 0 ? [0, items.length] : [-1, items.length - 1]
  const end = (written: Value, otherwise: number) => {
    if (written === undefined || written === null) return otherwise
    const n = count(written)
    return Math.min(high, Math.max(low, n < 0 ? n + items.length : n))
  }
  const [from, to] = [end(start, by > 0 ? low : high), end(stop, by > 0 ? high : low)]
  const taken: Value[] = []
  for (let i = from; by > 0 ? i < to : i > to; i += by) taken.push(items[i])
  charge(taken.length)
  if (typeof value === 'string') return join(taken as string[], '')
  return value instanceof Tuple ? Tuple.made(...taken) : taken
}

function filter({ operand, name, args }: Extract<Expression, { kind: 'filter' }>): Code {
  const [attribute, ...others] = args.named
  if (name === 'map' && attribute?.[0] === 'attribute' && args.positional.length === 0) {
    const [subject, key] = [expression(operand), expression(attribute[1])]
    const otherwise = others[0]?.[0] === 'default' ? expression(others[0][1]) : undefined
    return (scope) => {
      const path = str(key(scope))
      const missing = otherwise?.(scope)
      return itemsOf(subject(scope)).map((item) => attributeOf(item, path) ?? missing)
    }
  }
  return called('unknownFilter', name, filterTools, args, operand)
}

/** A call of a macro, a function or a method. */
function call(callee: Expression, args: Arguments): Code {
  if (callee.kind === 'name') {
    const name = callee.name
    if (name === 'namespace') return newNamespace(args)
    if (own(functions, name)) return called('unknownFunction', name, functions, args)
    const [positional, named] = [
      args.positional.map(expression),
      args.named.map(([key, value]) => [key, expression(value)] as const),
    ]
    if (!macroNames.has(name)) throw jinjaError('unknownFunction', { name })
    return (scope) => {
      const macro = scope.get(name)
      if (!(macro instanceof Macro)) throw jinjaError('notMacro', { name })
      return macro.call(
        positional.map((code) => code(scope)),
        new Map(named.map(([key, code]) => [key, code(scope)])),
      )
    }
  }
  if (callee.kind !== 'member' || !callee.isAttribute || callee.key.kind !== 'constant') throw jinjaError('onlyCalled')
  return called('unknownMethod', String(callee.key.value), methods, args, callee.object)
}

function newNamespace({ named }: Arguments): Code {
  const fields = named.map(([key, value]) => [key, expression(value)] as const)
  return (scope) => {
    const namespace = new Namespace()
    for (const [key, value] of fields) namespace.fields.set(key, value(scope))
    return namespace
  }
}

/** Ready to be called, with what is constant read beforehand. @param unknown the message where there is no such tool */
function called(unknown: JinjaMessage, name: string, tools: Tools, args: Arguments, subject?: Expression): Code {
  const first = subject && expression(subject)
  const tool = own(tools, name)
  if (!tool) throw jinjaError(unknown, { name })
  const known = subject ? tool.args : ['value', ...tool.args]
  if (args.positional.length > known.length && !tool.more) throw jinjaError('tooManyArguments', { name })
  const slots: (Code | undefined)[] = args.positional.map(expression)
  for (const [key, value] of args.named) {
    const place = known.indexOf(key)
    if (place < 0) throw jinjaError('noArgument', { name, key })
    slots[place] = expression(value)
  }
  if (tool.hasPattern) constantPattern(args)
  const codes = Array.from(slots, (slot) => slot ?? (() => undefined))
  return (scope) => {
    const values = codes.map((code) => code(scope))
    return first ? tool.run(first(scope), ...values) : tool.run(values[0], ...values.slice(1))
  }
}

/** The macros of the template that is compiled now: a call of another name is refused when it is read. */
let macroNames: ReadonlySet<string> = new Set()

/** Compiles a whole template. @throws Error in plain words */
export function compile(block: Block): Writer {
  macroNames = new Set(macrosOf(block))
  return compileBlock(block)
}

function macrosOf(block: Block): readonly string[] {
  return block.flatMap((node): readonly string[] => {
    switch (node.kind) {
      case 'macro':
        return [node.name, ...macrosOf(node.body)]
      case 'if':
        return [...node.branches.flatMap(([, body]) => macrosOf(body)), ...macrosOf(node.otherwise)]
      case 'for':
        return [...macrosOf(node.body), ...macrosOf(node.otherwise)]
      default:
        return []
    }
  })
}
