import { existsSync } from 'node:fs'
import { readConfig } from '../../gateway/environment.ts'
import { install, isPackaged, uninstall } from '../../systemd/install.ts'
import { chownBackupFolder, dropIn, requiredResources } from '../../systemd/permissions.ts'
import { showStatus } from '../../systemd/status.ts'
import { isRoot, removePermitDropIn, runProgram, servicePaths, systemctl, writeFile } from '../../systemd/systemctl.ts'
import { print, printError } from '../../util/terminal.ts'
import { type CliCommand, UsageError } from '../command.ts'

const subcommands = ['install', 'uninstall', 'status', 'permit'] as const

/** `clova-home service install|uninstall|status|permit` */
export const service: CliCommand = {
  usage: 'service install|uninstall|status|permit',
  summary: 'Has systemd run the gateway, for who installed it with npm, says how that service is, and what it may use',
  help: `  sudo clova-home service install     makes its user, its unit and a configuration to begin with, and starts it
  sudo clova-home service uninstall   takes the unit away; configuration and state stay
  clova-home service status           whether it runs, since when, how often it was started anew
  sudo clova-home service permit      lets it use the devices and the backup folder that the configuration names

  The Debian package has all of that in it but for what is to be permitted.`,
  argumentCount: [1, 1],
  async run(args) {
    const {
      positionals: [verb = ''],
      json,
    } = args
    const known = subcommands.find((one) => one === verb)
    if (!known) throw new UsageError(`"${verb}" is none of ${subcommands.join(', ')}. It is: clova-home ${this.usage}`)
    if (known === 'status') return showStatus(json)
    if (!isRoot()) throw new Error(`only root may do that; try: sudo clova-home service ${known}`)
    if (known === 'permit') return permit(args.config)
    if (isPackaged())
      throw new Error(
        known === 'install'
          ? 'the Debian package has brought the service already; try: clova-home service status'
          : 'the service belongs to the Debian package; try: sudo apt remove clova-home-gateway',
      )
    return known === 'install' ? install() : uninstall()
  },
}

/** Permits the service the devices and the folder that the configuration names. @returns the exit code */
async function permit(file: string): Promise<number> {
  const config = await readConfig(file)
  if (!config) return 1
  const { devices, folder } = requiredResources(config)
  const text = dropIn({ devices, ...(folder !== undefined && { folder }) })
  if (text) await writeFile(servicePaths.permit, text)
  else await removePermitDropIn()
  const trouble = folder === undefined ? undefined : await chownBackupFolder(folder, runProgram)
  await systemctl('daemon-reload')
  const all = [...devices, ...(folder === undefined ? [] : [folder])]
  print(
    all.length > 0
      ? `The service may use ${all.join(', ')}.`
      : 'The configuration names no device of this machine and no folder; the service may use none.',
  )
  if (trouble !== undefined) printError(trouble)
  for (const missing of devices.filter((one) => !existsSync(one))) printError(`${missing} is not there (yet).`)
  await systemctl('try-restart', 'clova-home.service')
  return 0
}
