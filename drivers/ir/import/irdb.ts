import { attemptKey, type ForeignKey, type ImportFormat, linesOf, type ReportProblem, withProtocol } from './format.ts'
import { encodeIrp } from './irp.ts'
import { irpProtocols } from './irpProtocols.ts'
import { importError } from './messages.ts'

/** The columns of irdb's `.csv`. Source: probonopd/irdb, README. */
const columns = ['functionname', 'protocol', 'device', 'subdevice', 'function'] as const

/** The fields of a line of CSV; one in quotes may hold commas. */
function fieldsOf(line: string): readonly string[] {
  const fields: string[] = []
  for (const [, quoted, bare] of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
    fields.push((quoted?.replaceAll('""', '"') ?? bare ?? '').trim())
  return fields
}

/** @throws Error for the user */
function keyOf([, written = '', device = '', subdevice = '', functionNumber = '']: readonly string[]) {
  const notation = irpProtocols[written.toUpperCase()]
  if (notation === undefined)
    throw written === ''
      ? importError('noProtocol')
      : importError('unknownProtocol', { protocol: written.slice(0, 30) })
  const [D, S, F] = [device, subdevice, functionNumber].map(Number)
  if (![D, F].every((value) => value !== undefined && Number.isInteger(value) && value >= 0 && value <= 0xffffff))
    throw importError('deviceOrFunction')
  // -1 is: there is none, or what the protocol has of itself.
  const values = { D: D ?? 0, F: F ?? 0, ...(S !== undefined && Number.isInteger(S) && S >= 0 && { S }) }
  return withProtocol(encodeIrp(notation, values))
}

const isHeader = (fields: readonly string[]) => columns.every((name, i) => fields[i]?.toLowerCase() === name)

export const irdb: ImportFormat = {
  name: 'irdb',
  matches: (text) => isHeader(fieldsOf(text.slice(0, 500).trimStart().split(/\r?\n/, 1)[0] ?? '')),
  read: (text, report) => [{ keys: readKeys(text, report) }],
}

function* readKeys(text: string, report: ReportProblem): Generator<ForeignKey | undefined> {
  for (const { number, text: line } of linesOf(text)) {
    if (line.trim() === '') continue
    const fields = fieldsOf(line)
    const [name = ''] = fields
    yield isHeader(fields) ? undefined : attemptKey(number, name, report, () => keyOf(fields))
  }
}
