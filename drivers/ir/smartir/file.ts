import * as z from 'zod'
import { parseBoundedJson } from '../../../src/util/boundedJson.ts'
import { isObject } from '../../../src/util/parse.ts'
import { localizedError } from '../../../src/util/translate.ts'
import { describeZodIssues } from '../../../src/util/zodIssues.ts'
import { fromBase64 } from '../codes/bits.ts'
import { fromXiaomi } from '../codes/formats/xiaomi.ts'
import {
  type Code,
  code,
  encodePress,
  fromBroadlink,
  fromPronto,
  fromRaw,
  type Key,
  parseText,
} from '../codes/index.ts'
import { keyOfPrinted } from '../codes/printed.ts'
import { say } from './messages.ts'

const words = z.array(z.union([z.string(), z.number()]).transform(String)).max(100)
const limit = z.coerce.number().min(-50).max(150)

/** What every file of SmartIR has. */
export const fileSchema = z.looseObject({
  manufacturer: z.string().optional(),
  supportedController: z.string().default('Broadlink'),
  commandsEncoding: z.string().default('Base64'),
  commands: z.record(z.string(), z.unknown()),
})

/** What a file for an air conditioner has besides. */
export const climateSchema = fileSchema.extend({
  minTemperature: limit,
  maxTemperature: limit,
  precision: z.coerce.number().positive().max(10).default(1),
  operationModes: words.min(1),
  fanModes: words.nullish().transform((some) => some ?? []),
  swingModes: words.nullish().transform((some) => some ?? []),
  presetModes: words.nullish().transform((some) => some ?? []),
  temperatureUnit: z.enum(['C', 'F', 'K']).optional(),
})

export type ClimateFile = z.output<typeof climateSchema>

/** How many values a file may hold: the files come from the network, and a file of thousands of codes has some ten thousand. */
const maxFileValues = 500_000

/**
 * What a text of JSON holds.
 * @throws Error in plain words, with the line of the mistake where it is known
 */
export function parseJson(text: string, file: string): unknown {
  try {
    return parseBoundedJson(text.replace(/^\uFEFF/, ''), maxFileValues)
  } catch (error) {
    if (error instanceof RangeError)
      throw Object.assign(localizedError(say('noCodes', { file, why: error.message })), { cause: error })
    const at = errorPosition((error as Error).message, text)
    const line = at === undefined ? '' : `:${text.slice(0, at).split('\n').length}`
    const why = shortMessage((error as Error).message)
    throw Object.assign(localizedError(say('notJson', { file: `${file}${line}`, why })), { cause: error })
  }
}

/** Where the mistake is: Node says so, or shows what is around it, from ten characters before. */
function errorPosition(message: string, text: string): number | undefined {
  const position = /position (\d+)/.exec(message)?.[1]
  if (position !== undefined) return Number(position)
  const around = /\.\.\."(.*)"(?:\.\.\.)? is not valid JSON$/s.exec(message)?.[1]
  const at = around === undefined ? -1 : text.indexOf(around)
  return at < 0 ? undefined : at + 10
}

/** Without the piece of the file that Node adds, and without its place, which is told by line. */
const shortMessage = (message: string) => message.replace(/( in JSON at position|, (\.\.\.)?").*$/s, '').slice(0, 200)

/** What was read, as the schema says. @throws Error for the user, naming the file and what is wrong in it */
export function parseFile<S extends z.ZodType>(schema: S, value: unknown, file: string): z.output<S> {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const [issue] = describeZodIssues(schema, value, read.error.issues)
  const where = issue === undefined || issue.path.length === 0 ? '' : ` ${issue.path.join('.')}:`
  throw localizedError(say('otherFile', { file, where, why: issue?.message ?? '' }))
}

/** Whether it is a level of named things, and not a code. */
export const isLevel = isObject

/** The names and things of a level, without remarks. */
export const entriesOf = (level: Readonly<Record<string, unknown>>): [string, unknown][] =>
  Object.entries(level).filter(([name]) => !/^[_$]/.test(name))

/** How the codes of a file are written: what it says of itself. */
export interface FileEncoding {
  readonly supportedController: string
  readonly commandsEncoding: string
}

const isTimeList = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length > 0 && value.every((time) => typeof time === 'number')

/** Between the repeats of a code that ends with a mark, in µs. */
const repeatGapUs = 100_000

/**
 * The codes of a leaf of a file: a text, a list of times, or several of them that are sent one after the other.
 * @throws Error in plain words
 */
export function decodeLeaf(leaf: unknown, encoding: FileEncoding): readonly Code[] {
  if (!Array.isArray(leaf) || isTimeList(leaf)) return [decodeOne(leaf, encoding)]
  if (leaf.length === 0) throw localizedError(say('empty'))
  return leaf.map((part) => decodeOne(part, encoding))
}

function decodeOne(leaf: unknown, encoding: FileEncoding): Code {
  if (isTimeList(leaf)) return fromRaw(leaf)
  if (leaf === null || leaf === '' || (typeof leaf === 'string' && leaf.trim() === ''))
    throw localizedError(say('empty'))
  if (typeof leaf !== 'string') throw localizedError(say('somethingElse'))
  const bare = leaf.trim()
  switch (encoding.commandsEncoding.toLowerCase()) {
    case 'base64':
    case 'hex': {
      const { code: once, repeats } = fromBroadlink(bare)
      return repeatCode(once, repeats)
    }
    case 'pronto':
      return fromPronto(bare).code
    default:
      return encoding.supportedController.toLowerCase() === 'xiaomi' && !/[\s,]/.test(bare)
        ? fromXiaomi(fromBase64(bare))
        : decodeText(bare)
  }
}

/** Whatever text it is: of MQTT blasters the code is often inside of a JSON message. */
function decodeText(text: string): Code {
  const printed = printedCode(text)
  if (printed) return encodePress(printed)
  const inside = /"(?:ir_code_to_send|code|data|raw)"\s*:\s*"([^"]+)"/i.exec(text)?.[1]
  const key = parseText(inside ?? text)
  if ('protocol' in key) throw localizedError(say('protocolInstead'))
  return key.code
}

/** `{"Protocol":"NEC","Bits":32,"Data":"0xCFF10E"}` of Tasmota; nothing of any other text. */
function printedCode(text: string): Key | undefined {
  const [protocol, bits, data] = [
    'Protocol"\\s*:\\s*"([\\w() -]+)',
    'Bits"\\s*:\\s*(\\d+)',
    'Data"\\s*:\\s*"?(0x[\\da-f]+)',
  ].map((pattern) => new RegExp(`"${pattern}`, 'i').exec(text)?.[1])
  if (!text.startsWith('{') || protocol === undefined || data === undefined) return undefined
  return keyOfPrinted(protocol, data, bits === undefined ? undefined : Number(bits))
}

/** A code that its packet says is to be sent so many times more than once. */
function repeatCode(single: Code, repeats: number): Code {
  if (repeats === 0) return single
  const { pulses, carrierHz, medium } = single
  const once = pulses.length % 2 === 0 ? pulses : [...pulses, repeatGapUs]
  return code([...Array.from({ length: repeats }, () => once).flat(), ...pulses], carrierHz, medium)
}
