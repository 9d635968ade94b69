import { resolve } from 'node:path'
import { columnWidth, print, printError } from '../util/terminal.ts'
import { errorText, type Language } from '../util/translate.ts'
import { version } from '../util/version.ts'
import { type Args, type CliCommand, commonHelp, defaultConfig, parse, readCommandLine, UsageError } from './command.ts'
import { commands } from './commands/index.ts'
import { commandText, commandTranslator } from './messages/index.ts'
import type { HomeOwner } from './ownerRights.ts'
import { isLanguage, terminalLanguage } from './terminal/language.ts'
import { printCommandsFor } from './terminal/typedCommands.ts'

/**
 * Runs what was typed behind `clova-home`. Never throws: an error is printed in plain words.
 * @returns the exit code: 2 for a mistake in what was typed
 */
export async function runProgram(argv: readonly string[]): Promise<number> {
  try {
    return await dispatch(argv)
  } catch (error) {
    const { describeFileError } = await import('../util/fileErrors.ts')
    const text = describeFileError(error) ?? errorText(error)
    printError(`clova-home: ${text[await languageOf(argv)]}`)
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
    const language = await languageOf(argv)
    print(rest.includes('--json') ? JSON.stringify((await loadAll()).map(inOne(language))) : await overview(language))
    return name === undefined && !isHelp ? 2 : 0
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!load) {
    const { suggestion } = await import('../util/suggest.ts')
    throw new UsageError(commandText('noSuchCommand', { name, hint: suggestion(name, Object.keys(commands)) }))
  }
  const command = await load()
  const args = parse(command, rest)
  if (args !== 'help') {
    printCommandsFor(typedValue(argv, '--config'), { isJson: args.json, commands: Object.keys(commands) })
    const owner = command.keepsRootRights ? undefined : await ownerOfHome(args)
    if (!owner) return command.run(args)
    const { runAsOwner } = await import('./ownerRights.ts')
    return (await runAsOwner(owner, args)).code
  }
  const language = await languageOf(argv)
  const { summary, help } = inOne(language)(command)
  const more = help === undefined ? '' : `\n${help}\n`
  print(`clova-home ${command.usage}\n\n${summary}\n${more}\n${commonHelp(language)}`)
  return 0
}

/** The owner of the home, if this is root and the owner is another user. */
async function ownerOfHome(args: Args): Promise<HomeOwner | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const { ownerForRoot } = await import('./ownerRights.ts')
  return ownerForRoot(resolve(args.config))
}

/** The language of help and errors: as `--language` says, else that of the terminal, else that of the configuration. */
async function languageOf(argv: readonly string[]): Promise<Language> {
  const wanted = typedValue(argv, '--language') ?? ''
  return (isLanguage(wanted) ? wanted : undefined) ?? terminalLanguage() ?? (await configuredLanguage(argv)) ?? 'en'
}

/** The language that the configuration names, if it can be read. */
async function configuredLanguage(argv: readonly string[]): Promise<Language | undefined> {
  try {
    const { writtenLanguageOf } = await import('../gateway/environment.ts')
    return writtenLanguageOf(typedValue(argv, '--config') ?? defaultConfig(''))
  } catch {
    return undefined
  }
}

/** The value of an option in what was typed, which may have mistakes. */
function typedValue(argv: readonly string[], option: string): string | undefined {
  const i = argv.findLastIndex((word) => word === option || word.startsWith(`${option}=`))
  return argv[i] === option ? argv[i + 1] : argv[i]?.slice(option.length + 1)
}

/** A command with its help in one language. */
const inOne =
  (language: Language) =>
  ({ summary, help, ...command }: CliCommand) => ({
    ...command,
    summary: summary[language],
    ...(help && { help: help[language] }),
  })

/** All commands, as `clova-home help --json` prints them: the manual page and the completions are made of that. */
async function loadAll(): Promise<readonly CliCommand[]> {
  const all: CliCommand[] = []
  for (const load of Object.values(commands)) all.push(await load())
  return all
}

async function overview(language: Language): Promise<string> {
  const t = commandTranslator(language)
  const all = await loadAll()
  const { columns = Infinity } = process.stdout
  const width = Math.max(...all.map(({ usage }) => usage.length))
  const isWide = all.every(({ summary }) => width + columnWidth(summary[language]) + 4 <= columns)
  const lines = all.map(({ usage, summary }) =>
    isWide ? `  ${usage.padEnd(width)}  ${summary[language]}` : `  ${usage}\n      ${summary[language]}`,
  )
  return [
    `${t('overviewTitle')}\n\n${lines.join('\n')}`,
    `${t('overviewEvery')}\n${commonHelp(language)}`,
    `${t('overviewAlone')}\n  ${'--version'.padEnd(20)}${t('optionVersion')}`,
  ].join('\n\n')
}
