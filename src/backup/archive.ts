import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { packTar, unpackTar } from 'modern-tar'
import * as z from 'zod'
import { parseBoundedJson } from '../util/boundedJson.ts'
import { backupError } from './messages.ts'

/** The version of the archive format; a newer one is refused. */
const format = 1

/** The limits of an archive: a large home needs a tenth of them, and a Raspberry Pi has little memory. */
export const limits = { files: 2000, fileBytes: 16 << 20, totalBytes: 64 << 20, manifestBytes: 2 << 20 } as const

/** One file of a backup. Its name starts with `config/`, `state/` or `outside/`. */
export interface BackupFile {
  readonly name: string
  readonly bytes: Uint8Array
  readonly mode: number
  /** its absolute path, if it was neither beside the configuration nor in the state folder */
  readonly from?: string
}

/** What the manifest of a backup records in addition to the files. */
export interface BackupInfo {
  /** the version of clova-home that made it */
  readonly version: string
  readonly created: Date
  /** the path of the configuration */
  readonly configuration: string
  /** the names of the secrets that the configuration needs and no file of the backup contains */
  readonly missing: readonly string[]
}

const manifestName = 'manifest.json'
const manifestEntrySchema = z.strictObject({
  name: z.string(),
  size: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  mode: z.number().int().min(0).max(0o777),
  from: z.string().optional(),
})
const manifestSchema = z.strictObject({
  format: z.literal(format),
  version: z.string(),
  created: z.iso.datetime().transform((text) => new Date(text)),
  configuration: z.string(),
  missing: z.array(z.string()),
  files: z.array(manifestEntrySchema),
})

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/**
 * Packs a backup as .tar.gz; the compression does not block the event loop. @throws Error in plain words if it exceeds the
 * limits
 */
export async function packArchive(about: BackupInfo, files: readonly BackupFile[]): Promise<Buffer> {
  const whole = files.reduce((sum, { bytes }) => sum + bytes.length, 0)
  const large = files.find(({ bytes }) => bytes.length > limits.fileBytes)
  if (large) throw backupError('fileTooLarge', { name: large.name, mib: limits.fileBytes >> 20 })
  const unsafeFile = files.find(({ name }) => !isSafe(name))
  if (unsafeFile) throw backupError('nameImpossible', { name: quoteName(unsafeFile.name) })
  if (files.length > limits.files || whole > limits.totalBytes)
    throw backupError('tooMuch', { files: limits.files, mib: limits.totalBytes >> 20 })
  const entries = files.map(({ name, bytes, mode, from }) => ({
    ...{ name, size: bytes.length, sha256: sha256Of(bytes), mode },
    ...(from !== undefined && { from }),
  }))
  const manifestBytes = Buffer.from(
    `${JSON.stringify({ format, ...about, created: about.created.toISOString(), files: entries }, null, 1)}\n`,
  )
  if (manifestBytes.length > limits.manifestBytes)
    throw backupError('namesTooLong', { mib: limits.manifestBytes >> 20 })
  const all = [{ name: manifestName, bytes: manifestBytes, mode: 0o600 }, ...files]
  const tar = await packTar(
    all.map(({ name, bytes, mode }) => ({
      header: { name, size: bytes.length, mode, mtime: about.created, type: 'file' as const },
      body: bytes,
    })),
  )
  return promisify(gzip)(tar)
}

