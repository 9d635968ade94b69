import { type Document, isMap, isNode, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml'
import { parseYamlDocument } from '../../util/yamlDocument.ts'
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

/**
 * Changes values of a YAML text in place: all other characters stay, also comments and empty lines. The methods throw an Error
 * for the user, with the `path` of what cannot be changed.
 */
export class YamlTextEditor {
  #text: string

  /** @throws Error for the user if the text is not valid YAML */
  constructor(text: string) {
    this.#text = text
    this.#parse()
  }

  get text(): string {
    return this.#text
  }

  /** The value at a path; undefined if there is none. */
  get(path: Path): unknown {
    const document = this.#parse()
    const node = document.getIn(path, true)
    return isNode(node) ? node.toJS(document) : node
  }

  /** Replaces the value at a path, or adds a key at the end of its map. @throws Error if its parent is not a map */
  set(path: Path, value: unknown): void {
    this.#change(
      path,
      () => this.#put(path, value),
      (root) => setAtPath(root, path, toJson(value)),
    )
  }

  /** Adds a value at the end of a list, which is created if it is missing. @throws Error if the value at the path is not a list */
  append(path: Path, value: unknown): void {
    const list = this.get(path) ?? []
    if (!Array.isArray(list)) throw misplaced(path, `${path.join('.')} must be a list, and is none`)
    this.#change(
      path,
      () => this.#addToList(path, value),
      (root) => setAtPath(root, path, toJson([...list, value])),
    )
  }

  /** Renames a key. @throws Error if it is missing */
  rename(path: Path, key: string): void {
    const pair = this.#pairAt(path)
    if (!pair || !isNode(pair.key) || !pair.key.range) throw new Error(`there is no ${path.join('.')}`)
    const [from, to] = pair.key.range
    this.#replaceRange(from, to, toInlineYaml(key))
    this.#parse()
  }

  /** Removes a key; a comment on a line of its own stays. */
  remove(path: Path): void {
    if (this.get(path) === undefined && !this.#pairAt(path)) return
    this.#change(
      path,
      () => this.#removeKey(path),
      (root) => deleteAtPath(root, path),
    )
  }

  #parse(): Document.Parsed {
    const document = parseYamlDocument(this.#text, { customTags: [secretTag], stringKeys: true })
    const [mistake] = document.errors
    if (mistake) throw new Error(`this is not YAML: ${mistake.message.replace(/\n[\s\S]*$/, '')}`)
    return document
  }

  /** Makes a change, and undoes it unless the parsed result is exactly the expected one. */
  #change(path: Path, work: () => void, expectedRoot: (root: unknown) => unknown): void {
    const before = this.#text
    const expected = JSON.stringify(expectedRoot(toJson(this.#parse().toJS() ?? {})))
    let after: string | undefined
    try {
      work()
    } catch (error) {
      this.#text = before
      throw misplaced(path, (error as Error).message)
    }
    try {
      after = JSON.stringify(toJson(this.#parse().toJS() ?? {}))
    } catch {}
    if (after === expected) return
    this.#text = before
    throw misplaced(path, `${path.join('.')} stands in a form that cannot be changed in its place; write it by hand`)
  }

  #replaceRange(from: number, to: number, replacement: string): void {
    this.#text = this.#text.slice(0, from) + replacement + this.#text.slice(to)
  }

  #pairAt(path: Path): Pair | undefined {
    return pairOf(this.#nodeAt(path.slice(0, -1)), path.at(-1))
  }

  #nodeAt(path: Path): Node | undefined {
    const document = this.#parse()
    const node = path.length === 0 ? document.contents : document.getIn(path, true)
    return isNode(node) ? node : undefined
  }

  #put(path: Path, value: unknown): void {
    const key = path.at(-1)
    const pair = this.#pairAt(path)
    const parent = this.#nodeAt(path.slice(0, -1))
    if (pair) this.#replaceValue(path, pair, value)
    else if (isSeq(parent) && typeof key === 'number') this.#replaceItem(parent.items[key], value)
    else if (!isMap(parent) || (parent.items.length === 0 && path.length > 1)) this.#putWithParent(path, parent, value)
    else if (parent.flow) this.#addToFlowMap(parent, String(key), value)
    // A new top-level key goes to the end of the file, after the comments that follow the last key.
    else if (path.length === 1) this.#addAtEnd(String(key), value)
    else this.#addToBlockMap(parent, String(key), value)
  }

  /** Puts a value whose parent is missing or empty, together with its parent. */
  #putWithParent(path: Path, parent: Node | undefined, value: unknown): void {
    if (parent && !isMap(parent) && !(isScalar(parent) && parent.value === null))
      throw new Error(`${path.join('.')}: what is around it is no map`)
    const key = String(path.at(-1))
    if (path.length > 1) this.#put(path.slice(0, -1), { [key]: value })
    else this.#addAtEnd(key, value)
  }

  #addAtEnd(key: string, value: unknown): void {
    this.#text = `${ensureTrailingNewline(this.#text)}${toBlockYaml(key, value, '')}`
  }

  #addToBlockMap(parent: YAMLMap, key: string, value: unknown): void {
    const first = parent.items[0]?.key
    const start = isNode(first) ? (first.range?.[0] ?? 0) : 0
    const indent = ' '.repeat(start - lineStart(this.#text, start))
    const end = lineEnd(this.#text, endOf(parent.items.at(-1)))
    const before = ensureTrailingNewline(this.#text.slice(0, end))
    this.#text = `${before}${toBlockYaml(key, value, indent)}${this.#text.slice(end)}`
  }

  #addToFlowMap(parent: YAMLMap, key: string, value: unknown): void {
    const bracket = (parent.range?.[1] ?? 0) - 1
    const before = this.#text.slice(0, bracket).trimEnd()
    const separator = parent.items.length === 0 || before.endsWith(',') ? ' ' : ', '
    this.#text = `${before}${separator}${toInlineYaml(key)}: ${toInlineYaml(value)} ${this.#text.slice(bracket)}`
  }

  #replaceValue(path: Path, pair: Pair, value: unknown): void {
    const old = isNode(pair.value) ? pair.value : undefined
    const isBlock = (isMap(old) || isSeq(old)) && !old.flow
    const parent = this.#nodeAt(path.slice(0, -1))
    // An empty key gets its map in block style if its parent has block style.
    const unfolds = isNothing(old) && isNonEmptyMap(value) && isMap(parent) && !parent.flow
    if (isBlock || unfolds) this.#replaceBlock(String(path.at(-1)), pair, value, unfolds)
    else this.#replaceInline(pair, old, value)
  }

  /** Replaces an entry by one in block style. @param keepsComment whether the comment behind its key stays */
  #replaceBlock(key: string, pair: Pair, value: unknown, keepsComment: boolean): void {
    const from = lineStart(this.#text, startOf(pair))
    const indent = this.#text.slice(from, startOf(pair))
    const end = lineEnd(this.#text, endOf(pair))
    const [head = '', ...rest] = toBlockYaml(key, value, indent).split('\n')
    const behindKey = this.#text.slice(endOfKey(pair), end).trimEnd()
    const comment = keepsComment ? (/\s+#.*$/.exec(behindKey)?.[0] ?? '') : ''
    this.#replaceRange(from, end, [head + comment, ...rest].join('\n'))
  }

  #replaceInline(pair: Pair, old: Node | undefined, value: unknown): void {
    const text = this.#text
    const colon = text.indexOf(':', endOfKey(pair)) + 1
    const from = colon + (/^[ \t]*/.exec(text.slice(colon))?.[0].length ?? 0)
    const to = old?.range ? Math.max(old.range[1], colon) : colon
    const isEmpty = old === undefined || old.range?.[0] === old.range?.[1]
    if (isEmpty) this.#replaceRange(colon, colon, ` ${toInlineYaml(value)}`)
    else this.#replaceRange(from, text[to - 1] === '\n' ? to - 1 : to, toInlineYaml(value))
  }

  #replaceItem(item: unknown, value: unknown): void {
    if (!isNode(item) || !item.range) throw new Error('there is no such item')
    this.#replaceRange(item.range[0], item.range[1], toInlineYaml(value))
  }

  #addToList(path: Path, value: unknown): void {
    const list = this.#nodeAt(path)
    const last = isSeq(list) ? list.items.at(-1) : undefined
    if (!isSeq(list) || !isNode(last)) {
      this.#put(path, [value])
      return
    }
    const text = this.#text
    const [start = 0, , end = 0] = list.range ?? []
    if (list.flow) {
      const bracket = text.lastIndexOf(']', end - 1)
      const before = text.slice(0, bracket).trimEnd()
      this.#text = `${before}${before.endsWith(',') ? ' ' : ', '}${toInlineYaml(value)}${text.slice(bracket)}`
    } else {
      const at = lineEnd(text, last.range?.[1] ?? end)
      const indent = ' '.repeat(start - lineStart(text, start))
      const before = ensureTrailingNewline(text.slice(0, at))
      this.#text = `${before}${indent}- ${toInlineYaml(value)}\n${text.slice(at)}`
    }
  }

  #removeKey(path: Path): void {
    const parent = this.#nodeAt(path.slice(0, -1))
    const pair = pairOf(parent, path.at(-1))
    if (!pair || !isMap(parent)) throw new Error(`there is no ${path.join('.')}`)
    const index = parent.items.indexOf(pair)
    const previous = parent.items[index - 1]
    const next = parent.items[index + 1]
    if (parent.flow) {
      const from = next || !previous ? startOf(pair) : endOf(previous)
      this.#replaceRange(from, next ? startOf(next) : endOf(pair), '')
    } else {
      const from = lineStart(this.#text, startOf(pair))
      const isOnly = parent.items.length === 1 && path.length > 1
      const emptyMap = isOnly ? `${this.#text.slice(from, startOf(pair))}{}\n` : ''
      this.#replaceRange(from, lineEnd(this.#text, endOf(pair)), emptyMap)
    }
  }
}

/** An error with the path of the value that it is about. */
const misplaced = (path: Path, message: string) => Object.assign(new Error(message), { path })

/** The offset of an entry's key. */
function startOf({ key }: Pair): number {
  return isNode(key) ? (key.range?.[0] ?? 0) : 0
}

/** The offset of the end of an entry's key. */
function endOfKey(pair: Pair | undefined): number {
  return isNode(pair?.key) ? (pair.key.range?.[1] ?? 0) : 0
}

/** The offset of the end of an entry's value. */
function endOf(pair: Pair | undefined): number {
  return Math.max(endOfKey(pair), isNode(pair?.value) ? (pair.value.range?.[1] ?? 0) : 0)
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
const pairOf = (map: Node | undefined, key: string | number | undefined): Pair | undefined =>
  isMap(map) ? map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key)) : undefined
