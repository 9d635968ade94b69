import { accessSync, constants } from 'node:fs'
import { dirname } from 'node:path'
import { type CommanderError, Command as Parser } from 'commander'
import { schemaIssueMessage } from '../util/schemaMessages.ts'
import { inAllLanguages, type Language, type LocalizedText, localizedError, type Text } from '../util/translate.ts'
import { commandText } from './messages/index.ts'
import { chooseLanguage, isLanguage } from './terminal/language.ts'

/** A mistake in the typed command line: reported on stderr in the user's language, exit code 2. */
export class UsageError extends Error {
  /** the message in all languages */
  readonly text: LocalizedText

  constructor(message: Text) {
    const text = inAllLanguages(message)
    super(text.en)
    this.text = text
  }
}

/** What a command is called with. */
export interface Args {
  /** what was typed without a dash */
  readonly positionals: readonly string[]
  /** the path of the configuration; reading it throws if it is the installed one and this user may not read it */
  readonly config: string
  readonly json: boolean
  /** all that was typed: the name of the command and what follows */
  readonly typed: readonly string[]
  /**
   * The language of what is printed: that of `--language`, else of the terminal, else of the configuration, else English.
   * @param ofAnswers that of a file of answers, which counts before the terminal's
   */
  languageFor(ofConfig?: Language, ofAnswers?: Language): Language
  /** the values of the options that take one */
  readonly option: Readonly<Record<string, string | undefined>>
  /** the options without a value that were given */
  readonly flag: ReadonlySet<string>
}

/** One command of `clova-home`. Its help, the manual page and the completions of shells are made of this. */
export interface CliCommand {
  /** such as `say APPLIANCE ACTION [VALUE]` */
  readonly usage: string
  readonly summary: LocalizedText
  /** more than the summary, for `--help` */
  readonly help?: LocalizedText
  /** how many words it takes */
  readonly argumentCount: readonly [min: number, max: number]
  /** the options that take a value */
  readonly options?: readonly string[]
  /** the options without a value */
  readonly flags?: readonly string[]
  /**
   * True for what root does with its own rights on a home of another user, too, since it concerns the system or files that only
   * root has. Everything else has the rights of that user then: see `runAsOwner`.
   */
  readonly keepsRootRights?: true
  /** @returns the exit code */
  run(args: Args): Promise<number>
}

/** The configuration of the service. */
export const installedConfigFile = '/etc/clova-home/gateway.yaml'

/**
 * The configuration if `--config` is not given: the installed one, else that of the working directory.
 * @param access throws the system's error if the file cannot be read
 * @throws Error in plain words if this user may not read the installed one
 */
export function defaultConfig(command: string, access: (file: string) => void = assertReadable): string {
  try {
    access(installedConfigFile)
    return installedConfigFile
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // The file may exist: its folder is closed to this user. Another configuration must not be used in its place.
    if (code === 'EACCES' || code === 'EPERM')
      throw localizedError(commandText('configUnreadable', { file: installedConfigFile, code, command }))
    // A house whose file was removed is set up anew in its place, where the service looks for it.
    return isThere(checkoutConfigFile, access) || !isThere(dirname(installedConfigFile), access)
      ? checkoutConfigFile
      : installedConfigFile
  }
}

const checkoutConfigFile = 'config/gateway.yaml'

function isThere(path: string, access: (file: string) => void): boolean {
  try {
    access(path)
    return true
  } catch {
    return false
  }
}

const assertReadable = (file: string) => accessSync(file, constants.R_OK)

/** The options of every command, which may also be typed before its name. */
const commonOptions = [
  ['--config <FILE>', 'optionConfig'],
  ['--json', 'optionJson'],
  ['--language <LANGUAGE>', 'optionLanguage'],
  ['-h, --help', 'optionHelp'],
] as const

