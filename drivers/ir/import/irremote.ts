import { defaultCarrierHz, fromRaw, type Key, keySchema } from '../codes/index.ts'
import { keyOfPrinted } from '../codes/printed.ts'
import {
  attemptKey,
  type ForeignKey,
  firstFrames,
  type ImportFormat,
  lineRanges,
  type ReportProblem,
  withProtocol,
} from './format.ts'

/*
 * What people copy out of sketches and of IRrecvDumpV2: `uint16_t rawData[67] = {9000, 4500, …};  // NEC 20DF10EF`,
 * `irsend.sendNEC(0x20DF10EF, 32)`, and its lines "Protocol  : NEC", "Code : 0x20DF10EF (32 Bits)"; and of Arduino-IRremote
 * `IrSender.sendNEC(0x4, 0x8, 1)`: an address, a command and how often it is sent again.
 * Source: IRremoteESP8266, examples/IRrecvDumpV2; Arduino-IRremote 4, src/ir_*.hpp.
 */
const arrayHead =
  /(uint16_t|unsigned\s{1,9}int|int|uint8_t)\s{1,9}(\w{1,100})\s{0,9}\[\s{0,9}\d{0,9}\s{0,9}\][^={]{0,40}=\s{0,9}\{/g
const call =
  /\.send(NEC|SAMSUNG36|SAMSUNG|LG2|LG|Sony|Panasonic64|JVC|Sharp|RC5|RC6|Mitsubishi|Denon|Epson|Nikai|Whynter)\s*\(\s*(0x[\da-f]+)(?:ULL|UL|L|U)?\s*(?:,\s*(\d+))?/gi
const addressed =
  /\bIrSender\.send(NEC2?|Samsung|Sony|RC5|RC6|JVC|LG|Sharp|Denon|Panasonic)\s*\(\s*(0x[\da-f]{1,8}|\d{1,9})\s*,\s*(0x[\da-f]{1,8}|\d{1,9})\s*,\s*[^,()]{1,60}(?:,\s*(\d{1,2})\b)?/gi
// The lookahead keeps what it took: tried with each shorter name, a long line would take time by the square of its length.
const dump = /^Protocol\s*:\s*(?=(\S+))\1.*\r?\n(?:.*\r?\n){0,2}?Code\s*:\s*(0x[\da-f]+)\s*\((\d+) Bits\)/gim

/** Names of arrays that say nothing of the key. */
const isNameless = (name: string) => /^(?:raw_?data|data|state|irsignal|signal|raw|buf|code)$/i.test(name)

export const irremote: ImportFormat = {
  name: 'IRremoteESP8266',
  matches: (text) =>
    [arrayHead, call, addressed, dump].some((pattern) =>
      new RegExp(pattern.source, pattern.flags.replace('g', '')).test(text),
    ),
  read: (text, report) => [{ keys: readKeys(text, report) }],
}

function* readKeys(text: string, report: ReportProblem): Generator<ForeignKey | undefined> {
  const lineAt = lineNumbers(text)
  const keyAt = (name: string, index: number, make: () => Key) =>
    attemptKey(lineAt(index), name, report, () => withProtocol(make()))
  const arrays = arraysOf(text)
  const carriers = carriersOf(text)
  for (const { type, name: own, list, index } of arrays) {
    if (type === 'uint8_t') continue
    const name = isNameless(own)
      ? remarkOf(text, index) || `${own} of line ${lineAt(index)}`
      : own.replace(/^raw_?data_?/i, '') || own
    yield keyAt(name, index, () => {
      const times = list.replace(/\/\/.*$|\/\*[^*]*\*\//gm, ' ').match(/-?\d+/g) ?? []
      return {
        code: fromRaw(firstFrames(times.map((time) => Math.abs(Number(time)))), carriers.get(own) ?? defaultCarrierHz),
      }
    })
  }
  const addressedCalls = [...text.matchAll(addressed)]
  for (const { 1: protocol = '', 2: address = '', 3: command = '', 4: bits, index } of addressedCalls)
    yield keyAt(remarkOf(text, index) || `${protocol} ${address} ${command}`, index, () =>
      keyOfAddress(protocol.toLowerCase(), Number(address), Number(command), bits === undefined ? 12 : Number(bits)),
    )
  const taken = new Set(addressedCalls.map(({ index }) => index + 'IrSender'.length))
  for (const { 1: protocol = '', 2: digits = '', 3: bits, index = 0 } of text.matchAll(call)) {
    if (taken.has(index)) continue
    yield keyAt(remarkOf(text, index) || `${protocol} ${digits}`, index, () =>
      keyOfPrinted(protocol.replace(/64$/, ''), digits, bits === undefined ? undefined : Number(bits)),
    )
  }
  // A dump has the same code as an array behind it.
  if (arrays.length === 0)
    for (const { 1: protocol = '', 2: digits = '', 3: bits, index = 0 } of text.matchAll(dump))
      yield keyAt(`${protocol} ${digits}`, index, () => keyOfPrinted(protocol, digits, Number(bits)))
}

/** The key of a call of Arduino-IRremote. @param bits of Sony @throws Error for the user */
function keyOfAddress(protocol: string, address: number, command: number, bits: number): Key {
  if (protocol === 'sony') {
    const parts = bits === 20 ? { address: address & 31, extended: address >> 5 } : { address }
    return keySchema.parse({ sony: { bits, command, ...parts } })
  }
  // Its 12 bits follow the parity of the maker, which is 0 for Panasonic.
  if (protocol === 'panasonic')
    return keySchema.parse({ panasonic: { device: (address & 15) << 4, subdevice: address >> 4, command } })
  return keySchema.parse({ [protocol === 'nec2' ? 'nec' : protocol]: { address, command } })
}

interface NumberArray {
  readonly type: string
  readonly name: string
  /** what stands between the braces */
  readonly list: string
  readonly index: number
}

/** The arrays of a sketch, in one walk through the text. */
function arraysOf(text: string): readonly NumberArray[] {
  const arrays: NumberArray[] = []
  let end = 0
  for (const { 0: head, 1: type = '', 2: name = '', index = 0 } of text.matchAll(arrayHead)) {
    if (index < end) continue
    const start = index + head.length
    end = text.indexOf('}', start)
    if (end < 0) break
    arrays.push({ type, name, list: text.slice(start, end), index })
  }
  return arrays
}

/** Which line a place of a text is in; quick for places that are asked for in their order. */
function lineNumbers(text: string): (index: number) => number {
  let lines = lineRanges(text)
  let line = lines.next().value
  return (index) => {
    if (!line || index < line.start) {
      lines = lineRanges(text)
      line = lines.next().value
    }
    while (line && index > line.end) line = lines.next().value
    return line?.number ?? 1
  }
}

/** The carrier of each array, in Hz, by the calls that send it: `irsend.sendRaw(power, 67, 38)`. */
const carriersOf = (text: string): ReadonlyMap<string, number> =>
  new Map(
    [...text.matchAll(/sendRaw\s*\(\s*(\w+)\s*,[^,()]{1,60},\s*(\d{2,6})\s*\)/gi)].map(([, name = '', hz = '']) => [
      name,
      Number(hz) < 1000 ? Number(hz) * 1000 : Number(hz),
    ]),
  )

/** The remark that stands alone on the line before, or else behind a call on its own line, as a name. */
function remarkOf(text: string, index: number): string {
  const start = text.lastIndexOf('\n', index - 1) + 1
  const before = start === 0 ? '' : text.slice(text.lastIndexOf('\n', start - 2) + 1, start)
  const line = text.slice(index).split('\n', 1)[0] ?? ''
  const alone = /^\s*\/\/\s*([^\r\n]{1,60})/.exec(before)?.[1]
  const behind = /\{/.test(line) ? undefined : /\/\/\s*([^\r\n]{1,60})/.exec(line)?.[1]
  return (alone ?? behind ?? '').trim()
}
