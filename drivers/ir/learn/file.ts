import { readFileSync } from 'node:fs'
import { type Document, isMap, isNode, isScalar, type Pair, parseDocument, Scalar, stringify } from 'yaml'
import { type Code, type Key, keySchema, toIrCtl, written } from '../codes/index.ts'

/** The text of a file; nothing if there is none. @throws Error in plain words */
export function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new Error(`${file} cannot be read (${code})`, { cause: error })
  }
}

/** A file of keys to which more are added. */
export interface KeyFile {
  /** the keys that it holds, by name; those that are no code, such as a name of lircd, have none */
  readonly keys: ReadonlyMap<string, Key | undefined>
  set(name: string, key: Key): void
  /** All of it as YAML: what stood there, its remarks too, and what was added. */
  text(): string
}

/** From how many characters on a key takes more than a line. */
const long = 110

/**
 * Reads a file of keys.
 * @param before what stands there; nothing if there is no such file yet
 * @param file its name, for what is told
 * @throws Error in plain words if keys cannot be added to it
 */
export function keyFile(before: string | undefined, file: string, title: string): KeyFile {
  let text = before ?? `# ${title}\nkeys:\n`
  const document: Document = parse(text)
  const [broken] = document.errors
  if (broken)
    throw new Error(
      `${file} is not YAML: ${broken.message.split('\n')[0]}; correct it, or take another file with --file`,
    )
  const top = document.contents
  if (top && !isMap(top) && !isEmpty(top)) throw new Error(`${file} is no file of keys; take another one with --file`)
  const there = isMap(top) ? top.get('keys', true) : undefined
  if (there && !isMap(there) && !isEmpty(there))
    throw new Error(`keys: in ${file} is no list of keys; take another file with --file`)
  const keys = new Map(entriesOf(document, file).map(([name, value]) => [name, keySchema.safeParse(value).data]))
  return {
    keys,
    set(name, key) {
      keys.set(name, key)
      text = withKey(text, name, key)
    },
    text: () => text,
  }
}

const parse = (text: string) => parseDocument(text, { stringKeys: true })
const isEmpty = (node: unknown) => isScalar(node) && node.value === null

function entriesOf(document: Document, file: string): [string, unknown][] {
  try {
    return Object.entries(document.toJS({ maxAliasCount: 0 })?.keys ?? {})
  } catch {
    throw new Error(`${file} has aliases (*), which are not followed; write them out, or take another file with --file`)
  }
}

/** The text with one key more, or another in its place; every other character stays, unless all stand in braces. */
function withKey(text: string, name: string, key: Key): string {
  const document: Document = parse(text)
  const map = isMap(document.contents) ? document.contents.get('keys', true) : undefined
  const node = nodeOf(document, key)
  if (!isMap(map) || map.flow || map.items.length === 0) {
    document.contents ??= document.createNode({})
    if (isMap(map)) map.flow = false
    else document.set('keys', document.createNode({}))
    document.setIn(['keys', name], node)
    return document.toString({ lineWidth: 0 })
  }
  const own = map.items.find((pair) => isScalar(pair.key) && pair.key.value === name)
  const [start = 0] = rangeOf(map)
  const indent = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1))
  const written = stringify({ [name]: node }, { lineWidth: 0 })
    .trimEnd()
    .replace(/\n/g, `\n${indent}`)
  if (own) {
    const [from] = rangeOf(own.key)
    const to = endOf(own)
    return `${text.slice(0, from)}${written}${text[to - 1] === '\n' ? '\n' : ''}${text.slice(to)}`
  }
  const end = endOf(map.items.at(-1))
  const line = text[end - 1] === '\n' ? end - 1 : text.indexOf('\n', end)
  const at = line < 0 ? text.length : line
  return `${text.slice(0, at)}\n${indent}${written}${text.slice(at) || '\n'}`
}

const rangeOf = (node: unknown): readonly [number, number] => {
  const [start = 0, end = 0] = (isNode(node) && node.range) || []
  return [start, end]
}
const endOf = (pair: Pair | undefined): number => Math.max(rangeOf(pair?.key)[1], rangeOf(pair?.value)[1])

/** A key in one line, or, of many times, in lines that can be read. */
function nodeOf(document: Document, key: Key) {
  const short = written(key)
  const isShort = !('raw' in short) || JSON.stringify(short).length <= long
  const whole = 'code' in key && !isShort ? { ...short, raw: lines(key.code) } : short
  return document.createNode(whole, { flow: isShort })
}

/** The times of a code, so many to a line. */
function lines(code: Code): Scalar {
  const times = toIrCtl(code).split(' ')
  const rows = Array.from({ length: Math.ceil(times.length / 16) }, (_, i) => times.slice(16 * i, 16 * i + 16))
  const scalar = new Scalar(rows.map((row) => row.join(' ')).join('\n'))
  scalar.type = 'BLOCK_LITERAL'
  return scalar
}
