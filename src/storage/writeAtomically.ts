import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Whose a file is, and who may do what with it. */
interface Belonging {
  readonly uid: number
  readonly gid: number
  readonly mode: number
}

/**
 * Puts a file in place whole or not at all, also through a power cut: temporary file, fsync, rename, fsync of the folder.
 * The file can be read and written by its owner only, and belongs to whom its folder belongs to
 * (so that what root writes by `sudo clova-home …` can be read by the service, as its owner or as its group).
 * @param like whose it is to be and who may read it, if it is another's file
 * @throws Error of the system, which names the file
 */
export async function writeAtomically(file: string, content: string | Uint8Array, like?: Belonging): Promise<void> {
  const folder = dirname(file)
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    await held(await open(temporary, 'wx', 0o600), async (handle) => {
      if (process.getuid?.() === 0) {
        const owner = like ?? (await stat(folder))
        await handle.chown(owner.uid, owner.gid)
        // A folder of root's that a group may use is read by the service as that group.
        if (!like && owner.uid === 0 && owner.gid !== 0) await handle.chmod(0o640)
      }
      if (like) await handle.chmod(like.mode & 0o777)
      await handle.writeFile(content)
      await handle.sync()
    })
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    // Not the temporary one; and what a write fails by names none.
    throw Object.assign(error as object, { path: file, syscall: 'write' })
  }
  await held(await open(folder, 'r'), (handle) => handle.sync())
}

async function held<T>(handle: FileHandle, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  try {
    return await work(handle)
  } finally {
    await handle.close()
  }
}
