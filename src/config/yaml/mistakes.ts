import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  type Node,
  type Scalar,
  type YAMLError,
  type YAMLMap,
} from 'yaml'
import type { LocalizedText } from '../../util/translate.ts'
import { type YamlMessage, yamlMessage } from './messages.ts'

/** A mistake in the YAML of a file, and the offset where it begins. */
export interface Mistake {
  readonly offset: number
  readonly message: LocalizedText
  readonly severity?: 'warning'
}

/** The greatest number of reported mistakes; after these are corrected, the next ones are reported. */
export const maxMistakes = 100

/** The greatest depth. A configuration has about ten levels, and recursive functions need stack for each level. */
const maxDepth = 64

/** Characters that look like spaces and are not for YAML: no-break, typographic, zero-width and full-width (CJK) ones. */
const otherSpace = '\\u00a0\\u2000-\\u200b\\u202f\\u205f\\u3000\\ufeff'

/** Finds such characters before a key or an item at the start of a line, and after the colon of a key. */
export const otherSpaces = (text: string): readonly Mistake[] =>
  [
    ...text.matchAll(new RegExp(`^( *)[${otherSpace}][${otherSpace} ]*(?:- |[^\\s:：'"]+[:：](?:\\s|$))`, 'gm')),
    ...text.matchAll(new RegExp(`^( *(?:- +)?[\\w-]+:) *[${otherSpace}]`, 'gm')),
  ].map(({ 1: before = '', index }) => ({ offset: index + before.length, message: yamlMessage('otherSpace') }))

/** The errors of the parser, explained for the user, at the offset where the mistake begins instead of where it was noticed. */
export function syntaxMistakes(document: Document.Parsed, text: string): readonly Mistake[] {
  const found: Mistake[] = []
  for (const error of [...document.errors, ...document.warnings]) {
    found.push(explain(error, document, text))
    // After a surplus bracket the parser only reports consequences.
    if (found.length >= maxMistakes || (error.code === 'UNEXPECTED_TOKEN' && / in YAML stream/.test(error.message)))
      break
  }
  return found
}

type Explanation = (at: ErrorContext) => Mistake | undefined
interface ErrorContext {
  readonly error: YAMLError
  readonly document: Document.Parsed
  readonly text: string
  readonly offset: number
  /** the line of the error, and the offset of its start */
  readonly line: string
  readonly lineStart: number
}

function explain(error: YAMLError, document: Document.Parsed, text: string): Mistake {
  const offset = error.pos[0]
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const line = lineAt(text, lineStart)
  const context = { error, document, text, offset, line, lineStart }
  for (const explanation of explanations) {
    const mistake = explanation(context)
    if (mistake) return mistake
  }
  // What stands behind a colon is content of the file.
  const reason = error.message.replace(/(\n|: )[\s\S]*$/, '')
  return { offset, message: yamlMessage('notYaml', { reason }) }
}

