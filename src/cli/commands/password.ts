import { hashPassword, maxPasswordLength, minPasswordLength } from '../../oauth/password.ts'
import { complain, print } from '../../util/terminal.ts'
import type { Command } from '../command.ts'
import { readSecret } from '../terminal/secretPrompt.ts'

/** `clova-home password` */
export const password: Command = {
  usage: 'password',
  summary: 'Hashes a password, for the users who may link CLOVA',
  help: `  clova-home password                     asks twice, and shows nothing of what is typed
  echo "$PASSWORD" | clova-home password  takes the first line

Put what it prints into secrets.yaml (family_password: '$scrypt$…'), and under linking: in the configuration
users: [{ name: family, password: !secret family_password }]`,
  levelWords: [0, 0],
  async run({ json }) {
    const typed = await readSecret(process.stdin, process.stderr, 'Password: ')
    if (typed.length < minPasswordLength)
      throw new Error(`a password has at least ${minPasswordLength} characters; take a longer one`)
    if (typed.length > maxPasswordLength) throw new Error(`a password has at most ${maxPasswordLength} characters`)
    if (process.stdin.isTTY && (await readSecret(process.stdin, process.stderr, 'Once more: ')) !== typed)
      throw new Error('the two are not the same; nothing was made')
    const hash = await hashPassword(typed)
    print(json ? JSON.stringify({ password: hash }) : hash)
    if (process.stdout.isTTY) complain(`\nPut it into secrets.yaml, in single quotes: family_password: '${hash}'`)
    return 0
  },
}
