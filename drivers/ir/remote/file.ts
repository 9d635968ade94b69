import { type Document, isScalar, LineCounter, visit, YAMLParseError } from 'yaml'
import * as z from 'zod'
import { suggestion } from '../../../src/util/suggest.ts'
import { joinTexts, type LocalizedText, localizedError, mapText, type Text } from '../../../src/util/translate.ts'
import { readUtf8File } from '../../../src/util/utf8.ts'
import { parseYamlDocument } from '../../../src/util/yamlDocument.ts'
import { describeZodIssues, type SchemaIssue } from '../../../src/util/zodIssues.ts'
import { type Code, encodePress, type Key, keySchema } from '../codes/index.ts'
import { irError, irRule, say } from '../messages.ts'
import { parseKeyFile } from '../smartir/keys.ts'
import { isKeyName, keyNames, type Levels, valueKeyForms } from './keymap.ts'

/** What one key sends: a code, or the name that lircd has for it. */
export type RemoteKey =
  | Key
  | { readonly lirc: { readonly remote: string; readonly key: string }; readonly repeats?: number }
  /** several codes, half a second apart */
  | { readonly sequence: readonly Code[] }

/** `{ lirc: living-tv KEY_POWER }` */
const lirc = z
  .strictObject({
    lirc: z.string().regex(/^\S+ \S+$/, irRule('lircKey')),
    times: z.number().int().min(1).max(20).optional(),
  })
  .transform(({ lirc, times = 1 }) => {
    const [remote = '', key = ''] = lirc.split(' ')
    return { lirc: { remote, key }, ...(times > 1 && { repeats: times - 1 }) }
  })

/** How many codes one key may send: half a second lies between two. */
const maxSequence = 6

/** `{ sequence: [{ nec: 1 }, { nec: 2 }] }` */
const sequence = z
  .strictObject({ sequence: z.array(keySchema).min(1).max(maxSequence) })
  .transform(({ sequence }) => ({ sequence: sequence.map((key) => encodePress(key)) }))

const key = z.union([lirc, sequence, keySchema])

/** The keys of a remote by their names. */
export const keysSchema = z
  .object(Object.fromEntries(keyNames.map((name) => [name, key.optional()])))
  .catchall(key)
  .superRefine((keys, context) => {
    const wrong = Object.keys(keys).filter((name) => !isKeyName(name))
    if (wrong.length > 0) context.addIssue({ code: 'unrecognized_keys', keys: wrong, input: keys })
  })
export type Keys = Readonly<Record<string, RemoteKey>>

const ascending = (min: number, max: number) =>
  z
    .array(z.number().min(min).max(max))
    .min(2)
    .max(100)
    .refine((levels) => levels.every((level, i) => i === 0 || level > (levels[i - 1] ?? 0)), irRule('ascending'))

/** What the keys of a light go through, the least first: brightness in percent, colour temperature in kelvin. */
export const levelsSchema = z.strictObject({
  brightness: ascending(1, 100).optional(),
  colorTemperature: ascending(1000, 20_000).optional(),
})

const fileSchema = z.looseObject({ keys: keysSchema, levels: levelsSchema.optional() })

/** What a file of keys holds. */
export interface ReadKeys {
  readonly keys: Keys
  /** what the keys of a light go through, if the file says so */
  readonly levels?: Levels
  /** what of it cannot be used */
  readonly problems: readonly Text[]
}

/** Our names for what files of SmartIR call otherwise. */
const smartIrNames: Readonly<Record<string, string>> = {
  volumeUp: 'volumeUp',
  volumeDown: 'volumeDown',
  mute: 'mute',
  nextChannel: 'channelUp',
  previousChannel: 'channelDown',
  brighten: 'brightnessUp',
  dim: 'brightnessDown',
  on: 'on',
  off: 'off',
  power: 'power',
  oscillate: 'swing',
  colder: 'colder',
  warmer: 'warmer',
  night: 'mode.sleep',
}

/** The YAML parser tells of a stack that ran over in the words of V8, with the place behind them. */
const depthExceeded = /^Maximum call stack size exceeded at line (\d+), column (\d+)/

/**
 * The keys that a file holds: our own YAML, or a file of SmartIR.
 * @throws Error for the user that names the file
 */
