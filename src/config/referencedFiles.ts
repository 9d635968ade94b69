import { statSync } from 'node:fs'
import { resolve } from 'node:path'

/** The longest text that may be the name of a file. */
const maxFileNameLength = 1024

/**
 * The files that a configuration names, by their full names: every text in it that is the name of a file there is, whichever
 * key it stands under, so that it needs no driver and works on what has mistakes in it too.
 * @param value what stands in the configuration @param folder where relative names begin
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
