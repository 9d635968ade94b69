import { printedOf } from '../codes/bits.ts'
import { fromRaw, keySchema } from '../codes/index.ts'
import type { Key } from '../codes/key.ts'
import {
  attemptKey,
  type ForeignKey,
  firstFrames,
  type ImportFormat,
  linesOf,
  type ReportProblem,
  withProtocol,
} from './format.ts'
import { encodeIrp, type IrpValues } from './irp.ts'
import { irpProtocols } from './irpProtocols.ts'
import { importError } from './messages.ts'

/*
 * Flipper Zero's `.ir`: blocks of `name:`, `type: parsed` with `protocol:`, `address:` and `command:` of four bytes each, the lowest
 * first, or `type: raw` with `frequency:` and `data:`, times in µs; # begins a remark.
 * Source: flipperzero-firmware, documentation/file_formats/InfraredFileFormats.md and lib/infrared/encoder_decoder.
 */

interface Protocol {
  readonly notation: string
  values(address: number, command: number): IrpValues
}

const irp = (name: string): string => irpProtocols[name] ?? ''
const plain = (name: string): Protocol => ({ notation: irp(name), values: (D, F) => ({ D, F }) })

/** Kaseikyo's address is its id, the maker, and two genres. */
function kaseikyo(address: number, command: number): IrpValues {
  const maker = (address >>> 8) & 0xffff
  const third = ((maker ^ (maker >> 4) ^ (maker >> 8) ^ (maker >> 12)) & 0xf) | (address & 0xf0)
  const fourth = (address & 0xf) | ((command & 0xf) << 4)
  const fifth = (((address >>> 24) & 3) << 6) | ((command >> 4) & 0x3f)
  return { A: maker, B: third, C: fourth, E: fifth }
}

const protocols: Readonly<Record<string, Protocol>> = {
  NEC: { notation: irp('NEC1'), values: (address, command) => ({ D: address & 0xff, F: command & 0xff }) },
  NECext: {
    notation: irp('NEC1-F16'),
    values: (address, command) => ({
      D: address & 0xff,
      S: (address >> 8) & 0xff,
      F: command & 0xff,
      E: (command >> 8) & 0xff,
    }),
  },
  NEC42: {
    notation: '{38k,560}<1,-1|1,-3>(16,-8,D:13,~D:13,F:8,~F:8,1,^110m,(16,-4,1,^108m)*)[D:0..8191,F:0..255]',
    values: (D, F) => ({ D, F }),
  },
  NEC42ext: {
    notation: '{38k,560}<1,-1|1,-3>(16,-8,D:26,F:16,1,^110m,(16,-4,1,^108m)*)[D:0..67108863,F:0..65535]',
    values: (D, F) => ({ D, F }),
  },
  Samsung32: {
    notation: irp('NECX2'),
    values: (address, command) => ({ D: address & 0xff, S: address & 0xff, F: command & 0xff }),
  },
  RC5: plain('RC5'),
  RC5X: plain('RC5'),
  RC6: plain('RC6'),
  SIRC: plain('SONY12'),
  SIRC15: plain('SONY15'),
  SIRC20: { notation: irp('SONY20'), values: (address, F) => ({ D: address & 31, S: (address >> 5) & 0xff, F }) },
  Kaseikyo: {
    notation: '{38k,432}<1,-1|1,-3>(8,-4,A:16,B:8,C:8,E:8,(B^C^E):8,1,-173)*[A:0..65535,B:0..255,C:0..255,E:0..255]',
    values: kaseikyo,
  },
  RCA: {
    notation: '{38k,500}<1,-2|1,-4>(8,-8,D:4,F:8,~D:4,~F:8,1,-16)*[D:0..15,F:0..255]',
    values: (D, F) => ({ D, F }),
  },
  Pioneer: plain('PIONEER'),
}

/** Four bytes, the lowest first. @throws Error for the user */
function bytesAsNumber(written: string | undefined, what: string): number {
  if (written === undefined) throw importError('missing', { field: what })
  const bytes = written.trim().split(/\s+/)
  if (bytes.length > 4 || !bytes.every((byte) => /^[0-9a-f]{1,2}$/i.test(byte)))
    throw importError('notFourBytes', { field: what, words: written.slice(0, 30) })
  return bytes.reduceRight((all, byte) => all * 256 + Number.parseInt(byte, 16), 0)
}

/** @throws Error for the user */
function keyOf(fields: ReadonlyMap<string, string>): Key {
  const type = fields.get('type')
  if (type === 'raw') {
    const frequency = Number(fields.get('frequency') ?? 38_000)
    const times = (fields.get('data') ?? '').trim().split(/\s+/)
    if (!times.every((time) => /^\d{1,7}$/.test(time))) throw importError('notTimes')
    return { code: fromRaw(firstFrames(times.map(Number)), frequency) }
  }
  if (type !== 'parsed')
    throw type === undefined
      ? importError('missing', { field: 'type' })
      : importError('unknownType', { type: type.slice(0, 20) })
  const name = fields.get('protocol') ?? ''
  const protocol = Object.hasOwn(protocols, name) ? protocols[name] : undefined
  if (!protocol) throw importError('unknownProtocol', { protocol: name.slice(0, 30) })
  const [address, command] = [
    bytesAsNumber(fields.get('address'), 'address'),
    bytesAsNumber(fields.get('command'), 'command'),
  ]
  // Half of all remotes have no inverted command there; NEC takes all 32 bits as a number.
  if (name === 'NECext') {
    const bytes = [address, address >>> 8, command, command >>> 8].map((value) => value & 0xff)
    const { data } = keySchema.safeParse({ nec: printedOf(bytes) })
    if (data) return data
  }
  return encodeIrp(protocol.notation, protocol.values(address, command))
}

export const flipper: ImportFormat = {
  name: 'Flipper',
  matches: (text) =>
    /^\s*Filetype:\s*IR\b/.test(text) || /^name:.*\r?\n(?:#.*\r?\n)*type:\s*(?:raw|parsed)\s*$/m.test(text),
  read: (text, report) => [{ keys: readKeys(text, report) }],
}

function* readKeys(text: string, report: ReportProblem): Generator<ForeignKey | undefined> {
  let block: { name: string; line: number; fields: Map<string, string> } | undefined
  const finish = () => {
    const { name, line, fields } = block ?? {}
    if (fields === undefined || name === undefined || line === undefined) return undefined
    return attemptKey(line, name, report, () => withProtocol(keyOf(fields)))
  }
  for (const { number, text: line } of linesOf(text)) {
    const [, field = '', value = ''] = /^(\w+)\s*:\s*(.*)$/.exec(line.trim()) ?? []
    if (field === 'name') {
      yield finish()
      block = { name: value, line: number, fields: new Map() }
    } else if (field !== '' && !line.startsWith('#')) block?.fields.set(field, value)
  }
  yield finish()
}
