import { basename } from 'node:path'
import type { Config } from '../config/load.ts'
import type { HostAccess } from '../util/host.ts'
import { requiredResources } from './permissions.ts'

/** The command that permits the service what the configuration names. */
export const permitCommand = 'sudo clova-home service permit'

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
 * The devices and the backup folder that the configuration names and the unit does not permit yet. Empty if no service
 * uses this configuration.
 * @throws Error in plain words if the service can never use it
 */
export async function missingPermissions(
  config: Pick<Config, 'drivers' | 'backup' | 'file'>,
  { program }: Pick<HostAccess, 'program'>,
): Promise<readonly string[]> {
  const { devices, folder } = requiredResources(config)
  if (devices.length === 0 && folder === undefined) return []
  const output = await program('systemctl', ['show', 'clova-home.service', `--property=${properties.join(',')}`])
  const valuesOf = (property: string) =>
    [...(output ?? '').matchAll(new RegExp(`^${property}=(.*)$`, 'gm'))].map(([, value = '']) => value)
  if (valuesOf('LoadState')[0] !== 'loaded') return []
  const execStart = valuesOf('ExecStart').join(' ')
  if (execStart.includes('--config') && !execStart.includes(`--config ${config.file} `)) return []
  // A private `/dev` has no such device, whatever DeviceAllow says.
  const isPrivate = valuesOf('PrivateDevices')[0] === 'yes'
  const isClosed = /closed|strict/.test(valuesOf('DevicePolicy')[0] ?? '')
  const allowedDevices = valuesOf('DeviceAllow').map((rule) => rule.split(' ')[0])
  const isAllowed = (path: string) =>
    allowedDevices.includes(path) || allowedDevices.includes(`char-${basename(path).replace(/\d+$/, '')}`)
  const writablePaths = valuesOf('ReadWritePaths').flatMap((paths) =>
    paths.split(' ').map((path) => path.replace(/^[-+]*/, '')),
  )
  const isWritable = (path: string) => writablePaths.some((one) => path === one || path.startsWith(`${one}/`))
  return [
    ...devices.filter((device) => isPrivate || (isClosed && !isAllowed(device))),
    ...(folder !== undefined && valuesOf('ProtectSystem')[0] === 'strict' && !isWritable(folder) ? [folder] : []),
  ]
}
