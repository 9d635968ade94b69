import { type Editor, edit } from './yaml/editor.ts'
import { parseSource } from './yaml/source.ts'

/** How a configuration of one version becomes one of the next. */
export interface Migration {
  /** what is new, in plain words, for whoever reads the difference */
  readonly what: string
  /** Changes what must be; what is not there needs no change. */
  change(it: Editor): void
}

/**
 * The first makes version 2 of version 1, and so on. A key that is new and may be left out needs none.
 * To add one: a row here, a case in `test/config/migrate.test.ts`, and the key in `config/README.md`.
 */
export const migrations: readonly Migration[] = []

/** The version that a configuration says it has: the first, if it says none. */
export function versionOf(value: unknown): number {
  const { version } = (typeof value === 'object' && value !== null ? value : {}) as { readonly version?: unknown }
  return typeof version === 'number' && Number.isInteger(version) && version >= 1 ? version : 1
}

/** What is said of a configuration of a version that is not known yet. */
export const newerVersionMessage = (theirs: number, table: readonly Migration[] = migrations): string =>
  `this configuration is of version ${theirs}, and this clova-home knows ${table.length + 1} at most: install a newer one`

/** What became of a configuration. */
export interface Migrated {
  readonly from: number
  readonly to: number
  readonly text: string
  /** what was done, in plain words; nothing if it was of this version */
  readonly done: readonly string[]
}

/**
 * A configuration as the present version has it; what stands in it and need not change stays as it is, remarks too.
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
  if (from > to) throw new Error(newerVersionMessage(from, table))
  if (from === to) return { from, to, text, done: [] }
  const it = edit(text)
  const steps = table.slice(from - 1)
  for (const { change } of steps) change(it)
  it.set(['version'], to)
  return { from, to, text: it.text, done: steps.map(({ what }) => what) }
}
