import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as z from 'zod'
import { writeAtomically } from '../storage/replaceFile.ts'
import { type Config, type LoadContext, type Loaded, loadConfig, parseConfig, stateFolder } from './load.ts'

/** The file in the state folder that has the last configuration that was in force. */
export const lastGoodFile = (state: string): string => join(state, 'lastGoodConfig.json')

const schema = z.strictObject({
  version: z.literal(1),
  data: z.strictObject({
    /** the full name of the configuration */
    file: z.string(),
    /** milliseconds since 1970 */
    savedAt: z.number(),
    text: z.string(),
  }),
})

/** What `loadConfig` gives; or, if that is wrong, the last configuration that was in force. */
export interface LoadedOrLastGood extends Loaded {
  /** set if `config` is the last good one and `problems` are those of the file: when it was saved, in milliseconds since 1970 */
  readonly lastGoodSavedAt?: number
}

/** Keeps the text of a configuration that is in force. It may hold passwords, so it is its owner's alone. */
export async function saveLastGood({ file, state, text }: Pick<Config, 'file' | 'state' | 'text'>): Promise<void> {
  if (readLastGood(state, file)?.text === text) return
  const content = JSON.stringify({ version: 1, data: { file, savedAt: Date.now(), text } })
  await writeAtomically(lastGoodFile(state), content)
}

/**
 * Reads a configuration for a start. A file that was emptied or damaged does not leave the home without a gateway: the last
 * configuration that was in force is used then. A file that is not there is no damage.
 */
export async function loadConfigOrLastGood(file: string, context: LoadContext): Promise<LoadedOrLastGood> {
  const loaded = await loadConfig(file, context)
  if (loaded.config) return loaded
  const full = resolve(file)
  const text = textOf(full)
  if (text === undefined) return loaded
  const [, written] = /^state:[ \t]+['"]?([^'"#\n]+?)['"]?[ \t]*$/m.exec(text) ?? []
  const folders = [
    ...(written === undefined ? [] : [resolve(join(full, '..'), written)]),
    ...(context.env.STATE_DIRECTORY?.split(':') ?? []),
    stateFolder(full),
  ]
  for (const folder of folders) {
    const stored = readLastGood(folder, full)
    if (!stored) continue
    const { config } = await parseConfig(full, stored.text, context)
    if (config) return { config, problems: loaded.problems, lastGoodSavedAt: stored.savedAt }
  }
  return loaded
}

function readLastGood(state: string, file: string): z.infer<typeof schema>['data'] | undefined {
  const text = textOf(lastGoodFile(state))
  if (text === undefined) return undefined
  try {
    const { data } = schema.parse(JSON.parse(text))
    return data.file === file ? data : undefined
  } catch {
    return undefined
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
