import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type BackupFile, limits, packArchive, unpackArchive } from '../../backup/archive.ts'
import { collectFiles } from '../../backup/collect.ts'
import { backupFileName } from '../../backup/schedule.ts'
import { loadConfig } from '../../config/load.ts'
import { createControlClient } from '../../control/client.ts'
import { loadContext, writtenLanguageOf } from '../../gateway/environment.ts'
import { planTargets } from '../../gateway/restore.ts'
import { unusedName, writeAtomically } from '../../storage/replaceFile.ts'
import { isForRoot } from '../../util/fileErrors.ts'
import { print, printError } from '../../util/terminal.ts'
import { errorText, type Language, localizedError } from '../../util/translate.ts'
import type { Args, CliCommand } from '../command.ts'
import { commandText, commandTranslator } from '../messages/index.ts'
import { type HomeOwner, ownerForRoot, runAsOwner } from '../ownerRights.ts'

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
  keepsRootRights: true,
  async run(args) {
    const {
      positionals: [target = ''],
      config,
      flag,
      json,
      languageFor,
    } = args
    const file = resolve(config)
    const language = languageFor(writtenLanguageOf(file))
    const t = commandTranslator(language)
    if (isForRoot()) {
      const { bytes } = await makeBackup(file, language)
      await new Promise((resolve) => process.stdout.write(bytes, resolve))
      return 0
    }
    const wanted = resolve(target)
    const name = existsSync(wanted) && statSync(wanted).isDirectory() ? nameInFolder(wanted, flag.has('force')) : wanted
    // A memory stick that is not plugged in leaves no folder; a file of its name would be on the SD card.
    if (!existsSync(name) && !/\.(tar\.gz|tgz)$/.test(name))
      throw localizedError(commandText('backupNoFolder', { name }))
    if (existsSync(name) && !flag.has('force')) throw localizedError(commandText('backupExists', { name }))
    if (!existsSync(dirname(name))) throw localizedError(commandText('backupMakeFolder', { folder: dirname(name) }))
    const owner = await ownerForRoot(file)
    const made = owner ? await backupOfOwner(owner, args) : await makeBackup(file, language)
    if (typeof made === 'number') return made
    const { bytes, files, missing } = made
    if (partsOfHome(file, files).some((part) => isSameFile(part, name)))
      throw localizedError(commandText('backupOverPart', { name }))
    await writeAtomically(name, bytes)
    if (json) print(JSON.stringify({ file: name, bytes: bytes.length, files: files.map(({ name }) => name), missing }))
    else {
      print(t('backupMade', { count: files.length, name, kib: Math.ceil(bytes.length / 1024) }))
      if (missing.length > 0) print(t('backupMissing', { names: missing.join(', ') }))
    }
    return 0
  },
}

/** The name with today's date, and a number if it is taken: a second backup of a day needs no other name. */
function nameInFolder(folder: string, mayReplace: boolean): string {
  const name = join(folder, backupFileName(new Date()))
  return mayReplace ? name : unusedName(name.replace(/\.tar\.gz$/, ''), '.tar.gz')
}

interface MadeBackup {
  /** the archive */
  readonly bytes: Uint8Array
  readonly files: readonly BackupFile[]
  readonly missing: readonly string[]
}

async function makeBackup(file: string, language: Language): Promise<MadeBackup> {
  const t = commandTranslator(language)
  await flushGateway(file, (error) => printError(t('backupNotFlushed', { reason: errorText(error)[language] })))
  const { info, files } = await collectFiles(file)
  return { bytes: await packArchive(info, files), files, missing: info.missing }
}

/** How long the files of a home may take to be read and packed: 64 MiB of a slow card on a busy Raspberry Pi. */
const packTimeoutMs = 300_000

/**
 * Root writes where only root may, what is read with the rights of the owner.
 * @returns the exit code if there is no backup; the other process has said why
 */
async function backupOfOwner(owner: HomeOwner, args: Args): Promise<MadeBackup | number> {
  // What cannot be compressed grows a little, and each file has a header.
  const maxBytes = limits.totalBytes + (8 << 20)
  const { code, output: bytes } = await runAsOwner(owner, args, { output: { maxBytes, timeoutMs: packTimeoutMs } })
  return code === 0 ? { bytes, ...(await unpackArchive(bytes)) } : code
}

/** The paths of all files of a backup, and of everything else in the state folder. */
function partsOfHome(file: string, files: readonly BackupFile[]): readonly string[] {
  const { targets, stateFolder } = planTargets(files, file)
  return [...targets.map(({ path }) => path), ...namesIn(stateFolder).map((name) => join(stateFolder, name))]
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    // There is none yet, or none that this user may see.
    return []
  }
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
