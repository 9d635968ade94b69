import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Edition } from '../clova/edition.ts'
import type { ApplianceDescription } from '../home/appliance.ts'
import type { Driver } from '../home/driver.ts'
import type { Scene } from '../home/home.ts'
import type { RateLimit } from '../home/rateLimit.ts'
import type { LinkingSettings } from '../oauth/accounts.ts'
import { isObject } from '../util/parse.ts'
import { secretPattern } from '../util/secretKeys.ts'
import { type Language, mapText, type Text } from '../util/translate.ts'
import { checkAppliances } from './checks/appliances.ts'
import { checkScenes } from './checks/scenes.ts'
import { checkServer } from './checks/server.ts'
import { checkLinking, type LinkingDraft, linkingDraft, readLinking } from './linking.ts'
import { localize } from './messages.ts'
import { type Migration, migrations, newerVersionMessage, versionOf } from './migrations.ts'
import { type DriverEntry, parseLeniently, parseWith, readAppliances, readDrivers } from './parse.ts'
import { type Problem, problemAt } from './problem.ts'
import type { ConfigProtocol } from './protocol.ts'
import { type RawConfig, schema } from './schema.ts'
import { resolveSecrets } from './secrets.ts'
import { readText } from './textFile.ts'
import { yamlMessage } from './yaml/messages.ts'
import { maxMistakes } from './yaml/mistakes.ts'
import { parseSource, type Source } from './yaml/source.ts'

/** One appliance, its options parsed by the schema of its driver. */
export interface ApplianceEntry {
  readonly description: ApplianceDescription
  readonly pace?: RateLimit
  readonly options: unknown
  /** a digest of the files that its options name, if there are any */
  readonly contents?: string
}

/** A configuration that is right. */
export interface Config {
  /** the full name of its file */
  readonly file: string
  readonly edition: Edition
  readonly language: 'ko' | 'ja' | 'en'
  readonly previousState: RawConfig['previousState']
  /** IANA name, such as Asia/Seoul */
  readonly timeZone: string
  readonly server: RawConfig['server']
  /** a URL, or the full name of a PEM file */
  readonly publicKey: string
  /** the folder of the gateway's state */
  readonly state: string
  /** a backup of each day: the full name of the folder, and how many stay */
  readonly backup?: { readonly folder: string; readonly maxBackups: number }
  readonly drivers: ReadonlyMap<string, DriverEntry>
  readonly appliances: readonly ApplianceEntry[]
  readonly scenes: readonly Scene[]
  /** account linking, if all is there that it needs */
  readonly linking?: LinkingSettings
  readonly linkingDraft: LinkingDraft
  readonly dashboard: RawConfig['dashboard']
  /** the hub that forwards CLOVA's requests, if there is one */
  readonly hub?: NonNullable<RawConfig['hub']>
  /** the full names of the files that the appliances name */
  readonly files: readonly string[]
  /** the secrets, which must never be logged */
  readonly secrets: readonly string[]
  /** the text of the file */
  readonly text: string
  /** a digest of all that was written, secrets in their places: two configurations are the same if this is */
  readonly fingerprint: string
}

/** A configuration, unless something is wrong with it; all that is, at once. */
export interface Loaded {
  readonly config?: Config
  readonly problems: readonly Problem[]
  /** the language that the file names, or that of the edition that it names, also if the file has mistakes */
  readonly language?: Language
}

/** What a configuration is read against. */
export interface LoadContext {
  readonly drivers: Readonly<Record<string, () => Promise<Driver>>>
  readonly protocol: ConfigProtocol
  readonly env: NodeJS.ProcessEnv
  /** secrets that are not written yet, which go before those that are */
  readonly secrets?: Readonly<Record<string, string>>
  /** how older configurations are understood; else as this version does */
  readonly migrations?: readonly Migration[]
}

/**
 * Reads a configuration. Never throws: an unreadable file is a problem too. So is a file without any key, since an editor or
 * a power cut has probably emptied it.
 */
export async function loadConfig(file: string, context: LoadContext): Promise<Loaded> {
  const full = resolve(file)
  const failed = (text: Text): Loaded => ({ problems: [problemAt({ file }, text)] })
  let text: string | Problem
  try {
    text = readText(full)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    return failed(code === 'ENOENT' ? localize('noFile') : localize('unreadable', { code }))
  }
  if (typeof text !== 'string') return { problems: [text] }
  if (hasNoKeys(text)) return failed(yamlMessage('noKeys'))
  const language = writtenLanguage(text, context.protocol)
  return { ...(await parseConfig(full, text, context)), ...(language && { language }) }
}

