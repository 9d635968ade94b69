import { isMap, isScalar, isSeq, LineCounter, type Node, type YAMLMap } from 'yaml'
import { parseYamlDocument } from '../../../src/util/yamlDocument.ts'
import { defaultCarrierHz, fromPronto, fromRaw, type Key, keySchema } from '../codes/index.ts'
import { keyOfPrinted } from '../codes/printed.ts'
import {
  attemptKey,
  type ForeignKey,
  firstFrames,
  type ImportFormat,
  type LazyKeys,
  linesOf,
  type ReportProblem,
  withProtocol,
} from './format.ts'
import { importError, say } from './messages.ts'

/*
 * ESPHome: its configuration with actions `remote_transmitter.transmit_nec: { address: 0xFB04, command: 0xF708 }`, and lines of its
 * log, `[D][remote.nec:097]: Received NEC: address=0xFB04, command=0xF708 command_repeats=1`, where raw and Pronto go on behind it.
 * Source: esphome.io, "Remote Transmitter" and "Remote Receiver"; esphome/components/remote_base.
 */

type Fields = Readonly<Record<string, string | readonly number[]>>

const number = (fields: Fields, name: string): number => {
  const value = fields[name]
  const parsed = typeof value === 'string' ? Number(value) : Number.NaN
  if (!Number.isInteger(parsed) || parsed < 0) throw importError('notNumber', { field: name })
  return parsed
}
const optional = (fields: Fields, name: string): number | undefined =>
  fields[name] === undefined ? undefined : number(fields, name)
const list = (fields: Fields, name: string): readonly number[] => {
  const value = fields[name]
  if (typeof value === 'string' || value === undefined) throw importError('notList', { field: name })
  return value
}
const hex = (value: number) => `0x${value.toString(16)}`
const printed = (protocol: string) => (fields: Fields) =>
  keyOfPrinted(protocol, hex(number(fields, 'data')), optional(fields, 'nbits'))

/** What each action says, by the word behind `transmit_`. */
const actions: Readonly<Record<string, (fields: Fields) => Key>> = {
  nec: (fields) => {
    const [address, command] = [number(fields, 'address'), number(fields, 'command')]
    // Both have 16 bits, the lowest sent first: the inverse is part of them.
    const bytes = [address & 0xff, address >> 8, command & 0xff, command >> 8]
    const isStandard = (bytes[2] ?? 0) + (bytes[3] ?? 0) === 0xff
    const isShort = (bytes[0] ?? 0) + (bytes[1] ?? 0) === 0xff
    if (!isStandard)
      return keySchema.parse({ nec: { address: isShort ? address & 0xff : address, command, extended: !isShort } })
    return keySchema.parse({
      nec: {
        address: isShort ? address & 0xff : address,
        command: command & 0xff,
        ...(!isShort && { extended: true }),
      },
    })
  },
  samsung: printed('SAMSUNG'),
  lg: printed('LG'),
  jvc: printed('JVC'),
  sony: printed('SONY'),
  samsung36: (fields) =>
    keySchema.parse({ samsung36: number(fields, 'address') * 2 ** 20 + number(fields, 'command') }),
  panasonic: (fields) =>
    keySchema.parse({ panasonic: number(fields, 'address') * 2 ** 32 + number(fields, 'command') }),
  rc5: (fields) => keySchema.parse({ rc5: { address: number(fields, 'address'), command: number(fields, 'command') } }),
  rc6: (fields) => keySchema.parse({ rc6: { address: number(fields, 'address'), command: number(fields, 'command') } }),
  raw: (fields) => ({
    code: fromRaw(firstFrames(list(fields, 'code')), optional(fields, 'carrier_frequency') ?? defaultCarrierHz),
  }),
  pronto: (fields) => fromPronto(String(fields.data ?? '')),
}

/** @throws Error for the user */
function keyOf(action: string, fields: Fields): Key {
  const read = Object.hasOwn(actions, action) ? actions[action] : undefined
  if (!read) throw importError('unknownAction', { action: action.slice(0, 30) })
  return withProtocol(read(fields))
}

export const esphome: ImportFormat = {
  name: 'ESPHome',
  matches: (text) => /\bremote_transmitter\.transmit_\w+\s*:/.test(text) || /\bReceived \w+:/.test(text),
  read: (text, report) => [
    { keys: /remote_transmitter\.transmit_\w+\s*:/.test(text) ? readYaml(text, report) : readLog(text, report) },
  ],
}

