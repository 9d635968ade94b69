import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import * as z from 'zod'
import { parseSource } from '../../config/document.ts'
import { type Config, parseConfig, stateFolder } from '../../config/load.ts'
import { understandable } from '../../config/parts.ts'
import { answers, localKey, send } from '../client.ts'
import { world } from '../world.ts'

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
