import { realpathSync } from 'node:fs'
import { delimiter, join, relative, resolve } from 'node:path'
import { adaptPrintedLines } from '../../util/terminal.ts'
import { defaultConfig, installedConfigFile } from '../command.ts'

/** How this program and its configuration were named when it was started. */
interface Invocation {
  /** what runs the program: `clova-home`, or `node dist/clova-home.cjs` */
  readonly program: string
  /** the configuration, if it is not the one that is used where none is typed */
  readonly config?: string
  /** true for the configuration of the service, which root owns */
  readonly isService: boolean
}

let allCommands: readonly string[] = []

/**
 * Has the commands in everything that is printed from now on written as they work with a configuration.
 * @param config its file; absent: the one that is used where none is typed
 * @param commands the names of all commands; absent: as before
 */
export function printCommandsFor(
  config: string | undefined,
  { isJson = false, commands = allCommands }: { readonly isJson?: boolean; readonly commands?: readonly string[] } = {},
): void {
  allCommands = commands
  let invocation: Invocation | undefined
  adaptPrintedLines((line) => {
    if (!line.includes('clova-home')) return line
    invocation ??= invocationWith(config, isJson)
    return writeTypedCommands(line, invocation, commands)
  })
}

function invocationWith(config: string | undefined, isJson: boolean): Invocation {
  const untyped = untypedConfig()
  const inUse = config ?? untyped
  const isOther = config !== undefined && (untyped === undefined || resolve(config) !== resolve(untyped))
  return {
    program: typedProgram(),
    ...(isOther && { config: isJson ? JSON.stringify(config).slice(1, -1) : config }),
    isService: inUse === undefined || resolve(inUse) === installedConfigFile,
  }
}

/** The configuration that is used where none is typed; undefined if this user may not read that of the service. */
function untypedConfig(): string | undefined {
  try {
    return defaultConfig('')
  } catch {
    return undefined
  }
}

/** As messages start the service, and where it has none. */
const serviceStart =
  /sudo systemctl start clova-home(?![\w@-])(?:(?:, or | 또는 | または | ?[(（](?:or|또는|または): )clova-home run[)）]?)?/g

/**
 * Writes the commands of a text as the user can type them: messages name them as for the service, `sudo clova-home check`.
 * @param commands the names of all commands
 */
export function writeTypedCommands(
  text: string,
  { program, config, isService }: Invocation,
  commands: readonly string[],
): string {
  const withConfig = config === undefined ? program : `${program} --config ${shellWord(config)}`
  // One that already names a configuration, up to the end of the command, keeps it.
  const command = new RegExp(
    `(?<![\\w./@-])(sudo )?clova-home (?=(${commands.join('|')})(?![\\w:-])([^"”」;,\\n]*--config)?)`,
    'g',
  )
  return (isService ? text : text.replace(serviceStart, 'clova-home run')).replace(
    command,
    (_whole, sudo: string | undefined, name: string, ownConfig: string | undefined) =>
      `${isService || name === 'service' ? (sudo ?? '') : ''}${ownConfig === undefined ? withConfig : program} `,
  )
}

/** A word as a shell takes it. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`

/** How the program that runs is typed: by its name, if a shell finds it by that, else by its file. */
export function typedProgram(script = process.argv[1] ?? '', path = process.env.PATH ?? ''): string {
  const real = realPath(script)
  const isFound = path.split(delimiter).some((folder) => realPath(join(folder, 'clova-home')) === real)
  if (real === undefined || isFound) return 'clova-home'
  const fromHere = relative(process.cwd(), resolve(script))
  return `node ${shellWord(fromHere.startsWith('..') ? resolve(script) : fromHere)}`
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}
