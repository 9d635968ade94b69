import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import * as z from 'zod'
import { type Config, parseConfig, stateFolder } from '../config/load.ts'
import { understandable } from '../config/parse.ts'
import { parseSource, Secret } from '../config/yaml/source.ts'
import { localKey, send } from '../control/client.ts'
import { world } from '../gateway/environment.ts'
import { answers } from '../util/network.ts'

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

const answer = z.object({ text: z.string() })

/** The gateway that runs by an earlier form of a configuration that has mistakes now. */
export interface InForce {
  /** nothing if it cannot be read again, since its secrets are not there any more */
  readonly config?: Config
  /** as it was written */
  readonly text: string
}

/** Asks the gateway that runs, if one does and can be asked. @param file the full name of a configuration with mistakes */
export async function inForce(file: string): Promise<InForce | undefined> {
  try {
    const { server, state } = understandable(parseSource(file, readFileSync(file, 'utf8')).value)
    if (!(await answers(server.listen))) return undefined
    const key = localKey({ state: state === undefined ? stateFolder(file) : resolve(file, '..', state) })
    const { status, body } = await send(server.listen, server.path, key, '{}', 'configuration')
    if (status !== 200) return undefined
    const { text } = answer.parse(JSON.parse(body))
    const { config } = await parseConfig(file, text, world)
    return { text, ...(config && { config }) }
  } catch {
    return undefined
  }
}
