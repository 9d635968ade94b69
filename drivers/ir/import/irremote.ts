import { defaultCarrierHz, fromRaw, type Key } from '../codes/index.ts'
import { keyOfPrinted } from '../codes/printed.ts'
import { attempt, type ForeignKey, firstFrames, type ImportFormat, linesOf, withProtocol } from './format.ts'

/*
 * What people copy out of sketches and of IRrecvDumpV2: `uint16_t rawData[67] = {9000, 4500, …};  // NEC 20DF10EF`,
 * `irsend.sendNEC(0x20DF10EF, 32)`, and its lines "Protocol  : NEC", "Code : 0x20DF10EF (32 Bits)".
 * Source: IRremoteESP8266, examples/IRrecvDumpV2.
 */
const array = /(?:uint16_t|unsigned\s+int|int|uint8_t)\s+(\w+)\s*\[\s*\d*\s*\][^={]{0,40}=\s*\{([^}]*)\}/g
const call =
  /\.send(NEC|SAMSUNG36|SAMSUNG|LG2|LG|Sony|Panasonic64|JVC|Sharp|RC5|RC6|Mitsubishi|Denon|Epson|Nikai|Whynter)\s*\(\s*(0x[\da-f]+)(?:ULL|UL|L|U)?\s*(?:,\s*(\d+))?/gi
const dump = /^Protocol\s*:\s*(\S+).*\r?\n(?:.*\r?\n){0,2}?Code\s*:\s*(0x[\da-f]+)\s*\((\d+) Bits\)/gim

/** Names of arrays that say nothing of the key. */
const isNameless = (name: string) => /^(?:raw_?data|data|state|irsignal|signal|raw|buf|code)$/i.test(name)

export const irremote: ImportFormat = {
  name: 'IRremoteESP8266',
  matches: (text) =>
    [array, call, dump].some((pattern) => new RegExp(pattern.source, pattern.flags.replace('g', '')).test(text)),
  read(text, report) {
    const lineAt = lineNumbers(text)
    const keys: ForeignKey[] = []
    const add = (name: string, index: number, make: () => Key) => {
      const line = lineAt(index)
      const key = attempt(line, name, report, () => withProtocol(make()))
      if (key) keys.push({ name, line, key })
    }
    const arrays = [...text.matchAll(array)]
    const carriers = carriersOf(text)
    for (const { 1: own = '', 2: list = '', index = 0 } of arrays) {
      if (/uint8_t/.test(text.slice(index, index + 12))) continue
      const name = isNameless(own)
        ? remarkOf(text, index) || `${own} of line ${lineAt(index)}`
        : own.replace(/^raw_?data_?/i, '') || own
      add(name, index, () => {
        const times = list.replace(/\/\/.*$|\/\*.*?\*\//gm, ' ').match(/-?\d+/g) ?? []
        return {
          code: fromRaw(
            firstFrames(times.map((time) => Math.abs(Number(time)))),
            carriers.get(own) ?? defaultCarrierHz,
          ),
        }
      })
    }
    for (const { 1: protocol = '', 2: digits = '', 3: bits, index = 0 } of text.matchAll(call))
      add(remarkOf(text, index) || `${protocol} ${digits}`, index, () =>
        keyOfPrinted(protocol.replace(/64$/, ''), digits, bits === undefined ? undefined : Number(bits)),
      )
    // A dump has the same code as an array behind it.
    if (arrays.length === 0)
      for (const { 1: protocol = '', 2: digits = '', 3: bits, index = 0 } of text.matchAll(dump))
        add(`${protocol} ${digits}`, index, () => keyOfPrinted(protocol, digits, Number(bits)))
    return [{ keys }]
  },
}

/** Which line a place of a text is in. */
function lineNumbers(text: string): (index: number) => number {
  const starts = [0]
  for (const { text: line } of linesOf(text)) starts.push((starts.at(-1) ?? 0) + line.length + 1)
  return (index) =>
    Math.max(
      1,
      starts.findIndex((start) => start > index),
    )
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
