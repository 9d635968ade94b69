import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type BackupFile, packArchive } from '../backup/archive.ts'
import { type Collected, collectFiles } from '../backup/collect.ts'
import { backupError, backupMessage } from '../backup/messages.ts'
import { type Config, type LoadContext, loadConfig, stateFolder } from '../config/load.ts'
import { formatProblem, type Problem } from '../config/problem.ts'
import { referencedPaths } from '../config/referencedFiles.ts'
import { secretsFile } from '../config/secretsFile.ts'
import { parseSource } from '../config/yaml/source.ts'
import { replaceFile, unusedName, writeAtomically } from '../storage/replaceFile.ts'
import { fileErrorText } from '../util/fileErrors.ts'
import { printError } from '../util/terminal.ts'
import type { Language } from '../util/translate.ts'
import { loadContext } from './environment.ts'

/** The configuration of a backup, as far as it is right. */
interface LoadedBackup {
  /** absent if it has mistakes */
  readonly config: Config | undefined
  readonly problems: readonly Problem[]
  /** the temporary folder that the problems name */
  readonly folder: string
}

/**
 * Loads the configuration of a backup in a temporary folder, which is gone afterwards.
 * @param missing the secrets that the backup has not
 * @throws Error in plain words if the backup has no configuration
 */
export async function loadBackup(files: readonly BackupFile[], missing: readonly string[]): Promise<LoadedBackup> {
  const stage = mkdtempSync(join(tmpdir(), 'clova-home-restore-'))
  try {
    const elsewhere = new Map<string, string>()
    for (const { name, bytes, from } of files) {
      const path = join(stage, name)
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      writeFileSync(path, bytes, { mode: 0o600 })
      if (from !== undefined) elsewhere.set(from, path)
    }
    const folder = join(stage, 'config')
    const file = join(folder, 'gateway.yaml')
    if (!existsSync(file)) throw backupError('noConfiguration')
    const placeholders = Object.fromEntries(missing.map((name) => [name, 'to be given']))
    const { config, problems } = await loadConfig(file, {
      ...stagedEnvironment(loadContext, elsewhere),
      env: { ...placeholders, ...loadContext.env },
    })
    return { config, problems, folder }
  } finally {
    rmSync(stage, { recursive: true, force: true })
  }
}

/**
 * Prints the mistakes in the configuration of a backup.
 * @param language that in which they are printed
 * @throws Error in plain words if it has any
 */
export async function validateBackup(
  files: readonly BackupFile[],
  missing: readonly string[],
  language: Language,
): Promise<void> {
  const { config, problems, folder } = await loadBackup(files, missing)
  if (config) return
  for (const problem of problems)
    printError(formatProblem(problem, language).replaceAll(folder, backupMessage('inBackup')[language]))
  throw backupError('configurationWrong')
}

/** An environment whose drivers read files from outside the configuration's folder at their temporary paths. */
function stagedEnvironment(context: LoadContext, elsewhere: ReadonlyMap<string, string>): LoadContext {
  const drivers = Object.entries(context.drivers).map(([type, load]) => [
    type,
    async () => {
      const driver = await load()
      const describe: typeof driver.describe = (options, file, ...rest) =>
        driver.describe(options, (name) => elsewhere.get(file(name)) ?? file(name), ...rest)
      return { ...driver, describe }
    },
  ])
  return { ...context, drivers: Object.fromEntries(drivers) }
}

interface Target {
  /** its name in the backup */
  readonly name: string
  readonly path: string
  readonly bytes: Uint8Array
  /** true if it is neither an ordinary file beside the configuration nor in the state folder of this home */
  readonly isOutside: boolean
}

interface RestorePlan {
  /** where the gateway of the backup listens */
  readonly listen: { readonly host: string; readonly port: number }
  /** what the configuration of the backup could mean as files, by their full names */
  readonly referenced: ReadonlySet<string>
  /** the absolute path of its state folder */
  readonly stateFolder: string
  readonly targets: readonly Target[]
}

/** A file that only the settings of tunnels, a login shell or ssh would read is written only if the user asks for it. */
const isUnusual = (rest: string) => rest.startsWith('tunnels/') || rest.split('/').some((part) => part.startsWith('.'))

