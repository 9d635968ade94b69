import { PassThrough } from 'node:stream'
import { hashPassword, maxPasswordLength, minPasswordLength } from '../../oauth/password.ts'
import { print, printError } from '../../util/terminal.ts'
import type { CliCommand } from '../command.ts'
import { createPrompter, type Prompter } from '../terminal/prompter.ts'

/** `clova-home password` */
export const password: CliCommand = {
  usage: 'password',
  summary: 'Hashes a password, for the users who may link CLOVA',
  help: `  clova-home password                     asks twice, and shows nothing of what is typed
  echo "$PASSWORD" | clova-home password  takes the first line

Put what it prints into secrets.yaml (family_password: '$scrypt$…'), and under linking: in the configuration
users: [{ name: family, password: !secret family_password }]`,
  argumentCount: [0, 0],
  async run({ json }) {
    const prompter = createPrompter(process.stdin, process.stdin.isTTY ? process.stderr : new PassThrough().resume())
    try {
      const hash = await hashTyped(prompter, process.stdin.isTTY === true)
      print(json ? JSON.stringify({ password: hash }) : hash)
      if (process.stdout.isTTY) printError(`\nPut it into secrets.yaml, in single quotes: family_password: '${hash}'`)
      return 0
    } finally {
      prompter.close()
    }
  },
}

/**
 * Asks for a password and hashes it.
 * @param isTwice true to ask again, so that a slip is noticed
 * @throws Error in plain words
 */
export async function hashTyped(prompter: Pick<Prompter, 'askSecret'>, isTwice: boolean): Promise<string> {
  const typed = await prompter.askSecret('Password')
  if (typed.length < minPasswordLength)
    throw new Error(`a password has at least ${minPasswordLength} characters; take a longer one`)
  if (typed.length > maxPasswordLength) throw new Error(`a password has at most ${maxPasswordLength} characters`)
  if (isTwice && (await prompter.askSecret('Once more')) !== typed)
    throw new Error('the two are not the same; nothing was made')
  return hashPassword(typed)
}
