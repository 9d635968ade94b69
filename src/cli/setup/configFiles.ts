import { existsSync, readFileSync } from 'node:fs'
import { localize } from '../../config/messages.ts'
import { formatProblem, type Problem } from '../../config/problem.ts'
import { checkSecrets, secretsFile } from '../../config/secretsFile.ts'
import type { Path } from '../../config/yaml/editor.ts'
import { parseSource, Secret } from '../../config/yaml/source.ts'
import { describeFileError } from '../../util/fileErrors.ts'
import { isObject } from '../../util/parse.ts'
import { errorText, type Language, schemaText } from '../../util/translate.ts'

/** The texts of a configuration and its secrets file; empty if a file does not exist. */
export interface ConfigTexts {
  readonly text: string
  readonly secrets: string
}

const textOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '')

/** Reads both. @throws Error of the system */
export const readConfigTexts = (file: string): ConfigTexts => ({
  text: textOf(file),
  secrets: textOf(secretsFile(file)),
})

/** True if the files still have these texts. */
export function isUnchanged(file: string, { text, secrets }: ConfigTexts): boolean {
  const now = readConfigTexts(file)
  return now.text === text && now.secrets === secrets
}

/** Why these files cannot be edited at all. */
export function unusableReasons(file: string, { text }: ConfigTexts): readonly Problem[] {
  const source = parseSource(file, text)
  const { value } = source
  const isMap = value === undefined || value === null || isObject(value)
  const isWrong = source.problems.length === 0 && (!isMap || value instanceof Secret)
  return [
    ...source.problems,
    ...(isWrong ? [source.problem([], localize('noMap'))] : []),
    ...checkSecrets(secretsFile(file)),
  ]
}

/** An error in plain words, with the position in the configuration if it has one. */
export function describeError(error: unknown, file: string, { text }: ConfigTexts, language: Language): string {
  const { path, message } = error as Error & { readonly path?: Path | string }
  // An error of the system has a path, too: the name of a file.
  if (path === undefined || typeof path === 'string') return (describeFileError(error) ?? errorText(error))[language]
  return formatProblem(parseSource(file, text).problem(path, schemaText(message)), language)
}

/** True if the value at a path has an error. */
export function hasErrorAt(file: string, { text }: ConfigTexts, path: Path, problems: readonly Problem[]): boolean {
  const source = parseSource(file, text)
  const there = path.reduce<unknown>(
    (value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key],
    source.value,
  )
  const { line, column } = source.problem(path, '')
  return (
    there !== undefined &&
    problems.some((one) => one.severity === 'error' && one.line === line && one.column === column)
  )
}

/** The names in the secrets file. */
export const secretNames = ({ secrets }: ConfigTexts): readonly string[] =>
  Object.keys((parseSource('', secrets).value ?? {}) as object)

/** The connections by their names, valid or not. */
export const connectionsOf = (drivers: unknown): ReadonlyMap<string, Readonly<Record<string, unknown>>> =>
  new Map(
    Object.entries((drivers ?? {}) as object).map(([name, entry]) => [name, (entry ?? {}) as Record<string, unknown>]),
  )
