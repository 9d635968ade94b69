#!/usr/bin/env node
import { type Command, commonHelp, parse, readCommandLine, UsageError } from './cli/command.ts'
import { print, printError } from './util/terminal.ts'
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

/** @returns the exit code */
async function main(argv: readonly string[]): Promise<number> {
  const { name, isHelp, isVersion, rest } = readCommandLine(argv)
  if (name === undefined && isVersion) {
    print(version)
    return 0
  }
  if (name === undefined || name === 'help') {
    print(rest.includes('--json') ? JSON.stringify(await loadAll()) : await overview())
    return name === undefined && !isHelp ? 2 : 0
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!load) {
    const { didYouMean } = await import('./util/suggest.ts')
    throw new UsageError(
      `there is no command "${name}".${didYouMean(name, Object.keys(commands))} Try: clova-home --help`,
    )
  }
  const command = await load()
  const args = parse(command, rest)
  if (args !== 'help') return command.run(args)
  print(
    `clova-home ${command.usage}\n\n${command.summary}.\n${command.help ? `\n${command.help}\n` : ''}\n${commonHelp}`,
  )
  return 0
}

/** All commands, as `clova-home help --json` prints them: the manual page and the completions are made of that. */
const loadAll = () => Promise.all(Object.values(commands).map((load) => load()))

async function overview(): Promise<string> {
  const all = await loadAll()
  const width = Math.max(...all.map(({ usage }) => usage.length))
  const lines = all.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`)
  return `clova-home: CLOVA Home for the things of this house\n\n${lines.join('\n')}\n\nEvery command:\n${commonHelp}\n\nWithout one:\n  --version       which this is`
}

// A reader such as `head` closes the pipe when it has enough; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  async (error: unknown) => {
    const { describeFileError: ofDisk } = await import('./util/fileErrors.ts')
    printError(`clova-home: ${ofDisk(error) ?? (error instanceof Error ? error.message : String(error))}`)
    if (!(error instanceof UsageError) && process.env.LOG_LEVEL === 'debug') printError(String((error as Error).stack))
    process.exitCode = error instanceof UsageError ? 2 : 1
  },
)
