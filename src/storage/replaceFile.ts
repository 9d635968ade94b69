import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, lchownSync, lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileError } from '../util/fileErrors.ts'

/**
 * Writes a file of the configuration's folder atomically. It is readable for its owner, and for its group if the group could read
 * the old file or if the service reads this folder by the group. A symbolic link stays; its target is written.
 * @throws Error for the user if root would follow a link that another user made
 */
export async function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  if (process.getuid?.() === 0) assertOwnLinks(file)
  // What is no link now is not followed if it becomes one meanwhile: the new file takes its place.
  const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()
  const real = isLink && existsSync(file) ? realpathSync(file) : file
  makeFolderLike(dirname(real))
  const { uid, gid, mode } = statSync(existsSync(real) ? real : dirname(real))
  const isForGroup = existsSync(real) ? (mode & 0o040) !== 0 : process.getuid?.() === 0 && uid === 0 && gid !== 0
  await writeAtomically(real, content, { uid, gid, mode: isForGroup ? 0o640 : 0o600 })
}

/**
 * The service may write the folder of its configuration. A link that it made there could lead root to a file of the system.
 * @param ownerOf as that of `foreignLink`
 * @throws Error for the user if there is such a link
 */
export function assertOwnLinks(file: string, ownerOf?: (path: string) => number | undefined): void {
  const link = foreignLink(file, ownerOf)
  if (link)
    throw new Error(
      `${link.path} is a link that another user (uid ${link.uid}) made, and root does not follow it; remove it: sudo rm ${link.path}`,
    )
}

/**
 * The link on the way to a file that another user than root made.
 * @param ownerOf the owner of a link; undefined for everything else; for tests
 */
export function foreignLink(
  file: string,
  ownerOf: (path: string) => number | undefined = linkOwner,
): { readonly path: string; readonly uid: number } | undefined {
  for (let path = resolve(file); path !== dirname(path); path = dirname(path)) {
    const uid = ownerOf(path)
    if (uid !== undefined && uid !== 0) return { path, uid }
  }
  return undefined
}

function linkOwner(path: string): number | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  return stats?.isSymbolicLink() ? stats.uid : undefined
}

/** Checks that a file can be written, before the user is asked for its content. @throws Error for the user */
export function assertWritable(file: string): void {
  let folder = dirname(existsSync(file) ? realpathSync(file) : resolve(file))
  while (!existsSync(folder)) folder = dirname(folder)
  try {
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' })
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw fileError(error, 'written', file)
  }
}

/** Creates a missing folder with the owner, group and mode of its parent. */
function makeFolderLike(folder: string): void {
  if (existsSync(folder)) return
  const parent = dirname(folder)
  makeFolderLike(parent)
  const { uid, gid, mode } = statSync(parent)
  const isPrivate = process.getuid?.() !== 0 || (uid === 0 && gid === 0)
  // The folder may hold secrets, so others get no access even if the parent gives it.
  mkdirSync(folder, { mode: isPrivate ? 0o700 : mode & 0o770 })
  // Not what a link in its place leads to.
  if (process.getuid?.() === 0) lchownSync(folder, uid, gid)
}

/**
 * A name that no file has: `baseName`, with a number if that is taken.
 * @param suffix the end of the name, such as `.tar.gz`
 */
export function unusedName(baseName: string, suffix = ''): string {
  for (let i = 1; ; i++) {
    const name = i === 1 ? `${baseName}${suffix}` : `${baseName}-${i}${suffix}`
    if (!existsSync(name)) return name
  }
}

/** Owner, group and mode of a file. */
interface FileOwnership {
  readonly uid: number
  readonly gid: number
  readonly mode: number
}

/**
 * Writes a file completely or not at all, even through a power cut: temporary file, fsync, rename, fsync of the folder.
 * Only its owner may read and write it. Written by root, it gets the owner and group of its folder,
 * so that the service can read what `sudo clova-home …` writes.
 * @param ownership another owner, group and mode
 * @throws Error of the system, which names the file
 */
export async function writeAtomically(
  file: string,
  content: string | Uint8Array,
  ownership?: FileOwnership,
): Promise<void> {
  const folder = dirname(file)
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    await withHandle(await open(temporary, 'wx', 0o600), async (handle) => {
      if (process.getuid?.() === 0) {
        const owner = ownership ?? (await stat(folder))
        await handle.chown(owner.uid, owner.gid)
        // In a folder of root with another group, the service reads by that group.
        if (!ownership && owner.uid === 0 && owner.gid !== 0) await handle.chmod(0o640)
      }
      if (ownership) await handle.chmod(ownership.mode & 0o777)
      await handle.writeFile(content)
      await handle.sync()
    })
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary).catch(() => {})
    // The system's error names the temporary file, or none after a failed write.
    throw Object.assign(error as object, { path: file, syscall: 'write' })
  }
  await withHandle(await open(folder, 'r'), (handle) => handle.sync())
}

/** From which age on a temporary file is abandoned even if a process has the number of its writer, in milliseconds. */
const abandonedAfterMs = 60_000

/** Removes the temporary files of `writeAtomically` whose processes were killed before they were done. Never rejects. */
export async function removeAbandonedFiles(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const processId = Number(/\.(\d+)\.[\da-f]{8}\.tmp$/.exec(name)?.[1])
    if (Number.isNaN(processId)) continue
    const file = join(folder, name)
    const stats = await lstat(file).catch(() => undefined)
    if (!stats?.isFile()) continue
    if (!isRunning(processId) || Date.now() - stats.mtimeMs > abandonedAfterMs) await rm(file).catch(() => {})
  }
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Does something with an open file, which is closed afterwards. */
export async function withHandle<T>(handle: FileHandle, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  try {
    return await work(handle)
  } finally {
    await handle.close()
  }
}
