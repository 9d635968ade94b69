import { isMap, isNode, isScalar, parse, parseDocument, stringify } from 'yaml'
import { edit } from './edit.ts'

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
