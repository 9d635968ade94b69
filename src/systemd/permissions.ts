import { existsSync } from 'node:fs'
import type { Config } from '../config/load.ts'

/** What a driver may be told to use: a device file by its plain name. */
const devicePath = /^\/dev\/[A-Za-z0-9][A-Za-z0-9_/-]*$/

/** Where the service sees nothing, whatever it is permitted. */
const inaccessible = /^\/(home|root|run\/user|tmp|var\/tmp)(\/|$)/

/** What the configuration names outside of what the service may use in any case. */
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
  if (inaccessible.test(folder))
    throw new Error(`backup.folder: ${folder} is closed to the service; take another, such as /var/backups/clova-home`)
  if (!/^\/[\w./-]+$/.test(folder)) throw new Error(`backup.folder: systemd cannot be told the path ${folder}`)
  return { devices: [...devices], folder }

  function collectDevices(value: unknown): void {
    if (typeof value === 'string' && devicePath.test(value) && !value.includes('//')) devices.add(value)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collectDevices)
  }
}

/**
 * The part of the unit that lets the service use these; nothing if there is none. In its own `/dev` there would be no such
 * device, so it sees that of the machine, and systemd lets it open only these.
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
    // A stick that is not there stops no gateway.
    ...(folder === undefined ? [] : [`ReadWritePaths=-${folder}`]),
  ].join('\n')}\n`
}

/**
 * Makes the folder of the backups the service's own. Where there is none it makes none: it would lie on the card, under where
 * a stick is to be.
 * @param system runs a command @returns what is left to do, in plain words; nothing if nothing is
 */
export async function chownBackupFolder(
  folder: string,
  system: (command: string, ...words: readonly string[]) => Promise<unknown>,
): Promise<string | undefined> {
  const installArguments = ['-d', '-m', '0700', '-o', 'clova-home', '-g', 'clova-home', folder]
  const again = 'then once more: sudo clova-home service permit'
  if (!existsSync(folder))
    return `${folder} is not there: plug in what it is on, or make it with: sudo mkdir -p ${folder}; ${again}`
  try {
    await system('install', ...installArguments)
  } catch (error) {
    // A file system without owners, as on many sticks, is given to one as a whole.
    return `${folder} cannot be made the service's own (${(error as Error).message}); a stick with FAT must be mounted with uid=clova-home, ${again}`
  }
  return undefined
}
