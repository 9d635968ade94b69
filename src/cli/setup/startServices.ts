import type { Config } from '../../config/load.ts'
import { parseSource } from '../../config/yaml/source.ts'
import type { Answers } from '../../setup/answers.ts'
import { isActive, type Systemd, startUnit, type UnitStatus } from '../../systemd/units.ts'
import { describeFileError } from '../../util/fileErrors.ts'
import type { HostAccess } from '../../util/host.ts'
import { errorText, type LocalizedText } from '../../util/translate.ts'
import type { ConfigTexts } from './configFiles.ts'
import { configureTunnel, type TunnelFolders, type TunnelResult, tunnelsUsingHost } from './tunnel.ts'

/** What starting the service and the tunnel needs. */
export interface StartDependencies {
  readonly host: HostAccess
  readonly systemd: Omit<Systemd, 'program'>
  readonly tunnels?: TunnelFolders
  /** the configuration that the service runs */
  readonly serviceConfig: string
  readonly isRoot: boolean
}

const service = 'clova-home.service'

/**
 * Starts the service if this is root and its configuration. A running gateway reloads the configuration by itself.
 * @returns `undefined` if the service is not to be started here
 */
export async function startService(file: string, here: StartDependencies): Promise<UnitStatus | undefined> {
  const { host, isRoot, serviceConfig } = here
  if (!isRoot || file !== serviceConfig) return undefined
  const known = await host.program('systemctl', ['list-unit-files', '--no-legend', service])
  if (!known?.includes(service)) return undefined
  const systemd = { ...here.systemd, program: host.program }
  if (!(await isActive(systemd, service))) return startUnit(systemd, service, false)
  await host.program('systemctl', ['enable', service])
  return { isActive: true }
}

/** Configures the requested tunnel. A failure is returned, since the configuration is written already. */
export async function configureRequestedTunnel(
  { tunnel }: Answers,
  { server: { publicUrl, listen } }: Pick<Config, 'server'>,
  { host, tunnels, systemd, isRoot }: StartDependencies,
  stamp: string,
  noUrl: LocalizedText,
): Promise<{ readonly tunnel?: TunnelResult; readonly trouble?: LocalizedText }> {
  if (!tunnel || !tunnels) return {}
  if (publicUrl === undefined) return { trouble: noUrl }
  try {
    const ends = { host: new URL(publicUrl).hostname, listen }
    return {
      tunnel: await configureTunnel(tunnel, ends, tunnels, { ...systemd, program: host.program }, stamp, isRoot),
    }
  } catch (error) {
    return { trouble: describeFileError(error) ?? errorText(error) }
  }
}

/** The settings of tunnels that still contain the previous host name of the public address. */
export function outdatedTunnels(
  { text }: ConfigTexts,
  { tunnel }: Answers,
  { server: { publicUrl } }: Pick<Config, 'server'>,
  tunnels: TunnelFolders | undefined,
): { readonly host: string; readonly files: readonly string[] } | undefined {
  const before = parseSource('', text).value as { readonly server?: { readonly publicUrl?: unknown } } | undefined
  const was = hostOf(before?.server?.publicUrl)
  if (tunnel || !tunnels || was === undefined || was === hostOf(publicUrl)) return undefined
  const files = tunnelsUsingHost(was, tunnels)
  return files.length > 0 ? { host: was, files } : undefined
}

const hostOf = (url: unknown) => (typeof url === 'string' && URL.canParse(url) ? new URL(url).hostname : undefined)
