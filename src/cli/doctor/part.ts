import { readFileSync } from 'node:fs'
import { parseSource, Secret } from '../../config/document.ts'
import { type Config, parseConfig } from '../../config/load.ts'
import { world } from '../world.ts'

/** Where secrets are needed, and what stands on that: it is not looked at. */
const left = ['drivers', 'appliances', 'scenes', 'linking']

/**
 * What a configuration says of the gateway itself, where its connections or its secrets have mistakes; nothing if that has
 * mistakes, too.
 * @param text the configuration as it was written, if it is not as the file stands
 */
export async function partOf(file: string, text = textOf(file)): Promise<Config | undefined> {
  const { value } = parseSource(file, text)
  if (typeof value !== 'object' || value === null) return undefined
  const rest = Object.entries(value).filter(([key, inner]) => !left.includes(key) && !(inner instanceof Secret))
  const { config } = await parseConfig(file, JSON.stringify(Object.fromEntries(rest)), world)
  return config
}

/** Nothing of what cannot be read. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
