import { type Document, isMap, isNode, isScalar, isSeq, type Node, type Pair, parseDocument, type YAMLMap } from 'yaml'
import { secretTag } from './source.ts'
import {
  deleteAtPath,
  ensureTrailingNewline,
  isNonEmptyMap,
  setAtPath,
  toBlockYaml,
  toInlineYaml,
  toJson,
} from './values.ts'

/** The keys that lead to a value; for a list, the index of the item. */
export type Path = readonly (string | number)[]

/** Changes values of a YAML text in place: all other characters stay, also comments and empty lines. */
export interface Editor {
  readonly text: string
  /** The value at a path; undefined if there is none. */
  get(path: Path): unknown
  /** Replaces the value at a path, or adds a key at the end of its map. @throws Error if its parent is not a map */
  set(path: Path, value: unknown): void
  /** Adds a value at the end of a list, which is created if it is missing. @throws Error if the value at the path is not a list */
  append(path: Path, value: unknown): void
  /** Renames a key. @throws Error if it is missing */
  rename(path: Path, key: string): void
  /** Removes a key; a comment on a line of its own stays. */
  remove(path: Path): void
}

/**
 * Opens an editor. Its methods throw an Error for the user, with the `path` of what cannot be changed.
 * @throws Error for the user if the text is not valid YAML
 */
export function edit(given: string): Editor {
  let text = given
  read()
  return {
    get text() {
      return text
    },
    get: (path) => value(path),
    set(path, wanted) {
      changed(
        path,
        () => put(path, wanted),
        (whole) => setAtPath(whole, path, toJson(wanted)),
      )
    },
    append(path, wanted) {
      const list = value(path) ?? []
      if (!Array.isArray(list)) throw misplaced(path, `${path.join('.')} must be a list, and is none`)
      changed(
        path,
        () => extend(path, wanted),
        (whole) => setAtPath(whole, path, toJson([...list, wanted])),
      )
    },
    rename(path, key) {
      const pair = pairAt(path)
      if (!pair || !isNode(pair.key) || !pair.key.range) throw new Error(`there is no ${path.join('.')}`)
      const [from, to] = pair.key.range
      text = text.slice(0, from) + toInlineYaml(key) + text.slice(to)
      read()
    },
    remove(path) {
      if (value(path) === undefined && !pairAt(path)) return
      changed(
        path,
        () => take(path),
        (whole) => deleteAtPath(whole, path),
      )
    },
  }

  function read(): Document.Parsed {
    const document = parseDocument(text, { customTags: [secretTag], stringKeys: true, prettyErrors: false })
    const [broken] = document.errors
    if (broken) throw new Error(`this is not YAML: ${broken.message.replace(/\n[\s\S]*$/, '')}`)
    return document
  }

  /** Makes a change, and undoes it unless the parsed result is exactly the expected one. */
  function changed(path: Path, work: () => void, wanted: (whole: unknown) => unknown): void {
    const before = text
    const expected = JSON.stringify(wanted(toJson(read().toJS() ?? {})))
    let after: string | undefined
    try {
      work()
    } catch (error) {
      text = before
      throw misplaced(path, (error as Error).message)
    }
    try {
      after = JSON.stringify(toJson(read().toJS() ?? {}))
    } catch {}
    if (after === expected) return
    text = before
    throw misplaced(path, `${path.join('.')} stands in a form that cannot be changed in its place; write it by hand`)
  }

  function value(path: Path): unknown {
    const node = read().getIn(path, true)
    return isNode(node) ? node.toJS(read()) : node
  }

  function pairAt(path: Path): Pair | undefined {
    return named(nodeAt(path.slice(0, -1)), path.at(-1))
  }

  function nodeAt(path: Path): Node | undefined {
    const document = read()
    const node = path.length === 0 ? document.contents : document.getIn(path, true)
    return isNode(node) ? node : undefined
  }

  function put(path: Path, wanted: unknown): void {
    const key = String(path.at(-1))
    const pair = pairAt(path)
    const parent = nodeAt(path.slice(0, -1))
    if (pair) {
      replace(path, pair, wanted)
      return
    }
    if (isSeq(parent) && typeof path.at(-1) === 'number') {
      replaceItem(parent.items[Number(path.at(-1))], wanted)
      return
    }
    if (!isMap(parent) || (parent.items.length === 0 && path.length > 1)) {
      if (parent && !isMap(parent) && !(isScalar(parent) && parent.value === null))
        throw new Error(`${path.join('.')}: what is around it is no map`)
      if (path.length > 1) put(path.slice(0, -1), { [key]: wanted })
      else text = `${ensureTrailingNewline(text)}${toBlockYaml(key, wanted, '')}`
      return
    }
    if (parent.flow) {
      intoFlow(parent, key, wanted)
      return
    }
    // A new top-level key goes to the end of the file, after the comments that follow the last key.
    if (path.length === 1) {
      text = `${ensureTrailingNewline(text)}${toBlockYaml(key, wanted, '')}`
      return
    }
    const first = parent.items[0]?.key
    const start = isNode(first) ? (first.range?.[0] ?? 0) : 0
    const indent = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1))
    const end = lineEnd(text, endOf(parent.items.at(-1)))
    const before = text.slice(0, end)
    text = `${ensureTrailingNewline(before)}${toBlockYaml(key, wanted, indent)}${text.slice(end)}`
  }

  function replace(path: Path, pair: Pair, wanted: unknown): void {
    const old = isNode(pair.value) ? pair.value : undefined
    const isBlock = (isMap(old) || isSeq(old)) && !old.flow
    const parent = nodeAt(path.slice(0, -1))
    // An empty key gets its map in block style if its parent has block style.
    const unfolds = isNothing(old) && isNonEmptyMap(wanted) && isMap(parent) && !parent.flow
    if (isBlock || unfolds) {
      const from = lineStart(text, startOf(pair))
      const indent = text.slice(from, startOf(pair))
      const end = lineEnd(text, endOf(pair))
      const [head = '', ...rest] = toBlockYaml(String(path.at(-1)), wanted, indent).split('\n')
      const remark = unfolds
        ? (/\s+#.*$/.exec(text.slice(isNode(pair.key) ? (pair.key.range?.[1] ?? 0) : 0, end).trimEnd())?.[0] ?? '')
        : ''
      text = text.slice(0, from) + [head + remark, ...rest].join('\n') + text.slice(end)
      return
    }
    const colon = text.indexOf(':', isNode(pair.key) ? (pair.key.range?.[1] ?? 0) : 0) + 1
    const from = colon + (/^[ \t]*/.exec(text.slice(colon))?.[0].length ?? 0)
    const to = old?.range ? Math.max(old.range[1], colon) : colon
    const isEmpty = old === undefined || old.range?.[0] === old.range?.[1]
    text = isEmpty
      ? `${text.slice(0, colon)} ${toInlineYaml(wanted)}${text.slice(colon)}`
      : `${text.slice(0, from)}${toInlineYaml(wanted)}${text.slice(text[to - 1] === '\n' ? to - 1 : to)}`
  }

  function replaceItem(item: unknown, wanted: unknown): void {
    if (!isNode(item) || !item.range) throw new Error('there is no such item')
    text = text.slice(0, item.range[0]) + toInlineYaml(wanted) + text.slice(item.range[1])
  }

  function intoFlow(parent: YAMLMap, key: string, wanted: unknown): void {
    const bracket = (parent.range?.[1] ?? 0) - 1
    const before = text.slice(0, bracket).trimEnd()
    const entry = `${toInlineYaml(key)}: ${toInlineYaml(wanted)}`
    text = `${before}${parent.items.length === 0 ? ' ' : before.endsWith(',') ? ' ' : ', '}${entry} ${text.slice(bracket)}`
  }

  function extend(path: Path, wanted: unknown): void {
    const list = nodeAt(path)
    const last = isSeq(list) ? list.items.at(-1) : undefined
    const [start = 0, , whole = 0] = (isNode(list) ? list.range : undefined) ?? []
    if (!isSeq(list) || !isNode(last)) put(path, [wanted])
    else if (list.flow) {
      const bracket = text.lastIndexOf(']', whole - 1)
      const before = text.slice(0, bracket).trimEnd()
      text = `${before}${before.endsWith(',') ? ' ' : ', '}${toInlineYaml(wanted)}${text.slice(bracket)}`
    } else {
      const end = lineEnd(text, last.range?.[1] ?? whole)
      const indent = ' '.repeat(start - lineStart(text, start))
      text = `${ensureTrailingNewline(text.slice(0, end))}${indent}- ${toInlineYaml(wanted)}\n${text.slice(end)}`
    }
  }

  function take(path: Path): void {
    const parent = nodeAt(path.slice(0, -1))
    const pair = named(parent, path.at(-1))
    if (!pair || !isMap(parent)) throw new Error(`there is no ${path.join('.')}`)
    const at = parent.items.indexOf(pair)
    if (parent.flow) {
      const next = parent.items[at + 1]
      const previous = parent.items[at - 1]
      const from = next || !previous ? startOf(pair) : endOf(previous)
      text = text.slice(0, from) + text.slice(next ? startOf(next) : endOf(pair))
    } else {
      const from = lineStart(text, startOf(pair))
      const rest = parent.items.length === 1 && path.length > 1 ? `${text.slice(from, startOf(pair))}{}\n` : ''
      text = text.slice(0, from) + rest + text.slice(lineEnd(text, endOf(pair)))
    }
  }
}