/** Explanations from the most specific to the most general; the first that matches is used. */
const explanations: readonly Explanation[] = [
  ({ error, text }) => (/nested too deep/.test(error.message) ? tooDeep(text) : undefined),
  ({ error, document, text }) => {
    if (!/Missing closing .quote/.test(error.message)) return undefined
    const open = lastNode(
      document,
      (node) => isScalar(node) && /^QUOTE_/.test(node.type ?? '') && !isQuoteClosed(node, text),
    )
    return open && { offset: startOf(open), message: yamlMessage('unclosedQuote') }
  },
  ({ text, line, lineStart }) => {
    const above = lineAbove(text, lineStart)
    const [, , empty = ''] = /^([^#]*?[:：]\s+)(\{\s*\}|\[\s*\])\s*(#.*)?$/.exec(above.line) ?? []
    if (empty === '' || !(indentOf(line) > indentOf(above.line) || /^\s*-\s/.test(line))) return undefined
    return { offset: above.start + above.line.indexOf(empty), message: yamlMessage('emptyBrackets', { empty }) }
  },
  ({ error, document, text, offset }) => {
    if (!/^Flow (map|sequence)/.test(error.message)) return undefined
    const isOpen = (node: Node) =>
      isCollection(node) && node.flow === true && startOf(node) < Math.max(1, offset) && !isBracketClosed(node, text)
    const open = lastNode(document, isOpen)
    const [bracket = '', close = ''] = isMap(open) ? ['{', '}'] : ['[', ']']
    return open && { offset: startOf(open), message: yamlMessage('unclosedBracket', { open: bracket, close }) }
  },
  byCode('MULTIPLE_DOCS', 'secondDocument'),
  byCode('TAB_AS_INDENT', 'tab'),
  byCode('BAD_SCALAR_START', 'needsQuotes'),
  byCode('BAD_DQ_ESCAPE', 'badEscape'),
  byCode('TAG_RESOLVE_FAILED', 'unknownTag'),
  byCode('DUPLICATE_KEY', 'duplicateKey'),
  ({ error, offset }) =>
    /Unresolved alias/.test(error.message) ? { offset, message: yamlMessage('strayAlias') } : undefined,
  ({ error, offset }) =>
    /^Unexpected flow-(seq|map)-end/.test(error.message) ? { offset, message: yamlMessage('strayBracket') } : undefined,
  ({ error, offset, text }) =>
    /Unexpected scalar at node end/.test(error.message) && /["']\s*$/.test(text.slice(0, offset))
      ? { offset, message: yamlMessage('behindQuote') }
      : undefined,
  inLine(/^(\s*(?:- +)?[^\s'"#:：]+)：/, 'fullWidthColon'),
  inLine(/^([^'"#]*?[{,]\s*[^\s'"#:：,{}]+)：/, 'fullWidthColon'),
  inLine(/^([^'"#]*?[{[][^'"#]*?)[，、]/, 'fullWidthComma'),
  inLine(/^(\s*)-[^\s-][^\s:]*:(\s|$)/, 'spaceAfterDash'),
  inLine(/^(\s*(?:- +)?[\w-]+:)[^\s:/]/, 'spaceAfterColon'),
  ({ error, text, line, lineStart, offset }) => {
    if (error.code !== 'BLOCK_AS_IMPLICIT_KEY' && error.code !== 'MULTILINE_IMPLICIT_KEY') return undefined
    if (/:\s+\S.*:(\s|$)/.test(line)) return { offset, message: yamlMessage('colonInText') }
    const below = lineAt(text, lineStart + line.length + 1)
    return indentOf(below) > indentOf(line) && /^\s*(- +)?[^\s:]+:\s+\S/.test(line)
      ? { offset, message: yamlMessage('belowValue') }
      : undefined
  },
  ({ error, offset, text, line, lineStart }) => {
    if (!/Implicit map keys need to be followed|Implicit keys need to be on a single line/.test(error.message))
      return undefined
    // The parser reports it at the end of the line or in the next line.
    const own = line.trim() === '' ? lineAbove(text, lineStart) : { line, start: lineStart }
    const isAtEnd = offset >= lineStart + line.trimEnd().length
    const at = isAtEnd || line.trim() === '' ? own.start + indentOf(own.line) : offset
    return { offset: at, message: yamlMessage('missingColon') }
  },
  byCode('BAD_INDENT', 'indentation'),
]

function byCode(code: YAMLError['code'], message: YamlMessage): Explanation {
  return ({ error, offset }) => (error.code === code ? { offset, message: yamlMessage(message) } : undefined)
}

/** An explanation by a pattern of the line. @param pattern its first group is the text before the mistake */
function inLine(pattern: RegExp, message: YamlMessage): Explanation {
  return ({ line, lineStart }) => {
    const match = pattern.exec(line)
    return match ? { offset: lineStart + (match[1] ?? '').length, message: yamlMessage(message) } : undefined
  }
}

/** Mistakes that the parser accepts silently, such as duplicate keys and circular aliases. */
export function hiddenMistakes(document: Document.Parsed): readonly Mistake[] {
  const mistakes: Mistake[] = []
  const anchors = new Set<string>()
  // A loop instead of recursion, since the file may be nested deeper than the stack allows.
  const open: Set<string> = new Set()
  const todo: { readonly node: Node; readonly depth: number; readonly isEnd?: true }[] = []
  if (document.contents) todo.push({ node: document.contents, depth: 1 })
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { node, depth, isEnd } = next
    const anchor = isAlias(node) ? undefined : (node as { anchor?: string }).anchor
    if (isEnd) {
      if (anchor) open.delete(anchor)
      continue
    }
    if (isAlias(node)) {
      if (open.has(node.source)) mistakes.push({ offset: startOf(node), message: yamlMessage('circularAlias') })
      else if (!anchors.has(node.source)) mistakes.push({ offset: startOf(node), message: yamlMessage('strayAlias') })
      continue
    }
    if (anchor) anchors.add(anchor)
    if (isScalar(node)) mistakes.push(...(depth === 1 ? joinedKey(node) : []), ...scalarMistakes(node))
    if (!isCollection(node)) continue
    if (depth > maxDepth) return [{ offset: startOf(node), message: yamlMessage('tooDeep', { max: maxDepth }) }]
    if (anchor) open.add(anchor)
    if (isMap(node)) mistakes.push(...keyMistakes(node as YAMLMap))
    todo.push({ node, depth, isEnd: true })
    const inside = node.items.flatMap((item) => (isPair(item) ? [item.key, item.value] : [item]))
    for (const child of inside.reverse()) if (isNode(child)) todo.push({ node: child, depth: depth + 1 })
  }
  return mistakes.sort((a, b) => a.offset - b.offset)
}

function scalarMistakes(node: Node): readonly Mistake[] {
  const { value, tag } = node as { value?: unknown; tag?: string }
  if (typeof value !== 'string') return []
  if (tag === '!' || /^!\s*secret\b/.test(value))
    return [{ offset: startOf(node), message: yamlMessage('quotedSecretTag') }]
  if (/^[“”‘’].*[“”‘’]$/s.test(value))
    return [{ offset: startOf(node), message: yamlMessage('smartQuotes'), severity: 'warning' }]
  return []
}

/** Duplicate keys, merge keys, and keys that a full-width colon or comma joined with their value. */
function keyMistakes({ items }: YAMLMap): readonly Mistake[] {
  const seen = new Set<unknown>()
  return items.flatMap(({ key }) => {
    if (!isScalar(key) || typeof key.value !== 'string') return []
    const offset = startOf(key)
    const isTwice = seen.has(key.value)
    seen.add(key.value)
    if (isTwice) return [{ offset, message: yamlMessage('duplicateKey') }]
    if (key.value === '<<' && key.type === 'PLAIN') return [{ offset, message: yamlMessage('mergeKey') }]
    return joinedKey(key)
  })
}

/** A key that a full-width colon or comma joined with what follows it. */
function joinedKey(node: Scalar): readonly Mistake[] {
  const sign = node.type === 'PLAIN' ? /[：，]/.exec(String(node.value)) : null
  if (!sign) return []
  const message = yamlMessage(sign[0] === '：' ? 'fullWidthColon' : 'fullWidthComma')
  return [{ offset: startOf(node) + sign.index, message }]
}

/** The place where a text, too deep for the parser's stack, exceeds `maxDepth`. */
export function tooDeep(text: string): Mistake {
  const message = yamlMessage('tooDeep', { max: maxDepth })
  const indents: number[] = []
  let brackets = 0
  let lineStart = 0
  for (const line of text.split('\n')) {
    const indent = indentOf(line)
    if (brackets === 0 && line.trim() !== '') {
      while ((indents.at(-1) ?? -1) >= indent) indents.pop()
      indents.push(indent)
      const dashes = (/^\s*((?:- )*)/.exec(line)?.[1]?.length ?? 0) / 2
      const surplus = indents.length + Math.max(0, dashes - 1) - maxDepth
      if (surplus > 0) return { offset: lineStart + indent + 2 * Math.max(0, dashes - surplus), message }
    }
    for (let i = 0; i < line.length; i += 1) {
      const char = line[i] ?? ''
      if (char === '[' || char === '{') brackets += 1
      else if (char === ']' || char === '}') brackets -= 1
      if (indents.length + brackets > maxDepth) return { offset: lineStart + i, message }
    }
    lineStart += line.length + 1
  }
  return { offset: 0, message }
}

const startOf = (node: Node): number => node.range?.[0] ?? 0
const indentOf = (line: string): number => line.length - line.trimStart().length

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start)
  return text.slice(start, end === -1 ? text.length : end).replace(/\r$/, '')
}

/** The nearest line above that is neither empty nor a comment. */
function lineAbove(text: string, lineStart: number): { readonly line: string; readonly start: number } {
  let end = lineStart - 1
  while (end > 0) {
    const start = text.lastIndexOf('\n', end - 1) + 1
    const line = lineAt(text, start)
    if (line.trim() !== '' && !/^\s*#/.test(line)) return { line, start }
    end = start - 1
  }
  return { line: '', start: 0 }
}

/** The node with the greatest start offset among those that match. */
function lastNode(document: Document.Parsed, fits: (node: Node) => boolean): Node | undefined {
  let last: Node | undefined
  const todo: unknown[] = [document.contents]
  while (todo.length > 0) {
    const node = todo.pop()
    if (!isNode(node)) continue
    if (fits(node) && (!last || startOf(node) > startOf(last))) last = node
    if (isCollection(node))
      for (const item of node.items) todo.push(...(isPair(item) ? [item.key, item.value] : [item]))
  }
  return last
}

function isQuoteClosed(node: Node, text: string): boolean {
  const [start = 0, end = 0] = node.range ?? []
  return end - start > 1 && text[end - 1] === text[start]
}

function isBracketClosed(node: Node, text: string): boolean {
  const [start = 0, end = 0] = node.range ?? []
  return text[end - 1] === (text[start] === '{' ? '}' : ']')
}
