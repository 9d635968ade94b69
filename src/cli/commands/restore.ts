import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { limits, unpackArchive } from '../../backup/archive.ts'
import { parseSource } from '../../config/yaml/source.ts'
import { writtenLanguageOf } from '../../gateway/environment.ts'
import {
  assertReferenced,
  backUpCurrent,
  collectCurrent,
  listenOf,
  planTargets,
  validateBackup,
  writeTargets,
} from '../../gateway/restore.ts'
import { fileError, isForRoot } from '../../util/fileErrors.ts'
import { isListening } from '../../util/network.ts'
import { print, printError } from '../../util/terminal.ts'
import { errorText, localizedError } from '../../util/translate.ts'
import type { CliCommand } from '../command.ts'
import { commandText, commandTranslator } from '../messages/index.ts'
import { ownerForRoot, runAsOwner } from '../ownerRights.ts'

/** By its number: `process.stdin` would have it read without waiting, which `readFileSync` cannot. */
const stdinFd = 0

/** `clova-home restore FILE` */
export const restore: CliCommand = {
  usage: 'restore FILE [--outside] [--exact] [--dry-run]',
  summary: {
    ko: '"clova-home backup" 으로 만든 파일에서 집을 되돌립니다. 있던 것도 남겨 둡니다',
    ja: '"clova-home backup" で作ったファイルから家を復元します。あったものも残します',
    en: 'Puts a house back that "clova-home backup" has kept; what was there is kept, too',
  },
  help: {
    ko: `  --outside       설정 옆이 아니라 다른 곳에 있던 파일도 그 자리에 되돌립니다
  --exact         지금 집에 있지만 백업에 없는 것을 지웁니다. 있던 것은 모두 따로 남겨 둡니다
  --dry-run       모두 살펴보기만 하고 쓰지 않습니다

  그동안 게이트웨이를 멈춰야 합니다. 실행 중이면 되돌린 상태를 덮어씁니다. 아무것도 없는 컴퓨터라면
  먼저 게이트웨이를 설치하세요. 설정은 전에 어디에 있었든 --config 의 파일에 들어갑니다.`,
    ja: `  --outside       設定の横ではなく別の場所にあったファイルも、元の場所に戻します
  --exact         今の家にあってバックアップにないものを消します。あったものはすべて別に残します
  --dry-run       すべて調べるだけで、書き込みません

  その間、ゲートウェイを止めてください。動いていると、戻した状態を上書きします。まだ何もないマシンなら、
  先にゲートウェイをインストールしてください。設定は以前どこにあっても --config のファイルに入ります。`,
    en: `  --outside       also files that stood elsewhere than beside the configuration, where they were
  --exact         takes away what belongs to the house now and is not in the backup; it is kept, as all that was there
  --dry-run       looks at everything, and writes nothing

  The gateway must not run meanwhile: it would write its own state over the old. On a machine where nothing is yet,
  install the gateway first. The configuration goes to --config, wherever it was before.`,
  },
  argumentCount: [1, 1],
  flags: ['outside', 'exact', 'dry-run'],
  keepsRootRights: true,
  async run(args) {
    const {
      positionals: [source = ''],
      config,
      flag,
      json,
      languageFor,
    } = args
    const file = resolve(config)
    const archive = isForRoot() ? readFileSync(stdinFd) : read(source)
    const owner = await ownerForRoot(file)
    // The archive may be where only root can read it.
    if (owner) return (await runAsOwner(owner, args, { input: archive })).code
    const { files, created, missing, ...about } = await unpackArchive(archive).catch((error: Error): never => {
      throw localizedError(commandText('restoreRefused', { source, reason: errorText(error) }))
    })
    const language = languageFor(writtenLanguageOf(file))
    const t = commandTranslator(language)
    await validateBackup(files, missing, language)
    const plan = planTargets(files, file)
    const { listen } = plan
    assertReferenced(plan, file)
    const targets = plan.targets.filter(({ isOutside }) => !isOutside || flag.has('outside'))
    const missingOutside = plan.targets.flatMap((target) =>
      targets.includes(target) || existsSync(target.path) ? [] : [target.path],
    )
    const dry = flag.has('dry-run')
    if (!dry) await refuseRunning(file, listen)
    const before = await collectCurrent(file)
    const named = new Set(targets.map(({ path }) => path))
    const leftovers = before ? planTargets(before.files, file).targets.filter(({ path }) => !named.has(path)) : []
    const removable = leftovers.filter(({ isOutside }) => !isOutside).map(({ path }) => path)
    const kept = dry || !before ? undefined : await backUpCurrent(file, before)
    if (!dry) await writeTargets(targets, language)
    const exact = flag.has('exact')
    if (!dry && exact) for (const path of removable) rmSync(path, { force: true })
    if (json) {
      print(
        JSON.stringify({
          created,
          ...about,
          files: targets.map(({ path }) => path),
          away: missingOutside,
          missing,
          [exact ? 'removed' : 'stays']: removable,
          ...(kept && { kept }),
        }),
      )
      return 0
    }
    for (const { path } of targets) print(dry ? t('restoreWouldWrite', { path }) : path)
    print(
      `\n${t('restored', { count: targets.length, created: created.toISOString(), version: about.version })}${dry ? ` ${t('nothingWritten')}` : ''}`,
    )
    if (kept !== undefined) print(t('restoreKept', { file: kept }))
    if (removable.length > 0)
      print(
        t(exact ? (dry ? 'restoreWouldRemove' : 'restoreRemoved') : 'restoreStays', { paths: removable.join(', ') }),
      )
    if (missingOutside.length > 0) printError(t('restoreOutside', { paths: missingOutside.join(', ') }))
    if (missing.length > 0) printError(t('restoreMissing', { names: missing.join(', ') }))
    if (!dry) print(t('restoreNext'))
    return 0
  },
}

function read(source: string): Uint8Array {
  try {
    const stats = statSync(source)
    if (!stats.isFile()) throw localizedError(commandText('restoreNoFile', { source }))
    if (stats.size > limits.totalBytes)
      throw localizedError(commandText('restoreTooLarge', { source, mib: limits.totalBytes >> 20 }))
    return readFileSync(source)
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === undefined ? error : fileError(error, 'read', source)
  }
}

/** @throws Error in plain words if a gateway runs with the present configuration or with the one of the backup */
async function refuseRunning(file: string, later: { readonly host: string; readonly port: number }): Promise<void> {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const present = parseSource(file, text).value as
    | { readonly server?: { readonly listen?: unknown } }
    | null
    | undefined
  // Where no configuration can be read, nobody knows where its gateway would listen: on the port of the default may be another program.
  for (const where of present ? [listenOf(present.server?.listen), later] : [later]) {
    if (where.port > 65535 || !(await isListening(where))) continue
    throw localizedError(commandText('restoreRunning', { address: `${where.host}:${where.port}` }))
  }
}