/** Unpacks and verifies a whole backup. Nothing is returned before everything was verified. @throws Error in plain words */
export async function unpackArchive(
  archive: Uint8Array,
): Promise<BackupInfo & { readonly files: readonly BackupFile[] }> {
  const entries = await readTar(archive)
  const [first, ...rest] = entries
  if (first?.name !== manifestName) throw backupError('noBackup')
  if (first.bytes.length > limits.manifestBytes)
    throw backupError('manifestTooLarge', { mib: limits.manifestBytes >> 20 })
  const { files, format: _, ...about } = parseManifest(first.bytes)
  const named = new Map(files.map((file) => [file.name, file]))
  if (named.size !== files.length || new Set(rest.map(({ name }) => name)).size !== rest.length)
    throw backupError('fileTwice')
  const stray = rest.find(({ name }) => !named.has(name))
  if (stray) throw backupError('unlistedFile', { name: quoteName(stray.name) })
  const bytesOf = new Map(rest.map(({ name, bytes }) => [name, bytes]))
  return {
    ...about,
    files: files.map(({ name, size, sha256, mode, from }) => {
      const bytes = bytesOf.get(name)
      if (!isSafe(name)) throw backupError('nameUnknown', { name: quoteName(name) })
      if (!bytes) throw backupError('fileMissing', { name })
      if (bytes.length !== size || sha256Of(bytes) !== sha256) throw backupError('fileDamaged', { name })
      if (name.startsWith('outside/') !== (from !== undefined) || (from !== undefined && !isAbsolute(from)))
        throw backupError('placeWrong', { name })
      return { name, bytes, mode, ...(from !== undefined && { from }) }
    }),
  }
}

async function readTar(archive: Uint8Array): Promise<readonly { readonly name: string; readonly bytes: Uint8Array }[]> {
  const tar = await promisify(gunzip)(archive, { maxOutputLength: limits.totalBytes + (8 << 20) }).catch(
    ({ code }: NodeJS.ErrnoException): never => {
      throw code === 'ERR_BUFFER_TOO_LARGE'
        ? backupError('archiveTooLarge', { mib: limits.totalBytes >> 20 })
        : backupError('noGzip')
    },
  )
  let count = 0
  // Counted while they are read: 64 MiB have room for 100,000 files, which would hold up everything else for a second.
  const filter = () => {
    count += 1
    if (count > limits.files + 1) throw backupError('tooManyFiles', { files: limits.files })
    return true
  }
  const entries = await unpackTar(tar, { strict: true, filter }).catch((error): never => {
    throw count > limits.files + 1 ? error : backupError('noTar')
  })
  return entries.map(({ header: { name, type }, data }) => {
    if (type !== undefined && type !== 'file') throw backupError('noRegularFile', { name: quoteName(name), type })
    if (!data || data.length > limits.fileBytes)
      throw backupError('entryTooLarge', { name: quoteName(name), mib: limits.fileBytes >> 20 })
    return { name, bytes: data }
  })
}

function parseManifest(bytes: Uint8Array): z.infer<typeof manifestSchema> {
  let value: unknown
  try {
    value = parseBoundedJson(Buffer.from(bytes).toString('utf8'))
  } catch {
    throw backupError('manifestNoJson')
  }
  const { format: theirs, version } = (value ?? {}) as { readonly format?: unknown; readonly version?: unknown }
  if (typeof theirs === 'number' && theirs > format)
    throw backupError('newerVersion', { version: quoteName(String(version)) })
  const parsed = manifestSchema.safeParse(value)
  if (!parsed.success)
    throw backupError('manifestWrong', { reason: z.prettifyError(parsed.error).split('\n')[0] ?? '' })
  return parsed.data
}

/** True for a name below one of the three folders, without `..`, that is valid in every file system. */
export function isSafe(name: string): boolean {
  const [folder, ...rest] = name.split('/')
  const isPart = (part: string) => part !== '' && part !== '.' && part !== '..' && Buffer.byteLength(part) <= 255
  return (
    ['config', 'state', 'outside'].includes(folder ?? '') &&
    rest.length > 0 &&
    rest.every(isPart) &&
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what no name may hold
    !/[\0-\x1f\x7f\\]/.test(name) &&
    name.length <= 1000 &&
    (folder === 'config' || rest.length === 1) &&
    (folder !== 'state' || isStateFile(rest.join('/')))
  )
}

/** True for the name of a state file; the key of the machine is never in a backup. */
export const isStateFile = (name: string): boolean => /^[\w-]+\.(json|pem)$/.test(name) && name !== 'local-key.pem'

const isAbsolute = (name: string) => /^\/(?!.*(^|\/)\.\.?(\/|$))[^\0\n]+$/.test(name)

/** A name with its control characters escaped. */
const quoteName = (name: string) => JSON.stringify(name.slice(0, 100))
