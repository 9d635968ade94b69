import { existsSync, realpathSync, statSync } from 'node:fs'
import { lchown, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { assertOwnLinks, writeAtomically } from '../storage/replaceFile.ts'

/** Writes a file of codes. A symbolic link, the owner and the mode stay; a new folder belongs to the owner of its parent. */
export async function saveCodeFile(file: string, text: string): Promise<void> {
  if (process.getuid?.() === 0) assertOwnLinks(file)
  const place = existsSync(file) ? realpathSync(file) : file
  const folder = dirname(place)
  const first = await mkdir(folder, { recursive: true, mode: 0o750 })
  if (first !== undefined && process.getuid?.() === 0) {
    const { uid, gid } = statSync(dirname(first))
    for (let made = folder; made !== dirname(first); made = dirname(made)) await lchown(made, uid, gid)
  }
  await writeAtomically(place, text, existsSync(place) ? statSync(place) : undefined)
}
