import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadConfig } from '../config/load.ts'
import type { CheckResult } from '../control/operations/health.ts'
import type { CheckFinding } from '../diagnostics/check.ts'
import type { GatewayTools } from '../gateway/control/handlers.ts'
import { loadContext, writtenLanguageOf } from '../gateway/environment.ts'
import { type Tunnel, tunnelKinds } from '../setup/tunnelKinds.ts'
import { host } from '../util/host.ts'
import type { LogRing } from '../util/logRing.ts'

/**
 * True if systemd has started this process itself: it starts the service again, however it has ended. A terminal of a desktop is
 * often a service, too, and its environment is inherited; the number is then that of another process.
 */
const isService = () => process.env.SYSTEMD_EXEC_PID === String(process.pid)

/**
 * What the dashboard needs of the parts above the gateway: the doctor, the support report, systemd and tunnels. Each is loaded
 * when it is asked for.
 * @param file the configuration
 */
export const createGatewayTools = (file: string, logRing: LogRing): GatewayTools => ({
  logRing,
  ...(isService() && { restart: () => process.kill(process.pid, 'SIGTERM') }),
  async diagnose(onFinding) {
    const { diagnose } = await import('../diagnostics/diagnose.ts')
    await diagnose(file, host, (finding) => onFinding(toCheckResult(finding)))
  },
  async supportReport() {
    const { createReport } = await import('./commands/support.ts')
    return createReport(file, host, writtenLanguageOf(file))
  },
  async tunnels() {
    const { packageTunnelFolders: folders } = await import('./setup/tunnel.ts')
    return Promise.all(
      Object.entries(tunnelKinds).map(async ([kind, { file: name, companionFiles, program }]) => {
        const state = await host.program('systemctl', ['is-active', `clova-home-tunnel@${kind}`])
        const isRunning = state === undefined ? undefined : state.trim() === 'active'
        return {
          kind,
          isInstalled: existsSync(join(folders.programs, program)),
          // The service may not look into the folder of the settings; a tunnel that runs has some.
          isConfigured: isRunning === true || existsSync(join(folders.settings, name)),
          ...(isRunning !== undefined && { isRunning }),
          companionFiles: companionFiles.map((one) => join(folders.settings, one)),
        }
      }),
    )
  },
  async configureTunnel(answers, hostName, listen) {
    const [{ configureTunnel, packageTunnelFolders }, { systemctl }, { sleep }, { timestampFor }] = await Promise.all([
      import('./setup/tunnel.ts'),
      import('../systemd/systemctl.ts'),
      import('../systemd/units.ts'),
      import('./setup/savedAnswers.ts'),
    ])
    const {
      file: written,
      missing,
      install,
      command,
    } = await configureTunnel(
      answers as Tunnel,
      { host: hostName, listen },
      packageTunnelFolders,
      { systemctl, wait: sleep, program: host.program },
      timestampFor(Date.now()),
    )
    return {
      file: written,
      missing,
      ...(install !== undefined && { install }),
      commands: command === undefined ? [] : [command],
    }
  },
  async tryAddress() {
    const { config } = await loadConfig(file, loadContext)
    if (!config) return 'the configuration has mistakes'
    const { createContext } = await import('../diagnostics/context.ts')
    const result = await createContext(config, host).runSelfTest()
    if (!result) return 'no test can be sent: the gateway does not answer itself, or it has no public address'
    if (result.isProved) return undefined
    return result.isLate ? 'no answer came in time' : `what arrived here was ${result.outcome}`
  },
})

/** A finding of the doctor as the admin API tells of it. */
function toCheckResult({ check, level, localized, isFixCommand, fix }: CheckFinding): CheckResult {
  return {
    check,
    level,
    subject: { ...localized.subject },
    message: { ...localized.message },
    ...(fix !== undefined && (isFixCommand ? { command: fix } : localized.fix && { fix: { ...localized.fix } })),
  }
}
