/** Where a cursor stands in a YAML text, as far as completion has to know. */
export interface YamlPosition {
  /** the keys that lead to the map or list around the cursor; `[]` stands for an item of a list */
  readonly path: readonly string[]
  /** the maps on that path, from the outermost: their keys and plain values, without the line of the cursor */
  readonly maps: readonly ReadonlyMap<string, string>[]
  /** the key whose value is being written; absent while a key is being written */
  readonly key?: string
  /** what of the word stands before the cursor, and where it begins in the text */
  readonly word: string
  readonly from: number
}

interface Token {
  readonly kind: 'dash' | 'key'
  readonly column: number
  readonly name: string
}
/** A token of an outer line, with the keys of the map below it. */
interface Level extends Token {
  readonly map: Map<string, string>
}

const keyPattern = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#:'"{}[\],&*!|>%@`-][^:#{}[\]]*?|-[^\s:#]*)\s*:(?=\s|$)/

const unquote = (text: string) => text.replace(/^(['"])([\s\S]*)\1$/, '$2')

/** The dashes and the key at the start of a line, and what follows them. */
function readLine(line: string): { readonly tokens: readonly Token[]; readonly rest: string; readonly column: number } {
  const tokens: Token[] = []
  let column = line.length - line.trimStart().length
  for (;;) {
    const rest = line.slice(column)
    const dash = /^-( +|$)/.exec(rest)
    if (dash) {
      tokens.push({ kind: 'dash', column, name: '[]' })
      column += dash[0].length
      continue
    }
    const key = keyPattern.exec(rest)
    if (!key) return { tokens, rest, column }
    tokens.push({ kind: 'key', column, name: unquote(key[1] ?? '') })
    const value = rest.slice(key[0].length)
    return { tokens, rest: value, column: column + key[0].length }
  }
}

/** True if the text up to the cursor ends inside a comment. */
const endsInComment = (text: string) => /(^|\s)#/.test(text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g, ''))

const indentOf = (line: string) => line.length - line.trimStart().length
const isBlank = (line: string) => /^\s*(#|$)/.test(line)

interface PlacedLine {
  readonly line: string
  /** where it begins in the text */
  readonly from: number
}

/**
 * The lines that can say something of the cursor's place: those at the left edge, and of the part of the cursor all, or only
 * the item of its list. A house of 1,000 appliances has 6,000 lines, of which a dozen remain.
 */
function relevantLines(text: string, offset: number): readonly PlacedLine[] {
  const lines: PlacedLine[] = []
  let from = 0
  let cursor = 0
  for (const line of text.split('\n')) {
    if (from <= offset) cursor = lines.length
    lines.push({ line, from })
    from += line.length + 1
  }
  const isEdge = ({ line }: PlacedLine) => line !== '' && indentOf(line) === 0 && !isBlank(line)
  const above = lines.findLastIndex((line, i) => i < cursor && isEdge(line))
  const below = lines.findIndex((line, i) => i > cursor && isEdge(line))
  let [first, last] = [Math.max(0, above), below === -1 ? lines.length : below]
  const child = lines.slice(first + 1, last).find(({ line }) => !isBlank(line))?.line ?? ''
  if (child.trimStart().startsWith('-')) {
    const isItem = ({ line }: PlacedLine) => line.trimStart().startsWith('-') && indentOf(line) === indentOf(child)
    const item = lines.findLastIndex((line, i) => i > first && i <= cursor && isItem(line))
    const next = lines.findIndex((line, i) => i > cursor && i < last && isItem(line))
    if (item !== -1) first = item
    if (next !== -1) last = next
  }
  return lines.filter((line, i) => (i >= first && i < last) || i === cursor || isEdge(line))
}

/** Reads where the cursor stands. @returns undefined in comments, block texts and quoted texts */
export function yamlPosition(text: string, offset: number): YamlPosition | undefined {
  const levels: Level[] = [{ kind: 'key', column: -1, name: '', map: new Map() }]
  const enter = (token: Token): void => {
    const isOver = ({ kind, column }: Level) =>
      column > token.column || (column === token.column && !(token.kind === 'dash' && kind === 'key'))
    while (levels.length > 1 && isOver(levels.at(-1) as Level)) levels.pop()
  }
  let blockColumn: number | undefined
  let found: { path: string[]; maps: Map<string, string>[]; rest: string; key?: string } | undefined
  // Lines below the cursor are read, too: keys that stand there are not offered again.
  for (const { line, from } of relevantLines(text, offset)) {
    const end = from + line.length
    const isCursorLine = offset >= from && offset <= end
    const indent = line.length - line.trimStart().length
    if (blockColumn !== undefined && (line.trim() === '' || indent > blockColumn)) {
      if (isCursorLine) return undefined
      continue
    }
    blockColumn = undefined
    if (!isCursorLine && (line.trim() === '' || /^\s*(#|---|\.\.\.)/.test(line))) continue
    const shown = isCursorLine ? line.slice(0, offset - from) : line
    if (isCursorLine && endsInComment(shown)) return undefined
    const { tokens, rest, column } = readLine(shown)
    for (const token of tokens) {
      enter(token)
      const parent = levels.at(-1) as Level
      if (token.kind === 'key' && !isCursorLine) parent.map.set(token.name, unquote(rest.replace(/\s+#.*$/, '').trim()))
      levels.push({ ...token, map: new Map() })
    }
    if (isCursorLine) {
      const last = tokens.at(-1)
      const isValue = last?.kind === 'key'
      if (!isValue) enter({ kind: 'key', column, name: '' })
      const around = isValue ? levels.slice(0, -1) : levels.slice()
      found = {
        path: around.slice(1).map(({ name }) => name),
        maps: around.map(({ map }) => map),
        rest,
        ...(isValue && { key: last.name }),
      }
      continue
    }
    if (/^\s*[|>][-+0-9]*\s*(#.*)?$/.test(rest) && rest.trim() !== '') blockColumn = tokens.at(-1)?.column ?? indent
  }
  return found && inFlow(found, offset)
}

/** Follows braces and brackets that were opened before the cursor on its line. */
function inFlow(
  { path, maps, rest, key }: { path: string[]; maps: Map<string, string>[]; rest: string; key?: string },
  offset: number,
): YamlPosition | undefined {
  const steps = [...path]
  const around: Map<string, string>[] = [...maps]
  let current = key
  let word = rest.trimStart()
  const tokens = rest.matchAll(
    /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|["']|[{}[\],]|:(?=\s|$)|[^{}[\],:\s"']+(?::(?!\s|$)[^{}[\],:\s"']*)*|\s+/g,
  )
  let isFlow = false
  const opened: { readonly key: string | undefined; readonly isList: boolean }[] = []
  let text = ''
  for (const [token] of tokens) {
    if (token === '"' || token === "'") return undefined
    if (token === '{' || token === '[') {
      isFlow = true
      opened.push({ key: current, isList: token === '[' })
      if (current !== undefined) {
        steps.push(current)
        around.push(new Map())
      }
      if (token === '[') {
        steps.push('[]')
        around.push(new Map())
      } else if (current === undefined && opened.length > 1) around.push(new Map())
      current = undefined
      text = ''
    } else if (token === '}' || token === ']') {
      const closed = opened.pop()
      const dropped = (closed?.key === undefined ? 0 : 1) + (closed?.isList ? 1 : 0)
      steps.splice(steps.length - dropped, dropped)
      around.splice(around.length - dropped, dropped)
      current = closed?.key
      text = ''
    } else if (token === ',') {
      if (current !== undefined) around.at(-1)?.set(current, unquote(text.trim()))
      current = undefined
      text = ''
    } else if (token === ':') {
      current = unquote(text.trim())
      text = ''
    } else text += token
  }
  if (isFlow) word = text.trimStart()
  if (opened.length === 0 && isFlow) return undefined
  return { path: steps, maps: around, word, from: offset - word.length, ...(current !== undefined && { key: current }) }
}
