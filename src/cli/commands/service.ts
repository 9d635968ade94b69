import { existsSync } from 'node:fs'
import { readConfig, writtenLanguageOf } from '../../gateway/environment.ts'
import { install, isPackaged, uninstall } from '../../systemd/install.ts'
import { translateStatus } from '../../systemd/messages.ts'
import { chownBackupFolder, dropIn, requiredResources } from '../../systemd/permissions.ts'
import { readServiceStatus, type ServiceStatus } from '../../systemd/status.ts'
import { isRoot, removePermitDropIn, runProgram, servicePaths, systemctl, writeFile } from '../../systemd/systemctl.ts'
import { print, printError } from '../../util/terminal.ts'
import { type Language, localizedError } from '../../util/translate.ts'
import { type Args, type CliCommand, installedConfigFile, UsageError } from '../command.ts'
import { type CommandTranslate, commandText, commandTranslator } from '../messages/index.ts'

const subcommands = ['install', 'uninstall', 'status', 'permit'] as const

/** `clova-home service install|uninstall|status|permit` */
export const service: CliCommand = {
  usage: 'service install|uninstall|status|permit',
  summary: {
    ko: 'npm으로 설치했을 때 systemd가 게이트웨이를 실행하게 하고, 서비스의 상태와 쓸 수 있는 것을 정합니다',
    ja: 'npmでインストールしたときにsystemdがゲートウェイを動かすようにし、サービスの状態を表示し、使えるものを決めます',
    en: 'Has systemd run the gateway, for who installed it with npm, says how that service is, and what it may use',
  },
  help: {
    ko: `  sudo clova-home service install     사용자, 유닛, 첫 설정을 만들고 시작합니다
  sudo clova-home service uninstall   유닛을 없앱니다. 설정과 상태는 남습니다
  clova-home service status           실행 중인지, 언제부터인지, 몇 번 다시 시작했는지
  sudo clova-home service permit      설정에 있는 장치와 백업 폴더를 쓸 수 있게 합니다

  Debian 패키지에는 이 모두가 들어 있고, permit만 직접 합니다.`,
    ja: `  sudo clova-home service install     利用者、ユニット、最初の設定を作り、起動します
  sudo clova-home service uninstall   ユニットを取り除きます。設定と状態は残ります
  clova-home service status           動いているか、いつからか、何回再起動したか
  sudo clova-home service permit      設定にある装置とバックアップのフォルダーを使えるようにします

  Debianパッケージにはこのすべてが入っていて、permitだけは自分でします。`,
    en: `  sudo clova-home service install     makes its user, its unit and a configuration to begin with, and starts it
  sudo clova-home service uninstall   takes the unit away; configuration and state stay
  clova-home service status           whether it runs, since when, how often it was started anew
  sudo clova-home service permit      lets it use the devices and the backup folder that the configuration names

  The Debian package has all of that in it but for what is to be permitted.`,
  },
  argumentCount: [1, 1],
  keepsRootRights: true,
  async run(args) {
    const {
      positionals: [verb = ''],
      json,
      languageFor,
    } = args
    const known = subcommands.find((one) => one === verb)
    if (!known)
      throw new UsageError(commandText('noSuchVerb', { verb, verbs: subcommands.join(', '), usage: this.usage }))
    const language = languageFor(writtenLanguageOf(installedConfigFile))
    const t = commandTranslator(language)
    if (known === 'status') return showStatus(language, json)
    if (!isRoot()) throw localizedError(commandText('needsRoot', { verb: known }))
    if (known === 'permit') return permit(args, t)
    if (isPackaged()) throw localizedError(commandText(known === 'install' ? 'serviceOfPackage' : 'removePackage'))
    const folder = servicePaths.configuration
    if (known === 'install') {
      await install()
      print(t('serviceInstalled', { folder }))
    } else print(t((await uninstall()) ? 'serviceRemoved' : 'noServiceToRemove', { folder }))
    return 0
  },
}

/** `clova-home service status` @returns 0 if the service runs, else 1 */
async function showStatus(language: Language, json: boolean): Promise<number> {
  const t = commandTranslator(language)
  const status = await readServiceStatus()
  if (json) print(JSON.stringify(status ?? { active: 'missing' }))
  else print(status ? formatStatus(status, language) : t('noService'))
  return status?.active === 'active' ? 0 : 1
}

function formatStatus(status: ServiceStatus, language: Language): string {
  const t = commandTranslator(language)
  const { active, enabled, statusText, since, restarts, result, exitCode: code } = status
  const lines = [
    t('serviceIs', {
      active: isKnownState(active) ? t(`service_${active}`) : active,
      since: since && t('serviceSince', { time: since }),
      status: statusText && active === 'active' ? `: ${translateStatus(statusText, language)}` : '',
    }),
    t(enabled === 'enabled' ? 'startsAtBoot' : 'notAtBoot'),
  ]
  if (restarts > 0) lines.push(t('restarted', { count: restarts }))
  if (active === 'failed') lines.push(code === 78 ? t('serviceConfigWrong') : t('serviceEnded', { result, code }))
  else if (active !== 'active') lines.push('sudo systemctl start clova-home')
  return lines.join('\n')
}

/** The states of a unit that have a word of their own. */
const knownStates = ['active', 'reloading', 'inactive', 'failed', 'activating', 'deactivating'] as const
const isKnownState = (state: string): state is (typeof knownStates)[number] =>
  knownStates.some((known) => known === state)

/** Permits the service the devices and the folder that the configuration names. @returns the exit code */
async function permit(args: Args, t: CommandTranslate): Promise<number> {
  const config = await readConfig(args.config, args.languageFor)
  if (!config) return 1
  const { devices, folder } = requiredResources(config)
  const text = dropIn({ devices, ...(folder !== undefined && { folder }) })
  if (text) await writeFile(servicePaths.permit, text)
  else await removePermitDropIn()
  const problem = folder === undefined ? undefined : await chownBackupFolder(folder, runProgram)
  await systemctl('daemon-reload')
  const names = [...devices, ...(folder === undefined ? [] : [folder])].join(', ')
  print(names === '' ? t('nothingToPermit') : t('permitted', { names }))
  if (problem && folder !== undefined)
    printError(
      problem.kind === 'missing'
        ? t('folderMissing', { folder })
        : t('folderNotOurs', { folder, reason: problem.reason }),
    )
  for (const device of devices.filter((one) => !existsSync(one))) printError(t('deviceMissing', { device }))
  await systemctl('try-restart', 'clova-home.service')
  return 0
}
