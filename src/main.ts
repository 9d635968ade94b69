#!/usr/bin/env node
import { type Command, parse, Usage } from './cli/command.ts'
import { complain, print } from './util/terminal.ts'
import { version } from './util/version.ts'

/** Every command, loaded only when it is typed. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./cli/commands/run.ts')).run,
  demo: async () => (await import('./cli/demo/index.ts')).demo,
  setup: async () => (await import('./cli/setup/index.ts')).setup,
  check: async () => (await import('./cli/commands/check.ts')).check,
  appliances: async () => (await import('./cli/commands/appliances.ts')).appliances,
  discover: async () => (await import('./cli/commands/discover.ts')).discover,
  learn: async () => (await import('./cli/commands/learn.ts')).learn,
  pair: async () => (await import('./cli/commands/pair.ts')).pair,
  say: async () => (await import('./cli/commands/say.ts')).say,
  link: async () => (await import('./cli/commands/link.ts')).link,
  password: async () => (await import('./cli/commands/password.ts')).password,
  token: async () => (await import('./cli/commands/token.ts')).token,
  service: async () => (await import('./cli/commands/service.ts')).service,
  doctor: async () => (await import('./cli/commands/doctor.ts')).doctor,
  support: async () => (await import('./cli/commands/support.ts')).support,
  backup: async () => (await import('./cli/commands/backup.ts')).backup,
  restore: async () => (await import('./cli/commands/restore.ts')).restore,
  migrate: async () => (await import('./cli/commands/migrate.ts')).migrateCommand,
  schema: async () => (await import('./cli/commands/schema.ts')).schema,
}

async function main([name, ...rest]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    print(rest.includes('--json') ? JSON.stringify(await everyCommand()) : await overview())
    return name === undefined ? 2 : 0
  }
  if (name === '--version' || name === '-V') {
    print(version)
    return 0
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!load) {
    const { didYouMean } = await import('./util/suggest.ts')
    throw new Usage(`there is no command "${name}".${didYouMean(name, Object.keys(commands))} Try: clova-home --help`)
  }
  const command = await load()
  const args = parse(command, rest)
  if (args !== 'help') return command.run(args)
  print(`clova-home ${command.usage}\n\n${command.summary}.\n${command.help ? `\n${command.help}\n` : ''}\n${common}`)
  return 0
}

const common = `  --config FILE   the configuration (else /etc/clova-home/gateway.yaml, else config/gateway.yaml)
  --json          what a script can read, where there is something to read
  --help          this`

/** As `clova-home help --json` tells them: the manual page and the completions of shells are made of it. */
const everyCommand = () => Promise.all(Object.values(commands).map((load) => load()))

async function overview(): Promise<string> {
  const all = await everyCommand()
  const widest = Math.max(...all.map(({ usage }) => usage.length))
  const lines = all.map(({ usage, summary }) => `  ${usage.padEnd(widest)}  ${summary}`)
  return `clova-home: CLOVA Home for the things of this house\n\n${lines.join('\n')}\n\nEvery command:\n${common}\n\nWithout one:\n  --version       which this is`
}

// Whoever reads no further, as `head`, has read enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  async (error: unknown) => {
    const { ofDisk } = await import('./util/fileErrors.ts')
    complain(`clova-home: ${ofDisk(error) ?? (error instanceof Error ? error.message : String(error))}`)
    if (!(error instanceof Usage) && process.env.LOG_LEVEL === 'debug') complain(String((error as Error).stack))
    process.exitCode = error instanceof Usage ? 2 : 1
  },
)
