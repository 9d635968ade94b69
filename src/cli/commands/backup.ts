import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { packArchive } from '../../backup/archive.ts'
import { collectFiles } from '../../backup/collect.ts'
import { backupFileName } from '../../backup/schedule.ts'
import { loadConfig } from '../../config/load.ts'
import { createControlClient } from '../../control/client.ts'
import { loadContext, writtenLanguageOf } from '../../gateway/environment.ts'
import { withOwnerRights } from '../../storage/ownerRights.ts'
import { writeAtomically } from '../../storage/replaceFile.ts'
import { print, printError } from '../../util/terminal.ts'
import { errorText, localizedError } from '../../util/translate.ts'
import type { CliCommand } from '../command.ts'
import { commandText, commandTranslator } from '../messages/index.ts'

/** `clova-home backup FILE` */
export const backup: CliCommand = {
  usage: 'backup FILE [--force]',
  summary: {
    ko: '집 전체를 파일 하나로: 설정, 비밀번호와 키, 코드, 인증서, 상태, 액세스 토큰',
    ja: '家全体を1つのファイルに: 設定、パスワードと鍵、コード、証明書、状態、アクセストークン',
    en: 'All of this house in one file: configuration, secrets, codes, certificates, state, access tokens',
  },
  help: {
    ko: `  clova-home backup /media/usb/house.tar.gz
  clova-home backup /media/usb            날짜가 이름에 들어간 파일
  --force         같은 이름의 파일이 있으면 덮어씁니다

  게이트웨이가 실행 중이어도 됩니다. 비밀번호와 키가 들어 있으니 다른 사람이 보지 못하게 보관하세요.`,
    ja: `  clova-home backup /media/usb/house.tar.gz
  clova-home backup /media/usb            名前に日付の入ったファイル
  --force         同じ名前のファイルがあれば上書きします

  ゲートウェイは動いたままで構いません。パスワードや鍵が入っているので、ほかの人に見えないように保管してください。`,
    en: `  clova-home backup /media/usb/house.tar.gz
  clova-home backup /media/usb            a file with the date in its name
  --force         in place of a file that is there already

  The gateway may run meanwhile. Secrets stand in the file: it is for its owner only; keep it so.`,
  },
  argumentCount: [1, 1],
  flags: ['force'],
  async run({ positionals: [target = ''], config, flag, json, languageFor }) {
    const file = resolve(config)
    const wanted = resolve(target)
    const name =
      existsSync(wanted) && statSync(wanted).isDirectory() ? join(wanted, backupFileName(new Date())) : wanted
    // A memory stick that is not plugged in leaves no folder; a file of its name would be on the SD card.
    if (!existsSync(name) && !/\.(tar\.gz|tgz)$/.test(name))
      throw localizedError(commandText('backupNoFolder', { name }))
    if (existsSync(name) && !flag.has('force')) throw localizedError(commandText('backupExists', { name }))
    if (!existsSync(dirname(name))) throw localizedError(commandText('backupMakeFolder', { folder: dirname(name) }))
    const language = languageFor(writtenLanguageOf(file))
    const t = commandTranslator(language)
    await flushGateway(file, (error) => printError(t('backupNotFlushed', { reason: errorText(error)[language] })))
    const { info, files, parts } = await withOwnerRights(file, () => collectFiles(file))
    if (parts.some((part) => isSameFile(part, name))) throw localizedError(commandText('backupOverPart', { name }))
    const bytes = await packArchive(info, files)
    await writeAtomically(name, bytes)
    const { missing } = info
    if (json) print(JSON.stringify({ file: name, bytes: bytes.length, files: files.map(({ name }) => name), missing }))
    else {
      print(t('backupMade', { count: files.length, name, kib: Math.ceil(bytes.length / 1024) }))
      if (missing.length > 0) print(t('backupMissing', { names: missing.join(', ') }))
    }
    return 0
  },
}

/** True if both paths lead to one file. */
function isSameFile(one: string, other: string): boolean {
  try {
    const [a, b] = [statSync(one), statSync(other)]
    return a.ino === b.ino && a.dev === b.dev
  } catch {
    // One of them does not exist or cannot be read; writing the backup reports that.
    return false
  }
}

/** Has a running gateway save what is only in its memory. Without it the backup is still good, and some seconds older. */
async function flushGateway(file: string, onError: (error: unknown) => void): Promise<void> {
  try {
    const { config } = await loadConfig(file, loadContext)
    if (config) await createControlClient(config).callIfRunning('flush', {})
  } catch (error) {
    onError(error)
  }
}
