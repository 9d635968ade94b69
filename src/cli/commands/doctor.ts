import type { CheckFinding } from '../../diagnostics/check.ts'
import { diagnose } from '../../diagnostics/diagnose.ts'
import { writtenLanguageOf } from '../../gateway/environment.ts'
import { host } from '../../util/host.ts'
import { columnWidth, print } from '../../util/terminal.ts'
import type { Language } from '../../util/translate.ts'
import type { CliCommand } from '../command.ts'
import { commandTranslator } from '../messages.ts'
import { chooseLanguage } from '../terminal/language.ts'

/** `clova-home doctor` */
export const doctor: CliCommand = {
  usage: 'doctor [--language ko|ja|en]',
  summary: 'Walks the whole way from the public address to each device, and says what is wrong and how to mend it',
  help: '  Ends with 1 if something fails. It changes nothing. As root or as the user of the gateway it sees most.',
  argumentCount: [0, 0],
  options: ['language'],
  async run({ config: file, json, option }) {
    const language = chooseLanguage(option.language, writtenLanguageOf(file))
    const t = commandTranslator(language)
    const { findings } = await diagnose(file, host, (finding) => json || print(formatFinding(finding, language)))
    const count = (level: CheckFinding['level']) => findings.filter((finding) => finding.level === level).length
    const [failures, warnings] = [count('failure'), count('warning')]
    if (json) {
      // A script reads the English texts, whatever the language of the terminal.
      const publicFindings = findings.map(
        ({ localized: _localized, isFixCommand: _isFixCommand, ...finding }) => finding,
      )
      print(JSON.stringify({ ok: failures === 0, failures, warnings, findings: publicFindings }))
    } else print(`\n${t(failures === 0 ? 'nothingFails' : 'thingsFail', { failures, warnings })}`)
    return failures === 0 ? 0 : 1
  },
}

const words = { ok: 'levelOk', warning: 'levelWarning', failure: 'levelFailure' } as const
/** The widths of the first two columns. */
const [levelColumns, subjectColumns] = [9, 18]

function formatFinding({ level, localized: { subject, message, fix } }: CheckFinding, language: Language): string {
  const pad = (text: string, to: number) => text + ' '.repeat(Math.max(1, to - columnWidth(text)))
  const word = commandTranslator(language)(words[level])
  const head = `${pad(word, levelColumns)}${pad(subject[language], subjectColumns)}${message[language]}`
  return fix === undefined ? head : `${head}\n${' '.repeat(levelColumns + subjectColumns)}→ ${fix[language]}`
}
