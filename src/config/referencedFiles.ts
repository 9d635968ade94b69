import { statSync } from 'node:fs'
import { resolve } from 'node:path'

const maxFileNameLength = 1024

/**
 * The absolute paths of the files that a configuration names: every text in it that is the name of an existing file, under
 * whichever key. So no driver is needed, and a configuration with mistakes can be read too.
 * @param value the value of the configuration @param folder where relative names begin
 */
export function referencedFiles(value: unknown, folder: string): readonly string[] {
  return referencedPaths(value, folder).filter(isFile)
}

/** The full names of all that a configuration could mean as a file, whether there is one or not. */
export const referencedPaths = (value: unknown, folder: string): readonly string[] => [
  ...new Set(texts(value).map((text) => resolve(folder, text))),
]

function texts(value: unknown): readonly string[] {
  if (typeof value === 'string')
    return value !== '' && value.length <= maxFileNameLength && !/[\0\n]/.test(value) && !/^\w+:\/\//.test(value)
      ? [value]
      : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : []
}

function isFile(file: string): boolean {
  try {
    return statSync(file).isFile()
  } catch {
    return false
  }
}