/** The language of a file whose YAML may be broken: the one that it names, or that of the edition that it names. */
export function writtenLanguage(text: string, protocol: ConfigProtocol): Language | undefined {
  const [, language] = /^language:[ \t]+['"]?(ko|ja|en)\b/m.exec(text) ?? []
  const [, edition] = /^edition:[ \t]+['"]?(kr|jp)\b/m.exec(text) ?? []
  return (
    (language as Language | undefined) ?? (edition === undefined ? undefined : protocol.language(edition as Edition))
  )
}

/** The longest text that may be YAML without a key, when comments and blanks are left out. */
const maxKeylessLength = 100

/** True for YAML without a key, such as comments, document markers and `{}`. */
function hasNoKeys(text: string): boolean {
  const rest = text.replace(/^[ \t]*#.*$/gm, '')
  if (rest.trim().length > maxKeylessLength) return false
  const { value, problems } = parseSource('', rest)
  const isEmpty = (value ?? undefined) === undefined || (isObject(value) && Object.keys(value).length === 0)
  return isEmpty && problems.length === 0
}

/** Parses the text of a configuration. @param file its path, which the file need not have yet */
export async function parseConfig(file: string, text: string, context: LoadContext): Promise<Loaded> {
  const source = parseSource(file, text)
  if (source.problems.length > 0) return { problems: source.problems }
  const { migrations: table = migrations } = context
  const version = versionOf(source.value)
  if (version > table.length + 1)
    return { problems: [source.problem(['version'], newerVersionMessage(version, table))] }
  if (version <= table.length) return older(source, text, { ...context, migrations: table })
  const { value, problems: secretProblems, secrets, unknown } = resolveSecrets(source, context.env, context.secrets)
  const problems: Problem[] = [...source.warnings, ...secretProblems]
  const raw = parseWith(source, schema, value ?? {}, [], problems)
  // What is wrong at the top leaves the rest to be looked at as far as it can be understood.
  const usable = raw ?? parseLeniently(value)
  const { edition } = usable
  const drivers = await readDrivers(source, usable, context.drivers, problems)
  const full = (name: string) => resolve(dirname(file), name)
  const entries = readAppliances(source, usable, drivers, full, problems)
  const files = [...new Set(entries.flatMap((entry) => entry.files))].toSorted()
  problems.push(...checkAppliances(source, entries, edition, context.protocol))
  problems.push(...checkScenes(source, usable.scenes, entries, edition, context.protocol))
  problems.push(...checkLinking(source, usable, entries))
  problems.push(...checkServer(source, usable, full))
  const follows = new Set(unknown.map((path) => place(source.problem(path, ''))))
  const shownProblems = problems.filter((problem) => secretProblems.includes(problem) || !follows.has(place(problem)))
  const sorted = limited(inOrder(shownProblems, secrets, file))
  if (!raw || sorted.some(({ severity }) => severity === 'error')) return { problems: sorted }
  const linking = readLinking(raw, edition, context.protocol)
  const { publicKey = context.protocol.publicKey(edition) } = raw.signature
  return {
    problems: sorted,
    config: {
      file,
      edition,
      language: raw.language ?? context.protocol.language(edition),
      previousState: raw.previousState,
      timeZone: raw.timeZone ?? context.protocol.timeZone(edition),
      server: raw.server,
      publicKey: /^https?:/.test(publicKey) ? publicKey : resolve(dirname(file), publicKey),
      ...(raw.backup && { backup: { folder: full(raw.backup.folder), maxBackups: raw.backup.keep } }),
      state: raw.state ? resolve(dirname(file), raw.state) : stateFolder(file),
      ...(linking && { linking }),
      ...(raw.hub && { hub: raw.hub }),
      dashboard: raw.dashboard,
      linkingDraft: linkingDraft(raw, edition, context.protocol),
      drivers,
      appliances: entries.map(({ description, pace, options, files }) => ({
        description,
        options,
        ...(pace && { pace }),
        ...(files.length > 0 && { contents: digest(...files.map(contents)) }),
      })),
      files,
      scenes: raw.scenes.map((scene) => ({
        ...scene,
        actions: scene.actions.map(({ value, ...action }) => ({ ...action, ...(value !== undefined && { value }) })),
      })),
      secrets,
      text,
      fingerprint: digest(JSON.stringify(value) ?? '', contents(full(publicKey)), ...files.map(contents)),
    },
  }
}

/** Migrates a configuration of an older version in memory; only the user changes the file itself. */
async function older(source: Source, text: string, context: LoadContext): Promise<Loaded> {
  const { migrate } = await import('./migrations.ts')
  try {
    const { config, problems } = await parseConfig(source.file, migrate(text, context.migrations).text, context)
    const hint = source.problem([], localize('olderVersion'), { severity: 'warning' })
    return { problems: [hint, ...problems], ...(config && { config }) }
  } catch (error) {
    return { problems: [source.problem([], (error as Error).message)] }
  }
}

const digest = (...texts: readonly string[]) => createHash('sha256').update(texts.join('\0')).digest('base64')

/** The content of a file that the configuration names; undefined if it does not exist, as for a URL. */
function contents(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

const place = ({ file, line, column }: Problem) => `${file}:${line}:${column}`

/**
 * Sorts problems: those of other files first, since others result from them; then by line and column. Of several at one place
 * only the first is reported, since the others result from it. Known secrets are removed.
 */
function inOrder(problems: readonly Problem[], secrets: readonly string[], own: string): readonly Problem[] {
  const withoutSecrets = (text: string) =>
    secrets.reduce((left, secret) => (secret === '' ? left : left.replace(secretPattern(secret), '…')), text)
  const first = new Map<string, Problem>()
  for (const problem of problems) if (!first.has(place(problem))) first.set(place(problem), problem)
  return [...first.values()]
    .map(({ message, localized, source, ...problem }) => ({
      ...problem,
      message: withoutSecrets(message),
      localized: mapText(localized, withoutSecrets),
      ...(source !== undefined && { source: withoutSecrets(source) }),
    }))
    .sort(
      (a, b) =>
        Number(a.file === own) - Number(b.file === own) ||
        a.file.localeCompare(b.file) ||
        a.line - b.line ||
        a.column - b.column,
    )
}

/** The first hundred problems, and that there are more. */
function limited(problems: readonly Problem[]): readonly Problem[] {
  const next = problems[maxMistakes]
  if (!next) return problems
  const rest = problems.slice(maxMistakes)
  const severity = rest.some((one) => one.severity === 'error') ? 'error' : 'warning'
  return [...problems.slice(0, maxMistakes), problemAt(next, localize('moreMistakes'), severity)]
}

/** The default state folder: in `/var/lib` for the installed configuration, else beside the configuration. */
export const stateFolder = (file: string): string =>
  dirname(file) === '/etc/clova-home' ? '/var/lib/clova-home' : resolve(dirname(file), 'state')
