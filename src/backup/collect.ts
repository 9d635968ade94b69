import { constants, type Dirent, type Stats } from 'node:fs'
import { lstat, open, readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { stateFolder } from '../config/load.ts'
import { referencedPaths } from '../config/referencedFiles.ts'
import { secretsFile } from '../config/secretsFile.ts'
import { parseSource, Secret } from '../config/yaml/source.ts'
import { fileError, isForRoot } from '../util/fileErrors.ts'
import { version } from '../util/version.ts'
import { type BackupFile, type BackupInfo, isStateFile, limits } from './archive.ts'
import { backupError } from './messages.ts'

/** The files of a backup. */
export interface Collected {
  readonly info: BackupInfo
  readonly files: readonly BackupFile[]
}

/** How often the files are read again if one changes meanwhile. */
const maxAttempts = 5

/**
 * Reads the configuration and its secrets, every file that it names, learnt codes, and the state. If a file changes
 * meanwhile, all are read again, so that they belong together. The configuration may have mistakes.
 * @param file the absolute path of the configuration
 * @throws Error in plain words
 */
export async function collectFiles(file: string, now = new Date()): Promise<Collected> {
  for (let i = 0; i < maxAttempts; i++) {
    const collected = await collectOnce(file, now)
    if (collected) return collected
  }
  throw backupError('alwaysChanging', { file })
}

interface Source {
  readonly name: string
  readonly path: string
  readonly from?: string
  /** true for a file of the state folder, where no link is followed */
  readonly isState?: true
}

/** Returns `undefined` if a file changed meanwhile. */
async function collectOnce(file: string, now: Date): Promise<Collected | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown): never => {
    throw fileError(error, 'read', file)
  })
  const { value } = parseSource(file, text)
  const folder = dirname(file)
  const { state } = (value ?? {}) as { readonly state?: unknown }
  const stateAt = typeof state === 'string' ? resolve(folder, state) : stateFolder(file)
  const sources: Source[] = [{ name: 'config/gateway.yaml', path: file }]
  const add = (path: string) => {
    const inside = relative(folder, path)
    const isInside = !inside.startsWith('..') && !inside.startsWith('/')
    const source = isInside
      ? { name: `config/${inside}`, path }
      : { name: `outside/${sources.length}-${basename(path)}`, path, from: path }
    if (!sources.some((one) => one.path === path)) sources.push(source)
  }
  for (const path of [
    secretsFile(file),
    ...referencedPaths(value, folder),
    ...(await filesBelow(join(folder, 'codes'))),
  ])
    if ((await tryStat(path))?.isFile() && !isWithin(stateAt, path)) add(path)
  // The service's user can write there. A link that it made could lead root to a file of another user.
  for (const entry of await listEntries(stateAt))
    if (entry.isFile() && isStateFile(entry.name))
      sources.push({ name: `state/${entry.name}`, path: join(stateAt, entry.name), isState: true })
  const before = await Promise.all(sources.map(fingerprint))
  const files = await Promise.all(sources.map(readBackupFile))
  const after = await Promise.all(sources.map(fingerprint))
  if (before.join('\n') !== after.join('\n')) return undefined
  const secrets = files.find(({ name }) => name === 'config/secrets.yaml')
  const missing = missingSecrets(value, secrets && Buffer.from(secrets.bytes).toString('utf8'))
  return { info: { version, created: now, configuration: file, missing }, files }
}

async function readBackupFile({ name, path, from, isState }: Source): Promise<BackupFile> {
  const { mode, size } = await (isState ? lstat(path) : stat(path))
  if (size > limits.fileBytes) throw backupError('fileTooLarge', { name: path, mib: limits.fileBytes >> 20 })
  const bytes = await (isState ? readWithoutLinks(path) : readFile(path)).catch((error: unknown): never => {
    throw fileError(error, 'read', path)
  })
  return { name, bytes, mode: mode & 0o777, ...(from !== undefined && { from }) }
}

/** Changes whenever the file changes. */
async function fingerprint({ path, isState }: Source): Promise<string> {
  const stats = await (isState ? lstat(path).catch(() => undefined) : tryStat(path))
  return stats ? `${stats.ino} ${stats.size} ${stats.mtimeMs}` : 'gone'
}

const tryStat = (path: string): Promise<Stats | undefined> =>
  stat(path).catch((error: unknown) => {
    reportRefusal(error, path)
    return undefined
  })
const listEntries = (folder: string): Promise<Dirent[]> =>
  readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    reportRefusal(error, folder)
    return []
  })

/** What the owner of the home cannot see must not be missing from a backup of root without a word. @throws Error in plain words */
function reportRefusal(error: unknown, path: string): void {
  if ((error as NodeJS.ErrnoException).code === 'EACCES' && isForRoot()) throw fileError(error, 'read', path)
}
const isWithin = (folder: string, path: string) => !relative(folder, path).startsWith('..')

/** Reads a regular file. @throws Error of the system if it is a link */
async function readWithoutLinks(path: string): Promise<Buffer> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}

/** The files below a folder and its subfolders. */
async function filesBelow(folder: string, depth = 4): Promise<readonly string[]> {
  if (depth === 0) return []
  const all = await Promise.all(
    (await listEntries(folder)).slice(0, limits.files).map((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesBelow(path, depth - 1) : entry.isFile() ? [path] : []
    }),
  )
  return all.flat()
}

/** The names of the referenced secrets that are not in the secrets file; systemd or the environment provides them. */
function missingSecrets(value: unknown, secrets: string | undefined): readonly string[] {
  const there = secrets === undefined ? {} : (parseSource('', secrets).value ?? {})
  return [...new Set(secretNames(value))].filter((name) => !Object.hasOwn(there as object, name))
}

function secretNames(value: unknown): readonly string[] {
  if (value instanceof Secret) return [value.name]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(secretNames) : []
}
