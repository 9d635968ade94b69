import { randomBytes } from 'node:crypto'
import type { Edition } from '../clova/edition.ts'
import { languageOf } from '../clova/edition.ts'
import { addAppliances } from '../config/additions.ts'
import { parseJoinLine, withHub } from '../config/joinLine.ts'
import type { Path } from '../config/yaml/editor.ts'
import { YamlTextEditor } from '../config/yaml/editor.ts'
import { parseSource, Secret } from '../config/yaml/source.ts'
import { isSecretKey } from '../util/secretKeys.ts'
import type { Answers } from './answers.ts'
import { type Language, wizardTranslator } from './messages.ts'

/** The new text of a configuration, and the secrets to add to the secrets file. */
export interface AppliedAnswers {
  readonly text: string
  readonly secrets: Readonly<Record<string, string>>
}

/**
 * Applies answers to the text of a configuration. Everything that they do not concern stays character by character; of an
 * existing connection or user only the answered keys change.
 * @param text the configuration; empty for a new one, whose comments are then written in the language
 * @param answers with hashed passwords
 * @param existingSecrets the names of the secrets that there are
 * @throws Error in plain words if the value is written in a form that cannot be changed; `path` is its place
 */
export async function applyAnswers(
  text: string,
  answers: Answers,
  language: Language,
  existingSecrets: readonly string[] = [],
): Promise<AppliedAnswers> {
  const before = text.trim() === '' ? template(language, answers.edition) : text
  const line = answers.hub === undefined ? undefined : parseJoinLine(answers.hub)
  const joined = line ? withHub(before, line) : { text: before, secrets: {} }
  const editor = new YamlTextEditor(joined.text)
  const secrets: Record<string, string> = { ...joined.secrets }
  const putSecret = (path: Path, wanted: string, value: string) => {
    const there = editor.get(path)
    const own = there instanceof Secret && !isShared(editor.text, there.name) ? there.name : undefined
    const name = own ?? unused(wanted, [...existingSecrets, ...secretsIn(editor.text), ...Object.keys(secrets)])
    secrets[name] = value
    if (own === undefined) editor.set(path, new Secret(name))
  }
  // An unchanged value keeps its spelling, quotes included.
  const put = (path: Path, value: unknown) => {
    if (value === null) editor.remove(path)
    else if (value !== undefined && JSON.stringify(editor.get(path)) !== JSON.stringify(value)) editor.set(path, value)
  }
  put(['edition'], answers.edition)
  put(['language'], answers.language)
  put(['server', 'publicUrl'], answers.publicUrl)
  for (const [name, { type, ...keys }] of Object.entries(answers.connections)) {
    const at = ['drivers', name]
    const currentType = editor.get([...at, 'type'])
    if (currentType !== undefined && currentType !== type)
      throw Object.assign(
        new Error(`the connection ${name} is there, and of the type ${currentType}; give the new one another name`),
        { path: at },
      )
    const isSecret = ([key, value]: readonly [string, unknown]) =>
      typeof value === 'string' && (isSecretKey(key) || value.includes('\n'))
    const entries = Object.entries(keys).filter(([, value]) => currentType !== undefined || value !== null)
    if (currentType === undefined) editor.set(at, { type, ...placeholders(entries, isSecret) })
    for (const entry of entries) {
      const [key, value] = entry
      if (isSecret(entry)) putSecret([...at, key], `${toSnakeCase(name)}_${toSnakeCase(key)}`, String(value))
      else put([...at, key], value)
    }
  }
  for (const { name, password } of answers.users) {
    const users = list(editor.get(['linking', 'users']))
    const known = users.findIndex((user) => user.name === name)
    const at = known === -1 ? users.length : known
    if (known === -1) editor.append(['linking', 'users'], { name, password: placeholder })
    putSecret(['linking', 'users', at, 'password'], `${toSnakeCase(name)}_password`, password)
  }
  const isNeeded = answers.users.length > 0 && editor.get(['linking', 'clientSecret']) === undefined
  if (!line && (isNeeded || answers.clientSecret === 'new'))
    putSecret(['linking', 'clientSecret'], 'linking_client_secret', randomBytes(32).toString('hex'))
  const done = editor.text
  return { text: answers.appliances.length > 0 ? addAppliances(done, answers.appliances) : done, secrets }
}

/** Stands in place of a secret until the secret has its name. */
const placeholder = ''

/** The keys of a new connection in their order, with placeholders for secrets. */
const placeholders = (
  entries: readonly (readonly [string, unknown])[],
  isSecret: (entry: readonly [string, unknown]) => boolean,
) => Object.fromEntries(entries.map((entry) => [entry[0], isSecret(entry) ? placeholder : entry[1]]))

/** The names of the secrets that a configuration refers to, one for each reference. */
function secretsIn(text: string): readonly string[] {
  const { value } = parseSource('', text)
  const secretNamesIn = (one: unknown): readonly string[] => {
    if (one instanceof Secret) return [one.name]
    return typeof one === 'object' && one !== null ? Object.values(one).flatMap(secretNamesIn) : []
  }
  return secretNamesIn(value)
}

/** True if several places refer to the secret, so that a new value for one must not change the others. */
const isShared = (text: string, name: string) => secretsIn(text).filter((one) => one === name).length > 1

/** The name, or the first numbered one that is not taken. */
function unused(wanted: string, taken: readonly string[]): string {
  for (let i = 1; ; i++) {
    const name = i === 1 ? wanted : `${wanted}_${i}`
    if (!taken.includes(name)) return name
  }
}

type User = Readonly<Record<string, unknown>>
const list = (value: unknown): readonly User[] => (Array.isArray(value) ? value : [])

/** A text as the name of a secret. */
const toSnakeCase = (text: string) =>
  text
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')

/** An empty configuration. Its comments are in the user's language, the spoken answers in the language of the edition. */
function template(language: Language, edition: Edition = language === 'ja' ? 'jp' : 'kr'): string {
  const t = wizardTranslator(language)
  return `# ${t('remarkTop')}

edition: ${edition}   # ${t('remarkEdition')}
language: ${languageOf[edition]}   # ${t('remarkLanguage')}

server:
  listen: 127.0.0.1:8710   # ${t('remarkListen')}
  path: /clova

# ${t('remarkDrivers')}
drivers: {}

# ${t('remarkAppliances')}
appliances: []
`
}
