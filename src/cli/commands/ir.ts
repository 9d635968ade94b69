import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { loadContext } from '../../gateway/environment.ts'
import type { CodeImport, CodeImporter, ImportedRemote } from '../../home/codeImport.ts'
import { fileErrorMessage } from '../../util/fileErrors.ts'
import { didYouMean } from '../../util/suggest.ts'
import { print, printError } from '../../util/terminal.ts'
import { saveCodeFile } from '../codeFile.ts'
import { type Args, type CliCommand, UsageError } from '../command.ts'

/** `clova-home ir import FILE` */
export const ir: CliCommand = {
  usage: 'ir import FILE [--name NAME] [--remote REMOTE] [--output FILE]',
  summary: 'Imports remote control codes that you have from another program',
  help: `  clova-home ir import Samsung.ir                 writes codes/samsung.yaml beside the configuration
  clova-home ir import lircd.conf --name living   every remote of it, as codes/living-….yaml
  clova-home ir import -                          reads what is pasted or piped
  --name NAME     what the remote is called, if not as the file is
  --remote REMOTE of several remotes in one file only this one, by its name
  --output FILE   where to write it; - prints it; of several remotes a folder
It tells the format by itself. What could not be taken is told with its line. A file that exists is not overwritten.`,
  argumentCount: [1, 2],
  options: ['name', 'remote', 'output'],
  async run(args) {
    const [verb, file] = args.positionals
    if (verb !== 'import') throw new UsageError(`"${verb}" is no command of ir; there is import`)
    const importer = await loadImporter()
    if (file === undefined)
      throw new UsageError(`write the file: clova-home ir import FILE. These are known: ${importer.formats.join(', ')}`)
    const fileName = file === '-' ? undefined : basename(file)
    const { name } = args.option
    const result = chooseRemote(
      importer.read(readInput(file), {
        ...(fileName !== undefined && { fileName }),
        ...(name !== undefined && { name }),
      }),
      args.option.remote,
    )
    if (args.json) print(JSON.stringify(result))
    else reportProblems(result, file)
    if (result.remotes.length === 0) {
      if (!args.json) printError(`Nothing was taken. These formats are known: ${importer.formats.join(', ')}.`)
      return 1
    }
    return args.json ? 0 : write(result, args)
  },
}

/** All remotes of a file, or the one that is asked for. @throws UsageError with the names if there is none of that name */
function chooseRemote(read: CodeImport, wanted: string | undefined): CodeImport {
  if (wanted === undefined || read.remotes.length === 0) return read
  const remotes = read.remotes.filter(({ name, original }) => name === wanted || original === wanted)
  if (remotes.length > 0) return { ...read, remotes }
  const names = read.remotes.map(({ name }) => name)
  throw new UsageError(
    `there is no remote "${wanted}" in it.${didYouMean(wanted, names) || ` There are ${names.join(', ')}`}`,
  )
}

/** The importer of the driver whose appliances receive codes. */
async function loadImporter(): Promise<CodeImporter> {
  for (const load of Object.values(loadContext.drivers)) {
    const { codeImporter } = await load()
    if (codeImporter) return codeImporter
  }
  throw new Error('no driver imports codes')
}

/** Larger files are none that people have. */
const maxInputBytes = 16 * 1024 * 1024

/** @throws Error in plain words */
function readInput(file: string): string {
  try {
    if (file !== '-' && statSync(file).size > maxInputBytes)
      throw new Error(`${file} is larger than ${maxInputBytes / 1024 / 1024} MiB, and no file of codes`)
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    throw new Error(fileErrorMessage(error, 'read', file), { cause: error })
  }
}

function reportProblems({ format, problems }: CodeImport, file: string): void {
  for (const { line, message } of problems)
    printError(`${file}${line === undefined ? '' : `:${line}`}: not taken: ${message}`)
  print(`${file === '-' ? 'It' : file} is ${format}.`)
}

/** How many names of remotes are told. */
const maxNamesShown = 20

async function write({ remotes }: CodeImport, { config, option: { output } }: Args): Promise<number> {
  if (output === '-') {
    for (const { text } of remotes) print(text.trimEnd())
    return 0
  }
  if (remotes.length > 1) {
    const names = remotes.slice(0, maxNamesShown).map(({ name }) => name)
    const others = remotes.length > names.length ? ` and ${remotes.length - names.length} more` : ''
    print(`It has ${remotes.length} remotes: ${names.join(', ')}${others}. --remote takes one of them.`)
  }
  const targets = remotes.map((remote) => ({ remote, target: targetOf(remote, output, config, remotes.length > 1) }))
  const taken = targets.find(({ target }) => existsSync(target))
  if (taken) throw new Error(`${taken.target} exists; give another --name or --output, or remove it`)
  for (const { remote, target } of targets) {
    try {
      await saveCodeFile(target, remote.text)
    } catch (error) {
      throw new Error(fileErrorMessage(error, 'written', target), { cause: error })
    }
    describe(remote, target)
  }
  return 0
}

function targetOf(
  { file, name }: ImportedRemote,
  output: string | undefined,
  config: string,
  isOneOfMany: boolean,
): string {
  if (output === undefined) return resolve(dirname(config), file)
  return isOneOfMany ? join(output, basename(file)) : resolve(output || name)
}

function describe({ keys, configuration, notes }: ImportedRemote, target: string): void {
  const named = keys.flatMap(({ key }) => key ?? [])
  const recognised = keys.flatMap(({ protocol }) => protocol ?? [])
  const protocols = [...new Set(recognised)].join(', ')
  print(`\n${target} is written.`)
  if (keys.length > 0)
    print(
      `  ${keys.length} ${keys.length === 1 ? 'key' : 'keys'}: ${recognised.length} of a known protocol${protocols === '' ? '' : ` (${protocols})`}, ${keys.length - recognised.length} as their pulses`,
    )
  if (named.length > 0) print(`  ${named.join(', ')}`)
  for (const note of notes) print(`  ${note}`)
  print(`  An appliance uses it with\n    ${configuration}`)
}
