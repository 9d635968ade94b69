import { addSecrets } from '../../config/additions.ts'
import { groupedHomeId } from '../../config/homeId.ts'
import { secretsFile } from '../../config/secretsFile.ts'
import { formatExplanation } from '../../control/explanations/index.ts'
import { writtenLanguageOf } from '../../gateway/environment.ts'
import { noAnswers } from '../../setup/answers.ts'
import { applyAnswers } from '../../setup/applyAnswers.ts'
import { replaceFile } from '../../storage/replaceFile.ts'
import { print } from '../../util/terminal.ts'
import type { CliCommand } from '../command.ts'
import { commandTranslator } from '../messages/index.ts'
import { readConfigTexts } from '../setup/configFiles.ts'

/** `clova-home join LINE` */
export const join: CliCommand = {
  usage: 'join LINE',
  summary: {
    ko: '허브에 참가합니다: 허브까지의 경로를 시험하고, "clova-home hub add" 가 보여 준 줄을 설정에 씁니다',
    ja: 'ハブに参加します: ハブまでの経路を試し、"clova-home hub add" が表示した行を設定に書きます',
    en: 'Joins a hub: tries the way to it, and writes what "clova-home hub add" printed into the configuration',
  },
  help: {
    ko: `  줄은 "clova-home:" 으로 시작합니다. 허브의 주소는 server.publicUrl 이 되고, 인증 정보는 secrets.yaml에 들어갑니다.
  사용자와 비밀번호는 집에 남습니다: clova-home password, clova-home link`,
    ja: `  行は "clova-home:" で始まります。ハブのアドレスは server.publicUrl になり、認証情報はsecrets.yamlに入ります。
  利用者とパスワードは家に残ります: clova-home password、clova-home link`,
    en: `  The line begins with "clova-home:". The hub's address becomes server.publicUrl, its credentials go to secrets.yaml.
  Users and their passwords stay at home: clova-home password, clova-home link`,
  },
  argumentCount: [1, 1],
  async run({ positionals: [typed = ''], config: file, languageFor }) {
    const language = languageFor(writtenLanguageOf(file))
    const t = commandTranslator(language)
    // The client of NATS takes a tenth of a second to load, and most commands do not need it.
    const { tryJoinLine } = await import('../../hub/joining.ts')
    const trial = await tryJoinLine(typed)
    if ('problem' in trial) throw new Error(t('joinFailed', { problem: formatExplanation(trial.problem, language) }))
    const files = readConfigTexts(file)
    const { text, secrets } = await applyAnswers(files.text, { ...noAnswers, hub: typed }, language)
    await replaceFile(secretsFile(file), addSecrets(files.secrets, secrets))
    await replaceFile(file, text)
    print(t('joined', { url: trial.line.publicUrl, code: groupedHomeId(trial.line.home) }))
    return 0
  },
}
