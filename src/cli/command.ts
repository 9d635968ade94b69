import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { width } from '../home/width.ts'

/** A mistake of whoever typed the command: told on stderr, exit code 2. */
export class Usage extends Error {}

/** What a command is given. Options are those of `flags`, words what stands without a dash. */
export interface Args {
  readonly words: readonly string[]
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
  readonly words: readonly [least: number, most: number]
  readonly options?: readonly string[]
  readonly flags?: readonly string[]
  /** @returns the exit code */
  run(args: Args): Promise<number>
}

/** Stands before a negative number while the options are read. */
const number = '\u0001'

/** Where the configuration is if nobody says: the installed one, else the one of this folder. */
export const defaultConfig = (): string =>
  existsSync('/etc/clova-home/gateway.yaml') ? '/etc/clova-home/gateway.yaml' : 'config/gateway.yaml'

/**
 * Reads what was typed behind the command's name.
 * @throws Usage
 */
export function parse(command: Command, argv: readonly string[]): Args | 'help' {
  const { options = [], flags = [], words } = command
  let parsed: ReturnType<typeof parseArgs>
  try {
    parsed = parseArgs({
      // A number is no option.
      args: argv.map((word) => (/^-\d/.test(word) ? `${number}${word}` : word)),
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
    throw new Usage((error as Error).message.replace(/ To specify.*$/, ''))
  }
  const { values } = parsed
  const positionals = parsed.positionals.map((word) => word.replace(number, ''))
  if (values.help) return 'help'
  const [least, most] = words
  if (positionals.length < least) throw new Usage(`something is missing. It is: clova-home ${command.usage}`)
  if (positionals.length > most)
    throw new Usage(`"${positionals[most]}" is too much. It is: clova-home ${command.usage}`)
  return {
    words: positionals,
    config: (values.config as string | undefined) ?? defaultConfig(),
    json: values.json === true,
    option: Object.fromEntries(options.map((name) => [name, values[name] as string | undefined])),
    flag: new Set(flags.filter((name) => values[name] === true)),
  }
}

/** A line for the user. */
export const print = (line: string): void => void process.stdout.write(`${line}\n`)
/** A line of something wrong, and what to do about it. */
export const complain = (line: string): void => void process.stderr.write(`${line}\n`)

/** Columns side by side, as wide as they need to be; wide characters take two places. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => width(row[i] ?? ''))))
  const pad = (cell: string, i: number) => cell + ' '.repeat(Math.max(0, (widths[i] ?? 0) - width(cell)))
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n')
}
