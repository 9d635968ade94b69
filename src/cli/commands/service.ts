import { existsSync } from 'node:fs'
import { readConfig, writtenLanguageOf } from '../../gateway/environment.ts'
import { install, isPackaged, uninstall } from '../../systemd/install.ts'
import { chownBackupFolder, dropIn, requiredResources } from '../../systemd/permissions.ts'
import { readServiceStatus, type ServiceStatus } from '../../systemd/status.ts'
import { isRoot, removePermitDropIn, runProgram, servicePaths, systemctl, writeFile } from '../../systemd/systemctl.ts'
import { print, printError } from '../../util/terminal.ts'
import { type CliCommand, installedConfigFile, UsageError } from '../command.ts'
import { type CommandTranslate, commandTranslator } from '../messages.ts'
import { chooseLanguage } from '../terminal/language.ts'

const subcommands = ['install', 'uninstall', 'status', 'permit'] as const

/** `clova-home service install|uninstall|status|permit` */
export const service: CliCommand = {
  usage: 'service install|uninstall|status|permit [--language ko|ja|en]',
  summary: 'Has systemd run the gateway, for who installed it with npm, says how that service is, and what it may use',
  help: `  sudo clova-home service install     makes its user, its unit and a configuration to begin with, and starts it
  sudo clova-home service uninstall   takes the unit away; configuration and state stay
  clova-home service status           whether it runs, since when, how often it was started anew
  sudo clova-home service permit      lets it use the devices and the backup folder that the configuration names

  The Debian package has all of that in it but for what is to be permitted.`,
  argumentCount: [1, 1],
  options: ['language'],
  async run(args) {
    const {
      positionals: [verb = ''],
      json,
      option,
    } = args
    const known = subcommands.find((one) => one === verb)
    if (!known) throw new UsageError(`"${verb}" is none of ${subcommands.join(', ')}. It is: clova-home ${this.usage}`)
    const t = commandTranslator(chooseLanguage(option.language, writtenLanguageOf(installedConfigFile)))
    if (known === 'status') return showStatus(t, json)
    if (!isRoot()) throw new Error(t('needsRoot', { verb: known }))
    if (known === 'permit') return permit(args.config, t)
    if (isPackaged()) throw new Error(t(known === 'install' ? 'serviceOfPackage' : 'removePackage'))
    const folder = servicePaths.configuration
    if (known === 'install') {
      await install()
      print(t('serviceInstalled', { folder }))
    } else print(t((await uninstall()) ? 'serviceRemoved' : 'noServiceToRemove', { folder }))
    return 0
  },
}

/** `clova-home service status` @returns 0 if the service runs, else 1 */
async function showStatus(t: CommandTranslate, json: boolean): Promise<number> {
  const status = await readServiceStatus()
  if (json) print(JSON.stringify(status ?? { active: 'missing' }))
  else print(status ? formatStatus(status, t) : t('noService'))
  return status?.active === 'active' ? 0 : 1
}

function formatStatus(status: ServiceStatus, t: CommandTranslate): string {
  const { active, enabled, statusText, since, restarts, result, exitCode: code } = status
  const lines = [
    t('serviceIs', {
      active,
      since: since && t('serviceSince', { time: since }),
      status: statusText && active === 'active' ? `: ${statusText}` : '',
    }),
    t(enabled === 'enabled' ? 'startsAtBoot' : 'notAtBoot'),
  ]
  if (restarts > 0) lines.push(t('restarted', { count: restarts }))
  if (active === 'failed') lines.push(code === 78 ? t('serviceConfigWrong') : t('serviceEnded', { result, code }))
  else if (active !== 'active') lines.push('sudo systemctl start clova-home')
  return lines.join('\n')
}

/** Permits the service the devices and the folder that the configuration names. @returns the exit code */
async function permit(file: string, t: CommandTranslate): Promise<number> {
  const config = await readConfig(file)
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
