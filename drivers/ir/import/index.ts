import type {
  CodeImport,
  CodeImporter,
  CodeImportOptions,
  CodeImportProblem,
  ImportedRemote,
} from '../../../src/home/codeImport.ts'
import { displayName } from '../../../src/util/displayName.ts'
import { runInSlices, runSteps, type Steps } from '../../../src/util/slices.ts'
import type { Text } from '../../../src/util/translate.ts'
import { recogniseClimate } from '../climate/protocols/index.ts'
import { encodePress, type Key } from '../codes/index.ts'
import type { RemoteKey } from '../remote/file.ts'
import { isKeyName, unpairedKeys } from '../remote/keymap.ts'
import { codeList } from './codeList.ts'
import { esphome } from './esphome.ts'
import { flipper } from './flipper.ts'
import {
  type ForeignKey,
  type ForeignRemote,
  type ImportFormat,
  importLimits,
  lineRanges,
  type NamedKey,
  type ReportProblem,
  shorten,
} from './format.ts'
import { homeAssistant } from './homeAssistant.ts'
import { irdb } from './irdb.ts'
import { irremote } from './irremote.ts'
import { lircd } from './lircd.ts'
import { say } from './messages.ts'
import { keyNameOf, plainNames } from './names.ts'
import { smartIr } from './smartir.ts'
import { tasmota } from './tasmota.ts'
import { keyFileText } from './yaml.ts'

/** All formats, in the order in which they are tried; the last takes whatever text it is. */
const formats: readonly ImportFormat[] = [
  flipper,
  lircd,
  irdb,
  smartIr,
  homeAssistant,
  tasmota,
  esphome,
  irremote,
  codeList,
]

/** What people call the formats. */
const formatNames: readonly string[] = [
  ...formats.slice(0, -1).map(({ name }) => name),
  'Pronto hex',
  'Global Caché',
  'Broadlink',
  'Tuya',
  'raw (µs)',
]

/**
 * Reads a file of remote codes of another program, and makes files of ours of it. It never throws: what could not be taken is told
 * in `problems`, and `remotes` may be empty. Nothing is written to the disk.
 * @param text the whole file, or what somebody pasted; up to 4 MiB
 */
export const importRemote = (text: string, options: CodeImportOptions = {}): CodeImport =>
  runSteps(importSteps(text, options))

function* importSteps(text: string, options: CodeImportOptions): Steps<CodeImport> {
  const { format, remotes: read, problems } = yield* readForeign(text)
  const names = new Set<string>()
  const remotes: ImportedRemote[] = []
  for (const remote of read) {
    remotes.push(yield* convert(remote, format, options, read.length > 1, names))
    yield
  }
  return { format, problems, remotes }
}

/** All keys of a text in whichever format it is, and what could not be taken, in plain words. */
export function readForeignKeys(text: string): { readonly keys: readonly Key[]; readonly problems: readonly Text[] } {
  const { remotes, problems } = runSteps(readForeign(text))
  const all = remotes.flatMap(({ keys }) => keys.map(({ key }) => key))
  return {
    keys: all.flatMap((key) => ('code' in key || 'protocol' in key ? [key] : [])),
    problems: problems.map(({ message }) => message),
  }
}

/** A remote whose keys were taken. */
interface TakenRemote extends ForeignRemote {
  readonly keys: readonly ForeignKey[]
}

interface ForeignFile {
  readonly format: string
  readonly remotes: readonly TakenRemote[]
  readonly problems: readonly CodeImportProblem[]
}

function* readForeign(whole: string): Steps<ForeignFile> {
  const text = whole.replace(/^\uFEFF/, '')
  if (text.length > importLimits.textLength)
    return refusal(say('tooManyCharacters', { count: text.length, max: importLimits.textLength }))
  // These files may stand in one line.
  const isOfLines = ![smartIr, homeAssistant].some(({ matches }) => matches(text))
  const refused = isOfLines ? lineRefusal(text) : undefined
  if (refused) return refused
  yield
  const format = formats.find(({ matches }) => matches(text)) ?? codeList
  const problems: CodeImportProblem[] = []
  let unlisted = 0
  const report: ReportProblem = (line, message) => {
    if (problems.length < importLimits.problems) problems.push({ ...(line !== undefined && { line }), message })
    else unlisted += 1
  }
  let remotes: readonly TakenRemote[] = []
  try {
    remotes = yield* takeRemotes(format.read(text, report), report)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    report(undefined, say('tooDeep'))
  }
  if (unlisted > 0) problems.push({ message: say('more', { count: unlisted }) })
  return { format: format.name, remotes, problems }
}

/** Why a text is not read: it has a line that is too long, or too many lines. */
function lineRefusal(text: string): ForeignFile | undefined {
  const { lineLength, lines } = importLimits
  for (const { number, start, end } of lineRanges(text)) {
    if (end - start > lineLength) return refusal(say('lineTooLong', { max: lineLength }), number)
    if (number > lines) return refusal(say('tooManyLines', { max: lines }))
  }
  return undefined
}

const refusal = (message: Text, line?: number): ForeignFile => ({
  ...{ format: 'unknown', remotes: [] },
  problems: [{ ...(line !== undefined && { line }), message }],
})

