import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { isSecretKey } from '../util/secretKeys.ts'
import { suggestion } from '../util/suggest.ts'
import { localize } from './messages.ts'
import type { Problem } from './problem.ts'
import { readSecrets, secretsFile } from './secretsFile.ts'
import { Secret, type Source } from './yaml/source.ts'

/** A configuration whose secrets are in their places, and the problems with that. */
export interface ResolvedSecrets {
  readonly value: unknown
  readonly problems: readonly Problem[]
  /** the places of secrets that are not known because their file cannot be read: problems there follow from that */
  readonly unknown: readonly (readonly PropertyKey[])[]
  /** every secret of the configuration; no log may hold one */
  readonly secrets: readonly string[]
}

/**
 * Puts each `!secret name` in its place: from `secrets.yaml` beside the configuration, from a file of that name in
 * `$CREDENTIALS_DIRECTORY` (systemd), or from the environment variable of that name, as it is or in capitals.
 * @param unsaved goes before all of these: secrets that are not written yet
 */
export function resolveSecrets(
  source: Source,
  env: NodeJS.ProcessEnv,
  unsaved: Readonly<Record<string, string>> = {},
): ResolvedSecrets {
  const problems: Problem[] = []
  const secrets: string[] = []
  const unknown: (readonly PropertyKey[])[] = []
  const file = secretsFile(source.file)
  let known: Readonly<Record<string, string>> | 'unreadable' | undefined
  const texts = new Map<string, string>()
  return { value: walk(source.value, [], false), problems, secrets, unknown }

  /** @param isSecret it stands under a key whose values are secrets, at any depth */
  function walk(value: unknown, path: readonly PropertyKey[], isSecret: boolean): unknown {
    if (value instanceof Secret) return find(value.name, path)
    if (isSecret && (typeof value === 'string' || typeof value === 'number')) secrets.push(String(value))
    if (typeof value === 'string') return once(value)
    if (Array.isArray(value)) return value.map((item, i) => walk(item, [...path, i], isSecret))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, walk(inner, [...path, key], isSecret || isSecretKey(key))]),
    )
  }

  /** Copies a text once: V8 keeps all of a file in memory as long as a part of it is in use. */
  function once(text: string): string {
    const own = texts.get(text) ?? (JSON.parse(JSON.stringify(text)) as string)
    texts.set(own, own)
    return own
  }

  function find(name: string, path: readonly PropertyKey[]): string {
    if (name === '') {
      problems.push(source.problem(path, localize('unnamedSecret')))
      return ''
    }
    const fresh = own(unsaved, name)
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
      if (known === 'unreadable') {
        unknown.push(path)
        return ''
      }
      // The message does not name it: some write the secret itself there, and a message goes to logs.
      const values = { file: basename(file), hint: suggestion(name, Object.keys(known)) }
      problems.push(source.problem(path, localize('unknownSecret', values)))
      return ''
    }
    secrets.push(found)
    return found
  }
}

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