/** An error with the path of the value that it is about. */
const misplaced = (path: Path, message: string) => Object.assign(new Error(message), { path })

/** The offset of an entry's key. */
function startOf({ key }: Pair): number {
  return isNode(key) ? (key.range?.[0] ?? 0) : 0
}

/** The offset of the end of an entry's value. */
function endOf(pair: Pair | undefined): number {
  const [, keyEnd = 0] = isNode(pair?.key) ? (pair.key.range ?? []) : []
  const [, valueEnd = 0] = isNode(pair?.value) ? (pair.value.range ?? []) : []
  return Math.max(keyEnd, valueEnd)
}

/** The offset of the start of the line that contains an offset. */
const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1

/** The offset of the start of the next line; the same offset if it is the start of a line. */
function lineEnd(text: string, at: number): number {
  if (text[at - 1] === '\n') return at
  const found = text.indexOf('\n', at)
  return found === -1 ? text.length : found + 1
}

/** True for a key without a value, or with an empty map. */
const isNothing = (node: Node | undefined) =>
  node === undefined || (isScalar(node) && node.value === null) || (isMap(node) && node.items.length === 0)

/** The entry of a map under a key. */
const named = (map: Node | undefined, key: string | number | undefined): Pair | undefined =>
  isMap(map) ? map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key)) : undefined
