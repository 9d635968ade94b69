import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type ScalarTag,
  visit,
} from 'yaml'
import type { Problem } from '../problem.ts'

/** A value that stands in another place: `!secret name`. */
export class Secret {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

type Path = readonly PropertyKey[]

/** A YAML file that knows where each of its values stands. */
export interface Source {
  readonly file: string
  readonly value: unknown
  /** what is wrong with the YAML itself */
  readonly problems: readonly Problem[]
  /** A problem of the value at a path, or of the nearest one there is. With `key`, of that key of it. */
  problem(
    path: Path,
    message: string,
    options?: { readonly key?: string; readonly severity?: Problem['severity'] },
  ): Problem
}

/** How such a value is read and written. */
export const secretTag: ScalarTag = {
  tag: '!secret',
  resolve: (name: string) => new Secret(name),
  identify: (value: unknown) => value instanceof Secret,
  stringify: ({ value }) => (value instanceof Secret ? value.name : String(value)),
}

/** Parses YAML 1.2. It never throws: what is wrong is in `problems`. */
export function parseSource(file: string, text: string): Source {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    customTags: [secretTag],
    prettyErrors: false,
    stringKeys: true,
  })
  const at = (offset: number, message: string, severity: Problem['severity'] = 'error'): Problem => {
    const { line, col } = lines.linePos(offset)
    return {
      severity,
      file,
      line: Math.max(1, line),
      column: Math.max(1, col),
      message,
      source: shown(text.split('\n'), line - 1),
    }
  }
  const broken = [...document.errors, ...document.warnings].map(({ pos, message }) => at(pos[0], plain(message)))
  const problems = [
    ...onePerLine(broken),
    ...strayAliases(document).map((offset) =>
      at(offset, 'an alias (*) stands here and no anchor (&) before it; put a text that begins with * in quotes'),
    ),
  ]
  let value: unknown
  try {
    value = problems.length > 0 ? undefined : toJs(document)
  } catch {
    problems.push(at(0, 'there are too many aliases in this file'))
  }
  return {
    file,
    problems,
    value,
    problem(path, message, { key, severity } = {}) {
      const problem = at(offset(document, path, key), message, severity)
      // What stands behind a key that nobody knows may be anything: a password under a key with a slip in it.
      if (key === undefined || problem.source === undefined) return problem
      const behind = problem.source.indexOf(':', problem.column - 1)
      return { ...problem, source: behind === -1 ? problem.source : `${problem.source.slice(0, behind + 1)} …` }
    },
  }
}

/** @throws ReferenceError for a bomb of aliases */
const toJs = (document: Document.Parsed): unknown => document.toJS({ maxAliasCount: 100 })

const secretKey = /(?:pass|secret|token|key|pwd)[\w-]*["']?\s*:/i

/** A line as it may be shown: what a password or a key stands for is not, nor what stands alone behind its key. */
function shown(lines: readonly string[], index: number): string {
  const line = (lines[index] ?? '').replace(/\r$/, '')
  const before = lines.slice(0, index).findLast((other) => other.trim() !== '') ?? ''
  if (new RegExp(`${secretKey.source}\\s*$`, 'i').test(before)) return line.replace(/\S.*$/, '…')
  return line
    .replace(new RegExp(`(${secretKey.source}\\s*)(?!!secret)[^\\s,}].*$`, 'i'), '$1…')
    .replace(/(\/\/)[^\s/@]*@/g, '$1…@')
}

/** What follows from a mistake on the same line is not told besides. */
const onePerLine = (problems: readonly Problem[]) =>
  problems.filter(({ line }, i) => problems.findIndex((other) => other.line === line) === i)

/** Where aliases stand of what was not anchored before them. */
function strayAliases(document: Document.Parsed): readonly number[] {
  const anchors = new Set<string>()
  const stray: number[] = []
  visit(document, (_key, node) => {
    if (isAlias(node) && !anchors.has(node.source)) stray.push(node.range?.[0] ?? 0)
    if (isNode(node) && 'anchor' in node && node.anchor) anchors.add(node.anchor)
  })
  return stray
}

/** Words for what the parser says; never with what stands there in them. */
function plain(message: string): string {
  if (message.startsWith('Map keys must be unique')) return 'this key stands here twice; keep one of them'
  if (/^Unresolved tag/.test(message))
    return 'there is no such tag as this; only !secret is known. Put a text that begins with ! in quotes'
  if (/^Unresolved alias/.test(message))
    return 'there is no anchor for this alias (*); put a text that begins with * in quotes'
  return `this is not YAML: ${message.replace(/\n[\s\S]*$/, '')}`
}

/** Where the value at a path begins; where it is not there, the nearest that is around it. */
function offset(document: Document.Parsed, path: Path, key: string | undefined): number {
  let here: Node | null | undefined = document.contents
  let start = here?.range?.[0] ?? 0
  for (const step of [...path, ...(key === undefined ? [] : [key])]) {
    const next: { value?: unknown; key?: unknown } | undefined = child(here, step)
    if (!next) break
    here = next.value as Node | null
    const isLast = key !== undefined && step === key
    const place =
      isLast || !isScalar(here) || here.range?.[0] === here.range?.[1] ? ((next.key as Node | undefined) ?? here) : here
    start = place?.range?.[0] ?? start
  }
  return start
}

function child(node: unknown, step: PropertyKey): { value?: unknown; key?: unknown } | undefined {
  if (isMap(node))
    return node.items.find((pair) => isPair(pair) && isScalar(pair.key) && String(pair.key.value) === String(step))
  if (isSeq(node)) {
    const value = node.items[Number(step)]
    return value === undefined ? undefined : { value }
  }
  return undefined
}
