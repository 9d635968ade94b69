import type { Editor } from './edit.ts'

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
export const newer = (theirs: number, table: readonly Migration[] = migrations): string =>
  `this configuration is of version ${theirs}, and this clova-home knows ${table.length + 1} at most: install a newer one`
