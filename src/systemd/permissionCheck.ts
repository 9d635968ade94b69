import { basename } from 'node:path'
import type { Config } from '../config/load.ts'
import type { Outside } from '../util/host.ts'
import { named } from './permissions.ts'

/** The command that lets the service use what the configuration names. */
export const permitting = 'sudo clova-home service permit'

const properties = [
  'LoadState',
  'ExecStart',
  'PrivateDevices',
  'DevicePolicy',
  'DeviceAllow',
  'ProtectSystem',
  'ReadWritePaths',
]

/**
 * What the configuration names and the service may not use yet, as its unit stands: devices, the folder of the backups.
 * Nothing where no service runs this configuration.
 * @throws Error in plain words if the service can never use it
 */
export async function unpermitted(
  config: Pick<Config, 'drivers' | 'backup' | 'file'>,
  { program }: Pick<Outside, 'program'>,
): Promise<readonly string[]> {
  const { devices, folder } = named(config)
  if (devices.length === 0 && folder === undefined) return []
  const said = await program('systemctl', ['show', 'clova-home.service', `--property=${properties.join(',')}`])
  const all = (property: string) =>
    [...(said ?? '').matchAll(new RegExp(`^${property}=(.*)$`, 'gm'))].map(([, value = '']) => value)
  if (all('LoadState')[0] !== 'loaded') return []
  const runs = all('ExecStart').join(' ')
  if (runs.includes('--config') && !runs.includes(`--config ${config.file} `)) return []
  // In a `/dev` of its own there is no such device, whatever is allowed besides.
  const isPrivate = all('PrivateDevices')[0] === 'yes'
  const isClosed = /closed|strict/.test(all('DevicePolicy')[0] ?? '')
  const open = all('DeviceAllow').map((rule) => rule.split(' ')[0])
  const isOpen = (path: string) => open.includes(path) || open.includes(`char-${basename(path).replace(/\d+$/, '')}`)
  const writable = all('ReadWritePaths').flatMap((paths) => paths.split(' ').map((path) => path.replace(/^[-+]*/, '')))
  const isWritable = (path: string) => writable.some((one) => path === one || path.startsWith(`${one}/`))
  return [
    ...devices.filter((device) => isPrivate || (isClosed && !isOpen(device))),
    ...(folder !== undefined && all('ProtectSystem')[0] === 'strict' && !isWritable(folder) ? [folder] : []),
  ]
}
