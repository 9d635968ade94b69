import {
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type ScalarTag,
} from 'yaml'
import type { LocalizedText } from '../../util/translate.ts'
import type { Problem } from '../problem.ts'
import { yamlMessage } from './messages.ts'
import { hiddenMistakes, type Mistake, maxMistakes, otherSpaces, syntaxMistakes, tooDeep } from './mistakes.ts'

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
  /** what is wrong with the YAML itself; then there is no value */
  readonly problems: readonly Problem[]
  /** what is probably not meant as it is written */
  readonly warnings: readonly Problem[]
  /** A problem of the value at a path, or of the nearest one there is. With `key`, of that key of it. */
  problem(
    path: Path,
    message: string | LocalizedText,
    options?: { readonly key?: string; readonly severity?: Problem['severity'] },
  ): Problem
  /** A number or a word such as `TRUE` as it is written, where that is not how it would be written again. */
  writtenAs(path: Path): string | undefined
}

/** How a secret is read and written. */
export const secretTag: ScalarTag = {
  tag: '!secret',
  resolve: (name: string) => new Secret(name),
  identify: (value: unknown) => value instanceof Secret,
  stringify: ({ value }) => (value instanceof Secret ? value.name : String(value)),
}

/** The largest file that is read; a house of a thousand appliances takes some 300 KiB. */
const maxFileMiB = 4

/** Parses YAML 1.2. It never throws: what is wrong is in `problems`. */
export function parseSource(file: string, given: string): Source {
  // Editors of Windows put a byte order mark at the beginning.
  const text = given.replace(/^\uFEFF/, '')
  const lines = new LineCounter()
  const { document, mistakes } = parse(text, lines)
  const sourceLines = text.split('\n')
  const children = new WeakMap<object, ReadonlyMap<string, Pair>>()
  const problemAt = (offset: number, message: string | LocalizedText, severity: Problem['severity']): Problem => {
    const { line, col } = lines.linePos(offset)
    return {
      severity,
      file,
      line: Math.max(1, line),
      column: Math.max(1, col),
      ...(typeof message === 'string' ? { message } : { message: message.en, localized: message }),
      source: shownLine(sourceLines, Math.max(1, line) - 1),
    }
  }
  const told = onePerLine(
    mistakes
      .slice(0, maxMistakes)
      .map((mistake) => problemAt(mistake.offset, mistake.message, mistake.severity ?? 'error')),
  )
  const problems = told.filter(({ severity }) => severity === 'error')
  let value: unknown
  try {
    value = problems.length > 0 ? undefined : document?.toJS({ maxAliasCount: 100 })
  } catch {
    problems.push(problemAt(0, yamlMessage('tooManyAliases'), 'error'))
  }
  return {
    file,
    problems,
    warnings: told.filter(({ severity }) => severity === 'warning'),
    value,
    problem(path, message, { key, severity = 'error' } = {}) {
      const problem = problemAt(placeOf(path, key), message, severity)
      // What stands behind an unknown key may be anything, such as a password whose key is misspelt.
      if (key === undefined || problem.source === undefined) return problem
      const behind = problem.source.indexOf(':', problem.column - 1)
      return { ...problem, source: behind === -1 ? problem.source : `${problem.source.slice(0, behind + 1)} …` }
    },
    writtenAs(path) {
      let node: unknown = document?.contents
      for (const step of path) node = childOf(node, step)?.value
      if (!isScalar(node) || typeof node.value === 'string' || node.source === undefined) return undefined
      return node.source === String(node.value) ? undefined : node.source
    },
  }

  /** Where the value at a path begins; where it is not there, the nearest that is around it. */
  function placeOf(path: Path, key: string | undefined): number {
    let here: Node | null | undefined = document?.contents
    let start = here?.range?.[0] ?? 0
    for (const step of [...path, ...(key === undefined ? [] : [key])]) {
      const next = childOf(here, step)
      if (!next) break
      here = next.value as Node | null
      const isLast = key !== undefined && step === key
      const isValueShown = !isLast && isScalar(here) && here.range?.[0] !== here.range?.[1]
      const place = isValueShown ? here : ((next.key as Node | undefined) ?? here)
      start = place?.range?.[0] ?? start
    }
    return start
  }

  /** The entry of a map under a key, or the item of a list. A map of 60,000 keys is indexed once. */
  function childOf(node: unknown, step: PropertyKey): { readonly value?: unknown; readonly key?: unknown } | undefined {
    if (isSeq(node)) {
      const value = node.items[Number(step)]
      return value === undefined ? undefined : { value }
    }
    if (!isMap(node)) return undefined
    let index = children.get(node)
    if (!index) {
      index = new Map(
        node.items.flatMap((pair) => (isPair(pair) && isScalar(pair.key) ? [[String(pair.key.value), pair]] : [])),
      )
      children.set(node, index)
    }
    return index.get(String(step))
  }
}

