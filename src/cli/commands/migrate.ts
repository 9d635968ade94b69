import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type LoadContext, parseConfig } from '../../config/load.ts'
import { type Migration, migrate, migrations } from '../../config/migrations.ts'
import { formatProblem } from '../../config/problem.ts'
import { createRedactor } from '../../config/redact.ts'
import { loadContext, writtenLanguageOf } from '../../gateway/environment.ts'
import { writeAtomically } from '../../storage/replaceFile.ts'
import { fileError } from '../../util/fileErrors.ts'
import { unifiedDiff } from '../../util/lineDiff.ts'
import { print, printError } from '../../util/terminal.ts'
import { type Language, localizedError } from '../../util/translate.ts'
import type { CliCommand } from '../command.ts'
import { commandText, commandTranslator } from '../messages/index.ts'

/** `clova-home migrate` */
export const createMigrateCommand = (table: readonly Migration[]): CliCommand => ({
  usage: 'migrate [--dry-run] [--quiet]',
  summary: {
    ko: '이전 형식의 설정을 이 버전의 형식으로 바꿉니다. 이전 것을 남기고 다른 점을 보여 줍니다',
    ja: '以前の形式の設定をこのバージョンの形式にします。以前のものを残し、違いを表示します',
    en: 'Brings an old configuration to the form of this version: keeps the old one, and shows what differs',
  },
  help: {
    ko: `  --dry-run       무엇이 바뀌는지만 보여 주고 쓰지 않습니다
  --quiet         이미 이 버전의 설정이면 아무 말도 하지 않습니다

  Debian 패키지는 업그레이드할 때마다 스스로 합니다.`,
    ja: `  --dry-run       何が変わるかだけを表示し、書き込みません
  --quiet         すでにこのバージョンの設定なら何も表示しません

  Debianパッケージはアップグレードのたびに自分でします。`,
    en: `  --dry-run       shows what would differ, and writes nothing
  --quiet         says nothing of a configuration that is of this version already

  The Debian package does this at each upgrade.`,
  },
  argumentCount: [0, 0],
  flags: ['dry-run', 'quiet'],
  async run({ config, flag, json, languageFor }) {
    const file = resolve(config)
    const before = read(file)
    const language = languageFor(writtenLanguageOf(file))
    const t = commandTranslator(language)
    const { from, to, text, done } = migrate(before, table)
    // The difference may end up in a log, such as that of apt.
    const diff = done.length > 0 ? createRedactor(file)(unifiedDiff(before, text)) : ''
    const kept = done.length > 0 ? unusedCopyName(`${file}.v${from}`, before) : undefined
    if (kept !== undefined && !flag.has('dry-run')) {
      await refuseMistakes(file, { before, after: text }, { ...loadContext, migrations: table }, language)
      // Both keep owner and mode, so that the same users can read them.
      const real = realpathSync(file)
      await writeAtomically(kept, before, statSync(real))
      await writeAtomically(real, text, statSync(real))
    }
    if (json) print(JSON.stringify({ file, from, to, done, diff, ...(kept !== undefined && { kept }) }))
    else if (kept === undefined) {
      if (!flag.has('quiet')) print(t('migrateNothing', { file, to }))
    } else {
      print(`${t('migrated', { file, from, to })}\n${done.map((what) => `  ${what}`).join('\n')}\n\n${diff}\n`)
      print(flag.has('dry-run') ? t('nothingWritten') : t('migrateKept', { file: kept }))
    }
    return 0
  },
})

/** `clova-home migrate` with the migrations of this version. */
export const migrateCommand = createMigrateCommand(migrations)

/** A free name, or that of a copy with the same content. An older copy is never overwritten. */
function unusedCopyName(name: string, content: string): string {
  const isFree = (file: string) => !existsSync(file) || read(file) === content
  for (let i = 1; ; i++) {
    const file = i === 1 ? name : `${name}.${i}`
    if (isFree(file)) return file
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw fileError(error, 'read', file)
  }
}

/** Rejects a migration whose result has mistakes. @throws Error in plain words; nothing was written */
async function refuseMistakes(
  file: string,
  { before, after }: { readonly before: string; readonly after: string },
  context: LoadContext,
  language: Language,
): Promise<void> {
  const mistakes = async (text: string) =>
    (await parseConfig(file, text, context)).problems.filter(({ severity }) => severity === 'error')
  const found = await mistakes(after)
  if (found.length === 0) return
  for (const problem of found) printError(formatProblem(problem, language))
  const already = (await mistakes(before)).length > 0
  throw localizedError(commandText(already ? 'migrateMistakesBefore' : 'migrateMistakesAfter'))
}
