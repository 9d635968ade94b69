import { isMap, isNode, isScalar, isSeq, parse, parseDocument, stringify } from 'yaml'
import { edit } from './yaml/editor.ts'

/**
 * The text of a secrets file with these secrets in it; what has one of their names is replaced, and every other
 * character that stands there stays, the remark behind it too.
 * @throws Error in plain words, without a word of what stands in the file
 */
export function addSecrets(text: string, secrets: Readonly<Record<string, string>>): string {
  const before = read(text)
  let after = text
  for (const [name, value] of Object.entries(secrets)) after = put(after, name, value)
  const wanted = { ...before, ...secrets }
  // What is written is what will be read.
  if (JSON.stringify(sorted(read(after))) !== JSON.stringify(sorted(wanted))) throw new Error(mend)
  return after
}

const mend = 'is not the list of "name: secret" lines that it should be; mend it first'
const sorted = (record: object) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))

function read(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = parse(text, { logLevel: 'error' }) ?? {}
  } catch {
    throw new Error(mend)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(mend)
  return value as Record<string, unknown>
}

function put(text: string, name: string, value: string): string {
  const line = stringify({ [name]: value }, { lineWidth: 0 })
  const { contents } = parseDocument(text)
  if (contents === null) return `${closed(text)}${line}`
  if (!isMap(contents)) throw new Error(mend)
  if (contents.flow) return inFlow(text, name, value)
  const pair = contents.items.find(({ key }) => isScalar(key) && key.value === name)
  if (!pair) return `${closed(text)}${line}`
  const from = isNode(pair.key) ? pair.key.range?.[0] : undefined
  const to = isNode(pair.value) ? pair.value.range?.[1] : undefined
  if (from === undefined || to === undefined) throw new Error(mend)
  const isBlock = isScalar(pair.value) && /^BLOCK/.test(pair.value.type ?? '')
  const keyEnd = isNode(pair.key) ? (pair.key.range?.[1] ?? from) : from
  // Of a text of many lines it stands in the first.
  const behind = isBlock ? text.slice(keyEnd, lineEnd(text, keyEnd)) : text.slice(to, lineEnd(text, to))
  const remark = /\s+#.*/.exec(behind)?.[0] ?? ''
  const end = text[to - 1] === '\n' ? to : lineEnd(text, to)
  return text.slice(0, from) + line.replace('\n', () => `${remark}\n`) + text.slice(end)
}

/** Of a file that is all in braces. */
function inFlow(text: string, name: string, value: string): string {
  const it = edit(text)
  it.set([name], value)
  return it.text
}

function lineEnd(text: string, from: number): number {
  const found = text.indexOf('\n', from)
  return found === -1 ? text.length : found + 1
}

const closed = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`)

/** An appliance as it is written into a configuration. */
export interface ApplianceLine {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly driver: string
  readonly device: string
}

/**
 * The text of a configuration with more appliances at the end of their list; every character that stands there stays.
 * @param text a configuration without mistakes
 */
export function addAppliances(text: string, entries: readonly ApplianceLine[]): string {
  const document = parseDocument(text, { customTags: [{ tag: '!secret', resolve: (name: string) => name }] })
  const top = document.contents
  const list = isMap(top) ? top.get('appliances', true) : undefined
  const items = entries.map((entry) => stringify(entry, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd())
  const lines = (indent: string) => items.map((item) => `${indent}- ${item}\n`).join('')
  if (!isSeq(list) || !list.range) {
    const range = isNode(list) ? list.range : undefined
    // The key stands there, and nothing behind it.
    if (range) return insert(text, lineEnd(text, range[0]), lines('  '))
    return `${closed(text)}${text.trim() === '' ? '' : '\n'}appliances:\n${lines('  ')}`
  }
  if (list.flow) {
    const bracket = text.lastIndexOf(']', list.range[1] - 1)
    if (list.items.length > 0) return insert(text, bracket, `, ${items.join(', ')}`)
    return insert(text.slice(0, list.range[0]) + text.slice(bracket + 1), list.range[0], `\n${lines('  ').trimEnd()}`)
  }
  const last = list.items.at(-1)
  const end = (isNode(last) && last.range ? last.range[1] : list.range[1]) ?? text.length
  const from = text.lastIndexOf('\n', list.range[0] - 1) + 1
  const indent = ' '.repeat(list.range[0] - from)
  return insert(text, text[end - 1] === '\n' ? end : lineEnd(text, end), lines(indent))
}

function insert(text: string, at: number, more: string): string {
  const before = text.slice(0, at)
  const isLineStart = before === '' || before.endsWith('\n') || !more.includes('\n') || more.startsWith('\n')
  return `${isLineStart ? before : `${before}\n`}${more}${text.slice(at)}`
}
