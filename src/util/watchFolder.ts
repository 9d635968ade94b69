import { watch } from 'node:fs'

/**
 * Tells which files of a folder change. The folder, not the file: a watch on a file goes silent when another takes its place.
 * A folder that cannot be watched is told once; nothing is noticed then until a restart.
 */
export function watchFolder(
  folder: string,
  changed: (name: string) => void,
  warn: (fields: object, message: string) => void,
): { close(): void } {
  const blind = () => warn({ folder }, 'this folder cannot be watched: changes in it count after a restart')
  try {
    const watcher = watch(folder, (_event, name) => name && changed(name))
    watcher.on('error', blind)
    watcher.unref()
    return watcher
  } catch {
    blind()
    return { close: () => {} }
  }
}
