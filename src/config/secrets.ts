import { readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import * as z from 'zod'
import { didYouMean } from '../util/suggest.ts'
import type { Problem } from './problem.ts'
import { parseSource, Secret, type Source } from './yaml/source.ts'

/** A configuration whose secrets are in their places, and what went wrong with that. */
export interface ResolvedSecrets {
  readonly value: unknown
  readonly problems: readonly Problem[]
  /** where a secret is meant that cannot be known, since its file cannot be read: what is wrong there follows from that */
  readonly unknown: readonly (readonly PropertyKey[])[]
  /** every secret that was put in: what a log must never hold */
  readonly secrets: readonly string[]
}

/** Where the secrets of a configuration are: beside it. */
export const secretsFile = (file: string): string => join(dirname(file), 'secrets.yaml')

/**
 * Puts each `!secret name` in its place: from `secrets.yaml` beside the configuration, from a file of that name in
 * `$CREDENTIALS_DIRECTORY` (systemd), or from the environment variable of that name, as it is or in capitals.
 * @param given goes before all of these: secrets that are not written yet
 */
export function resolveSecrets(
  source: Source,
  env: NodeJS.ProcessEnv,
  given: Readonly<Record<string, string>> = {},
): ResolvedSecrets {
  const problems: Problem[] = []
  const secrets: string[] = []
  const unknown: (readonly PropertyKey[])[] = []
  const file = secretsFile(source.file)
  let known: Readonly<Record<string, string>> | 'unreadable' | undefined
  const texts = new Map<string, string>()
  return { value: walk(source.value, []), problems, secrets, unknown }

  function walk(value: unknown, path: readonly PropertyKey[]): unknown {
    if (value instanceof Secret) return find(value.name, path)
    if (typeof value === 'string' && secretKey.test(String(path.at(-1)))) secrets.push(value)
    if (typeof value === 'string') return once(value)
    if (Array.isArray(value)) return value.map((item, i) => walk(item, [...path, i]))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner, [...path, key])]))
  }

  /** The same text is there once, and apart from the file that it was read from: a piece of a text keeps all of it in memory. */
  function once(text: string): string {
    const own = texts.get(text) ?? (JSON.parse(JSON.stringify(text)) as string)
    texts.set(own, own)
    return own
  }

  function find(name: string, path: readonly PropertyKey[]): string {
    if (name === '') {
      problems.push(
        source.problem(path, '!secret needs the name of the secret behind it, such as !secret mqtt_password'),
      )
      return ''
    }
    const fresh = own(given, name)
    if (fresh !== undefined) {
      secrets.push(fresh)
      return fresh
    }
    known ??= readSecrets(file, problems)
    const found =
      (known === 'unreadable' ? undefined : own(known, name)) ??
      credential(env.CREDENTIALS_DIRECTORY, name) ??
      env[name] ??
      env[name.toUpperCase()]
    if (found === undefined) {
      // Of a file that cannot be read that is told, and not what it might have held.
      if (known === 'unreadable') {
        unknown.push(path)
        return ''
      }
      const message = `the secret "${name}" is not in ${basename(file)}, not in $CREDENTIALS_DIRECTORY and not in the environment.${didYouMean(name, Object.keys(known))}`
      problems.push(source.problem(path, message))
      return ''
    }
    secrets.push(found)
    return found
  }
}

/** Keys whose value is a secret, also where it stands in the file itself. */
const secretKey = /^(password|clientSecret|applicationKey|token)$/

const own = (record: Readonly<Record<string, string>>, key: string) =>
  Object.hasOwn(record, key) ? record[key] : undefined

function credential(folder: string | undefined, name: string): string | undefined {
  if (!folder || !/^[\w.-]+$/.test(name)) return undefined
  try {
    return readFileSync(join(folder, name), 'utf8').replace(/\r?\n$/, '')
  } catch {
    return undefined
  }
}

/** What is wrong with a secrets file, if it is there. */
export function checkSecrets(file: string): readonly Problem[] {
  const problems: Problem[] = []
  readSecrets(file, problems)
  return problems
}

const secretsSchema = z.record(z.string(), z.union([z.string(), z.number()]).transform(String))

function readSecrets(file: string, problems: Problem[]): Readonly<Record<string, string>> | 'unreadable' {
  const complain = (message: string, line = 1, column = 1, mend?: string) => {
    problems.push({ severity: 'error', file, line, column, message, ...(mend !== undefined && { fixCommand: mend }) })
    return 'unreadable' as const
  }
  let text: string
  try {
    const { mode, uid } = statSync(file)
    if (mode & 0o007) {
      // What a group may is left to it: the service reads by one.
      const mend = `${[0, uid].includes(process.getuid?.() ?? uid) ? '' : 'sudo '}chmod o= ${file}`
      return complain(`others can read this file; run: ${mend}`, 1, 1, mend)
    }
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOENT'
      ? {}
      : complain(`this file cannot be read (${code}); it must belong to whom the gateway runs as`)
  }
  const source = parseSource(file, text)
  // Without the line itself: a secret stands in it.
  const [broken] = source.problems
  if (broken)
    return complain(
      'this is not YAML: each line is a name, a colon and the secret',
      // A text that does not end is told of at the end of the file, where nothing stands.
      Math.min(broken.line, text.trimEnd().split('\n').length),
      broken.column,
    )
  const parsed = secretsSchema.safeParse(source.value ?? {})
  if (parsed.success) return parsed.data
  const [at] = parsed.error.issues
  const { line, column } = source.problem(at?.path ?? [], '')
  return complain('each line must be a name, a colon and the secret', line, column)
}
