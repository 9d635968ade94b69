import { parseBoundedJson } from '../../../src/util/boundedJson.ts'
import { isObject } from '../../../src/util/parse.ts'
import { fromRaw, fromRawData, type Key, parseText } from '../codes/index.ts'
import { keyOfPrinted } from '../codes/printed.ts'
import {
  attemptKey,
  type ForeignKey,
  firstFrames,
  type ImportFormat,
  type Line,
  linesOf,
  type ReportProblem,
  shorten,
  withoutEnd,
  withProtocol,
} from './format.ts'
import { importError } from './messages.ts'

/*
 * Lines of Tasmota: what it received, `… RESULT = {"IrReceived":{"Protocol":"NEC","Bits":32,"Data":"0x20DF10EF","RawData":"+9000…"}}`,
 * and what one sends, `IRsend {"Protocol":"NEC","Bits":32,"Data":0x20DF10EF}`, `IRsend 38,9000,4500,…`. A name may stand before it.
 * Source: Tasmota's documentation, "Tasmota-IR".
 */
const command = /\b(?:Backlog\d?\s+)?IRsend\d?[\s=:"']+(.*)$/i
const received = /\{\s*"IrReceived"/

/** What Tasmota prints may have numbers that JSON has not: 0x20DF10EF without quotes. */
const parseLoose = (text: string): unknown => parseBoundedJson(text.replace(/:\s*(0x[\da-f]+)/gi, ': "$1"'))

/** @throws Error for the user */
function keyOfMessage(message: Readonly<Record<string, unknown>>): Key {
  const { Protocol, Bits, Data, RawData, Vendor } = message
  if (RawData !== undefined && Protocol === 'UNKNOWN') return { code: fromRaw(firstFrames(fromRawData(RawData))) }
  if (Vendor !== undefined) throw importError('hvacCommand')
  if (typeof Protocol !== 'string') throw importError('noProtocol')
  const isNumber = typeof Data === 'string' || typeof Data === 'number'
  try {
    if (!isNumber) throw importError('missing', { field: 'Data' })
    const digits = typeof Data === 'number' ? `0x${Data.toString(16)}` : Data
    return keyOfPrinted(Protocol, digits, typeof Bits === 'number' ? Bits : undefined)
  } catch (error) {
    if (RawData !== undefined) return { code: fromRaw(firstFrames(fromRawData(RawData))) }
    throw error
  }
}

/** @throws Error for the user */
function keyOfLine(text: string): Key {
  const start = text.search(received)
  if (start >= 0) {
    const value = parseLoose(text.slice(start, text.lastIndexOf('}') + 1))
    const message = isObject(value) ? value.IrReceived : undefined
    if (!isObject(message)) throw importError('notObject', { field: 'IrReceived' })
    return keyOfMessage(message)
  }
  const sent = withoutEnd((command.exec(text)?.[1] ?? '').trim(), `'"`)
  if (!sent.startsWith('{')) return parseText(`IRsend ${sent}`)
  const value = parseLoose(sent)
  if (!isObject(value)) throw importError('notObject', { field: 'IRsend' })
  return keyOfMessage(value)
}

/** What stands before the code, as a name; else the number of the line. */
function nameOf({ number, text }: Line): string {
  const before = text.slice(
    0,
    Math.max(0, text.search(/\b(?:Backlog\d?\s+)?IRsend|\{\s*"IrReceived"|\btele\/|\bstat\/|\bcmnd\/|\bMQT:|\bRSL:/i)),
  )
  const name = withoutEnd(before.replace(/\d{1,2}:\d{2}:\d{2}(\.\d+)?/g, ' '), ` \t:=->"',`).trim()
  return name === '' ? `line ${number}` : shorten(name)
}

export const tasmota: ImportFormat = {
  name: 'Tasmota',
  matches: (text) => received.test(text) || /\bIRsend\d?[\s=:"']+(?:\{|\d{1,3}\s*,)/i.test(text),
  read: (text, report) => [{ keys: readKeys(text, report) }],
}

function* readKeys(text: string, report: ReportProblem): Generator<ForeignKey | undefined> {
  for (const line of linesOf(text)) {
    const isKey = received.test(line.text) || command.test(line.text)
    yield isKey ? attemptKey(line.number, nameOf(line), report, () => withProtocol(keyOfLine(line.text))) : undefined
  }
}