/** Rejects a backup with files that no home needs. @throws Error in plain words */
export function assertReferenced({ targets, referenced }: RestorePlan, file: string): void {
  const secrets = secretsFile(file)
  const codes = `${join(dirname(file), 'codes')}/`
  const stray = targets.find(
    ({ name, path }) =>
      !name.startsWith('state/') &&
      path !== file &&
      path !== secrets &&
      !path.startsWith(codes) &&
      !referenced.has(path),
  )
  if (stray) throw backupError('strayFile', { name: stray.name })
}

/** The target of each file. The configuration is the last, so that it takes effect once all others are there. */
export function planTargets(files: readonly BackupFile[], file: string): RestorePlan {
  const text = Buffer.from(files.find(({ name }) => name === 'config/gateway.yaml')?.bytes ?? []).toString('utf8')
  const { value } = parseSource(file, text)
  const { server } = (value ?? {}) as { readonly server?: { readonly listen?: unknown } }
  const folder = dirname(file)
  const stateAt = stateOf(value, file)
  // A backup must not choose a folder of another program for the state.
  const isOwnState = stateAt === stateFolder(file) || stateAt === presentState(file) || stateAt.startsWith(`${folder}/`)
  const targets = files.map(({ name, bytes, from }): Target => {
    const rest = name.slice(name.indexOf('/') + 1)
    if (from !== undefined) return { name, path: from, bytes, isOutside: true }
    if (name.startsWith('state/')) return { name, path: join(stateAt, rest), bytes, isOutside: !isOwnState }
    const path = rest === 'gateway.yaml' ? file : join(folder, rest)
    return { name, path, bytes, isOutside: isUnusual(rest) }
  })
  return {
    listen: listenOf(server?.listen),
    referenced: new Set(referencedPaths(value, folder)),
    stateFolder: stateAt,
    targets: targets.toSorted((a, b) => Number(a.path === file) - Number(b.path === file)),
  }
}

/** The listen address of a configuration, valid or not. */
export function listenOf(listen: unknown): { readonly host: string; readonly port: number } {
  const [, host = '127.0.0.1', port = '8710'] = /^(.*):(\d{1,5})$/.exec(String(listen ?? '')) ?? []
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
}

/** The files of the present configuration; `undefined` if there is none. */
export const collectCurrent = async (file: string): Promise<Collected | undefined> =>
  existsSync(file) ? collectFiles(file) : undefined

/** Saves the present files as a backup. @returns its path */
export async function backUpCurrent(file: string, { info, files }: Collected): Promise<string> {
  const stamp = info.created.toISOString().replace(/\D/g, '').slice(0, 14)
  const name = unusedName(join(dirname(file), `before-restore-${stamp}`), '.tar.gz')
  await replaceFile(name, await packArchive(info, files))
  return name
}

/** Writes all files or, if one fails, restores the previous ones. @param language that of what is printed */
export async function writeTargets(targets: readonly Target[], language: Language = 'en'): Promise<void> {
  const done: { readonly name: string; readonly path: string; readonly before: Uint8Array | undefined }[] = []
  try {
    for (const { name, path, bytes } of targets) {
      const isState = name.startsWith('state/')
      const before = isState ? readRegular(path) : existsSync(path) ? readFileSync(path) : undefined
      // The service's user can make links in the state folder; they are replaced, never followed.
      await (isState ? writeAtomically(path, bytes) : replaceFile(path, bytes))
      done.push({ name, path, before })
    }
  } catch (error) {
    for (const { name, path, before } of done.toReversed()) {
      if (before === undefined) rmSync(path, { force: true })
      else
        await (name.startsWith('state/') ? writeAtomically(path, before) : replaceFile(path, before)).catch(() =>
          printError(backupMessage('notPutBack', { path })[language]),
        )
    }
    throw Object.assign(backupError('nothingRestored', { reason: fileErrorText(error, 'written') }), { cause: error })
  }
}

/** The content of a regular file; `undefined` if there is none. */
function readRegular(path: string): Uint8Array | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : undefined
}

/** The state folder of a configuration, valid or not. */
function stateOf(value: unknown, file: string): string {
  const { state } = (value ?? {}) as { readonly state?: unknown }
  return typeof state === 'string' ? resolve(dirname(file), state) : stateFolder(file)
}

/** The state folder of the configuration that is there now. */
const presentState = (file: string): string | undefined =>
  existsSync(file) ? stateOf(parseSource(file, readFileSync(file, 'utf8')).value, file) : undefined
