import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Config, type LoadContext, parseConfig } from './load.ts'
import { parseSource } from './yaml/source.ts'

/** What of a configuration with mistakes is used where it is right by itself: it says where the dashboard and the state are. */
const usedKeys = ['edition', 'language', 'timeZone', 'state', 'dashboard'] as const

/**
 * The configuration of a gateway that has no usable one, neither in the file nor kept from before: an empty home, and the
 * few keys of the file that are right.
 */
export async function setupConfig(file: string, context: LoadContext): Promise<Config> {
  const full = resolve(file)
  const written = writtenKeys(full)
  const usable: Record<string, unknown> = {}
  for (const key of usedKeys) {
    if (written[key] === undefined) continue
    const { config } = await parseConfig(full, JSON.stringify({ [key]: written[key] }), context)
    if (config) usable[key] = written[key]
  }
  const { config, problems } = await parseConfig(full, JSON.stringify({ edition: 'kr', ...usable }), context)
  if (!config) throw new Error(`the empty configuration is wrong: ${problems.map(({ message }) => message).join('; ')}`)
  return { ...config, text: '', fingerprint: '' }
}

function writtenKeys(file: string): Readonly<Record<string, unknown>> {
  try {
    const text = readFileSync(file, 'utf8')
    const { value } = parseSource(file, text)
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>
    // With a mistake of YAML there are no values; the folder of the state is needed all the same.
    const [, state] = /^state:[ \t]+['"]?([^'"#\n]+?)['"]?[ \t]*$/m.exec(text) ?? []
    return { ...(state !== undefined && { state }) }
  } catch {
    return {}
  }
}
