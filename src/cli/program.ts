import { print, printError } from '../util/terminal.ts'
import { version } from '../util/version.ts'
import { type CliCommand, commonHelp, parse, readCommandLine, UsageError } from './command.ts'
import { commands } from './commands/index.ts'

/**
 * Runs what was typed behind `clova-home`. Never throws: an error is printed in plain words.
 * @returns the exit code: 2 for a mistake in what was typed
 */
export async function runProgram(argv: readonly string[]): Promise<number> {
  try {
    return await dispatch(argv)
  } catch (error) {
    const { describeFileError } = await import('../util/fileErrors.ts')
    printError(`clova-home: ${describeFileError(error) ?? (error instanceof Error ? error.message : String(error))}`)
    if (error instanceof UsageError) return 2
    if (process.env.LOG_LEVEL === 'debug') printError(String((error as Error).stack))
    return 1
  }
}

async function dispatch(argv: readonly string[]): Promise<number> {
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
    const { didYouMean } = await import('../util/suggest.ts')
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
async function loadAll(): Promise<readonly CliCommand[]> {
  const all: CliCommand[] = []
  for (const load of Object.values(commands)) all.push(await load())
  return all
}

async function overview(): Promise<string> {
  const all = await loadAll()
  const width = Math.max(...all.map(({ usage }) => usage.length))
  const lines = all.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`)
  return `clova-home: CLOVA Home for the things of this house\n\n${lines.join('\n')}\n\nEvery command:\n${commonHelp}\n\nWithout one:\n  --version       which this is`
}