function parse(
  text: string,
  lineCounter: LineCounter,
): { readonly document?: Document.Parsed; readonly mistakes: readonly Mistake[] } {
  const zero = text.indexOf('\0')
  if (zero !== -1) return countLines(text, lineCounter, { offset: zero, message: yamlMessage('zeroBytes') })
  if (text.length > maxFileMiB * 1024 * 1024)
    return { mistakes: [{ offset: 0, message: yamlMessage('tooLarge', { max: maxFileMiB }) }] }
  try {
    // Whether keys are unique is looked at by `hiddenMistakes`: the library compares each key with all others.
    const options = { lineCounter, customTags: [secretTag], prettyErrors: false, stringKeys: true, uniqueKeys: false }
    const document = parseDocument(text, options)
    const spaces = otherSpaces(text)
    // A parser takes such a space for a letter, and what it says of the rest follows from that.
    const syntax = spaces.length > 0 ? spaces : syntaxMistakes(document, text)
    const isBroken = syntax.some(({ severity }) => severity === undefined)
    return {
      document,
      mistakes: [...syntax, ...hiddenMistakes(document).filter(({ severity }) => !isBroken || !severity)],
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return countLines(text, lineCounter, tooDeep(text))
  }
}

/** Of a text that was not parsed, lines are counted as far as the mistake. */
function countLines(
  text: string,
  lineCounter: LineCounter,
  mistake: Mistake,
): { readonly mistakes: readonly Mistake[] } {
  lineCounter.lineStarts.length = 0
  lineCounter.addNewLine(0)
  for (let at = text.indexOf('\n'); at !== -1 && at < mistake.offset; at = text.indexOf('\n', at + 1))
    lineCounter.addNewLine(at + 1)
  return { mistakes: [mistake] }
}

const secretKey = /(?:pass|secret|token|key|pwd)[\w-]*["']?\s*:/i

/** A line as it may be shown: without the value of a password or key, and without a line that is the value of one. */
function shownLine(lines: readonly string[], index: number): string {
  const line = (lines[index] ?? '').replace(/\r$/, '')
  const before = lines.slice(Math.max(0, index - 50), index).findLast((other) => other.trim() !== '') ?? ''
  if (new RegExp(`${secretKey.source}\\s*$`, 'i').test(before)) return line.replace(/\S.*$/, '…')
  return (
    line
      .replace(new RegExp(`(${secretKey.source}\\s*)(?!!secret)[^\\s,}].*$`, 'i'), '$1…')
      .replace(/(\/\/)[^\s/@]*@/g, '$1…@')
      // Some write the secret itself behind the tag; what looks like the name of one is shown.
      .replace(/(!secret\s+)(?![a-z]+(?:[_-][a-z\d]+)*\s*(?:[,}\]#]|$))\S.*$/, '$1…')
  )
}

/** What follows from a mistake on the same line is not told besides. */
function onePerLine(problems: readonly Problem[]): Problem[] {
  const lines = new Set<number>()
  return [...problems].filter(({ line }) => !lines.has(line) && lines.add(line))
}
