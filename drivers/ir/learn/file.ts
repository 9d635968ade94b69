import { type Document, isMap, isNode, isScalar, type Node, type Pair, Scalar, stringify } from 'yaml'
import type { Dialogue } from '../../../src/home/learning.ts'
import { reasonFor } from '../../../src/util/fileErrors.ts'
import { isObject } from '../../../src/util/parse.ts'
import { type LocalizedText, localizedError } from '../../../src/util/translate.ts'
import { readUtf8File } from '../../../src/util/utf8.ts'
import { type Key, keySchema, keyToYaml } from '../codes/index.ts'
import { parseKeyDocument } from '../remote/file.ts'
import { say } from './messages.ts'

/** The text of a file; nothing if there is none. @throws Error for the user */
export function readTextIfExists(file: string): string | undefined {
  try {
    return readUtf8File(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    if (code === undefined) throw error
    throw Object.assign(localizedError(say('cannotRead', { file, code })), { cause: error })
  }
}

/** A file of keys to which more are added. */
export interface KeyFile {
  /** the keys that it holds, by name; those that are no code, such as a name of lircd, have none */
  readonly keys: ReadonlyMap<string, Key | undefined>
  set(name: string, key: Key): void
  remove(name: string): void
  /** All of it as YAML: what stood there, its remarks too, and what was added. */
  text(): string
}

/** From how many characters on a key takes more than a line. */
const maxLineLength = 110

/**
 * Reads a file of keys.
 * @param before what stands there; nothing if there is no such file yet
 * @param file its name, for what is told
 * @throws Error for the user if keys cannot be added to it
 */
export function keyFile(before: string | undefined, file: string, title: string): KeyFile {
  let text = before ?? `# ${title}\nkeys:\n`
  const document: Document = parseKeyDocument(text)
  const [broken] = document.errors
  if (broken) throw localizedError(say('notYaml', { file, why: broken.message.split('\n')[0] ?? '' }))
  const top = document.contents
  if (top && !isMap(top) && !isEmpty(top)) throw localizedError(say('notKeyFile', { file }))
  const there = isMap(top) ? top.get('keys', true) : undefined
  if (there && !isMap(there) && !isEmpty(there)) throw localizedError(say('keysNoList', { file }))
  const keys = new Map(entriesOf(document, file).map(([name, value]) => [name, keySchema.safeParse(value).data]))
  return {
    keys,
    set(name, key) {
      keys.set(name, key)
      text = insertKey(text, name, key)
    },
    remove(name) {
      if (!keys.delete(name)) return
      text = removeKey(text, name)
    },
    text: () => text,
  }
}

const isEmpty = (node: unknown) => isScalar(node) && node.value === null

function entriesOf(document: Document, file: string): [string, unknown][] {
  try {
    return Object.entries(document.toJS({ maxAliasCount: 0 })?.keys ?? {})
  } catch {
    throw localizedError(say('aliases', { file }))
  }
}

/** The text without a key; every other character stays, unless all stand in braces. */
function removeKey(text: string, name: string): string {
  const document: Document = parseKeyDocument(text)
  const map = isMap(document.contents) ? document.contents.get('keys', true) : undefined
  const own = isMap(map) ? map.items.find((pair) => isScalar(pair.key) && pair.key.value === name) : undefined
  if (!isMap(map) || !own) return text
  if (map.flow || map.items.length === 1) {
    document.deleteIn(['keys', name])
    return document.toString({ lineWidth: 0 })
  }
  const [from = 0] = rangeOf(own.key)
  const to = endOf(own)
  const lineEnd = text[to - 1] === '\n' ? to : text.indexOf('\n', to) + 1 || text.length
  return text.slice(0, text.lastIndexOf('\n', from - 1) + 1) + text.slice(lineEnd)
}

/** The text with one key more, or another in its place; every other character stays, unless all stand in braces. */
function insertKey(text: string, name: string, key: Key): string {
  const document: Document = parseKeyDocument(text)
  const map = isMap(document.contents) ? document.contents.get('keys', true) : undefined
  const node = yamlNodeOf(document, key)
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
  const finish = endOf(map.items.at(-1))
  const line = text[finish - 1] === '\n' ? finish - 1 : text.indexOf('\n', finish)
  const at = line < 0 ? text.length : line
  return `${text.slice(0, at)}\n${indent}${written}${text.slice(at) || '\n'}`
}

const rangeOf = (node: unknown): readonly [number, number] => {
  const [start = 0, end = 0] = (isNode(node) && node.range) || []
  return [start, end]
}
const endOf = (pair: Pair | undefined): number => Math.max(rangeOf(pair?.key)[1], rangeOf(pair?.value)[1])

/** From how many characters on a list of times takes more than a line. */
const maxListLength = 90

/** A key in one line, or, of many times, in lines that can be read. */
export function yamlNodeOf(document: Document, key: Key): Node {
  const short = keyToYaml(key)
  if (JSON.stringify(short).length <= maxLineLength) return document.createNode(short, { flow: true })
  return document.createNode(wrapLists(document, short))
}

/** The lists of times of a key, so many to a line. */
const wrapLists = (document: Document, written: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(written).map(([name, value]) => {
      if (isObject(value)) {
        const isLong = JSON.stringify(value).length > maxListLength
        return [name, isLong ? wrapLists(document, value) : document.createNode(value, { flow: true })]
      }
      const isTimes = name === 'raw' && Array.isArray(value)
      return [name, isTimes && JSON.stringify(value).length > maxListLength ? wrapTimes(value) : value]
    }),
  )

function wrapTimes(times: readonly number[]): Scalar {
  const words = times.map((time) => (time > 0 ? `+${time}` : `${time}`))
  const rows = Array.from({ length: Math.ceil(words.length / 16) }, (_, i) => words.slice(16 * i, 16 * i + 16))
  const scalar = new Scalar(rows.map((row) => row.join(' ')).join('\n'))
  scalar.type = 'BLOCK_LITERAL'
  return scalar
}

/** What is learnt, kept on the disk as far as that takes it. */
export interface KeyFileWriter {
  /** Writes all that is learnt. A disk that takes it not is told; then it is tried again the next time. */
  save(): Promise<void>
  /** Tries to write what could not be written, as long as they want; else shows it. @throws Error if it is not on the disk in the end */
  end(): Promise<void>
}

/** @param text all that is learnt */
export function createKeyFileWriter({ save, print, ask }: Dialogue, file: string, text: () => string): KeyFileWriter {
  let lastProblem: LocalizedText | undefined

  return {
    async save() {
      await write()
      if (lastProblem) print(say('keptMeanwhile', { problem: lastProblem }))
    },
    async end() {
      if (lastProblem !== undefined) await write()
      while (lastProblem !== undefined) {
        const answer = await ask(say('makeRoom', { problem: lastProblem }))
        if (answer === undefined || answer === 'p' || answer === 'q') {
          print(say('fileShouldHold', { file, text: text() }))
          throw localizedError(say('putByHand', { problem: lastProblem }))
        }
        await write()
      }
    },
  }

  async function write(): Promise<void> {
    try {
      await save(file, text())
      if (lastProblem !== undefined) print(say('written', { file }))
      lastProblem = undefined
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      lastProblem = say('notWritten', { file, why: reasonFor(code) ?? message, code: code ?? 'unknown' })
    }
  }
}
