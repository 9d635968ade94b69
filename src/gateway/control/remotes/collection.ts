import { readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { applianceKeys } from '../../../config/schema.ts'
import { parseSource } from '../../../config/yaml/source.ts'
import type { ResponseOf } from '../../../control/api.ts'
import type { CodeTools } from '../../../home/codeTools.ts'
import { isObject } from '../../../util/parse.ts'
import { errorText } from '../../../util/translate.ts'
import { readUtf8File } from '../../../util/utf8.ts'
import type { EditableConfig } from '../../configuration/editor.ts'
import { loadCodeTools, toWireCode } from './codes.ts'

export type Remote = ResponseOf<'remote'>

export interface CollectionDependencies {
  settings(): { readonly file: string }
  readonly config: EditableConfig
}

/** The folder of the files of codes, from the folder of the configuration, and how many files are listed. */
export const codesFolder = 'codes'
const maxFiles = 200

/** The absolute path of a file that the configuration names. */
export const resolveFile = ({ settings }: CollectionDependencies, file: string) =>
  resolve(dirname(settings().file), file)

/** The remotes of the configuration, and the files of the folder for codes that no appliance names. */
export async function listRemotes(gateway: CollectionDependencies): Promise<readonly Remote[]> {
  const tools = await loadCodeTools(gateway.config)
  const ofAppliances = configuredAppliances(gateway.config).flatMap((entry) => remoteOfAppliance(gateway, tools, entry))
  const used = new Set(ofAppliances.map(({ file = '' }) => resolveFile(gateway, file)))
  const unused = filesOfCodes(gateway).filter((file) => !used.has(resolveFile(gateway, file)))
  return [
    ...ofAppliances,
    ...unused.flatMap((file): Remote[] => {
      const { keys, problems } = readKeys(gateway, tools, file, [])
      return keys.length > 0 ? [{ id: file, file, name: file, keys, problems }] : []
    }),
  ]
}

function configuredAppliances(config: EditableConfig): readonly Readonly<Record<string, unknown>>[] {
  const current = config.editor().read()
  const value = 'text' in current ? parseSource('', current.text).value : undefined
  const { appliances } = (value ?? {}) as { readonly appliances?: unknown }
  return (Array.isArray(appliances) ? appliances : []).filter(isObject)
}

/** The remote that an appliance names, if it names one. */
function remoteOfAppliance(
  gateway: CollectionDependencies,
  tools: CodeTools,
  entry: Readonly<Record<string, unknown>>,
): Remote[] {
  const options = Object.fromEntries(Object.entries(entry).filter(([key]) => !Object.hasOwn(applianceKeys, key)))
  const file = tools.fileOf(options)
  if (file === undefined) return []
  const id = String(entry.id)
  const type = String(entry.type)
  return [
    {
      ...{ id, file, appliance: id, name: String(entry.name), type, connection: String(entry.driver) },
      ...readKeys(gateway, tools, file, tools.keyNames(type)),
    },
  ]
}

function filesOfCodes(gateway: CollectionDependencies): readonly string[] {
  try {
    const names = readdirSync(resolveFile(gateway, codesFolder)).filter((name) => /\.ya?ml$/.test(name))
    return names.slice(0, maxFiles).map((name) => join(codesFolder, name))
  } catch {
    return []
  }
}

/** The keys of a file, and those of `expected` that it does not have. */
function readKeys(
  gateway: CollectionDependencies,
  tools: CodeTools,
  file: string,
  expected: readonly string[],
): Pick<Remote, 'keys' | 'problems'> {
  const missing = (name: string) => ({ name, state: 'missing' as const })
  try {
    const stored = tools.readKeys(readUtf8File(resolveFile(gateway, file)), file)
    const names = new Set(stored.map(({ name }) => name))
    return {
      keys: [
        ...stored.map(({ name, protocol, code }) => ({
          name,
          state: 'learnt' as const,
          ...(protocol !== undefined && { protocol }),
          ...(code && { code: toWireCode(code) }),
        })),
        ...expected.filter((name) => !names.has(name)).map(missing),
      ],
      problems: [],
    }
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    return { keys: expected.map(missing), problems: isMissing ? [] : [errorText(error)] }
  }
}
