import { existsSync } from 'node:fs'
import { type Command, complain, print, Usage } from './command.ts'
import { devicesOf, dropIn } from './serviceDevices.ts'
import { install, packaged, remove } from './serviceInstall.ts'
import { status } from './serviceStatus.ts'
import { isRoot, place, removeDevices, systemctl, writeFile } from './serviceSystem.ts'
import { readConfig } from './world.ts'

const verbs = ['install', 'uninstall', 'status', 'devices'] as const

/** `clova-home service install|uninstall|status|devices` */
export const service: Command = {
  usage: 'service install|uninstall|status|devices',
  summary: 'Has systemd run the gateway, for who installed it with npm, and says how that service is',
  help: `  sudo clova-home service install     makes its user, its unit and a configuration to begin with, and starts it
  sudo clova-home service uninstall   takes the unit away; configuration and state stay
  clova-home service status           whether it runs, since when, how often it was started anew
  sudo clova-home service devices     lets it use the devices of this machine that the configuration names (/dev/lirc0)

  The Debian package has all of that in it but for the devices.`,
  words: [1, 1],
  async run({ words: [verb = ''], config, json }) {
    const known = verbs.find((one) => one === verb)
    if (!known) throw new Usage(`"${verb}" is none of ${verbs.join(', ')}. It is: clova-home ${this.usage}`)
    if (known === 'status') return status(json)
    if (!isRoot()) throw new Error(`only root may do that; try: sudo clova-home service ${known}`)
    if (known === 'devices') return devices(config)
    if (packaged())
      throw new Error(
        known === 'install'
          ? 'the Debian package has brought the service already; try: clova-home service status'
          : 'the service belongs to the Debian package; try: sudo apt remove clova-home-gateway',
      )
    return known === 'install' ? install() : remove()
  },
}

/** Lets the service use what the configuration names, and nothing else. @returns the exit code */
async function devices(file: string): Promise<number> {
  const config = await readConfig(file)
  if (!config) return 1
  const named = devicesOf(config)
  if (named.length === 0 && !existsSync(place.devices)) {
    print('The configuration names no device of this machine; the service may use none.')
    return 0
  }
  if (named.length === 0) await removeDevices()
  else await writeFile(place.devices, dropIn(named))
  await systemctl('daemon-reload')
  print(
    named.length === 0
      ? 'The configuration names no device of this machine any more; the service may use none.'
      : `The service may use ${named.join(', ')}.`,
  )
  for (const missing of named.filter((one) => !existsSync(one))) complain(`${missing} is not there (yet).`)
  await systemctl('try-restart', 'clova-home.service')
  return 0
}
