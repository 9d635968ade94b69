import { PassThrough } from 'node:stream'
import { hashPassword, maxPasswordLength, minPasswordLength } from '../../oauth/password.ts'
import { print, printError } from '../../util/terminal.ts'
import { localizedError } from '../../util/translate.ts'
import type { CliCommand } from '../command.ts'
import { type CommandTranslate, commandText, commandTranslator } from '../messages/index.ts'
import { createPrompter, type Prompter } from '../terminal/prompter.ts'

/** `clova-home password` */
export const password: CliCommand = {
  usage: 'password',
  summary: {
    ko: 'CLOVA를 연결할 사용자의 비밀번호를 해시로 바꿉니다',
    ja: 'CLOVAを連携する利用者のパスワードをハッシュにします',
    en: 'Hashes a password, for the users who may link CLOVA',
  },
  help: {
    ko: `  clova-home password                     두 번 물어보고, 입력은 보이지 않습니다
  echo "$PASSWORD" | clova-home password  첫 줄을 씁니다

출력된 것을 secrets.yaml에 넣고 (family_password: '$scrypt$…'), 설정의 linking: 아래에 이렇게 쓰세요
users: [{ name: family, password: !secret family_password }]`,
    ja: `  clova-home password                     2回尋ね、入力は表示されません
  echo "$PASSWORD" | clova-home password  最初の行を使います

出力されたものをsecrets.yamlに入れ（family_password: '$scrypt$…'）、設定の linking: の下にこう書いてください
users: [{ name: family, password: !secret family_password }]`,
    en: `  clova-home password                     asks twice, and shows nothing of what is typed
  echo "$PASSWORD" | clova-home password  takes the first line

Put what it prints into secrets.yaml (family_password: '$scrypt$…'), and under linking: in the configuration
users: [{ name: family, password: !secret family_password }]`,
  },
  argumentCount: [0, 0],
  keepsRootRights: true,
  async run({ json, languageFor }) {
    const t = commandTranslator(languageFor())
    const prompter = createPrompter(process.stdin, process.stdin.isTTY ? process.stderr : new PassThrough().resume())
    try {
      const hash = await hashTyped(prompter, process.stdin.isTTY === true, t)
      print(json ? JSON.stringify({ password: hash }) : hash)
      if (process.stdout.isTTY) printError(`\n${t('passwordNext', { hash: `'${hash}'` })}`)
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
export async function hashTyped(
  prompter: Pick<Prompter, 'askSecret'>,
  isTwice: boolean,
  t: CommandTranslate,
): Promise<string> {
  const typed = await prompter.askSecret(t('passwordPrompt'))
  if (typed.length < minPasswordLength) throw localizedError(commandText('passwordShort', { min: minPasswordLength }))
  if (typed.length > maxPasswordLength) throw localizedError(commandText('passwordLong', { max: maxPasswordLength }))
  if (isTwice && (await prompter.askSecret(t('passwordAgain'))) !== typed)
    throw localizedError(commandText('passwordDifferent'))
  return hashPassword(typed)
}
