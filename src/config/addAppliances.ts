import { isMap, isNode, isSeq, parseDocument, stringify } from 'yaml'

/** An appliance as it is written into a configuration. */
export interface Written {
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
export function addAppliances(text: string, entries: readonly Written[]): string {
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

/** Where the next line begins; the end of the text if there is none. */
function lineEnd(text: string, from: number): number {
  const found = text.indexOf('\n', from)
  return found === -1 ? text.length : found + 1
}

const closed = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`)

function insert(text: string, at: number, more: string): string {
  const before = text.slice(0, at)
  const isLineStart = before === '' || before.endsWith('\n') || !more.includes('\n') || more.startsWith('\n')
  return `${isLineStart ? before : `${before}\n`}${more}${text.slice(at)}`
}
