import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A new, empty folder below the system's folder for temporary files. Remove it with `removeFolder`. */
export const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'clova-test-'))

/**
 * Removes a folder and what is in it. Whatever writes to it must have been closed before; the retries are for processes
 * that have ended and whose last file the system still creates.
 */
export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })

/** Does something in a new folder, which is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = makeFolder()
  try {
    return await work(folder)
  } finally {
    removeFolder(folder)
  }
}
