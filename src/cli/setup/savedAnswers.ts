import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { stringify } from 'yaml'
import { hashPassword, type PasswordCost } from '../../oauth/password.ts'
import type { Answers } from '../../setup/answers.ts'
import { type Language, wizardTranslator } from '../../setup/messages.ts'
import { replaceFile, unusedName } from '../../storage/replaceFile.ts'

/** The time stamp that all copies of one run have in their names. @param now milliseconds since 1970 */
export const timestampFor = (now: number): string => new Date(now).toISOString().slice(0, 19).replace(/\D/g, '')

/** Saves the previous text of a file beside it. @returns the path of the copy */
export async function backupFile(file: string, was: string, stamp: string): Promise<string> {
  const copy = unusedName(`${file}.before-setup-${stamp}`)
  await replaceFile(copy, was)
  return copy
}

/** The first line of a file of saved answers, by which it is recognized. */
const savedAnswersHeader = '# Kept by clova-home setup. It holds secrets, and is taken away once it has served.\n'

/** Where answers are saved: beside the configuration, else where this user may write. The last is a folder that no other user can guess. */
export type AnswerFileLocations = readonly ((config: string) => string)[]
export const answerFileLocations: AnswerFileLocations = [
  (config) => `${config}.answers`,
  (config) => join(homedir(), `${basename(config)}.answers`),
  (config) => join(mkdtempSync(join(tmpdir(), 'clova-home-')), `${basename(config)}.answers`),
]

/**
 * Saves the answers for another try, with hashed passwords.
 * @returns the message for the user: where they are, or that they could not be saved
 */
export async function saveAnswers(
  config: string,
  answers: Answers,
  language: Language,
  { savedAnswerLocations, passwordCost }: { savedAnswerLocations: AnswerFileLocations; passwordCost?: PasswordCost },
): Promise<string> {
  const t = wizardTranslator(language)
  const users = await hashPasswords(answers.users, passwordCost)
  const text = `${savedAnswersHeader}${stringify({ ...answers, users }, { lineWidth: 0 })}`
  for (const nameOf of savedAnswerLocations)
    try {
      const file = nameOf(config)
      await replaceFile(file, text)
      return t('keptAnswers', { file, config })
    } catch {}
  return t('keptNowhere')
}

/** Deletes saved answers after they were applied; a file that the user wrote stays. */
export function deleteSavedAnswers(file: string): void {
  if (readFileSync(file, 'utf8').startsWith(savedAnswersHeader)) rmSync(file)
}

/** Hashes the passwords; a hash from saved answers stays. */
export const hashPasswords = (users: Answers['users'], cost?: PasswordCost): Promise<Answers['users']> =>
  Promise.all(
    users.map(async ({ name, password }) => ({
      name,
      password: /^\$scrypt\$/.test(password) ? password : await hashPassword(password, cost),
    })),
  )