/** No more remotes and keys than anybody has. */
function* takeRemotes(all: Iterable<ForeignRemote | undefined>, report: ReportProblem): Steps<readonly TakenRemote[]> {
  const taken: TakenRemote[] = []
  let keyCount = 0
  for (const remote of all) {
    yield
    if (!remote) continue
    const keys: ForeignKey[] = []
    for (const key of remote.keys) {
      yield
      if (!key) continue
      if (keyCount === importLimits.keys) {
        report(key.line, say('tooManyKeys', { max: importLimits.keys }))
        break
      }
      keys.push(key)
      keyCount += 1
    }
    if (keys.length === 0 && !remote.climate) continue
    if (taken.length === importLimits.remotes) {
      report(undefined, say('tooManyRemotes', { max: importLimits.remotes }))
      break
    }
    taken.push({ ...remote, keys })
  }
  return taken
}

/** A name as files and ids have it. */
const slugOf = (name: string): string =>
  name
    .slice(0, importLimits.nameLength)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)

function uniqueName(wanted: string, taken: Set<string>): string {
  const base = slugOf(wanted) || 'remote'
  let name = base
  for (let i = 2; taken.has(name); i += 1) name = `${base}-${i}`
  taken.add(name)
  return name
}

function* convert(
  remote: TakenRemote,
  format: string,
  { name: wanted, fileName }: CodeImportOptions,
  isOneOfMany: boolean,
  taken: Set<string>,
): Steps<ImportedRemote> {
  const stem = fileName?.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '')
  const own = isOneOfMany && wanted !== undefined ? [wanted, remote.name].filter(Boolean).join(' ') : wanted
  const name = uniqueName(own ?? remote.name ?? stem ?? 'remote', taken)
  const original = remote.name === undefined ? {} : { original: displayName(remote.name) }
  if (remote.climate)
    return {
      ...original,
      ...{ name, file: `codes/${name}.json`, text: remote.climate.text, keys: [], notes: [] },
      configuration: `climate: { codes: codes/${name}.json }`,
      climate: { codes: `codes/${name}.json` },
    }
  const { keys, others } = assignNames(remote.keys)
  const climateProtocol = climateProtocolOf(remote.keys)
  const notes = [
    ...(climateProtocol === undefined
      ? []
      : [
          `these are states of an air conditioner of a protocol that is built in: climate: { protocol: ${climateProtocol} } needs no file`,
        ]),
    ...(climateProtocol === undefined ? unpairedKeys(new Set(keys.flatMap(({ ours }) => ours ?? []))) : []),
    ...(others.length === 0
      ? []
      : [
          `${others.length === 1 ? '1 key has' : `${others.length} keys have`} no name here: see "others" in the file, to be moved to "keys"`,
        ]),
  ]
  const title = `${shorten(remote.name ?? stem ?? name)}, imported from ${fileName === undefined ? 'a text' : shorten(fileName)} (${format})`
  return {
    ...original,
    ...{ name, file: `codes/${name}.yaml`, notes, text: yield* keyFileText(title, keys, others, remote.levels) },
    configuration:
      climateProtocol === undefined ? `remote: codes/${name}.yaml` : `climate: { protocol: ${climateProtocol} }`,
    ...(climateProtocol !== undefined && { climate: { protocol: climateProtocol } }),
    keys: [...keys, ...others].map(({ ours, foreign }) => ({
      ...(ours !== undefined && { key: ours }),
      original: displayName(foreign.name),
      ...('protocol' in foreign.key && { protocol: foreign.key.protocol }),
    })),
  }
}

/** Our names for the keys; of two that would have the same the first gets it. */
function assignNames(all: readonly ForeignKey[]): {
  readonly keys: readonly NamedKey[]
  readonly others: readonly NamedKey[]
} {
  const names = plainNames(all.map(({ name }) => name))
  const used = new Set<string>()
  const keys: NamedKey[] = []
  const others: NamedKey[] = []
  for (const foreign of all) {
    const ours = foreign.ours ?? keyNameOf(foreign.name, names)
    if (ours !== undefined && isKeyName(ours) && !used.has(ours)) {
      used.add(ours)
      keys.push({ ours, foreign })
    } else others.push({ foreign })
  }
  return { keys, others }
}

/** How many codes are looked at for the protocol of an air conditioner. */
const maxClimateSamples = 12

/** The built-in protocol of air conditioners that most of these codes are. */
function climateProtocolOf(keys: readonly ForeignKey[]): string | undefined {
  const codes = keys.flatMap(({ key }) => climateCandidate(key)).slice(0, maxClimateSamples)
  const found = codes.flatMap((code) => recogniseClimate(code)?.protocol.name ?? [])
  const [first] = found
  return first !== undefined && found.length * 2 > codes.length && found.every((one) => one === first)
    ? first
    : undefined
}

/** A state is long, and no key of a protocol but a long one of AEHA. */
const climateCandidate = (key: RemoteKey) => {
  if ('code' in key) return key.code.pulses.length >= 56 ? [key.code] : []
  if ('protocol' in key && (key.protocol === 'lg' || key.fields.bytes !== undefined)) return [encodePress(key)]
  return []
}

/** What the command line and the dashboard import codes with. */
export const codeImporter: CodeImporter = {
  formats: formatNames,
  read: (text, options = {}) => runInSlices(importSteps(text, options), options.signal),
}
