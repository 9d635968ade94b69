import { isMap, isNode, isScalar, isSeq, parse, parseDocument, stringify } from 'yaml'
import { YamlTextEditor } from './yaml/editor.ts'
import { secretTag } from './yaml/source.ts'
import { ensureTrailingNewline, toJson } from './yaml/values.ts'

/**
 * The text of a secrets file with these secrets in it. A secret that has one of their names is replaced; every other character
 * stays, the comment behind it too.
 * @throws Error for the user; its message never repeats what stands in the file
 */
export function addSecrets(text: string, secrets: Readonly<Record<string, string>>): string {
  const before = parseSecrets(text)
  const after = Object.entries(secrets).reduce((left, [name, value]) => putSecret(left, name, value), text)
  // What was written is read again, since a form of YAML may be one that `putSecret` does not know.
  if (JSON.stringify(sorted(parseSecrets(after))) !== JSON.stringify(sorted({ ...before, ...secrets })))
    throw new Error(formError)
  return after
}

const formError = 'is not the list of "name: secret" lines that it should be; mend it first'
const sorted = (record: object) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))

function parseSecrets(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = parse(text, { logLevel: 'error' }) ?? {}
  } catch {
    throw new Error(formError)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(formError)
  return value as Record<string, unknown>
}

function putSecret(text: string, name: string, value: string): string {
  const line = stringify({ [name]: value }, { lineWidth: 0 })
  const { contents } = parseDocument(text)
  if (contents === null) return `${ensureTrailingNewline(text)}${line}`
  if (!isMap(contents)) throw new Error(formError)
  if (contents.flow) {
    const editor = new YamlTextEditor(text)
    editor.set([name], value)
    return editor.text
  }
  const pair = contents.items.find(({ key }) => isScalar(key) && key.value === name)
  if (!pair) return `${ensureTrailingNewline(text)}${line}`
  const start = isNode(pair.key) ? pair.key.range?.[0] : undefined
  const valueEnd = isNode(pair.value) ? pair.value.range?.[1] : undefined
  if (start === undefined || valueEnd === undefined) throw new Error(formError)
  const isBlock = isScalar(pair.value) && /^BLOCK/.test(pair.value.type ?? '')
  const keyEnd = isNode(pair.key) ? (pair.key.range?.[1] ?? start) : start
  // The comment of a text of many lines stands in its first line.
  const behind = isBlock ? text.slice(keyEnd, nextLine(text, keyEnd)) : text.slice(valueEnd, nextLine(text, valueEnd))
  const comment = /\s+#.*/.exec(behind)?.[0] ?? ''
  const end = text[valueEnd - 1] === '\n' ? valueEnd : nextLine(text, valueEnd)
  return text.slice(0, start) + line.replace('\n', () => `${comment}\n`) + text.slice(end)
}

/** The offset at which the next line begins. */
function nextLine(text: string, offset: number): number {
  const lineEnd = text.indexOf('\n', offset)
  return lineEnd === -1 ? text.length : lineEnd + 1
}

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
    // The key is there without a value.
    if (range) return insert(text, nextLine(text, range[0]), lines('  '))
    return `${ensureTrailingNewline(text)}${text.trim() === '' ? '' : '\n'}appliances:\n${lines('  ')}`
  }
  if (list.flow) {
    const bracket = text.lastIndexOf(']', list.range[1] - 1)
    if (list.items.length > 0) return insert(text, bracket, `, ${items.join(', ')}`)
    return insert(text.slice(0, list.range[0]) + text.slice(bracket + 1), list.range[0], `\n${lines('  ').trimEnd()}`)
  }
  const last = list.items.at(-1)
  const end = (isNode(last) && last.range ? last.range[1] : list.range[1]) ?? text.length
  const lineStart = text.lastIndexOf('\n', list.range[0] - 1) + 1
  const indent = ' '.repeat(list.range[0] - lineStart)
  return insert(text, text[end - 1] === '\n' ? end : nextLine(text, end), lines(indent))
}

function insert(text: string, offset: number, more: string): string {
  const before = text.slice(0, offset)
  const needsNewline = before !== '' && !before.endsWith('\n') && more.includes('\n') && !more.startsWith('\n')
  return `${before}${needsNewline ? '\n' : ''}${more}${text.slice(offset)}`
}

/**
 * The text of a configuration without one appliance; the lines of the others stay, and remarks above it.
 * @throws Error for the user if it stands there in a form that cannot be changed
 */
export function removeAppliance(text: string, id: string): string {
  const document = parseDocument(text, { customTags: [secretTag], stringKeys: true })
  const top = document.contents
  const list = isMap(top) ? top.get('appliances', true) : undefined
  const index = (isSeq(list) ? list.items : []).findIndex((item) => isMap(item) && item.get('id') === id)
  const item = isSeq(list) ? list.items[index] : undefined
  if (!isSeq(list) || !isNode(item) || !item.range)
    throw new Error(`no appliance of the configuration has the id "${id}"`)
  const expected = JSON.stringify(toJson(withoutItem(document.toJS(), index)))
  const next = list.items[index + 1]
  let after: string
  if (list.flow) {
    const previous = list.items[index - 1]
    const from = isNode(next) || !isNode(previous) ? item.range[0] : (previous.range?.[1] ?? item.range[0])
    const to = isNode(next) ? (next.range?.[0] ?? item.range[1]) : item.range[1]
    after = text.slice(0, from) + text.slice(to)
  } else {
    const from = text.lastIndexOf('\n', item.range[0] - 1) + 1
    const end = item.range[1]
    const to = text[end - 1] === '\n' ? end : nextLine(text, end)
    const indent = text.slice(from, item.range[0]).replace(/-\s*$/, '')
    after = text.slice(0, from) + (list.items.length === 1 ? `${indent}[]\n` : '') + text.slice(to)
  }
  const found = parseDocument(after, { customTags: [secretTag], stringKeys: true })
  if (found.errors.length > 0 || JSON.stringify(toJson(found.toJS())) !== expected)
    throw new Error(`the appliance "${id}" stands there in a form that cannot be taken out; do it by hand`)
  return after
}

function withoutItem(whole: { readonly appliances: readonly unknown[] }, index: number): unknown {
  return { ...whole, appliances: whole.appliances.filter((_, i) => i !== index) }
}