/** The common options as `--help` lists them. */
export const commonHelp = (language: Language): string =>
  commonOptions
    .map(([flags, word]) => `  ${flags.replace(/^-h, |[<>]/g, '').padEnd(20)}${commandText(word)[language]}`)
    .join('\n')

/** What was typed, before the command is loaded. */
export interface CommandLine {
  /** the first word; absent if there is none */
  readonly name?: string
  readonly isHelp: boolean
  readonly isVersion: boolean
  /** everything but the name */
  readonly rest: readonly string[]
}

/** Finds the name of the command, which common options may precede. @throws UsageError */
export function readCommandLine(argv: readonly string[]): CommandLine {
  // Everything behind the name belongs to the command, whose options are not known yet.
  const parser = createParser('clova-home').option('-V, --version').passThroughOptions()
  const { operands, unknown } = translateErrors('', () => parser.parseOptions([...argv]))
  if (unknown[0] !== undefined) throw unknownOption('', unknown[0])
  const [name, ...behind] = operands
  const before = argv.slice(0, argv.length - operands.length)
  const { help, version } = parser.opts()
  return {
    ...(name !== undefined && { name }),
    isHelp: help === true,
    isVersion: version === true,
    rest: [...before, ...behind],
  }
}

/**
 * Reads the arguments and options that were typed after the command's name.
 * @throws UsageError
 */
export function parse(command: CliCommand, argv: readonly string[]): Args | 'help' {
  const {
    options = [],
    flags = [],
    argumentCount: [min, max],
    usage,
  } = command
  const [name = ''] = usage.split(' ', 1)
  const parser = createParser(name)
  for (const option of options) parser.option(`--${option} <value>`)
  for (const flag of flags) parser.option(`--${flag}`)
  translateErrors(name, () => parser.parse([...argv], { from: 'user' }))
  const values = parser.opts()
  if (values.help) return 'help'
  const words = parser.args
  if (words.length < min) throw new UsageError(commandText('tooFewWords', { usage }))
  if (words.length > max) throw new UsageError(commandText('tooManyWords', { word: words[max] ?? '', usage }))
  const { language } = values
  if (language !== undefined && !isLanguage(language)) throw new UsageError(commandText('noSuchLanguage', { language }))
  return {
    positionals: words,
    // A getter, since a command such as `password` works without a readable configuration.
    get config() {
      return values.config ?? defaultConfig(name)
    },
    json: values.json === true,
    typed: [name, ...argv],
    languageFor: (ofConfig, ofAnswers) => chooseLanguage(language ?? ofAnswers, ofConfig),
    option: Object.fromEntries(options.map((option) => [option, values[keyOf(option)]])),
    flag: new Set(flags.filter((flag) => values[keyOf(flag)] === true)),
  }
}

/** The name under which commander keeps an option: `dry-run` is `dryRun`. */
const keyOf = (option: string) => option.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

function createParser(name: string): Parser {
  const parser = new Parser(name)
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
    .helpOption(false)
    .allowExcessArguments()
  for (const [flags] of commonOptions) parser.option(flags)
  return parser
}

/** Throws the parser's errors as ours, in all languages. @param command its name; empty: none was read yet */
function translateErrors<T>(command: string, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    const { code, message } = error as CommanderError
    const [, typed = message, , suggested] = /'([^']*)'(.*\(Did you mean (\S+)\?\))?/s.exec(message) ?? []
    const option = typed.replace(/ <.*/, '')
    throw code === 'commander.optionMissingArgument'
      ? new UsageError(commandText('optionWithoutValue', { option }))
      : unknownOption(command, option, suggested)
  }
}

/** There is no such option: perhaps another was meant, and the help of the command has all. */
function unknownOption(command: string, option: string, suggested?: string): UsageError {
  const hint = suggested === undefined ? '' : schemaIssueMessage('didYouMean', { word: suggested })
  return new UsageError(
    commandText('unknownOption', { option, hint, help: ['clova-home', command, '--help'].filter(Boolean).join(' ') }),
  )
}
