import type { Config } from '../../config/load.ts'
import { parseSource } from '../../config/yaml/source.ts'
import { isActive, type Started, type Systemd, startUnit } from '../../systemd/units.ts'
import { ofDisk } from '../../util/fileErrors.ts'
import type { Outside } from '../../util/host.ts'
import type { Answers } from './answers.ts'
import type { Files } from './configFiles.ts'
import { makeTunnel, type TunnelFolders, type Tunnelled, tunnelsTo } from './tunnel.ts'

/** What is started, and where. */
export interface Starting {
  readonly outside: Outside
  readonly systemd: Omit<Systemd, 'program'>
  readonly tunnels?: TunnelFolders
  /** the configuration that the service runs */
  readonly serviceConfig: string
  readonly isRoot: boolean
}

const service = 'clova-home.service'

/**
 * Starts the service, as root where it runs this configuration; a gateway that runs takes the new one by itself.
 * @returns nothing where it is not ours to start
 */
export async function startService(file: string, here: Starting): Promise<Started | undefined> {
  const { outside, isRoot, serviceConfig } = here
  if (!isRoot || file !== serviceConfig) return undefined
  const known = await outside.program('systemctl', ['list-unit-files', '--no-legend', service])
  if (!known?.includes(service)) return undefined
  const systemd = { ...here.systemd, program: outside.program }
  if (!(await isActive(systemd, service))) return startUnit(systemd, service, false)
  await outside.program('systemctl', ['enable', service])
  return { isActive: true }
}

/** Makes the tunnel; what keeps it from that comes back, since the house is written all the same. */
export async function tunnelled(
  { tunnel }: Answers,
  { server: { publicUrl, listen } }: Pick<Config, 'server'>,
  { outside, tunnels, systemd, isRoot }: Starting,
  stamp: string,
  noUrl: string,
): Promise<{ readonly tunnel?: Tunnelled; readonly trouble?: string }> {
  if (!tunnel || !tunnels) return {}
  if (publicUrl === undefined) return { trouble: noUrl }
  try {
    const ends = { host: new URL(publicUrl).hostname, listen }
    return { tunnel: await makeTunnel(tunnel, ends, tunnels, { ...systemd, program: outside.program }, stamp, isRoot) }
  } catch (error) {
    return { trouble: ofDisk(error) ?? (error as Error).message }
  }
}

/** The settings of tunnels that still have the name of the public address before, if it is another now. */
export function oldTunnels(
  { text }: Files,
  { tunnel }: Answers,
  { server: { publicUrl } }: Pick<Config, 'server'>,
  tunnels: TunnelFolders | undefined,
): { readonly host: string; readonly files: readonly string[] } | undefined {
  const before = parseSource('', text).value as { readonly server?: { readonly publicUrl?: unknown } } | undefined
  const was = hostOf(before?.server?.publicUrl)
  if (tunnel || !tunnels || was === undefined || was === hostOf(publicUrl)) return undefined
  const files = tunnelsTo(was, tunnels)
  return files.length > 0 ? { host: was, files } : undefined
}

const hostOf = (url: unknown) => (typeof url === 'string' && URL.canParse(url) ? new URL(url).hostname : undefined)
