import { watch } from 'node:fs'

/**
 * Reports which files of a folder change. The folder is watched, since a watch on a file ends when the file is replaced.
 * A folder that cannot be watched is logged once; its changes are noticed at the next start.
 */
export function watchFolder(
  folder: string,
  onChange: (name: string) => void,
  warn: (fields: object, message: string) => void,
): { close(): void } {
  const warnUnwatchable = () => warn({ folder }, 'this folder cannot be watched: changes in it count after a restart')
  try {
    const watcher = watch(folder, (_event, name) => name && onChange(name))
    watcher.on('error', warnUnwatchable)
    watcher.unref()
    return watcher
  } catch {
    warnUnwatchable()
    return { close: () => {} }
  }
}
