import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Logger } from 'pino'
import { rejectionOf, summarizeProblem } from '../../config/problem.ts'
import { ConfigWatcher, keepLastGood } from '../../gateway/configReload.ts'
import { loadContext, readStartConfig, webFolder } from '../../gateway/environment.ts'
import { type Gateway, startGateway } from '../../gateway/gateway.ts'
import { exitOnUncaught, onStopSignal, runUntilStopped } from '../../gateway/lifecycle.ts'
import { applyPendingState } from '../../gateway/pendingState.ts'
import { removeAbandonedFiles } from '../../storage/replaceFile.ts'
import type { Watchdog } from '../../systemd/watchdog.ts'
import { createLogger } from '../../util/logger.ts'
import { LogRing } from '../../util/logRing.ts'
import type { Language } from '../../util/translate.ts'
import type { CliCommand } from '../command.ts'
import { createGatewayTools } from '../gatewayTools.ts'

/** `clova-home run` */
export const run: CliCommand = {
  usage: 'run',
  summary: {
    ko: '게이트웨이를 실행합니다',
    ja: 'ゲートウェイを動かします',
    en: 'The gateway',
  },
  help: {
    ko: `  --or-demo       설정이 없으면 데모를`,
    ja: `  --or-demo       設定がなければデモを`,
    en: `  --or-demo       the demo, if there is no configuration`,
  },
  argumentCount: [0, 0],
  keepsRootRights: true,
  flags: ['or-demo'],
  async run(args) {
    if (args.flag.has('or-demo') && !existsSync(args.config)) return (await import('../demo/index.ts')).demo.run(args)
    const stop = onStopSignal()
    const running = await start(args.config)
    if (!running) return exitConfigError
    const { gateway, log, changes } = running
    const supervised = process.env.NOTIFY_SOCKET ? await superviseUnderSystemd(running) : undefined
    return runUntilStopped(gateway, stop, (reason) => {
      log.info({ reason }, 'the gateway stops')
      supervised?.stopping()
      changes.close()
    })
  },
}

/**
 * The exit code for a wrong configuration that switches the dashboard off, too: EX_CONFIG of sysexits.h. The unit does not
 * restart the service for it.
 */
const exitConfigError = 78

/** Reports readiness and liveness to systemd; loaded only if systemd started the gateway. */
async function superviseUnderSystemd({ gateway, log, changes, language }: Running): Promise<Watchdog | undefined> {
  const [{ createNotifier: notifier }, { startWatchdog: supervise }] = await Promise.all([
    import('../../systemd/notify.ts'),
    import('../../systemd/watchdog.ts'),
  ])
  const systemd = notifier(process.env, (fields, message) => log.warn(fields, message))
  const watched = {
    address: () => gateway.address() || gateway.dashboardAddress(),
    spareConnection: (port: number) => gateway.spareConnection(port),
    isConfigRejected: () => gateway.rejectedConfiguration() !== undefined,
    appliances: () => gateway.runtime.home().appliances.size,
    language,
  }
  return systemd && supervise(systemd, watched, changes, log)
}

interface Running {
  readonly gateway: Gateway
  readonly log: Logger
  readonly changes: ConfigWatcher
  /** that of the home at the start */
  readonly language: Language
}

/** Apart from `run`, whose scope lives as long as the process, so that the first configuration can be collected. */
async function start(file: string): Promise<Running | undefined> {
  const start = await readStartConfig(file)
  if (!start) return undefined
  const { config, rejected, isUnconfigured } = start
  const secrets = [...config.secrets]
  const logRing = new LogRing()
  const log = createLogger(secrets, undefined, undefined, logRing)
  let gateway: Gateway | undefined
  // Installed before anything is started that could throw.
  exitOnUncaught(log, async () => gateway?.runtime.memories.flush())
  const restored = await applyPendingState(config.file, config.state).catch((error: Error) => {
    log.error({ reason: error.message }, 'the state of the backup cannot be put back; the one that is there stays')
  })
  if (restored !== undefined) log.info({ files: restored }, 'the state of the backup is put back')
  gateway = await startGateway(config, log, {
    webFolder: webFolder(),
    isUnconfigured,
    tools: createGatewayTools(file, logRing),
  })
  if (rejected) {
    log.error({ problems: rejected.problems.map(summarizeProblem) }, rejected.message)
    gateway.reportRejectedConfig(rejectionOf(rejected.problems))
  } else void keepLastGood(config, log)
  for (const folder of [config.state, dirname(config.file), join(dirname(config.file), 'codes')])
    void removeAbandonedFiles(folder)
  if (config.drivers.size === 0 && !isUnconfigured)
    log.warn(
      { file },
      'this house is empty: write its connections and appliances into this file (clova-home discover shows what is there)',
    )
  const changes = new ConfigWatcher(gateway, config, loadContext, log, secrets)
  return { gateway, log, changes, language: config.language }
}