export function readKeys(file: string): ReadKeys {
  let text: string
  try {
    text = readUtf8File(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw localizedError(code === 'ENOENT' ? say('noFile', { file }) : say('unreadable', { file, code }))
  }
  if (/\.json$/i.test(file)) return readSmartIr(text, file)
  let value: unknown
  try {
    const document = parseKeyDocument(text)
    const [broken] = document.errors
    if (broken) throw broken
    value = document.toJS({ maxAliasCount: 0 })
  } catch (error) {
    const [line = ''] = (error as Error).message.split('\n')
    const [, at, column] = depthExceeded.exec(line) ?? []
    const why = at && column ? say('tooDeepAt', { line: at, column }) : line
    throw Object.assign(localizedError(say('notYaml', { file, why })), { cause: error })
  }
  const parsed = fileSchema.safeParse(value)
  if (parsed.success) {
    const { keys, levels } = parsed.data
    return { keys: keys as Keys, ...(levels && { levels }), problems: [] }
  }
  const [first] = describeZodIssues(fileSchema, value, parsed.error.issues)
  throw irError('inFile', { file, why: first ? describeIssue(first) : say('notKeys') })
}

/**
 * A file of keys as YAML, with its errors. The parser itself compares each key with each other one, which takes a minute for
 * 80,000 of them.
 */
export function parseKeyDocument(text: string): Document {
  const lineCounter = new LineCounter()
  const document: Document = parseYamlDocument(text, { stringKeys: true, uniqueKeys: false, lineCounter })
  const placeOf = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset)
    return `at line ${line}, column ${col}`
  }
  const [broken] = document.errors
  if (broken) {
    broken.message += ` ${placeOf(broken.pos[0])}`
    return document
  }
  visit(document, {
    Map(_key, { items }) {
      const seen = new Set<unknown>()
      for (const { key } of items) {
        if (!isScalar(key)) continue
        if (!seen.has(key.value)) {
          seen.add(key.value)
          continue
        }
        const [start = 0, end = 0] = key.range ?? []
        const message = `Map keys must be unique ${placeOf(start)}`
        document.errors.push(new YAMLParseError([start, end], 'DUPLICATE_KEY', message))
        return visit.BREAK
      }
      return undefined
    },
  })
  return document
}

/** What is wrong, and where. */
function describeIssue({ path, key, message }: SchemaIssue): LocalizedText {
  if (key !== undefined && path.join() === 'keys') {
    const meant = suggestion(key, keyNames)
    const hint = meant.en === '' ? say('keysAre', { keys: keyNames.join(', '), forms: valueKeyForms }) : meant
    return say('noSuchKey', { key, hint })
  }
  const where = path.map(String).join('.')
  const what = mapText(message, (text) => text.replace(/[.。]$/, ''))
  return where === '' ? what : joinTexts(`${where}: `, what)
}

/** Keys that files list among their sources, since SmartIR has no other place for them. */
const navigation =
  /\b(arrow|up|down|left|right|ok|enter|select|menu|back|return|exit|home|info|guide|play|pause|stop|rewind|forward)\b/i

/** A source is an input, or one of the digits; a key that moves a cursor is neither. */
function sourceKey(name: string): string | undefined {
  const digit = /^(?:channel|ch|number|digit)?\s*(\d)$/i.exec(name.trim())?.[1]
  if (digit !== undefined) return digit
  return navigation.test(name) ? undefined : `input.${name}`
}

/** A light may have one code for each level; files count brightness from 1 to 255. */
function levelKey(name: string): string | undefined {
  const [, trait, level] = /^(brightness|colorTemperature) (\d{1,5})$/.exec(name) ?? []
  if (level === undefined) return undefined
  return trait === 'brightness'
    ? `brightness.${Math.max(1, Math.round((Number(level) / 255) * 100))}`
    : `${trait}.${level}`
}

/** A key of a file of SmartIR: its name there, and ours if there is one. */
interface SmartIrKey {
  readonly name: string
  readonly ours: string | undefined
  readonly key: RemoteKey
}

/** The keys of a file of SmartIR that is no air conditioner, those that nothing of ours does as well. @throws Error in plain words */
export function readSmartIrKeys(
  text: string,
  file: string,
): { readonly keys: readonly SmartIrKey[]; readonly levels: Levels; readonly problems: readonly LocalizedText[] } {
  const { keys, speeds, sources, levels, problems } = parseKeyFile(text, file)
  const oursFor = (name: string) =>
    speeds.includes(name)
      ? `fan.${speeds.indexOf(name) + 1}`
      : sources.includes(name)
        ? sourceKey(name)
        : (smartIrNames[name] ?? levelKey(name))
  const all = [...keys].flatMap(([name, codes]): readonly SmartIrKey[] => {
    const [only, ...more] = codes()
    const key: RemoteKey | undefined = more.length > 0 ? { sequence: codes() } : only && { code: only }
    return key ? [{ name, ours: oursFor(name), key }] : []
  })
  return { keys: all, levels, problems }
}

function readSmartIr(text: string, file: string): ReadKeys {
  const { keys, levels, problems } = readSmartIrKeys(text, file)
  const known = keys.flatMap(({ ours, key }) => (ours === undefined ? [] : [[ours, key] as const]))
  const unused = keys.filter(({ ours }) => ours === undefined).map(({ name }) => name)
  const left = unused.length === 0 ? [] : [say('keysWithoutUse', { file, names: unused.join(', ') })]
  return { keys: Object.fromEntries(known), levels, problems: [...problems, ...left] }
}
