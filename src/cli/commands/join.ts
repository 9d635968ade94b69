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
import { commandTranslator } from '../messages.ts'
import { readConfigTexts } from '../setup/configFiles.ts'
import { chooseLanguage } from '../terminal/language.ts'

/** `clova-home join LINE` */
export const join: CliCommand = {
  usage: 'join LINE [--language ko|ja|en]',
  summary: 'Joins a hub: tries the way to it, and writes what "clova-home hub add" printed into the configuration',
  help: `  The line begins with "clova-home:". The hub's address becomes server.publicUrl, its credentials go to secrets.yaml.
  Users and their passwords stay at home: clova-home password, clova-home link`,
  argumentCount: [1, 1],
  options: ['language'],
  async run({ positionals: [typed = ''], config: file, option }) {
    const language = chooseLanguage(option.language, writtenLanguageOf(file))
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
