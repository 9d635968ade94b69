import type { CheckFinding } from '../../diagnostics/check.ts'
import { diagnose } from '../../diagnostics/diagnose.ts'
import { writtenLanguageOf } from '../../gateway/environment.ts'
import { host } from '../../util/host.ts'
import { columnWidth, print } from '../../util/terminal.ts'
import type { Language } from '../../util/translate.ts'
import type { CliCommand } from '../command.ts'
import { commandTranslator } from '../messages/index.ts'

/** `clova-home doctor` */
export const doctor: CliCommand = {
  usage: 'doctor',
  summary: {
    ko: '공개 주소에서 각 기기까지 전체 경로를 확인하고, 문제와 고치는 방법을 알려 줍니다',
    ja: '公開アドレスから各機器まで経路の全体を調べ、問題と直し方を表示します',
    en: 'Walks the whole way from the public address to each device, and says what is wrong and how to mend it',
  },
  help: {
    ko: '  오류가 있으면 1로 끝납니다. 아무것도 바꾸지 않습니다. root나 게이트웨이의 사용자로 실행하면 가장 많이 확인합니다.',
    ja: '  異常があれば1で終わります。何も変えません。rootかゲートウェイの利用者で実行すると、最も多くを調べられます。',
    en: '  Ends with 1 if something fails. It changes nothing. As root or as the user of the gateway it sees most.',
  },
  argumentCount: [0, 0],
  keepsRootRights: true,
  async run({ config: file, json, languageFor }) {
    const language = languageFor(writtenLanguageOf(file))
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
