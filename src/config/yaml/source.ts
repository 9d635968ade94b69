import { type Document, isMap, isPair, isScalar, isSeq, LineCounter, type Node, type Pair, type ScalarTag } from 'yaml'
import { secretNameEnd } from '../../util/secretKeys.ts'
import type { Text } from '../../util/translate.ts'
import { parseYamlDocument } from '../../util/yamlDocument.ts'
import { type Problem, problemAt } from '../problem.ts'
import { yamlMessage } from './messages.ts'
import { hiddenMistakes, type Mistake, maxMistakes, otherSpaces, syntaxMistakes, tooDeep } from './mistakes.ts'

/** A reference to a value of the secrets file: `!secret name`. */
export class Secret {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

type Path = readonly PropertyKey[]

/** A parsed YAML file with the position of each value. */
export interface Source {
  readonly file: string
  readonly value: unknown
  /** the syntax errors; if there are any, `value` is undefined */
  readonly problems: readonly Problem[]
  /** values that are valid but probably not intended */
  readonly warnings: readonly Problem[]
  /** A problem at the position of the value at a path, or of its nearest existing parent. With `key`, at that key of it. */
  problem(path: Path, text: Text, options?: { readonly key?: string; readonly severity?: Problem['severity'] }): Problem
  /** The text of a number, boolean or null as the user wrote it, such as `TRUE`; undefined if `String(value)` is the same. */
  writtenAs(path: Path): string | undefined
}

/** The YAML tag `!secret`. */
export const secretTag: ScalarTag = {
  tag: '!secret',
  resolve: (name: string) => new Secret(name),
  identify: (value: unknown) => value instanceof Secret,
  stringify: ({ value }) => (value instanceof Secret ? value.name : String(value)),
}

/** The largest file that is read, in MiB; a home of a thousand appliances needs about 300 KiB. */
const maxFileMiB = 4

/** Parses YAML 1.2. Never throws: errors are in `problems`. */
export function parseSource(file: string, original: string): Source {
  // Editors of Windows put a byte order mark at the beginning.
  const text = original.replace(/^\uFEFF/, '')
  const lines = new LineCounter()
  const { document, mistakes } = parse(text, lines)
  const sourceLines = text.split('\n')
  const children = new WeakMap<object, ReadonlyMap<string, Pair>>()
  const problemAtOffset = (offset: number, text: Text, severity: Problem['severity']): Problem => {
    const { line, col } = lines.linePos(offset)
    const place = { file, line: Math.max(1, line), column: Math.max(1, col) }
    return { ...problemAt(place, text, severity), source: shownLine(sourceLines, place.line - 1) }
  }
  const reported = onePerLine(mistakes.slice(0, maxMistakes), lines).map((mistake) =>
    problemAtOffset(mistake.offset, mistake.message, mistake.severity ?? 'error'),
  )
  const problems = reported.filter(({ severity }) => severity === 'error')
  let value: unknown
  try {
    value = problems.length > 0 ? undefined : document?.toJS({ maxAliasCount: 100 })
  } catch {
    problems.push(problemAtOffset(0, yamlMessage('tooManyAliases'), 'error'))
  }
  return {
    file,
    problems,
    warnings: reported.filter(({ severity }) => severity === 'warning'),
    value,
    problem(path, text, { key, severity = 'error' } = {}) {
      const problem = problemAtOffset(placeOf(path, key), text, severity)
      // The value of an unknown key is not shown: it may be a password with a misspelt key.
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

  /** The offset of the value at a path, or of its nearest existing parent. */
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
    // `hiddenMistakes` checks that keys are unique: the library would compare each key with all others.
    const options = { lineCounter, customTags: [secretTag], stringKeys: true, uniqueKeys: false }
    const document = parseYamlDocument(text, options)
    const spaces = otherSpaces(text)
    // The parser takes such a space for a letter, so its other errors are only consequences.
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

/** Counts the lines up to the mistake, for a text that was not parsed. */
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

/** The beginning of what may be a secret; as the line may be wrong, any key that holds such a word counts. */
const secretKey = new RegExp(`(?:pass|key|authorization|cookie|${secretNameEnd})[\\w-]{0,100}["']?\\s*:`, 'i')

/** A line without secrets: the value of a password or key is replaced by `…`, also where it is on a line of its own. */
function shownLine(lines: readonly string[], index: number): string {
  const line = (lines[index] ?? '').replace(/\r$/, '')
  const before = lines.slice(Math.max(0, index - 50), index).findLast((other) => other.trim() !== '') ?? ''
  if (new RegExp(`${secretKey.source}\\s*$`, 'i').test(before)) return line.replace(/\S.*$/, '…')
  return (
    line
      .replace(new RegExp(`(${secretKey.source}\\s*)(?!!secret)[^\\s,}].*$`, 'i'), '$1…')
      .replace(/(\/\/)[^\s/@]*@/g, '$1…@')
      // Users sometimes write the secret itself after the tag, so only a text that looks like a name is shown.
      .replace(/(!secret\s+)(?![a-z]+(?:[_-][a-z\d]+)*\s*(?:[,}\]#]|$))\S.*$/, '$1…')
  )
}

/**
 * Only the first mistake of each line: the others are mostly its consequences. They are left out before the line is made ready
 * to be shown, since that reads the whole line, which may be the whole file.
 */
function onePerLine(mistakes: readonly Mistake[], lines: LineCounter): Mistake[] {
  const seen = new Set<number>()
  return mistakes.filter(({ offset }) => {
    const line = Math.max(1, lines.linePos(offset).line)
    return !seen.has(line) && seen.add(line)
  })
}
