import { filters, property, type Tool, type Tools } from './filters.ts'
import { functions, higherFilters, methods, own, tests } from './functions.ts'
import { operators } from './operators.ts'
import { regexFilters, regexTests } from './regex.ts'
import { count, dict, Float, isFloat, isTrue, itemsOf, list, made, str, type Value } from './values.ts'

/** A node of the syntax tree of `@huggingface/jinja`, whose types it does not hand out. */
export interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

/** One rendering: what is known by name, and what it may still cost. */
export interface Run {
  readonly names: Map<string, Value>
  steps: number
  /** something that is not there was printed */
  blank: boolean
}
export type Code = (run: Run) => Value

const allFilters: Tools = { ...filters, ...higherFilters, ...regexFilters, d: filters.default as Tool }
const filterNames: Tools = {
  ...allFilters,
  count: filters.length as Tool,
  tojson: filters.to_json as Tool,
  e: filters.string as Tool,
}
const testNames: Tools = { ...tests, ...regexTests }

const child = (node: Node, key: string) => node[key] as Node
const children = (node: Node, key: string) => node[key] as readonly Node[]

/** Every step costs something, so that a rendering ends. */
const paid =
  (code: Code): Code =>
  (run) => {
    run.steps -= 1
    if (run.steps < 0) throw new Error('it takes too many steps')
    return code(run)
  }

/** Ready to be called, with what is constant read beforehand. */
function call(what: string, name: string, tools: Tools, given: readonly Node[], subject?: Code): Code {
  const tool = own(tools, name)
  if (!tool) throw new Error(`the ${what} "${name}" is not known`)
  const known = subject ? tool.args : ['value', ...tool.args]
  const slots: (Code | undefined)[] = []
  for (const [i, argument] of given.entries()) {
    const keyword = argument.type === 'KeywordArgumentExpression' ? String(child(argument, 'key').value) : undefined
    const at = keyword === undefined ? i : known.indexOf(keyword)
    if (at < 0) throw new Error(`the ${what} "${name}" has no argument "${keyword}"`)
    if (at >= known.length && !tool.more) throw new Error(`the ${what} "${name}" has too many arguments`)
    slots[at] = expression(keyword === undefined ? argument : child(argument, 'value'))
  }
  const all = Array.from(slots, (slot) => slot ?? (() => undefined))
  if (!subject) return (run) => tool.run(...(all.map((code) => code(run)) as [Value, ...Value[]]))
  const [first, second] = all
  if (!first) return (run) => tool.run(subject(run))
  if (!second) return (run) => tool.run(subject(run), first(run))
  return (run) => tool.run(subject(run), ...all.map((code) => code(run)))
}

function filter(node: Node): Code {
  const [name, given] = named(child(node, 'filter'))
  const subject = expression(child(node, 'operand'))
  const test = /^is (not )?(.*)$/.exec(name)
  if (test) {
    const code = call('test', test[2] ?? '', testNames, given, subject)
    return test[1] ? (run) => !isTrue(code(run)) : code
  }
  const attribute = given[0]
  if (name === 'map' && given.length === 1 && attribute?.type === 'KeywordArgumentExpression') {
    const key = expression(child(attribute, 'value'))
    return (run) => itemsOf(subject(run)).map((item) => str(key(run)).split('.').reduce(property, item))
  }
  return call('filter', name, filterNames, given, subject)
}

const named = (node: Node): [string, readonly Node[]] =>
  node.type === 'CallExpression'
    ? [String(child(node, 'callee').value), children(node, 'args')]
    : [String(node.value), []]

function called(node: Node): Code {
  const callee = child(node, 'callee')
  if (callee.type === 'Identifier') return call('function', String(callee.value), functions, children(node, 'args'))
  if (callee.type !== 'MemberExpression' || callee.computed) throw new Error('only functions and methods can be called')
  const name = String(child(callee, 'property').value)
  return call('method', name, methods, children(node, 'args'), expression(child(callee, 'object')))
}

