import { existsSync } from 'node:fs'
import type { Logger } from 'pino'
import type { Command } from './command.ts'
import { type Gateway, startGateway } from './gateway.ts'
import { compactLater, spare } from './heap.ts'
import { createLog } from './log.ts'
import { followChanges } from './reload.ts'
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
    if (!running) return 1
    const { gateway, log, changes } = running
    return stay(gateway, stop, (reason) => {
      log.info({ reason }, 'the gateway stops')
      changes.close()
    })
  },
}

/** Apart from `run`, which lasts for years, so that the configuration itself does not. */
async function start(file: string) {
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
