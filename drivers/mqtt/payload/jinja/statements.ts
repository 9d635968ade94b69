import { type Code, child, children, expression, type Node, type Run } from './compile.ts'
import { isTrue, itemsOf, str, text, type Value } from './values.ts'

/** Writes a part of the text. */
export type Writer = (run: Run) => string

/**
 * Reads the statements and texts of a template.
 * @throws Error in plain words if it holds what is not understood
 */
export function statements(nodes: readonly Node[]): Writer {
  const writers = nodes.map(statement)
  return (run) => {
    let made = ''
    for (const write of writers) made = text(made + write(run))
    return made
  }
}

function statement(node: Node): Writer {
  switch (node.type) {
    case 'Comment':
      return () => ''
    case 'If':
      return choice(expression(child(node, 'test')), children(node, 'body'), children(node, 'alternate'))
    case 'Set':
      return assignment(node)
    case 'For':
      return loop(node)
    // A text outside of all braces stands as it is.
    case 'StringLiteral':
      return () => node.value as string
    default:
      return print(expression(node))
  }
}

const print =
  (code: Code): Writer =>
  (run) => {
    const value = code(run)
    if (value === undefined) run.blank = true
    return str(value)
  }

function choice(test: Code, body: readonly Node[], alternate: readonly Node[]): Writer {
  const [yes, no] = [statements(body), statements(alternate)]
  return (run) => (isTrue(test(run)) ? yes : no)(run)
}

function assignment(node: Node): Writer {
  const to = child(node, 'assignee')
  if (to.type !== 'Identifier') throw new Error('only a name can be set')
  const name = to.value as string
  const value = node.value === null ? undefined : expression(child(node, 'value'))
  const body = value ? undefined : statements(children(node, 'body'))
  return (run) => {
    run.names.set(name, value ? value(run) : body?.(run))
    return ''
  }
}

function loop(node: Node): Writer {
  const variable = child(node, 'loopvar')
  const parts = variable.type === 'TupleLiteral' ? (variable.value as readonly Node[]) : undefined
  if ([variable, ...(parts ?? [])].some(({ type }) => type !== 'Identifier' && type !== 'TupleLiteral'))
    throw new Error('a loop needs a name for its items')
  const iterable = child(node, 'iterable')
  const isSelected = iterable.type === 'SelectExpression'
  const through = expression(isSelected ? child(iterable, 'lhs') : iterable)
  const test = isSelected ? expression(child(iterable, 'test')) : undefined
  const [body, otherwise] = [statements(children(node, 'body')), statements(children(node, 'defaultBlock'))]
  const take = (run: Run, item: Value) => {
    if (!parts) return run.names.set(variable.value as string, item)
    const pieces = itemsOf(item)
    for (const [i, part] of parts.entries()) run.names.set(part.value as string, pieces[i])
    return run.names
  }
  return (run) => {
    const outside = new Map(run.names)
    const items = itemsOf(through(run)).filter((item) => {
      if (!test) return true
      take(run, item)
      return isTrue(test(run))
    })
    let made = ''
    for (const [i, item] of items.entries()) {
      run.steps -= 1
      take(run, item)
      const last = i === items.length - 1
      run.names.set('loop', { index: i + 1, index0: i, first: i === 0, last, length: items.length })
      made = text(made + body(run))
    }
    // What a loop sets ends with it.
    run.names.clear()
    for (const [name, value] of outside) run.names.set(name, value)
    return items.length === 0 ? otherwise(run) : made
  }
}
