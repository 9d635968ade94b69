import { accessSync, constants } from 'node:fs'
import { parseArgs } from 'node:util'

/** A mistake of whoever typed the command: told on stderr, exit code 2. */
export class UsageError extends Error {}

/** What a command is given. Options are those of `flags`, words what stands without a dash. */
export interface Args {
  readonly words: readonly string[]
  /** the configuration; reading it throws if that is the installed one, and this user may not */
  readonly config: string
  readonly json: boolean
  readonly option: Readonly<Record<string, string | undefined>>
  readonly flag: ReadonlySet<string>
}

/** One command of `clova-home`. */
export interface Command {
  /** `say APPLIANCE ACTION [VALUE]` */
  readonly usage: string
  readonly summary: string
  /** more of it, for `--help` */
  readonly help?: string
  /** how many words it takes */
  readonly levelWords: readonly [least: number, most: number]
  readonly options?: readonly string[]
  readonly flags?: readonly string[]
  /** @returns the exit code */
  run(args: Args): Promise<number>
}

/** Stands before a negative number while the options are read. */
const numberMarker = '\u0001'

/** The configuration that the service runs. */
export const installedConfigFile = '/etc/clova-home/gateway.yaml'

/**
 * Where the configuration is if nobody says: the installed one, else the one of this folder.
 * @param look throws an error of the system if the file cannot be read
 * @throws Error in plain words if this user may not know
 */
export function defaultConfig(command: string, look: (file: string) => void = readable): string {
  try {
    look(installedConfigFile)
    return installedConfigFile
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // Who may not look in there has not seen that it is not there.
    if (code === 'EACCES' || code === 'EPERM')
      throw new Error(
        `${installedConfigFile} cannot be read (${code}); try: sudo clova-home ${command} … (another one: --config FILE)`,
      )
    return 'config/gateway.yaml'
  }
}
const readable = (file: string) => accessSync(file, constants.R_OK)

/**
 * Reads what was typed behind the command's name.
 * @throws Usage
 */
export function parse(command: Command, argv: readonly string[]): Args | 'help' {
  const { options = [], flags = [], levelWords: words } = command
  let parsed: ReturnType<typeof parseArgs>
  try {
    parsed = parseArgs({
      // A number is no option.
      args: argv.map((word) => (/^-\d/.test(word) ? `${numberMarker}${word}` : word)),
      allowPositionals: true,
      options: {
        config: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        json: { type: 'boolean' },
        ...Object.fromEntries(options.map((name) => [name, { type: 'string' as const }])),
        ...Object.fromEntries(flags.map((name) => [name, { type: 'boolean' as const }])),
      },
    })
  } catch (error) {
    throw new UsageError((error as Error).message.replace(/ To specify.*$/, ''))
  }
  const { values } = parsed
  const positionals = parsed.positionals.map((word) => word.replace(numberMarker, ''))
  if (values.help) return 'help'
  const [least, most] = words
  if (positionals.length < least) throw new UsageError(`something is missing. It is: clova-home ${command.usage}`)
  if (positionals.length > most)
    throw new UsageError(`"${positionals[most]}" is too much. It is: clova-home ${command.usage}`)
  return {
    words: positionals,
    // Only for who needs it: a password can be hashed where the house is another's.
    get config() {
      return (values.config as string | undefined) ?? defaultConfig(command.usage.split(' ', 1)[0] ?? '')
    },
    json: values.json === true,
    option: Object.fromEntries(options.map((name) => [name, values[name] as string | undefined])),
    flag: new Set(flags.filter((name) => values[name] === true)),
  }
}
