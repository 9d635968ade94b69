import type { LocalizedText } from '../util/translate.ts'
import { localize } from './messages.ts'
import { YamlTextEditor } from './yaml/editor.ts'
import { parseSource } from './yaml/source.ts'

/** The migration of a configuration from one version to the next. */
export interface Migration {
  /** what is new, in words for the user who reads the difference */
  readonly what: string
  /** Changes the keys that differ, if they exist. */
  change(editor: YamlTextEditor): void
}

/**
 * The first migrates version 1 to version 2, and so on. A new optional key needs no migration.
 * To add one: a row here, a case in `test/config/migrate.test.ts`, and the key in `docs/en/configuration.md` and its translations.
 */
export const migrations: readonly Migration[] = []

/** The version of a configuration; 1 if it has no `version`. */
export function versionOf(value: unknown): number {
  const { version } = (typeof value === 'object' && value !== null ? value : {}) as { readonly version?: unknown }
  return typeof version === 'number' && Number.isInteger(version) && version >= 1 ? version : 1
}

/** The message for a configuration of a newer, unknown version. */
export const newerVersionMessage = (theirs: number, table: readonly Migration[] = migrations): LocalizedText =>
  localize('newerVersion', { theirs, ours: table.length + 1 })

/** The result of a migration. */
export interface Migrated {
  readonly from: number
  readonly to: number
  readonly text: string
  /** the changes, in words for the user; empty if it already had this version */
  readonly done: readonly string[]
}

/**
 * Migrates a configuration to the present version. Everything that need not change stays as it is, also comments.
 * @throws Error in plain words if it is no YAML, of a newer version, or in a form that cannot be changed in its place
 */
export function migrate(text: string, table: readonly Migration[] = migrations): Migrated {
  const source = parseSource('', text)
  const { value, problems } = source
  if (problems[0]) throw new Error(`line ${problems[0].line}: ${problems[0].message}`)
  const [from, to] = [versionOf(value), table.length + 1]
  const { version = from } = (value ?? {}) as { readonly version?: unknown }
  if (version !== from) {
    const { line } = source.problem(['version'], '')
    const must = to === 1 ? 'be 1' : `be a whole number from 1 to ${to}`
    throw new Error(`line ${line}: "version" must ${must}, and is ${JSON.stringify(version)}; without the key it is 1`)
  }
  if (from > to) throw new Error(newerVersionMessage(from, table).en)
  if (from === to) return { from, to, text, done: [] }
  const editor = new YamlTextEditor(text)
  const steps = table.slice(from - 1)
  for (const { change } of steps) change(editor)
  editor.set(['version'], to)
  return { from, to, text: editor.text, done: steps.map(({ what }) => what) }
}