function member(node: Node): Code {
  const object = expression(child(node, 'object'))
  const key = child(node, 'property')
  if (key.type === 'SliceExpression') return slice(object, key)
  if (!node.computed) {
    const name = key.value as string | number
    return (run) => property(object(run), name)
  }
  const inner = expression(key)
  return (run) => property(object(run), inner(run))
}

function slice(object: Code, node: Node): Code {
  const [start, stop, step] = ['start', 'stop', 'step'].map((key) =>
    node[key] ? expression(child(node, key)) : undefined,
  )
  if (step) throw new Error('a slice with a step is not understood')
  return (run) => {
    const value = object(run)
    const ends = [start, stop].map((end) => (end ? count(end(run)) : undefined))
    return typeof value === 'string' ? value.slice(...ends) : itemsOf(value).slice(...ends)
  }
}

function binary(node: Node): Code {
  const [left, right] = [expression(child(node, 'left')), expression(child(node, 'right'))]
  const name = String((node.operator as { value: unknown }).value)
  if (name === 'and') return (run) => choose(left(run), (value) => !isTrue(value), run, right)
  if (name === 'or') return (run) => choose(left(run), isTrue, run, right)
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined
  if (!operator) throw new Error(`the operator ${name} is not known`)
  return (run) => operator(left(run), right(run))
}
const choose = (value: Value, ends: (value: Value) => boolean, run: Run, other: Code) =>
  ends(value) ? value : other(run)

function unary(node: Node): Code {
  const argument = expression(child(node, 'argument'))
  const name = (node.operator as { value: unknown }).value
  if (name === 'not') return (run) => !isTrue(argument(run))
  const sign = name === '-' ? -1 : 1
  return (run) => {
    const value = argument(run)
    return made(sign * count(value), isFloat(value))
  }
}

const constants: Readonly<Record<string, Value>> = {
  true: true,
  false: false,
  none: null,
  True: true,
  False: false,
  None: null,
}

const kinds: Readonly<Record<string, (node: Node) => Code>> = {
  IntegerLiteral: (node) => constant(node.value as number),
  FloatLiteral: (node) => constant(new Float(node.value as number)),
  StringLiteral: (node) => constant(node.value as string),
  Identifier(node) {
    const name = node.value as string
    return Object.hasOwn(constants, name) ? constant(constants[name]) : (run) => run.names.get(name)
  },
  ArrayLiteral: items,
  TupleLiteral: items,
  ObjectLiteral(node) {
    const pairs = [...(node.value as ReadonlyMap<Node, Node>)].map(
      ([key, value]) => [expression(key), expression(value)] as const,
    )
    return (run) => dict(pairs.map(([key, value]) => [key(run), value(run)]))
  },
  MemberExpression: member,
  CallExpression: called,
  FilterExpression: filter,
  TestExpression(node) {
    const code = call('test', String(child(node, 'test').value), testNames, [], expression(child(node, 'operand')))
    return node.negate ? (run) => !isTrue(code(run)) : code
  },
  BinaryExpression: binary,
  UnaryExpression: unary,
  Ternary(node) {
    const [test, yes, no] = ['condition', 'trueExpr', 'falseExpr'].map((key) => expression(child(node, key)))
    return (run) => (isTrue(test?.(run)) ? yes : no)?.(run)
  },
  SelectExpression(node) {
    const [value, test] = [expression(child(node, 'lhs')), expression(child(node, 'test'))]
    return (run) => (isTrue(test(run)) ? value(run) : undefined)
  },
}
const constant =
  (value: Value): Code =>
  () =>
    value

function items(node: Node): Code {
  const all = children(node, 'value').map(expression)
  return (run) => list(all.map((code) => code(run)))
}

/**
 * What an expression comes to.
 * @throws Error in plain words if it holds what is not understood
 */
export function expression(node: Node): Code {
  const kind = Object.hasOwn(kinds, node.type) ? kinds[node.type] : undefined
  if (!kind) throw new Error(`"${node.type}" is not understood`)
  return paid(kind(node))
}

export { child, children }
