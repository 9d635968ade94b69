import { parse, tokenize } from '@huggingface/jinja'
import type { JsonPath } from '../jsonPath.ts'
import type { Node, Run } from './compile.ts'
import { statements, type Writer } from './statements.ts'
import { bounds, str, type Value } from './values.ts'

/** A Jinja template, read once. */
export interface Jinja {
  /** the text that it makes of the variables; nothing if what it is about is not there, or if it fails */
  render(variables: Readonly<Record<string, unknown>>): string | undefined
  /** why it renders nothing any more, in plain words, if that is so */
  readonly problem?: string | undefined
  /** where in `value_json` its value is, if that is all it says */
  readonly path?: JsonPath
}

/** The longest template, in characters. */
const longest = 10_000
const mostTokens = 2000
/** Parts of a template inside each other, and steps of one rendering. */
const [deepest, steps] = [100, 5000]
/** Templates kept read; a house has many entities and few templates. */
const kept = 2000
const cache = new Map<string, Jinja | Error>()

/**
 * Reads a template, as Home Assistant's MQTT integrations use them
 * (https://www.home-assistant.io/docs/configuration/templating/#using-templates-with-the-mqtt-integration).
 * @throws Error in plain words if it holds what is not understood
 */
export function readTemplate(text: string): Jinja {
  const known = cache.get(text) ?? attempt(text)
  cache.delete(text)
  cache.set(text, known)
  if (cache.size > kept) cache.delete(cache.keys().next().value ?? '')
  if (known instanceof Error) throw known
  return known
}

function attempt(text: string): Jinja | Error {
  try {
    return read(text)
  } catch (error) {
    // A stack that ran over is a template that is nested too deep.
    if (error instanceof RangeError) return new Error('the template is nested too deep')
    return new Error((error as Error).message.replace(/^(Parser Error|SyntaxError): /, ''))
  }
}

function read(text: string): Jinja {
  if (text.length > longest) throw new Error(`a template has at most ${longest} characters`)
  if (/\s{500}/.test(text)) throw new Error('the template has too much white space')
  const nodes = syntax(text)
  const path = pathOf(nodes)
  const write = statements(nodes)
  return {
    render: isValue(nodes) ? ({ value }) => plain(value) : (variables) => rendered(write, variables),
    ...(path && { path }),
  }
}

const plain = (value: unknown) => (value === undefined ? undefined : str(value as Value).trim())

function syntax(text: string): readonly Node[] {
  if (!/\{[{%#]/.test(text)) return [{ type: 'StringLiteral', value: text }]
  const tokens = tokenize(text.includes('\\') ? text.replace(/\{[{%].*?[%}]\}/gs, escaped) : text)
  if (tokens.length > mostTokens) throw new Error(`a template has at most ${mostTokens} words and signs`)
  let depth = 0
  for (const { type } of tokens) {
    depth += /^Open(Paren|S|C|E)/.test(type) ? 1 : /^Close/.test(type) ? -1 : 0
    if (depth > deepest) throw new Error('the template is nested too deep')
  }
  try {
    return (parse(withTests(tokens)) as unknown as { readonly body: readonly Node[] }).body
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    // The parser asked for a word after the last one.
    throw new Error('the template ends too early')
  }
}

/** Python keeps a backslash that escapes nothing; the lexer refuses it. */
const escaped = (part: string) =>
  part.replace(/\\([\s\S])/g, (whole, c: string) => (/[ntrbfvxu'"\\]/.test(c) ? whole : `\\${whole}`))

type Token = ReturnType<typeof tokenize>[number]
const token = (value: string, type: Token['type']): Token => ({ value, type })

/** The parser knows no tests with arguments: `a is eq(1)` becomes a filter of that name, and `a is in b` is `a in b`. */
function withTests(tokens: readonly Token[]): Token[] {
  const changed: Token[] = []
  for (let i = 0; i < tokens.length; i++) {
    const here = tokens[i] as Token
    const not = tokens[i + 1]?.type === 'Identifier' && tokens[i + 1]?.value === 'not'
    const name = tokens[i + (not ? 2 : 1)]
    const next = tokens[i + (not ? 3 : 2)]
    const isTest = here.type === 'Identifier' && here.value === 'is' && tokens[i - 1]?.type !== 'Dot' && name
    // `in` and `not in` stand without `is` as well.
    if (isTest && name.value === 'in') continue
    if (isTest && /^(OpenParen|StringLiteral|NumericLiteral)$/.test(next?.type ?? '')) {
      changed.push(token('|', 'Pipe'), token(`is ${not ? 'not ' : ''}${name.value}`, 'Identifier'))
      i += not ? 2 : 1
      if (next && next.type !== 'OpenParen') {
        changed.push(token('(', 'OpenParen'), next, token(')', 'CloseParen'))
        i += 1
      }
    } else changed.push(here)
  }
  return changed
}

/** Whether it says `{{ value }}` and nothing else. */
const isValue = (nodes: readonly Node[]) =>
  nodes.length === 1 && nodes[0]?.type === 'Identifier' && nodes[0]?.value === 'value'

function pathOf(nodes: readonly Node[]): JsonPath | undefined {
  const said = nodes.filter(({ type, value }) => type !== 'StringLiteral' || String(value).trim() !== '')
  const keys: (string | number)[] = []
  let here = said.length === 1 ? said[0] : undefined
  while (here?.type === 'MemberExpression') {
    const { value, type } = here.property as Node
    const isKey = type === 'StringLiteral' || (type === 'Identifier' && !here.computed)
    const isIndex = type === 'IntegerLiteral' && Number(value) >= 0
    if (!isKey && !isIndex) return undefined
    keys.unshift(value as string | number)
    here = here.object as Node
  }
  return here?.type === 'Identifier' && here.value === 'value_json' ? keys : undefined
}

function rendered(write: Writer, variables: Readonly<Record<string, unknown>>): string | undefined {
  // Every step may go through all of a message.
  if (typeof variables.value === 'string' && variables.value.length > bounds.text) return undefined
  const run: Run = { names: new Map(Object.entries(variables) as [string, Value][]), steps, blank: false }
  try {
    const text = write(run).trim()
    return text === '' && run.blank ? undefined : text
  } catch {
    // As in Home Assistant, a message that the template cannot make anything of says nothing.
    return undefined
  }
}
