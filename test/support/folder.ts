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

const closers = new Map<string, (() => Promise<unknown>)[]>()

/** Closes something that writes to the folder of `inFolder`, or writes its pending changes, before the folder is removed. */
export const closeBeforeRemoval = (folder: string, close: () => Promise<unknown>): void =>
  void closers.set(folder, [...(closers.get(folder) ?? []), close])

/** Does something in a new folder, which is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = makeFolder()
  try {
    return await work(folder)
  } finally {
    for (const close of closers.get(folder) ?? []) await close()
    closers.delete(folder)
    removeFolder(folder)
  }
}
