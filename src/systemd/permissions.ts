import { existsSync } from 'node:fs'
import type { Config } from '../config/load.ts'
import { assertOwnLinks } from '../storage/replaceFile.ts'
import { errorText, type LocalizedText } from '../util/translate.ts'
import { systemdError } from './messages.ts'

/** The path of a device file that a driver's settings may name. */
const devicePath = /^\/dev\/[A-Za-z0-9][A-Za-z0-9_/-]*$/

/** Folders that the service can never see. */
const inaccessible = /^\/(home|root|run\/user|tmp|var\/tmp)(\/|$)/

/** What belongs to the system. The service may write its configuration, and must get no more by what it writes there. */
const systemFolders = /^\/(etc|usr|bin|sbin|lib\w*|boot|dev|proc|sys|run(?!\/media\/)|var(?!\/backups(\/|$)))(\/|$)/

/**
 * Devices of infrared and of serial lines. Access to any other device, such as a disk or memory, would give access to the
 * whole machine.
 */
const permittedDevices = /^\/dev\/(lirc|cec|tty(USB|ACM|AMA|S)|serial\/|hidraw|gpiochip|i2c-|spidev)/

/** What the configuration names beyond what the service may always use. */
export interface RequiredResources {
  /** device files, each once, in their order */
  readonly devices: readonly string[]
  /** the folder of the daily backups, where it is not in the state folder of the service */
  readonly folder?: string
}

/** @throws Error in plain words if the service can never use it */
export function requiredResources(
  { drivers, backup }: Pick<Config, 'drivers' | 'backup'>,
  state = '/var/lib/clova-home',
): RequiredResources {
  const devices = new Set<string>()
  for (const { options } of drivers.values()) collectDevices(options)
  const folder = backup?.folder
  if (folder === undefined || folder === state || folder.startsWith(`${state}/`)) return { devices: [...devices] }
  if (inaccessible.test(folder)) throw systemdError('folderClosed', { folder })
  if (systemFolders.test(folder) || folder.split('/').includes('..')) throw systemdError('folderOfSystem', { folder })
  if (!/^\/[\w./-]+$/.test(folder)) throw systemdError('folderUnusable', { folder })
  return { devices: [...devices], folder }

  function collectDevices(value: unknown): void {
    if (typeof value === 'string' && devicePath.test(value) && permittedDevices.test(value) && !value.includes('//'))
      devices.add(value)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collectDevices)
  }
}

/**
 * The drop-in of the unit that permits these; `undefined` if there is none. A private `/dev` would not have the devices, so
 * the service gets the real one, and systemd lets it open only these.
 */
export function dropIn({ devices, folder }: RequiredResources): string | undefined {
  if (devices.length === 0 && folder === undefined) return undefined
  // Infrared devices are of the group video on Debian.
  const deviceSettings = [
    'PrivateDevices=no',
    'DevicePolicy=closed',
    ...devices.map((one) => `DeviceAllow=${one} rw`),
    'SupplementaryGroups=video',
  ]
  return `${[
    '# Written by: clova-home service permit',
    '[Service]',
    ...(devices.length > 0 ? deviceSettings : []),
    // The `-` lets the service start without the folder, for example without the USB stick.
    ...(folder === undefined ? [] : [`ReadWritePaths=-${folder}`]),
  ].join('\n')}\n`
}

/**
 * Why the service does not own the backup folder: the folder is missing, or its file system has no owners (with the error
 * of the system).
 */
export type FolderProblem = { readonly kind: 'missing' } | { readonly kind: 'notOurs'; readonly reason: LocalizedText }

/**
 * Gives the backup folder to the service. A missing folder is not created: it would be on the SD card, below the mount point
 * of a stick.
 * @param run runs a command @returns what is left to do; `undefined` if nothing is
 */
export async function chownBackupFolder(
  folder: string,
  run: (command: string, ...words: readonly string[]) => Promise<unknown>,
): Promise<FolderProblem | undefined> {
  if (!existsSync(folder)) return { kind: 'missing' }
  try {
    // The service names the folder, and may have made a link to one of the system in its place.
    assertOwnLinks(folder)
    await run('install', '-d', '-m', '0700', '-o', 'clova-home', '-g', 'clova-home', folder)
  } catch (error) {
    // FAT, as on many sticks, has no owners; the whole file system belongs to one user.
    return { kind: 'notOurs', reason: errorText(error) }
  }
  return undefined
}
