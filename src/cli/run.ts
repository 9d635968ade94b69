import { existsSync } from 'node:fs'
import type { Command } from './command.ts'
import { type Gateway, startGateway } from './gateway.ts'
import { createLog } from './log.ts'
import { readConfig } from './world.ts'

/** `clova-home run` */
export const run: Command = {
  usage: 'run',
  summary: 'The gateway',
  help: '  --or-demo       the demo, if there is no configuration',
  words: [0, 0],
  flags: ['or-demo'],
  async run(args) {
    if (args.flag.has('or-demo') && !existsSync(args.config)) return (await import('./demo.ts')).demo.run(args)
    const config = await readConfig(args.config)
    if (!config) return 1
    const log = createLog(config.secrets)
    return stay(await startGateway(config, log), (reason) => log.info({ reason }, 'the gateway stops'))
  },
}

/** How long stopping may take before it is cut short, in milliseconds. */
const patience = 4800

/** Runs until it is told to stop, then stops within 5 s. @returns the exit code */
export async function stay(gateway: Gateway, tell: (reason: string) => void): Promise<number> {
  const reason = await new Promise<string>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal))
  })
  tell(reason)
  const late = setTimeout(() => process.exit(1), patience)
  await gateway.close()
  clearTimeout(late)
  return 0
}
