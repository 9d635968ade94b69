import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { stringify } from 'yaml'
import { hashPassword } from '../../oauth/password.ts'
import { replaceFile, unusedName } from '../../storage/replaceFile.ts'
import type { Answers } from './answers.ts'
import { type Language, wizardTranslator } from './messages.ts'

/** What copies have in their names, so that those of one run are known by it. @param now milliseconds since 1970 */
export const timestampFor = (now: number): string => new Date(now).toISOString().slice(0, 19).replace(/\D/g, '')

/** Keeps what a file was, beside it. @returns the name of the copy */
export async function backupFile(file: string, was: string, stamp: string): Promise<string> {
  const copy = unusedName(`${file}.before-setup-${stamp}`)
  await replaceFile(copy, was)
  return copy
}

/** What kept answers begin with. */
const savedAnswersHeader = '# Kept by clova-home setup. It holds secrets, and is taken away once it has served.\n'

/** Where answers are kept: beside the configuration, else where their owner may write. The name of the last is nobody else's to guess. */
export type AnswerFileLocations = readonly ((config: string) => string)[]
export const answerFileLocations: AnswerFileLocations = [
  (config) => `${config}.answers`,
  (config) => join(homedir(), `${basename(config)}.answers`),
  (config) => join(mkdtempSync(join(tmpdir(), 'clova-home-')), `${basename(config)}.answers`),
]

/**
 * What was typed, for another try; of a password what is kept of it.
 * @returns what to tell: where it is, or that it could be kept nowhere
 */
export async function saveAnswers(
  config: string,
  answers: Answers,
  language: Language,
  places: AnswerFileLocations,
): Promise<string> {
  const t = wizardTranslator(language)
  const users = await hashPasswords(answers.users)
  const text = `${savedAnswersHeader}${stringify({ ...answers, users }, { lineWidth: 0 })}`
  for (const nameOf of places)
    try {
      const file = nameOf(config)
      await replaceFile(file, text)
      return t('keptAnswers', { file, config })
    } catch {}
  return t('keptNowhere')
}

/** Takes away the answers that were kept for another try, and have served; a file of its owner's stays. */
export function deleteSavedAnswers(file: string): void {
  if (readFileSync(file, 'utf8').startsWith(savedAnswersHeader)) rmSync(file)
}

/** Of each password what is kept of it; one that is a hash already, as kept answers have it, stays. */
export const hashPasswords = (users: Answers['users']): Promise<Answers['users']> =>
  Promise.all(
    users.map(async ({ name, password }) => ({
      name,
      password: /^\$scrypt\$/.test(password) ? password : await hashPassword(password),
    })),
  )
