import { type Document, isMap, isNode, isScalar, isSeq, type Node, type Pair, parseDocument, type YAMLMap } from 'yaml'
import { block, closed, inline, isFilled, placed, plain, without } from './format.ts'
import { endOf, isNothing, lineEnd, lineStart, misplaced, named, type Path, startOf } from './nodes.ts'
import { secretTag } from './source.ts'

/** A YAML text that is changed in places: every other character stays, remarks and empty lines too. */
export interface Editor {
  readonly text: string
  /** What stands there; nothing if nothing does. */
  get(path: Path): unknown
  /** Puts a value there, in place of what stands there, or as a new key at the end of its map. @throws Error if that map is none */
  set(path: Path, value: unknown): void
  /** Puts a value at the end of a list, which is made if it is not there. @throws Error if what stands there is no list */
  append(path: Path, value: unknown): void
  /** Gives a key another name. @throws Error if it is not there */
  rename(path: Path, key: string): void
  /** Takes a key out; a remark on its own line stays. */
  remove(path: Path): void
}

/** What cannot be done is told by an Error in plain words, whose `stands` is the path of that. @throws Error in plain words if the text is no YAML */
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
        (whole) => placed(whole, path, plain(wanted)),
      )
    },
    append(path, wanted) {
      const list = value(path) ?? []
      if (!Array.isArray(list)) throw misplaced(path, `${path.join('.')} must be a list, and is none`)
      changed(
        path,
        () => extend(path, wanted),
        (whole) => placed(whole, path, plain([...list, wanted])),
      )
    },
    rename(path, key) {
      const pair = pairAt(path)
      if (!pair || !isNode(pair.key) || !pair.key.range) throw new Error(`there is no ${path.join('.')}`)
      const [from, to] = pair.key.range
      text = text.slice(0, from) + inline(key) + text.slice(to)
      read()
    },
    remove(path) {
      if (value(path) === undefined && !pairAt(path)) return
      changed(
        path,
        () => take(path),
        (whole) => without(whole, path),
      )
    },
  }

  function read(): Document.Parsed {
    const document = parseDocument(text, { customTags: [secretTag], stringKeys: true, prettyErrors: false })
    const [broken] = document.errors
    if (broken) throw new Error(`this is not YAML: ${broken.message.replace(/\n[\s\S]*$/, '')}`)
    return document
  }

  /** Does it, and sees that exactly that has changed. */
  function changed(path: Path, work: () => void, wanted: (whole: unknown) => unknown): void {
    const before = text
    const expected = JSON.stringify(wanted(plain(read().toJS() ?? {})))
    let after: string | undefined
    try {
      work()
    } catch (error) {
      text = before
      throw misplaced(path, (error as Error).message)
    }
    try {
      after = JSON.stringify(plain(read().toJS() ?? {}))
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
      else text = `${closed(text)}${block(key, wanted, '')}`
      return
    }
    if (parent.flow) {
      intoFlow(parent, key, wanted)
      return
    }
    // Behind everything, also the remarks behind the last.
    if (path.length === 1) {
      text = `${closed(text)}${block(key, wanted, '')}`
      return
    }
    const first = parent.items[0]?.key
    const start = isNode(first) ? (first.range?.[0] ?? 0) : 0
    const indent = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1))
    const end = lineEnd(text, endOf(parent.items.at(-1)))
    const before = text.slice(0, end)
    text = `${closed(before)}${block(key, wanted, indent)}${text.slice(end)}`
  }

  function replace(path: Path, pair: Pair, wanted: unknown): void {
    const old = isNode(pair.value) ? pair.value : undefined
    const isBlock = (isMap(old) || isSeq(old)) && !old.flow
    const parent = nodeAt(path.slice(0, -1))
    // What was empty and is a map from now on gets lines of its own, where those around it have.
    const unfolds = isNothing(old) && isFilled(wanted) && isMap(parent) && !parent.flow
    if (isBlock || unfolds) {
      const from = lineStart(text, startOf(pair))
      const indent = text.slice(from, startOf(pair))
      const end = lineEnd(text, endOf(pair))
      const [head = '', ...rest] = block(String(path.at(-1)), wanted, indent).split('\n')
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
      ? `${text.slice(0, colon)} ${inline(wanted)}${text.slice(colon)}`
      : `${text.slice(0, from)}${inline(wanted)}${text.slice(text[to - 1] === '\n' ? to - 1 : to)}`
  }

  function replaceItem(item: unknown, wanted: unknown): void {
    if (!isNode(item) || !item.range) throw new Error('there is no such item')
    text = text.slice(0, item.range[0]) + inline(wanted) + text.slice(item.range[1])
  }

  function intoFlow(parent: YAMLMap, key: string, wanted: unknown): void {
    const bracket = (parent.range?.[1] ?? 0) - 1
    const before = text.slice(0, bracket).trimEnd()
    const entry = `${inline(key)}: ${inline(wanted)}`
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
      text = `${before}${before.endsWith(',') ? ' ' : ', '}${inline(wanted)}${text.slice(bracket)}`
    } else {
      const end = lineEnd(text, last.range?.[1] ?? whole)
      const indent = ' '.repeat(start - lineStart(text, start))
      text = `${closed(text.slice(0, end))}${indent}- ${inline(wanted)}\n${text.slice(end)}`
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
