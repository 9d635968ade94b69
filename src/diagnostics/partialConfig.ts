import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Config, parseConfig, stateFolder } from '../config/load.ts'
import { parseLeniently } from '../config/parse.ts'
import { parseSource, Secret } from '../config/yaml/source.ts'
import { createControlClient } from '../control/client.ts'
import { loadContext } from '../gateway/environment.ts'

/** Keys that need secrets, or depend on keys that do. They are left out of a partial configuration. */
const omittedKeys = ['drivers', 'appliances', 'scenes', 'linking']

/**
 * The settings of the gateway itself from a configuration whose connections or secrets have mistakes.
 * @param text the configuration, if it is not the present content of the file
 * @returns `undefined` if the settings of the gateway have mistakes too
 */
export async function partialConfig(file: string, text = readText(file)): Promise<Config | undefined> {
  const { value } = parseSource(file, text)
  if (typeof value !== 'object' || value === null) return undefined
  const rest = Object.entries(value).filter(([key, inner]) => !omittedKeys.includes(key) && !(inner instanceof Secret))
  const { config } = await parseConfig(file, JSON.stringify(Object.fromEntries(rest)), loadContext)
  return config
}

/** The content of a file; an empty text if it cannot be read. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** The configuration that the running gateway uses, when the file has mistakes now. */
export interface RunningConfig {
  /** absent if the text cannot be parsed again, for example because its secrets are gone */
  readonly config?: Config
  /** the text of the configuration */
  readonly text: string
}

/**
 * Asks the running gateway for the configuration that it uses.
 * @param file the absolute path of a configuration with mistakes
 * @returns `undefined` if no gateway runs or it cannot be asked
 */
export async function runningConfig(file: string): Promise<RunningConfig | undefined> {
  try {
    const { state } = parseLeniently(parseSource(file, readFileSync(file, 'utf8')).value)
    const client = createControlClient({ state: state === undefined ? stateFolder(file) : resolve(file, '..', state) })
    const running = await client.callIfRunning('configuration', {})
    // A gateway that could use no configuration has an empty one.
    if (!running || running.text === '') return undefined
    const { config } = await parseConfig(file, running.text, loadContext)
    return { text: running.text, ...(config && { config }) }
  } catch {
    return undefined
  }
}
