import { existsSync } from 'node:fs'
import type { Logger } from 'pino'
import type { Command } from './command.ts'
import { type Gateway, startGateway } from './gateway.ts'
import { compactLater, spare } from './heap.ts'
import { createLog } from './log.ts'
import { type Changes, followChanges } from './reload.ts'
import type { Supervised } from './supervised.ts'
import { readConfig, world } from './world.ts'

/** `clova-home run` */
export const run: Command = {
  usage: 'run',
  summary: 'The gateway',
  help: '  --or-demo       the demo, if there is no configuration',
  words: [0, 0],
  flags: ['or-demo'],
  async run(args) {
    if (args.flag.has('or-demo') && !existsSync(args.config)) return (await import('./demo.ts')).demo.run(args)
    const stop = stopSignal()
    const running = await start(args.config)
    if (!running) return misconfigured
    const { gateway, log, changes } = running
    const supervised = process.env.NOTIFY_SOCKET ? await underSystemd(running) : undefined
    return stay(gateway, stop, (reason) => {
      log.info({ reason }, 'the gateway stops')
      supervised?.stopping()
      changes.close()
    })
  },
}

/** The exit code of a configuration that is wrong: EX_CONFIG of sysexits.h. To start it again would mend nothing. */
const misconfigured = 78

/** Has systemd know how it is; loaded only where systemd asks. */
async function underSystemd({ gateway, log, changes }: Running): Promise<Supervised | undefined> {
  const [{ notifier }, { supervise }] = await Promise.all([import('./notify.ts'), import('./supervised.ts')])
  const systemd = notifier(process.env, (fields, message) => log.warn(fields, message))
  const watched = { address: gateway.address, appliances: () => gateway.house.home().appliances.size }
  return systemd && supervise(systemd, watched, changes, log)
}

interface Running {
  readonly gateway: Gateway
  readonly log: Logger
  readonly changes: Changes
}

/** Apart from `run`, which lasts for years, so that the configuration itself does not. */
async function start(file: string): Promise<Running | undefined> {
  spare()
  const config = await readConfig(file)
  if (!config) return undefined
  const secrets = [...config.secrets]
  const log = createLog(secrets)
  let gateway: Gateway | undefined
  // Before anything is started that could throw.
  endWhole(log, async () => gateway?.house.memories.flush())
  gateway = await startGateway(config, log)
  compactLater()
  if (config.drivers.size === 0)
    log.warn(
      { file },
      'this house is empty: write its connections and appliances into this file (clova-home discover shows what is there)',
    )
  return { gateway, log, changes: followChanges(gateway, config, world, log, secrets) }
}

/** What nobody caught is told whole; what must be kept is written, and the process ends for systemd to start it anew. */
export function endWhole(log: Logger, flush: () => Promise<void>): void {
  const end = (err: unknown) => {
    log.fatal({ err }, 'something went wrong that nobody caught; the gateway ends')
    const late = setTimeout(() => process.exit(1), 1000)
    void flush().finally(() => {
      clearTimeout(late)
      process.exit(1)
    })
  }
  process.once('uncaughtException', end)
  process.once('unhandledRejection', end)
}

/** How long stopping may take before it is cut short, in milliseconds. */
const patience = 4800

/** Resolves when the process is told to stop; asked for before anything is started, so that it is never missed. */
export const stopSignal = (): Promise<string> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal))
  })

/** Runs until it is told to stop, then stops within 5 s. @returns the exit code */
export async function stay(gateway: Gateway, stop: Promise<string>, tell: (reason: string) => void): Promise<number> {
  const reason = await stop
  tell(reason)
  // Also for what still holds the process when all is closed: a socket that nobody answers.
  setTimeout(() => process.exit(0), patience).unref()
  const late = setTimeout(() => process.exit(1), patience)
  await gateway.close()
  clearTimeout(late)
  return 0
}
