import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { wizardText } from '../../setup/messages.ts'
import { type Tunnel, type TunnelEndpoint, tunnelKinds } from '../../setup/tunnelKinds.ts'
import { replaceFile } from '../../storage/replaceFile.ts'
import { isActive, type Systemd, startUnit, stopUnit, type UnitStatus } from '../../systemd/units.ts'
import { fileError } from '../../util/fileErrors.ts'
import { localizedError } from '../../util/translate.ts'
import { backupFile } from './savedAnswers.ts'

/** The folders of the example settings, of the settings that the units read, and of the tunnels' programs. */
export interface TunnelFolders {
  readonly examples: string
  readonly settings: string
  readonly programs: string
}
export const packageTunnelFolders: TunnelFolders = {
  examples: '/usr/share/clova-home-gateway/tunnels',
  settings: '/etc/clova-home/tunnels',
  programs: '/usr/bin',
}

/** The result of configuring a tunnel. */
export interface TunnelResult {
  readonly file: string
  /** a copy of the settings before */
  readonly kept?: string
  readonly missing: readonly string[]
  /** a program that is to be installed first */
  readonly install?: string
  /** its state, if it was started */
  readonly started?: UnitStatus
  /** the command that starts it, if it does not run */
  readonly command?: string
  /** the tunnels of other kinds that were stopped */
  readonly stoppedUnits: readonly string[]
}

const unitOf = (kind: Tunnel['kind']) => `clova-home-tunnel@${kind}`

/**
 * Writes the settings of a tunnel, from the existing ones or from the example. As root it starts or restarts the tunnel if
 * nothing is missing, and stops a tunnel of another kind once the new one runs.
 * @param stamp the time stamp in the names of copies
 * @throws Error in plain words if there is no example, or nothing can be written
 */
export async function configureTunnel(
  tunnel: Tunnel,
  endpoint: TunnelEndpoint,
  { examples, settings, programs }: TunnelFolders,
  systemd: Systemd,
  stamp: string,
  isRoot = process.getuid?.() === 0,
): Promise<TunnelResult> {
  const { file: name, companionFiles, program, render: put } = tunnelKinds[tunnel.kind]
  const example = join(examples, name)
  if (!existsSync(example)) throw localizedError(wizardText('tunnelNoExample', { example }))
  const file = join(settings, name)
  const { kept, isChanged } = await writeSettings(file)
  const missing = companionFiles.map((one) => join(settings, one)).filter((one) => !existsSync(one))
  const binary = join(programs, program)
  const install = existsSync(binary) ? undefined : binary
  const about = { file, missing, ...(kept !== undefined && { kept }), ...(install !== undefined && { install }) }
  const command = `sudo systemctl enable --now ${unitOf(tunnel.kind)}`
  if (missing.length > 0 || install !== undefined || !isRoot) return { ...about, command, stoppedUnits: [] }
  const unit = unitOf(tunnel.kind)
  const started = await startUnit(systemd, unit, isChanged && (await isActive(systemd, unit)))
  if (!started.isActive) return { ...about, started, command: `sudo systemctl restart ${unit}`, stoppedUnits: [] }
  const ended: string[] = []
  for (const other of Object.keys(tunnelKinds) as Tunnel['kind'][])
    if (other !== tunnel.kind && (await stopUnit(systemd, unitOf(other)))) ended.push(unitOf(other))
  return { ...about, started, stoppedUnits: ended }

  async function writeSettings(file: string): Promise<{ readonly kept?: string; readonly isChanged: boolean }> {
    try {
      const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined
      const keys = { ...tunnel }
      const text =
        (before === undefined ? undefined : put(before, keys, endpoint)) ??
        put(readFileSync(example, 'utf8'), keys, endpoint)
      if (text === undefined) throw localizedError(wizardText('tunnelOtherExample', { example }))
      if (text === before) return { isChanged: false }
      const kept = before === undefined ? undefined : await backupFile(file, before, stamp)
      await replaceFile(file, text)
      return { isChanged: true, ...(kept !== undefined && { kept }) }
    } catch (error) {
      throw (error as NodeJS.ErrnoException).syscall === undefined ? error : fileError(error, 'written', file)
    }
  }
}

/** The settings of tunnels that contain a host name; files that this user may not read are left out. */
export function tunnelsUsingHost(host: string, { settings }: TunnelFolders): readonly string[] {
  const has = (file: string) => {
    try {
      const text = readFileSync(file, 'utf8')
      return text.split('\n').some((line) => !/^\s*#/.test(line) && line.split(/[\s"',[\]]+/).includes(host))
    } catch {
      return false
    }
  }
  return Object.values(tunnelKinds)
    .map(({ file }) => join(settings, file))
    .filter(has)
}
