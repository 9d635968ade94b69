import { parseBoundedJson } from '../../../src/util/boundedJson.ts'
import { isObject } from '../../../src/util/parse.ts'
import { type Key, parseText } from '../codes/index.ts'
import {
  attempt,
  attemptKey,
  type ForeignKey,
  type ImportFormat,
  importLimits,
  type Line,
  linesOf,
  type ReportProblem,
  withoutEnd,
  withProtocol,
} from './format.ts'
import { say } from './messages.ts'

/*
 * Codes without a file format around them: Pronto hex, Broadlink (Base64 or hex, light and radio), Tuya, lists of times; the whole
 * text is one, or each line, with a name before it, or they stand in JSON by their names.
 */

/** A name, a sign, and a code: `Power: JgBGAA…`, `Power = 0000 006D …`, `"Power","JgBGAA…"`. */
const named = /^(?:"([^"]{1,80})"|([^=:,;\t"]{1,80}?))\s*[=:,;\t]\s*(.+)$/

/** A name and a code with only a space between: a name of one word, or a code of one, as Base64 is. */
const spaced = [/^([^\s\d]\S{0,79})\s+(\S.*\S)$/, /^(\S.{0,79}?)\s+(\S{12,})$/]

const bare = (text: string) => withoutEnd(text.trim().replace(/^["'`]/, ''), `"'\`,;`)

function keyIn(text: string): Key {
  return withProtocol(parseText(bare(text)))
}

const isCode = (text: string): boolean => {
  try {
    keyIn(text)
    return true
  } catch {
    return false
  }
}

export const codeList: ImportFormat = {
  name: 'Pronto hex, Broadlink, Tuya, raw (µs)',
  matches: () => true,
  read(text, report) {
    if (text.trim() === '') {
      report(undefined, say('empty'))
      return []
    }
    const json = jsonOf(text)
    if (json !== undefined) return [{ keys: keysOfJson(json, report) }]
    // One code may go over several lines.
    if (text.length <= 65_536 && isCode(text)) return [{ keys: [{ name: 'line 1', line: 1, key: keyIn(text) }] }]
    return [{ keys: readKeys(text, report) }]
  },
}

function* readKeys(text: string, report: ReportProblem): Generator<ForeignKey | undefined> {
  for (const line of linesOf(text)) yield keyOfLine({ ...line, text: line.text.trim() }, report)
}

function keyOfLine({ number, text }: Line, report: ReportProblem): ForeignKey | undefined {
  if (text === '' || /^(#|\/\/)/.test(text)) return undefined
  const [, quoted, word, rest] = named.exec(text) ?? []
  const name = (quoted ?? word ?? '').trim()
  // A list of times has commas, too: whatever reads whole is whole.
  if (isCode(text)) return { name: `line ${number}`, line: number, key: keyIn(text) }
  // Base64 may end in equals signs.
  const isNamed = rest !== undefined && !/^[\d\s+-]*$/.test(name) && rest !== '='
  if (isNamed && isCode(rest)) return { name, line: number, key: keyIn(rest) }
  for (const pattern of spaced) {
    const [, own = '', code] = pattern.exec(text) ?? []
    if (code !== undefined && isCode(code)) return { name: own, line: number, key: keyIn(code) }
  }
  return attemptKey(number, isNamed ? name : '', report, () => keyIn(isNamed ? rest : text))
}

function jsonOf(text: string): unknown {
  if (!/^\s*[{[]\s*["{[]/.test(text)) return undefined
  try {
    return parseBoundedJson(text, importLimits.jsonValues)
  } catch {
    return undefined
  }
}

/** How deep codes may stand in JSON. */
const maxDepth = 12
/** What files call a code, and its name, where both stand in an object. */
const codeWords = ['code', 'data', 'ir_code', 'ir_code_to_send', 'learned_ir_code', 'raw', 'pronto']
const nameWords = ['name', 'function', 'key', 'button', 'label', 'command']

function* keysOfJson(value: unknown, report: ReportProblem, name = '', depth = 0): Generator<ForeignKey | undefined> {
  if (depth > maxDepth) return
  const take = (called: string, code: string | readonly number[]): ForeignKey | undefined => {
    const key = attempt(undefined, called, report, () => keyIn(typeof code === 'string' ? code : `[${code.join(',')}]`))
    return key && { name: called, line: 1, key }
  }
  if (typeof value === 'string') {
    yield value.length < 12 ? undefined : take(name, value)
    return
  }
  if (Array.isArray(value)) {
    if (value.length > 3 && value.every((one) => typeof one === 'number')) yield take(name, value)
    else for (const [i, one] of value.entries()) yield* keysOfJson(one, report, name || `${i + 1}`, depth + 1)
    return
  }
  if (!isObject(value)) return
  const given = nameWords.map((word) => value[word]).find((one) => typeof one === 'string')
  const code = codeWords.map((word) => value[word]).find((one) => typeof one === 'string')
  if (typeof given === 'string' && typeof code === 'string') yield take(given, code)
  else
    for (const [word, below] of Object.entries(value))
      yield* keysOfJson(below, report, codeWords.includes(word) && name !== '' ? name : word, depth + 1)
}