/** How deep actions may stand, and how long a configuration may be, in characters: reading YAML takes a second for each MiB. */
const maxDepth = 40
const maxYamlLength = 512 * 1024
/** How long one code of a log may be, in characters. */
const maxLoggedLength = 65_536

function readYaml(text: string, report: ReportProblem): LazyKeys {
  if (text.length > maxYamlLength) {
    report(undefined, say('tooManyCharacters', { count: text.length, max: maxYamlLength }))
    return []
  }
  const lines = new LineCounter()
  // Looking for keys that stand twice would take time by the square of their number.
  const options = { logLevel: 'silent', uniqueKeys: false } as const
  const document = parseYamlDocument(text, { ...options, lineCounter: lines })
  const [broken] = document.errors
  if (broken) report(lines.linePos(broken.pos[0]).line, say('notYaml', { why: broken.message.split('\n')[0] ?? '' }))
  return visit(document.contents, undefined, 0)

  function* visit(node: unknown, name: string | undefined, depth: number): Generator<ForeignKey | undefined> {
    if (depth > maxDepth) return
    if (isSeq(node)) for (const item of node.items) yield* visit(item, name, depth + 1)
    if (!isMap(node)) return
    const own = textOf(node, 'name') ?? textOf(node, 'id') ?? name
    for (const { key, value } of node.items) {
      const word = isScalar(key) ? String(key.value) : ''
      const action = /^remote_transmitter\.transmit_(\w+)$/.exec(word)?.[1]
      if (action === undefined) {
        yield* visit(
          value,
          /^on_turn_(on|off)$|^turn_(on|off)_action$/.test(word)
            ? `${own ?? ''} ${/on_action|turn_on/.test(word) ? 'on' : 'off'}`.trim()
            : own,
          depth + 1,
        )
        continue
      }
      const line = lines.linePos((key as Node).range?.[0] ?? 0).line
      const called = own ?? `line ${line}`
      yield attemptKey(line, called, report, () => keyOf(action, isMap(value) ? fieldsOf(value) : {}))
    }
  }
}

function textOf(map: YAMLMap, name: string): string | undefined {
  const value = map.get(name)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function fieldsOf(map: YAMLMap): Fields {
  return Object.fromEntries(
    map.items.flatMap(({ key, value }): [string, string | readonly number[]][] => {
      const name = isScalar(key) ? String(key.value) : ''
      if (isSeq(value)) return [[name, value.items.map((item) => Number(isScalar(item) ? item.value : Number.NaN))]]
      if (!isScalar(value)) return []
      // A carrier may be written with its unit.
      const carrier = /^([\d.]+)\s*(k?)Hz$/i.exec(String(value.value))
      return [
        [name, carrier ? String(Number(carrier[1]) * (carrier[2] ? 1000 : 1)) : String(value.source ?? value.value)],
      ]
    }),
  )
}

const logged = /\[remote\.\w+(?::\d+)?\]\s*:?\s*/

/** A line of a log without the time and the place that stand before its text. */
function textOfLine(line: string): string {
  const found = logged.exec(line)
  return line.slice(found ? found.index + found[0].length : 0).trim()
}

/** The lines of a log: each "Received …" is a key, named by its place. */
function* readLog(text: string, report: ReportProblem): Generator<ForeignKey | undefined> {
  let open: { readonly line: number; readonly kind: string; text: string } | undefined
  const finish = () => {
    const { line = 0, kind = '', text: body = '' } = open ?? {}
    open = undefined
    if (kind === '') return undefined
    return attemptKey(line, `line ${line}`, report, () => keyOf(kind, fieldsOfLog(kind, body)))
  }
  for (const { number: line, text: whole } of linesOf(text)) {
    const bare = textOfLine(whole)
    const [, kind, rest] = /Received (\w+):\s*(.*)$/.exec(bare) ?? []
    if (kind !== undefined) {
      yield finish()
      open = { line, kind: kind.toLowerCase(), text: rest ?? '' }
    } else if (open && /^[-\d\sA-F,]+$/i.test(bare) && bare !== '') {
      if (open.text.length <= maxLoggedLength) open.text += ` ${bare}`
    } else yield finish()
  }
  yield finish()
}

function fieldsOfLog(kind: string, body: string): Fields {
  if (kind === 'raw') return { code: (body.match(/-?\d+/g) ?? []).map(Number) }
  if (kind === 'pronto') return { data: body.replace(/^data=/, '').trim() }
  return Object.fromEntries(
    [...body.matchAll(/\b(\w+)=(0x[\da-f]+|\d+)/gi)].map(([, name = '', value = '']) => [name, value]),
  )
}
