import { randomBytes } from 'node:crypto'
import { addAppliances } from '../../config/addAppliances.ts'
import { Secret } from '../../config/document.ts'
import { edit } from '../../config/edit.ts'
import { isSecretKey } from '../redact.ts'
import type { Answers } from './answers.ts'
import { type Language, speaker } from './words.ts'

/** A configuration as it is to be, and the secrets that it needs besides. */
export interface Applied {
  readonly text: string
  readonly secrets: Readonly<Record<string, string>>
}

/**
 * Puts answers into a configuration; whatever they do not speak of stays as it is, character by character.
 * @param text the configuration; empty for a new one, which begins with remarks in the language
 * @param hash makes of a password what is kept of it
 * @throws Error in plain words if it stands there in a form that cannot be changed
 */
export async function apply(
  text: string,
  answers: Answers,
  language: Language,
  hash: (password: string) => Promise<string>,
): Promise<Applied> {
  const it = edit(text.trim() === '' ? template(language) : text)
  const secrets: Record<string, string> = {}
  const secret = (name: string, value: string) => {
    secrets[name] = value
    return new Secret(name)
  }
  if (answers.edition !== undefined) it.set(['edition'], answers.edition)
  if (answers.language !== undefined) it.set(['language'], answers.language)
  if (answers.publicUrl !== undefined) it.set(['server', 'publicUrl'], answers.publicUrl)
  for (const [name, { type, ...keys }] of Object.entries(answers.connections)) {
    const kept = Object.entries(keys).map(([key, value]) =>
      typeof value === 'string' && (isSecretKey(key) || value.includes('\n'))
        ? [key, secret(`${snake(name)}_${snake(key)}`, value)]
        : [key, value],
    )
    it.set(['drivers', name], { type, ...Object.fromEntries(kept) })
  }
  for (const { name, password } of answers.users) {
    const users = list(it.get(['linking', 'users']))
    const kept = { name, password: secret(`${snake(name)}_password`, await hash(password)) }
    const at = users.findIndex((user) => user.name === name)
    const next = at === -1 ? [...users, kept] : users.with(at, { ...users[at], ...kept })
    it.set(['linking', 'users'], next)
  }
  if (answers.users.length > 0 && it.get(['linking', 'clientSecret']) === undefined)
    it.set(['linking', 'clientSecret'], secret('linking_client_secret', randomBytes(32).toString('hex')))
  const done = it.text
  return { text: answers.appliances.length > 0 ? addAppliances(done, answers.appliances) : done, secrets }
}

type User = Readonly<Record<string, unknown>>
const list = (value: unknown): readonly User[] => (Array.isArray(value) ? value : [])

/** A name as secrets have it. */
const snake = (text: string) =>
  text
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')

/** A new configuration, in which nothing is described yet. */
function template(language: Language): string {
  const say = speaker(language)
  const edition = language === 'ja' ? 'jp' : 'kr'
  return `# ${say('remarkTop')}

edition: ${edition}   # ${say('remarkEdition')}
language: ${language}   # ${say('remarkLanguage')}

server:
  listen: 127.0.0.1:8710   # ${say('remarkListen')}
  path: /clova

# ${say('remarkDrivers')}
drivers: {}

# ${say('remarkAppliances')}
appliances: []
`
}
