import { existsSync } from 'node:fs'

/**
 * A name that no file has: the wanted one, or that with a number.
 * @param end what it is to end with, such as `.tar.gz`
 */
export function unusedName(wanted: string, end = ''): string {
  for (let i = 1; ; i++) {
    const name = i === 1 ? `${wanted}${end}` : `${wanted}-${i}${end}`
    if (!existsSync(name)) return name
  }
}
